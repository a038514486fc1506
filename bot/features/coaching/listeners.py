"""How peer coaching begins: somebody is asked, typed or by a form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.coaching import cards
from bot.features.coaching.flow import NAME, PRACTICE, ask, extend, matched
from bot.rounds.feature import Listeners
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice.finding import Finding
from bot.rounds.practice.install import owed, pressing, starts
from bot.rounds.practice.naming import asks
from bot.rounds.showing import meant, pages
from bot.rounds.time import notices
from bot.settings import Settings
from bot.slack.asked import Who
from bot.slack.blocks import Message, View
from bot.slack.forms import Form, mentions
from bot.slack.surface import Ack, Afterwards
from bot.store import Db, Store

UNHURRIED = replace(starts(PRACTICE), asks=ask, brings=owed)
LIVE = replace(UNHURRIED, asks=partial(ask, live=True))


def start(ack: Ack, text: str) -> View | Afterwards | None:
    """`/alongside coaching @ben`, behind two dashes `live`; alone the form."""
    named, rest = mentions(text)
    if rest.lower() == meant.HELP:
        ack(cards.usage())
        return None
    return Afterwards(typed) if named and rest.strip("—–- ").lower() in ("", "live") else cards.ask(named)


def typed(
    text: str, request: str, who: Who, slack: WebClient, store: Store, clock: Clock, settings: Settings
) -> Message:
    named, rest = mentions(text)
    begins = LIVE if rest else UNHURRIED
    return cards.receipt(asks(begins, cards.MOST, store, slack, who, named, request, clock(), settings))


def asked(
    ack: Ack,
    form: Form,
    request: str,
    who: Who,
    slack: WebClient,
    store: Store,
    clock: Clock,
    settings: Settings,
) -> None:
    begins = LIVE if form.choice("way") == "live" else UNHURRIED
    named, now = form.people("people"), clock()
    answer = cards.receipt(asks(begins, cards.MOST, store, slack, who, named, request, now, settings))
    ack(pages.page(cards.words, "ask", *answer.blocks))


def brought(db: Db, team: str, id_: str, seats: Sequence[Seat], now: datetime) -> Round:
    """Two or three who looked for somebody are asked, all of them; whoever says no is asked for no reason."""
    round_ = matched(team, id_, seats, now)
    owed(db, round_)
    notices.wait(round_, now)
    return round_


FINDING = Finding(NAME, brought)
_STOP, _FIND, _FOUND = FINDING.listeners
PRESSES = pressing(PRACTICE)
ACTIONS: Listeners = {"coaching.extend": PRESSES.decides(extend, "extended"), **_STOP}
SHOWS: Listeners = {
    "coaching.begin": lambda: cards.ask(),
    "coaching.again": PRESSES.opens(cards.again),
    **_FIND,
}
FORMS: Listeners = {"coaching.ask": asked, **_FOUND}
