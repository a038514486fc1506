"""A calendar (RFC 5545) to put into one's own: days on which something comes back.

Its lines are written here: the usual package lets signs through that the standard forbids, and asks for three
packages more.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

_MOST = 75  # bytes of a line
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # what some reader ends a line at
_ESCAPED = re.compile(r"[\\;,]")


@dataclass(frozen=True, repr=False)
class Entry:
    """`at` is a moment (aware) or a whole day; one of the same id with a higher `version` replaces it."""

    id: str
    version: int
    at: date  # a datetime is one, too
    title: str
    text: str

    def __repr__(self) -> str:  # people's words never reach a log or a traceback
        return f"Entry({self.id}, {self.version}, {self.at})"


def calendar(entries: Iterable[Entry], now: datetime) -> str:
    """The file as text, with the line ends that it wants."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Alongside//Alongside//EN"]
    for entry in entries:
        lines += _event(entry, now)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _event(entry: Entry, now: datetime) -> Iterator[str]:
    """For whoever puts it where others look: what it is stays theirs, and their time stays free."""
    yield from ("BEGIN:VEVENT", f"UID:{entry.id}@alongside", f"SEQUENCE:{entry.version}")
    yield f"DTSTAMP:{_utc(now)}"
    if isinstance(entry.at, datetime):
        yield from (f"DTSTART:{_utc(entry.at)}", "DURATION:PT30M")
    else:
        yield f"DTSTART;VALUE=DATE:{entry.at:%Y%m%d}"
    yield from ("CLASS:PRIVATE", "TRANSP:TRANSPARENT", f"SUMMARY:{_value(entry.title)}")
    yield from (f"DESCRIPTION:{_value(entry.text)}", "END:VEVENT")


def _value(text: str) -> str:
    """Nothing of it ends a line, and nothing stands for something else."""
    lines = _CONTROL.sub("", _LINE_END.sub("\n", text))
    return _ESCAPED.sub(r"\\\g<0>", lines).replace("\n", r"\n")


def _folded(line: str) -> str:
    """In pieces of at most 75 bytes, none of which parts a sign's bytes."""
    pieces, size = [""], 0
    for sign in line:
        size += len(sign.encode())
        if size > _MOST:
            pieces.append(" ")
            size = 1 + len(sign.encode())
        pieces[-1] += sign
    return "\r\n".join(pieces)


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
