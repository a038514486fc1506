"""What was agreed is handed on to somebody outside, and what came back is asked for when it is looked at."""

from tests.journeys.options_records import opens_record
from tests.journeys.options_steps import (
    HERE,
    PROPOSAL,
    QUESTION,
    card,
    comes_back,
    form_buttons,
    hands_on,
    keeps,
    looks,
    matter,
    quiet,
    record,
    recorded,
    rung,
    says,
    sends,
    time_runs_out,
    works,
)
from tests.journeys.steps import put_away
from tests.world import Somebody, World

ASKS = "It was handed to the board. What came back?"


def test_what_was_agreed_is_handed_on_and_holds_as_it_was(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    recorded(world, can_influence="The hour.", who_decides="the board")
    before = matter(world).ends_at

    ben.presses("Hand it on", HERE)
    assert "the board" in str(ben.form)
    put_away(ben)
    assert hands_on(ben).ok

    assert card(world).words.startswith("*Agreed, as advice to the board*")
    assert "Handed on to the board, by Ben." in card(world).words
    assert (matter(world).facts["state"], matter(world).facts["version"]) == ("agreed", 2)
    assert matter(world).ends_at == before
    assert set(rung(world)) == {"Ana"}
    read = record(chloe)
    assert PROPOSAL in read
    assert "Ben – Handed on, 2026-09-15\nthe board" in read
    opens_record(chloe, QUESTION)
    chloe.presses("History")
    assert "Handed on, and it holds" in chloe.reads


def test_only_those_who_decide_hand_it_on_and_to_somebody(world: World, ben: Somebody) -> None:
    recorded(world)

    world["Chloe"].presses("Hand it on", HERE)
    assert "That is for those who decide." in world["Chloe"].reads
    put_away(world["Chloe"])
    opens_record(world["Chloe"], QUESTION)
    assert "Hand it on" not in form_buttons(world["Chloe"])
    assert not hands_on(ben).ok
    put_away(ben)
    opens_record(ben, QUESTION)
    ben.presses("Hand it on")

    assert sends(ben, {"To whom does it go?": "the board"}).ok
    put_away(ben)
    assert "Handed on to the board, by Ben." in card(world).words


def test_what_came_back_is_asked_for_at_the_review_and_stands_in_the_record(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    recorded(world)
    hands_on(ben, "the board")
    time_runs_out(world)
    quiet(world)
    assert ASKS in card(world).words
    ana.presses("Say how it works", HERE)
    assert ASKS in ana.reads
    assert "Say what came back" in form_buttons(ana)
    put_away(ana)

    stood = card(world).raw["ts"]

    assert comes_back(ben, "They pay for two phones.").ok

    assert card(world).raw["ts"] == stood
    assert "They pay for two phones." not in card(world).words
    assert "What came back\nThey pay for two phones." in record(chloe)
    works(ana)
    works(ben)
    keeps(ana)
    says(ben)
    assert "What came back is written down." in card(world).words
    assert "What came back\nThey pay for two phones." in record(chloe)
    looks(ben)
    ana.presses("Say how it works", HERE)
    assert f"{ASKS}\nThey pay for two phones." in ana.reads


def test_other_words_for_what_came_back_are_put_to_all(world: World, ana: Somebody, ben: Somebody) -> None:
    recorded(world)
    hands_on(ben, "the board")
    looks(ben)
    comes_back(ben, "They pay for two phones.")

    refused = comes_back(ana, "They do nothing.")
    assert "Those who decide are being asked about this just now" in str(refused.errors)
    put_away(ana)
    works(ana)
    works(ben)
    assert comes_back(ana, "They do nothing.").ok

    assert "They pay for two phones." in record(world["Chloe"])
    says(ben, "No")
    assert "They pay for two phones." in record(world["Chloe"])
    assert "They do nothing." not in record(world["Chloe"])


def test_handed_on_once_more_the_record_has_both(world: World, ana: Somebody, ben: Somebody) -> None:
    recorded(world)
    hands_on(ben, "the ward manager")

    hands_on(ana, "the board")

    assert "Handed on to the board, by Ana." in card(world).words
    read = record(world["Chloe"])
    assert "the ward manager" in read
    assert "the board" in read
