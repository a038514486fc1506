"""The rules of being there together: what is on has its minutes, and nothing ends by them."""

from datetime import timedelta

import pytest

from bot.features.reflection import flow
from bot.features.reflection.flow import live, standing
from bot.features.reflection.live.cards import lines
from bot.features.reflection.models import Hearing, Step, live_of, place
from bot.refusal import Refusal
from bot.rounds.keeping.models import Round
from tests.features.test_reflection_rules import PEOPLE, TUESDAY, asked

ANA, BEN = PEOPLE[:2]
MINUTE = timedelta(minutes=1)


def both_here(round_: Round | None = None, *, at: timedelta = timedelta()) -> Round:
    round_ = round_ or asked()
    for seat in round_.present:
        flow.here(round_, seat.person_id, TUESDAY + at)
    return round_


def both_wrote() -> Round:
    round_ = both_here()
    for person in (ANA, BEN):
        flow.write(round_, person, "Mine.", TUESDAY)
    tick(round_, 0)
    return round_


def tick(round_: Round, minutes: float) -> None:
    """Time looks at it whenever it is due, until so many minutes after the beginning."""
    until = TUESDAY + minutes * MINUTE
    while round_.wakes_at and round_.wakes_at <= until:
        at_once = round_.wakes_at == round_.created_at
        flow.time_passes(round_, until if at_once else round_.wakes_at)
    flow.time_passes(round_, until)


def on(round_: Round) -> str:
    found = live_of(round_)
    return found["part"].partition(":")[0] if found else "unhurried"


def test_one_alone_is_not_both_and_after_two_minutes_it_goes_on_unhurried() -> None:
    round_ = asked()
    flow.here(round_, ANA, TUESDAY)
    assert live_of(round_) is None

    tick(round_, 2)
    flow.here(round_, BEN, TUESDAY + 2 * MINUTE)

    assert live_of(round_) is None
    assert place(round_.seat(ANA))["unhurried"] == Step.ASKED
    assert place(round_.seat(BEN))["unhurried"] == ""
    assert [seat.rang for seat in round_.seats] == ["asked", "asked"]


def test_in_a_trio_all_three_must_say_so() -> None:
    round_ = asked(3)
    for person in PEOPLE[:2]:
        flow.here(round_, person, TUESDAY)
    assert live_of(round_) is None

    flow.here(round_, PEOPLE[2], TUESDAY + MINUTE)

    assert on(round_) == "write"


def test_nothing_opens_before_both_have_written_however_many_minutes_are_over() -> None:
    round_ = both_here()
    flow.write(round_, ANA, "Mine.", TUESDAY)

    tick(round_, 19)

    assert round_.step == Step.ASKED
    assert not round_.of_kind("open")
    [mine] = round_.of_kind("answer")
    assert not standing.may_read(round_, mine, BEN)


def test_it_goes_from_writing_to_reading_to_playing_back_one_after_the_other() -> None:
    round_ = both_wrote()
    assert on(round_) == "read"

    tick(round_, 2)
    first = live.turn(round_)
    assert first
    second = round_.others(first.person_id)[0]
    assert on(round_) == "hear"
    assert live.waits(round_, second)
    assert not live.waits(round_, first)
    flow.play_back(round_, first.person_id, "I heard.", TUESDAY + 3 * MINUTE)
    tick(round_, 3)
    assert on(round_) == "confirm"
    flow.confirm(round_, second.person_id, first.person_id, "yes", "", TUESDAY + 4 * MINUTE)
    tick(round_, 4)
    assert live.turn(round_) is second
    assert not live.waits(round_, second)
    flow.play_back(round_, second.person_id, "I heard.", TUESDAY + 5 * MINUTE)
    flow.confirm(round_, first.person_id, second.person_id, "yes", "", TUESDAY + 6 * MINUTE)
    tick(round_, 6)

    assert (round_.step, on(round_)) == (Step.NOTE, "note")


def test_minutes_that_are_over_end_nothing_the_next_begins_beside() -> None:
    round_ = both_wrote()
    tick(round_, 2)
    first = live.turn(round_)
    assert first

    tick(round_, 5)

    assert first.step == Hearing.HEAR
    second = live.turn(round_)
    assert second
    assert second is not first
    assert not live.waits(round_, first)
    flow.play_back(round_, first.person_id, "I heard, late.", TUESDAY + 6 * MINUTE)
    tick(round_, 6)
    assert live.turn(round_) is second  # and nobody is hurried out of their turn by it
    assert not live.waits(round_, second)


def test_that_it_is_nearly_over_is_said_once_and_only_to_whoever_is_on() -> None:
    round_ = both_here()
    flow.write(round_, ANA, "Mine.", TUESDAY)
    tick(round_, 3.9)
    assert not said(round_, "nearly over")

    tick(round_, 4)

    assert said(round_, "nearly over") == [BEN]
    tick(round_, 5)
    assert not said(round_, "nearly over")
    tick(round_, 19.9)
    assert not said(round_, "nearly over")


def said(round_: Round, words: str) -> list[str]:
    return [s.person_id for s in round_.present if any(words in line for line in lines(round_, s))]


@pytest.mark.parametrize("back", ["somebody says so", "the time together is over"])
def test_back_to_unhurried_every_window_is_as_long_as_it_was(back: str) -> None:
    round_, unhurried = asked(), asked()
    both_here(round_, at=MINUTE)

    if back == "somebody says so":
        flow.in_our_time(round_, BEN, TUESDAY + 2 * MINUTE)
    else:
        tick(round_, 21)

    assert live_of(round_) is None
    assert round_.ends_at == unhurried.ends_at
    assert [seat.due_at for seat in round_.seats] == [seat.due_at for seat in unhurried.seats]
    assert said(round_, "It goes on unhurried") == [ANA, BEN]


def test_a_window_that_was_to_end_meanwhile_lasts_another_working_day() -> None:
    round_ = asked()
    assert round_.ends_at
    nearly = round_.ends_at - MINUTE
    before = round_.ends_at

    for person in (ANA, BEN):
        flow.here(round_, person, nearly)
    flow.time_passes(round_, nearly + 19 * MINUTE)

    assert round_.step == Step.ASKED
    assert round_.ends_at
    assert round_.ends_at >= before + timedelta(hours=20)


def test_where_somebody_passes_nobody_is_there_together_any_more() -> None:
    round_ = both_here()
    flow.write(round_, ANA, "Mine.", TUESDAY)

    flow.pass_on(round_, BEN, TUESDAY + MINUTE)

    assert (round_.step, live_of(round_)) == (Step.CHOOSE, None)


def test_whoever_is_on_their_own_cannot_be_both() -> None:
    with pytest.raises(Refusal):
        flow.here(asked(1), ANA, TUESDAY)


def test_what_was_never_live_has_no_way_back() -> None:
    with pytest.raises(Refusal):
        flow.in_our_time(asked(), ANA, TUESDAY)
