"""Offers between practices: a next step on the closing card, without one knowing the other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.features import FEATURES
from bot.features.reflection import forms
from bot.people.models import Person
from bot.refusal import Refusal
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.showing import closing
from bot.rounds.showing.closing import Offer, Origin
from bot.rounds.showing.drawing import Entry, Weight
from bot.slack.asked import Who
from bot.slack.blocks import Message, section
from bot.slack.surface import Ack
from bot.store import Store
from bot.words import escape, phrase
from tests.world import NAMES, TEAM, World

_NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
QUESTION, NOTE = "What did we avoid today?", "We ask early."
OFFERED = str(phrase("common.try_again"))  # any words of ours will do for a label

taken: list[Origin] = []


def take(ack: Ack, value: str, who: Who, store: Store) -> None:
    """All that a practice has to do to go on from another's round."""
    with store.read() as db:
        taken.append(closing.origin(db, who.team, value, who.id))
    ack()


def typed(ack: Ack, text: str) -> None:
    line = escape(f"I heard: {text}")
    ack(Message(line, [section(line)]))


TRIVIAL = Feature(
    name="trivial",
    commands={"/trivial": typed},
    actions={"trivial.take": take},
    offers=(Offer("common.try_again", "trivial.take"),),
    doors={"perspective": Offer("common.try_again", "trivial.take")},
    home=lambda *_: [Entry(Weight.TOOK, escape("A part of its own."))],
)


@pytest.fixture
def wider(sqlite_url: str) -> Iterator[World]:
    """The bot with one more practice, of which no other knows."""
    taken.clear()
    made = World(sqlite_url, features=(*FEATURES, TRIVIAL))
    made.pair("Ana", "Ben")
    yield made
    problems = list(made.slack.problems)
    made.close()
    assert problems == []


def reflect(world: World, *, until_note: bool = True) -> str:
    """Two people reflect and close; the round's id."""
    ana, ben = world["Ana"], world["Ben"]
    ana.types(f"/reflect {QUESTION}")
    ana.answers("The money.")
    ben.answers("Who decides.")
    ben.closes()
    for one, other in ((ana, ben), (ben, ana)):
        one.presses("Read the answers")
        one.presses("Play back what I heard")
        one.sends({f"What I heard {other.name} say is …": f"Heard by {one.name}."})
        other.presses("Is that it?")
        other.sends({"How close is that?": "Yes, that's it"})
        for somebody in (one, other):
            if somebody.form:
                somebody.closes()
    if until_note:
        ana.presses("A note together")
        ana.sends({"Our note": NOTE, "These very words": True})
        ben.presses("A note together")
        ben.sends({"These very words": True})
    else:
        ana.presses("Close it here")
        ben.presses("Close it here")
    return only_round(world).id


def only_round(world: World) -> Round:
    with world.bot.store.read() as db:
        return queries.of_person(db, TEAM, NAMES["Ana"], "reflection")[0]


def origin(world: World, round_id: str, name: str, team: str = TEAM) -> Origin:
    with world.bot.store.read() as db:
        return closing.origin(db, team, round_id, NAMES[name])


def test_an_offer_stands_on_the_closing_card_and_leads_to_its_practice(wider: World) -> None:
    round_id = reflect(wider)

    wider["Ben"].presses(OFFERED)

    wider["Ana"].presses("More")
    assert OFFERED in wider["Ana"].reads
    assert [found.round_id for found in taken] == [round_id]


def test_a_practice_learns_the_title_and_what_was_released_and_nothing_else(wider: World) -> None:
    round_id = reflect(wider)

    found = origin(wider, round_id, "Ana")

    assert (found.feature, found.title, found.channel_id) == ("reflection", QUESTION, None)
    assert [reply.text for reply in found.words] == [NOTE]
    assert NOTE not in repr(found.words)


def test_a_practice_says_itself_what_its_people_released(sqlite_url: str) -> None:
    made = World(sqlite_url, features=tuple(replace(f, released=None) for f in FEATURES))
    made.pair("Ana", "Ben")

    found = origin(made, reflect(made), "Ana")
    made.close()

    assert (found.title, found.words) == (QUESTION, ())


def test_answers_that_were_read_together_are_not_released(wider: World) -> None:
    round_id = reflect(wider, until_note=False)

    wider["Ana"].presses(OFFERED)

    assert taken == [origin(wider, round_id, "Ben")]
    assert taken[0].words == ()


def test_a_note_that_one_alone_has_written_is_not_released(wider: World) -> None:
    reflect(wider, until_note=False)
    wider["Ben"].types("/reflect And now?")
    answered = only_round(wider)

    wider["Ana"].answers("A canary.")

    assert origin(wider, answered.id, "Ben").words == ()
    assert "canary" not in str(vars(origin(wider, answered.id, "Ben")))


def test_a_stranger_learns_nothing(wider: World) -> None:
    round_id = reflect(wider)

    for name, team, key in (
        ("Chloe", TEAM, "common.not_yours"),
        ("Ana", "T0OTHER", "common.not_here_any_more"),
    ):
        with pytest.raises(Refusal) as refused:
            origin(wider, round_id, name, team)
        assert refused.value.key == key
    with pytest.raises(Refusal):
        origin(wider, "no-such-round", "Ana")


def test_whoever_left_learns_nothing_more(wider: World) -> None:
    round_id = reflect(wider)
    with wider.bot.store.begin() as db:
        round_ = queries.lock(db, TEAM, round_id)
        round_.seat(NAMES["Ben"]).left_at = wider.clock()
        queries.save(db, round_)

    with pytest.raises(Refusal) as refused:
        origin(wider, round_id, "Ben")

    assert refused.value.key == "common.not_yours"


def test_without_the_other_practice_there_is_no_offer(world: World) -> None:
    reflect(world)

    assert OFFERED not in world["Ana"].card.buttons
    assert "Read again" in world["Ana"].card.buttons


def test_what_was_never_opened_ends_without_an_offer(wider: World) -> None:
    wider["Ana"].types(f"/reflect {QUESTION}")

    wider["Ana"].presses("Not this time")
    wider["Ben"].presses("Not this time")

    assert OFFERED not in wider["Ana"].card.buttons


def test_no_practice_is_offered_itself_and_nobody_more_than_three_steps() -> None:
    offers = [Offer("common.try_again", f"{name}.go") for name in ("reflection", "a", "b", "c", "d")]
    closing.gather(offers, {})

    row = closing.buttons(Round("T1", "r", "reflection", "reflection", "closed", "U1", created_at=_NOW))

    assert [button["action_id"] for button in row] == ["a.go", "b.go", "c.go"]
    assert {button["value"] for button in row} == {"r"}


def test_a_door_to_a_practice_that_is_not_installed_is_not_there() -> None:
    round_ = Round("T1", "r", "reflection", "reflection", "asked", "U1", created_at=_NOW)
    closing.gather([], {})

    without: Any = forms.answer(round_, Person("T1", "U1", "Ana")).blocks
    closing.gather([], dict(TRIVIAL.doors))
    with_it: Any = forms.answer(round_, Person("T1", "U1", "Ana")).blocks

    assert not any(block["type"] == "actions" for block in without)
    assert [b["elements"][0]["action_id"] for b in with_it if b["type"] == "actions"] == ["trivial.take"]


def test_a_new_practice_needs_no_command_or_page_of_its_own(wider: World) -> None:
    answer = wider["Ana"].types("/alongside trivial how are we?")

    assert answer.message["text"] == "I heard: how are we?"
    assert "A part of its own." in wider["Ana"].home
