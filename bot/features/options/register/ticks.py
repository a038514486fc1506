"""From time: only word of a copy that may have come. A register stands as long as its channel has records."""

from datetime import datetime

from bot.features.options.register import queries as register
from bot.rounds.keeping.models import Round
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    register.unheard(db, round_, now)
