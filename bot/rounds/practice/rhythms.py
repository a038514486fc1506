"""The listeners of a kind of round that holds a rhythm: it begins, leaves one out, rests, stops."""

from collections.abc import Callable
from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.knowing import know
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.practice.presses import Page, Presses, RuleAbout
from bot.rounds.showing import typed
from bot.rounds.time import recurring
from bot.rounds.time.rhythm import Rhythm
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message
from bot.slack.forms import unescape
from bot.slack.there import is_in, not_here
from bot.store import Db, Store
from bot.words import Words

Start = Callable[[Db, Who, str, str, Rhythm, datetime], Round]  # its id, the channel, the rhythm, now
Receipt = Callable[[Round, datetime], Message]


def begins(door: Door, start: Start, receipt: Receipt) -> Listener:
    """`/<practice> weekly mon 9:30`, in the zone of whoever types it; it takes an earlier one's place.

    `start` makes the round, or refuses.
    """

    def begin(
        asked: Asked, text: str, channel: str, who: Who, slack: WebClient, store: Store, clock: Clock
    ) -> Message:
        if door.of_channel and not is_in(slack, channel):
            return not_here(asked)
        now = clock()
        with store.begin() as db:
            people.meet(db, who.team, who.id, who.name)
        know(store, slack, now)
        with store.begin() as db:
            wanted = typed.rhythm(unescape(text), people.find(db, who.team, who.id).zone, now)
            if wanted is None:
                raise Refusal("common.not_here_any_more")
            round_id = id_from(who.team, door.feature, door.kind, asked.request)
            round_ = start(db, who, round_id, channel, wanted, now)
            for old in _earlier(db, door, round_):
                locked = queries.lock(db, who.team, old, door.feature, door.kind)
                recurring.stop(locked, now)
                queries.save(db, locked)
            queries.add(db, round_)
        return receipt(round_, now)

    return begin


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
    press = Presses(door, Words(door.feature), reads="join" if door.of_channel else "take part")
    return {f"{door.feature}.rhythm": press.opens(page)}


def _earlier(db: Db, door: Door, new: Round) -> list[str]:
    """Those that go on in the same place: its channel, or what it is about."""
    if new.channel_id:
        found = queries.in_channel(db, new.team, new.channel_id, door.feature, door.kind)
    else:
        theirs = queries.of_person(db, new.team, new.host_id, door.feature, kind=door.kind)
        found = [r.id for r in theirs if recurring.runs(r) and r.subject_id == new.subject_id]
    return [id_ for id_ in found if id_ != new.id]
