"""Somebody says what helps them take part, and who should know: nobody, their partner, or who they name."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.pairs.models import NAME, NEEDS
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Reply, Round, Seat, Status, id_from
from bot.rounds.keeping.replies import put
from bot.rounds.time.windows import ring

SAID, GONE = "said", "gone"


def id_of(team: str, pair_id: str, person_id: str) -> str:
    """There is one of each person in each pair."""
    return id_from(team, NEEDS, pair_id, person_id)


def begin(team: str, pair_id: str, me: Seat, now: datetime) -> Round:
    round_ = Round(
        team, id_of(team, pair_id, me.person_id), NAME, NEEDS, GONE, me.person_id, now, subject_id=pair_id
    )
    round_.seats = [me]
    return round_


def write(round_: Round, person_id: str, text: str, readers: Sequence[Seat], now: datetime) -> None:
    """What they need, and who reads it from now on; empty takes it away. Who is new to it is told."""
    _own(round_, person_id)
    put(round_, person_id, NEEDS, text, now)
    round_.step, round_.status = (SAID, Status.RUNNING) if text else (GONE, Status.CLOSED)
    wanted = {seat.person_id: seat for seat in readers} if text else {}
    for seat in round_.others(person_id):
        if seat.person_id not in wanted:
            seat.left_at = now
    new = [_back(round_, seat) for id_, seat in wanted.items() if id_ not in readers_of(round_)]
    ring(new, f"needs:{now.isoformat()}")


def _back(round_: Round, seat: Seat) -> Seat:
    """Their place, anew where they had one before."""
    before = next((one for one in round_.seats if one.person_id == seat.person_id), None)
    if before is None:
        round_.seats.append(seat)
        return seat
    before.left_at = None
    return before


def _own(round_: Round, person_id: str) -> None:
    if person_id != round_.host_id:
        raise refused(round_, "not_in_it")


def readers_of(round_: Round) -> list[str]:
    """Who may read it besides whoever wrote it."""
    return [seat.person_id for seat in round_.others(round_.host_id)]


def may_read(round_: Round, reply: Reply, person_id: str) -> bool:
    """Whoever wrote it, and those whom they named."""
    return reply.author_id == person_id or person_id in readers_of(round_)


def leave(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever wrote it takes it with them; whoever was named need not know it."""
    seat = next((seat for seat in round_.present if seat.person_id == person_id), None)
    if seat is None:
        raise refused(round_, "not_in_it")
    if person_id == round_.host_id:
        write(round_, person_id, "", (), now)
    seat.left_at = now


def time_passes(round_: Round, inside: bool, now: datetime) -> None:
    """It goes once they are not in the pair any more, or are gone; whoever is gone reads nothing."""
    host = round_.seat(round_.host_id)
    for seat in round_.present:
        if seat.left_at is None and (seat.gone or (seat is host and not inside)):  # some leave with the host
            leave(round_, seat.person_id, now)
    round_.wakes_at = None
