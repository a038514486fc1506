"""From time: who is gone leaves their pairs; invitations that nobody answers close."""

from datetime import datetime

from bot.features.pairs import flow
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    for person_id in flow.time_passes(round_, now):
        people.leave(db, round_.team, round_.id, person_id, now)
    queries.save(db, round_)
