"""From Slack: a rhythm for a pair begins, leaves one out, rests, changes, stops."""

from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.reflection import flow
from bot.features.reflection.cards import words
from bot.features.reflection.flow.standing import BEFORE_READING
from bot.features.reflection.models import NAME, REFLECTION, WEEKLY
from bot.features.reflection.weekly import flow as weekly
from bot.features.reflection.weekly import forms
from bot.features.reflection.weekly.cards import page, receipt
from bot.people import queries as people
from bot.people.models import Pair
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from bot.rounds.practice import rhythms
from bot.rounds.practice.presses import Presses, split
from bot.rounds.showing.pages import done
from bot.rounds.showing.sentences import plain_names
from bot.rounds.time import recurring
from bot.rounds.time.rhythm import Rhythm
from bot.slack.asked import MODAL, Asked, Who
from bot.slack.blocks import Block, Message, View, choice
from bot.slack.forms import Form
from bot.slack.surface import Ack
from bot.store import Db, Store

DOOR = Door(NAME, WEEKLY, lambda _, __, ___: False)
KEPT = "kept"  # it ends when it would have, whatever else is changed


def start(db: Db, who: Who, round_id: str, place: str, whom: str, wanted: Rhythm, now: datetime) -> Round:
    """For the pair that was chosen, else that of this place, or one's only one."""
    here = _pairs(db, who, place)
    if whom:
        here = [pair for pair in people.pairs_of(db, who.team, who.id) if pair.id == whom]
    if len(here) > 1:
        raise Refusal("reflection.refused.weekly_which")
    seats = [queries.seat(db, who.team, m.person_id) for pair in here for m in pair.present]
    if not seats:
        raise Refusal("reflection.refused.weekly_nobody")
    round_ = weekly.start(who.team, round_id, who.id, here[0].id, seats, wanted, now)
    for earlier in _of_pair(db, who, here[0].id)[:1]:
        weekly.take_after(round_, earlier)
    return round_


def whom(db: Db, who: Who, place: str) -> list[Block]:
    """Which pair, where it may be several; refuses where there is none."""
    here = [(pair.id, plain_names(pair.others(who.id))) for pair in _pairs(db, who, place)]
    if not here:
        raise Refusal("reflection.refused.weekly_nobody")
    if len(here) == 1:
        return [forms.for_one(here[0][1])]
    named = [(id_, others or words["which.alone"]) for id_, others in here]
    return [choice("with", words["rhythm_form.with"], named, chosen=named[0][0])]


def _pairs(db: Db, who: Who, place: str) -> list[Pair]:
    """The one of this place, a channel or a pair, else all of theirs."""
    pairs = people.pairs_of(db, who.team, who.id)
    return [pair for pair in pairs if place and place in (pair.channel_id, pair.id)] or pairs


def _of_pair(db: Db, who: Who, pair_id: str) -> list[Round]:
    """Every rhythm that this pair has had, the newest first."""
    theirs = queries.of_person(db, who.team, who.id, NAME, kind=WEEKLY)
    return [round_ for round_ in theirs if round_.subject_id == pair_id]


def of_pair(
    asked: Asked, value: str, who: Who, slack: WebClient, store: Store, clock: Clock
) -> View | Message:
    """The rhythm of the pair that is named: its page, or the form to begin one."""
    with store.read() as db:
        for round_ in _of_pair(db, who, value):
            if recurring.runs(round_):
                return page(DOOR.look(db, round_.id, who), who.id)
    opened: View | Message = ask(asked, value, "", "", who, slack, store, clock)
    return opened


def more(value: str, asked: Asked, form: Form, meta: str, who: Who, store: Store) -> View:
    """What else can be chosen, in the form that is open; what was chosen in it stays."""
    if asked.kind != MODAL:
        raise Refusal("common.not_here_any_more")
    (id_, zone), name = split(meta), (asked.view or {}).get("callback_id", "").partition(".")[2]
    with store.read() as db:
        round_ = DOOR.look(db, id_, who) if name == "rhythm_change" else None
        there = round_.present if round_ else []
        pairs = [] if round_ else _pairs(db, who, id_)
        ids = [seat.person_id for seat in there] or [m.person_id for pair in pairs for m in pair.present]
        zones = [people.find(db, who.team, person_id).zone for person_id in ids]
        which = [] if round_ else whom(db, who, id_)
    return forms.more(name or "rhythm_start", id_, zone, zones, form, round_, which)


def chosen(round_: Round, form: Form, now: datetime) -> None:
    """What else was chosen when it began."""
    weekly.asks_of(round_, form.several("families"))
    weekly.last_for(round_, form.number("weeks"), now)


def change(round_: Round, me: str, form: Form, zone: str, now: datetime) -> None:
    """What was not shown in the form stays as it is."""
    weekly.change(round_, me, rhythms.chosen(NAME, form, zone, now), now)
    if form.choice("weeks"):
        weekly.asks_of(round_, form.several("families"))
        if form.choice("weeks") != KEPT:
            weekly.last_for(round_, form.number("weeks"), now)


def rests(ack: Ack, asked: Asked, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    """Nothing comes, and what was asked and not opened yet rests with it."""
    now = clock()
    with store.begin() as db:
        round_ = DOOR.held(db, split(meta)[0], who)
        if first_time(db, asked, now):
            weekly.rest(round_, who.id, now, form.date("until"))
            queries.save(db, round_)
            for one in _open(db, round_):
                question = queries.lock_at_once(db, who.team, one, NAME, REFLECTION)
                flow.let_rest(question, now)
                queries.save(db, question)
    ack(done(words, "rhythm_rest"))


def _open(db: Db, round_: Round) -> list[str]:
    """The ids of what this pair was asked and has not opened yet."""
    theirs = queries.of_person(
        db, round_.team, round_.present[0].person_id, NAME, kind=REFLECTION, statuses=[Status.RUNNING]
    )
    asked = [one for one in theirs if one.subject_id == round_.subject_id and one.step in BEFORE_READING]
    return [one.id for one in asked]


press = Presses(DOOR, words)
begin, ask = rhythms.begins(DOOR, start, receipt), rhythms.asks(DOOR, words, whom, forms.begin)
ACTIONS: Listeners = {
    **rhythms.actions(DOOR, words),
    "reflection.rhythm_again": press.decides(
        lambda round_, _, now: weekly.start_again(round_, now), "rhythm_again"
    ),
    "reflection.rhythm_fine": press.decides(lambda round_, me, _: weekly.fine(round_, me), "rhythm_fine"),
}
SHOWS: Listeners = {
    "reflection.rhythm_new": ask,
    "reflection.rhythm_of": of_pair,
    **rhythms.shows(DOOR, page),
    "reflection.rhythm_change": press.shows(
        lambda round_, person, _, __: forms.change(round_, person.zone),
        lambda round_, _: recurring.changing(round_),
    ),
    "reflection.rhythm_more": more,
    "reflection.rhythm_rest": press.opens(
        lambda round_, _: forms.rest(round_), lambda round_, _: recurring.changing(round_)
    ),
}
FORMS: Listeners = {
    "reflection.rhythm_start": rhythms.begun(DOOR, words, start, receipt, chosen),
    "reflection.rhythm_change": press.sends(change, "rhythm_change"),
    "reflection.rhythm_rest": rests,
}
