"""CSV, for a table: a row a version."""

import csv
import io
import unicodedata
from datetime import datetime

from bot.features.options.models import Record
from bot.features.options.register.cards.exports.parts import (
    FRAME,
    OUTCOME,
    Said,
    moment,
    one_line,
    said,
    unnamed,
)
from bot.features.options.register.cards.saying import LISTS, listed, texts, words

_COUNTS = ("deciders", "missing", "aside", "tests")
_SAID = ("options", "reservations", "earlier", "held", "notes", "working", "beside", "handed", "links")
COLUMNS = (
    *("record", "version", "newest", "state", "created_at", "review_at", "first_day", *OUTCOME, *FRAME),
    *(*_SAID, *LISTS, *_COUNTS, "change", "change_why", "change_by", "unnamed"),
)


def write(records: list[list[Record]], _channel_name: str, _now: datetime) -> str:
    """A row a version.

    What somebody wrote stands between “ and ”, so that none of it is the first sign of a cell, where it could
    begin a formula. Where a cell is one text, take off its first and last sign and you have it as it was
    written. Where it is several, each stands whole behind what it is, a blank line between them.
    """
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    titles = {name: no_formula(words[f"field.{name}"]) for name in COLUMNS}
    writer.writerow(titles | {"decision": words["copy.either"]})
    for kept in records:
        for record in kept:
            cells = _cells(record, newest=record is kept[-1])
            writer.writerow({name: no_formula(cell) for name, cell in cells.items()})
    return "\ufeff" + file.getvalue()


def _cells(record: Record, *, newest: bool) -> dict[str, str]:
    change, written = record.words["change"], texts(record)
    return {
        "record": record.id,
        "version": str(record.version),
        "newest": words["copy.yes"] if newest else words["copy.no"],
        "state": words[f"state.{record.state}"],
        "created_at": moment(record.created_at),
        "review_at": moment(record.review_at),
        "first_day": written["first_day"],
        **{name: _quoted(written[name]) for name in (*OUTCOME, *FRAME)},
        **{name: "\n\n".join(map(_cell, said(record, name, one_line))) for name in _SAID},
        **{name: "\n".join(listed(record, name)) for name in LISTS},
        **{name: written[name] or "0" for name in _COUNTS},
        "change": words[f"change.{change['what']}"],
        "change_why": _quoted(change["why"]),
        "change_by": _quoted(change["by"]),
        "unnamed": "\n".join(unnamed(record, one_line)),
    }


def _cell(heard: Said) -> str:
    return "\n".join(f"{what}: {_quoted(text)}" if text else what for what, text in heard)


def no_formula(cell: str) -> str:
    """What we say begins with a letter or a digit; whoever changes the words need not think of that."""
    begins = unicodedata.normalize("NFKC", cell[:1])
    return _quoted(cell) if begins in _BEGINS_A_FORMULA else cell


_BEGINS_A_FORMULA = {"=", "+", "-", "−", "@", "\t", "\r", "\n", " "}  # of the blanks: some skip them


def _quoted(text: str) -> str:
    return f"“{text}”" if text else ""
