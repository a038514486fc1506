"""What is deleted goes from Slack, too; where Slack keeps it, that is said, and tried until it is done."""

from collections.abc import Callable

import pytest

from tests.journeys import everyone_steps as everyone
from tests.journeys.listening_steps import ask_all
from tests.journeys.steps import QUESTION, ask, put_away
from tests.world import Somebody, World

HERE = "C0HOME"
STILL = "What is deleted here may still stand there."
DONE = "what was deleted here stands in none of my messages any more"


def taken_back(world: World) -> Callable[[], object]:
    ask(world)
    return lambda: world["Ana"].presses("Take back")


def listening_taken_back(world: World) -> Callable[[], object]:
    ask_all(world)
    return lambda: takes_back(world)


def asked_everyone(world: World) -> Callable[[], object]:
    everyone.asked(world)
    return lambda: takes_back(world)


def takes_back(world: World) -> None:
    put_away(world["Ana"])
    world["Ana"].presses("Take back", HERE)


WAYS = {
    "a question that is taken back": (taken_back, QUESTION, "Ben"),
    "a listening that is taken back": (listening_taken_back, "How did today land?", HERE),
    "a question for a channel that is taken back": (asked_everyone, everyone.QUESTION, HERE),
}


def read_there(world: World, where: str) -> str:
    somebody, channel = (world["Ana"], HERE) if where == HERE else (world[where], None)
    return "\n".join(m.words for m in somebody.messages(*filter(None, [channel])) if not m.ephemeral)


def told(somebody: Somebody, line: str) -> list[str]:
    return [m.words for m in somebody.messages() if line in m.words]


@pytest.mark.parametrize("refusal", ["edit_window_closed", "cant_update_message", "channel_not_found"])
@pytest.mark.parametrize(("lives", "words", "where"), WAYS.values(), ids=WAYS)
def test_what_slack_keeps_is_said_and_tried_again_until_it_is_gone(
    world: World,
    lives: Callable[[World], Callable[[], object]],
    words: str,
    where: str,
    refusal: str,
) -> None:
    ana, deleted = world["Ana"], lives(world)
    assert words in read_there(world, where)
    place = HERE if where == HERE else world[where].dm

    with world.slack.faults.always("chat.update", refusal, channel=place):
        deleted()
        world.settle()
        assert words in read_there(world, where)
        assert len(told(ana, STILL)) == 1
        for _ in range(3):  # still not: she is told no more than once
            world.later(days=30)
            world.settle()
        assert len(told(ana, STILL)) == 1
        assert told(ana, DONE) == []
    world.later(days=60)
    world.settle()

    assert words not in read_there(world, where)
    assert told(ana, STILL) == []
    assert len(told(ana, DONE)) == 1


@pytest.mark.parametrize(("lives", "words", "where"), WAYS.values(), ids=WAYS)
def test_where_slack_lets_it_go_nothing_is_said(
    world: World, lives: Callable[[World], Callable[[], object]], words: str, where: str
) -> None:
    lives(world)()
    world.settle()

    assert words not in read_there(world, where)
    assert told(world["Ana"], STILL) == told(world["Ana"], DONE) == []


def test_whoever_looks_after_it_and_leaves_the_channel_is_not_told_that_it_is_done(world: World) -> None:
    ana, deleted = world["Ana"], listening_taken_back(world)

    with world.slack.faults.always("chat.update", "edit_window_closed", channel=HERE):
        deleted()
        world.settle()
        world.slack.leave(ana.id, HERE)
        world.settle()
        assert len(told(ana, STILL)) == 1
        assert told(ana, DONE) == []
        world.slack.join(ana.id, HERE)
    world.later(days=60)
    world.settle()

    assert told(ana, STILL) == []
    assert len(told(ana, DONE)) == 1
