"""Asks Slack who somebody is: their name, their zone, whether they are still here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.people import queries
from bot.slack.blocks import safe
from bot.slack.calls import Answer, call
from bot.slack.codes import Kind
from bot.slack.spaces import ClientOf
from bot.store import Db, Store, again

FRESH = timedelta(days=1)
AGAIN = timedelta(minutes=5)  # after Slack did not answer
_SLACKBOT = "USLACKBOT"  # Slack says of it that it is no bot
NAME_MAX = 80  # docs: users.profile.set, display_name

Changed = Callable[[Db, str, str], None]


def refresh(store: Store, slack: ClientOf, changed: Changed, now: datetime, team: str = "") -> bool:
    """Ask about those (of that workspace) of whom we have not asked for a day; True if there was anybody."""
    with store.read() as db:
        stale = queries.stale(db, now, team)
    for whose, person_id in stale:
        ask(store, slack(whose), whose, person_id, changed, now)
    return bool(stale)


def ask(store: Store, slack: WebClient, team: str, person_id: str, changed: Changed, now: datetime) -> Answer:
    """Ask Slack about one of those who have a row; it is kept, or asked again later."""
    answer = call(slack, "users.info", user=person_id)

    def kept() -> None:
        with store.begin() as db:
            if answer.ok:
                keep(db, team, answer.data.get("user", {}), changed, now)
            else:
                # Whom Slack does not know it will hardly know in five minutes.
                later = FRESH if answer.kind is Kind.REFUSED else max(AGAIN, timedelta(seconds=answer.wait))
                queries.ask_again(db, team, person_id, now + later)

    again(kept)
    return answer


def keep(db: Db, team: str, user: dict[str, Any], changed: Changed, now: datetime) -> None:
    """Keep what Slack says in a user object; `changed` hears of another name or zone, and of who is gone."""
    before = queries.find(db, team, user["id"])
    name = called(db, team, user)
    app = user.get("is_bot") or user["id"] == _SLACKBOT
    zone, deleted = user.get("tz") or "UTC", bool(user.get("deleted") or app)
    queries.seen(db, team, user["id"], name=name, zone=zone, deleted=deleted, until=now + FRESH)
    if deleted or (before.name, before.zone) != (name, zone):
        changed(db, team, user["id"])  # rounds are locked after people


def called(db: Db, team: str, user: dict[str, Any]) -> str:
    """What they are called in all that we draw and keep: the name that Slack shows.

    Where somebody here is called so already, their whole name stands behind it, or else what they are
    mentioned by, which nobody else has. Up to `NAME_MAX` characters.
    """
    profile, handle = user.get("profile") or {}, user.get("name") or ""
    whole = profile.get("real_name") or user.get("real_name") or ""
    name = safe(profile.get("display_name") or whole or handle, NAME_MAX) or user["id"]
    beside = [one for one in (whole, f"@{handle}") if len(one) > 1 and one != name]
    names = [name, *(f"{name[: NAME_MAX // 2]} ({safe(one, NAME_MAX // 2 - 3)})" for one in beside)]
    taken = queries.taken(db, team, user["id"], names)
    return next((one for one in names if one not in taken), names[-1])
