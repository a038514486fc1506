"""A rhythm: a time on the wall of a zone that comes again, once a local date whatever the clocks do.

The wall time and the zone are what is kept, never a moment in UTC: a zone's rules may change.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, takewhile
from typing import Any, Self

from bot.refusal import Refusal
from bot.rounds.time import hours

ONCE = "once"  # it is planned, and comes no second time
STEPS = {"day": 1, "week": 7, "fortnight": 14, ONCE: 7}  # in days; "day" means working days
ON_TIME = timedelta(minutes=15)  # what comes later says what it was planned for
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Rhythm:
    """Plain, as JSON has it.

    `last` is the local date that it last ran or was skipped; before that, the date a step before the first.
    What is planned before `snoozed` (a moment, or "") does not run.
    """

    every: str
    at: str
    zone: str
    last: str
    snoozed: str = ""
    stopped: bool = False

    @property
    def weekday(self) -> int | None:
        """Monday is 0; None where it is every working day."""
        return None if self.every == "day" else date.fromisoformat(self.last).weekday()

    def to_dict(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Self:
        """From what `to_dict` made."""
        return cls(**kept)


@dataclass(frozen=True)
class Due:
    """What to run now, of which local date; `missed` older ones are not made up for."""

    day: date
    planned: datetime
    late: bool
    missed: int


def begin(every: str, weekday: int, at: time, zone: str, now: datetime) -> Rhythm:
    """A new rhythm; it runs first at the next such time. `weekday` says nothing where it is every day."""
    today = now.astimezone(hours.zone(zone)).date()
    for day in (today + n * _DAY for n in count()):
        moment = instant(day, at, zone)
        if (_works(day) if every == "day" else day.weekday() == weekday) and moment and moment > now:
            break
    return Rhythm(every, at.isoformat("minutes"), zone, (day - STEPS[every] * _DAY).isoformat())


def instant(day: date, at: time, zone: str) -> datetime | None:
    """The first moment of that local date when its clock shows that time or a later one.

    Where clocks jump over the rest of the date, its last minute; None where they jump over all of it.
    """
    here, wall = hours.zone(zone), datetime.combine(day, at)
    moment = wall.replace(tzinfo=here).astimezone(UTC)
    if moment.astimezone(here).replace(tzinfo=None) == wall:
        return moment
    # The clock jumps over it, somewhere between what the time would be by the new offset and by the old.
    begins = wall.replace(tzinfo=here, fold=1).astimezone(UTC)
    seconds = range(int(begins.timestamp()), int(moment.timestamp()) + 1)
    shown = bisect_left(seconds, wall, key=lambda s: datetime.fromtimestamp(s, here).replace(tzinfo=None))
    lands = datetime.fromtimestamp(seconds[shown], UTC)
    near = (lands, lands - _MINUTE)
    return next((moment for moment in near if moment.astimezone(here).date() == day), None)


def next_at(rhythm: Rhythm, after: datetime) -> datetime | None:
    """When it runs next, after that moment; None where it was stopped."""
    return next((planned for _, planned in _ahead(rhythm) if planned > after), None)


def due(rhythm: Rhythm, now: datetime, useful: timedelta) -> Due | None:
    """The newest one that is planned by now and has not run, unless it is older than `useful`."""
    waiting = list(takewhile(lambda one: one[1] <= now, _ahead(rhythm)))
    if not waiting or now - waiting[-1][1] > useful:
        return None
    day, planned = waiting[-1]
    return Due(day, planned, late=now - planned > ON_TIME, missed=len(waiting) - 1)


def ran(rhythm: Rhythm, done: Due) -> Rhythm:
    """That one was run, and every older one with it; what was snoozed before it is over."""
    last = max(rhythm.last, done.day.isoformat())
    return replace(rhythm, last=last, snoozed="", stopped=rhythm.stopped or rhythm.every == ONCE)


def skip(rhythm: Rhythm, *, planned: datetime) -> Rhythm:
    """Leave out the one that people were told of; what was missed before it goes with it. Refuses one that
    is not planned any more; `planned` is a moment in UTC.
    """
    # People double-click. Skipping "the next one" twice would leave out two.
    day = planned.astimezone(hours.zone(rhythm.zone)).date()
    if day not in [one for one, _ in takewhile(lambda one: one[0] <= day, _ahead(rhythm))]:
        raise Refusal("common.rhythm.gone")
    return replace(rhythm, last=day.isoformat(), stopped=rhythm.every == ONCE)


def snooze(rhythm: Rhythm, until: datetime) -> Rhythm:
    """Nothing that is planned before then runs; a fortnight keeps its weeks."""
    return replace(rhythm, snoozed=until.astimezone(UTC).isoformat())


def stop(rhythm: Rhythm) -> Rhythm:
    """It never runs again."""
    return replace(rhythm, stopped=True)


def _ahead(rhythm: Rhythm) -> Iterator[tuple[date, datetime]]:
    """The local dates still to run and their moments, in order and without end; none once stopped."""
    day, at = date.fromisoformat(rhythm.last), time.fromisoformat(rhythm.at)
    begins = datetime.fromisoformat(rhythm.snoozed) if rhythm.snoozed else None
    while not rhythm.stopped:
        day += STEPS[rhythm.every] * _DAY
        planned = instant(day, at, rhythm.zone) if rhythm.every != "day" or _works(day) else None
        if planned and (begins is None or planned >= begins):
            yield day, planned
        if rhythm.every == ONCE:
            return


def _works(day: date) -> bool:
    return day.weekday() < 5
