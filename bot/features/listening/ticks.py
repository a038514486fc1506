"""From time: which listening round is due, and what happens to it."""

from collections.abc import Iterable
from datetime import datetime

from bot.features.listening import flow
from bot.features.listening.models import NAME
from bot.features.listening.queries import save
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Db


def tick(db: Db, now: datetime, skipped: Iterable[str]) -> Round | None:
    """One due round: time passes for it, and what waits for somebody rings if it may."""
    round_ = queries.claim_due(db, NAME, now, skipped)
    if round_ is not None:
        queries.unseal(db, round_, lambda r: r.kind == "ear")
        flow.time_passes(round_, now)
        notices.deliver(db, round_, now)
        save(db, round_)
    return round_
