"""What tells a person's choice in the row of a round, or of a place in one, is written sealed: who paused it,
how they stand there, and all that a practice remembers.

It takes ENCRYPTION_KEYS, and no key of anybody's: each look at a round opens it, and asks nothing for it.
Where a version that cannot open it may still run beside this one, it is written as that one does (migration
0019 notes until when), and sealed once that moment is over.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import RowMapping, Table, bindparam, delete, select, union_all, update

from bot.rounds.keeping.tables import IN_THE_CLEAR, paces, rounds, seats
from bot.store import Db, Store
from bot.vault import WrongKeys

_ROOM = 256  # bytes: how much was chosen is not seen
# The columns that are empty once what stood there is sealed; of the facts stays what the database is asked
# for.
COVERED = {"rounds": ("paused_by", "facts"), "seats": ("step", "facts")}
_ASKED_FOR = ("rests",)
_ROUND = {"rounds": rounds.c.id, "seats": seats.c.round_id}
# All that is sealed in rows, some at a time: no index knows what it says.
EVERY = {
    table.name: select(table.c.team, _ROUND[table.name], table.c.sealed)
    .where(table.c.sealed.is_not(None))
    .execution_options(yield_per=1000)
    for table in (rounds, seats)
}
_OF_TEAM = {
    table.name: EVERY[table.name].where(table.c.team == bindparam("team")) for table in (rounds, seats)
}
_WHICH = (paces.c.team == "", paces.c.what == IN_THE_CLEAR)
_UNTIL = select(paces.c.until).where(*_WHICH)
_NOTED_NO_MORE = delete(paces).where(*_WHICH)
_MOST = 500  # rows of a table at a time
_PLAIN = {
    table: select(table).where(table.c.sealed.is_(None)).limit(_MOST).with_for_update(skip_locked=True)
    for table in (rounds, seats)
}
_IN_EITHER = union_all(*(select(table.c.team).where(table.c.sealed.is_(None)) for table in (rounds, seats)))
_LEFT = _IN_EITHER.limit(1)
_SEAL = {
    table: update(table)
    .where(*(column == bindparam(f"of_{column.name}") for column in table.primary_key))
    .values({name: bindparam(name) for name in (*COVERED[table.name], "sealed")})
    for table in (rounds, seats)
}


class Uncovers(Protocol):
    """What opens, with ENCRYPTION_KEYS: a transaction, or the vault itself."""

    def uncover(self, covered: bytes, identity: str) -> str: ...


def covered(db: Db, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row, as it is written now."""
    until = _until(db)
    if until is not None and db.nearly_now() < until:
        return {**row, "sealed": None}
    return _sealed(db, table, row)


def _sealed(db: Db, table: str, row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    told = json.dumps([row[name] for name in COVERED[table]])
    sealed = db.cover(told.ljust(-(-len(told) // _ROOM) * _ROOM), identity(table, row))
    facts = {name: one for name, one in json.loads(row["facts"]).items() if name in _ASKED_FOR}
    return {**row, **dict.fromkeys(COVERED[table], ""), "facts": json.dumps(facts), "sealed": sealed}


def uncovered(by: Uncovers, table: str, row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    """The row as it was before; as it stands there, where that was written by a version before.

    So it does where somebody else changed what is sealed: its code does not fit then.
    """
    told = said(by, table, row)
    return {**row, **(dict(zip(COVERED[table], json.loads(told), strict=True)) if told else {})}


def said(by: Uncovers, table: str, row: Mapping[str, Any] | RowMapping) -> str:
    """All that is sealed in it, as JSON; "" for nothing that opens."""
    with suppress(WrongKeys):
        return by.uncover(row["sealed"], identity(table, row)) if row["sealed"] else ""
    return ""


def seal_rest(store: Store) -> None:
    """Once its time is over, the next few rows that stand in the clear are sealed; at last the note goes."""
    if IN_THE_CLEAR not in store.known:
        with store.read() as db:
            _until(db)
    until = store.known[IN_THE_CLEAR]
    if until is None or store.nearly_now() < until:
        return
    with store.begin() as db:
        if any(_seal_some(db, table) for table in (rounds, seats)) or db.execute(_LEFT).first():
            return
        db.execute(_NOTED_NO_MORE)
    store.known[IN_THE_CLEAR] = None


def _seal_some(db: Db, table: Table) -> bool:
    """Those that nobody has in hand; False for none."""
    if rows := db.execute(_PLAIN[table]).mappings().all():
        key = [column.name for column in table.primary_key]
        made = [_sealed(db, table.name, row) for row in rows]
        values = [*COVERED[table.name], "sealed"]
        db.execute(
            _SEAL[table], [{f"of_{n}": one[n] for n in key} | {n: one[n] for n in values} for one in made]
        )
    return bool(rows)


def _until(db: Db) -> datetime | None:
    """Until when it is left in the clear; None for: it is sealed. Each process asks once."""
    if IN_THE_CLEAR not in db.known:
        db.known[IN_THE_CLEAR] = db.connection.execute(_UNTIL).scalar()
    found: datetime | None = db.known[IN_THE_CLEAR]
    return found


def naming(db: Db, team: str, person_id: str) -> list[str]:
    """The ids of all rounds of a workspace where this person stands in what is sealed."""
    found = {
        row[_ROUND[table].name]
        for table, every in _OF_TEAM.items()
        for row in db.execute(every, {"team": team}).mappings()
        if person_id in said(db, table, row)
    }
    return sorted(found)


def identity(table: str, row: Mapping[str, Any] | RowMapping) -> str:
    """What it is bound to: its round. Whose place it is, the code of its row says."""
    return f"v1|{table}|{row['team']}|{row[_ROUND[table].name]}|covered"
