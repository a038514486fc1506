"""Where the app comes into a channel: what it says first, to whom; and what it owed there is posted."""

import pytest

from tests.world import Somebody, World

HERE = "C0HOME"
HELLO = "Hello, I am Alongside."


def hellos(somebody: Somebody) -> int:
    return sum(HELLO in message.words for message in somebody.messages(HERE))


@pytest.fixture
def outside(world: World) -> World:
    world.slack.kick_app(HERE)
    return world


def test_whoever_lets_it_in_is_told_once_and_alone_what_it_is(
    outside: World, ana: Somebody, ben: Somebody
) -> None:
    ana.types("/invite @Alongside", HERE)

    told = ana.messages(HERE)[-1]
    assert told.ephemeral
    assert "Nobody watches" in told.words
    assert told.buttons == ["See what one can begin", "Not sure which?", "How this works"]
    assert (hellos(ana), hellos(ben)) == (1, 0)

    ana.presses("See what one can begin", HERE)
    ana.presses("Check in")
    assert "Which channel?" in ana.reads


def test_somebody_else_who_comes_in_is_no_first_word(world: World, ana: Somebody) -> None:
    world.slack.leave("U0BEN", HERE)
    world.slack.invite("U0BEN", HERE, by=ana.id)
    world.settle()

    assert hellos(ana) == 0


def test_what_it_owes_there_is_posted_when_it_is_back(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types("/checkin How is it going?", HERE)
    stood = card(ben)
    world.slack.kick_app(HERE)
    world.move(days=9)
    assert card(ben) == stood

    ana.types("/invite @Alongside", HERE)

    assert card(ben) != stood


def card(somebody: Somebody) -> str:
    """The newest of the app's in the channel about that question."""
    return [m.words for m in somebody.messages(HERE) if "How is it going?" in m.words and not m.ephemeral][-1]
