"""*I need a moment* where two are there for each other: nobody hears of it but who is ticked."""

from tests.journeys.coaching_steps import LISTEN, agreed
from tests.journeys.steps import looks, put_away
from tests.world import World

TICKED = "Nobody hears of this but those you tick."


def test_in_coaching_nobody_hears_of_a_moment_but_who_is_ticked(world: World) -> None:
    ana, ben = agreed(world, LISTEN, LISTEN)
    ana.rang()
    ben.presses("I need a moment")
    assert "Maya, staff support" in ben.reads
    assert "Let it go on without me" not in ben.reads
    ben.sends({})
    assert ana.rang() == []
    put_away(ben)
    ben.presses("I need a moment")
    ben.sends({TICKED: [f"I would like to hear from whoever looks after it: {ana.name}"]})
    put_away(ben)
    assert f"Would like to hear from you, soon and in private: {ben.name}." in ana.card.words
    world.move(days=1, hours=2)

    assert "How are you today?" in ben.card.words
    assert "How are you today?" not in ana.card.words
    assert "Maya, staff support" in looks(ben, "I need a moment")
