"""Working time: Monday to Friday, 9:00 to 17:00, in a person's own zone (practice text, "How to read it").

Everything here takes aware moments and returns aware moments in UTC.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

OPENS, CLOSES, NOON = time(9), time(17), time(12)
EARLY = time(9, 30)  # whoever hears of something until then has the day
DAY = timedelta(hours=8)  # a working day, in working time
_LAST_WORKING_DAY = 4  # Friday


def zone(name: str) -> ZoneInfo:
    """The zone of that IANA name; UTC where the name is unknown."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def is_working(moment: datetime, zone_name: str) -> bool:
    """Whether that moment lies in working hours of that zone."""
    here = moment.astimezone(zone(zone_name))
    return here.weekday() <= _LAST_WORKING_DAY and OPENS <= here.time() < CLOSES


def next_working(moment: datetime, zone_name: str) -> datetime:
    """The first moment from this one on that lies in working hours."""
    if is_working(moment, zone_name):
        return moment.astimezone(UTC)
    here = moment.astimezone(zone(zone_name))
    day = here.date() if here.time() < OPENS else here.date() + timedelta(days=1)
    return _at(_working_day(day), OPENS, zone_name)


def next_day(moment: datetime, zone_name: str) -> datetime:
    """When the next working day after this one opens."""
    day = moment.astimezone(zone(zone_name)).date() + timedelta(days=1)
    return _at(_working_day(day), OPENS, zone_name)


def end_after(moment: datetime, days: int, zone_names: Iterable[str]) -> datetime:
    """Five in the afternoon, `days` working days on: the latest of everybody's own.

    A day that is asked before noon counts as the first; but it is never over before the end of the next
    working day, so that whoever looks once a day, at whatever hour, has looked.
    """
    return max(_end(moment, days, name) for name in zone_names)


def _end(moment: datetime, days: int, zone_name: str) -> datetime:
    here = moment.astimezone(zone(zone_name))
    counts = here.weekday() <= _LAST_WORKING_DAY and here.time() < NOON
    return _at(days_on(here.date(), max(1, days - counts)), CLOSES, zone_name)


def known_since(moment: datetime, zone_name: str) -> datetime:
    """From when on somebody knew who was told then.

    In the first half hour of a working day they have that day, as if they had known the evening before.
    """
    here = moment.astimezone(zone(zone_name))
    if here.weekday() > _LAST_WORKING_DAY or not OPENS <= here.time() < EARLY:
        return moment
    return _at(here.date(), time(), zone_name) - timedelta(minutes=1)


def next_noon(moment: datetime, zone_name: str) -> datetime:
    """The first noon of a working day after that moment."""
    here = moment.astimezone(zone(zone_name))
    day = here.date() if here.time() < NOON else here.date() + timedelta(days=1)
    return _at(_working_day(day), NOON, zone_name)


def share(start: datetime, end: datetime, part: float, zone_name: str) -> datetime:
    """The moment when `part` (0 to 1) of the working time between the two has passed."""
    stretches = _stretches(start, end, zone_name)
    left = sum(((b - a) for a, b in stretches), timedelta()) * part
    for begins, ends in stretches:
        if left <= ends - begins:
            return begins + left
        left -= ends - begins
    return end


def worked(start: datetime, end: datetime, zone_name: str) -> timedelta:
    """How much working time lies between the two; nothing where the end comes first."""
    return sum(((b - a) for a, b in _stretches(start, end, zone_name)), timedelta())


def after_work(moment: datetime, work: timedelta, zone_name: str) -> datetime:
    """The moment when so much working time has passed since this one: this one, where it is none."""
    if not work:
        return moment.astimezone(UTC)
    begins = next_working(moment, zone_name)
    while True:
        ends = _at(begins.astimezone(zone(zone_name)).date(), CLOSES, zone_name)
        if work <= ends - begins:
            return begins + work
        work -= ends - begins
        begins = next_working(ends, zone_name)


def days_on(day: date, days: int) -> date:
    """So many working days later, or earlier where it is less than nothing."""
    step = timedelta(days=1 if days > 0 else -1)
    for _ in range(abs(days)):
        day += step
        while day.weekday() > _LAST_WORKING_DAY:
            day += step
    return day


@lru_cache(1_000)  # of one window it is asked again and again
def _stretches(start: datetime, end: datetime, zone_name: str) -> Sequence[tuple[datetime, datetime]]:
    return list(_each_day(start, end, zone_name))


def _each_day(start: datetime, end: datetime, zone_name: str) -> Iterable[tuple[datetime, datetime]]:
    day = start.astimezone(zone(zone_name)).date()
    last = end.astimezone(zone(zone_name)).date()
    while day <= last:
        begins = max(_at(day, OPENS, zone_name), start)
        ends = min(_at(day, CLOSES, zone_name), end)
        if day.weekday() <= _LAST_WORKING_DAY and begins < ends:
            yield begins, ends
        day += timedelta(days=1)


def _working_day(day: date) -> date:
    while day.weekday() > _LAST_WORKING_DAY:
        day += timedelta(days=1)
    return day


def _at(day: date, at: time, zone_name: str) -> datetime:
    return datetime.combine(day, at, zone(zone_name)).astimezone(UTC)
