"""Windows of time, the same in every practice: who is asked again when, and what rings."""

from collections.abc import Iterable
from datetime import datetime

from bot.rounds.hours import share
from bot.rounds.models import Round, Seat

NUDGES = (0.6, 0.9)  # parts of a window, never more (practice text, 2.0)


def zones(round_: Round) -> list[str]:
    return [seat.zone for seat in round_.present] or ["UTC"]


def ring(seats: Iterable[Seat], moment: str) -> None:
    """Post these people's cards anew: something happened that they would want to know."""
    for seat in seats:
        if seat.left_at is None:
            seat.moment, seat.notice = moment, ""


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
