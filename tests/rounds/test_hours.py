"""Working time: Monday to Friday, nine to five, wherever somebody is, on the days when clocks change too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.rounds.time.hours import (
    after_work,
    days_on,
    end_after,
    is_working,
    known_since,
    next_noon,
    next_working,
    share,
    worked,
    zone,
)
from tests.size import examples

QUARTER = timedelta(minutes=15)
# The named ones change their clocks on odd days, by odd steps, or not at all.
ODD = [
    *("Europe/London", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll", "Africa/Casablanca"),
    *("Africa/Cairo", "Asia/Beirut", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Pacific/Chatham"),
    *("America/Asuncion", "Pacific/Kiritimati", "Etc/GMT+12", "UTC"),
]
ZONES = st.sampled_from(ODD) | st.sampled_from(sorted(available_timezones()))
BEGINS = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 6 * 365 * 96).map(lambda quarters: BEGINS + quarters * QUARTER)
DAYS = st.integers(1, 10)
PARTS = st.sampled_from([0.0, 0.25, 0.6, 0.9, 1.0]) | st.floats(0, 1)


def local(day: int, hour: int, minute: int = 0, name: str = "Europe/London", month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(name))


def quarters(start: datetime, end: datetime, name: str) -> int:
    """How many quarters of an hour between the two begin in working time, counted one by one."""
    found, moment = 0, start
    while moment < end:
        found += is_working(moment, name)
        moment += QUARTER
    return found


def working_days(first: date, last: date) -> int:
    span = (last - first).days + 1
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range(span))


def test_a_zone_nobody_knows_is_utc() -> None:
    for name in ("", "Mars/Phobos", "../etc", "\x00", "Europe", "x" * 5000, "/absolute"):
        assert zone(name).key == "UTC"
    assert zone("Europe/London").key == "Europe/London"


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        (local(15, 9), True),
        (local(15, 8, 59), False),
        (local(15, 16, 59), True),
        (local(15, 17), False),
        (local(18, 12), True),  # a Friday
        (local(19, 12), False),  # a Saturday
        (local(20, 12), False),
    ],
)
def test_working_time_is_nine_to_five_on_weekdays(moment: datetime, working: bool) -> None:
    assert is_working(moment, "Europe/London") is working


@pytest.mark.parametrize(
    ("asked", "days", "ends"),
    [
        (local(15, 10), 3, local(17, 17)),  # Tuesday morning: Tuesday, Wednesday, Thursday
        (local(15, 11, 59), 3, local(17, 17)),
        (local(15, 12), 3, local(18, 17)),  # from noon on, the day does not count any more
        (local(15, 23), 1, local(16, 17)),
        (local(15, 10), 1, local(16, 17)),  # never over before whoever looks once a day has looked
        (local(15, 2), 1, local(16, 17)),
        (local(15, 10), 2, local(16, 17)),
        (local(18, 10), 1, local(21, 17)),
        (local(18, 16, 59), 1, local(21, 17)),  # Friday afternoon: Monday
        (local(18, 10), 3, local(22, 17)),
        (local(19, 15), 1, local(21, 17)),  # at the weekend: Monday is the first day, whatever the hour
        (local(20, 23), 2, local(22, 17)),
        (local(23, 10, month=10), 3, local(27, 17, month=10)),  # clocks go back on the 25th
        (local(27, 10, month=3), 3, local(31, 17, month=3)),  # and forward on the 29th of March
    ],
)
def test_a_window_ends_at_five_a_few_working_days_on(asked: datetime, days: int, ends: datetime) -> None:
    assert end_after(asked, days, ["Europe/London"]) == ends


def test_a_window_ends_when_everybodys_day_has() -> None:
    asked = local(15, 10)

    ends = end_after(asked, 3, ["Europe/London", "America/Los_Angeles", "Asia/Tokyo"])

    assert ends == local(18, 17, name="Asia/Tokyo")  # where it is past noon already


def test_who_is_told_as_the_day_opens_has_that_day_and_who_is_told_later_the_next_one() -> None:
    for hour, minute, ends in ((9, 0, 16), (9, 29, 16), (9, 30, 17), (16, 0, 17)):
        known = known_since(local(16, hour, minute), "Europe/London")

        assert end_after(known, 1, ["Europe/London"]) == local(ends, 17)


@settings(max_examples=examples(300))
@given(moment=MOMENTS, days=DAYS, name=ZONES)
def test_any_window_holds_that_many_working_days_and_a_whole_one_and_ends_at_five(
    moment: datetime, days: int, name: str
) -> None:
    ends = end_after(moment, days, [name])

    here, then = moment.astimezone(ZoneInfo(name)), ends.astimezone(ZoneInfo(name))
    first = here.date() if here.time() < time(12) else here.date() + timedelta(days=1)
    assert ends.tzinfo is UTC
    assert ends > moment
    assert (then.time(), then.weekday() < 5) == (time(17), True)
    assert working_days(first, then.date()) == max(days, working_days(first, days_on(here.date(), 1)))
    assert then.date() >= days_on(here.date(), 1)


@given(moment=MOMENTS, days=DAYS, names=st.lists(ZONES, min_size=1, max_size=4))
def test_nobodys_window_is_shorter_than_their_own(moment: datetime, days: int, names: list[str]) -> None:
    ends = end_after(moment, days, names)

    assert ends == max(end_after(moment, days, [name]) for name in names)
    assert ends == end_after(moment, days, reversed(names))
    assert ends <= end_after(moment, days + 1, names) < end_after(moment, days + 2, names)


@settings(max_examples=examples(300))
@given(moment=MOMENTS, name=ZONES)
def test_the_next_noon_is_that_of_the_first_working_day_that_has_one_left(
    moment: datetime, name: str
) -> None:
    found = next_noon(moment, name)

    here = found.astimezone(ZoneInfo(name))
    assert (here.time(), here.weekday() < 5) == (time(12), True)
    assert timedelta() < found - moment < timedelta(days=4, hours=2)
    assert quarters(moment, found, name) <= 32  # five hours of one day at most, and three of the next


@settings(max_examples=examples(300))
@given(moment=MOMENTS, name=ZONES)
def test_the_next_working_moment_is_the_first_one(moment: datetime, name: str) -> None:
    found = next_working(moment, name)

    assert found.tzinfo is UTC
    assert is_working(found, name)
    assert found - moment < timedelta(days=4)
    assert quarters(moment, found, name) == 0
    if is_working(moment, name):
        assert found == moment


@settings(max_examples=examples(300))
@given(start=MOMENTS, span=st.integers(0, 12 * 96), part=PARTS, name=ZONES)
def test_a_share_of_a_window_is_that_share_of_its_working_time(
    start: datetime, span: int, part: float, name: str
) -> None:
    end = start + span * QUARTER

    at = share(start, end, part, name)

    worked, whole = quarters(start, at, name), quarters(start, end, name)
    assert start <= at <= end
    assert abs(worked - part * whole) <= 1


@given(start=MOMENTS, span=st.integers(1, 12 * 96), parts=st.lists(PARTS, min_size=2), name=ZONES)
def test_a_greater_share_is_never_earlier(start: datetime, span: int, parts: list[float], name: str) -> None:
    moments = [share(start, start + span * QUARTER, part, name) for part in sorted(parts)]

    assert moments == sorted(moments)


def test_nudges_of_the_usual_window_come_on_its_second_and_third_day() -> None:
    start = local(15, 10)
    end = end_after(start, 3, ["Europe/London"])

    nudges = [share(start, end, part, "Europe/London") for part in (0.6, 0.9)]

    assert nudges == [local(16, 15, 48), local(17, 14, 42)]
    assert all(is_working(nudge, "Europe/London") for nudge in nudges)


def test_a_window_without_working_time_has_its_share_at_its_end() -> None:
    assert share(local(19, 10), local(20, 10), 0.5, "Europe/London") == local(20, 10)


def test_the_day_on_which_clocks_change_is_as_long_as_any_other() -> None:
    """Eight hours of work, though the night before had an hour more: an hour of work is an hour."""
    friday, monday = local(23, 9, month=10), local(26, 17, month=10)

    middle = share(friday, monday, 0.5, "Europe/London")

    assert middle == local(23, 17, month=10)
    assert share(friday, monday, 0.75, "Europe/London") == local(26, 13, month=10)


# --- an amount of work, from one moment on

WORK = st.integers(0, 60 * 40).map(lambda minutes: timedelta(minutes=minutes))


@settings(max_examples=examples(300))
@given(start=MOMENTS, work=WORK, name=ZONES)
def test_after_so_much_work_exactly_so_much_was_worked(start: datetime, work: timedelta, name: str) -> None:
    end = after_work(start, work, name)

    assert end.tzinfo is UTC
    assert end >= start
    assert worked(start, end, name) == work


@settings(max_examples=examples(300))
@given(start=MOMENTS, span=st.integers(0, 12 * 96), name=ZONES)
def test_what_was_worked_until_then_ends_then_at_the_latest(start: datetime, span: int, name: str) -> None:
    end = start + span * QUARTER

    done = worked(start, end, name)

    assert abs(done - quarters(start, end, name) * QUARTER) <= QUARTER
    if done:
        assert after_work(start, done, name) <= end
        assert worked(after_work(start, done, name), end, name) == timedelta()


# The first part fills a day to its end, and nothing is left for the next.
@example(start=local(15, 15), first=timedelta(hours=2), second=timedelta(), name="Europe/London")
@given(start=MOMENTS, first=WORK, second=WORK, name=ZONES)
def test_work_in_two_parts_is_as_long_as_in_one(
    start: datetime, first: timedelta, second: timedelta, name: str
) -> None:
    middle = after_work(start, first, name)

    assert after_work(middle, second, name) == after_work(start, first + second, name)


@given(start=MOMENTS, work=WORK, more=WORK, name=ZONES)
def test_more_work_is_never_done_earlier(
    start: datetime, work: timedelta, more: timedelta, name: str
) -> None:
    assert after_work(start, work, name) <= after_work(start, work + more, name)


@given(start=MOMENTS, a=st.integers(0, 900), b=st.integers(0, 900), name=ZONES)
def test_what_was_worked_adds_up(start: datetime, a: int, b: int, name: str) -> None:
    middle, end = start + a * QUARTER, start + (a + b) * QUARTER

    assert worked(start, middle, name) + worked(middle, end, name) == worked(start, end, name)
    assert worked(end, start, name) == timedelta() or a + b == 0


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (local(15, 10), 4, local(15, 14)),
        (local(15, 15), 4, local(16, 11)),  # two today, two tomorrow
        (local(15, 13), 4, local(15, 17)),  # to the minute when the day ends
        (local(18, 16), 4, local(21, 12)),  # a Friday: the rest on Monday
        (local(19, 11), 4, local(21, 13)),  # nothing counts at the weekend
        (local(15, 22), 4, local(16, 13)),
        (local(23, 15, month=10), 4, local(26, 11, month=10)),  # clocks go back in between
        (local(27, 15, month=3), 4, local(30, 11, month=3)),  # and forward
    ],
)
def test_four_hours_of_work_end(start: datetime, hours: int, end: datetime) -> None:
    assert after_work(start, timedelta(hours=hours), "Europe/London") == end
    assert worked(start, end, "Europe/London") == timedelta(hours=hours)
