"""From Slack: check-ins that come again begin, leave one out, rest, stop: for whoever is in their channel."""

from datetime import datetime

from bot.features.checkin.meeting.cards.saying import words
from bot.features.checkin.models import NAME, RHYTHM
from bot.features.checkin.rhythm import flow
from bot.features.checkin.rhythm.cards import page, receipt
from bot.rounds.company.knowing import met
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping.models import Round
from bot.rounds.practice import rhythms
from bot.rounds.time.rhythm import Rhythm
from bot.slack.asked import Who
from bot.store import Db

DOOR = Door(NAME, RHYTHM, lambda _, __, ___: False, of_channel=True)


def start(db: Db, who: Who, round_id: str, channel: str, _: str, wanted: Rhythm, now: datetime) -> Round:
    """For whoever is in that channel."""
    return flow.start(who.team, round_id, met(db, who.team, who.id), channel, wanted, now)


begin, ask = rhythms.begins(DOOR, start, receipt), rhythms.asks(DOOR, words)
ACTIONS: Listeners = rhythms.actions(DOOR, words)
SHOWS: Listeners = {"checkin.rhythm_new": ask, **rhythms.shows(DOOR, page)}
FORMS: Listeners = {
    "checkin.rhythm_start": rhythms.begun(DOOR, words, start, receipt),
    **rhythms.forms(DOOR, words),
}
