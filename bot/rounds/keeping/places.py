"""Channels that take nothing of the app's just now, and why: what is owed there waits for them.

It is known from Slack's events, and from what it answers (`slack.codes`: `shut`). `at` is when the newest
event of it happened.
"""

from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.dialects.postgresql import insert

from bot.rounds.keeping.tables import places
from bot.store import Db

_SHUT = select(places.c.shut).where(
    places.c.team == bindparam("team"), places.c.channel_id == bindparam("channel")
)
_WRITE = insert(places)
_HEARD = _WRITE.on_conflict_do_update(
    index_elements=["team", "channel_id"],
    set_={"shut": _WRITE.excluded.shut, "at": _WRITE.excluded.at},
    where=or_(places.c.at.is_(None), places.c.at <= _WRITE.excluded.at),
)
_FOUND = _WRITE.on_conflict_do_update(
    index_elements=["team", "channel_id"], set_={"shut": _WRITE.excluded.shut}
)


def shut(db: Db, team: str, channel: str | None) -> str:
    """Why nothing can be posted there; "" where it can, as far as is known."""
    found: str | None = db.execute(_SHUT, {"team": team, "channel": channel}).scalar()
    return found or ""


def heard(db: Db, team: str, channel: str, shut: str, at: datetime) -> None:
    """Slack's event of that moment (UTC): shut for that reason, or open (""). A late one changes nothing."""
    db.execute(_HEARD, {"team": team, "channel_id": channel, "shut": shut, "at": at})


def found(db: Db, team: str, channel: str, shut: str) -> None:
    """What came of writing there: it is shut for that reason, or open ("")."""
    db.execute(_FOUND, {"team": team, "channel_id": channel, "shut": shut, "at": None})
