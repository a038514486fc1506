"""Peer coaching at its edges, row by row: who is not there, leaves, is silent, gives advice."""

import pytest

from tests.journeys.coaching_steps import (
    ANSWER,
    ASK,
    ASKED,
    FOCUS,
    HEARD,
    LISTEN,
    MORE,
    THINKS,
    WISH,
    agreed,
    half,
    looks_for,
    more,
    reads,
    writes,
)
from tests.journeys.steps import put_away
from tests.world import World

ADVICE, CLOSED, SAID = "You should talk to her.", "Did you talk to her?", "They never answer."
FIND, MOMENT = "Find me somebody", "I need a moment"


def test_absent_there_is_more_time_once_and_then_whoever_waits_can_look_for_somebody_else(
    world: World,
) -> None:
    first, second = agreed(world, ASKED, ASKED)
    world.move(days=2)
    assert "more time, once" in first.card.words
    world.move(days=6)

    assert "It ended early" in second.card.words
    assert first.name not in second.card.words.partition("It ended early")[2]  # no word of who did not come
    assert second.card.buttons[:2] == ["Once more", FIND]
    second.presses(FIND)
    assert "I look for somebody who looks, too." in second.reads


def test_leaves_what_was_had_can_be_read_and_the_other_can_look_for_somebody_else(world: World) -> None:
    first, second = agreed(world, ASKED, ASKED)
    half(first, second)
    more(second, "Step out")

    assert "It is over" in first.card.words
    assert FIND in first.card.buttons
    assert second.name not in first.card.words.partition("It is over")[2]  # and no reason
    assert f"{first.name} takes this." in reads(first)


def test_odd_number_three_who_look_are_brought_together_and_one_notices(world: World) -> None:
    people = [world[name] for name in ("Chloe", "Dev", "Esi")]
    for one in people:
        looks_for(one)
    world.move(days=2)
    [asked] = [line for line in people[0].card.words.splitlines() if "looked for somebody" in line]
    assert "Dev" in asked
    assert "Esi" in asked
    for one in people:
        one.presses("Yes, gladly")
    for one in people:
        writes(one, {WISH: ASKED})
    thinks = next(one for one in people if THINKS in one.card.words)
    writes(thinks, {FOCUS: "The ward."})
    there = next(one for one in people if "ask one open question" in one.card.words)
    there.presses("No more questions")
    writes(there, {HEARD: "The ward."})

    [notices] = [one for one in people if one not in (thinks, there)]
    assert "What did you notice" in notices.card.words


def test_silent_partner_is_asked_once_more_alone_and_the_other_is_free_again_without_blame(
    world: World,
) -> None:
    first, second = agreed(world, ASKED, ASKED)
    writes(first, {FOCUS: "The ward."})
    while "more time, once" not in second.card.words:
        first.rang()
        world.move(days=1)
        assert "It is over" not in first.card.words
    assert first.rang() == []  # whoever is silent is asked, alone
    assert second.name not in first.card.words.partition("more time, once")[0]
    world.move(days=6)

    assert "It is over" in first.card.words
    assert FIND in first.card.buttons
    said = first.card.words.partition("It is over")[2]  # of whoever was silent, that a half is still theirs
    assert f"Still to have a half, the first one the next time: {second.name}." in said
    assert said.count(second.name) == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [(ADVICE, "reads like advice"), (CLOSED, "answered with yes or no"), (SAID, "I can not tell.")],
)
def test_advice_and_what_is_no_open_question_comes_back_once_to_its_author_alone(
    world: World, said: str, why: str
) -> None:
    first, second = agreed(world, ASKED, ASKED)
    writes(first, {FOCUS: "The ward."})
    rang = first.rang()
    second.presses("Write")
    second.sends({ASK: said})

    assert why in second.reads
    assert said in second.reads  # nothing they typed is lost
    assert first.rang() == []
    assert rang
    world.move(minutes=1)
    second.sends({})

    put_away(second)
    first.presses("Write")
    assert said in first.reads
    assert ANSWER in first.reads


def test_advice_in_the_place_of_what_was_heard_comes_back_once(world: World) -> None:
    first, second = agreed(world, LISTEN, LISTEN)
    writes(first, {FOCUS: "The ward."})
    writes(first, {MORE: "And the nights."})
    assert "reads like advice" in writes(second, {HEARD: ADVICE})
    assert "reads like advice" not in writes(second, {HEARD: "It is the nights."})
    assert ADVICE not in reads(first)


def test_only_one_way_done_the_half_that_is_owed_comes_first_the_next_time(worlds: World) -> None:
    world = worlds
    first, second = agreed(world, ASKED, ASKED)
    half(first, second)
    more(second if "Close it" in str(more(second)) else first, "Close it")
    assert f"Still to have a half, the first one the next time: {second.name}." in first.card.words

    second.presses("Once more")
    second.sends({})
    first.presses("Yes, gladly")
    for somebody in (first, second):
        writes(somebody, {WISH: ASKED})

    assert THINKS in second.card.words


def test_disclosure_of_risk_a_moment_for_oneself_and_where_help_is_stand_on_every_card(world: World) -> None:
    first, second = agreed(world, ASKED, ASKED)
    writes(first, {FOCUS: "The ward."})

    for somebody in (first, second):
        assert MOMENT in somebody.card.buttons
    put_away(second)
    second.presses(MOMENT)
    assert "Maya, staff support" in second.reads
