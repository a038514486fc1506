"""From time: what happens to a matter that is due."""

from datetime import datetime

from bot.features.options.flow import passing
from bot.features.options.queries import forget_what_led_there, keep
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    """Time passes for it, and what waits for somebody rings if it may."""
    forget_what_led_there(db, round_)
    queries.unseal(db, round_, lambda _: True)
    passing.time_passes(round_, now)
    notices.wait(round_, now)
    keep(db, round_, now)
