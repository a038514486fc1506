"""Windows of time, the same in every practice: who is asked again when, and what rings."""

from collections.abc import Iterable
from datetime import datetime

from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.hours import end_after, share

NUDGES = (0.6, 0.9)  # parts of a window, never more (practice text, 2.0)


def zones(round_: Round) -> list[str]:
    return [seat.zone for seat in round_.present] or ["UTC"]


def ring(seats: Iterable[Seat], moment: str) -> None:
    """Post these people's cards anew: something happened that they would want to know."""
    for seat in seats:
        if seat.left_at is None:
            seat.moment, seat.notice = moment, ""


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
