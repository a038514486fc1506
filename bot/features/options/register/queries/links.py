"""Which records of a channel belong together, and how. Always within one channel."""

from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from bot.features.options.models import FROM_THERE, How
from bot.features.options.register.queries.tables import links, records
from bot.store import Db

Ends = tuple[str, str]  # how it is read from a record, and which other one it leads to

_HERE = select(links).where(links.c.team == bindparam("team"), links.c.channel_id == bindparam("channel"))
_OF = _HERE.where(or_(links.c.record_id == bindparam("id"), links.c.other_id == bindparam("id")))
_BOTH = select(func.count(records.c.id.distinct())).where(
    records.c.team == bindparam("team"),
    records.c.channel_id == bindparam("channel"),
    records.c.id.in_(bindparam("ids", expanding=True)),
)
_PUT = insert(links).on_conflict_do_nothing()
_TAKE = delete(links).where(
    links.c.team == bindparam("of_team"),
    links.c.channel_id == bindparam("of_channel"),
    links.c.record_id == bindparam("of_record"),
    links.c.other_id == bindparam("of_other"),
    links.c.how == bindparam("of_how"),
)


def put(db: Db, team: str, channel_id: str, record_id: str, other_id: str, how: How) -> bool:
    """Link two records of this channel, once; False where it does not have both."""
    both = db.execute(_BOTH, {"team": team, "channel": channel_id, "ids": [record_id, other_id]}).scalar_one()
    if both < 2:
        return False
    row = {"team": team, "record_id": record_id, "other_id": other_id, "how": how.value}
    db.execute(_PUT, row | {"channel_id": channel_id})
    return True


def take_away(db: Db, team: str, channel_id: str, record_id: str, other_id: str, how: str) -> None:
    """That link goes, whichever of the two names it; `how` as it is read from the first."""
    there = {back: one for one, back in FROM_THERE.items()}
    if how in there:
        record_id, other_id, how = other_id, record_id, there[how].value
    of: dict[str, Any] = {"of_team": team, "of_channel": channel_id, "of_record": record_id}
    db.execute(_TAKE, of | {"of_other": other_id, "of_how": how})


def of(db: Db, team: str, channel_id: str, record_id: str) -> list[Ends]:
    """A record's own, in both directions."""
    rows = db.execute(_OF, {"team": team, "channel": channel_id, "id": record_id}).all()
    return [end for row in rows for here, end in _ends(row) if here == record_id]


def here(db: Db, team: str, channel_id: str) -> dict[str, list[Ends]]:
    """Those of every record of the channel, by its id."""
    found: dict[str, list[Ends]] = {}
    for row in db.execute(_HERE, {"team": team, "channel": channel_id}).all():
        for record_id, end in _ends(row):
            found.setdefault(record_id, []).append(end)
    return found


def _ends(row: Any) -> list[tuple[str, Ends]]:
    """From both of its records: what is not one of ours says nothing."""
    if row.how not in list(How):
        return []
    return [
        (row.record_id, (row.how, row.other_id)),
        (row.other_id, (FROM_THERE[How(row.how)], row.record_id)),
    ]
