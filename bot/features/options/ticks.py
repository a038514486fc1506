"""From time: which matter is due, and what happens to it."""

from collections.abc import Iterable
from datetime import datetime

from bot.features.options.flow import steps
from bot.features.options.models import NAME
from bot.features.options.queries import forget_what_led_there, save
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Db


def tick(db: Db, now: datetime, skipped: Iterable[str]) -> Round | None:
    """One due matter: time passes for it, and what waits for somebody rings if it may."""
    round_ = queries.claim_due(db, NAME, now, skipped)
    if round_ is not None:
        forget_what_led_there(db, round_)
        queries.unseal(db, round_, lambda _: True)
        steps.time_passes(round_, now)
        notices.deliver(db, round_, now)
        save(db, round_, now)
    return round_
