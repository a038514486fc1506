"""From time: what happens to a reflection that is due."""

from datetime import datetime

from bot.features.reflection import flow
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    """Time passes for it, and what waits for somebody rings if it may."""
    flow.time_passes(round_, now)
    notices.wait(round_, now)
    queries.save(db, round_)
