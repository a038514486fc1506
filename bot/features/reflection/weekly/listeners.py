"""From Slack: a rhythm for a pair begins, leaves one out, rests, stops."""

from datetime import datetime

from bot.features.reflection.cards import words
from bot.features.reflection.models import NAME, WEEKLY
from bot.features.reflection.weekly import flow as weekly
from bot.features.reflection.weekly.cards import page, receipt
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.practice import rhythms
from bot.rounds.time.rhythm import Rhythm
from bot.slack.asked import Who
from bot.store import Db

DOOR = Door(NAME, WEEKLY, lambda _, __, ___: False)


def start(db: Db, who: Who, round_id: str, channel: str, wanted: Rhythm, now: datetime) -> Round:
    """`/reflect weekly thu 15:00`: for the pair of this place, or one's only one."""
    pairs = people.pairs_of(db, who.team, who.id)
    here = [pair for pair in pairs if pair.channel_id == channel] or pairs
    if len(here) > 1:
        raise Refusal("reflection.refused.weekly_which")
    seats = [queries.seat(db, who.team, m.person_id) for pair in here for m in pair.present]
    if len(seats) < 2:
        raise Refusal("reflection.refused.weekly_nobody")
    return weekly.start(who.team, round_id, who.id, here[0].id, seats, wanted, now)


begin = rhythms.begins(DOOR, start, receipt)
ACTIONS: Listeners = rhythms.actions(DOOR, words)
SHOWS: Listeners = rhythms.shows(DOOR, page)
