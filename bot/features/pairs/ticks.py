"""From time: who is gone leaves their pairs; invitations that nobody answers close."""

from collections.abc import Iterable
from datetime import datetime

from bot.features.pairs import flow
from bot.features.pairs.models import NAME
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.store import Db


def tick(db: Db, now: datetime, skipped: Iterable[str]) -> Round | None:
    round_ = queries.claim_due(db, NAME, now, skipped)
    if round_ is not None:
        for person_id in flow.time_passes(round_, now):
            people.leave(db, round_.team, round_.id, person_id, now)
        queries.save(db, round_)
    return round_
