"""A channel's records as a file to take along: to read, to print, for a table, a program or a calendar.

People's words are in it to the last sign, and nothing in them comes alive. No id of a person is in it.
"""

import re
import unicodedata
from datetime import UTC, datetime

from bot.features.options.models import STANDING, Record
from bot.features.options.register.cards.exports import calendars, markdown, programs, sites, tables

# In the order in which they are offered.
FORMATS = {
    "html": sites.write,
    "md": markdown.write,
    "csv": tables.write,
    "json": programs.write,
    "ics": calendars.write,
}
PUBLIC = "public"  # for whoever runs the bot alone: what all said yes to, for people outside
NAME_MAX = 40  # signs of the channel's name in the file's


def export(records: list[list[Record]], fmt: str, *, channel_name: str, now: datetime) -> tuple[str, bytes]:
    """The file's name and what is in it; each record comes with all its versions, oldest first."""
    day = f"{now.astimezone(UTC):%Y-%m-%d}"
    if fmt == PUBLIC:
        return f"agreed-{day}.html", sites.write_public(records, now).encode()
    made = FORMATS[fmt](records, channel_name, now)
    return f"alongside-{_slug(channel_name)}-{day}.{fmt}", made.encode()


def may_leave(records: list[list[Record]]) -> list[list[Record]]:
    """Those that people outside may read: they hold, and all who decide said so of just these words."""
    return [kept for kept in records if kept[-1].words["public"] and kept[-1].state in STANDING]


def nothing_for(records: list[list[Record]], fmt: str) -> bool:
    """Whether such a file would have nothing in it."""
    return not any(fmt != "ics" or calendars.entries(kept[-1]) for kept in records)


def _slug(name: str) -> str:
    plain = re.sub(r"\W+", "-", unicodedata.normalize("NFKC", name))
    return plain[:NAME_MAX].strip("-") or "channel"
