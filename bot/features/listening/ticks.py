"""From time: what happens to a listening round that is due."""

from datetime import datetime

from bot.features.listening import flow
from bot.features.listening.queries import save
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    """Time passes for it, and what waits for somebody rings if it may."""
    queries.unseal(db, round_, lambda r: r.kind == "ear")
    flow.time_passes(round_, now)
    notices.wait(round_, now)
    save(db, round_)
