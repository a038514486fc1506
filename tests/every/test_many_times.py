"""What Slack delivers many times over happened once, whatever it was."""

import pytest

from bot.rounds.feature import Feature
from tests.every.worlds import DATABASES, WorldOf, each_transition
from tests.faults.harness import Transition
from tests.practices import Handed
from tests.size import TIMES


@pytest.mark.drawn(one_in=30)
@pytest.mark.parametrize("database", DATABASES)
@each_transition()
def test_what_arrives_many_times_over_happened_once(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition, database: str
) -> None:
    trial = world_of(feature, practice, database).trial(transition)

    trial.many_times_over(TIMES)
