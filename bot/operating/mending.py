"""What whoever runs it can put right with one command; each says how many it put right, and harms nothing.

What it needs of Slack it leaves to whoever serves: it is brought into line the next time somebody looks.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Row, bindparam, delete, func, select, update

from bot import audit
from bot.operating.opened import opened
from bot.rounds.keeping.models import Status
from bot.rounds.keeping.tables import PARKED, cards, replies, rounds
from bot.rounds.showing import outbox
from bot.settings import Settings
from bot.store import Db, Store, spent
from bot.vault import keys

_PARKED = select(cards.c.team, cards.c.place).where(PARKED).distinct()
_FAILING = (
    update(rounds)
    .where(rounds.c.failures > 0)
    .values(failures=0, wakes_at=bindparam("now"))
    .returning(rounds.c.id)
)
_TIMELESS = select(rounds.c.team, rounds.c.id).where(
    rounds.c.status == Status.RUNNING.value, rounds.c.ends_at.is_not(None), rounds.c.wakes_at.is_(None)
)
_WAKE = (
    update(rounds)
    .where(rounds.c.team == bindparam("of_team"), rounds.c.id == bindparam("of_id"))
    .values(wakes_at=rounds.c.ends_at)
)
# Without the marks that something was taken back: in those nothing is sealed.
_REPLIES = select(replies.c.team, replies.c.round_id, replies.c.id, replies.c.owner, replies.c.under).where(
    func.length(replies.c.sealed) > 0
)
_DROP = (
    delete(replies)
    .where(replies.c.team == bindparam("of_team"), replies.c.round_id == bindparam("of_round_id"))
    .where(replies.c.id == bindparam("of_id"))
    # What was written anew meanwhile has another key.
    .where(replies.c.owner == bindparam("of_owner"), replies.c.under == bindparam("of_under"))
)


def failing(store: Store, now: datetime) -> int:
    """Rounds whose ticks broke are looked at now, as if it had never happened."""
    with store.begin() as db:
        return len(db.execute(_FAILING, {"now": now}).all())


def parked(store: Store, _: datetime) -> int:
    """What Slack refused is tried once more, everywhere; places: in so many."""
    with store.read() as db:
        places = db.execute(_PARKED).all()
    for row in places:
        with store.begin() as db:
            outbox.back(db, row.team, row.place)
    return len(places)


def times(store: Store, _: datetime) -> int:
    """What has a deadline is looked at when it is over."""
    with store.begin() as db:
        found = timeless(db)
        if found:
            db.execute(_WAKE, [{"of_team": row.team, "of_id": row.id} for row in found])
    return len(found)


def owners(store: Store, _: datetime) -> int:
    """Replies that nobody can ever read are gone."""
    with store.begin() as db:
        found = orphans(db)
        if found:
            db.execute(
                _DROP, [{f"of_{name}": value for name, value in row._mapping.items()} for row in found]
            )
    return len(found)


def unspent(store: Store, _: datetime) -> int:
    """Keys that open nothing any more are destroyed, and what the files have of them."""
    with store.read() as db:
        before = len(db.execute(select(spent.c.owner)).all())
    store.sweep()
    with store.read() as db:
        return before - len(db.execute(select(spent.c.owner)).all())


def chain(store: Store, now: datetime) -> int:
    """Where rows of the audit do not fit, they stay as they are, and what comes after them fits again."""
    with store.begin() as db:
        if audit.misfit(db) is None:
            return 0
        audit.begin_anew(db, now)
        return 1


def mend(settings: Settings, what: str) -> int:
    """How many were put right of that (one of `MENDS`). SettingsError where the database is not ours."""
    with opened(settings) as store:
        now = datetime.now(UTC)
        with store.begin() as db:
            audit.ran(db, now, "mend", about=what)
        return MENDS[what](store, now)


def timeless(db: Db) -> list[Row[tuple[str, str]]]:
    """(team, id) of rounds that go on, have a deadline, and will never be looked at."""
    return list(db.execute(_TIMELESS))


def orphans(db: Db) -> list[Row[tuple[str, str, str, str, str]]]:
    """(team, round_id, id, …) of replies of which a key is gone that it takes to open them."""
    written = db.execute(_REPLIES).all()  # first: a key is kept before what is sealed with it
    held = {"", *db.keys.execute(select(keys.c.owner)).scalars()}
    return [row for row in written if not {row.owner, row.under} <= held]


MENDS: dict[str, Callable[[Store, datetime], int]] = {
    "failing": failing,
    "parked": parked,
    "times": times,
    "owners": owners,
    "spent": unspent,
    "audit": chain,
}
