"""From Slack: a question is planned, one is left out, it rests, it stops: for whoever is in its channel."""

from datetime import datetime

from bot.features.listening.cards.saying import words
from bot.features.listening.models import NAME, RHYTHM, Plan
from bot.features.listening.rhythm import flow
from bot.features.listening.rhythm.cards import behind
from bot.rounds.company import enough
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.keeping.replies import text_of
from bot.rounds.practice import rhythms
from bot.rounds.time import recurring
from bot.rounds.time.rhythm import Rhythm
from bot.settings import Settings
from bot.slack.asked import Who
from bot.store import Db

DOOR = Door(NAME, RHYTHM, lambda _, reply, __: reply.kind == "question", of_channel=True)


def plans(
    db: Db,
    who: Who,
    channel: str,
    plan: Plan,
    question: str,
    wanted: Rhythm,
    request: str,
    now: datetime,
    settings: Settings,
) -> Round:
    """Keep it; it takes the place of the same question there, which was planned before for another time."""
    host = queries.seat(db, who.team, who.id)
    round_id = id_from(who.team, NAME, RHYTHM, request)
    round_ = flow.start(who.team, round_id, host, channel, plan, question, wanted, now)
    for id_ in queries.in_channel(db, who.team, channel, NAME, RHYTHM):
        old = queries.unseal(db, queries.lock(db, who.team, id_, NAME, RHYTHM), lambda _: True)
        if id_ != round_id and text_of(old, "question") == question:
            recurring.stop(old, now)
            queries.save(db, old)
    enough.begins(db, round_, settings, now)
    return round_


ACTIONS: Listeners = rhythms.actions(DOOR, words)
SHOWS: Listeners = rhythms.shows(DOOR, behind)
FORMS: Listeners = rhythms.forms(DOOR, words)
