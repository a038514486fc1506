"""From Slack: somebody is invited, asks something first, says yes or no."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.pairs import flow, forms
from bot.features.pairs.cards import words
from bot.features.pairs.flow import inviting as rules
from bot.features.pairs.listeners.page import press
from bot.features.pairs.models import MOST, NAME, PAIR, Step
from bot.features.pairs.needs import forms as needs
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.company.knowing import greet
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.practice.presses import written, written_about
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import act, names, whisper
from bot.settings import Settings
from bot.slack.asked import Who
from bot.slack.blocks import Message, View
from bot.slack.forms import Form, mentions
from bot.slack.surface import Ack
from bot.store import Store
from bot.words import Markup


def invites(
    text: str, request: str, who: Who, slack: WebClient, store: Store, clock: Clock, settings: Settings
) -> Message | View:
    """Those who are named are asked, once it is known who they are; what else is typed is what it is for.

    That stands in the form then, which says who will read it.
    """
    named, rest = mentions(text)
    if rest:
        return forms.invite(named[:2], rest)
    return _receipt(*_invite(store, slack, who, named, request, clock(), settings))


def invited(
    ack: Ack,
    form: Form,
    request: str,
    who: Who,
    slack: WebClient,
    store: Store,
    clock: Clock,
    settings: Settings,
) -> None:
    ack(_page(*_sent(form, request, who, slack, store, clock, settings)))


def joins(
    ack: Ack,
    form: Form,
    request: str,
    who: Who,
    slack: WebClient,
    store: Store,
    clock: Clock,
    settings: Settings,
) -> None:
    """Two who are a pair are asked whether they would have one more: both, and both must say yes."""
    if len(form.people("people")) != MOST - 1:
        raise Refusal("pairs.refused.both", field="people")
    ack(_page(*_sent(form, request, who, slack, store, clock, settings, whole=True)))


def _sent(
    form: Form,
    request: str,
    who: Who,
    slack: WebClient,
    store: Store,
    clock: Clock,
    settings: Settings,
    *,
    whole: bool = False,
) -> tuple[Markup, str]:
    purpose, minutes = form.text("purpose"), int(form.choice("minutes") or 0)
    named = form.people("people")
    now = clock()
    return _invite(
        store, slack, who, named, request, now, settings, purpose=purpose, minutes=minutes, whole=whole
    )


def _receipt(line: Markup, round_id: str) -> Message:
    return whisper(line, act(words, "take_back", round_id))


def _page(line: Markup, round_id: str) -> View:
    return pages.page(words, "done", *_receipt(line, round_id).blocks)


def _invite(
    store: Store,
    slack: WebClient,
    who: Who,
    invited: Sequence[str],
    request: str,
    now: datetime,
    settings: Settings,
    *,
    purpose: str = "",
    minutes: int = 0,
    whole: bool = False,
) -> tuple[Markup, str]:
    """Keep the invitation; what to say of it comes back, and its id.

    Somebody not known yet is called as Slack does.
    """
    greet(store, slack, who, invited, NAME, now, "people")
    with store.begin() as db:
        together = [{m.person_id for m in p.present} for p in people.pairs_of(db, who.team, who.id)]
        if {who.id, *invited} in together:
            raise Refusal("pairs.refused.together", field="people")
        host, *seats = (queries.seat(db, who.team, person_id) for person_id in (who.id, *invited))
        id_ = id_from(who.team, NAME, request)
        round_ = flow.invite(who.team, id_, host, seats, now, purpose=purpose, minutes=minutes, whole=whole)
        before = queries.of_person(db, who.team, who.id, NAME, kind=PAIR)
        same = next((old for old in before if _same(old, round_)), None)
        if same is None:
            enough.begins(db, round_, settings, now)
    return words["done.invited"].fill(names=names(seats, mention=True)), (same or round_).id


def _begins(round_: Round, person_id: str) -> View | Message:
    """Whoever said yes may say what helps them; where it waits for others, that it does."""
    if round_.step == Step.TOGETHER:
        return needs.needs(round_, person_id)
    return pages.done(words, "yes_waits")


def _same(old: Round, new: Round) -> bool:
    """The same people are asked already: whoever asks again was not told that it worked."""
    who = [{seat.person_id for seat in round_.seats} for round_ in (old, new)]
    return (old.step, old.host_id, who[0]) == (new.step, new.host_id, who[1])


no = press.decides(lambda round_, me, _: flow.answer(round_, me, yes=False), "declined")

SHOWS: Listeners = {
    "pairs.invite": lambda: forms.invite(),
    "pairs.join": forms.join,
    "pairs.invited": press.opens(forms.invited),
    "pairs.ask": press.opens(forms.ask),
    "pairs.answer": press.opens_about(forms.answer),
    "pairs.told": press.opens(forms.told),
}
ACTIONS: Listeners = {
    "pairs.yes": press.decides(lambda round_, me, _: flow.answer(round_, me, yes=True), then=_begins),
    "pairs.no": no,
    "pairs.better_not": no,
    "pairs.take_back": press.decides(
        lambda round_, me, _: flow.take_back(round_, me), "taken_back", aloud=True
    ),
}
FORMS: Listeners = {
    "pairs.invite": invited,
    "pairs.join": joins,
    "pairs.ask": press.sends(written(rules.ask, "ask"), "asked_first"),
    "pairs.tell": press.sends(written_about(rules.tell, "told"), "told"),
}
