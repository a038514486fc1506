"""From time: nothing. A register stands as long as its channel has records."""

from datetime import datetime

from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.store import Db


def tick(db: Db, round_: Round, _: datetime) -> None:
    round_.wakes_at = None
    queries.save(db, round_)
