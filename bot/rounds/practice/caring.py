"""A word on the day after: whoever was touched is asked, in private, how they are. No answer is kept.

In the facts of a place stand when that is (CARE), and until when it stands on their card (CARED), as ISO 8601
texts (UTC); after that, nothing does.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.rounds.keeping.models import Round, Seat
from bot.rounds.time.hours import next_day

CARE, CARED = "care", "cared"


def ask_later(seats: Iterable[Seat], now: datetime) -> None:
    """Each of these, when their next working day opens."""
    for seat in seats:
        seat.facts[CARE] = next_day(now, seat.zone).isoformat()


def due(round_: Round, now: datetime) -> list[Seat]:
    """Whose day it is: it stands on their card for a working day, and then no more."""
    for seat in _by(round_, CARED, now):
        del seat.facts[CARED]
    found = _by(round_, CARE, now)
    for seat in found:
        del seat.facts[CARE]
        seat.facts[CARED] = next_day(now, seat.zone).isoformat()
    return found


def _by(round_: Round, what: str, now: datetime) -> list[Seat]:
    there = [seat for seat in round_.seats if what in seat.facts]
    return [seat for seat in there if datetime.fromisoformat(seat.facts[what]) <= now]


def moments(round_: Round) -> list[datetime]:
    """When there is something of this to do (UTC)."""
    found = [seat.facts.get(what) for seat in round_.seats for what in (CARE, CARED)]
    return [datetime.fromisoformat(at) for at in found if at]


def forget_the_rest(round_: Round) -> None:
    """Of each place, nothing else is kept."""
    for seat in round_.seats:
        seat.facts = {what: at for what, at in seat.facts.items() if what in (CARE, CARED)}
