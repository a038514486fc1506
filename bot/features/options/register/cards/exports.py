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

from bot.features.options.models import MANDATE, UNDECIDED, Considered, Record
from bot.features.options.register.cards.saying import LISTS, listed, texts, unit, voices, words
from bot.words import says

FORMATS = ("md", "csv", "json")
NAME_MAX = 40  # signs of the channel's name in the file's

_OUTCOME = ("question", "decision", "tested", "why", "first_step", "owner", "know", "harms", "stop")
_FRAME = (*MANDATE, "same", "differ", "absent")
_COUNTS = ("deciders", "missing", "aside", "tests")
_SAID = ("options", "reservations", "earlier", "notes", "working")
_COLUMNS = (
    *("record", "version", "newest", "state", "created_at", "review_at", *_OUTCOME, *_FRAME),
    *(*_SAID, *LISTS, *_COUNTS, "change", "change_why", "change_by"),
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
            "notes": [{"text": text, "name": name} for _, name, text in voices(kept[-1], "notes")],
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
    change, written = record.words["change"], texts(record)
    return {
        "record": record.id,
        "version": str(record.version),
        "newest": words["copy.yes"] if newest else words["copy.no"],
        "state": words[f"state.{record.state}"],
        "created_at": _moment(record.created_at),
        "review_at": _moment(record.review_at),
        **{name: _quoted(written[name]) for name in (*_OUTCOME, *_FRAME)},
        **{name: "\n\n".join(map(_cell, _said(record, name, _one_line))) for name in _SAID},
        **{name: "\n".join(listed(record, name)) for name in LISTS},
        **{name: written[name] or "0" for name in _COUNTS},
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
    change, written, when = record.words["change"], texts(record), _day(record.created_at)
    yield f"### {words['copy.version'].plain(version=record.version, when=when)}"
    yield from _under("state", _bullets([words[f"state.{record.state}"]]))
    for name in _OUTCOME:
        undecided = name == "decision" and record.state in UNDECIDED
        yield from _under(name, _block(written[name]), words["copy.proposed"] if undecided else "")
    yield from _under("review_at", _bullets([_day(record.review_at)] if record.review_at else []))
    for name in ("reservations", "notes", "earlier", "options", "working"):
        # The same notes stand beside every version: once is enough.
        said = _said(record, name, _inline) if newest or name != "notes" else []
        yield from _under(
            name, [part for one in said for what, text in one for part in (what, *_block(text))]
        )
    for name in _FRAME:
        yield from _under(name, _block(written[name]))
    for name in LISTS:
        yield from _under(name, _bullets(listed(record, name)))
    yield from _bullets(unit(words[f"field.{name}"], int(written[name] or 0)) for name in _COUNTS)
    what = words[f"change.{change['what']}"]
    yield from _under("change", _bullets([_by(what, change["by"], _inline) if change["by"] else what]))
    yield from _under("change_why", _block(change["why"]))


def _under(name: str, parts: list[str], title: str = "") -> list[str]:
    """The parts of a field under its title; nothing where there are none."""
    return [f"**{title or words[f'field.{name}']}**", *parts] if parts else []


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
    return f"\u2068{told}\u2069" if _turns(line) else told


def _inline(name: str) -> str:
    plain = "".join(sign for sign in name if unicodedata.bidirectional(sign) not in _EMBEDS)
    return _line(_one_line(plain)) or "–"


def _turns(line: str) -> bool:
    return not line.isascii() and any(unicodedata.bidirectional(sign) in _TURNS for sign in line)


_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_EMBEDS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_TURNS = {"R", "AL", *_EMBEDS}


# --- what both of them say


def _said(record: Record, name: str, called: Called) -> list[Said]:
    if name == "options":
        return [_option(one, called) for one in record.words["options"]]
    return [[(_by(what, whose, called), text)] for what, whose, text in voices(record, name)]


def _option(one: Considered, called: Called) -> Said:
    what = words["copy.chosen"] if one["chosen"] else words["copy.option"]
    by = words["copy.comma"].join(called(name) if says(name) else words["a_member"] for name in one["by"])
    told = words["copy.said"].plain(what=what, name=by) if says(by) else what
    return [(told, one["text"]), *([(words["copy.kept"], one["kept"])] if one["kept"] else [])]


def _by(what: str, name: str, called: Called) -> str:
    return words["copy.said"].plain(what=what, name=called(name) if says(name) else words["a_member"])


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
