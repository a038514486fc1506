"""Coming into a round, leaving it, being gone from it. Moments are in UTC."""

from datetime import datetime

from bot.rounds.company.common import common
from bot.rounds.keeping.models import Round, Seat


def place(round_: Round, who: Seat) -> Seat:
    """This person's seat: the one they had, or `who` as a new one at the end."""
    for seat in round_.seats:
        if seat.person_id == who.person_id:
            return seat
    round_.seats.append(who)
    return who


def comes(round_: Round, who: Seat, step: str) -> Seat:
    """They are in it (again), and stand at that step; nothing waits to be said to them."""
    seat = place(round_, who)
    seat.step, seat.left_at, seat.notice, seat.due_at = step, None, "", None
    return seat


def leaves(round_: Round, seat: Seat, now: datetime, *kinds: str) -> None:
    """They are out of it; what they wrote of these kinds goes along, and a pause of theirs holds nobody."""
    me, f = seat.person_id, common(round_)
    seat.left_at, seat.notice, seat.due_at = now, "", None
    round_.replies = [r for r in round_.replies if r.author_id != me or r.kind not in kinds]
    for slot in ("handing", "beside"):
        if round_.facts.get(slot) == me:
            round_.facts[slot] = ""
    f["shares"] = bool(f.get("handing")) and f["shares"]
    if round_.paused_by == me:
        round_.paused_by = ""


def gone(round_: Round) -> list[Seat]:
    """Who is no longer in the workspace, or in what the round is about, and has a place here still."""
    return [seat for seat in round_.present if seat.gone]
