"""From Slack: check-ins that come again begin, leave one out, rest, stop: for whoever is in their channel."""

from bot.features.checkin.meeting.cards.saying import words
from bot.features.checkin.models import NAME, RHYTHM
from bot.features.checkin.rhythm import flow
from bot.features.checkin.rhythm.cards import page, receipt
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.practice import rhythms

DOOR = Door(NAME, RHYTHM, lambda _, __, ___: False, of_channel=True)
begin = rhythms.begins(
    DOOR,
    lambda db, who, round_id, channel, wanted, now: flow.start(
        who.team, round_id, queries.seat(db, who.team, who.id), channel, wanted, now
    ),
    receipt,
)
ACTIONS: Listeners = rhythms.actions(DOOR, words)
SHOWS: Listeners = rhythms.shows(DOOR, page)
