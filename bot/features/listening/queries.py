"""Keeps a listening round; what belongs to the round alone goes with its close."""

from bot import owners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from bot.store import Db


def save(db: Db, round_: Round) -> None:
    """Keep what changed; once it is closed, the key that "I've listened" was counted with is destroyed."""
    queries.save(db, round_)
    if round_.status in (Status.CLOSED, Status.STOPPED) and not round_.of_kind("ear"):
        db.forget(owners.round_(round_))
