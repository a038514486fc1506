"""Every row: whether each sealed text opens, each reply has its owner's key, and what goes on has a time."""

from collections.abc import Callable, Iterator

from sqlalchemy import select

from bot.doctor.place import Finding, Place
from bot.features import FEATURES
from bot.installed import queries as installed
from bot.operating.mending import orphans, timeless
from bot.owners import person as owner_of
from bot.people import copies
from bot.people import queries as people
from bot.people.tables import people as people_table
from bot.rounds.keeping import queries, tries, unasked
from bot.rounds.keeping.tables import rounds
from bot.store import Db
from bot.vault import opens

_MOST = 200  # rounds that are read at once
_ROUNDS = select(rounds.c.team, rounds.c.id).order_by(rounds.c.team, rounds.c.id)
_BRINGS = select(people_table).where(people_table.c.brings.is_not(None))
Held = Callable[[Db], Iterator[tuple[tuple[str, ...], bytes, str]]]
_BESIDE: dict[str, Held] = {
    "words of people about themselves": people.held,
    "things that looks back chose to try": tries.held,
    "lists of whom somebody does not want to be asked by": unasked.held,
    "codes for a copy": copies.held,
    "tokens of workspaces": installed.held,
}
_RESTORE = "alongside restore --from DIR --over"


def texts(place: Place) -> Iterator[Finding]:
    """How many sealed texts do not open though their key is there: by what they are."""
    found = {**_rounds(place), "experiences that people bring": _brings(place)}
    found |= {what: _beside(place, held) for what, held in _BESIDE.items()}
    with place.store.read() as db:
        found |= {f"texts of {one.name}": one.unopened(db) for one in FEATURES if one.unopened}
    for what, many in found.items():
        if many:
            said = f"{many} of the {what} do not open, or fit: somebody changed them; a backup has them"
            yield Finding("texts", said, _RESTORE)


def _rounds(place: Place) -> dict[str, int]:
    unreadable = forged = 0
    with place.store.read() as db:
        every = [(row.team, row.id) for row in db.execute(_ROUNDS)]
    for team in dict.fromkeys(team for team, _ in every):
        ids = [id_ for of, id_ in every if of == team]
        for first in range(0, len(ids), _MOST):
            with place.store.read() as db:
                loaded = queries.these(db, team, ids[first : first + _MOST])
                queries.unseal_all(db, loaded, lambda _, __: True)
            unreadable += sum(reply.unreadable for round_ in loaded for reply in round_.replies)
            forged += sum(round_.forged + sum(seat.forged for seat in round_.seats) for round_ in loaded)
    return {"replies": unreadable, "rounds and places in them": forged}


def _beside(place: Place, held: Held) -> int:
    broken = 0
    with place.store.read() as db:
        for keys, sealed, identity in held(db):
            found = [one for key in keys if (one := db.openers([key]).get(key))]
            broken += bool(found) and not any(opens(opener, sealed, identity) for opener in found)
    return broken


def _brings(place: Place) -> int:
    broken = 0
    with place.store.read() as db:
        for said in db.execute(_BRINGS).mappings().all():
            known = db.openers([owner_of(said["team"], said["id"])])
            broken += bool(known) and said["id"] not in people.brought(db, said["team"], [said])
    return broken


def owners(place: Place) -> Iterator[Finding]:
    """Replies whose owner's key is gone: nobody can ever read them."""
    with place.store.read() as db:
        found = len(orphans(db))
    if found:
        what = f"{found} replies have no key any more: nobody can ever read them"
        yield Finding("owners", what, "alongside mend owners")


def times(place: Place) -> Iterator[Finding]:
    """What goes on, has a deadline, and will never be looked at."""
    with place.store.read() as db:
        found = len(timeless(db))
    if found:
        what = f"{found} rounds go on with a deadline that nobody looks at"
        yield Finding("times", what, "alongside mend times")
