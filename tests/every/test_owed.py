"""What happens while a channel takes nothing is said there when it does again, as if it always had."""

import pytest

from bot.rounds.feature import Feature
from tests.every.worlds import WorldOf, each_transition
from tests.faults.harness import Transition
from tests.practices import Handed

ARCHIVED = {"chat.postMessage": "is_archived", "chat.update": "is_inactive"}
WITHOUT_US = {"chat.postMessage": "not_in_channel", "chat.update": "not_in_channel"}


@pytest.mark.drawn(one_in=8)
@pytest.mark.parametrize("refusals", [ARCHIVED, WITHOUT_US], ids=["archived", "without the app"])
@each_transition()
def test_it_ends_as_it_would_have(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition, refusals: dict[str, str]
) -> None:
    world_of(feature, practice, "sqlite").trial(transition).while_shut(refusals)
