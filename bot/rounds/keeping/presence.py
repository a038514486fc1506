"""Who is in a channel, written down: what Slack told of it, of those whom the app knows.

What changes wakes their rounds there; those are locked first, in their order, as everywhere.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, case, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.people.tables import people
from bot.rounds.keeping.models import Status
from bot.rounds.keeping.tables import memberships, rounds, seats
from bot.store import Db

_THEIRS = (
    select(rounds.c.id)
    .join(seats, (seats.c.team == rounds.c.team) & (seats.c.round_id == rounds.c.id))
    .where(rounds.c.team == bindparam("team"), rounds.c.channel_id == bindparam("channel"))
    .where(seats.c.person_id == bindparam("person"))
    .order_by(rounds.c.created_at, rounds.c.id)
    .with_for_update(of=rounds)
)
_MET = select(people.c.id).where(people.c.team == bindparam("team"), people.c.id == bindparam("person"))
_LOCK_OWN = (
    select(rounds.c.id)
    .where(rounds.c.team == bindparam("team"), rounds.c.id == bindparam("person"))
    .with_for_update()
)
_WRITE = insert(memberships)
_NEWER = _WRITE.on_conflict_do_update(
    index_elements=["team", "channel_id", "person_id"],
    set_={"here": _WRITE.excluded.here, "at": _WRITE.excluded.at},
    where=or_(memberships.c.at.is_(None), memberships.c.at <= _WRITE.excluded.at),
)
_ASKED = _WRITE.on_conflict_do_update(
    index_elements=["team", "channel_id", "person_id"], set_={"here": _WRITE.excluded.here}
)
_HERE = select(memberships.c.person_id, memberships.c.here).where(
    memberships.c.team == bindparam("team"), memberships.c.channel_id == bindparam("channel")
)
# Somebody's own message has nothing to look at.
_OPEN = rounds.c.channel_id.is_not(None) & rounds.c.status.in_([Status.RUNNING.value, Status.PAUSED.value])
# Another version: whoever has drawn it before draws it again.
_LOOK_AGAIN = (
    update(rounds)
    .where(rounds.c.team == bindparam("of_team"), rounds.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        unshown=True,
        show_at=None,
        waits_for="",
        version=rounds.c.version + 1,
        wakes_at=case((_OPEN, rounds.c.created_at), else_=rounds.c.wakes_at),  # any moment that is past
    )
)


def heard(db: Db, team: str, channel: str, person_id: str, *, here: bool, at: datetime) -> None:
    """Slack's event of that moment (UTC). One that is late, or comes twice, changes nothing."""
    _keep(db, team, channel, person_id, {"here": here, "at": at})


def known(db: Db, team: str, channel: str) -> dict[str, bool]:
    """Of whom it is written down whether they are in it."""
    return {row.person_id: row.here for row in db.execute(_HERE, {"team": team, "channel": channel})}


def found(db: Db, team: str, channel: str, person_id: str, *, here: bool) -> None:
    """What Slack answered when it was asked. One person a transaction: their rounds are locked in order."""
    _keep(db, team, channel, person_id, {"here": here, "at": None})


def _keep(db: Db, team: str, channel: str, person_id: str, said: Mapping[str, object]) -> None:
    which = {"team": team, "channel": channel, "person": person_id}
    ids = list(db.execute(_THEIRS, which).scalars())
    if not ids and db.execute(_MET, which).first() is None:
        return  # nothing of theirs is here: it is nobody's business where they come and go
    own = list(db.execute(_LOCK_OWN, which).scalars())
    row = {"team": team, "channel_id": channel, "person_id": person_id, **said}
    db.execute(_NEWER if said["at"] else _ASKED, row)
    db.execute(_LOOK_AGAIN, {"of_team": team, "ids": [*ids, *own]})
    db.touched.update((team, id_) for id_ in (*ids, *own))
