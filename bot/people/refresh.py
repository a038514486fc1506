"""Asks Slack who somebody is: their name, their zone, whether they are still here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.people import queries
from bot.slack.blocks import safe
from bot.slack.calls import call
from bot.store import Db, Store

FRESH = timedelta(days=1)
AGAIN = timedelta(minutes=5)  # after Slack did not answer
NAME_MAX = 80  # docs: users.profile.set, display_name

Gone = Callable[[Db, str, str], None]


def refresh(store: Store, slack: WebClient, gone: Gone, now: datetime) -> bool:
    """Ask about those of whom we have not asked for a day; True if there was anybody."""
    with store.read() as db:
        stale = queries.stale(db, now)
    for team, person_id in stale:
        answer = call(slack, "users.info", user=person_id)
        with store.begin() as db:
            if answer.ok:
                keep(db, team, answer.data.get("user", {}), gone, now)
            else:
                queries.ask_again(db, team, person_id, now + AGAIN)
    return bool(stale)


def keep(db: Db, team: str, user: dict[str, Any], gone: Gone, now: datetime) -> None:
    """Keep what Slack says in a user object; `gone` hears of somebody who was deactivated."""
    profile = user.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name")
    queries.seen(
        db,
        team,
        user["id"],
        name=safe(name or user.get("name") or user["id"], NAME_MAX),
        zone=user.get("tz") or "UTC",
        deleted=bool(user.get("deleted")),
        until=now + FRESH,
    )
    if user.get("deleted"):
        gone(db, team, user["id"])
