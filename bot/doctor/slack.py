"""Slack: whether it can be reached, what it allows the app, and whether the app is where it should be."""

import time
from collections.abc import Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime

import yaml
from sqlalchemy import select, true, union

from bot.app import Alongside
from bot.clock import Clock
from bot.doctor.place import Finding, Place
from bot.rounds.feature import kinds_of
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Status
from bot.rounds.keeping.tables import rounds
from bot.rounds.showing.drawing import as_it_stands
from bot.settings import SLACK_API
from bot.slack.calls import call
from bot.slack.codes import Kind
from bot.store import metadata
from bot.words import ROOT

_DRIFT = 60  # seconds: with 300 Slack's requests are refused
_PAGE, _PAGES = 999, 20
_CARDS = 20  # that are judged, one of a kind and step, and none faster than a second after the other
_OPEN = [Status.RUNNING.value, Status.PAUSED.value]
# Not what is known of channels, nor what is over.
_KNOWN = ("memberships", "places")
_WANTED = union(
    *(
        select(table.c.team, table.c.channel_id).where(
            table.c.channel_id.is_not(None), table.c.status.in_(_OPEN) if table is rounds else true()
        )
        for table in metadata.sorted_tables
        if "channel_id" in table.c and table.name not in _KNOWN
    )
)
_TEAMS = select(rounds.c.team).distinct()
_NEWEST = (
    select(rounds.c.team, rounds.c.id, rounds.c.feature, rounds.c.kind, rounds.c.step)
    .where(rounds.c.status.in_(_OPEN))
    .order_by(rounds.c.created_at.desc())
    .limit(500)
)


def reached(place: Place) -> Iterator[Finding]:
    """Whether Slack answers, and takes the token."""
    answer, address = place.who, place.settings.slack_api_url
    if answer.ok:
        return
    if answer.kind is Kind.AMBIGUOUS or not answer.error:
        own = address != SLACK_API
        mend = "alongside set SLACK_API_URL --default" if own else f"curl -sSI {SLACK_API}"
        yield Finding(
            "slack", f"Slack does not answer at {address} ({answer.error or 'no connection'})", mend
        )
    else:
        token = f"the token of {place.team}" if place.team else "SLACK_BOT_TOKEN"
        mend = "install it anew there, by /slack/install" if place.team else "alongside set SLACK_BOT_TOKEN"
        yield Finding("slack", f"Slack does not take {token}: {answer.error}", mend)


def clock(place: Place) -> Iterator[Finding]:
    """Whether this machine's clock is Slack's."""
    with suppress(ValueError, TypeError):
        off = time.time() - parsedate_to_datetime(place.who.date).timestamp()
        if abs(off) > _DRIFT:
            how = "ahead of" if off > 0 else "behind"
            what = f"this machine's clock is {abs(off):.0f} seconds {how} Slack's"
            yield Finding(
                "clock", f"{what}: with 300, nothing that Slack sends is taken", "timedatectl set-ntp true"
            )


def scopes(place: Place) -> Iterator[Finding]:
    """Whether the app was given what app.yml asks for; without what is optional there it goes on."""
    asked = yaml.safe_load((ROOT / "app.yml").read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    missing = sorted(set(asked) - place.who.scopes)
    if missing and place.who.scopes:
        app = place.who.data.get("app_id") or ""
        page = f"https://api.slack.com/apps/{app}/install-on-team"
        what = f"the app was not given {', '.join(missing)}, which app.yml asks for"
        yield Finding("scopes", what, f"install it anew at {page}")


def workspace(place: Place) -> Iterator[Finding]:
    """Whether the token is of the workspace whose rounds are here."""
    with place.store.read() as db:
        teams = set(db.execute(_TEAMS).scalars()) - {""}
    own = place.team or place.who.data.get("team_id")
    if not place.team and teams and own and own not in teams:
        kept = ", ".join(sorted(teams))
        what = f"SLACK_BOT_TOKEN is of the workspace {own}, and what is kept here is of {kept}"
        yield Finding("workspace", what, "alongside set SLACK_BOT_TOKEN")


def channels(place: Place) -> Iterator[Finding]:
    """Whether the app is in each channel that it has something in; archived ones count as left."""
    own = place.team or place.who.data.get("team_id")
    with place.store.read() as db:
        wanted = {row.channel_id for row in db.execute(_WANTED) if row.team == own}
    here = _own_channels(place)
    if here is None:
        return
    for channel in sorted(wanted - here):
        found = call(place.slack, "conversations.info", channel=channel).data.get("channel") or {}
        if found.get("is_archived"):
            what = f"the channel {channel} is archived, and something goes on there, or is kept for it"
            yield Finding("channels", what, f"in Slack, open {channel} again (or close what goes on there)")
        else:
            what = f"the app is not in the channel {channel}, and something goes on there, or is kept for it"
            yield Finding("channels", what, f"in Slack, in {channel}: /invite @Alongside")


def _own_channels(place: Place) -> set[str] | None:
    """Those that the app is in; None where Slack does not say."""
    found: set[str] = set()
    cursor = ""
    for _ in range(_PAGES):
        asked = {"types": "public_channel,private_channel", "exclude_archived": True, "limit": _PAGE}
        answer = call(place.slack, "users.conversations", **asked, cursor=cursor or None)
        if not answer.ok:
            return None
        found |= {str(one["id"]) for one in answer.data.get("channels") or []}
        cursor = (answer.data.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return found
    return None


def support(place: Place) -> Iterator[Finding]:
    """Whether those whom people can write to are there."""
    for person in place.settings.support_in(place.team or str(place.who.data.get("team_id"))):
        answer = call(place.slack, "users.info", user=person)
        gone = (answer.data.get("user") or {}).get("deleted")
        if answer.error in ("user_not_found", "user_not_visible") or gone:
            what = f"SUPPORT_PEOPLE names {person}, who is not in the workspace (any more)"
            yield Finding("support", what, "alongside set SUPPORT_PEOPLE")


def blocks(place: Place) -> Iterator[Finding]:
    """Whether Slack itself finds cards well, as they stand now: where it can be asked, and without haste.

    Nothing of what it says is repeated: it may quote.
    """
    bot = Alongside(place.settings, Clock(), threads=False)
    kinds = kinds_of(bot.features)
    seen: set[tuple[str, str, str]] = set()
    try:
        with bot.store.read() as db:
            newest = db.execute(_NEWEST).all()
        for row in newest:
            kind = kinds.get((row.feature, row.kind))
            elsewhere = place.team not in ("", row.team)
            if kind is None or elsewhere or (row.feature, row.kind, row.step) in seen or len(seen) >= _CARDS:
                continue
            seen.add((row.feature, row.kind, row.step))
            with bot.store.read() as db:
                drawn = [as_it_stands(db, kind, one) for one in queries.these(db, row.team, [row.id])]
            for drawing in (one for cards in drawn for one in list(cards.values())[:1]):
                answer = call(place.slack, "blocks.validate", blocks=list(drawing.message.blocks))
                if answer.error.startswith("invalid_blocks"):
                    what = f"Slack would not take a card of {row.feature}, {row.kind}, at {row.step}"
                    yield Finding("blocks", what, "alongside packet, and show it to whoever keeps Alongside")
                elif not answer.ok:
                    return  # it cannot be asked here, or not now
    finally:
        bot.stop()
