"""A channel's records as a file to take along: Markdown to read, CSV for a table, JSON for programs.

People's words are in it to the last sign, and nothing in them comes alive. No id of a person is in it.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import cast

from bot.features.options.models import MANDATE, UNDECIDED, Considered, Level, Note, Record
from bot.words import Words

words = Words("record")

FORMATS = ("md", "csv", "json")
NAME_MAX = 40  # signs of the channel's name in the file's

_OUTCOME = ("question", "decision", "why", "first_step", "owner", "know", "harms", "stop")
_FRAME = (*MANDATE, "same", "differ", "absent")
_COUNTS = ("deciders", "missing", "aside", "tests")
_LISTS = ("contributors", "levels", "kinds", "skipped")
_SAID = ("options", "reservations", "earlier", "notes", "working")
_COLUMNS = (
    *("record", "version", "newest", "state", "created_at", "review_at", *_OUTCOME, *_FRAME),
    *(*_SAID, *_LISTS, *_COUNTS, "change", "change_why", "change_by"),
)
Said = list[tuple[str, str]]  # what it is, and somebody's words, which may be none
Called = Callable[[str], str]  # how a name is written


def export(records: list[list[Record]], fmt: str, *, channel_name: str, now: datetime) -> tuple[str, bytes]:
    """The file's name and what is in it; each record comes with all its versions, oldest first."""
    made = {"md": _markdown, "csv": _csv, "json": _json}[fmt](records, channel_name, now)
    return f"alongside-{_slug(channel_name)}-{now.astimezone(UTC):%Y-%m-%d}.{fmt}", made.encode()


def _slug(name: str) -> str:
    plain = re.sub(r"\W+", "-", unicodedata.normalize("NFKC", name))
    return plain[:NAME_MAX].strip("-") or "channel"


# --- JSON


def _json(records: list[list[Record]], channel_name: str, now: datetime) -> str:
    told = [
        {
            "id": kept[-1].id,
            "versions": [_version(record) for record in kept],
            "notes": [{"text": note.text, "name": note.name} for note in _notes(kept[-1])],
        }
        for kept in records
    ]
    whole = {"channel": channel_name, "exported_at": _moment(now), "records": told}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _version(record: Record) -> dict[str, object]:
    return {
        "version": record.version,
        "state": record.state.value,
        "created_at": _moment(record.created_at),
        "review_at": _moment(record.review_at) or None,
        **record.words,
    }


# --- CSV


def _csv(records: list[list[Record]], _channel_name: str, _now: datetime) -> str:
    """A row a version.

    What somebody wrote stands between “ and ”, so that none of it is the first sign of a cell, where it could
    begin a formula. Where a cell is one text, take off its first and last sign and you have it as it was
    written. Where it is several, each stands whole behind what it is, a blank line between them.
    """
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, _COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    titles = {name: _no_formula(words[f"field.{name}"]) for name in _COLUMNS}
    writer.writerow(titles | {"decision": words["copy.either"]})
    for kept in records:
        for record in kept:
            cells = _cells(record, newest=record is kept[-1])
            writer.writerow({name: _no_formula(cell) for name, cell in cells.items()})
    return "\ufeff" + file.getvalue()


def _cells(record: Record, *, newest: bool) -> dict[str, str]:
    change = record.words["change"]
    return {
        "record": record.id,
        "version": str(record.version),
        "newest": words["copy.yes"] if newest else words["copy.no"],
        "state": words[f"state.{record.state}"],
        "created_at": _moment(record.created_at),
        "review_at": _moment(record.review_at),
        **{name: _quoted(_text(record, name)) for name in (*_OUTCOME, *_FRAME)},
        **{name: "\n\n".join(map(_cell, _said(record, name, _one_line))) for name in _SAID},
        **{name: "\n".join(_list(record, name)) for name in _LISTS},
        **{name: str(_count(record, name)) for name in _COUNTS},
        "change": words[f"change.{change['what']}"],
        "change_why": _quoted(change["why"]),
        "change_by": _quoted(change["by"]),
    }


def _cell(said: Said) -> str:
    return "\n".join(f"{what}: {_quoted(text)}" if text else what for what, text in said)


def _no_formula(cell: str) -> str:
    """What we say begins with a letter or a digit; whoever changes the words need not think of that."""
    begins = unicodedata.normalize("NFKC", cell[:1])
    return _quoted(cell) if begins in _BEGINS_A_FORMULA else cell


_BEGINS_A_FORMULA = {"=", "+", "-", "−", "@", "\t", "\r", "\n", " "}  # of the blanks: some skip them


def _quoted(text: str) -> str:
    return f"“{text}”" if text else ""


def _one_line(name: str) -> str:
    return " ".join(name.split())


# --- Markdown


def _markdown(records: list[list[Record]], channel_name: str, now: datetime) -> str:
    parts = [
        f"# {words['copy.title'].plain(channel=_inline(channel_name))}",
        words["copy.taken"].plain(when=_day(now), count=len(records)),
    ]
    for number, kept in enumerate(records, 1):
        state = words[f"state.{kept[-1].state}"]
        parts.append(f"## {words['copy.record'].plain(number=number, state=state)}")
        for record in reversed(kept):
            parts += _chapter(record, newest=record is kept[-1])
    return "\n\n".join(parts) + "\n"


def _chapter(record: Record, *, newest: bool) -> Iterator[str]:
    """One version. A copy is read as a whole, so each says all of it."""
    when = _day(record.created_at)
    yield f"### {words['copy.version'].plain(version=record.version, when=when)}"
    yield from _listed("state", [words[f"state.{record.state}"]])
    for name in _OUTCOME:
        undecided = name == "decision" and record.state in UNDECIDED
        yield from _quotes(name, _text(record, name), words["copy.proposed"] if undecided else "")
    yield from _listed("review_at", [_day(record.review_at)] if record.review_at else [])
    for name in ("reservations", "notes", "earlier", "options", "working"):
        # The same notes stand beside every version: once is enough.
        yield from _voices(name, _said(record, name, _inline) if newest or name != "notes" else [])
    for name in _FRAME:
        yield from _quotes(name, _text(record, name))
    for name in _LISTS:
        yield from _listed(name, _list(record, name))
    counts = [_unit(words[f"field.{name}"], _count(record, name)) for name in _COUNTS]
    yield "\n".join(f"- {count}" for count in counts)
    change = record.words["change"]
    what = words[f"change.{change['what']}"]
    yield from _listed("change", [_by(what, change["by"], _inline) if change["by"] else what])
    yield from _quotes("change_why", change["why"])


def _listed(name: str, lines: Iterable[str]) -> Iterator[str]:
    if told := "\n".join(f"- {line}" for line in lines):
        yield f"**{words[f'field.{name}']}**"
        yield told


def _quotes(name: str, text: str, title: str = "") -> Iterator[str]:
    if text:
        yield f"**{title or words[f'field.{name}']}**"
        yield _block(text)


def _voices(name: str, voices: list[Said]) -> Iterator[str]:
    if voices:
        yield f"**{words[f'field.{name}']}**"
    for said in voices:
        for what, text in said:
            yield what
            if text:
                yield _block(text)


def _block(text: str) -> str:
    """A block quote that renders as exactly these signs, line by line."""
    return "> “" + "\\\n> ".join(map(_line, text.split("\n"))) + "”"


def _line(line: str) -> str:
    """Nothing but text: all that could be a mark is escaped, blanks stay, and it turns nothing around it."""
    told = _PUNCTUATION.sub(r"\\\g<0>", line.strip(" "))
    told = told.replace("\t", "&#9;").replace("\r", "&#13;")
    at_first = len(line) - len(line.lstrip(" "))
    at_last = len(line) - len(line.rstrip(" ")) if told else 0
    told = "&#32;" * at_first + told + "&#32;" * at_last
    return f"\u2068{told}\u2069" if _turns(line) else told


def _inline(name: str) -> str:
    plain = "".join(sign for sign in name if unicodedata.bidirectional(sign) not in _EMBEDS)
    return _line(_one_line(plain))


def _turns(line: str) -> bool:
    return not line.isascii() and any(unicodedata.bidirectional(sign) in _TURNS for sign in line)


_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_EMBEDS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_TURNS = {"R", "AL", *_EMBEDS}


# --- what both of them say


def _text(record: Record, name: str) -> str:
    return cast(dict[str, str], record.words)[name]


def _count(record: Record, name: str) -> int:
    return cast(dict[str, int], record.words)[name]


def _list(record: Record, name: str) -> list[str]:
    w = record.words
    match name:
        case "contributors":
            return [_unit(words[f"kind.{kind}"], many) for kind, many in w["contributors"].items() if many]
        case "levels":
            return [_unit(words[f"level.{one}"], w["levels"][one]) for one in Level if w["levels"].get(one)]
        case "kinds":
            return [words[f"kind.{kind}"] for kind in w["kinds"]]
        case _:
            return [words[f"skipped.{step}"] for step in w["skipped"]]


def _said(record: Record, name: str, called: Called) -> list[Said]:
    w = record.words
    match name:
        case "options":
            return [_option(one, called) for one in w["options"]]
        case "reservations" | "earlier":
            kept = w["earlier"] if name == "earlier" else w["reservations"]
            return [[(_by(words[f"level.{r['level']}"], r["name"], called), r["text"])] for r in kept]
        case "working":
            return [[(_by(words[f"answer.{a['answer']}"], a["name"], called), a["text"])] for a in w[name]]
        case _:
            return [[(_by(words["copy.note"], n.name, called), n.text)] for n in _notes(record)]


def _option(one: Considered, called: Called) -> Said:
    what = words["copy.chosen"] if one["chosen"] else words["copy.option"]
    by = words["copy.comma"].join(called(name) or words["a_member"] for name in one["by"])
    told = words["copy.said"].plain(what=what, name=by) if by else what
    return [(told, one["text"]), *([(words["copy.kept"], one["kept"])] if one["kept"] else [])]


def _by(what: str, name: str, called: Called) -> str:
    return words["copy.said"].plain(what=what, name=called(name) or words["a_member"])


def _unit(what: str, count: int) -> str:
    return words["copy.unit"].plain(what=what, count=count)


def _notes(record: Record) -> list[Note]:
    """In an order that says nothing of who wrote them."""
    return sorted(record.notes, key=lambda note: sha256(note.text.encode()).digest())


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
