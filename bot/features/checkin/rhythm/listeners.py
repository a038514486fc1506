"""From Slack: check-ins that come again begin, leave one out, rest, stop."""

from datetime import datetime

from bot.features.checkin.meeting.cards.saying import words
from bot.features.checkin.models import NAME, RHYTHM
from bot.features.checkin.rhythm import flow
from bot.features.checkin.rhythm.cards import receipt
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.practice import rhythms
from bot.rounds.time.rhythm import Rhythm
from bot.slack.asked import Who
from bot.store import Db

DOOR = Door(NAME, RHYTHM, lambda _, __, ___: False, of_channel=True)


def start(db: Db, who: Who, round_id: str, channel: str, wanted: Rhythm, now: datetime) -> Round:
    """Whoever is in its channel may change it: it is theirs."""
    return flow.start(who.team, round_id, queries.seat(db, who.team, who.id), channel, wanted, now)


begin = rhythms.begins(DOOR, start, receipt)
ACTIONS: Listeners = rhythms.actions(DOOR, words)
