"""How peer coaching begins: somebody is asked, typed or by a form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.coaching import cards
from bot.features.coaching.flow import NAME, PRACTICE, ask, extend
from bot.refusal import Refusal
from bot.rounds.company.knowing import greet
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status, id_from
from bot.rounds.practice.install import owed, pressing, starts
from bot.rounds.showing import meant, pages
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
    return _ask(store, slack, who, named, request, clock(), settings, live=bool(rest))


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
    live = form.choice("way") == "live"
    answer = _ask(store, slack, who, form.people("people"), request, clock(), settings, live=live)
    ack(pages.page(cards.words, "ask", *answer.blocks))


def _ask(
    store: Store,
    slack: WebClient,
    who: Who,
    named: Sequence[str],
    request: str,
    now: datetime,
    settings: Settings,
    *,
    live: bool,
) -> Message:
    """One or two others are asked, once; refuses nobody, oneself alone, and more."""
    others = [person_id for person_id in named if person_id != who.id]
    if not 0 < len(others) <= cards.MOST:
        raise Refusal("coaching.refused.one_or_two", "people")
    greet(store, slack, who, others, NAME, now, "people")
    id_ = id_from(who.team, NAME, request)
    with store.begin() as db:
        same = _same(db, who, {who.id, *others})
        if same is None:
            begins = LIVE if live else UNHURRIED
            begins.begin(db, who, others, None, "", id_, now, settings, stands=True)
        return cards.receipt(same or queries.find(db, who.team, id_))


def _same(db: Db, who: Who, people: set[str]) -> Round | None:
    """What asks the same people already: whoever asks again was not told that it worked."""
    going = queries.of_person(db, who.team, who.id, NAME, kind=NAME, statuses=[Status.RUNNING])
    same = (one for one in going if {seat.person_id for seat in one.seats} == people)
    return next((one for one in same if one.step == "asked" and one.host_id == who.id), None)


PRESSES = pressing(PRACTICE)
ACTIONS: Listeners = {"coaching.extend": PRESSES.decides(extend, "extended")}
SHOWS: Listeners = {
    "coaching.begin": lambda: cards.ask(),
    "coaching.again": PRESSES.opens(cards.again),
}
FORMS: Listeners = {"coaching.ask": asked}
