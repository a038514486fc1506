"""From time: who is gone leaves their pairs; invitations that nobody answers close."""

from datetime import datetime

from bot.features.pairs import flow
from bot.features.pairs.queries import save
from bot.rounds.keeping.models import Round
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    flow.time_passes(round_, now)
    save(db, round_, now)
