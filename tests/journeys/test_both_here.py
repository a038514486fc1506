"""We are both here: twenty minutes together, one after the other, back to one's own time at any moment."""

import pytest

from tests.journeys.steps import QUESTION, ask, leaves, make_trio, put_away, words_of
from tests.world import Somebody, World

HERE = "We are both here"
UNHURRIED = "It goes on unhurried: each of you in your own time."


@pytest.fixture
def together(world: World, ana: Somebody, ben: Somebody) -> World:
    """A question for Ana and Ben, who are both there."""
    ask(world)
    ana.presses(HERE)
    ben.presses(HERE)
    return world


def test_twenty_minutes_together_from_the_question_to_the_note(worlds: World) -> None:
    ana, ben = worlds["Ana"], worlds["Ben"]
    ana.types(f"/reflect {QUESTION}")
    ana.presses(HERE)
    assert "You are here. Once you have both said so" in ana.card.words
    assert "Ana is here now." in ben.card.words
    ben.presses(HERE)
    assert "First, write your own: about 5 minutes." in ana.card.words
    worlds.move(minutes=2)

    ana.answers(words_of("Ana"))
    assert words_of("Ana") not in ben.card.words + ben.home
    ben.answers(words_of("Ben"))
    worlds.later()
    assert "Read what you each wrote: about 2 minutes." in ana.card.words
    worlds.move(minutes=2)
    first, second = (ana, ben) if "It is your turn" in ana.card.words else (ben, ana)
    assert (
        f"{first.name} says back what they heard: about 3 minutes. Then it is your turn." in second.card.words
    )
    put_away(second)
    second.presses("Read the answers")
    assert "Play back what I heard" not in second.reads

    says_back(first)
    worlds.later()
    assert "It is your turn to say how near it is: about a minute." in second.card.words
    says_how_near(second)
    worlds.later()
    assert "It is your turn to say back what you heard" in second.card.words
    says_back(second)
    says_how_near(first)
    worlds.later()

    assert "Keep a sentence or two together, if you like: about 4 minutes." in ana.card.words
    ana.presses("Close it here")
    ben.presses("Close it here")
    assert "This one is closed" in ana.card.words


def says_back(somebody: Somebody) -> None:
    put_away(somebody)
    somebody.presses("Read the answers")
    somebody.presses("Play back what I heard")
    assert somebody.form
    label = next(b["label"]["text"] for b in somebody.form["blocks"] if b["type"] == "input")
    somebody.sends({label: "I heard you."})


def says_how_near(somebody: Somebody) -> None:
    put_away(somebody)
    somebody.presses("Is that it?")
    somebody.sends({"How close is that?": "Yes, that's it"})


def test_where_the_other_does_not_press_nobody_is_blamed_and_nothing_rings(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)
    before = len(ben.rang())

    ana.presses(HERE)
    world.move(minutes=3)

    assert UNHURRIED in ana.card.words
    assert "here" not in ben.card.words.replace(HERE, "").lower()
    assert UNHURRIED not in ben.card.words
    assert len(ben.rang()) == before
    assert HERE in ana.card.buttons


def test_too_late_by_a_minute_waits_for_the_other_in_turn(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world)
    ana.presses(HERE)
    world.move(minutes=3)

    ben.presses(HERE)
    assert "Ben is here now." in ana.card.words
    assert "First, write your own" not in ben.card.words
    ana.presses(HERE)

    assert "First, write your own" in ben.card.words


def test_either_can_go_back_to_their_own_time_and_has_all_of_it(
    together: World, ana: Somebody, ben: Somebody
) -> None:
    ben.presses("Take our time")
    assert UNHURRIED in ana.card.words
    assert UNHURRIED in ben.card.words

    together.move(days=2)

    assert "Write my answer" in ana.card.buttons
    assert "Nobody has answered" not in ana.card.words


def test_when_the_twenty_minutes_are_over_it_goes_on_unhurried(
    together: World, ana: Somebody, ben: Somebody
) -> None:
    ana.answers(words_of("Ana"))
    rang = len(ben.rang())

    together.move(minutes=4)
    assert "The time for this is nearly over. Nothing closes" in ben.card.words
    assert "nearly over" not in ana.card.words
    together.move(minutes=3)
    assert "Take the time that you need: nothing runs out." in ben.card.words
    together.move(minutes=14)

    assert UNHURRIED in ben.card.words
    assert words_of("Ana") not in ben.card.words + ben.home
    assert len(ben.rang()) == rang
    ben.answers(words_of("Ben"))
    assert words_of("Ana") in ben.reads


def test_what_somebody_writes_while_the_minutes_run_out_is_kept(
    together: World, ana: Somebody, ben: Somebody
) -> None:
    ana.answers(words_of("Ana"))
    ben.presses("Write my answer")

    together.move(minutes=25)
    ben.sends({"In your own words": words_of("Ben")})

    assert words_of("Ben") in ben.reads
    assert words_of("Ana") in ben.reads


def test_in_a_trio_all_three_must_press_and_whoever_leaves_ends_it_for_nobody(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, by="Chloe")
    chloe.presses("All here")
    dev.presses("All here")
    assert "Chloe and Dev are here now." in esi.card.words
    assert "First, write your own" not in chloe.card.words

    esi.presses("All here")
    assert all("First, write your own" in one.card.words for one in (chloe, dev, esi))
    leaves(dev)

    assert any("First, write your own" in one.words for one in chloe.messages())


def test_saying_it_as_the_other_goes_live_too(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types(f"/reflect {QUESTION} -- as the other")
    ana.presses(HERE)
    ben.presses(HERE)

    ana.presses("Write my answer")
    ana.sends({"As Ben would say it: I …": "Rest."})
    ben.presses("Write my answer")
    ben.sends({"As Ana would say it: I …": "To be heard."})
    world.later()

    assert "Read what you each wrote: about 2 minutes." in ana.card.words
    world.move(minutes=2)
    assert ["It is your turn to say how near it is" in one.card.words for one in (ana, ben)].count(True) == 1


def test_from_the_pairs_page_it_is_the_newest_that_is_open_and_says_so_where_there_is_none(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ana.presses_at_home("Our page")
    ana.presses(HERE)
    assert "Nothing is open between you just now." in ana.reads
    put_away(ana)
    ask(world)

    ana.presses_at_home("Our page")
    ana.presses(HERE)

    assert "You are here." in ana.reads
    assert "Ana is here now." in ben.card.words


def test_saying_it_as_the_other_starts_on_the_pairs_page(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.presses_at_home("Our page")

    ana.presses("Say it as the other would")
    ana.sends({"Whom shall I ask?": "Ben", "The question": QUESTION})

    assert "you write as Ana would" in ben.card.words
