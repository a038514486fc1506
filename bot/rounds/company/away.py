"""Being away: dates alone, no reason. Whoever is away is sent nothing, in any practice."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from bot.refusal import Refusal
from bot.rounds.time.hours import zone

LONGEST = timedelta(days=183)
_NO_DATE = datetime(9999, 1, 1, tzinfo=UTC)  # until they say that they are back


class Away(Protocol):
    """Somebody in a round, or on their own."""

    back_at: datetime | None
    zone: str


def back_at(last: date | None, zone_name: str, now: datetime) -> datetime:
    """When the day after that last day begins where they are (UTC); far off where no day is named.

    Refuses a day that is over, or too far.
    """
    if last is None:
        return _NO_DATE
    today = now.astimezone(zone(zone_name)).date()
    if not today <= last <= today + LONGEST:
        raise Refusal("me.refused.away", field="until")
    return datetime.combine(last + timedelta(days=1), time(), zone(zone_name)).astimezone(UTC)


def last_day(person: Away) -> date | None:
    """The last day on which they are away, where they are; None for not away, or without a date."""
    if person.back_at is None or person.back_at >= _NO_DATE:
        return None
    return person.back_at.astimezone(zone(person.zone)).date() - timedelta(days=1)
