"""From Slack: what people do in a matter. The dicts at the foot are the table of contents."""

from collections.abc import Callable
from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.options import flow, forms
from bot.features.options.flow import building, hosting, standing
from bot.features.options.flow.testing import Answer
from bot.features.options.listeners import access, asking
from bot.features.options.models import Level, Step, facts
from bot.features.options.queries import save
from bot.features.options.register import listeners as register_listeners
from bot.features.options.register.queries import records
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.company.knowing import know
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping.models import Round
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View, section
from bot.slack.forms import Form as Sent
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Store

Rule = Callable[[Round, str, datetime], object]
Page = Callable[[Round, str], View]
Sends = Callable[[Round, str, Sent, str, datetime], object]


def decides(rule: Rule, said: str) -> Listener:
    """A listener that lets this rule decide, and says so to whoever pressed."""

    def decide(
        ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock, members: Members
    ) -> None:
        round_id, _, _ = value.partition("|")
        access.inside(store, members, round_id, who)
        with store.begin() as db:
            round_ = access.held(db, round_id, who)
            if first_time(db, asked, clock()):
                rule(round_, who.id, clock())
                save(db, round_, clock())
        page = forms.done(said)
        line = page.blocks[0]["text"]["text"]
        ack(page if asked.kind == "modal" else Message(line, [section(line)]))

    return decide


def opens(
    page: Page, *, deciding: bool = False, steps: tuple[Step, ...] = (), of_one: bool = False
) -> Listener:
    """A listener that opens this form for somebody of the channel, while it is time for it.

    The form is about whoever asks for it, or `of_one` thing that the button names.
    """

    def show(value: str, who: Who, store: Store, members: Members) -> View:
        round_id, _, about = value.partition("|")
        round_ = access.look(store, members, round_id, who)
        if deciding:
            standing.deciding(round_, who.id)
        if steps:
            standing.at(round_, *steps)
        return page(round_, about if of_one else who.id)

    return show


def sends(rule: Sends, page: Page, *, joins: bool = False) -> Listener:
    """A listener for a form that was sent in: the rule decides, and the form turns to what comes of it."""

    def send(
        ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
    ) -> None:
        round_id, _, about = meta.partition("|")
        access.inside(store, members, round_id, who)
        with store.begin() as db:
            if joins:
                people.meet(db, who.team, who.id, who.name)
            round_ = access.held(db, round_id, who, joins=joins)
            if first_time(db, asked, clock()):
                rule(round_, who.id, form, about, clock())
                save(db, round_, clock())
        ack(page(round_, who.id))

    return send


def kept(key: str) -> Page:
    return lambda _, __: forms.done(key)


def share(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.share(round_, person_id, {key: form.text(key) for key in ("same", "differ")}, now)


def missing(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.share(round_, person_id, {"absent": form.text("absent")}, now)


def react(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.share(round_, person_id, {"reaction": form.text("reaction")}, now)


def idea(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.idea(round_, person_id, form.text("idea"), named=form.ticked("named"), now=now)


def ideas_back(round_: Round, person_id: str, _: datetime) -> None:
    flow.take_back_ideas(round_, person_id)


def ask(round_: Round, person_id: str, form: Sent, about: str, now: datetime) -> None:
    flow.ask(round_, person_id, about, form.text("text"), now)


def clear(round_: Round, person_id: str, form: Sent, about: str, now: datetime) -> None:
    flow.clear_up(round_, person_id, about, form.text("text"), now)


def add(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.add(round_, person_id, form.text("text"), now)


def edit(round_: Round, person_id: str, form: Sent, about: str, now: datetime) -> None:
    building.edit(round_, person_id, about, form.text("text"), form.text("kept"), now)


def split(round_: Round, person_id: str, form: Sent, about: str, now: datetime) -> None:
    building.split(round_, person_id, about, (form.text("text"), form.text("second")), now)


def merge(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    both = [form.choice("first") or "", form.choice("second") or ""]
    building.merge(round_, person_id, both, form.text("text"), form.text("kept"), now)


def answer(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    level = form.choice("level")
    if level not in list(Level):
        raise Refusal("options.refused.no_level", field="level")
    given = Answer(Level(level), form.text("why"), form.ticked("named"))
    flow.answer(round_, person_id, given, form.choice("kind") or "", now)


def working(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    said = form.choice("answer")
    if said not in ("yes", "partly", "no"):
        raise Refusal("options.refused.no_level", field="answer")
    kind, named = form.choice("kind") or "", form.ticked("named")
    flow.still_working(round_, person_id, said, form.text("text"), kind, named=named, now=now)


def keep(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.keep(round_, person_id, form.text("why"), form.date("review"), now)


def end(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.end(round_, person_id, form.text("why"), now)


def amend(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    flow.amend(round_, person_id, form.text("text"), form.text("because"), now)


def hand(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    hosting.offer(round_, person_id, form.choice("who") or "", now)


def choose(
    ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """Which option goes on towards the test."""
    round_id, _, option = value.partition("|")
    access.inside(store, members, round_id, who)
    with store.begin() as db:
        round_ = access.held(db, round_id, who)
        if facts(round_)["proposal"] != option:  # else it was chosen by this very press, heard before
            hosting.choose(round_, who.id, option, clock())
            save(db, round_, clock())
    ack(forms.table(round_))


def table(value: str, who: Who, store: Store, members: Members) -> View:
    """What was said so far: the first page, or the one that is named."""
    round_id, _, page = value.partition("|")
    round_ = access.look(store, members, round_id, who)
    return forms.table(round_, int(page) if page.isascii() and page.isdigit() else 0)


def write(value: str, who: Who, store: Store, clock: Clock, members: Members) -> View:
    round_ = access.look(store, members, value, who)
    standing.deciding(round_, who.id)
    standing.at(round_, Step.WRITE)
    return forms.write(round_, clock())


def correct(value: str, who: Who, store: Store, clock: Clock, members: Members) -> View:
    round_ = access.look(store, members, value, who)
    standing.in_record(round_, who.id)
    return forms.correct(round_, clock())


def written(
    ack: Ack,
    asked: Asked,
    meta: str,
    form: Sent,
    who: Who,
    store: Store,
    clock: Clock,
    members: Members,
    slack: WebClient,
) -> None:
    """The record, written down the first time or put right later."""
    round_id, _, version = meta.partition("|")
    channel = access.inside(store, members, round_id, who)
    chosen = form.people("owner")
    if chosen and chosen[0] not in members.of(channel):
        raise Refusal("options.refused.not_there", field="owner")
    for person in chosen:  # their name stands in the record
        with store.begin() as db:
            people.meet(db, who.team, person)
        know(store, slack, clock())
    with store.begin() as db:
        round_ = access.held(db, round_id, who)
        if first_time(db, asked, clock()):
            owner = next(iter(asking.seats(db, who, chosen)), None)
            filled = {key: form.text(key) for key in flow.EDITABLE}
            said = flow.Written(filled, owner, form.date("review"), form.text("why_changed"))
            if version:
                flow.correct(round_, who.id, said, int(version) if version.isdigit() else 0, clock())
            else:
                flow.write_down(round_, who.id, said, clock())
            save(db, round_, clock())
    ack(forms.done("written"))


def working_form(value: str, who: Who, store: Store, members: Members) -> View:
    """Is it still working? With every reservation and minority note beside it."""
    round_ = access.look(store, members, value, who)
    standing.at(round_, Step.REVIEW)
    standing.deciding(round_, who.id)
    with store.read() as db:
        record = records.newest(db, who.team, round_.channel_id or "", facts(round_)["record"])
    return forms.working(round_, who.id, record.notes)


def keep_form(value: str, who: Who, store: Store, clock: Clock, members: Members) -> View:
    round_ = access.look(store, members, value, who)
    standing.reviewed(round_, who.id)
    return forms.keep(round_, clock())


def end_form(value: str, who: Who, store: Store, members: Members) -> View:
    round_ = access.look(store, members, value, who)
    standing.reviewed(round_, who.id)
    return forms.end(round_)


def amend_form(value: str, who: Who, store: Store, members: Members) -> View:
    round_ = access.look(store, members, value, who)
    standing.amending(round_, who.id)
    return forms.amend(round_)


def merge_form(value: str, who: Who, store: Store, members: Members) -> View:
    round_ = access.look(store, members, value, who)
    standing.merging(round_)
    return forms.merge(round_)


def menu(value: str, who: Who, store: Store, members: Members) -> View:
    return forms.menu(access.look(store, members, value, who), who.id)


def how(value: str, who: Who, store: Store, members: Members, settings: Settings) -> View:
    return forms.how(access.look(store, members, value, who), settings.support_text)


def log(value: str, who: Who, store: Store, members: Members) -> View:
    round_ = access.look(store, members, value, who)
    with store.read() as db:
        return forms.log(round_, people.find(db, who.team, who.id).zone)


def name_form(value: str, who: Who, store: Store, members: Members) -> View:
    round_ = access.look(store, members, value, who)
    standing.going(round_)
    standing.hosting(round_, who.id)
    return forms.name(round_)


def named(
    ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """More people who decide."""
    channel, chosen = access.inside(store, members, meta, who), form.people("deciders")
    if any(person not in members.of(channel) for person in chosen):
        raise Refusal("options.refused.not_there", field="deciders")
    with store.begin() as db:
        round_ = access.held(db, meta, who)
        if first_time(db, asked, clock()):
            hosting.name(round_, who.id, asking.seats(db, who, chosen), clock())
            save(db, round_, clock())
    ack(forms.done("named"))


def hand_form(value: str, who: Who, store: Store, members: Members) -> View:
    round_ = access.look(store, members, value, who)
    standing.going(round_)
    standing.hosting(round_, who.id)
    others = round_.others(who.id)
    if not others:
        raise Refusal("options.refused.nobody_here")
    return forms.hand(round_, others)


SHORTCUTS = asking.SHORTCUTS
COMMANDS = asking.COMMANDS
SHOWS: Listeners = {
    **asking.SHOWS,
    **register_listeners.SHOWS,
    "options.share": opens(forms.share, steps=(Step.SHARE,)),
    "options.idea": opens(forms.idea, steps=(Step.GATHER,)),
    "options.missing": opens(forms.missing, steps=(Step.MISSING,)),
    "options.react": opens(forms.react, steps=(Step.REACT,)),
    "options.ask": opens(forms.ask, steps=(Step.CLARIFY, Step.BUILD), of_one=True),
    "options.clear": opens(forms.clear, steps=(Step.CLARIFY, Step.BUILD), of_one=True),
    "options.edit": opens(forms.edit, steps=(Step.CLARIFY, Step.BUILD, Step.INTEGRATE), of_one=True),
    "options.split": opens(forms.split, steps=(Step.CLARIFY, Step.BUILD), of_one=True),
    "options.add": opens(lambda round_, _: forms.add(round_), steps=(Step.BUILD,)),
    "options.merge": merge_form,
    "options.answer": opens(forms.answer, deciding=True, steps=(Step.TEST,)),
    "options.working": working_form,
    "options.table": table,
    "options.previous": table,
    "options.write": write,
    "options.correct": correct,
    "options.amend": amend_form,
    "options.keep": keep_form,
    "options.end": end_form,
    "options.menu": menu,
    "options.how": how,
    "options.log": log,
    "options.name": name_form,
    "options.hand": hand_form,
}
ACTIONS: Listeners = {
    **asking.ACTIONS,
    **register_listeners.ACTIONS,
    "options.ideas_back": decides(ideas_back, "ideas_back"),
    "options.choose": choose,
    "options.wait": decides(flow.wait_for_me, "wait"),
    "options.look": decides(flow.look, "look"),
    "options.refer": decides(flow.refer, "refer"),
    "options.pause": decides(flow.pause, "paused"),
    "options.go_on": decides(flow.go_on, "going_on"),
    "options.step_out": decides(flow.step_out, "stepped_out"),
    "options.move_on": decides(hosting.move_on, "moved_on"),
    "options.send_back": decides(hosting.send_back, "sent_back"),
    "options.extend": decides(hosting.extend, "extended"),
    "options.put_off": decides(hosting.put_off, "put_off"),
    "options.host_yes": decides(hosting.take, "host"),
    "options.host_no": decides(hosting.decline, "host_no"),
}
FORMS: Listeners = {
    **asking.FORMS,
    **register_listeners.FORMS,
    "options.share": sends(share, kept("kept"), joins=True),
    "options.idea": sends(idea, lambda round_, _: forms.idea_kept(round_), joins=True),
    "options.missing": sends(missing, kept("kept"), joins=True),
    "options.react": sends(react, kept("kept"), joins=True),
    "options.ask": sends(ask, lambda round_, _: forms.table(round_), joins=True),
    "options.clear": sends(clear, lambda round_, _: forms.table(round_), joins=True),
    "options.add": sends(add, lambda round_, _: forms.table(round_), joins=True),
    "options.edit": sends(edit, lambda round_, _: forms.table(round_), joins=True),
    "options.split": sends(split, lambda round_, _: forms.table(round_), joins=True),
    "options.merge": sends(merge, lambda round_, _: forms.table(round_), joins=True),
    "options.answer": sends(answer, lambda round_, _: forms.answered(round_)),
    "options.working": sends(working, lambda round_, _: forms.answered(round_)),
    "options.write": written,
    "options.correct": written,
    "options.amend": sends(amend, kept("amended")),
    "options.keep": sends(keep, kept("keep")),
    "options.end": sends(end, kept("end")),
    "options.name": named,
    "options.hand": sends(hand, kept("handed")),
}
