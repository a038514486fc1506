"""The audit: what was run by hand, and who was refused for want of right, in rows that are only added.

Each row's code covers the code of the row before, under a key that stands beside it. Row 0 is the head, with
the code of the last row: whoever adds one holds it, and a row that is missing at the end is missed. What has
come to its end is cut off at the front, and a row that is added then says where. No word stands in it, nor
who anybody is: in the place of a person stands a mark under that person's own key, which goes with them.
Nothing that people may do is written down, so that nothing stands beside what was sent unsigned.
"""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Integer, RowMapping, String, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot import owners
from bot.store import Db, Moment, Store
from bot.vault import metadata as beside_keys

table = Table(
    "audit",
    beside_keys,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("verb", String(100), nullable=False),
    Column("team", String(32), nullable=False),
    Column("about", String(100), nullable=False),
    Column("mark", String(64), nullable=False),
    Column("code", String(64), nullable=False),
)
Row = RowMapping | dict[str, Any]

RAN, HEAD, ENDED, ANEW = "ran", "head", "ended", "anew"  # kinds; of a refusal it is why
_LOST = "lost"  # what the head said of the last row is not known any more

_ROWS = select(table).order_by(table.c.number)
_HEAD = select(table).where(table.c.number == 0)
_LOCK = _HEAD.with_for_update()
_ADD = insert(table)
_MAKE_HEAD = insert(table).on_conflict_do_nothing().returning(table.c.number)
_MOVE_HEAD = (
    update(table)
    .where(table.c.number == 0)
    .values(at=bindparam("at"), mark=bindparam("last"), code=bindparam("sealed"))
)
_LAST = select(func.max(table.c.number))
_FIRST = select(func.min(table.c.number)).where(table.c.number != 0)
_BEGINS = select(func.max(table.c.number)).where(table.c.kind == ANEW)
_ENDS = select(table.c.about).where(table.c.kind == ENDED)
_STAYS = select(func.min(table.c.number)).where(table.c.number > 0, table.c.at > bindparam("before"))
_GOES = select(table).where(table.c.number > 0, table.c.number < bindparam("stays"))
_GOES = _GOES.order_by(table.c.number.desc()).limit(1)
_CUT = delete(table).where(table.c.number > 0, table.c.number <= bindparam("last"))


def write(
    db: Db, now: datetime, kind: str, verb: str, *, team: str = "", about: str = "", person: str = ""
) -> None:
    """One row more (`now` in UTC); whoever adds another waits until this is kept.

    `about` is an id, or the name of a thing; `person` is the id of whoever did it, or whom it is about.
    """
    mark = db.mark(owners.person(team, person), f"audit|{team}|{person}") if person else ""
    row = {"kind": kind, "verb": verb, "team": team, "about": about, "mark": mark}
    _add(db, now, row, _hold(db, now))


def ran(db: Db, now: datetime, verb: str, *, team: str = "", about: str = "", person: str = "") -> None:
    """Somebody who runs the bot has it do that, by hand."""
    write(db, now, RAN, verb, team=team, about=about, person=person)


def begin_anew(db: Db, now: datetime) -> None:
    """What does not fit stays as it is; from this row on all has to fit again."""
    _hold(db, now)
    _add(db, now, {"kind": ANEW, "verb": "", "team": "", "about": "", "mark": ""}, ANEW)


def end(store: Store, now: datetime, before: datetime) -> None:
    """What was written until then goes, as far as nothing younger stands in front of it."""
    with store.begin() as db:
        stays = db.keys.execute(_STAYS, {"before": before}).scalar()
        stays = (db.keys.execute(_LAST).scalar() or 0) + 1 if stays is None else stays
        if gone := db.keys.execute(_GOES, {"stays": stays}).mappings().first():
            write(db, now, ENDED, "", about=f"{gone['number']}:{gone['code']}")
            db.keys.execute(_CUT, {"last": gone["number"]})


def rows(db: Db) -> list[RowMapping]:
    """All but the head, in their order."""
    return list(db.keys.execute(_ROWS.where(table.c.number != 0)).mappings())


def last(db: Db) -> RowMapping | None:
    """The youngest row; None where there is none yet."""
    found = db.keys.execute(_ROWS.where(table.c.number == _LAST.scalar_subquery())).mappings().first()
    return found if found and found["number"] else None


def misfit(db: Db) -> int | None:
    """The number of the first row that does not fit; 0: the last ones are missing; None: all fit."""
    first = db.keys.execute(_FIRST).scalar()
    if owners.AUDIT not in db.openers([owners.AUDIT]):
        return first  # without the key nothing of it is ours
    if first is None:
        return 0
    anew = db.keys.execute(_BEGINS).scalar()
    before = _before(db, first) if anew is None else ANEW
    since = _ROWS.where(table.c.number >= (first if anew is None else anew), table.c.number != 0)
    found = db.keys.execute(since).mappings().all()
    befores = [before, *(row["code"] for row in found)]
    said = [_said(row, one) for row, one in zip(found, befores, strict=False)]
    made = db.marks(owners.AUDIT, said)
    for row, one in zip(found, said, strict=True):
        if made.get(row["code"]) != one:
            return int(row["number"])
    before = befores[-1]
    head = db.keys.execute(_HEAD).mappings().first()
    return None if head and head["mark"] == before and head["code"] == _code(db, head, before) else 0


def had(db: Db, number: int, code: str) -> bool:
    """Whether that row is there, by its number and the beginning of its code; or has come to its end."""
    first = db.keys.execute(_FIRST).scalar()
    if first is None or number < first:
        return first is not None
    found = db.keys.execute(_ROWS.where(table.c.number == number)).mappings().first()
    return found is not None and bool(code) and str(found["code"]).startswith(code)


def _hold(db: Db, now: datetime) -> str:
    """The code of the last row, from the head, which nobody else moves until this is kept."""
    head = {"number": 0, "at": now, "kind": HEAD, "verb": "", "team": "", "about": "", "mark": "", "code": ""}
    if db.keys.execute(_MAKE_HEAD, head).first():
        known = owners.AUDIT in db.openers([owners.AUDIT])
        return _LOST if known else ""  # the key is made with the first row
    there = db.keys.execute(_LOCK).mappings().one()
    return str(there["mark"]) if there["code"] == _code(db, there, there["mark"]) else _LOST


def _add(db: Db, now: datetime, said: dict[str, Any], before: str) -> None:
    number = (db.keys.execute(_LAST).scalar() or 0) + 1
    row = {"number": number, "at": now, **said}
    row["code"] = _code(db, row, before)
    db.keys.execute(_ADD, row)
    head = {"number": 0, "at": now, "kind": HEAD, "verb": "", "team": "", "about": "", "mark": row["code"]}
    db.keys.execute(_MOVE_HEAD, {"at": now, "last": row["code"], "sealed": _code(db, head, row["code"])})


def _code(db: Db, row: Row, before: str) -> str:
    return next(iter(db.marks(owners.AUDIT, [_said(row, before)])))


def _said(row: Row, before: str) -> str:
    """What a row's code is made of."""
    at = row["at"].astimezone(UTC).isoformat()
    told = [row[name] for name in ("kind", "verb", "team", "about", "mark")]
    return json.dumps([row["number"], at, *told, before])


def _before(db: Db, first: int) -> str:
    """The code of the row before the first that is left, as it was written down when that went."""
    if first == 1:
        return ""
    ended = (about.partition(":") for about in db.keys.execute(_ENDS).scalars())
    return next((code for number, _, code in ended if number == str(first - 1)), _LOST)
