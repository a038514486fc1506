"""From Slack: a rhythm for a pair begins, leaves one out, rests, stops."""

from collections.abc import Callable
from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.reflection.listeners import access
from bot.features.reflection.models import NAME, WEEKLY
from bot.features.reflection.weekly import flow as weekly
from bot.features.reflection.weekly.cards import receipt
from bot.people import queries as people
from bot.people.refresh import refresh
from bot.refusal import Refusal
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.showing import typed
from bot.rounds.showing.sentences import planned
from bot.rounds.time import recurring
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message
from bot.slack.forms import unescape
from bot.slack.surface import Ack
from bot.store import Db, Store


def begin(
    asked: Asked, text: str, channel: str, who: Who, slack: WebClient, store: Store, clock: Clock
) -> Message:
    """`/reflect weekly thu 15:00`, in the zone of whoever types it; it takes the place of an earlier one."""
    now = clock()
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
    refresh(store, slack, lambda db, team, person: queries.wake_person(db, team, person, now), now)
    with store.begin() as db:
        wanted = typed.rhythm(unescape(text), people.find(db, who.team, who.id).zone, now)
        if wanted is None:
            raise Refusal("common.not_here_any_more")
        pairs = people.pairs_of(db, who.team, who.id)
        here = [pair for pair in pairs if pair.channel_id == channel] or pairs
        if not here:
            raise Refusal("reflection.refused.weekly_nobody")
        if len(here) > 1:
            raise Refusal("reflection.refused.weekly_which")
        seats = [queries.seat(db, who.team, member.person_id) for member in here[0].present]
        if len(seats) < 2:
            raise Refusal("reflection.refused.weekly_nobody")
        round_id = id_from(who.team, NAME, "weekly", asked.request)
        _stop_others(db, who, here[0].id, round_id, now)
        round_ = weekly.start(who.team, round_id, who.id, here[0].id, seats, wanted, now)
        queries.add(db, round_)
    return receipt(round_, now)


def changes(rule: Callable[[Round, str, datetime], None]) -> Listener:
    def change(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
        round_id, _, named = value.partition("|")
        with store.begin() as db:
            round_ = access.rhythm(db, round_id, who)
            rule(round_, named, clock())
            queries.save(db, round_)
        ack()

    return change


def _skip(round_: Round, value: str, now: datetime) -> None:
    recurring.skip(round_, planned(value), now)


def _stop_others(db: Db, who: Who, pair_id: str, but: str, now: datetime) -> None:
    for old in queries.of_person(db, who.team, who.id, NAME, kind=WEEKLY):
        if old.subject_id == pair_id and recurring.runs(old) and old.id != but:
            locked = queries.lock(db, who.team, old.id, NAME, WEEKLY)
            recurring.stop(locked, now)
            queries.save(db, locked)


ACTIONS: Listeners = {
    "reflection.rhythm_skip": changes(_skip),
    "reflection.rhythm_snooze": changes(lambda round_, _, now: recurring.snooze(round_, now)),
    "reflection.rhythm_stop": changes(lambda round_, _, now: recurring.stop(round_, now)),
}
