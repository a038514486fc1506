"""The listeners of a kind of round that holds a rhythm: it begins, leaves one out, rests, stops."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from slack_sdk import WebClient

from bot.clock import Clock
from bot.people import queries as people
from bot.people.models import Person
from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.company.knowing import know
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.practice.presses import Page, Presses, RuleAbout, split
from bot.rounds.showing import pages, rhythms, typed
from bot.rounds.time import recurring
from bot.rounds.time.hours import zone
from bot.rounds.time.rhythm import STEPS, Rhythm
from bot.settings import Settings
from bot.slack.asked import COMMAND, Asked, Who
from bot.slack.blocks import Block, Message, View
from bot.slack.forms import Form, unescape
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.slack.there import is_in, not_here
from bot.slack.times import DAYS
from bot.store import Db, Store
from bot.words import Words

# Its id, the channel, whom it is for ("" for those of the channel), the rhythm, now.
Start = Callable[[Db, Who, str, str, str, Rhythm, datetime], Round]
More = Callable[[Round, Form, datetime], None]
Receipt = Callable[[Round, datetime], Message]
Whom = Callable[[Db, Who, str], Sequence[Block]]  # the channel; refuses where there is nobody


def begins(door: Door, start: Start, receipt: Receipt) -> Listener:
    """`/<practice> weekly mon 9:30`, in the zone of whoever types it; it takes an earlier one's place.

    `start` makes the round, or refuses.
    """

    def begin(
        asked: Asked,
        text: str,
        channel: str,
        who: Who,
        slack: WebClient,
        store: Store,
        clock: Clock,
        settings: Settings,
    ) -> Message:
        if door.of_channel and not is_in(slack, channel):
            return not_here(asked)
        now = clock()
        with store.begin() as db:
            people.meet(db, who.team, who.id, who.name)
        know(store, slack, who.team, now)
        with store.begin() as db:
            wanted = typed.rhythm(unescape(text), people.find(db, who.team, who.id).zone, now)
            if wanted is None:
                raise Refusal("common.not_here_any_more")
            round_id = id_from(who.team, door.feature, door.kind, asked.request)
            round_ = start(db, who, round_id, channel, "", wanted, now)
            _keep(db, door, round_, settings, now)
        return receipt(round_, now)

    return begin


def asks(
    door: Door, words: Words, whom: Whom = lambda *_: (), form: Callable[..., View] | None = None
) -> Listener:
    """The form to begin one in: from Home, from a button that names its place, or typed without a time."""
    shown = form or partial(rhythms.form, words)

    def ask(
        asked: Asked,
        value: str,
        text: str,
        channel: str,
        who: Who,
        slack: WebClient,
        store: Store,
        clock: Clock,
    ) -> View | Message:
        place = split(value)[0] if value else channel
        if door.of_channel and not is_in(slack, place):
            if asked.kind != COMMAND:
                raise Refusal("common.let_me_in")
            return not_here(asked)
        with store.begin() as db:
            people.meet(db, who.team, who.id, who.name)
        know(store, slack, who.team, clock())
        with store.read() as db:
            here = people.find(db, who.team, who.id).zone
            often = typed.how_often(unescape(text)) or "week"
            return shown("rhythm_start", place, here, *whom(db, who, place), every=often)

    return ask


def begun(door: Door, words: Words, start: Start, receipt: Receipt, more: More = lambda *_: None) -> Listener:
    """That form was sent in; `more` takes what else was chosen in it."""

    def begin(
        ack: Ack,
        meta: str,
        form: Form,
        request: str,
        who: Who,
        store: Store,
        clock: Clock,
        members: Members,
        settings: Settings,
    ) -> None:
        (place, here), now = split(meta), clock()
        if door.of_channel:
            members.check(place, who.id)
        wanted = chosen(door.feature, form, here, now)
        with store.begin() as db:
            round_id = id_from(who.team, door.feature, door.kind, request)
            round_ = start(db, who, round_id, place, form.choice("with") or "", wanted, now)
            more(round_, form, now)
            _keep(db, door, round_, settings, now)
        ack(pages.page(words, "rhythm_page", *receipt(round_, now).blocks))

    return begin


def chosen(feature: str, form: Form, zone_name: str, now: datetime) -> Rhythm:
    """The rhythm that was chosen in such a form, in that zone or the one that was chosen; refuses without a
    day or a time.
    """
    every = form.choice("when") or "week"
    if every not in STEPS:
        raise Refusal("common.not_here_any_more")
    if every != "day" and not 0 <= form.number("day") < len(DAYS):
        raise Refusal(f"{feature}.refused.day", field="day")
    if not typed.is_time(form.text("time")):
        raise Refusal(f"{feature}.refused.time", field="time")
    where = zone(form.choice("zone") or zone_name).key
    return typed.planned_at(every, form.number("day"), form.text("time"), where, now)


def forms(door: Door, words: Words) -> Listeners:
    """What was sent in to change one."""
    press, verb = Presses(door, words), "join" if door.of_channel else "take part"

    def change(round_: Round, me: str, form: Form, here: str, now: datetime) -> None:
        recurring.change(round_, chosen(door.feature, form, here, now), me, now)

    return {f"{door.feature}.rhythm_change": press.sends(change, "rhythm_change", verb=verb)}


def actions(door: Door, words: Words) -> Listeners:
    """What the buttons of its card do: for those who have a place in it, or are in its channel."""
    press, verb = Presses(door, words), "join" if door.of_channel else "take part"
    changes: dict[str, RuleAbout] = {
        "rhythm_skip": lambda round_, _, planned, now: recurring.skip(round_, planned, now),
        "rhythm_snooze": lambda round_, _, __, now: recurring.snooze(round_, now),
        "rhythm_again": lambda round_, _, __, now: recurring.start_again(round_, now),
        "rhythm_stop": lambda round_, _, __, now: recurring.stop(round_, now),
    }
    return {f"{door.feature}.{name}": press.about(rule, name, verb=verb) for name, rule in changes.items()}


def shows(door: Door, page: Page) -> Listeners:
    """What leads to it from whatever it has put: for those same people."""
    words = Words(door.feature)
    press = Presses(door, words, reads="join" if door.of_channel else "take part")

    def change(round_: Round, person: Person, about: str, support: str) -> View:
        recurring.changing(round_)
        return rhythms.form(words, "rhythm_change", round_.id, person.zone, kept=recurring.of(round_))

    return {f"{door.feature}.rhythm": press.opens(page), f"{door.feature}.rhythm_change": press.shows(change)}


def _keep(db: Db, door: Door, round_: Round, settings: Settings, now: datetime) -> None:
    """It takes the place of an earlier one."""
    for old in _earlier(db, door, round_):
        locked = queries.lock(db, round_.team, old, door.feature, door.kind)
        recurring.stop(locked, now)
        queries.save(db, locked)
    enough.begins(db, round_, settings, now)


def _earlier(db: Db, door: Door, new: Round) -> list[str]:
    """Those that go on in the same place: its channel, or what it is about."""
    if new.channel_id:
        found = queries.in_channel(db, new.team, new.channel_id, door.feature, door.kind)
    else:
        theirs = queries.of_person(db, new.team, new.host_id, door.feature, kind=door.kind)
        found = [r.id for r in theirs if recurring.runs(r) and r.subject_id == new.subject_id]
    return [id_ for id_ in found if id_ != new.id]
