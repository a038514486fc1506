"""Who was forgotten: a ledger beside the keys, apart from the data; and what of it is carried out here.

It lives in the database of the keys, so that no restored data brings anybody back: what is written down there
and not carried out here is done once more, before anything is served. It holds no id: a keyed mark stands for
each, by which whoever has the keys finds them among those who are still here.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, String, Table, select, union
from sqlalchemy.dialects.postgresql import insert

from bot import owners
from bot.people.tables import pair_members, people
from bot.rounds.keeping.models import new_id
from bot.rounds.keeping.tables import memberships, notices, replies, rounds, seats
from bot.store import Db, Moment, metadata
from bot.vault import metadata as beside_keys

erasures = Table(
    "erasures",
    beside_keys,
    Column("id", String(32), primary_key=True),
    Column("mark", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)
erased = Table("erased", metadata, Column("id", String(32), primary_key=True))

_WRITE = insert(erasures)
_LEDGER = select(erasures.c.id, erasures.c.mark).order_by(erasures.c.at, erasures.c.id)
_DONE = select(erased.c.id)
_IS_DONE = insert(erased).on_conflict_do_nothing()
# Everybody of whom anything is kept: nobody else has to be forgotten.
_EVERYBODY = union(
    select(people.c.team, people.c.id.label("person")),
    select(seats.c.team, seats.c.person_id),
    select(replies.c.team, replies.c.author_id),
    select(rounds.c.team, rounds.c.host_id),
    select(pair_members.c.team, pair_members.c.person_id),
    select(memberships.c.team, memberships.c.person_id),
    select(notices.c.team, notices.c.person_id),
)


def write_down(db: Db, team: str, person_id: str, now: datetime) -> None:
    """Somebody is to be forgotten (`now` in UTC): their key is destroyed with it, all else comes after."""
    mark = db.marks(owners.ERASURES, [said(team, person_id)])
    db.keys.execute(_WRITE, {"id": new_id(), "mark": next(iter(mark)), "at": now})
    db.forget(owners.person(team, person_id))


def left(db: Db) -> dict[str, str]:
    """What is written down and not carried out here: by its id, whose mark it is."""
    written = {row.id: row.mark for row in db.keys.execute(_LEDGER)}
    done = set(db.execute(_DONE).scalars()) if written else set()
    return {id_: mark for id_, mark in written.items() if id_ not in done}


def ever(db: Db) -> set[str]:
    """The marks of all who are written down, carried out here or not."""
    return {row.mark for row in db.keys.execute(_LEDGER)}


def whom(db: Db, marks: Iterable[str]) -> list[tuple[str, str]]:
    """(team, person) of those of whom anything is here still, in the order in which people are locked."""
    if not (wanted := {*marks}):
        return []
    every: list[tuple[str, str]] = [(row.team, row.person) for row in db.execute(_EVERYBODY)]
    known = {said(*one): one for one in every if one[1]}
    made = db.marks(owners.ERASURES, known)
    return sorted(known[made[mark]] for mark in wanted & made.keys())


def teams(db: Db, person_id: str) -> list[str]:
    """The workspaces in which anything is kept of somebody with that id."""
    return sorted({row.team for row in db.execute(_EVERYBODY) if row.person == person_id})


def done(db: Db, ids: Iterable[str]) -> None:
    """These are carried out."""
    rows = [{"id": id_} for id_ in ids]
    if rows:
        db.execute(_IS_DONE, rows)


def said(team: str, person_id: str) -> str:
    """What their mark is made of."""
    return f"erased|{team}|{person_id}"
