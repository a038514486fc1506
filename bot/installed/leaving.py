"""The app is taken out of a workspace, or of an organisation: at once nothing is done there; later all goes.

Whoever installs it again before that finds everything as it was.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, tuple_

from bot import owners
from bot.installed import connected, queries
from bot.installed.tables import workspaces
from bot.store import Store, metadata, spent
from bot.vault import keys

log = logging.getLogger(__name__)

UNINSTALLED, REVOKED = "app_uninstalled", "tokens_revoked"
EVENTS = (UNINSTALLED, REVOKED)
_FEW = 500  # keys, or rows, in one transaction
_DESTROY = delete(keys).where(keys.c.owner.in_(bindparam("these", expanding=True)))


def heard(store: Store, body: dict[str, Any], *, alone: bool) -> bool:
    """One of these events of Slack's; False where it changes nothing: no token of the app's is meant, or what
    was installed after that stands. `alone`: there is one token, which is not kept here.
    """
    event, team = body["event"], str(body.get("team_id") or body.get("enterprise_id") or "")
    if event["type"] == REVOKED and not (event.get("tokens") or {}).get("bot"):
        return False
    at = datetime.fromtimestamp(int(body["event_time"]), UTC) + timedelta(seconds=1)  # it names whole seconds
    with store.begin() as db:
        theirs = queries.drop(db, team, at) or (alone and bool(team))
        gone = theirs and queries.left(db, team, at)
        if gone:
            connected.not_at_home(db, team)
    if gone:
        log.warning("the app was taken out of %s: nothing is done there any more", team)
    return theirs


def _tables() -> list[Table]:
    """All that hold rows of a workspace, what hangs on others first; spent keys go with a sweep."""
    held = [table for table in reversed(metadata.sorted_tables) if "team" in table.c]
    return [table for table in held if table not in (spent, workspaces)]


def purge(store: Store, now: datetime, days: int) -> None:
    """All of the workspaces that were left so many days ago: keys first, so that nothing opens any more."""
    by = now - timedelta(days=days)
    with store.read() as db:
        gone = queries.left_before(db, by)
    for team in filter(lambda one: forget(store, one, by), gone):
        log.warning("everything of %s is deleted: the app was taken out of it %d days ago", team, days)


def forget(store: Store, team: str, by: datetime) -> bool:
    """Every key and every row of a workspace that was left by then, a few in a transaction.

    False where somebody holds one, or it was installed again meanwhile: what is known of it goes last, and as
    long as it is there, the rest is looked for again.
    """
    with store.read() as db:
        owned = db.keys.execute(select(keys.c.owner)).scalars()
        whose = [owner for owner in owned if owners.team(owner) == team]
    for begin in range(0, len(whose), _FEW):
        with store.begin() as db:
            if queries.is_left(db, team, by):
                db.keys.execute(_DESTROY, {"these": whose[begin : begin + _FEW]})
                db.spend(owners.once(team))  # so that the next sweep writes over what the files have of them
    for table in [*_tables(), workspaces]:
        while _drop_few(store, table, team, by):
            pass
        with store.read() as db:
            if db.execute(select(table.c.team).where(table.c.team == team).limit(1)).first():
                return False
    with store.begin() as db:
        queries.forget_those_of(db, team)
    return True


def _drop_few(store: Store, table: Table, team: str, by: datetime) -> int:
    """How many rows that were; it waits for nobody, so that nobody waits in a ring."""
    key = list(table.primary_key.columns)
    some = select(*key).where(table.c.team == team).limit(_FEW).with_for_update(skip_locked=True)
    with store.begin() as db:
        found = [tuple(row) for row in db.execute(some)] if queries.is_left(db, team, by) else []
        if found:
            db.execute(delete(table).where(tuple_(*key).in_(found)))
    return len(found)
