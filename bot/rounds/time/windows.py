"""Windows of time, the same in every practice: who is asked again when, and what rings.

Moments are in UTC.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.hours import end_after, share

NUDGES = (0.6, 0.9)  # parts of a window, never more (practice text, 2.0)


def zones(round_: Round) -> list[str]:
    """The zones (IANA names) of everybody who is present; UTC where nobody is."""
    return [seat.zone for seat in round_.present] or ["UTC"]


def ring(seats: Iterable[Seat], moment: str) -> None:
    """Post these people's cards anew: something happened that they would want to know."""
    for seat in seats:
        if seat.left_at is None:
            seat.rang, seat.notice = moment, ""


def tell(seats: Iterable[Seat], moment: str, by: str | None) -> None:
    """Rings where somebody did something (`by`); what time alone did waits for hours and budget."""
    others = [seat for seat in seats if seat.person_id != by]
    if by is not None:
        ring(others, moment)
    else:
        for seat in others:
            seat.notice = moment


def no_windows(round_: Round) -> None:
    """Nobody is waited for any more."""
    for seat in round_.seats:
        seat.notice, seat.due_at = "", None


def follow_zones(round_: Round, days: int) -> None:
    """Who somebody is, and so where, may be learnt after a window of so many working days has begun."""
    if not days or not round_.since or round_.status != Status.RUNNING:
        return
    before, round_.ends_at = round_.ends_at, end_after(round_.since, days, zones(round_))
    for seat in round_.present:
        if seat.due_at == before:
            seat.due_at = round_.ends_at


def begin(seats: Iterable[Seat], now: datetime, end: datetime) -> None:
    """A window opens for these people, with its nudges before it."""
    for seat in seats:
        seat.since, seat.due_at, seat.nudges, seat.notice = now, end, 0, ""


def nudge_at(seat: Seat, zone: str) -> datetime | None:
    """When the next nudge of this window falls due, in the zone of whoever is waited for."""
    if seat.since is None or seat.due_at is None or seat.nudges >= len(NUDGES):
        return None
    return share(seat.since, seat.due_at, NUDGES[seat.nudges], zone)


def skip_nudges(window: Seat, now: datetime) -> int:
    """Nudges whose moment is over are not made up for; how many there were."""
    before = window.nudges
    while (at := nudge_at(window, window.zone)) and now >= at:
        window.nudges += 1
    return window.nudges - before


def nudge(window: Seat, waited: Seat, now: datetime, moment: str) -> None:
    """Past 60 or 90 per cent of the window: one notice, however many were missed meanwhile."""
    if skip_nudges(window, now):
        waited.notice = f"{moment}:{window.nudges}"


def nudge_all(seats: Iterable[Seat], now: datetime, moment: str) -> None:
    """Each of these is waited for: one notice each, if a nudge of theirs is due."""
    for seat in seats:
        nudge(seat, seat, now, moment)


def nudges_at(seats: Iterable[Seat]) -> list[datetime | None]:
    """When the next nudge of each of these falls due, in their own zones (UTC)."""
    return [nudge_at(seat, seat.zone) for seat in seats]


def move_end(round_: Round, end: datetime) -> None:
    """This step ends then, and with it the windows that ended when it did."""
    before, round_.ends_at = round_.ends_at, end
    for seat in round_.seats:
        if seat.due_at and seat.due_at == before:
            seat.due_at = end


def once_more(round_: Round, seats: Iterable[Seat], now: datetime, days: int, notice: str) -> None:
    """Too little has come: so many working days more, said once to these, and not again."""
    round_.ends_at = end_after(now, days, zones(round_))
    for seat in seats:
        seat.since, seat.due_at, seat.nudges, seat.notice = now, round_.ends_at, len(NUDGES), notice


def settle(
    round_: Round,
    moments: Iterable[datetime | None],
    still_meant: Callable[[Round, Seat], bool],
    *,
    waiting: bool = True,
) -> None:
    """The row remembers when time has something for it again.

    `moments` (UTC, None for never) are the practice's; what waits to be said and is not `still_meant` is
    dropped; what waits is seen to by the tick, and so is whoever is gone.
    """
    for seat in round_.seats:
        if seat.notice and (seat.left_at or not still_meant(round_, seat)):
            seat.notice = ""
    round_.wakes_at = min((at for at in moments if at), default=None)
    said = waiting and any(seat.notice for seat in round_.present)
    if said or any(seat.gone for seat in round_.present):
        round_.wake()
