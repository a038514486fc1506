"""What is owed to a channel that takes nothing just now: it waits until it can be said, or is let go.

A channel is archived, or the app is put out of it; both may be taken back, weeks later and with everything
closed. Then what was not said is said, as it stands by then.
"""

from datetime import UTC, datetime
from typing import Any

from bot.refusal import Refusal
from bot.rounds.keeping import places, queries
from bot.rounds.showing import outbox
from bot.slack.asked import Who
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Store


def heard(store: Store, members: Members, team: str, event: dict[str, Any], shut: str) -> None:
    """Slack's event: the channel takes nothing from then on, for that reason; or it does again ("")."""
    channel, at = str(event["channel"]), datetime.fromtimestamp(float(event["event_ts"]), UTC)
    members.forget(channel)
    with store.begin() as db:
        if not shut:
            outbox.back(db, team, channel)  # first: rounds are locked before what is known of places
        places.heard(db, team, channel, shut, at)


def pressed(store: Store, team: str, channel: str) -> None:
    """Somebody did something there: it may be open again, though Slack did not tell."""
    with store.read() as db:
        waits = outbox.owed(db, team, channel) or places.shut(db, team, channel)
    if waits:
        again(store, team, channel)


def again(store: Store, team: str, channel: str) -> None:
    """What Slack refused there is tried once more."""
    with store.begin() as db:
        outbox.back(db, team, channel)
        places.found(db, team, channel, "")


def let_go(ack: Ack, value: str, who: Who, store: Store) -> None:
    """Whoever looks after it does not want it said there any more."""
    with store.begin() as db:
        round_ = queries.lock(db, who.team, value)
        if round_.host_id != who.id or not round_.channel_id:
            raise Refusal("common.not_here_any_more")
        outbox.let_go(db, who.team, round_.id, round_.channel_id)
    ack()
