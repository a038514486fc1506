"""From Slack: proposing a question, and saying what one thinks of it."""

from collections.abc import Iterator
from datetime import datetime

from slack_sdk import WebClient

from bot import askable
from bot.catalogue import Family
from bot.clock import Clock
from bot.features.proposals import cards, flow, forms
from bot.features.proposals.cards import words
from bot.features.proposals.models import AT_ONCE, NAME, PROMPT, YES
from bot.features.proposals.queries import usable
from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.company.heard import first_time
from bot.rounds.company.knowing import greet
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries, unasked
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.practice.presses import Presses, split
from bot.rounds.showing import pages
from bot.rounds.time import notices
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.surface import Ack, Afterwards
from bot.store import Db, Store

DOOR = Door(NAME, PROMPT, flow.may_read)


def _keep(db: Db, round_: Round, now: datetime) -> None:
    notices.wait(round_, now)
    queries.save(db, round_)


press = Presses(DOOR, words, _keep)


def typed(ack: Ack) -> Afterwards:
    """`/alongside propose`."""
    return Afterwards(propose)


def propose() -> View:
    return forms.propose()


def proposed(
    ack: Ack,
    form: Form,
    request: str,
    who: Who,
    slack: WebClient,
    store: Store,
    clock: Clock,
    settings: Settings,
) -> None:
    """Looked at at once, as the catalogue's own are; then those who were chosen are asked."""
    question, why, now = form.text("question"), form.text("why"), clock()
    for field, fault in _faults(question, why):
        raise Refusal(f"proposals.fault.{fault}", field)
    whom = _chosen(form, who, slack, store, now)
    with store.begin() as db:
        host, *others = (queries.seat(db, who.team, person_id) for person_id in (who.id, *whom))
        id_, signed = id_from(who.team, NAME, request), form.ticked("signed")
        round_ = flow.propose(who.team, id_, host, others, (question, why), now, signed=signed)
        notices.wait(round_, now)
        enough.begins(db, round_, settings, now)
    ack(pages.done(words, "proposed"))


def _faults(question: str, why: str) -> Iterator[tuple[str, str]]:
    """Under which box, and what it is."""
    if question:
        yield from (("question", fault) for fault in askable.faults(question))
        yield from (("why", fault) for fault in askable.faults(question, why))


def _chosen(form: Form, who: Who, slack: WebClient, store: Store, now: datetime) -> list[str]:
    """Who is to be asked: others than whoever asks, no app, nobody who is gone."""
    whom = [person_id for person_id in form.people("people") if person_id != who.id]
    if not 1 <= len(whom) <= AT_ONCE:
        raise Refusal("proposals.refused.whom", "people", most=AT_ONCE)
    greet(store, slack, who, whom, NAME, now, "people")
    return whom


def asked_more(
    ack: Ack,
    asked: Asked,
    meta: str,
    form: Form,
    who: Who,
    slack: WebClient,
    store: Store,
    clock: Clock,
    settings: Settings,
) -> None:
    now, whom = clock(), _chosen(form, who, slack, store, clock())
    with store.begin() as db:
        round_ = DOOR.held(db, split(meta)[0], who)
        if first_time(db, asked, now):
            me, *others = (queries.seat(db, who.team, person_id) for person_id in (who.id, *whom))
            flow.ask(round_, who.id, others, now)
            _keep(db, round_, now)
            unasked.hide(db, round_, who.id, others)
            enough.asks(db, who.team, me, others, settings, now, "people")
    ack(pages.done(words, "asked"))


def how(settings: Settings) -> View:
    return forms.how(settings.support_text)


def questions(db: Db, team: str) -> Family | None:
    """What people of this workspace can be asked, because people there proposed it."""
    return cards.family(usable(db, team))


SAYS: Listeners = {"propose": typed}
SHOWS: Listeners = {
    "proposals.propose": propose,
    "proposals.read": press.opens(forms.read),
    "proposals.change": press.opens(forms.read),
    "proposals.mine": press.opens(forms.mine, flow.proposed_it),
    "proposals.ask": press.opens(forms.ask, flow.proposed_it),
    "proposals.again": press.opens(forms.again, flow.proposed_it),
    "proposals.how": how,
}
ACTIONS: Listeners = {"proposals.take_back": press.decides(flow.take_back, "taken_back", aloud=True)}
FORMS: Listeners = {
    "proposals.propose": proposed,
    "proposals.ask": asked_more,
    "proposals.answer": press.sends(
        lambda round_, me, form, _, now: flow.answer(
            round_, me, form.text("line"), now, yes=form.choice("says") == YES
        ),
        "answered",
    ),
}
