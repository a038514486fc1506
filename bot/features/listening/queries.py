"""Keeps a listening round; what belongs to the round alone goes with its close."""

from bot.features.listening.models import owner_of_round
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from bot.store import Db


def save(db: Db, round_: Round) -> None:
    """Keep what changed; once it is closed, the key that "I've listened" was counted with is destroyed."""
    queries.save(db, round_)
    if round_.status in (Status.CLOSED, Status.STOPPED) and not round_.of_kind("ear"):
        db.forget(owner_of_round(round_))
