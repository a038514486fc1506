"""Each has the same time of their own, one after the other: whose it is, who is next, who is owed theirs.

In the facts of a place stand HAD and NOW, and OWED: whoever was, the last time, comes first. The order is one
that nobody chose.
"""

from collections.abc import Callable, Iterable

from bot.rounds.company.order import shuffled
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.practice.declared import joined

HAD, NOW, OWED = "had", "now", "owed"
_OVER = (Status.CLOSED, Status.STOPPED)


def in_turn(round_: Round) -> list[Seat]:
    """Who is in it, in the order of their halves."""
    return sorted(
        joined(round_),
        key=lambda seat: (not seat.facts.get(OWED), shuffled(round_.id, "halves", seat.person_id)),
    )


def around(round_: Round) -> list[Seat]:
    """Whose half it is, and then the others; nobody where one alone is left, or none has begun."""
    seats = in_turn(round_)
    at = next((place for place, seat in enumerate(seats) if seat.facts.get(NOW)), None)
    return [] if at is None or len(seats) < 2 else [*seats[at:], *seats[:at]]


def next_one(round_: Round) -> Seat | None:
    """Whose half is the next one; None where no other waits for theirs."""
    waits = (seat for seat in in_turn(round_) if not (seat.facts.get(HAD) or seat.facts.get(NOW)))
    return next(waits, None)


def turns(*steps: str) -> Callable[[Round], None]:
    """For `Practice.began`: as one of these steps begins, one half is over, and the next one's begins."""

    def began(round_: Round) -> None:
        if round_.step in steps:
            before, after = around(round_)[:1], next_one(round_)
            for seat in before:
                seat.facts |= {NOW: False, HAD: True}
            if after:
                after.facts[NOW] = True

    return began


def had(round_: Round) -> list[Seat]:
    """Who has had theirs."""
    return [seat for seat in round_.seats if seat.facts.get(HAD)]


def is_owed(before: Iterable[Round], person_id: str) -> bool:
    """Of those (the newest first): whether they gave the last time, and had no half of their own."""
    last = next((one for one in before if one.status in _OVER and had(one)), None)
    return last is not None and last.seat(person_id) not in had(last)
