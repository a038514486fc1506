"""From Slack: taking something on, and saying what became of it."""

import json
from datetime import date, datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.checkin import queries
from bot.features.checkin.commitment import cards
from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.commitment import forms as commitment_forms
from bot.features.checkin.commitment.flow import From, Taken
from bot.features.checkin.commitment.models import ENDED, Doing
from bot.features.checkin.listeners import access
from bot.features.checkin.meeting import flow
from bot.features.checkin.meeting.cards.saying import words
from bot.features.checkin.meeting.flow import standing
from bot.features.checkin.models import COMMITMENT, MEETING, NAME, Step, facts, is_in, place_of
from bot.features.checkin.queries import save
from bot.people import copies
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time, pressed
from bot.rounds.company.knowing import greet, met
from bot.rounds.company.standing import at
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries as rounds
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing
from bot.rounds.time.hours import zone
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Block, View
from bot.slack.files import send_to
from bot.slack.forms import Form as Sent
from bot.slack.granted import Granted
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Db, Store

MOST_ASKED = 5  # of one person, in one meeting
DAYS = "days"  # in the link to the calendar
ELSEWHERE, MYSELF = "elsewhere", "myself"  # where a commitment is made, if not in a MEETING


def mine(who: Who, store: Store, clock: Clock, granted: Granted, settings: Settings) -> View:
    """What this person took on, wherever it was: for their eyes alone; its days, where they can come."""
    with store.read() as db:
        open_, over = queries.commitments(db, who.team, who.id), queries.ended(db, who.team, who.id)
        today, some = _today(db, who, clock), open_ or queries.planned(db, who.team, who.id)
    come = bool(some) and (bool(settings.public_url) or granted.has("files:write"))
    return commitment_forms.mine(open_, over, today, days=come)


def days(asked: Asked, who: Who, store: Store, clock: Clock, slack: WebClient, settings: Settings) -> View:
    """The days of what they took on, and of their sets: by a link that works once, else as a file to them."""
    with store.begin() as db:
        if not queries.commitments(db, who.team, who.id) and not queries.planned(db, who.team, who.id):
            return commitment_forms.sent("none")
        if settings.public_url:
            token = copies.link(db, who.team, who.id, DAYS)
            return commitment_forms.by_link(f"{settings.public_url}copy/{DAYS}/{token}")
        if not pressed(db, asked, clock())[0]:
            return commitment_forms.sent("asked")
        data, dm = calendar_of(db, who.team, who.id, clock()), people.find(db, who.team, who.id).dm
    answer = send_to(slack, who.id, dm, "alongside.ics", data, words["days.comment"].fill())
    return commitment_forms.sent("sent" if answer.ok else "not_sent")


def calendar_of(db: Db, team: str, person_id: str, now: datetime) -> bytes:
    """The file: of this person, and of nobody else."""
    open_, meets = queries.commitments(db, team, person_id), queries.planned(db, team, person_id)
    return cards.days(open_, meets, now).encode()


def commit(value: str, who: Who, store: Store, clock: Clock, members: Members) -> View:
    """From a meeting or a short check-in, while it goes on or when it is over."""
    access.MEETINGS.inside(store, members, value, who)
    with store.read() as db:
        title = text_of(access.meeting(db, value, who), "question")
        return commitment_forms.take_on(f"{MEETING}|{value}", _today(db, who, clock), title)


def takes_on(where: str) -> Listener:
    """From another practice's closing card, or by oneself."""

    def show(value: str, who: Who, store: Store, clock: Clock) -> View:
        with store.read() as db:
            origin, today = _origin(db, where, value, who)[0], _today(db, who, clock)
        return commitment_forms.take_on(f"{where}|{value}", today, origin.title, alone=not origin.place)

    return show


def committed(
    ack: Ack,
    meta: str,
    form: Sent,
    request: str,
    who: Who,
    store: Store,
    clock: Clock,
    members: Members,
    slack: WebClient,
) -> None:
    """It stands from now on; a meeting is told that somebody took something on, never what."""
    where, _, round_id = meta.partition("|")
    if where == MEETING:
        access.MEETINGS.inside(store, members, round_id, who)
    greet(store, slack, who, form.people("asker"), NAME, clock(), "asker")
    with store.begin() as db:
        owner, *asks = [met(db, who.team, person) for person in (who.id, *form.people("asker"))]
        origin, meeting = _origin(db, where, round_id, who)
        made = commitments.start(
            who.team,
            id_from(who.team, NAME, "commitment", request),
            owner,
            asks[0] if asks else None,
            _taken(form),
            origin,
            clock(),
        )
        if rounds.add(db, made) and meeting:  # else it was heard before
            if meeting.step in standing.CLOSED:
                facts(meeting)["committed"] += 1
            else:
                flow.commit(meeting, who.id, clock())
            save(db, meeting)
    ack(commitment_forms.taken(made))


def _origin(db: Db, where: str, round_id: str, who: Who) -> tuple[From, Round | None]:
    """Where it comes from; and the meeting, locked, where it is one."""
    if where == MEETING:
        meeting = access.held(db, round_id, who)
        standing.taking_part(meeting, who.id)
        feature = "set" if facts(meeting)["set"] else NAME
        title, channel = text_of(meeting, "question"), meeting.channel_id or ""
        return From(feature, title, place_of(meeting), channel), meeting
    if where == MYSELF:
        return From(MYSELF, "", ""), None
    origin = closing.origin(db, who.team, round_id, who.id)
    if origin.feature == NAME:  # there are other ways from a meeting of our own
        raise Refusal("common.not_here_any_more")
    channel = origin.channel_id or ""
    return From(origin.feature, origin.title, channel, channel, origin.round_id), None


def came(db: Db, team: str, round_id: str) -> list[Block]:
    """How what people took on from it stands, for those who look at it again: who and what only if ticked."""
    found = rounds.about(db, team, round_id, NAME, COMMITMENT)
    rounds.unseal_all(db, found, lambda one, reply: reply.kind == "what" and bool(commitments.shows(one)))
    return cards.came(found)


def _taken(form: Sent) -> Taken:
    due = form.date("due")
    if due is None:
        raise Refusal("checkin.refused.which_day", field="due")
    return Taken(
        what=form.text("what"),
        first=form.text("first"),
        know=form.text("know"),
        due=due,
        sure=form.number("sure"),
        before=form.ticked("before"),
        shown=form.ticked("shown"),
    )


def changed(round_: Round, person_id: str, form: Sent, _: str, now: datetime) -> None:
    what, first, know = map(form.text, ("what", "first", "know"))
    commitments.change(round_, person_id, what, first, know, form.date("due"), now)


def became(value: str, who: Who, store: Store, members: Members) -> View:
    """The same, in a meeting: the first of what is open from here."""
    access.MEETINGS.inside(store, members, value, who)
    with store.read() as db:
        round_ = access.meeting(db, value, who)
        at(round_, *standing.from_on(Step.FOLLOW_UP))
        found = _next_open(db, round_, who)
    if found is None:
        return commitment_forms.none_open(value)
    return commitment_forms.follow(found, value)


def followed(
    ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """Said; in a meeting those who are in it see how it stands, and more only where its owner shows it."""
    round_id, _, meeting_id = meta.partition("|")
    if meeting_id:
        access.MEETINGS.inside(store, members, meeting_id, who)
    what, learnt, tell = _step(form.choice("became")), form.text("learnt"), form.ticked("tell")
    following = None
    with store.begin() as db:
        round_ = access.COMMITMENTS.held(db, round_id, who)  # always before its meeting
        meeting = access.held(db, meeting_id, who) if meeting_id else None
        if first_time(db, asked, clock()):
            later = tell and meeting is None  # in a meeting it is told at once
            commitments.became(round_, who.id, what, learnt, form.date("due"), tell=later, now=clock())
            rounds.save(db, round_)
            if meeting:
                following = _told(db, round_, meeting, who, what, learnt if tell else "", clock)
    if following:
        ack(commitment_forms.follow(following, meeting_id))
    else:
        ack(commitment_forms.said(round_))


def _told(
    db: Db, round_: Round, meeting: Round, who: Who, what: Doing, learnt: str, clock: Clock
) -> Round | None:
    """The meeting hears how it stands; what else is open from there comes next."""
    if meeting.step not in standing.from_on(Step.FOLLOW_UP) or not is_in(meeting, who.id):
        return None
    next_ = _next_open(db, meeting, who, but=round_.id)
    more = next_ is not None and len(meeting.of_kind("became", who.id)) < MOST_ASKED
    text = commitments.shown(round_)
    flow.became(meeting, who.id, what.value, text, learnt, more=more, now=clock(), of=round_.id)
    save(db, meeting)
    return next_ if more else None


def _next_open(db: Db, meeting: Round, who: Who, but: str = "") -> Round | None:
    """The first that is open from there, and of which nothing has been said in this meeting."""
    said = {json.loads(r.text).get("of") for r in meeting.of_kind("became", who.id) if r.text}
    found = queries.commitments(db, who.team, who.id, place_of(meeting))
    return next((r for r in found if r.id not in (*said, but)), None)


def readable(round_: Round, person_id: str) -> None:
    """Refuses whoever may ask after it, and is not shown what it is."""
    if round_.host_id != person_id and not any(reply.text for reply in round_.replies):
        raise Refusal("common.not_yours")


def why(value: str, who: Who, store: Store, settings: Settings) -> View:
    with store.read() as db:
        rounds.find(db, who.team, value, NAME)  # of any kind
    return commitment_forms.why(settings.support_text)


def _step(chosen: str | None) -> Doing:
    if chosen not in (Doing.OPEN, *ENDED):
        raise Refusal("checkin.refused.became", field="became")
    return Doing(chosen)


def _today(db: Db, who: Who, clock: Clock) -> date:
    return clock().astimezone(zone(people.find(db, who.team, who.id).zone)).date()


press = access.taken_on
SHOWS: Listeners = {
    "checkin.mine": mine,
    "checkin.days": days,
    "checkin.commit": commit,
    "checkin.commit_from": takes_on(ELSEWHERE),
    "checkin.commit_new": takes_on(MYSELF),
    "checkin.follow": press.opens(lambda round_, _: commitment_forms.follow(round_), commitments.may_follow),
    "checkin.change_taken": press.opens(
        lambda round_, _: commitment_forms.change(round_), commitments.may_follow
    ),
    "checkin.became": became,
    "checkin.look_at": press.opens(commitment_forms.look_at, readable),
    "checkin.why": why,
}
ACTIONS: Listeners = {
    "checkin.unask": press.decides(
        lambda round_, me, _: commitments.let_know(round_, me), then=commitment_forms.look_at
    ),
    "checkin.erase": press.decides(lambda round_, me, _: commitments.erase(round_, me), "erased"),
}
FORMS: Listeners = {
    "checkin.commit": committed,
    "checkin.change_taken": press.sends(changed, then=commitment_forms.changed),
    "checkin.became": followed,
}
