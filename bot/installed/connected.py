"""A channel that several workspaces share, which all have the app: one of them keeps what is about it."""

from collections.abc import Sequence

from sqlalchemy import String, bindparam, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from bot.installed.tables import connected
from bot.store import Db

_CONNECT = insert(connected)
_CONNECT = _CONNECT.on_conflict_do_update(
    index_elements=["team", "channel_id"], set_={"home": _CONNECT.excluded.home}
)
_HOMES = select(connected.c.home).where(connected.c.channel_id == bindparam("channel")).distinct()
_ELSEWHERE = select(connected.c.home).where(
    connected.c.team == bindparam("of_team"),
    connected.c.channel_id == bindparam("channel"),
    connected.c.home != connected.c.team,
)
_NOT_AT_HOME = delete(connected).where(
    connected.c.home == bindparam("of_home"),
    or_(connected.c.channel_id == bindparam("channel"), bindparam("channel", type_=String) == ""),
)
_PARTED = delete(connected).where(
    connected.c.team == bindparam("of_team"),
    connected.c.channel_id == bindparam("channel"),
    connected.c.home.not_in(bindparam("left", expanding=True)),
)


def connect(db: Db, channel: str, teams: Sequence[str], first: str) -> None:
    """These workspaces share that channel: it is kept where it was already, else in the `first`."""
    homes = set(db.execute(_HOMES, {"channel": channel}).scalars())
    home = min(homes & {*teams}, default=first)
    for team in sorted({*teams, first}):
        db.execute(_CONNECT, {"team": team, "channel_id": channel, "home": home})


def parted(db: Db, team: str, channel: str, other: str, left: Sequence[str]) -> None:
    """That `team` does not share it with the `other` any more, but with those that are `left`."""
    stays = {team: [team, *left], other: [""]}
    for one in sorted(stays):
        db.execute(_PARTED, {"of_team": one, "channel": channel, "left": stays[one]})


def elsewhere(db: Db, team: str, channel: str) -> bool:
    """Whether what is about that channel is kept in another workspace, which shares it."""
    return db.execute(_ELSEWHERE, {"of_team": team, "channel": channel}).first() is not None


def not_at_home(db: Db, team: str, channel: str = "") -> None:
    """The app is not there any more: whoever comes next may begin (everywhere, where none is named)."""
    db.execute(_NOT_AT_HOME, {"of_home": team, "channel": channel})
