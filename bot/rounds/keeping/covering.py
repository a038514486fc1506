"""What tells a person's choice in the row of a round, or of a place in one, is written sealed: who paused it,
how they stand there, and all that a practice remembers.

It takes ENCRYPTION_KEYS, and no key of anybody's: each look at a round opens it, and asks nothing for it.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

from sqlalchemy import RowMapping, bindparam, select

from bot.rounds.keeping.tables import rounds, seats
from bot.store import Db
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


class Covers(Protocol):
    """What seals, and opens, with ENCRYPTION_KEYS: a transaction, or the vault itself."""

    def cover(self, said: str, identity: str) -> bytes: ...
    def uncover(self, covered: bytes, identity: str) -> str: ...


def covered(by: Covers, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row, as it is written."""
    told = json.dumps([row[name] for name in COVERED[table]])
    sealed = by.cover(told.ljust(-(-len(told) // _ROOM) * _ROOM), identity(table, row))
    facts = {name: one for name, one in json.loads(row["facts"]).items() if name in _ASKED_FOR}
    return {**row, **dict.fromkeys(COVERED[table], ""), "facts": json.dumps(facts), "sealed": sealed}


def uncovered(by: Covers, table: str, row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    """The row as it was before; as it stands there, where that was written by a version before.

    So it does where somebody else changed what is sealed: its code does not fit then.
    """
    told = said(by, table, row)
    return {**row, **(dict(zip(COVERED[table], json.loads(told), strict=True)) if told else {})}


def said(by: Covers, table: str, row: Mapping[str, Any] | RowMapping) -> str:
    """All that is sealed in it, as JSON; "" for nothing that opens."""
    with suppress(WrongKeys):
        return by.uncover(row["sealed"], identity(table, row)) if row["sealed"] else ""
    return ""


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
