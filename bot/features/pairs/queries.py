"""An invitation as it is kept, and with it the pair, which lives among people."""

from datetime import datetime

from bot.features.pairs import flow
from bot.features.pairs.models import Step
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.store import Db


def save(db: Db, round_: Round, now: datetime) -> None:
    """Whoever said yes is in the pair, whoever left is not; what they reflect on together looks again."""
    queries.save(db, round_)
    if round_.step == Step.TOGETHER:
        people.join(db, round_.team, round_.id, [s.person_id for s in flow.members(round_)], now)
    went = [people.leave(db, round_.team, round_.id, s.person_id, now) for s in round_.seats if s.left_at]
    if any(went):
        queries.wake_subject(db, round_.team, round_.id, now)
