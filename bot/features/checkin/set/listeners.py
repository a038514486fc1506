"""From Slack: a set begins, grows, meets, plans, and ends."""

from collections.abc import Sequence
from datetime import datetime, time
from itertools import chain

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.checkin.listeners import access
from bot.features.checkin.meeting import flow, forms
from bot.features.checkin.meeting.flow import hosting
from bot.features.checkin.models import LEAST, MEETING, MOST, NAME, ROOM, Step, facts, is_in
from bot.features.checkin.queries import save
from bot.features.checkin.set import cards as set_cards
from bot.features.checkin.set import flow as sets
from bot.features.checkin.set.models import way_of
from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.company.heard import first_time
from bot.rounds.company.knowing import greet, strangers
from bot.rounds.company.order import rooms
from bot.rounds.company.standing import hosting as hosted
from bot.rounds.company.standing import short_enough
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries, tries, unasked
from bot.rounds.keeping.models import Round, Seat, Status, id_from
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import typed
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import View
from bot.slack.forms import Form, mentions
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Db, Store


def new_set(
    text: str, channel: str, who: Who, members: Members, slack: WebClient, store: Store, clock: Clock
) -> View:
    """`/checkin set @ana @ben`; in a channel of a few, its people are proposed."""
    named = mentions(text)[0]
    greet(store, slack, who, named, NAME, clock(), "people")
    return _create(channel, named or _few(channel, who, members, slack, store, clock()), who)


def new_set_here(
    value: str, who: Who, members: Members, slack: WebClient, store: Store, clock: Clock
) -> View:
    return _create(value, _few(value, who, members, slack, store, clock()), who)


def _create(channel: str, chosen: Sequence[str], who: Who) -> View:
    return set_cards.create(channel, tuple(dict.fromkeys((who.id, *chosen))))


def _few(
    channel: str, who: Who, members: Members, slack: WebClient, store: Store, now: datetime
) -> list[str]:
    """The people of a channel of a few; nobody where it is none, and where the app is not in it."""
    try:
        there = members.of(channel) if channel[:1] in ("C", "G") else frozenset()
    except Refusal:
        there = frozenset()
    if who.id not in there or len(there) > MOST + 1:
        return []
    people_ = sorted(there - {person.id for person in strangers(store, slack, who, there, now)})
    return people_ if LEAST <= len(people_) <= MOST else []


def created(
    ack: Ack,
    form: Form,
    request: str,
    who: Who,
    store: Store,
    clock: Clock,
    slack: WebClient,
    settings: Settings,
) -> None:
    """Everybody is asked; more than eight become two sets, alike in number and in what people bring."""
    there, now = list(dict.fromkeys((who.id, *form.people("people")))), clock()
    greet(store, slack, who, there, NAME, now, "people")
    with store.begin() as db:
        seats = [queries.seat(db, who.team, person) for person in there]
        name, unsigned, way = form.text("name"), form.ticked("unsigned"), form.choice("way") or "weeks"
        made = [
            sets.start(who.team, set_id, group[0], group[1:], name, unsigned=unsigned, now=now, way=way)
            for set_id, group in _groups(id_from(who.team, NAME, request), seats)
        ]
        new = [round_ for round_ in made if queries.add(db, round_)]
        for round_ in new:
            unasked.hide(db, round_, who.id, round_.others(who.id))
        enough.asks(db, who.team, seats[0], chain(*(round_.seats for round_ in new)), settings, now, "people")
    ack(set_cards.created(made))


def _groups(set_id: str, seats: list[Seat]) -> list[tuple[str, list[Seat]]]:
    """One group, or as many as it takes; whoever asks looks after theirs, and somebody after each other."""
    if len(seats) <= MOST:
        return [(set_id, seats)]
    places = rooms(set_id, seats, ROOM)
    numbers = sorted(set(places.values()))
    return [
        (id_from(set_id, str(number)), [s for s in seats if places[s.person_id] == number])
        for number in numbers
    ]


def meets(
    ack: Ack, meta: str, form: Form, request: str, who: Who, store: Store, clock: Clock, settings: Settings
) -> None:
    """A meeting begins: everybody in the set is asked whether they are in it this time."""
    where = access.where_of(form)
    with store.begin() as db:
        set_ = access.in_set(db, meta, who)
        short, way = form.choice("kind") == "short", form.choice("way") or ""
        round_ = _meets(db, set_, who, request, "", clock(), settings, short=short, way=way, where=where)
    ack(forms.receipt(round_))


def shared(
    ack: Ack, meta: str, form: Form, request: str, who: Who, store: Store, clock: Clock, settings: Settings
) -> None:
    """This meeting closes with thanks, and a short check-in begins."""
    question = form.text("question")
    short_enough(NAME, question, forms.QUESTION_MAX)
    with store.begin() as db:
        set_ = access.in_set(db, facts(queries.find(db, who.team, meta, NAME, MEETING))["set"], who)
        before = access.held(db, meta, who)  # always after its set
        way, where = "live" if facts(before)["live"] else "", text_of(before, "where")
        if before.step == Step.CHECK_OUT:  # else it was heard before
            hosting.close(before, who.id, clock())
            save(db, before)
        round_ = _meets(db, set_, who, request, question, clock(), settings, short=True, way=way, where=where)
    ack(forms.receipt(round_))


def _meets(
    db: Db,
    set_: Round,
    who: Who,
    request: str,
    question: str,
    now: datetime,
    settings: Settings,
    *,
    short: bool,
    way: str,
    where: str = "",
) -> Round:
    there, round_id = sets.may_meet(set_, who.id), id_from(who.team, NAME, request)
    if _begun(db, set_, who) not in ("", round_id):
        raise Refusal("checkin.refused.meets")
    seats = [queries.seat(db, who.team, seat.person_id) for seat in there]
    host = next(seat for seat in seats if seat.person_id == who.id)
    plan = sets.plan_of(set_, way, where=where, short=short)
    round_ = flow.start(who.team, round_id, host, seats, plan, question, now)
    tries.bring(db, round_)
    enough.begins(db, round_, settings, now)
    return queries.lock(db, who.team, round_.id, NAME, MEETING)


def _begun(db: Db, set_: Round, who: Who) -> str:
    """The set's meeting that people are being asked to: two people do not begin one each; "" for none."""
    found = queries.of_person(db, who.team, who.id, NAME, kind=MEETING, statuses=[Status.RUNNING])
    here = (r for r in found if r.step == Step.CHECK_IN and facts(r)["set"] == set_.id)
    return next((r.id for r in here), "")


def plan(value: str, who: Who, store: Store) -> View:
    """When they would like to meet next, from the end of a meeting."""
    with store.read() as db:
        set_ = facts(access.meeting(db, value, who))["set"]
        return set_cards.plan(access.SETS.look(db, set_, who), value)


def planned(ack: Ack, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    set_id, _, meeting_id = meta.partition("|")
    with store.begin() as db:
        set_ = access.in_set(db, set_id, who)
        meeting = access.held(db, meeting_id, who) if meeting_id else None  # always after its set
        sets.plan(set_, who.id, form.date("next"), clock(), _hour(set_, form))
        queries.save(db, set_)
        if meeting and is_in(meeting, who.id):
            flow.planned(meeting, who.id, clock())
            save(db, meeting)
    ack(forms.done("planned" if form.date("next") else "unplanned"))


def _hour(set_: Round, form: Form) -> time | None:
    """When a live one begins, on its day; refuses what is no time."""
    if way_of(set_) != "live" or not form.date("next"):
        return None
    if not typed.is_time(form.text("time")):
        raise Refusal("checkin.refused.time", field="time")
    return typed.time_of(form.text("time"))


def way_chosen(round_: Round, me: str, form: Form, _: str, now: datetime) -> None:
    sets.choose_way(round_, me, form.choice("way") or "", access.where_of(form), now)


def invited(
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
    chosen = form.people("people")
    greet(store, slack, who, chosen, NAME, clock(), "people")
    with store.begin() as db:
        round_ = access.in_set(db, meta, who)
        if first_time(db, asked, clock()):
            me, *seats = (queries.seat(db, who.team, person) for person in (who.id, *chosen))
            sets.invite(round_, who.id, seats)
            queries.save(db, round_)
            unasked.hide(db, round_, who.id, seats)
            enough.asks(db, who.team, me, seats, settings, clock(), "people")
    ack(forms.done("invited"))


press = access.of_set
SHOWS: Listeners = {
    "checkin.new_set": new_set_here,
    "checkin.meet": press.opens(set_cards.meet, sets.may_meet),
    "checkin.plan_set": press.opens(lambda round_, _: set_cards.plan(round_), sets.member),
    "checkin.plan": plan,
    "checkin.short_instead": access.inside(set_cards.shared, access.during(Step.CHECK_OUT), hosted),
    "checkin.set_way": press.opens(set_cards.way, sets.member),
    "checkin.set_menu": press.opens(set_cards.menu, sets.member),
    "checkin.set_invite": press.opens(set_cards.invite, sets.member),
}
ACTIONS: Listeners = {
    "checkin.set_yes": press.decides(lambda round_, me, _: sets.answer(round_, me, yes=True)),
    "checkin.set_no": press.decides(lambda round_, me, _: sets.answer(round_, me, yes=False)),
    "checkin.set_leave": press.decides(sets.leave, "left_set"),
    "checkin.set_end": press.decides(lambda round_, me, _: sets.end_for_all(round_, me), "ended_set"),
}
FORMS: Listeners = {
    "checkin.new_set": created,
    "checkin.meet": meets,
    "checkin.plan_set": planned,
    "checkin.short_instead": shared,
    "checkin.set_invite": invited,
    "checkin.set_way": press.sends(way_chosen, "way"),
}
