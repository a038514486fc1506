"""From Slack: what somebody says of themselves, and when they are away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.me import cards
from bot.features.me.cards import words
from bot.features.me.flow import back_at
from bot.people import queries as people
from bot.people.models import Kind, Person
from bot.refusal import Refusal
from bot.rounds.company.knowing import greet
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries, unasked
from bot.rounds.showing import typed
from bot.rounds.showing.pages import said
from bot.rounds.time.hours import zone
from bot.slack.asked import HOME, MESSAGE, Asked, Who
from bot.slack.blocks import View
from bot.slack.forms import Form, unescape
from bot.slack.surface import Ack, Pushed
from bot.store import Db, Store


def perspective(asked: Asked, who: Who, store: Store) -> View | Pushed:
    """On top of an open form, which keeps what was typed into it."""
    with store.read() as db:
        page = cards.perspective(people.find(db, who.team, who.id))
    return page if asked.kind in (HOME, MESSAGE) else Pushed(page)


def reminders(who: Who, store: Store) -> View:
    with store.read() as db:
        return cards.reminders(people.find(db, who.team, who.id))


def perspective_sent(ack: Ack, form: Form, who: Who, store: Store) -> None:
    said_ = form.text("words")
    if len(said_) > cards.WORDS_MAX:
        raise Refusal("me.refused.long", field="words", most=cards.WORDS_MAX)
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        person = people.lock(db, who.team, who.id)
        kind = Kind(form.choice("kind") or Kind.UNSAID)
        people.save(db, replace(person, kind=kind, words=said_, words_shown=form.ticked("shown")))
    ack()


def fewer(ack: Ack, verb: str, who: Who, store: Store) -> None:
    """Nothing that time alone causes rings for this person any more; or again, as it did."""
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        person = replace(people.lock(db, who.team, who.id), fewer=verb == "me.fewer")
        people.save(db, person)
    ack(cards.reminders(person))


def hush(ack: Ack, verb: str, who: Who, store: Store) -> None:
    """What rings for this person names no question on a locked screen any more; or again, as it did."""
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        person = replace(people.lock(db, who.team, who.id), hushed=verb == "me.hush")
        people.save(db, person)
    ack(cards.reminders(person))


def apart_form(asked: Asked, who: Who, store: Store) -> View | Pushed:
    """On top of an open page."""
    with store.read() as db:
        page = cards.apart(_named(db, who, unasked.of(db, who.team, who.id).people))
    return page if asked.kind in (HOME, MESSAGE) else Pushed(page)


def apart(ack: Ack, form: Form, who: Who, slack: WebClient, store: Store, clock: Clock) -> None:
    """*Do not ask me again*, to one person, who is not told; or they may again."""
    chosen, again = form.people("who"), form.several("again")
    if who.id in chosen:
        raise Refusal("me.refused.yourself", field="who")
    greet(store, slack, who, chosen, "me", clock(), "who")
    with store.begin() as db:
        before = unasked.of(db, who.team, who.id, lock=True)
        closed = [one for one in dict.fromkeys((*before.people, *chosen)) if one not in again]
        unasked.keep(db, who.team, who.id, replace(before, people=tuple(closed)))
        named = _named(db, who, closed)
    ack(said(words, cards.apart_said(named)))


def _named(db: Db, who: Who, ids: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, people.find(db, who.team, one).name) for one in ids]


def away_form(who: Who, store: Store) -> View:
    with store.read() as db:
        return cards.away(people.find(db, who.team, who.id))


def away(ack: Ack, text: str, who: Who, store: Store, clock: Clock) -> View | None:
    """`/alongside away until 14 December`: at once; without a day that can be read it asks in a form."""
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        person = people.find(db, who.team, who.id)
        last = typed.day(unescape(text), clock().astimezone(zone(person.zone)).date())
        if last is None:
            return cards.away(person)
        kept = _keep(db, person, back_at(last, person.zone, clock()), shown=False, now=clock())
    ack(cards.away_said(kept))
    return None


def away_sent(ack: Ack, form: Form, who: Who, store: Store, clock: Clock) -> None:
    last = form.date("until")
    if last is None and not form.ticked("none"):
        raise Refusal("me.refused.away_day", field="until")
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        person = people.find(db, who.team, who.id)
        until = back_at(None if form.ticked("none") else last, person.zone, clock())
        kept = _keep(db, person, until, shown=form.ticked("shown"), now=clock())
    ack(said(words, cards.away_line(kept)))


def back(ack: Ack, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        kept = _keep(db, people.find(db, who.team, who.id), None, shown=False, now=clock())
    ack(cards.away_said(kept))


def _keep(db: Db, person: Person, until: datetime | None, *, shown: bool, now: datetime) -> Person:
    """What they are part of looks again, and what waits to be said to them: it is sooner or later now."""
    if (person.back_at, person.away_shown) == (until, shown):
        return person
    people.away(db, person.team, person.id, until, shown=shown)
    queries.wake_person(db, person.team, person.id, now)
    for round_ in queries.waiting_for(db, person.team, person.id):
        round_.seat(person.id).tell_at = now  # looked at again: it may come sooner, or later
        queries.save(db, round_)
    return replace(person, back_at=until, away_shown=shown)


def bring(ack: Ack) -> None:
    """A line of their own message without a button of its own: its card comes, as with any of them."""
    ack()


ACTIONS: Listeners = {
    "me.fewer": fewer,
    "me.remind": fewer,
    "me.hush": hush,
    "me.unhush": hush,
    "me.bring": bring,
    "me.back": back,
}
SAYS: Listeners = {"away": away, "back": back}
SHOWS: Listeners = {
    "me.perspective": perspective,
    "me.reminders": reminders,
    "me.apart": apart_form,
    "me.away": away_form,
}
FORMS: Listeners = {"me.perspective": perspective_sent, "me.apart": apart, "me.away": away_sent}
