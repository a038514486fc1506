"""What somebody says of when they are away."""

from datetime import UTC, date, datetime, time, timedelta

from bot.refusal import Refusal
from bot.rounds.company.away import NO_DATE
from bot.rounds.time.hours import zone

LONGEST = timedelta(days=183)


def back_at(last: date | None, zone_name: str, now: datetime) -> datetime:
    """When the day after that last day begins where they are (UTC); far off where no day is named.

    Refuses a day that is over, or too far.
    """
    if last is None:
        return NO_DATE
    today = now.astimezone(zone(zone_name)).date()
    if not today <= last <= today + LONGEST:
        raise Refusal("me.refused.away", field="until")
    return datetime.combine(last + timedelta(days=1), time(), zone(zone_name)).astimezone(UTC)
