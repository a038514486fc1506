"""A moment, as each reader's own clock tells it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.words import Markup


def when(moment: datetime, zone: ZoneInfo) -> Markup:
    """Slack draws it in the reader's zone; what cannot draw reads it in `zone` (docs: date-formatting)."""
    return Markup(
        f"<!date^{int(moment.timestamp())}^{{date_long_pretty}} at {{time}}|{spoken(moment, zone)}>"
    )


def clock_time(moment: datetime, zone: ZoneInfo) -> Markup:
    """The time of day alone, for what is minutes away; drawn and spoken like `when`."""
    hour = spoken(moment, zone).rpartition(", ")[2]
    return Markup(f"<!date^{int(moment.timestamp())}^{{time}}|{hour}>")


def spoken(moment: datetime, zone: ZoneInfo) -> str:
    """For example "Thursday 17 September, 5 pm"."""
    here = moment.astimezone(zone)
    hour = f"{here:%I}".lstrip("0") + (f":{here:%M}" if here.minute else "")
    return f"{here:%A} {here.day} {here:%B}, {hour} {'am' if here.hour < 12 else 'pm'}"
