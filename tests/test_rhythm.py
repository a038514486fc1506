"""A time that comes again: once a local date, at the right instant, whatever clocks and people do."""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise, product
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones, reset_tzpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusal import Refusal
from bot.rounds.showing import typed
from bot.rounds.time.rhythm import Due, Rhythm, begin, due, instant, next_at, ran, skip, snooze, stop
from tests.size import some

MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(days=7)
LONDON = "Europe/London"
NOW = datetime(2026, 9, 16, 12, 0, tzinfo=UTC)  # a Wednesday, 13:00 in London


def local(day: int, hour: int, minute: int = 0, month: int = 9, zone: str = LONDON) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone))


def rhythm(text: str, zone: str = LONDON, now: datetime = NOW) -> Rhythm:
    found = typed.rhythm(text, zone, now)
    assert found is not None
    return found


def runs(of: Rhythm, many: int, after: datetime = NOW) -> list[datetime]:
    """The next so many moments, each run when it is due."""
    found: list[datetime] = []
    for _ in range(many):
        planned = next_at(of, found[-1] if found else after)
        assert planned is not None
        one = due(of, planned, DAY)
        assert one is not None
        assert one.planned == planned
        of = ran(of, one)
        found.append(planned)
    return found


# --- every change of every zone


@dataclass(frozen=True)
class Change:
    """A zone's clock jumps: until `at` it is `before` ahead of UTC, from then on `after`."""

    at: datetime
    before: timedelta
    after: timedelta

    def walls(self) -> list[datetime]:
        """Eight times on the wall around it: what is jumped over or comes twice, and both its edges."""
        low, high = sorted(self.at.replace(tzinfo=None) + ahead for ahead in (self.before, self.after))
        inside = [low, low + MINUTE, low + (high - low) / 2, high - MINUTE]
        return [low - 60 * MINUTE, low - MINUTE, *inside, high, high + MINUTE]


def changes(zone: str) -> Iterator[Change]:
    """Each change of a zone's offset in 2026 and 2027, found in its own data."""
    here, begins = ZoneInfo(zone), int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())

    def ahead(second: int) -> timedelta:
        offset = datetime.fromtimestamp(second, here).utcoffset()
        assert offset is not None
        return offset

    for day, after in pairwise(range(begins, begins + 731 * 86400, 86400)):
        was = ahead(day)
        if was != ahead(after):
            span = range(day, after + 1)
            second = span[bisect_left([ahead(one) != was for one in span[::60]], True) * 60]
            yield Change(datetime.fromtimestamp(second, UTC), was, ahead(second))


@cache
def shown(change: Change) -> dict[date, list[tuple[datetime, time]]]:
    """What the clock on the wall shows, minute by minute, over two days and some hours before and after."""
    found, bare = defaultdict(list), change.at.replace(tzinfo=None)
    for minute in range(-54 * 60, 54 * 60):
        wall = bare + (change.before if minute < 0 else change.after) + minute * MINUTE
        found[wall.date()].append((change.at + minute * MINUTE, wall.time()))
    return found


@cache
def promised(change: Change, day: date, at: time) -> datetime:
    """The first minute of that date when the wall shows that time or later; else the date's last."""
    minutes = shown(change)[day]
    return next((moment for moment, wall in minutes if wall >= at), minutes[-1][0])


def faults(zone: str, change: Change, day: date, at: time) -> list[str]:
    """What is wrong with a weekly rhythm of that date's weekday around it."""
    planned = promised(change, day, at)
    weekly = begin("week", day.weekday(), at, zone, planned - DAY)
    after = ran(weekly, Due(day, planned, late=False, missed=0))
    on_time, again = due(weekly, planned, DAY), next_at(after, planned - DAY)
    wrong = {
        "instant": instant(day, at, zone) != planned,
        "next": next_at(weekly, planned - DAY) != planned,
        "early": due(weekly, planned - timedelta(seconds=1), DAY) is not None,
        "on time": on_time != Due(day, planned, late=False, missed=0),
        "twice": any(due(after, planned + hours * timedelta(hours=1), DAY) for hours in (0, 1, 2)),
        "next week": again is None or again.astimezone(ZoneInfo(zone)).date() != day + WEEK,
    }
    return [f"{zone} {day} {at}: {what}" for what, is_so in wrong.items() if is_so]


def test_it_runs_once_a_local_date_around_every_change_of_every_zone() -> None:
    every = [
        (zone, change) for zone in some(sorted(available_timezones()), "zones") for change in changes(zone)
    ]

    cases = [(zone, change, wall) for zone, change in every for wall in change.walls()]
    wrong = [
        fault
        for zone, change, wall in cases
        for day in (wall.date() - DAY, wall.date(), wall.date() + DAY)
        for fault in faults(zone, change, day, wall.time())
    ]

    assert wrong == []
    assert len({(zone, change.at, wall) for zone, change, wall in cases}) == 8 * len(every) > 0


@pytest.mark.parametrize(
    ("zone", "day", "at", "runs_at"),
    [
        (LONDON, date(2026, 3, 29), time(1, 30), "2026-03-29T01:00"),  # jumped over: 2:00 on the wall
        (LONDON, date(2026, 10, 25), time(1, 30), "2026-10-25T00:30"),  # comes twice: the first
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:30"),  # by half an hour
        ("Antarctica/Troll", date(2026, 3, 29), time(2, 59), "2026-03-29T01:00"),  # by two hours
        ("Africa/Cairo", date(2026, 4, 24), time(0), "2026-04-23T22:00"),  # midnight itself
        (
            "America/Nuuk",
            date(2026, 3, 28),
            time(23, 30),
            "2026-03-29T00:59",
        ),  # the rest of the date: its last minute
        ("America/Nuuk", date(2026, 3, 29), time(0), "2026-03-29T01:00"),
        ("Pacific/Apia", date(2011, 12, 29), time(23, 59), "2011-12-30T09:59"),
        ("Pacific/Apia", date(2011, 12, 30), time(10), None),  # a date that never was
        ("Pacific/Apia", date(2011, 12, 30), time(0), None),
        ("Pacific/Apia", date(2011, 12, 31), time(0), "2011-12-30T10:00"),
        ("Pacific/Kwajalein", date(1969, 9, 30), time(12), "1969-09-30T01:00"),  # nearly all of a date twice
        ("Asia/Kathmandu", date(2026, 9, 15), time(9), "2026-09-15T03:15"),
    ],
)
def test_odd_clocks_have_one_instant_a_date(zone: str, day: date, at: time, runs_at: str | None) -> None:
    expected = datetime.fromisoformat(f"{runs_at}:00+00:00") if runs_at else None

    assert instant(day, at, zone) == expected


def test_a_date_that_never_was_is_left_out_and_the_week_after_comes() -> None:
    weekly = begin("week", 4, time(10), "Pacific/Apia", datetime(2011, 12, 20, tzinfo=UTC))

    days = [
        moment.astimezone(ZoneInfo("Pacific/Apia")).date() for moment in runs(weekly, 2, NOW - 16 * 365 * DAY)
    ]

    assert days == [date(2011, 12, 23), date(2012, 1, 6)]


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[Path]:
    """A folder of zones that stands in the place of the machine's."""
    was = TZPATH
    yield tmp_path
    reset_tzpath(was)
    ZoneInfo.clear_cache()


def test_the_time_on_the_wall_survives_a_change_of_the_zones_rules(rules: Path) -> None:
    kept = json.dumps(rhythm("weekly thu 15:00").to_dict())
    assert next_at(rhythm("weekly thu 15:00"), NOW) == datetime(2026, 9, 17, 14, 0, tzinfo=UTC)

    (rules / "Europe").mkdir()
    (rules / "Europe" / "London").write_bytes(files("tzdata.zoneinfo.Asia").joinpath("Kolkata").read_bytes())
    reset_tzpath([rules])
    ZoneInfo.clear_cache()

    assert next_at(Rhythm.from_dict(json.loads(kept)), NOW) == datetime(2026, 9, 17, 9, 30, tzinfo=UTC)


# --- when it runs, and when it does not


def test_a_week_a_fortnight_and_every_working_day() -> None:
    assert runs(rhythm("weekly thu 15:00"), 3) == [local(17, 15), local(24, 15), local(1, 15, month=10)]
    assert runs(rhythm("fortnightly fri 14:00"), 3) == [
        local(18, 14),
        local(2, 14, month=10),
        local(16, 14, month=10),
    ]
    assert runs(rhythm("daily 9:30"), 4) == [
        local(17, 9, 30),
        local(18, 9, 30),
        local(21, 9, 30),
        local(22, 9, 30),
    ]


@pytest.mark.parametrize("how", ["weekly", "fortnightly"])
def test_one_that_is_set_after_its_time_of_that_day_begins_a_week_later(how: str) -> None:
    assert next_at(rhythm(f"{how} wed 13:01"), NOW) == local(16, 13, 1)
    assert next_at(rhythm("weekly wed 13:01"), local(16, 13, 1)) == local(23, 13, 1)
    assert due(rhythm(f"{how} wed 13:00"), NOW + 6 * DAY, useful=30 * DAY) is None
    assert next_at(rhythm(f"{how} wed 13:00"), NOW) == local(23, 13)


def test_what_comes_late_says_so_and_what_is_too_old_does_not_come() -> None:
    weekly, planned = rhythm("weekly thu 15:00"), local(17, 15).astimezone(UTC)
    day = date(2026, 9, 17)

    assert due(weekly, planned - MINUTE, DAY) is None
    assert due(weekly, planned + 15 * MINUTE, DAY) == Due(day, planned, late=False, missed=0)
    assert due(weekly, planned + 16 * MINUTE, DAY) == Due(day, planned, late=True, missed=0)
    assert due(weekly, planned + DAY, DAY) == Due(day, planned, late=True, missed=0)
    assert due(weekly, planned + DAY + MINUTE, DAY) is None


def test_a_machine_that_slept_for_weeks_sends_the_newest_alone_and_tells_how_many_it_missed() -> None:
    weekly = rhythm("weekly thu 15:00")

    woken = due(weekly, local(9, 10, month=10), DAY)

    assert woken == Due(date(2026, 10, 8), local(8, 15, month=10).astimezone(UTC), late=True, missed=3)
    assert due(ran(weekly, woken), local(9, 10, month=10), 60 * DAY) is None
    assert next_at(ran(weekly, woken), local(9, 10, month=10)) == local(15, 15, month=10)


def test_what_ran_twice_or_out_of_order_never_brings_an_older_one_back() -> None:
    weekly = rhythm("weekly thu 15:00")
    older, newer = due(weekly, local(17, 15), DAY), due(weekly, local(24, 15), DAY)
    assert older is not None
    assert newer is not None

    assert ran(ran(weekly, newer), older) == ran(weekly, newer) == ran(ran(weekly, newer), newer)


def test_skipping_leaves_out_this_one_only_and_pressing_twice_leaves_out_no_other() -> None:
    weekly = rhythm("weekly thu 15:00")
    planned = next_at(weekly, NOW)
    assert planned is not None

    skipped = skip(weekly, planned=planned)

    assert due(skipped, planned, DAY) is None
    assert next_at(skipped, NOW) == local(24, 15)
    with pytest.raises(Refusal) as refused:
        skip(skipped, planned=planned)
    assert refused.value.key == "common.rhythm.gone"


def test_a_moment_that_nothing_is_planned_for_cannot_be_skipped() -> None:
    for of in (
        rhythm("weekly thu 15:00"),
        stop(rhythm("weekly wed 15:00")),
        snooze(rhythm("daily 15:00"), NOW + DAY),
    ):
        with pytest.raises(Refusal):
            skip(of, planned=local(16, 15))


def test_a_snooze_leaves_out_what_is_planned_before_its_end_and_a_fortnight_keeps_its_weeks() -> None:
    resting = snooze(rhythm("fortnightly fri 14:00"), local(25, 9))

    assert due(resting, local(18, 14), DAY) is None
    assert runs(resting, 2) == [local(2, 14, month=10), local(16, 14, month=10)]
    assert due(resting, local(2, 14, month=10), DAY) == Due(
        date(2026, 10, 2), local(2, 14, month=10).astimezone(UTC), late=False, missed=0
    )


def test_a_snooze_that_ends_at_its_time_lets_it_run_and_can_be_ended_before() -> None:
    weekly = rhythm("weekly thu 15:00")

    assert next_at(snooze(weekly, local(24, 15)), NOW) == local(24, 15)
    assert next_at(snooze(snooze(weekly, local(24, 15)), NOW), NOW) == local(17, 15)


def test_one_that_was_stopped_never_runs_again() -> None:
    stopped = stop(rhythm("daily 9:30"))

    assert next_at(stopped, NOW) is None
    assert due(stopped, NOW + DAY, DAY) is None


ZONES = st.sampled_from(
    [LONDON, "America/Nuuk", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
)
TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
HOWS = st.sampled_from(["day", "week", "fortnight"])
BEGINNINGS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
SPANS = st.timedeltas(-2 * DAY, 40 * DAY)  # clocks of machines go back, too
ACTS = st.lists(
    st.tuples(st.sampled_from(["tick", "tick", "tick", "skip", "snooze", "stop"]), SPANS), max_size=25
)


@given(HOWS, st.integers(0, 6), TIMES, ZONES, BEGINNINGS, st.timedeltas(MINUTE, 20 * DAY), ACTS)
def test_whatever_machines_and_people_do_it_runs_in_order_once_a_date_and_nothing_else_is_left_out(
    how: str,
    weekday: int,
    at: time,
    zone: str,
    now: datetime,
    useful: timedelta,
    acts: list[tuple[str, timedelta]],
) -> None:
    of, awake, stopped = begin(how, weekday, at, zone, now), now, False
    came: list[Due] = []
    skipped: set[date] = set()

    for act, span in acts:
        before, now = of, now + span
        planned = next_at(of, now)
        if act == "skip" and planned:
            of, day = skip(of, planned=planned), planned.astimezone(ZoneInfo(zone)).date()
            skipped.add(day)
        elif act == "snooze":
            of, awake = snooze(of, now + span), now + span
        elif act == "stop":
            of, stopped = stop(of), True
        elif one := due(of, now, useful):
            assert not stopped
            assert awake <= one.planned <= now <= one.planned + useful
            assert one.planned == instant(one.day, at, zone)
            assert one.day not in skipped
            between = (one.day - date.fromisoformat(of.last)).days
            days = [date.fromisoformat(of.last) + n * DAY for n in range(1, between)]
            fits = [day for day in days if day.weekday() < 5] if how == "day" else days[of_step(how)]
            moments = [instant(day, at, zone) for day in fits]
            assert one.missed == sum(moment is not None and moment >= awake for moment in moments)
            of = ran(of, one)
            came.append(one)
        of = Rhythm.from_dict(json.loads(json.dumps(of.to_dict())))
        assert of.last >= before.last
        assert (of.every, of.at, of.zone) == (how, at.isoformat("minutes"), zone)

    for earlier, later in pairwise(came):
        assert earlier.day < later.day
        assert earlier.planned < later.planned
    assert all(one.day.weekday() < 5 if how == "day" else one.day.weekday() == weekday for one in came)
    if how == "fortnight":
        assert len({one.day.toordinal() % 14 for one in came}) <= 1


def of_step(how: str) -> slice:
    """Of the days after the last one, those that a week's or a fortnight's rhythm has."""
    step = {"week": 7, "fortnight": 14}[how]
    return slice(step - 1, None, step)


# --- what people type


@pytest.mark.parametrize(
    ("text", "every", "weekday", "at"),
    [
        ("weekly mon 9:30", "week", 0, "09:30"),
        ("weekly thu 15:00", "week", 3, "15:00"),
        ("every tuesday 9am", "week", 1, "09:00"),
        ("daily 9:30", "day", None, "09:30"),
        ("fortnightly fri 14.00", "fortnight", 4, "14:00"),
        ("  WEEKLY   Weds,  at 9 ", "week", 2, "09:00"),
        ("Every Thursday at 3 p.m.", "week", 3, "15:00"),
        ("weekly on Saturdays 12am", "week", 5, "00:00"),
        ("every week sun 12pm", "week", 6, "12:00"),
        ("every working day 08h15", "day", None, "08:15"),
        ("every other tues 9:30pm", "fortnight", 1, "21:30"),
        ("every two weeks wednesday 10:00", "fortnight", 2, "10:00"),
    ],
)
def test_a_rhythm_is_read_as_people_write_it(text: str, every: str, weekday: int | None, at: str) -> None:
    found = rhythm(text)

    assert (found.every, found.weekday, found.at, found.zone) == (every, weekday, at, LONDON)


@pytest.mark.parametrize("nth", range(7))
def test_a_weekday_is_read_however_it_is_shortened(nth: int) -> None:
    begins = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[nth]
    ways = product([begins], ("", "s", "nes", "r", "rs", "ur"), ("", "day", "days"))

    read = {rhythm(f"weekly {''.join(way)} 9:30").weekday for way in ways}

    assert read == {nth}


@pytest.mark.parametrize(
    "text",
    [
        *("", "What did we avoid today?", "mon 9:30", "everything is fine", "every", "Every voice matters"),
        *("Every Monday the same handover: what do we avoid?", "Every time we meet, what is missing?"),
        *(
            "Weekly meetings: how are they for you?",
            "Daily life on the ward: how is it?",
            "weeklyish mon 9:30",
        ),
    ],
)
def test_a_question_that_begins_a_little_like_one_stays_a_question(text: str) -> None:
    assert typed.rhythm(text, LONDON, NOW) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *[(text, "day") for text in ("weekly", "weekly blursday", "weekly 9:30", "every blursday 9am")],
        *[
            (text, "time")
            for text in ("weekly mon", "weekly mon 25:00", "weekly mon 9:60", "weekly mon 24:00")
        ],
        *[
            (text, "time")
            for text in ("weekly mon 13pm", "weekly mon 0am", "daily", "daily fri 9:30", "daily soon")
        ],
        *[
            (text, "time")
            for text in ("weekly mon 9:30 What went well?", "weekly mon half past nine", "daily ²")
        ],
    ],
)
def test_one_that_cannot_be_read_is_refused_with_what_could(text: str, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed.rhythm(text, LONDON, NOW)

    assert refused.value.key == f"common.rhythm.{key}"
    assert refused.value.blanks == {}


STARTS = st.sampled_from(["weekly", "every", "daily", "every other", "fortnightly", "EVERY  week"])
PARTS = st.lists(
    st.sampled_from(["mon", "fridays", "9", "9:30", "at", "am", "p.m.", ":", "99", "٣"]) | st.text(max_size=8)
)


@given(st.builds(lambda start, parts: " ".join([start, *parts]), STARTS, PARTS) | st.text())
def test_whatever_is_typed_is_a_rhythm_or_not_or_is_refused(text: str) -> None:
    try:
        found = typed.rhythm(text, LONDON, NOW)
    except Refusal as refused:
        found, key = None, refused.key
    else:
        key = ""

    assert key in ("", "common.rhythm.day", "common.rhythm.time")
    if found:
        assert next_at(found, NOW) is not None
        assert time.fromisoformat(found.at).isoformat("minutes") == found.at
