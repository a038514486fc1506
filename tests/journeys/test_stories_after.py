"""A stories round in which somebody rests: it goes on without them until they are back."""

from tests.journeys.steps import put_away
from tests.journeys.stories_steps import TICKED, TOLD, begun_live, card, prepared, reads
from tests.world import Somebody, World

REST = "Let it go on without me for now"


def ticks(somebody: Somebody, *labels: str) -> None:
    put_away(somebody)
    somebody.presses("I need a moment")
    somebody.sends({TICKED: list(labels)})
    put_away(somebody)


def test_while_somebody_who_told_rests_nobody_reads_it(world: World) -> None:
    ben, chloe = world["Ben"], world["Chloe"]
    prepared(world)
    world.move(days=7)
    assert TOLD["Chloe"] in reads(ben)
    ticks(chloe, REST)
    assert "What you told can be read by nobody else until then." in chloe.card.words

    assert TOLD["Chloe"] not in reads(ben)
    assert TOLD["Dev"] in reads(ben)
    assert TOLD["Chloe"] in reads(chloe)
    chloe.presses("I'm back")
    assert TOLD["Chloe"] in reads(ben)


def test_live_whoever_rests_in_their_turn_has_it_when_they_are_back(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    begun_live(world)
    world.move(minutes=6)
    ticks(chloe, REST)
    assert "Dev is telling now." in card(world).words
    chloe.presses("I'm back")
    dev.presses("That was my story")

    assert "Chloe is telling now." in card(world).words
    chloe.presses("That was my story")
    assert "A minute of quiet" in card(world).words
