"""What a copy says of a version, field by field, however it is written down."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.features.options.models import FRAMED, UNDECIDED, Considered, Record, State
from bot.features.options.register.cards.saying import (
    LISTS,
    TITLE,
    blacked_out,
    day_said,
    further_of,
    listed,
    texts,
    unit,
    voices,
    words,
)
from bot.slack.text import cut
from bot.words import says

OUTCOME = (
    *("question", "decision", "tested", "why", "first_step", "owner", "know", "harms", "stop"),
    *("came_back", "tags"),
)
FRAME = (*FRAMED, "same", "differ", "absent", "heard")
_COUNTS = ("deciders", "missing", "aside", "tests")
_HEARD = ("links", "reservations", "notes", "earlier", "held", "options", "working", "beside", "handed")
_BESIDE = ("links", "notes")  # the same beside every version: once is enough
Said = list[tuple[str, str]]  # what it is, and somebody's words; either may be none
Called = Callable[[str], str]  # how a name is written


@dataclass(frozen=True)
class Field:
    """A title ("" for none), with lines of ours or what people said under it."""

    title: str
    lines: Sequence[str] = ()
    said: Sequence[Said] = ()


def fields(record: Record, called: Called, *, newest: bool) -> Iterator[Field]:
    """All of one version: a copy is read as a whole, so each says all of it."""
    found = _fields(record, called, newest=newest)
    return (field for field in found if field.lines or field.said)


def _fields(record: Record, called: Called, *, newest: bool) -> Iterator[Field]:
    change, written = record.words["change"], texts(record)
    yield Field(words["field.state"], [words[f"state.{record.state}"]])
    for name in OUTCOME:
        undecided = name == "decision" and record.state in UNDECIDED
        yield Field(
            words["copy.proposed"] if undecided else words[f"field.{name}"], said=_text(written[name])
        )
    first = day_said(written["first_day"])
    yield Field(words["field.first_day"], [first] if first else [])
    yield Field(words["field.review_at"], [day(record.review_at)] if record.review_at else [])
    for name in _HEARD:
        there = newest or name not in _BESIDE
        yield Field(words[f"field.{name}"], said=said(record, name, called) if there else [])
    for name in FRAME:
        yield Field(words[f"field.{name}"], said=_text(written[name]))
    for name in LISTS:
        yield Field(words[f"field.{name}"], listed(record, name))
    yield Field("", [unit(words[f"field.{name}"], int(written[name] or 0)) for name in _COUNTS])
    what = words[f"change.{change['what']}"]
    yield Field(words["field.change"], [_by(what, change["by"], called) if change["by"] else what])
    yield Field(words["field.change_why"], said=_text(change["why"]))
    yield Field(words["field.unnamed"], unnamed(record, called))


def unnamed(record: Record, called: Called) -> list[str]:
    """A line for each passage that was: by whom and when, never what."""
    return [
        blacked_out(one).plain(name=called(one["by"]), when=day(datetime.fromisoformat(one["at"])))
        for one in record.words["unnamed"]
    ]


def _text(text: str) -> list[Said]:
    return [[("", text)]] if text else []


def said(record: Record, name: str, called: Called) -> list[Said]:
    """What each said of it, with a name only where they signed."""
    if name == "options":
        return [_option(one, called) for one in record.words["options"]]
    if name == "links":
        return [[(words[f"link.{link.how}"], link.title)] for link in record.links]
    return [[(_by(what, whose, called), text)] for what, whose, text in voices(record, name)]


def _option(one: Considered, called: Called) -> Said:
    what = words["copy.chosen"] if one["chosen"] else words["copy.option"]
    by = words["copy.comma"].join(_whose(name, called) for name in one["by"])
    told = words["copy.said"].plain(what=what, name=by) if says(by) else what
    ticks: Said = [(further_of(one), "")] if further_of(one) else []
    return [(told, one["text"]), *ticks, *([(words["copy.kept"], one["kept"])] if one["kept"] else [])]


def _by(what: str, name: str, called: Called) -> str:
    return words["copy.said"].plain(what=what, name=_whose(name, called))


def _whose(name: str, called: Called) -> str:
    return called(name) if says(one_line(name)) else words["a_member"]


def titled(number: int, record: Record, called: Called) -> str:
    """The line that a record stands under, and is found by in the table of contents."""
    sealed = words["copy.stone"] if record.state is State.SEALED else ""
    title = sealed or called(cut(one_line(record.title), TITLE))
    return words["copy.record"].plain(number=number, title=title, state=words[f"state.{record.state}"])


def versioned(record: Record) -> str:
    return words["copy.version"].plain(version=record.version, when=day(record.created_at))


def one_line(name: str) -> str:
    return " ".join(name.split())


def bare(name: str) -> str:
    """On one line, and without what would turn the words around it; "" where nobody would see anything."""
    line = one_line("".join(sign for sign in name if unicodedata.bidirectional(sign) not in EMBEDS))
    return line if says(line) else ""


def turns(line: str) -> bool:
    """Whether something in it runs from right to left, or turns what stands around it."""
    return not line.isascii() and any(unicodedata.bidirectional(sign) in _TURNS for sign in line)


EMBEDS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_TURNS = {"R", "AL", *EMBEDS}


def moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""


def day(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
