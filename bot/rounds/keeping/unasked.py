"""By whom somebody does not want to be asked any more, which nobody else can tell.

What such a person begins is kept as it would be, with a place for everybody; of it, whoever is not asked sees
nothing, and all else goes as for somebody who does not answer. Who that is, and which rounds they were, is
sealed under the key of whoever said it, at a length that says little; no row of a round says it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot import owners
from bot.rounds.keeping.models import REACHES, Round, Seat
from bot.rounds.keeping.tables import unasked
from bot.store import Db
from bot.vault import Opener, WrongKeys

_ROOM = 4096  # bytes: what is kept takes up so many, or twice as many …
_MOST = 500  # of the newest rounds: what was asked before those is over
_OF = select(unasked.c.sealed).where(
    unasked.c.team == bindparam("team"), unasked.c.person_id == bindparam("person")
)
_LOCK = _OF.with_for_update()
_ALL = select(unasked)
_KEEP = insert(unasked)
_KEEP = _KEEP.on_conflict_do_update(
    index_elements=["team", "person_id"], set_={"sealed": _KEEP.excluded.sealed}
)


@dataclass(frozen=True)
class Unasked:
    """By whom (ids of people), and which rounds of theirs did not reach them (ids)."""

    people: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()


def of(db: Db, team: str, person_id: str, *, lock: bool = False) -> Unasked:
    """By whom this person is not asked; by nobody where they never said so, or were forgotten."""
    sealed = db.execute(_LOCK if lock else _OF, {"team": team, "person": person_id}).scalar()
    openers = db.openers({owners.person(team, person_id)}) if sealed else {}
    return opened(openers, team, person_id, sealed)


def opened(openers: Mapping[str, Opener], team: str, person_id: str, sealed: bytes | None) -> Unasked:
    """The same of what is sealed; by nobody, too, where it is not sealed with the key that they have now."""
    opener = openers.get(owners.person(team, person_id))
    if opener and sealed:
        with suppress(WrongKeys):
            people, rounds = json.loads(opener(sealed, _identity(team, person_id)))
            return Unasked(tuple(people), tuple(rounds))
    return Unasked()


def keep(db: Db, team: str, person_id: str, found: Unasked) -> None:
    """That is what this person wants from now on."""
    said = json.dumps([found.people, found.rounds[-_MOST:]])
    said = said.ljust(-(-len(said) // _ROOM) * _ROOM)
    sealed = db.seal(owners.person(team, person_id), said, _identity(team, person_id))
    db.execute(_KEEP, {"team": team, "person_id": person_id, "sealed": sealed})


def held(db: Db) -> Iterator[tuple[tuple[str, ...], bytes, str]]:
    """What each who said so keeps: under which key, what is sealed, and as what."""
    for row in db.execute(_ALL).all():
        owner = owners.person(row.team, row.person_id)
        yield (owner,), row.sealed, _identity(row.team, row.person_id)


def hide(db: Db, round_: Round, asker_id: str, seats: Iterable[Seat]) -> None:
    """Of those who are asked there, who does not want to be asked by this person will see nothing of it.

    Nothing is hidden in a channel, which all of it read, nor what always reaches whom it is for.
    """
    if round_.channel_id or round_.facts.get(REACHES):
        return
    for seat in sorted(seats, key=lambda seat: seat.person_id):
        found = of(db, round_.team, seat.person_id, lock=True)
        if asker_id in found.people:
            keep(db, round_.team, seat.person_id, Unasked(found.people, (*found.rounds, round_.id)))


def _identity(team: str, person_id: str) -> str:
    return f"v1|{team}|unasked|{person_id}|text"
