"""From Slack: what people do in a meeting. The dicts at the foot are the table of contents."""

from datetime import datetime

from bot.clock import Clock
from bot.features.checkin.box import listeners as box_listeners
from bot.features.checkin.box.forms import named
from bot.features.checkin.box.listeners import offering
from bot.features.checkin.commitment import listeners as commitment_listeners
from bot.features.checkin.commitment.flow import told
from bot.features.checkin.listeners import access, asking
from bot.features.checkin.meeting import flow, forms
from bot.features.checkin.meeting.flow import helping, hosting, queue, standing
from bot.features.checkin.models import Asking, Step, facts, joined, place_of
from bot.features.checkin.queries import commitments, save
from bot.features.checkin.queries import learnt as learnt_of
from bot.features.checkin.set import listeners as set_listeners
from bot.people import queries as people
from bot.people.models import Person
from bot.questions.judging import said_of, stem
from bot.questions.language import Label
from bot.rounds.company import helped, looking_after
from bot.rounds.company.heard import first_time
from bot.rounds.company.knowing import met
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.practice.presses import split, written
from bot.slack.asked import Asked, Who
from bot.slack.forms import Form as Sent
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Store

press = access.meetings


def arrived(
    ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    id_, about = split(meta)
    access.MEETINGS.inside(store, members, id_, who)
    with store.begin() as db:
        seat = met(db, who.team, who.id, who.name)
        place = place_of(access.MEETINGS.look(db, id_, who, verb="join"))
        round_ = access.held(db, id_, who)
        learnt = learnt_of(db, who.team, who.id, place)
        if first_time(db, asked, clock()):
            for since in learnt:
                flow.tell_learnt(round_, who.id, *told(since), clock())
                queries.save(db, since)
            follows = bool(commitments(db, who.team, who.id, place))
            flow.join(round_, seat, form.text("arrival"), form.text("bid"), follows=follows, now=clock())
            if about or form.text("bid"):
                flow.from_box(round_, who.id, named(about))
            save(db, round_)
        page = forms.where(access.MEETINGS.seen(db, round_, who), who.id)
    ack(page)


def bid(round_: Round, person_id: str, form: Sent, about: str, now: datetime) -> None:
    flow.bid(round_, person_id, form.text("bid"), form.number("weight"), now)
    flow.from_box(round_, person_id, named(about))


def choose(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    chosen = [form.choice("first"), form.choice("second")]
    hosting.choose(round_, person_id, [one for one in chosen if one], now)


def present(round_: Round, person_id: str, form: Sent, about: str, now: datetime) -> None:
    """What they took from their box now, else what they asked for the time with, is brought."""
    if about:
        flow.from_box(round_, person_id, named(about))
    flow.present(round_, person_id, form.text("brought"), keep=form.ticked("keep"), now=now)


def look(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    keep, opens = form.ticked("keep"), form.ticked("opens")
    flow.look(round_, person_id, form.text("looks"), keep=keep, opens=opens, now=now)


# --- questions


def asked_(
    ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """Handed in; or, before anybody sees it, a thought about it for its author alone."""
    access.MEETINGS.inside(store, members, meta, who)
    text = form.text("asks")
    with store.begin() as db:
        round_ = access.held(db, meta, who)
        flow.may_ask(round_, who.id)
        helps = text and _helps(round_, people.find(db, who.team, who.id))
        told = helping.thought(text, Step(round_.step)) if helps else None
        if told is None and first_time(db, asked, clock()):
            flow.ask(round_, who.id, text, helping.kind(text), clock())
            save(db, round_)
        seen = access.MEETINGS.seen(db, round_, who)
    ack(forms.hint(seen, text, said_of(told), stem(told), told.flags) if told else forms.where(seen, who.id))


def as_it_is(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    """Asked as its author has it now: what they call it counts, and nothing is held up."""
    text, said = form.text("asks"), form.choice("label")
    flow.ask(round_, person_id, text, helping.counted(text, said or ""), now)


def hinted(round_: Round, person_id: str, form: Sent, about: str, now: datetime) -> None:
    """What its author calls advice is kept for the offers; all else is asked."""
    if form.choice("label") == Label.ADVICE and round_.step != Step.CLARIFY:
        flow.park_idea(round_, person_id, form.text("asks"), now)
    else:
        as_it_is(round_, person_id, form, about, now)


def responds(state: Asking) -> Listener:
    """The presenter sits with a question, passes, or keeps it for the offers."""
    return press.about(lambda round_, me, question, now: flow.respond(round_, me, question, state, "", now))


def _helps(round_: Round, person: Person) -> bool:
    return facts(round_)["helper"] and not person.as_typed


def helper_me(
    ack: Ack, asked: Asked, value: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """Whether this person's questions are looked at before they are posted, from now on, everywhere."""
    access.MEETINGS.inside(store, members, value, who)
    with store.begin() as db:
        person = helped.turned(db, asked, who, clock())
        round_ = access.held(db, value, who)
        standing.taking_part(round_, who.id)
    text = form.text("asks") if form else ""
    if text:  # nothing typed is lost: the question goes on as it is
        ack(forms.ask(round_, who.id, text, helper=not person.as_typed))
    else:
        ack(forms.done("helper_off" if person.as_typed else "helper_on"))


ask = press.shows(
    lambda round_, person, _, __: forms.ask(round_, person.id, helper=_helps(round_, person)), flow.may_ask
)
COMMANDS = asking.COMMANDS
SHOWS: Listeners = {
    **asking.SHOWS,
    **box_listeners.SHOWS,
    **commitment_listeners.SHOWS,
    **set_listeners.SHOWS,
    "checkin.arrive": offering(
        press.shows(lambda round_, person, _, __: forms.arrive(round_, person), flow.may_join),
        "bid",
        taken=True,
    ),
    "checkin.page": access.inside(forms.where),
    "checkin.bid": offering(
        access.inside(forms.bid, access.during(Step.BIDS, Step.CHOOSE)), "bid", taken=True
    ),
    "checkin.choose": access.inside(
        lambda r, _: forms.choose(r), access.during(Step.CHOOSE), standing.steering
    ),
    "checkin.present": offering(
        access.inside(forms.present, access.during(Step.PRESENT), standing.presenting), "brought"
    ),
    "checkin.ask": ask,
    "checkin.ask_myself": ask,
    "checkin.read": access.inside(
        lambda r, _: forms.read(r), access.during(*queue.SHOWS), standing.presenting
    ),
    "checkin.look": access.inside(forms.look, access.during(Step.LOOKS), standing.presenting),
    "checkin.offer": access.inside(forms.offer, flow.may_offer),
    "checkin.process": access.inside(forms.process, access.during(Step.PROCESS, Step.CHECK_OUT)),
    "checkin.hand": press.hand(joined),
    "checkin.menu": press.menu(
        lambda r, person, _, __: forms.menu(r, person, steers=standing.may_steer(r, person.id))
    ),
    "checkin.how": press.shows(lambda round_, person, _, support: forms.how(round_, person.id, support)),
    "checkin.log": press.log(),
    "checkin.kept": access.own.opens(forms.kept),
}
ACTIONS: Listeners = {
    **asking.ACTIONS,
    **box_listeners.ACTIONS,
    **commitment_listeners.ACTIONS,
    **set_listeners.ACTIONS,
    "checkin.decline": press.decides(flow.decline, "declined"),
    "checkin.pass": access.once_a_step(flow.pass_on),
    "checkin.presented": press.decides(
        lambda round_, me, now: flow.present(round_, me, "", keep=False, now=now)
    ),
    "checkin.ask_anyway": press.sends(as_it_is),
    "checkin.park_idea": press.sends(written(flow.park_idea, "asks"), then=forms.parked),
    "checkin.question_back": press.about(flow.take_question_back, verb="withdraw"),
    "checkin.sit_with": responds(Asking.SAT_WITH),
    "checkin.pass_question": responds(Asking.PASSED),
    "checkin.park": responds(Asking.PARKED),
    "checkin.take_mine": press.decides(flow.take_mine),
    "checkin.can_wait": press.decides(flow.can_wait),
    "checkin.enough": press.decides(flow.enough),
    "checkin.no_offer": press.decides(flow.no_offer),
    "checkin.hear_ideas": press.decides(flow.hear_ideas),
    "checkin.stop_slot": press.decides(flow.stop_slot, "stopped_slot"),
    "checkin.another": press.decides(flow.another, "another"),
    "checkin.pause": press.decides(flow.pause, "paused"),
    "checkin.go_on": press.decides(flow.go_on, "going_on"),
    "checkin.step_out": press.decides(flow.step_out, "stepped_out", verb="leave"),
    "checkin.move_on": access.once_a_step(hosting.move_on),
    "checkin.away": press.decides(hosting.away),
    "checkin.extend": press.decides(hosting.extend, "extended"),
    "checkin.helper": press.decides(hosting.helper, "helper"),
    "checkin.helper_me": helper_me,
    "checkin.host_yes": press.decides(hosting.take, "host"),
    "checkin.host_no": press.decides(looking_after.decline, "host_no"),
    "checkin.close": press.decides(hosting.close, "closed"),
    "checkin.take_back": press.decides(hosting.take_back, "taken_back"),
    "checkin.let_go": access.own.decides(lambda round_, me, _: flow.forget_kept(round_, me), "let_go"),
}
FORMS: Listeners = {
    **asking.FORMS,
    **box_listeners.FORMS,
    **commitment_listeners.FORMS,
    **set_listeners.FORMS,
    "checkin.arrive": arrived,
    "checkin.bid": press.sends(bid),
    "checkin.note": press.sends(choose),
    "checkin.present": press.sends(present),
    "checkin.ask": asked_,
    "checkin.hint": press.sends(hinted),
    "checkin.read": press.sends(
        lambda round_, me, form, question, now: flow.respond(
            round_, me, question, Asking.ANSWERED, form.text("answer"), now
        )
    ),
    "checkin.look": press.sends(look),
    "checkin.offer": press.sends(written(flow.offer, "offer")),
    "checkin.process": press.sends(written(flow.process, "keep", "try"), "process"),
    "checkin.hand": press.handed(joined),
}
