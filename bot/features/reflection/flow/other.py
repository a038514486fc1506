"""The rules of saying it as the other would: who writes as whom. The rest goes as a reflection does.

In a pair each writes as the other; in a trio A writes as B, B as C, C as A.
"""

from datetime import datetime

from bot.features.reflection.flow import standing
from bot.features.reflection.models import UNREAD, WAIT_DAYS, WAITING, as_other, place, stands_at
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.keeping.replies import drop
from bot.rounds.time.windows import begin, end_of, no_sooner, ring

ANEW = "anew"  # rings for whoever is to write as somebody else now


def go_round(round_: Round) -> None:
    """Each writes as the next in the circle would."""
    circle = [seat.person_id for seat in round_.present]
    for seat, next_ in zip(round_.present, circle[1:] + circle[:1], strict=True):
        place(seat)["listens_to"] = next_


def goes_on_without(round_: Round, gone: Seat, now: datetime) -> None:
    """Whoever wrote as somebody who is gone writes as the next; what nobody has read of it is deleted."""
    if not as_other(round_) or len(round_.present) < 2 or stands_at(round_) not in standing.BEFORE_READING:
        return
    for seat in round_.present:
        if place(seat)["listens_to"] == gone.person_id and not round_.of_kind("open", seat.person_id):
            place(seat)["listens_to"] = place(gone)["listens_to"]
            if standing.unread(round_, seat.person_id):
                _anew(round_, seat, now)


def _anew(round_: Round, seat: Seat, now: datetime) -> None:
    drop(round_, seat.person_id, *UNREAD)
    seat.step, place(seat)["choice"] = WAITING, ""
    no_sooner(round_, end_of(round_.present, now, WAIT_DAYS))
    begin([seat], now, round_.ends_at or now)
    ring([seat], ANEW)
