"""Where the app comes into a channel, or is opened: what it says first, to whom; what it owed is posted."""

import pytest

from tests.world import Somebody, World, pressable, said

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


def test_where_slack_does_not_say_who_let_it_in_the_channel_reads_three_lines(
    outside: World, ana: Somebody, ben: Somebody
) -> None:
    outside.slack.let_app_in(HERE)
    outside.settle()

    told = ben.messages(HERE)[-1]
    assert not told.ephemeral
    assert told.words.startswith(HELLO)
    assert told.words.splitlines()[2] == "I ask nothing of anybody until one of you begins."
    assert told.buttons == ["See what one can begin", "Not sure which?", "How this works"]
    assert (hellos(ana), hellos(ben)) == (1, 1)


def test_put_out_and_let_in_again_it_greets_no_more_and_posts_what_it_owes(
    outside: World, ana: Somebody, ben: Somebody
) -> None:
    ana.types("/invite @Alongside", HERE)
    ana.types("/checkin How is it going?", HERE)
    for days in (9, 30):  # no such thing is forgotten after a while
        outside.slack.kick_app(HERE)
        outside.move(days=days)
        ben.types("/invite @Alongside", HERE)
    outside.slack.kick_app(HERE)
    outside.slack.let_app_in(HERE)
    outside.settle()

    assert (hellos(ana), hellos(ben)) == (1, 0)


def test_whoever_opens_it_first_reads_what_it_is_once(world: World, ana: Somebody, ben: Somebody) -> None:
    first = ana.home

    assert first.startswith(HELLO)
    assert "Nobody watches" in first
    assert "This page is only for you" in first
    assert [HELLO in ana.home, HELLO in ben.home, HELLO in ben.home] == [False, True, False]
    assert "This page is only for you" in ana.home


def test_it_is_gone_once_any_of_it_is_pressed_and_is_said_nowhere_else(world: World, ana: Somebody) -> None:
    assert HELLO in ana.home

    home = world.slack.state(ana.id)["home"]
    block, door = pressable(home["blocks"])[0]
    world.slack.press(ana.id, view=home["id"], action_id=door["action_id"], block_id=block["block_id"])
    world.settle()

    assert "What would you like to begin?" in ana.reads
    assert HELLO not in said(world.slack.state(ana.id)["home"]["blocks"])
    assert ana.messages() == []
    world.move(days=40)
    assert HELLO not in ana.home


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
