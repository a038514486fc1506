"""From Slack: what people do in a matter. The dicts at the foot are the table of contents."""

from collections.abc import Callable
from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.options import flow, forms
from bot.features.options.cards.saying import words
from bot.features.options.flow import asking as who_asked
from bot.features.options.flow import beside, building, further, hosting, putting, recording, standing
from bot.features.options.flow.testing import Answer
from bot.features.options.listeners import asking, linking
from bot.features.options.listeners.asking import DOOR, all_there
from bot.features.options.models import NAME, OPTIONS_MOST, Level, Step, facts
from bot.features.options.queries import save
from bot.features.options.register import listeners as register_listeners
from bot.features.options.register.queries import records
from bot.refusal import Refusal
from bot.rounds.company import looking_after
from bot.rounds.company.heard import first_time
from bot.rounds.company.knowing import greet
from bot.rounds.company.standing import at
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice.presses import Check, Presses, RuleSent, split, written, written_about
from bot.rounds.showing import closing, pages
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import CHECKBOXES, View
from bot.slack.forms import Form as Sent
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Db, Store

PRESSES = Presses(DOOR, words, save, aloud=True, reads="join")
PageOfOne = Callable[[Round, str], View]
Naming = Callable[[Round, str, list[Seat], Sent, str, datetime], object]
Says = Callable[[Round], str]  # the key of what is said once it is done
Dated = Callable[[Round, datetime], View]


def during(*steps: Step) -> Check:
    return lambda round_, _: at(round_, *steps)


def from_on(step: Step) -> Check:
    return lambda round_, _: at(round_, *standing.from_on(round_, step))


def dated(page: Dated, *checks: Check) -> Listener:
    """A button that opens a page on which a day is proposed."""

    def show(
        asked: Asked,
        value: str,
        who: Who,
        channel: str,
        store: Store,
        members: Members,
        settings: Settings,
        clock: Clock,
    ) -> View:
        opened = PRESSES.opens(lambda round_, _: page(round_, clock()), *checks)
        shown: View = opened(asked, value, who, channel, store, members, settings)
        return shown

    return show


def says(*kinds: str) -> Listener:
    """A form in which everybody says their own; they have a place from then on."""

    def rule(round_: Round, me: str, form: Sent, _: str, now: datetime) -> None:
        flow.share(round_, me, {kind: form.text(kind) for kind in kinds}, now)

    return PRESSES.sends(rule, "kept", joins=flow.take_part)


def adds(rule: RuleSent) -> Listener:
    """A form that changes what is on the table, which is read again; they have a place from then on."""
    return PRESSES.sends(rule, then=lambda round_, me: forms.table(round_, me=me), joins=flow.take_part)


def on_one(page: PageOfOne, steps: tuple[Step, ...]) -> Listener:
    """A button that opens a page about one thing that lies on the table."""
    return PRESSES.opens_about(lambda round_, _, about: page(round_, about), during(*steps))


def idea(round_: Round, me: str, form: Sent, _: str, now: datetime) -> None:
    flow.idea(round_, me, form.text("idea"), named=form.ticked("named"), now=now)


def merge(round_: Round, me: str, form: Sent, _: str, now: datetime) -> None:
    both = [form.choice("first") or "", form.choice("second") or ""]
    building.merge(round_, me, both, form.text("text"), form.text("kept"), now)


def take_further(round_: Round, me: str, form: Sent, _: str, now: datetime) -> None:
    blocks = range(-(-OPTIONS_MOST // CHECKBOXES))
    chosen = [one for number in blocks for one in form.several(f"options{number}")]
    flow.take_further(round_, me, chosen, now)


def answer(round_: Round, me: str, form: Sent, _: str, now: datetime) -> None:
    level, named = Level(_one_of("level", form, *Level)), form.ticked("named")
    given = Answer(level, form.text("why"), named, form.text("safe"))
    flow.answer(round_, me, given, form.choice("kind") or "", now)


def working(round_: Round, me: str, form: Sent, _: str, now: datetime) -> None:
    said = _one_of("answer", form, "yes", "partly", "no")
    kind, named = form.choice("kind") or "", form.ticked("named")
    flow.still_working(round_, me, said, form.text("text"), kind, named=named, now=now)


def lives(round_: Round, me: str, form: Sent, _: str, now: datetime) -> None:
    said = _one_of("answer", form, "yes", "partly", "no")
    flow.lives_with_it(round_, me, said, form.text("text"), named=form.ticked("named"), now=now)


def say_to_it(round_: Round, me: str, form: Sent, _: str, now: datetime) -> None:
    flow.say_to_it(round_, me, yes=_one_of("say", form, "yes", "no") == "yes", why=form.text("why"), now=now)


def keep(round_: Round, me: str, form: Sent, _: str, now: datetime) -> None:
    flow.keep(round_, me, form.text("why"), form.date("review"), now)


def naming(rule: Naming, box: str, said: Says) -> Listener:
    """A form in which people of the channel are named: the rule is handed their places."""

    def send(
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
        (round_id, about), chosen, now = split(meta), form.people(box), clock()
        all_there(members, DOOR.inside(store, members, round_id, who), chosen, box)
        greet(store, slack, who, chosen, NAME, now, box)  # their names are about to be said
        with store.begin() as db:
            round_ = DOOR.held(db, round_id, who)
            if first_time(db, asked, now):
                rule(round_, who.id, asking.seats(db, who, chosen), form, about, now)
                save(db, round_, now)
        ack(pages.done(words, said(round_)))

    return send


def written_or_put(round_: Round) -> str:
    """Other words than those that were tested are put to all."""
    return "put" if round_.step == Step.CONSENT else "written"


def unname(
    ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """A passage is blacked out, or that is put to all who decide."""
    round_id, now = split(meta)[0], clock()
    DOOR.inside(store, members, round_id, who)
    with store.begin() as db:
        round_ = PRESSES.held(db, round_id, who, joins=flow.take_part)
        came_to = "put" if round_.step == Step.CONSENT else "gone"
        if first_time(db, asked, now):
            came_to = _unname(db, round_, who, form.text("passage"), now)
            save(db, round_, now)
    ack(pages.said(words, words[f"done.unname_{came_to}"].fill()))


def _unname(db: Db, round_: Round, who: Who, passage: str, now: datetime) -> str:
    record_id, channel = facts(round_)["record"], round_.channel_id or ""
    kept = records.versions(db, who.team, channel, record_id) if record_id else []
    mark = records.mark_of(db, who.team, channel, record_id, who.id) if record_id else ""
    return putting.unname(round_, who.id, passage, kept, mark, now)


def let_go(round_: Round, me: str, form: Sent, _: str, now: datetime) -> None:
    putting.let_go(round_, me, form.choice("who") or "", form.text("why"), now)


def into_record(round_: Round, me: str, owner: list[Seat], form: Sent, version: str, now: datetime) -> None:
    """Written down the first time, or put right later."""
    fields = {key: form.text(key) for key in flow.EDITABLE}
    sees = owner[0] if owner else None
    review, first, heard = form.date("review"), form.date("first_day"), form.text("heard")
    said = flow.Written(fields, sees, review, form.text("why_changed"), first_day=first, heard=heard)
    if version:
        flow.correct(round_, me, said, int(version) if version.isdigit() else 0, now)
    else:
        flow.write_down(round_, me, said, now)


def working_form(value: str, who: Who, store: Store, members: Members) -> View:
    """Is it still working? With every reservation and minority note beside it."""
    DOOR.inside(store, members, value, who)
    with store.read() as db:
        round_ = DOOR.look(db, value, who, verb="join")
        at(round_, Step.REVIEW)
        standing.deciding(round_, who.id)
        record = records.newest(db, who.team, round_.channel_id or "", facts(round_)["record"])
        came = closing.came_of(db, who.team, round_.id)
    return forms.working(round_, who.id, record.notes, came)


def _one_of(field: str, form: Sent, *known: str) -> str:
    chosen = form.choice(field)
    if chosen not in known:
        raise Refusal("options.refused.no_level", field=field)
    return chosen


decides, opens, sends = PRESSES.decides, PRESSES.opens, PRESSES.sends
SHORTCUTS = asking.SHORTCUTS
COMMANDS = asking.COMMANDS
SHOWS: Listeners = {
    **asking.SHOWS,
    **linking.SHOWS,
    **register_listeners.SHOWS,
    "options.share": opens(forms.share, from_on(Step.SHARE)),
    "options.idea": opens(forms.idea, during(Step.GATHER)),
    "options.missing": opens(forms.missing, from_on(Step.MISSING)),
    "options.react": opens(forms.react, from_on(Step.REACT)),
    "options.ask": on_one(forms.ask, forms.ASKED_ABOUT),
    "options.clear": on_one(forms.clear, forms.ASKED_ABOUT),
    "options.edit": on_one(forms.edit, forms.CHANGED),
    "options.split": on_one(forms.split, (Step.BUILD,)),
    "options.add": opens(forms.add, during(Step.BUILD)),
    "options.merge": opens(forms.merge, standing.merging),
    "options.further": opens(forms.take_further, further.asked),
    "options.answer": opens(forms.answer, standing.deciding, during(Step.TEST)),
    "options.working": working_form,
    "options.became": opens(forms.became, standing.written_down),
    "options.hand_on": opens(forms.hand_on, standing.handing_on),
    "options.came_back": PRESSES.shows(
        lambda round_, person, _, __: forms.came_back(round_), recording.hearing_back, on_top=True
    ),
    "options.lives": opens(forms.lives, during(Step.REVIEW), standing.living),
    "options.stop": opens(forms.stop, standing.stopping),
    "options.table": PRESSES.opens_about(lambda round_, me, page: forms.table(round_, page, me)),
    "options.previous": PRESSES.opens_about(lambda round_, me, page: forms.table(round_, page, me)),
    "options.who_asked": opens(forms.who_asked, who_asked.reads),
    "options.write": dated(forms.write, standing.deciding, during(Step.WRITE)),
    "options.correct": dated(forms.correct, standing.in_record),
    "options.amend": opens(forms.amend, standing.amending),
    "options.keep": dated(forms.keep, standing.reviewed),
    "options.end": opens(forms.end, standing.reviewed),
    "options.seal": opens(forms.seal, standing.at_rest),
    "options.public": opens(forms.public, standing.publishing),
    "options.let_go": opens(forms.let_go, standing.letting_go),
    "options.unname": opens(forms.unname, standing.unnaming),
    "options.consent": opens(forms.say_to_it, standing.deciding, during(Step.CONSENT)),
    "options.leave_it": opens(forms.leave_it, standing.may_leave, during(Step.TEST)),
    "options.menu": PRESSES.menu(lambda round_, person, _, __: forms.menu(round_, person.id)),
    "options.how": PRESSES.shows(lambda round_, _, __, support: forms.how(round_, support)),
    "options.log": PRESSES.log(),
    "options.name": opens(forms.name, standing.leading),
    "options.hand": PRESSES.hand(lambda round_: round_.present),
}
ACTIONS: Listeners = {
    **register_listeners.ACTIONS,
    **linking.ACTIONS,
    "options.take_back": decides(hosting.take_back, "taken_back"),
    "options.ideas_back": decides(flow.take_back_ideas, "ideas_back", verb="withdraw"),
    "options.choose": PRESSES.about(hosting.choose, then=lambda round_, me: forms.table(round_, me=me)),
    "options.wait": decides(flow.wait_for_me, "wait"),
    "options.look": decides(flow.look, "look"),
    "options.ready": decides(flow.ready, "ready"),
    "options.private": decides(putting.make_private, "private"),
    "options.refer": decides(flow.refer, "refer"),
    "options.sign_back": decides(beside.take_back, "sign_back", verb="withdraw"),
    "options.pause": decides(flow.pause, "paused"),
    "options.go_on": decides(flow.go_on, "going_on"),
    "options.step_out": decides(flow.step_out, "stepped_out", verb="leave"),
    "options.move_on": decides(hosting.move_on, "moved_on"),
    "options.send_back": decides(hosting.send_back, "sent_back"),
    "options.extend": decides(hosting.extend, "extended"),
    "options.put_off": decides(hosting.put_off, "put_off"),
    "options.host_yes": decides(hosting.take, "host"),
    "options.host_no": decides(looking_after.decline, "host_no"),
}
FORMS: Listeners = {
    **asking.FORMS,
    **linking.FORMS,
    **register_listeners.FORMS,
    "options.share": says("same", "differ"),
    "options.idea": sends(idea, then=forms.idea_kept, joins=flow.take_part),
    "options.missing": says("absent"),
    "options.react": says("reaction"),
    "options.ask": adds(written_about(flow.ask, "text")),
    "options.clear": adds(written_about(flow.clear_up, "text")),
    "options.add": adds(written(flow.add, "text")),
    "options.edit": adds(written_about(building.edit, "text", "kept")),
    "options.split": adds(written_about(building.split, "text", "second")),
    "options.merge": adds(merge),
    "options.further": sends(take_further, then=forms.ticked),
    "options.answer": sends(answer, then=forms.answered),
    "options.working": sends(working, then=forms.answered),
    "options.hand_on": sends(written(flow.hand_on, "to"), "handed_on"),
    "options.came_back": sends(written(flow.came_back, "came_back"), "written"),
    "options.lives": sends(lives, then=forms.lived, joins=flow.take_part),
    "options.stop": sends(written(flow.pull, "seen"), then=forms.stopped, joins=flow.take_part),
    "options.write": naming(into_record, "owner", written_or_put),
    "options.correct": naming(into_record, "owner", written_or_put),
    "options.amend": sends(written(flow.amend, "text", "because"), "amended"),
    "options.keep": sends(keep, "put"),
    "options.end": sends(written(flow.end, "why"), "put"),
    "options.leave_it": sends(written(flow.leave_it, "why"), "put"),
    "options.seal": sends(written(putting.seal, "why"), "put"),
    "options.public": sends(written(putting.publish, "why"), "put"),
    "options.let_go": sends(let_go, "let_go"),
    "options.unname": unname,
    "options.consent": sends(say_to_it, then=forms.answered),
    "options.name": naming(
        lambda round_, me, seats, _, __, now: hosting.name(round_, me, seats, now),
        "deciders",
        lambda _: "named",
    ),
    "options.hand": PRESSES.handed(lambda round_: round_.present),
}
