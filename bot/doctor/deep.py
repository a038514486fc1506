"""Every row: whether each sealed text opens, each reply has its owner's key, and what goes on has a time."""

from collections.abc import Iterator

from sqlalchemy import select

from bot.doctor.place import Finding, Place
from bot.features import FEATURES
from bot.operating.mending import orphans, timeless
from bot.owners import person as owner_of
from bot.people import queries as people
from bot.people.tables import people as people_table
from bot.rounds.keeping import queries
from bot.rounds.keeping.tables import replies
from bot.vault import Gone, WrongKeys

_MOST = 200  # rounds that are read at once
_ROUNDS = select(replies.c.team, replies.c.round_id).distinct().order_by(replies.c.team, replies.c.round_id)
_WORDS = select(people_table.c.team, people_table.c.id).where(people_table.c.words.is_not(None))
_BRINGS = select(people_table).where(people_table.c.brings.is_not(None))
_RESTORE = "alongside restore --from DIR --over"


def texts(place: Place) -> Iterator[Finding]:
    """How many sealed texts do not open though their key is there: by what they are."""
    found = {"replies": _replies(place), "words of people about themselves": _words(place)}
    with place.store.read() as db:
        found |= {f"texts of {one.name}": one.unopened(db) for one in FEATURES if one.unopened}
    for what, many in found.items():
        if many:
            said = f"{many} of the {what} do not open: somebody changed them; a backup from before has them"
            yield Finding("texts", said, _RESTORE)


def _replies(place: Place) -> int:
    unreadable = 0
    with place.store.read() as db:
        every = [(row.team, row.round_id) for row in db.execute(_ROUNDS)]
    for team in dict.fromkeys(team for team, _ in every):
        ids = [id_ for of, id_ in every if of == team]
        for first in range(0, len(ids), _MOST):
            with place.store.read() as db:
                loaded = queries.these(db, team, ids[first : first + _MOST])
                queries.unseal_all(db, loaded, lambda _, __: True)
            unreadable += sum(reply.unreadable for round_ in loaded for reply in round_.replies)
    return unreadable


def _words(place: Place) -> int:
    broken = 0
    with place.store.read() as db:
        for row in db.execute(_WORDS).all():
            try:
                people.find(db, row.team, row.id)
            except WrongKeys:
                broken += 1
            except Gone:
                pass  # they were forgotten
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
