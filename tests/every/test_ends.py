"""Every round ends by itself, wherever it stands, when nobody does anything any more."""

import pytest

from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Status
from tests.every.each import each_practice, holds
from tests.every.left import alone
from tests.practices import Handed

pytestmark = pytest.mark.usefixtures("doors")

OVER = (Status.CLOSED, Status.STOPPED)


def wrong(feature: Feature, practice: Handed) -> list[str]:
    shown = {round_.kind for round_ in practice.scenes()}
    missing = [f"no {kind.name} was handed in" for kind in feature.kinds if kind.name not in shown]
    endless = [
        f"{before.kind} at {before.step} ({before.status}) is left at {after.step} ({after.status})"
        for before, after in alone(feature)
        if after.status not in OVER and f"{after.kind}.{after.step}" not in practice.lasts
    ]
    return [*missing, *dict.fromkeys(endless)]


@each_practice
def test_it_ends_by_itself_when_nobody_does_anything(feature: Feature, practice: Handed) -> None:
    holds("ends", wrong, feature, practice)


@each_practice
def test_what_lasts_is_a_kind_that_there_is(feature: Feature, practice: Handed) -> None:
    assert {name.partition(".")[0] for name in practice.lasts} <= {kind.name for kind in feature.kinds}
