"""A calendar (RFC 5545): when what holds is looked at again.

Its lines are written here: what reads and makes calendars in other packages takes signs into them that the
standard forbids, and asks for three packages more.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.features.options.models import STANDING, Record
from bot.features.options.register.cards.exports.parts import one_line
from bot.features.options.register.cards.saying import TITLE, texts, words
from bot.slack.text import cut

_TOLD = ("decision", "first_step", "owner", "know", "harms", "stop")
_MOST = 75  # bytes of a line
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # what some reader ends a line at
_ESCAPED = re.compile(r"[\\;,]")


def write(records: list[list[Record]], _channel_name: str, now: datetime) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Alongside//Alongside//EN"]
    for kept in records:
        if looked_at(kept[-1]):
            lines += _event(kept[-1], now)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def looked_at(record: Record) -> bool:
    """Whether it holds, and has a day on which it is looked at again."""
    return record.state in STANDING and record.review_at is not None


def _event(record: Record, now: datetime) -> Iterator[str]:
    """For whoever puts it in a calendar that others see: its words are theirs alone, its time is free."""
    title = words["copy.look"].plain(title=cut(one_line(record.title), TITLE) or "–")
    yield from ("BEGIN:VEVENT", f"UID:{record.id}@alongside", f"SEQUENCE:{record.version}")
    yield from (f"DTSTAMP:{_utc(now)}", f"DTSTART:{_utc(record.review_at or now)}", "DURATION:PT30M")
    yield from ("CLASS:PRIVATE", "TRANSP:TRANSPARENT", f"SUMMARY:{text(title)}")
    yield from (f"DESCRIPTION:{text(_description(record))}", "END:VEVENT")


def _description(record: Record) -> str:
    written = {name: said for name, said in texts(record).items() if name in _TOLD and said}
    return "\n\n".join(f"{words[f'field.{name}']}:\n{written[name]}" for name in _TOLD if name in written)


def text(said: str) -> str:
    """As a value: nothing of it ends a line, and nothing stands for something else."""
    lines = _CONTROL.sub("", _LINE_END.sub("\n", said))
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
