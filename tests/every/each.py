"""Each practice in turn, and what is wrong with it; or that it cannot be shown as yet, as it says itself."""

from collections.abc import Callable

import pytest

from bot.features import FEATURES
from bot.rounds.feature import Feature
from tests.practices import Handed, everybody

Wrong = Callable[[Feature, Handed], list[str]]

each_practice = pytest.mark.parametrize(
    ("feature", "practice"), everybody(), ids=[feature.name for feature in FEATURES]
)


def holds(what: str, wrong: Wrong, feature: Feature, practice: Handed) -> None:
    """Nothing is wrong; where the practice says that it cannot be shown as yet, something still is."""
    found = wrong(feature, practice)

    if what in practice.not_yet:
        assert found, f"{what} can be shown of {feature.name}: it need not say any more that it cannot"
    else:
        assert found == [], "\n".join(found[:20])
