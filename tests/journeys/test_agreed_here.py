"""What stands agreed in the channels that somebody is in, at the foot of their Home tab."""

from bot.features.options.models import State
from tests.journeys.options_records import HERE, QUESTION, kept
from tests.world import Somebody, World

STEER, PART = "C0STEER", "What we agreed here"


def test_whoever_is_in_the_channel_reads_how_many_stand_and_opens_them(world: World, ana: Somebody) -> None:
    kept(world)
    kept(world, state=State.TRY)
    kept(world, team="T0OTHER")
    for over in (State.ENDED, State.NOT_AGREED, State.DEFERRED):
        kept(world, state=over)

    assert PART in ana.home
    assert f"In <#{HERE}>: 2 agreements stand." in world["Esi"].home  # who had no part in it, too
    assert QUESTION not in ana.home

    ana.presses_at_home("Open the register")
    assert QUESTION in ana.reads


def test_nobody_else_reads_that_there_is_anything(world: World, ana: Somebody) -> None:
    ana.types("/invite @Alongside", STEER)
    kept(world, channel=STEER)

    assert f"In <#{STEER}>: one agreement stands." in ana.home
    assert PART not in world["Esi"].home

    world.slack.leave(ana.id, STEER)
    world.settle()
    assert PART not in ana.home


def test_slack_is_asked_once_however_many_channels_and_not_where_nothing_was_agreed(
    world: World, ana: Somebody
) -> None:
    assert (PART in ana.home, asked(world)) == (False, 0)

    kept(world)
    for number in range(40):
        kept(world, channel=f"C0ELSE{number}")

    assert ana.home.count("agreements stand") + ana.home.count("agreement stands") == 1
    assert asked(world) == 1


def test_where_slack_does_not_say_the_rest_of_it_is_there(world: World, ana: Somebody) -> None:
    kept(world)
    world.slack.faults.next("users.conversations", "503")

    found = ana.home

    assert "Begin" in found
    assert PART not in found


def asked(world: World) -> int:
    return sum(call.method == "users.conversations" for call in world.slack.calls)
