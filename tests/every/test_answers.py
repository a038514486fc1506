"""Whatever code Slack answers: what passes is waited for, and only a moment that rings is a post."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest

from bot.rounds.feature import Feature
from bot.slack import codes
from bot.slack.codes import Kind, means
from tests.every.worlds import WorldOf, each_transition
from tests.faults.harness import Fragile, NoButton, Transition, Trial
from tests.practices import Handed
from tests.size import chance

POST, UPDATE = "chat.postMessage", "chat.update"
NEW = "something_new_of_next_year"
# A post that it refuses like that, it takes later: some of these were taken for final.
SAID = [code for method, code in codes._BY_CODE if method in ("*", POST)]
PASSING = [NEW, *sorted({code for code in SAID if means(POST, code).kind is Kind.LATER})]
FIXED = sorted(code for method, code in codes._BY_CODE if means(UPDATE, code) is codes.FIXED)
HISTORY = {"im:history", "channels:history", "groups:history", "mpim:history"}


def one_of(found: list[str], transition: Transition) -> str:
    return chance(f"answers {transition}").choice(found)


@pytest.mark.drawn(one_in=12)
@each_transition(lambda practice: practice.answered)
def test_what_passes_by_itself_is_waited_for(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition
) -> None:
    trial = world_of(feature, practice, "sqlite").trial(transition)
    code = one_of(PASSING, transition)

    trial.again(lambda world: world.goes_wrong(code))


@pytest.mark.drawn(one_in=12)
@each_transition()
def test_a_redraw_that_slack_refuses_is_no_post(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition
) -> None:
    """People see it all the same, so that they do the same: only the answer is wrong."""
    trial = world_of(feature, practice, "sqlite").trial(transition)
    code = one_of(FIXED, transition)
    usual = posts(trial, lambda world: None)

    found = posts(trial, lambda world: refuses(world, code))

    assert found == usual
    trial.same(code)


@pytest.mark.drawn(one_in=12)
@each_transition()
def test_what_is_gone_from_slack_is_posted_when_it_would_ring_and_never_by_itself(
    world_of: WorldOf, feature: Feature, practice: Handed, transition: Transition
) -> None:
    trial = world_of(feature, practice, "sqlite").trial(transition)
    usual = posts(trial, lambda world: None, days=2)

    found = posts(trial, lambda world: refuses(world, "message_not_found"), days=2)

    assert found - usual == Counter()


def refuses(world: Fragile, code: str) -> None:
    world.slack.faults.next(UPDATE, code, times=float("inf"), lands=True)


def posts(trial: Trial, wrong: Callable[[Fragile], None], days: int = 0) -> Counter[tuple[str, str]]:
    """Where something was posted while it happened, and on so many days after it, and when."""
    with suppress(NoButton):  # what is gone is pressed by nobody
        trial.act_out(wrong)
    trial.world.move(days=days)
    trial.world.recover()
    trial.world.slack.faults.planned.clear()
    told = [call for call in trial.world.slack.calls if call.method == POST and call.outcome == "ok"]
    return Counter((str(call.args["channel"]), f"{call.at:%j %H:%M}" if days else "") for call in told)
