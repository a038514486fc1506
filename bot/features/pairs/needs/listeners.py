"""From Slack: what helps somebody take part, said and read."""

from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.pairs.cards import words
from bot.features.pairs.flow.standing import member, members
from bot.features.pairs.listeners.page import DOOR as PAGE
from bot.features.pairs.models import NAME, NEEDS
from bot.features.pairs.needs import cards, flow, forms
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.company.knowing import greet
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.practice.presses import Presses
from bot.rounds.showing import pages
from bot.slack.asked import Asked, Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.surface import Ack
from bot.store import Db, Store

DOOR = Door(NAME, NEEDS, flow.may_read)
press = Presses(DOOR, words)


def asks(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        pair = PAGE.look(db, value, who)
        member(pair, who.id)
        said = _said(db, pair, who)
        return forms.needs(pair, who.id, said)


def _said(db: Db, pair: Round, who: Who) -> Round | None:
    found = queries.these(db, who.team, [flow.id_of(who.team, pair.id, who.id)])
    return DOOR.seen(db, found[0], who) if found else None


def said(
    ack: Ack, asked: Asked, meta: str, form: Form, who: Who, slack: WebClient, store: Store, clock: Clock
) -> None:
    """Kept for those who should know; whoever is named, and not known yet, is called as Slack does."""
    named, now = form.people("whom") if form.choice("who") == forms.SOMEBODY else (), clock()
    if form.choice("who") == forms.SOMEBODY and form.text("needs") and not named:
        raise Refusal("pairs.refused.nobody_named", field="whom")
    if named:
        greet(store, slack, who, named, NAME, now, "whom")
    with store.begin() as db:
        pair = PAGE.held(db, meta, who)
        member(pair, who.id)
        if first_time(db, asked, now):
            _keep(db, pair, who, form, named, now)
    ack(pages.done(words, "needs_said" if form.text("needs") else "needs_gone"))


def _keep(db: Db, pair: Round, who: Who, form: Form, named: tuple[str, ...], now: datetime) -> None:
    if form.choice("who") == forms.PARTNERS:
        named = tuple(seat.person_id for seat in members(pair))
    readers = [queries.seat(db, who.team, one) for one in named if one != who.id]
    new = flow.begin(who.team, pair.id, queries.seat(db, who.team, who.id), now)
    if form.text("needs"):
        queries.add(db, new)
    round_ = queries.first(db, who.team, new.id)
    if round_ is not None:
        flow.write(round_, who.id, form.text("needs"), readers, now)
        queries.save(db, round_)


SHOWS: Listeners = {"pairs.needs": asks, "pairs.read_needs": press.opens(cards.read)}
FORMS: Listeners = {"pairs.needs": said}
