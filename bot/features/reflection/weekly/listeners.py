"""From Slack: a rhythm for a pair begins, leaves one out, rests, stops."""

from datetime import datetime

from bot.features.reflection.cards import words
from bot.features.reflection.models import NAME, WEEKLY
from bot.features.reflection.weekly import flow as weekly
from bot.features.reflection.weekly.cards import page, receipt
from bot.people import queries as people
from bot.people.models import Pair
from bot.refusal import Refusal
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.practice import rhythms
from bot.rounds.showing.sentences import plain_names
from bot.rounds.time.rhythm import Rhythm
from bot.slack.asked import Who
from bot.slack.blocks import Block, choice
from bot.store import Db

DOOR = Door(NAME, WEEKLY, lambda _, __, ___: False)


def start(db: Db, who: Who, round_id: str, channel: str, whom: str, wanted: Rhythm, now: datetime) -> Round:
    """For the pair that was chosen, else that of this place, or one's only one."""
    here = _pairs(db, who, channel)
    if whom:
        here = [pair for pair in people.pairs_of(db, who.team, who.id) if pair.id == whom]
    if len(here) > 1:
        raise Refusal("reflection.refused.weekly_which")
    seats = [queries.seat(db, who.team, m.person_id) for pair in here for m in pair.present]
    if len(seats) < 2:
        raise Refusal("reflection.refused.weekly_nobody")
    return weekly.start(who.team, round_id, who.id, here[0].id, seats, wanted, now)


def whom(db: Db, who: Who, channel: str) -> list[Block]:
    """Which pair, where it may be several; refuses where there is none."""
    here = [
        (pair.id, plain_names(others)) for pair in _pairs(db, who, channel) if (others := pair.others(who.id))
    ]
    if not here:
        raise Refusal("reflection.refused.weekly_nobody")
    return [choice("with", words["rhythm_form.with"], here, chosen=here[0][0])]


def _pairs(db: Db, who: Who, channel: str) -> list[Pair]:
    pairs = people.pairs_of(db, who.team, who.id)
    return [pair for pair in pairs if channel and pair.channel_id == channel] or pairs


begin, ask = rhythms.begins(DOOR, start, receipt), rhythms.asks(DOOR, words, whom)
ACTIONS: Listeners = rhythms.actions(DOOR, words)
SHOWS: Listeners = {"reflection.rhythm_new": ask, **rhythms.shows(DOOR, page)}
FORMS: Listeners = {
    "reflection.rhythm_start": rhythms.begun(DOOR, words, start, receipt),
    **rhythms.forms(DOOR, words),
}
