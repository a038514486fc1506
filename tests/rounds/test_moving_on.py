"""When a press may move a step on: everybody it waits for has had half of their time, and a working noon."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.refusal import Refusal
from bot.rounds.company.common import fresh
from bot.rounds.company.looking_after import log
from bot.rounds.company.moving_on import may_go_on, moved_by
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.time.hours import days_on, worked
from bot.rounds.time.windows import begin, end_of, follow_zones, free_from, no_sooner
from tests.rounds.test_hours import DAYS, MOMENTS, ZONES, local
from tests.size import examples

PEOPLE = st.lists(ZONES, min_size=1, max_size=4)


def asked(since: datetime, days: int, zones: list[str]) -> Round:
    """A round in which everybody is waited for, for so many days."""
    round_ = Round("T", "r", "round", "round", "write", "U0", since, since=since)
    round_.facts = {**fresh(), "days": days}
    round_.seats = [Seat(f"U{n}", name=f"P{n}", zone=name) for n, name in enumerate(zones)]
    round_.ends_at = end_of(round_.seats, since, days)
    begin(round_.seats, since, round_.ends_at)
    return round_


@settings(max_examples=examples(300))
@given(since=MOMENTS, days=DAYS, zones=PEOPLE)
def test_nobody_is_passed_over_before_half_of_their_time_and_a_noon_of_their_own(
    since: datetime, days: int, zones: list[str]
) -> None:
    round_ = asked(since, days, zones)
    ends, free = round_.ends_at, free_from(round_, round_.seats)

    assert free is not None
    assert ends is not None
    assert since < free <= ends  # whoever has had the whole window has had it
    for name in zones:
        here, there = since.astimezone(ZoneInfo(name)), free.astimezone(ZoneInfo(name))
        first = here.date() if here.time() < time(12) and here.weekday() < 5 else days_on(here.date(), 1)
        assert there >= datetime.combine(first, time(12), ZoneInfo(name))
        assert worked(since, free, name) * 2 >= worked(since, ends, name)


@given(since=MOMENTS, days=DAYS, zones=PEOPLE, later=st.timedeltas(timedelta(), timedelta(days=9)))
def test_whoever_is_waited_for_since_later_has_their_time_from_then(
    since: datetime, days: int, zones: list[str], later: timedelta
) -> None:
    round_ = asked(since, days, zones)
    came, before = Seat("UNEW", zone=zones[0]), round_.ends_at

    round_.seats.append(came)
    no_sooner(round_, end_of([came], since + later, days))
    begin([came], since + later, round_.ends_at or since)

    free = free_from(round_, [came])
    assert before is not None
    assert round_.ends_at is not None
    assert round_.ends_at >= max(before, end_of([came], since + later, days))
    assert free is not None
    assert since + later < free <= round_.ends_at


@given(since=MOMENTS, days=DAYS, zones=PEOPLE, leaves=st.integers(0, 3))
def test_whoever_leaves_shortens_it_for_nobody(
    since: datetime, days: int, zones: list[str], leaves: int
) -> None:
    round_ = asked(since, days, zones)
    before = round_.ends_at

    round_.seats[leaves % len(zones)].left_at = since + timedelta(hours=1)
    follow_zones(round_, days)

    assert round_.ends_at == before


def test_a_press_that_is_too_early_says_when_it_becomes_possible_and_for_how_many_it_waits() -> None:
    round_ = asked(local(15, 10), 2, ["Europe/London", "Europe/London", "America/New_York"])

    with pytest.raises(Refusal) as refused:
        may_go_on(round_, "U0", round_.seats, local(15, 11))

    # Two working days from Tuesday at ten: half of fifteen hours is over at half past nine on Wednesday, in
    # New York, where it was five in the morning, on Tuesday evening.
    assert refused.value.key == "round.refused.too_early"
    assert refused.value.blanks == {"count": 2, "when": local(16, 9, 30)}
    may_go_on(round_, "U0", round_.seats, local(16, 9, 30))


def test_a_press_waits_for_nobody_who_has_done_theirs_nor_for_whoever_presses() -> None:
    round_ = asked(local(15, 10), 2, ["Europe/London"] * 3)

    may_go_on(round_, "U0", round_.seats[:1], local(15, 10, 1))
    may_go_on(round_, "U0", [], local(15, 10, 1))


def test_the_one_who_is_waited_for_is_named_only_where_everybody_knows_it() -> None:
    round_ = asked(local(15, 10), 2, ["Europe/London"] * 2)

    with pytest.raises(Refusal, match="too_early_one"):
        may_go_on(round_, "U0", round_.seats, local(15, 11))
    with pytest.raises(Refusal, match="too_early_name") as named:
        may_go_on(round_, "U0", round_.seats, local(15, 11), named=True)

    assert named.value.blanks["name"] == "P1"


def test_while_others_can_still_come_everybody_who_is_there_counts() -> None:
    round_ = asked(local(15, 10), 2, ["Europe/London"])

    with pytest.raises(Refusal, match="too_early_open"):
        may_go_on(round_, "U0", [], local(15, 11), anybody=True)

    may_go_on(round_, "U0", [], local(16, 12), anybody=True)


def test_who_moved_it_on_is_told_until_it_goes_on_by_itself() -> None:
    round_, now = asked(local(15, 10), 2, ["Europe/London"]), local(16, 12)
    log(round_, "U0", "moved_on", now)
    round_.since = now

    assert moved_by(round_) == "U0"

    round_.since = local(17, 17)
    assert moved_by(round_) == ""
