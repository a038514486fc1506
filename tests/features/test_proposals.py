"""The rules of a proposed question: whose yes is enough, who may change what, what is left of it."""

from datetime import timedelta
from itertools import product

import pytest

from bot.features.proposals import flow
from bot.features.proposals.models import LINE, MOST, Step
from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Seat
from tests.practices import IDS, NOW
from tests.practices.proposals import KINDS, begun

HOST, ONE, OTHER = IDS
HOUR = timedelta(hours=1)
ENOUGH = {
    *(("lived", "professional"), ("lived", "both"), ("professional", "both"), ("both", "both")),
    *(("professional", "lived"), ("both", "lived"), ("both", "professional")),
}


def both_say_yes(round_: Round) -> Round:
    for person in (ONE, OTHER):
        flow.answer(round_, person, "", NOW + HOUR, yes=True)
    return round_


@pytest.mark.parametrize("kinds", list(product(KINDS, repeat=2)))
def test_two_are_enough_who_bring_different_experience(kinds: tuple[str, str]) -> None:
    round_ = both_say_yes(begun(kinds=kinds))

    assert (round_.step == Step.USABLE) == (kinds in ENOUGH)


def test_one_who_brings_both_is_one_of_two_and_not_two() -> None:
    round_ = begun(kinds=("both", "unsaid"))

    both_say_yes(round_)

    assert round_.step == Step.WAITS


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_proposes_it_counts_for_neither_side_and_says_no_yes(kind: str) -> None:
    round_ = begun(kinds=("lived", "lived"))
    round_.seat(HOST).kind = kind

    both_say_yes(round_)

    assert round_.step == Step.WAITS
    with pytest.raises(Refusal):
        flow.answer(round_, HOST, "", NOW + HOUR, yes=True)


def test_a_second_yes_from_the_same_side_tells_whoever_proposed_it_nothing_new() -> None:
    round_ = begun(kinds=("lived", "lived"))
    flow.answer(round_, ONE, "", NOW + HOUR, yes=True)
    told = round_.seat(HOST).rang

    flow.answer(round_, OTHER, "", NOW + 2 * HOUR, yes=True)

    assert told
    assert round_.seat(HOST).rang == told


def test_a_line_is_read_by_whoever_wrote_it_and_whoever_proposed_the_question_alone() -> None:
    round_ = begun()
    flow.answer(round_, ONE, "Shorter, please.", NOW + HOUR, yes=False)

    line = round_.one(LINE)
    assert line
    assert [person for person in IDS if flow.may_read(round_, line, person)] == [HOST, ONE]
    flow.answer(round_, OTHER, "", NOW + HOUR, yes=True)
    assert not flow.open_to_all(round_, line)


def test_a_yes_taken_back_later_takes_it_from_everybody_and_gives_time_anew() -> None:
    round_ = both_say_yes(begun())

    flow.answer(round_, ONE, "", NOW + 100 * HOUR, yes=False)

    assert round_.step == Step.WAITS
    assert not [reply for reply in round_.replies if flow.open_to_all(round_, reply)]
    flow.time_passes(round_, NOW + timedelta(days=15))
    assert round_.step == Step.WAITS
    flow.time_passes(round_, NOW + timedelta(days=19))
    assert round_.step == Step.LAPSED


def test_what_can_be_asked_is_ended_by_no_time() -> None:
    round_ = both_say_yes(begun())

    flow.time_passes(round_, NOW + timedelta(days=1000))

    assert round_.step == Step.USABLE
    assert round_.wakes_at is None


@pytest.mark.parametrize("person", [ONE, OTHER, "U0NOBODY"])
def test_nobody_but_whoever_proposed_it_takes_it_back_or_asks_others(person: str) -> None:
    round_ = begun()

    with pytest.raises(Refusal):
        flow.take_back(round_, person, NOW)
    with pytest.raises(Refusal):
        flow.ask(round_, person, [Seat("U0DEV")], NOW)


def test_no_more_than_six_are_asked_and_nobody_twice() -> None:
    round_ = begun()
    with pytest.raises(Refusal):
        flow.ask(round_, HOST, [Seat(ONE)], NOW)
    for number in range(MOST - 2):
        flow.ask(round_, HOST, [Seat(f"U{number}")], NOW)

    with pytest.raises(Refusal):
        flow.ask(round_, HOST, [Seat("U0ONEMORE")], NOW)

    assert len(flow.asked(round_)) == MOST


def test_whose_words_are_forgotten_has_no_question_left() -> None:
    round_ = both_say_yes(begun())
    round_.replies = []

    flow.time_passes(round_, NOW + HOUR)

    assert round_.step == Step.OVER


def test_a_question_goes_once_everybody_is_gone_whose_it_is() -> None:
    round_ = both_say_yes(begun(kinds=("lived", "professional")))
    for seat in round_.seats[1:]:
        seat.gone = True
    flow.time_passes(round_, NOW + HOUR)
    assert round_.step == Step.USABLE

    round_.seats[0].gone = True
    flow.time_passes(round_, NOW + HOUR)

    assert (round_.step, round_.replies) == (Step.OVER, [])
