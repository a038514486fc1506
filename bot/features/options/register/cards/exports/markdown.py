"""Markdown, to read and to work on."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.features.options.models import Record
from bot.features.options.register.cards.exports.parts import (
    Field,
    bare,
    day,
    fields,
    titled,
    turns,
    versioned,
)
from bot.features.options.register.cards.saying import words


def write(records: list[list[Record]], channel_name: str, now: datetime) -> str:
    titles = [titled(number, kept[-1], _inline) for number, kept in enumerate(records, 1)]
    parts = [
        f"# {words['copy.title'].plain(channel=_inline(channel_name))}",
        words["copy.taken"].plain(when=day(now), count=len(records)),
        *_contents(titles),
    ]
    for title, kept in zip(titles, records, strict=True):
        parts.append(f"## {title}")
        for record in reversed(kept):
            parts += _chapter(record, newest=record is kept[-1])
    return "\n\n".join(parts) + "\n"


def _contents(titles: list[str]) -> list[str]:
    """Without links: each reader makes another anchor of a heading. The number finds it."""
    lines = [_NUMBER.sub(r"\1\\\2", title) for title in titles]
    return [f"**{words['copy.contents']}**", *_bullets(lines)] if lines else []


def _chapter(record: Record, *, newest: bool) -> Iterator[str]:
    yield f"### {versioned(record)}"
    for field in fields(record, _inline, newest=newest):
        yield from _field(field)


def _field(field: Field) -> Iterator[str]:
    if field.title:
        yield f"**{field.title}**"
    yield from _bullets(field.lines)
    for heard in field.said:
        for what, text in heard:
            yield from [*([what] if what else []), *_block(text)]


def _bullets(lines: Iterable[str]) -> list[str]:
    told = "\n".join(f"- {line}" for line in lines)
    return [told] if told else []


def _block(text: str) -> list[str]:
    """A block quote that renders as exactly these signs, line by line; nothing where there are none."""
    return ["> “" + "\\\n> ".join(map(_line, text.split("\n"))) + "”"] if text else []


def _line(line: str) -> str:
    """Nothing but text: all that could be a mark is escaped, blanks stay, and it turns nothing around it."""
    told = _PUNCTUATION.sub(r"\\\g<0>", line.strip(" "))
    told = told.replace("\t", "&#9;").replace("\r", "&#13;")
    at_first = len(line) - len(line.lstrip(" "))
    at_last = len(line) - len(line.rstrip(" ")) if told else 0
    told = "&#32;" * at_first + told + "&#32;" * at_last
    return f"\u2068{told}\u2069" if turns(line) else told


def _inline(name: str) -> str:
    return _line(bare(name)) or "–"


_NUMBER = re.compile(r"^(\d+)([.)])")  # in a list it would begin another one
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
