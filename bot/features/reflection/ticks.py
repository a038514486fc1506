"""From time: which reflection is due, and what happens to it."""

from collections.abc import Iterable
from datetime import datetime

from bot.features.reflection import flow
from bot.features.reflection.models import NAME
from bot.rounds import notices, queries
from bot.rounds.models import Round
from bot.store import Db


def tick(db: Db, now: datetime, skipped: Iterable[str]) -> Round | None:
    """One due round: time passes for it, and what waits for somebody rings if it may."""
    round_ = queries.claim_due(db, NAME, now, skipped)
    if round_ is not None:
        flow.time_passes(round_, now)
        notices.deliver(db, round_, now)
        queries.save(db, round_)
    return round_
