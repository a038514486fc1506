"""Installations: kept, found, renewed by one at a time, taken away; what is known of workspaces."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from slack_sdk.oauth.installation_store import Bot
from sqlalchemy import RowMapping, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot import owners
from bot.installed.tables import installations, states, workspaces
from bot.store import Db
from bot.vault import Gone, WrongKeys

_RENEWING = timedelta(minutes=1)  # far longer than a call to Slack takes
_PARTS = (
    *("app_id", "enterprise_id", "enterprise_name", "team_id", "team_name"),
    *("bot_token", "bot_refresh_token", "bot_token_expires_at", "bot_id", "bot_user_id", "bot_scopes"),
    *("is_enterprise_install", "installed_at"),
)
_SAVE = insert(installations)
_SAVE = _SAVE.on_conflict_do_update(
    index_elements=["team"],
    set_={name: _SAVE.excluded[name] for name in ("sealed", "installed_at", "expires_at", "renewing_until")},
)
_THIS = installations.c.team == bindparam("of_team")
_ONE = select(installations).where(_THIS)
_ALL = select(installations.c.team).order_by(installations.c.team)
_EVERY = select(installations)
_FREE = or_(installations.c.renewing_until.is_(None), installations.c.renewing_until <= bindparam("now"))
_CLAIM = update(installations).where(_THIS, _FREE).values(renewing_until=bindparam("until"))
_CLAIM = _CLAIM.returning(installations)
_RENEWED = (
    update(installations)
    .where(_THIS, installations.c.renewing_until == bindparam("ours"))
    .values(sealed=bindparam("sealed"), expires_at=bindparam("expires_at"), renewing_until=None)
)
_EXPIRING = select(installations.c.team).where(installations.c.expires_at <= bindparam("by"), _FREE)
_OLDER = _ONE.where(installations.c.installed_at <= bindparam("at"))
_DROP = delete(installations).where(_THIS)
_SEEN = insert(workspaces)
_HERE = _SEEN.on_conflict_do_update(index_elements=["team"], set_={"left_at": None})
_SERVED = _SEEN.on_conflict_do_update(index_elements=["team"], set_={"enterprise": _SEEN.excluded.enterprise})
_LEFT = _SEEN.on_conflict_do_update(
    index_elements=["team"],
    set_={"left_at": _SEEN.excluded.left_at},
    where=workspaces.c.left_at.is_(None),
).returning(workspaces.c.team)
_SERVES = select(workspaces.c.enterprise).where(workspaces.c.team == bindparam("of_team"))
_OF_ENTERPRISE = (
    select(workspaces.c.team)
    .where(workspaces.c.enterprise == bindparam("enterprise"))
    .order_by(workspaces.c.team)
)
_FORGET_THOSE_OF = delete(workspaces).where(workspaces.c.enterprise == bindparam("enterprise"))
_BACK = update(workspaces).where(workspaces.c.team == bindparam("of_team")).values(left_at=None)
_GONE = select(workspaces.c.team).where(workspaces.c.left_at <= bindparam("before"))
_STILL_GONE = _GONE.where(workspaces.c.team == bindparam("of_team")).with_for_update()
_RESTING = select(workspaces.c.team).where(workspaces.c.left_at.is_not(None))
_STATE = insert(states).on_conflict_do_nothing().returning(states.c.id)
_FORGET_STATES = delete(states).where(states.c.at <= bindparam("before"))


@dataclass(frozen=True)
class Installed:
    """One installation: of a workspace, or of an organisation, whose id stands for a team's."""

    team: str
    bot: Bot = field(repr=False)
    renewing_until: datetime | None = None

    @property
    def token(self) -> str:
        return str(self.bot.bot_token)


def team_of(bot: Bot) -> str:
    """Whose it is: a workspace's is its own in whichever organisation it is."""
    return str((bot.enterprise_id if bot.is_enterprise_install else bot.team_id) or "")


def save(db: Db, bot: Bot, now: datetime, expires_at: datetime | None) -> None:
    """It is installed there (again): what rested goes on."""
    row = {"team": team_of(bot), "installed_at": now, "expires_at": expires_at, "renewing_until": None}
    db.execute(_SAVE, row | {"sealed": _sealed(db, bot)})
    db.execute(_HERE, {"team": team_of(bot)})


def find(db: Db, team: str) -> Installed | None:
    """Whose installation that is; None where there is none."""
    return _opened(db, db.execute(_ONE, {"of_team": team}).mappings().first())


def installed(db: Db) -> list[str]:
    """All that have it."""
    return list(db.execute(_ALL).scalars())


def claim(db: Db, team: str) -> Installed | None:
    """It is ours to renew for a minute: a refresh token works once. None where others are at it."""
    now = db.machine_now()
    which = {"of_team": team, "now": now, "until": now + _RENEWING}
    return _opened(db, db.execute(_CLAIM, which).mappings().first())


def renewed(db: Db, was: Installed, bot: Bot, expires_at: datetime) -> bool:
    """False where it was installed anew, or taken away, meanwhile."""
    which = {"of_team": was.team, "ours": was.renewing_until}
    return db.execute(_RENEWED, {**which, "sealed": _sealed(db, bot), "expires_at": expires_at}).rowcount > 0


def expiring(db: Db, by: timedelta) -> list[str]:
    """Those whose token ends within that time, and that nobody renews just now."""
    now = db.machine_now()
    return list(db.execute(_EXPIRING, {"by": now + by, "now": now}).scalars())


def drop(db: Db, team: str, at: datetime) -> bool:
    """The token is gone, unless it was installed after that; False where there was none so old."""
    if db.execute(_OLDER, {"of_team": team, "at": at}).first() is None:
        return False
    db.execute(_DROP, {"of_team": team})
    db.forget(owners.installation(team))
    return True


def served_by(db: Db, team: str, enterprise: str) -> None:
    """That workspace goes by its organisation's installation."""
    db.execute(_SERVED, {"team": team, "enterprise": enterprise})


def serves(db: Db, team: str) -> str:
    """By whose installation that workspace goes; "" for its own, or none."""
    return str(db.execute(_SERVES, {"of_team": team}).scalar() or "")


def of_enterprise(db: Db, enterprise: str) -> Sequence[str]:
    """The workspaces that go by its installation, as far as they were heard of."""
    return db.execute(_OF_ENTERPRISE, {"enterprise": enterprise}).scalars().all()


def forget_those_of(db: Db, enterprise: str) -> None:
    """Which workspaces went by its installation."""
    db.execute(_FORGET_THOSE_OF, {"enterprise": enterprise})


def left(db: Db, team: str, at: datetime) -> bool:
    """The app is not installed there any more, since then; False where that was known."""
    return db.execute(_LEFT, {"team": team, "left_at": at}).first() is not None


def back(db: Db, team: str) -> None:
    """What rested there goes on."""
    db.execute(_BACK, {"of_team": team})


def resting(db: Db) -> list[str]:
    return list(db.execute(_RESTING).scalars())


def left_before(db: Db, moment: datetime) -> list[str]:
    """Where the app was taken out by then."""
    return list(db.execute(_GONE, {"before": moment}).scalars())


def is_left(db: Db, team: str, moment: datetime) -> bool:
    """Whether it was taken out there by then, still: whoever installs it anew waits for what is done here."""
    return db.execute(_STILL_GONE, {"of_team": team, "before": moment}).first() is not None


def first_time(db: Db, state: str, now: datetime) -> bool:
    """Whether that state has not come back before."""
    return db.execute(_STATE, {"team": "", "id": state, "at": now}).first() is not None


def forget_states(db: Db, before: datetime) -> None:
    db.execute(_FORGET_STATES, {"before": before})


def held(db: Db) -> Iterator[tuple[tuple[str, ...], bytes, str]]:
    """The token of each: under which key, what is sealed, and as what."""
    for row in db.execute(_EVERY).all():
        yield (owners.installation(row.team),), row.sealed, f"installation:{row.team}"


def _sealed(db: Db, bot: Bot) -> bytes:
    parts, team = {name: getattr(bot, name) for name in _PARTS}, team_of(bot)
    return db.seal(owners.installation(team), json.dumps(parts), f"installation:{team}")


def _opened(db: Db, row: RowMapping | None) -> Installed | None:
    """None, too, where it does not open: its key is gone, or it was changed."""
    if row is None:
        return None
    team = row["team"]
    try:
        parts = json.loads(db.unseal(owners.installation(team), row["sealed"], f"installation:{team}"))
    except (Gone, WrongKeys):
        return None
    return Installed(team, Bot(**parts), row["renewing_until"])
