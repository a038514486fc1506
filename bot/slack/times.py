"""A moment, as each reader's own clock tells it; and a day, by its name. Moments are aware."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.words import Markup, Words

words = Words("common")

_DRAWN = re.compile(r"<!date\^\d+\^[^|<>]*\|([^<>]*)>")

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def when(moment: datetime, zone: ZoneInfo) -> Markup:
    """Slack draws it in the reader's zone; what cannot draw reads it in `zone` (docs: date-formatting)."""
    drawn, here = words["moment.drawn"].plain(), moment.astimezone(zone)
    spoken = words["moment.spoken"].plain(day=day_of(here), hour=_hour(here))
    return Markup(f"<!date^{int(moment.timestamp())}^{drawn}|{spoken}>")


def clock_time(moment: datetime, zone: ZoneInfo) -> Markup:
    """The time of day alone, for what is minutes away; drawn and spoken like `when`."""
    return Markup(f"<!date^{int(moment.timestamp())}^{{time}}|{_hour(moment.astimezone(zone))}>")


def spoken(text: str) -> str:
    """The same text where nothing is drawn: under a box of a form."""
    return _DRAWN.sub(r"\1", text)


def day_of(day: date) -> str:
    """For example "Thursday 17 September"."""
    return words["moment.day"].plain(
        weekday=weekday(day.weekday()), day=day.day, month=words[f"month.{MONTHS[day.month - 1]}"]
    )


def weekday(number: int) -> str:
    """The name of a weekday; Monday is 0."""
    return words[f"weekday.{DAYS[number]}"]


def _hour(here: datetime) -> str:
    """For example "5 pm", or "5:30 pm"."""
    hour = f"{here:%I}".lstrip("0") + (f":{here:%M}" if here.minute else "")
    return words[f"moment.{'am' if here.hour < 12 else 'pm'}"].plain(hour=hour)
