"""From Slack: what people do in a meeting. The dicts at the foot are the table of contents."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.clock import Clock
from bot.features.checkin.commitment import listeners as commitment_listeners
from bot.features.checkin.commitment.flow import told
from bot.features.checkin.listeners import access, asking
from bot.features.checkin.meeting import flow, forms
from bot.features.checkin.meeting.flow import helping, hosting, standing
from bot.features.checkin.models import Asking, Step, facts, hints, is_in, known, place_of
from bot.features.checkin.queries import commitments, save
from bot.features.checkin.queries import learnt as learnt_of
from bot.features.checkin.set import listeners as set_listeners
from bot.people import queries as people
from bot.questions.judging import stem
from bot.questions.language import Label, Told
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.settings import Settings
from bot.slack.asked import MODAL, Asked, Who
from bot.slack.blocks import Message, View, section
from bot.slack.forms import Form as Sent
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Db, Store

Rule = Callable[[Round, str, datetime], object]
Page = Callable[[Round, str], View]
Sends = Callable[[Round, str, Sent, str, datetime], object]
After = Callable[[Db, Round, Who], View]


class Pressed(NamedTuple):
    """What a deciding listener is handed, and hands on."""

    asked: Asked
    who: Who
    store: Store
    clock: Clock
    members: Members


def change(pressed: Pressed, round_id: str, rule: Rule, page: After) -> View:
    """One transaction: this rule decides, once; then the page to turn to, with what may be read now."""
    who, now = pressed.who, pressed.clock()
    access.inside(pressed.store, pressed.members, round_id, who)
    with pressed.store.begin() as db:
        round_ = access.held(db, round_id, who)
        if first_time(db, pressed.asked, now):
            rule(round_, who.id, now)
            save(db, round_)
        return page(db, round_, who)


def says(key: str) -> After:
    return lambda _, round_, __: forms.done(key, presenter=standing.presenter_name(round_))


def decides(rule: Rule, said: str = "") -> Listener:
    """A listener that lets this rule decide; a form turns to what is `said`, or to where it stands."""

    def decide(
        ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock, members: Members
    ) -> None:
        round_id, _, drawn_at = value.partition("|")

        def once_a_step(round_: Round, person_id: str, now: datetime) -> None:
            standing.still(round_, drawn_at)
            rule(round_, person_id, now)

        pressed = Pressed(asked, who, store, clock, members)
        page = change(pressed, round_id, once_a_step, says(said) if said else _where)
        if asked.kind == MODAL:
            ack(page)
        elif said:
            line = page.blocks[0]["text"]["text"]
            ack(Message(line, [section(line)]))
        else:
            ack()

    return decide


def about_question(rule: Callable[[Round, str, str, datetime], object]) -> Listener:
    """A listener for a button that names a question."""

    def decide(
        ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock, members: Members
    ) -> None:
        round_id, _, question = value.partition("|")
        pressed = Pressed(asked, who, store, clock, members)
        ack(change(pressed, round_id, lambda r, me, now: rule(r, me, question, now), _where))

    return decide


def opens(page: Page, *steps: Step) -> Listener:
    """A listener that opens this form for somebody who is in it, while it is time for it."""

    def show(value: str, who: Who, store: Store, members: Members) -> View:
        access.inside(store, members, value, who)
        with store.read() as db:
            round_ = access.in_meeting(db, value, who)
        if steps:
            standing.at(round_, *steps)
        return page(round_, who.id)

    return show


def sends(rule: Sends, said: str = "") -> Listener:
    """A listener for a form: the rule decides about what was sent in, and what stands behind the id."""

    def send(
        ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
    ) -> None:
        round_id, _, about = meta.partition("|")
        pressed = Pressed(asked, who, store, clock, members)
        after = says(said) if said else _where
        ack(change(pressed, round_id, lambda r, me, now: rule(r, me, form, about, now), after))

    return send


def _where(db: Db, round_: Round, who: Who) -> View:
    """What there is to read after something was done: with the eyes of whoever did it."""
    queries.unseal(db, round_, lambda r: standing.readable(round_, r, who.id))
    return forms.where(_seen_by(round_, who.id), who.id)


def _seen_by(round_: Round, person_id: str) -> Round:
    """Only what this person may read now: a step may have come since it was loaded."""
    shown = [r if standing.readable(round_, r, person_id) else replace(r, text=None) for r in round_.replies]
    return replace(round_, replies=shown)


def arrive(value: str, who: Who, store: Store, clock: Clock, members: Members) -> View:
    """What one agrees to, before one is in it."""
    access.inside(store, members, value, who)
    with store.read() as db:
        round_ = access.meeting(db, value, who)
        flow.may_join(round_, who.id)
        return forms.arrive(round_, people.find(db, who.team, who.id))


def arrived(
    ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    access.inside(store, members, meta, who)
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        place = place_of(access.meeting(db, meta, who))
        learnt = learnt_of(db, who.team, who.id, place)  # always locked before their meeting
        round_ = access.held(db, meta, who)
        if first_time(db, asked, clock()):
            for since in learnt:
                flow.tell_learnt(round_, who.id, *told(since), clock())
                queries.save(db, since)
            follows = bool(commitments(db, who.team, who.id, place_of(round_)))
            seat = queries.seat(db, who.team, who.id)
            flow.join(round_, seat, form.text("arrival"), form.text("bid"), follows=follows, now=clock())
            save(db, round_)
        page = _where(db, round_, who)
    ack(page)


def bid(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.bid(round_, person_id, form.text("bid"), _number(form.choice("weight")), now)


def choose(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    chosen = [form.choice("first") or "", form.choice("second") or ""]
    hosting.choose(round_, person_id, [one for one in chosen if one], now)


def present(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.present(round_, person_id, form.text("brought"), keep=form.ticked("keep"), now=now)


def presented(round_: Round, person_id: str, now: datetime) -> None:
    """They have said it aloud."""
    flow.present(round_, person_id, "", keep=False, now=now)


def look(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    keep, opens_ = form.ticked("keep"), form.ticked("opens")
    flow.look(round_, person_id, form.text("looks"), keep=keep, opens=opens_, now=now)


def offer(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.offer(round_, person_id, form.text("offer"), now)


def process(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.process(round_, person_id, form.text("keep"), form.text("try"), now)


def hand(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    hosting.offer(round_, person_id, form.choice("who") or "", now)


# --- questions


def ask(value: str, who: Who, store: Store, members: Members) -> View:
    access.inside(store, members, value, who)
    with store.read() as db:
        round_ = access.in_meeting(db, value, who)
        flow.may_ask(round_, who.id)
        helper = _helps(db, round_, who)
    return forms.ask(round_, who.id, helper=helper)


def asked_(
    ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """Handed in; or, before anybody sees it, a thought about it for its author alone."""
    access.inside(store, members, meta, who)
    text = form.text("asks")
    with store.begin() as db:
        round_ = access.held(db, meta, who)
        flow.may_ask(round_, who.id)
        told = helping.thought(text, Step(round_.step)) if text and _helps(db, round_, who) else None
        if told is None and first_time(db, asked, clock()):
            flow.ask(round_, who.id, text, helping.kind(text), clock())
            save(db, round_)
        page = _hint(round_, text, told) if told else _where(db, round_, who)
    ack(page)


def as_it_is(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    """Asked as its author has it now: the label that counts is their own, and nothing is held up."""
    text, said = form.text("asks"), form.choice("label") or ""
    known = {label.value for label in Label}
    flow.ask(round_, person_id, text, said if said in known else helping.kind(text), now)


def park_idea(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    """Kept for the offers: nobody reads it unless the presenter opens them."""
    flow.park_idea(round_, person_id, form.text("asks"), now)


def responds(state: Asking) -> Listener:
    """The presenter sits with a question, passes, or keeps it for the offers."""

    def rule(round_: Round, person_id: str, question: str, now: datetime) -> None:
        flow.respond(round_, person_id, question, state, "", now)

    return about_question(rule)


def answered(round_: Round, person_id: str, form: Sent, question: str, now: datetime) -> None:
    flow.respond(round_, person_id, question, Asking.ANSWERED, form.text("answer"), now)


def read(value: str, who: Who, store: Store, members: Members) -> View:
    access.inside(store, members, value, who)
    with store.read() as db:
        round_ = access.in_meeting(db, value, who)
    standing.at(round_, Step.CLARIFY, Step.QUESTIONS)
    standing.presenting(round_, who.id)
    return forms.read(round_)


def _helps(db: Db, round_: Round, who: Who) -> bool:
    return facts(round_)["helper"] and hints(people.find(db, who.team, who.id))


def _hint(round_: Round, text: str, told: Told) -> View:
    flags = [flag for flag in ("stacked", "because", "long", "leading", "hint", "why") if flag in told.flags]
    return forms.hint(round_, text, told.label.value, stem(told), flags)


def helper_me(
    ack: Ack, asked: Asked, value: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """Whether this person's questions are looked at before they are posted, from now on, everywhere."""
    access.inside(store, members, value, who)
    with store.begin() as db:
        round_ = access.held(db, value, who)
        standing.taking_part(round_, who.id)
        people.meet(db, who.team, who.id, who.name)
        person = people.find(db, who.team, who.id)
        if first_time(db, asked, clock()):
            known(person)["hints"] = not hints(person)
            people.save(db, person)
    text = form.text("asks") if form else ""
    if text:  # nothing typed is lost: the question goes on as it is
        ack(forms.ask(_seen_by(round_, who.id), who.id, text, helper=hints(person)))
    else:
        ack(forms.done("helper_on" if hints(person) else "helper_off"))


# --- around it


def where(value: str, who: Who, store: Store, members: Members) -> View:
    access.inside(store, members, value, who)
    with store.read() as db:
        return forms.where(access.in_meeting(db, value, who), who.id)


def menu(value: str, who: Who, store: Store, clock: Clock, members: Members) -> View:
    access.inside(store, members, value, who)
    with store.read() as db:
        round_ = access.meeting(db, value, who)
        steers = standing.may_steer(round_, who.id, clock())
        return forms.menu(round_, people.find(db, who.team, who.id), steers=steers)


def how(value: str, who: Who, store: Store, members: Members, settings: Settings) -> View:
    access.inside(store, members, value, who)
    with store.read() as db:
        return forms.how(access.meeting(db, value, who), settings.support_text)


def log(value: str, who: Who, store: Store, members: Members) -> View:
    access.inside(store, members, value, who)
    with store.read() as db:
        round_ = access.meeting(db, value, who)
        return forms.log(round_, people.find(db, who.team, who.id).zone)


def kept(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        return forms.kept(access.own(db, value, who), who.id)


def hand_form(round_: Round, person_id: str) -> View:
    standing.going(round_)
    standing.hosting(round_, person_id)
    if not any(is_in(round_, s.person_id) for s in round_.others(person_id)):
        raise Refusal("checkin.refused.nobody_here")
    return forms.hand(round_, person_id)


def choose_form(round_: Round, person_id: str) -> View:
    standing.leading(round_, person_id)
    return forms.choose(round_)


def present_form(round_: Round, person_id: str) -> View:
    standing.presenting(round_, person_id)
    return forms.present(round_, person_id)


def look_form(round_: Round, person_id: str) -> View:
    standing.presenting(round_, person_id)
    return forms.look(round_, person_id)


def offer_form(round_: Round, person_id: str) -> View:
    flow.may_offer(round_, person_id)
    return forms.offer(round_, person_id)


def let_go(ack: Ack, value: str, who: Who, store: Store) -> None:
    with store.begin() as db:
        round_ = access.own(db, value, who, lock=True)
        flow.forget_kept(round_, who.id)
        save(db, round_)
    ack(forms.done("let_go"))


def _number(chosen: str | None) -> int:
    return int(chosen) if chosen and chosen.isascii() and chosen.isdigit() else -1


COMMANDS = asking.COMMANDS
SHOWS: Listeners = {
    **asking.SHOWS,
    **commitment_listeners.SHOWS,
    **set_listeners.SHOWS,
    "checkin.arrive": arrive,
    "checkin.page": where,
    "checkin.bid": opens(forms.bid, Step.BIDS),
    "checkin.choose": opens(choose_form, Step.CHOOSE),
    "checkin.present": opens(present_form, Step.PRESENT),
    "checkin.ask": ask,
    "checkin.ask_myself": ask,
    "checkin.read": read,
    "checkin.look": opens(look_form, Step.LOOKS),
    "checkin.offer": opens(offer_form, Step.OFFERS),
    "checkin.process": opens(forms.process, Step.PROCESS),
    "checkin.hand": opens(hand_form),
    "checkin.menu": menu,
    "checkin.how": how,
    "checkin.log": log,
    "checkin.kept": kept,
}
ACTIONS: Listeners = {
    **asking.ACTIONS,
    **commitment_listeners.ACTIONS,
    **set_listeners.ACTIONS,
    "checkin.decline": decides(flow.decline, "declined"),
    "checkin.pass": decides(flow.pass_on),
    "checkin.presented": decides(presented),
    "checkin.ask_anyway": sends(as_it_is),
    "checkin.park_idea": sends(park_idea, "parked"),
    "checkin.question_back": about_question(flow.take_question_back),
    "checkin.sit_with": responds(Asking.SAT_WITH),
    "checkin.pass_question": responds(Asking.PASSED),
    "checkin.park": responds(Asking.PARKED),
    "checkin.enough": decides(flow.enough),
    "checkin.no_offer": decides(flow.no_offer),
    "checkin.hear_ideas": decides(flow.hear_ideas),
    "checkin.stop_slot": decides(flow.stop_slot, "stopped_slot"),
    "checkin.another": decides(flow.another, "another"),
    "checkin.pause": decides(flow.pause, "paused"),
    "checkin.go_on": decides(flow.go_on, "going_on"),
    "checkin.step_out": decides(flow.step_out, "stepped_out"),
    "checkin.move_on": decides(hosting.move_on),
    "checkin.away": decides(hosting.away),
    "checkin.extend": decides(hosting.extend, "extended"),
    "checkin.helper": decides(hosting.helper, "helper"),
    "checkin.helper_me": helper_me,
    "checkin.host_yes": decides(hosting.take, "host"),
    "checkin.host_no": decides(hosting.decline, "host_no"),
    "checkin.close": decides(hosting.close, "closed"),
    "checkin.let_go": let_go,
}
FORMS: Listeners = {
    **asking.FORMS,
    **commitment_listeners.FORMS,
    **set_listeners.FORMS,
    "checkin.arrive": arrived,
    "checkin.bid": sends(bid),
    "checkin.note": sends(choose),
    "checkin.present": sends(present),
    "checkin.ask": asked_,
    "checkin.reword": sends(as_it_is),
    "checkin.read": sends(answered),
    "checkin.look": sends(look),
    "checkin.offer": sends(offer),
    "checkin.process": sends(process, "process"),
    "checkin.hand": sends(hand, "handed"),
}
