"""Whoever writes to the app is answered, in private: what it is, that nobody reads this, where help is.

What was written is not looked at, kept or logged. Where a question waits for an answer, that is offered.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.rounds.company.heard import first_time
from bot.rounds.feature import Feature, Listener
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Status
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, section
from bot.slack.surface import Ack
from bot.store import Db, Store
from bot.words import Markup, Words

words = Words("common")

EVENT = "message.im"
AGAIN = 300  # seconds: who writes several times in a row is told once
_BY_PEOPLE = (None, "file_share", "me_message", "thread_broadcast")  # docs: reference/events/message


def written(features: Sequence[Feature]) -> Listener:
    """Answers what people post in their direct message with the app, each once."""

    def answer(ack: Ack, asked: Asked, who: Who, store: Store, clock: Clock, settings: Settings) -> None:
        event, now = asked.event or {}, clock()
        if not _by_a_person(event):
            ack()
            return
        with store.begin() as db:
            new = first_time(db, asked, now)
            offer = _offer(db, features, who, str(event.get("ts", ""))) if new else None
            told = new and not offer and _not_lately(db, who, asked.channel, now)
        help_ = _help(settings.support_text)
        ack(_with_help(offer, help_) if offer else _said(help_) if told else None)

    return answer


def _by_a_person(event: dict[str, Any]) -> bool:
    return bool(event.get("user")) and not event.get("bot_id") and event.get("subtype") in _BY_PEOPLE


def _offer(db: Db, features: Sequence[Feature], who: Who, ts: str) -> Message | None:
    """The first practice that waits for an answer of theirs asks whether this is it."""
    asking = {feature.name: feature.takes for feature in features if feature.takes}
    theirs = [one for one in queries.at_home(db, who.team, who.id, asking) if one.status == Status.RUNNING]
    offers = (
        takes([one for one in theirs if one.feature == name], who.id, ts) for name, takes in asking.items()
    )
    return next((offer for offer in offers if offer), None)


def _not_lately(db: Db, who: Who, channel: str, now: datetime) -> bool:
    return queries.once(db, who.team, f"written:{who.id}:{channel}:{int(now.timestamp()) // AGAIN}", now)


def _said(help_: Markup) -> Message:
    lines = [words["written.who"].fill(), help_, words["written.can"].fill()]
    return Message(Markup(" ".join(lines)), [section(line) for line in lines])


def _with_help(offer: Message, help_: Markup) -> Message:
    """Where help is stands above what one can press."""
    first, *rest = offer.blocks
    return Message(Markup(f"{offer.text} {help_}"), [first, section(help_), *rest])


def _help(support: str) -> Markup:
    key = "support" if support else "no_support"
    return words[f"written.{key}"].fill(support=support)
