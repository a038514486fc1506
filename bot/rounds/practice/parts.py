"""A part in a round: those who are named for it are asked, each apart, and can stop at any moment.

In the facts of a place stands PART, one of the four below, and where all are there at once whose turn it is.
"""

from collections.abc import Iterable

from bot.rounds.company.standing import one_of, refused
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.keeping.replies import drop
from bot.rounds.practice.declared import HERE, INVITED, RESTS

PART, ASKED, YES, NO, GONE = "part", "asked", "yes", "no", "gone"
NOW, HAD = "now", "had"  # whose turn it is; who has had theirs


def of(round_: Round, *states: str) -> list[Seat]:
    """Those who stand so towards it, in the order in which they were asked."""
    return [seat for seat in round_.present if seat.facts.get(PART) in states]


def asks(seats: Iterable[Seat]) -> None:
    for seat in seats:
        seat.facts[PART] = ASKED


def says_yes(round_: Round, me: str) -> Seat:
    """It is theirs to do; refuses whom nobody asks."""
    seat = one_of(round_, me, round_.present)
    if seat.facts.get(PART) not in (ASKED, YES):
        raise refused(round_, "not_yours_now")
    seat.step, seat.facts[PART] = HERE if seat.step == INVITED else seat.step, YES
    return seat


def stops(round_: Round, me: str, *kinds: str) -> None:
    """They would rather not, or no more: what they wrote of these kinds is gone, and no reason is asked."""
    seat = round_.seat(me)
    seat.facts[PART] = GONE if seat.facts[PART] == YES else NO
    seat.step, seat.notice = "" if seat.step == INVITED else HERE, ""
    drop(round_, me, *kinds)


def on_turn(round_: Round) -> list[Seat]:
    """Whose turn it is; nobody where they have stopped, or rest."""
    return [seat for seat in of(round_, YES) if seat.facts.get(NOW) and not seat.facts.get(RESTS)]


def next_one(round_: Round) -> list[Seat]:
    """Whose turn is the next one: who has not had theirs, and does not rest; nobody where each has."""
    waits = [seat for seat in of(round_, YES) if not (seat.facts.get(HAD) or seat.facts.get(NOW))]
    return [seat for seat in waits if not seat.facts.get(RESTS)][:1]


def turn(round_: Round) -> None:
    """This turn is over, and the next one's begins.

    Whoever rests has not had theirs: it comes when they are back, if others still have theirs.
    """
    after = next_one(round_)
    for seat in [seat for seat in round_.seats if seat.facts.get(NOW)]:
        seat.facts |= {NOW: False, HAD: not seat.facts.get(RESTS)}
    for seat in after:
        seat.facts[NOW] = True
