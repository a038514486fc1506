"""From Slack: what somebody says of themselves."""

from dataclasses import replace

from bot.features.me import cards
from bot.people import queries as people
from bot.people.models import Kind
from bot.refusal import Refusal
from bot.rounds.feature import Listeners
from bot.slack.asked import HOME, MESSAGE, Asked, Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.surface import Ack, Pushed
from bot.store import Store


def perspective(asked: Asked, who: Who, store: Store) -> View | Pushed:
    """On top of an open form, which keeps what was typed into it."""
    with store.read() as db:
        page = cards.perspective(people.find(db, who.team, who.id))
    return page if asked.kind in (HOME, MESSAGE) else Pushed(page)


def reminders(who: Who, store: Store) -> View:
    with store.read() as db:
        return cards.reminders(people.find(db, who.team, who.id))


def said(ack: Ack, form: Form, who: Who, store: Store) -> None:
    said_ = form.text("words")
    if len(said_) > cards.WORDS_MAX:
        raise Refusal("me.refused.long", field="words", most=cards.WORDS_MAX)
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        person = people.find(db, who.team, who.id)
        kind = Kind(form.choice("kind") or Kind.UNSAID)
        people.save(db, replace(person, kind=kind, words=said_, words_shown=form.ticked("shown")))
    ack()


def fewer(ack: Ack, verb: str, who: Who, store: Store) -> None:
    """Nothing that time alone causes rings for this person any more; or again, as it did."""
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        person = replace(people.find(db, who.team, who.id), fewer=verb == "me.fewer")
        people.save(db, person)
    ack(cards.reminders(person))


ACTIONS: Listeners = {"me.fewer": fewer, "me.remind": fewer}
SHOWS: Listeners = {"me.perspective": perspective, "me.reminders": reminders}
FORMS: Listeners = {"me.perspective": said}
