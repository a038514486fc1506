"""Which rows a transaction locks, one after the other: nobody waits in a ring where all keep to one order.

People come first, then pairs, then rounds: the one that was there longest first, alike ones by their ids;
then people's own messages, by theirs; then what belongs to none of them. What waits for nobody may go the
other way round: it gives up, and is tried again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Delete, Engine, Insert, Select, Table, Update, event, select
from sqlalchemy.sql import visitors

from bot.people.tables import pair_members, pairs, people
from bot.rounds.keeping.tables import cards, heard, notices, paces, replies, rounds, seats
from bot.rounds.time.notices import GATHERED
from bot.store import spent
from bot.vault import keys

# Whoever has the lock of a round has that of what belongs to it; a pair's is that of its invitation.
_PARTS = {seats: "round_id", replies: "round_id", cards: "round_id", pairs: "id", pair_members: "pair_id"}
# Asked for by one request alone, or once in a life.
_ONCE = {heard, keys, spent}
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Lock:
    """A row: where it has its place in the order, and what it is called."""

    place: Key
    name: str
    key: Key
    within: Key = ("nothing",)  # whoever has that has this

    def comes_after(self, other: "Lock") -> bool:
        return self.place > other.place or (
            (self.place, self.name) == (other.place, other.name) and self.key > other.key
        )


@dataclass
class Locks:
    """What each transaction that is open holds, in the order of its places, and what went against it."""

    held: dict[Connection, list[Lock]] = field(default_factory=dict)
    made: dict[Connection, set[Key]] = field(default_factory=dict)
    against: set[str] = field(default_factory=set)
    taken: int = 0
    asking: bool = False

    def take(self, connection: Connection, lock: Lock, *, waits: bool) -> None:
        held = self.held.setdefault(connection, [])
        theirs = {one.key for one in held} | self.made.get(connection, set())
        if {lock.key, lock.within} & theirs:
            return
        if waits:
            self.against |= {f"{lock.name} after {one.name}" for one in held if one.comes_after(lock)}
        held.append(lock)
        self.taken += 1


@contextmanager
def recorded() -> Iterator[Locks]:
    """Everything that is locked meanwhile, through any engine."""
    locks = Locks()

    def hear(connection: Connection, what: Any, many: Any, params: Any, _: Any) -> None:
        if locks.asking:
            return
        locks.asking = True
        try:
            rows = [params] if params else list(many) or [{}]
            for row in rows:
                for lock, waits in _wanted(connection, what, row):
                    locks.take(connection, lock, waits=waits)
                if isinstance(what, Insert) and what.table in (rounds, paces):
                    locks.made.setdefault(connection, set()).update(_new(connection, what.table, row))
        finally:
            locks.asking = False

    def over(connection: Connection) -> None:
        locks.held.pop(connection, None)
        locks.made.pop(connection, None)

    heard = [("before_execute", hear), ("begin", over), ("commit", over), ("rollback", over)]
    for name, listener in heard:
        event.listen(Engine, name, listener)
    try:
        yield locks
    finally:
        for name, listener in heard:
            event.remove(Engine, name, listener)


def _wanted(connection: Connection, what: Any, row: dict[str, Any]) -> Iterator[tuple[Lock, bool]]:
    """What this statement locks, in its order, and whether it waits for it."""
    if isinstance(what, Select) and (how := what._for_update_arg) is not None:
        [table] = how.of or what.get_final_froms()
        waits = not (how.skip_locked or how.nowait)
        found = what.with_only_columns(*_columns(table), maintain_column_froms=True)
        for there in connection.execute(found, row).mappings().all():
            yield _lock(table, there), waits
    elif isinstance(what, Update | Delete) and what.table not in _ONCE:
        found = select(*_columns(what.table)).where(*what._where_criteria)
        waits = not _skips(what)
        for there in connection.execute(found, row).mappings().all():
            yield _lock(what.table, there), waits
    elif isinstance(what, Insert) and what.table is people and not _exists(connection, people, row):
        yield _lock(people, row), True  # of what else is new nobody else knows


def _skips(what: Update | Delete) -> bool:
    """Whether it finds its rows by a query that passes over what others have in hand."""
    within = visitors.iterate(what.whereclause) if what.whereclause is not None else ()
    asked = [one._for_update_arg for one in within if isinstance(one, Select)]
    return any(how is not None and how.skip_locked for how in asked)


def _columns(table: Table) -> list[Any]:
    more = [table.c.created_at, table.c.kind] if table is rounds else []
    more += [table.c.round_id] if table is cards else [table.c.person_id] if table is notices else []
    return [*table.primary_key.columns, *more]


def _new(connection: Connection, table: Table, row: dict[str, Any]) -> set[Key]:
    """The key of a row that is not there yet: it is whose it is that makes it."""
    names = [column.name for column in table.primary_key.columns]
    there = select(table).where(*(table.c[name] == row[name] for name in names))
    return set() if connection.execute(there).first() else {(table.name, *(str(row[name]) for name in names))}


def _exists(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    one = select(table.c.id).where(table.c.team == row["team"], table.c.id == row["id"])
    return connection.execute(one).first() is not None


def _lock(table: Table, row: Any) -> Lock:
    key = (table.name, *(str(row[column.name]) for column in table.primary_key.columns))
    if table is rounds:
        place = (3 if row["kind"] == GATHERED else 2, row["created_at"])
        return Lock(place, f"{table.name} {row['kind']}", key)
    if table in _PARTS:
        return Lock((4,), table.name, key, ("rounds", row["team"], row[_PARTS[table]]))
    if table is notices:
        return Lock((4,), table.name, key, ("people", row["team"], row["person_id"]))
    return Lock((0 if table is people else 5,), table.name, key)
