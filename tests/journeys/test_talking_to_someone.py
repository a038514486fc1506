"""A way to a human being: where help is, and a private message to one person whom the operator named."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from tests.journeys.steps import ask, listen, make_trio, put_away, words_of
from tests.journeys.tampering import submit
from tests.world import Somebody, World, everything_outgoing

TALK = "I'd like to talk to someone"
WORDS = "I do not know how to go on with this."


def writes_to_esi(somebody: Somebody, words: str = WORDS) -> None:
    somebody.types("/alongside talk")
    somebody.sends({"Or let me write to": "Esi", "In your own words": words})


def test_it_stands_on_the_cards_of_a_pair_on_how_it_works_and_in_home(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)
    ben.presses("How this works")
    ben.presses(TALK)

    assert "Maya, staff support" in ben.reads
    assert "Nobody is watching here." in ben.reads
    put_away(ben)
    ben.presses_at_home(TALK)
    assert "Maya, staff support" in ben.reads
    put_away(ben)
    for somebody in (ana, ben):
        somebody.answers(words_of(somebody.name))
        put_away(somebody)
    assert TALK in ana.card.buttons
    chloe, _, _ = make_trio(world)
    assert TALK in chloe.card.buttons


def test_only_the_one_who_was_chosen_reads_it_and_whoever_wrote_it_hears_that_it_arrived(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")
    ana.presses("How this works")
    ana.presses(TALK)
    assert "Only the person you choose can read this" in ana.reads

    ana.sends({"Or let me write to": "Esi", "In your own words": WORDS})
    assert "It is on its way to Esi." in ana.reads
    world.move(minutes=2)

    esi = world["Esi"]
    [told] = esi.rang()
    assert "Ana would like to talk to someone, and chose you" in told
    assert WORDS in esi.card.words
    assert "Your message has reached Esi in Slack." in ana.card.words
    for other in (ben, world["Chloe"], world["Dev"]):
        assert WORDS not in "".join(one.words for one in other.messages()) + other.home
    assert not any("talk" in one for one in ben.rang())
    assert everything_outgoing(world.slack).count(WORDS) == 2  # said aloud, and quoted: one message


def test_nothing_that_the_app_keeps_of_the_pair_goes_along(world: World, ana: Somebody) -> None:
    ask(world, "Ana")

    ana.presses("How this works")
    ana.presses(TALK)
    ana.sends({"Or let me write to": "Esi", "In your own words": WORDS})

    said = world["Esi"].card.words
    assert "What did we avoid today?" not in said
    assert "Ben" not in said
    assert "word for word" not in said


def test_when_slack_refuses_it_whoever_wrote_it_reads_that_nobody_has_read_it(
    world: World, ana: Somebody
) -> None:
    world.slack.faults.next("chat.postMessage", "channel_not_found", times=1)

    writes_to_esi(ana)
    put_away(ana)
    world.move(minutes=2)

    [told] = ana.rang()
    assert "Your message did not reach Esi. Nobody has read it." in told
    assert ana.card.buttons == [TALK]


def test_while_slack_does_not_answer_nothing_is_said_to_have_arrived(world: World, ana: Somebody) -> None:
    ana.types("/alongside talk")
    world.slack.faults.next("chat.postMessage", "drop_before", times=1)

    ana.sends({"Or let me write to": "Esi", "In your own words": WORDS})
    world.move(minutes=1)

    assert ana.rang() == ["Your message to Esi is on its way."]
    world.later(minutes=3)
    world.settle()
    world.move(minutes=10)
    assert len(world["Esi"].rang()) == 1
    assert "has reached Esi" in ana.card.words


def test_who_is_not_there_any_more_is_not_offered_and_that_is_said(world: World, ana: Somebody) -> None:
    world.slack.deactivate("U0ESI")

    ana.types("/alongside talk")

    assert "No longer here: Esi." in ana.reads
    assert ana.form
    assert not ana.form["submit"]


def test_who_shows_that_they_are_away_is_offered_with_that_and_it_still_goes_at_once(
    world: World, ana: Somebody
) -> None:
    esi = world["Esi"]
    esi.types("/alongside away")
    esi.sends({"My last day away": "2026-09-25", "Who may read it": True})
    put_away(esi)

    ana.types("/alongside talk")
    assert "Esi is away until the end of Friday 25 September." in ana.reads
    ana.sends({"Or let me write to": "Esi", "In your own words": WORDS})

    assert WORDS in esi.card.words


def test_it_comes_at_any_hour_and_says_so(world: World, ana: Somebody) -> None:
    world.move(hours=15)
    assert not 9 <= world.clock().astimezone(ZoneInfo("Europe/London")).hour < 17

    writes_to_esi(ana)

    [told] = world["Esi"].rang()
    assert WORDS in told
    assert "Such words come at once, at any hour, while you are away too." in told


def test_that_somebody_is_away_is_not_said_where_they_did_not_tick_it(world: World, ana: Somebody) -> None:
    world["Esi"].types("/alongside away until 25 September")

    ana.types("/alongside talk")

    assert "away" not in ana.reads


def test_whoever_wrote_it_can_take_it_back_and_it_is_gone_from_the_message(
    world: World, ana: Somebody
) -> None:
    writes_to_esi(ana)
    put_away(ana)
    world.move(minutes=2)

    ana.presses("Take my words back")

    assert WORDS not in world["Esi"].card.words
    assert "has taken the words back" in world["Esi"].card.words
    assert "You took back what you wrote to Esi." in ana.card.words


def test_where_slack_does_not_let_the_message_be_changed_nobody_reads_that_it_is_gone(
    world: World, ana: Somebody
) -> None:
    writes_to_esi(ana)
    put_away(ana)
    world.move(minutes=2)
    world.slack.faults.next("chat.update", "channel_not_found", times=1)

    ana.presses("Take my words back")

    assert WORDS in world["Esi"].card.words
    said = ana.card.words
    assert "is deleted here, but Slack did not let me change the message." in said
    assert not any(claim in said for claim in ("Nobody has read it", "gone from the message"))


@pytest.mark.parametrize("refusal", ["edit_window_closed", "channel_not_found"])
def test_what_slack_keeps_of_it_is_tried_again_and_told_when_it_is_gone(
    world: World, ana: Somebody, refusal: str
) -> None:
    esi = world["Esi"]
    writes_to_esi(ana)
    put_away(ana)
    world.move(minutes=2)

    with world.slack.faults.always("chat.update", refusal, channel=esi.dm):
        ana.presses("Take my words back")
        assert "Slack did not let me change the message" in ana.card.words
    world.later(days=30)
    world.settle()

    assert WORDS not in esi.card.words
    assert "It is deleted here, and gone from the message." in ana.card.words


def test_after_fourteen_days_it_is_deleted_and_taken_out_of_the_message(world: World, ana: Somebody) -> None:
    writes_to_esi(ana)
    world.move(days=13)
    assert WORDS in world["Esi"].card.words

    world.move(days=2)

    assert WORDS not in world["Esi"].card.words
    with world.bot.store.read() as db:
        left = db.execute(text("SELECT count(*) FROM replies")).scalar_one()
    assert left == 0
    assert len(world["Esi"].rang()) == 1


def test_nobody_but_those_named_can_be_written_to(world: World, ana: Somebody) -> None:
    told = submit(world, ana, "support.send", "", {"who": ("U0BEN",), "words": WORDS})

    assert "Please choose somebody to write to." in told
    assert world["Ben"].rang() == []


def test_where_nobody_is_named_the_page_says_where_help_is_and_takes_no_words(
    world: World, ana: Somebody
) -> None:
    world.settings = replace(world.settings, support_people=(), support_text="")
    world.restart()

    ana.types("/alongside talk")

    assert "Choose a person you trust, at work or not." in ana.reads
    assert ana.form
    assert not ana.form["submit"]
    listen(world)


def test_whoever_is_named_does_not_write_to_themselves(world: World) -> None:
    esi = world["Esi"]

    esi.types("/alongside talk")

    assert esi.form
    assert not esi.form["submit"]
