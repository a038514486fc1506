"""Being away: dates alone, no reason. Whoever is away is sent nothing, in any practice."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from bot.rounds.time.hours import zone

NO_DATE = datetime(9999, 1, 1, tzinfo=UTC)  # until they say that they are back


class Away(Protocol):
    """Somebody in a round, or on their own."""

    back_at: datetime | None
    zone: str


def last_day(person: Away) -> date | None:
    """The last day on which they are away, where they are; None for not away, or without a date."""
    if person.back_at is None or person.back_at >= NO_DATE:
        return None
    return person.back_at.astimezone(zone(person.zone)).date() - timedelta(days=1)
