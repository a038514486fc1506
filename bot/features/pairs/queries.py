"""An invitation as it is kept, and with it the pair, which lives among people."""

from datetime import datetime

from bot.features.pairs.flow.standing import members
from bot.features.pairs.models import Step
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Db


def save(db: Db, round_: Round, now: datetime) -> None:
    """Whoever said yes is in the pair, whoever left is not; what they reflect on together looks again.

    What rings for somebody who is away waits until they are back.
    """
    notices.wait(round_, now)
    queries.save(db, round_)
    if round_.step == Step.TOGETHER:
        people.join(db, round_.team, round_.id, [s.person_id for s in members(round_)], now)
    went = [people.leave(db, round_.team, round_.id, s.person_id, now) for s in round_.seats if s.left_at]
    if any(went):
        queries.wake_subject(db, round_.team, round_.id, now)
