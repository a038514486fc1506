"""Windows of time in a reflection: who is asked when, and what rings."""

from collections.abc import Iterable
from datetime import datetime

from bot.features.reflection.models import NUDGES
from bot.rounds.hours import share
from bot.rounds.models import Round, Seat


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


def next_due(round_: Round, waited_for: Iterable[Seat]) -> datetime | None:
    """The first of: the end of the step, the end of somebody's window, a nudge."""
    if any(seat.gone for seat in round_.present):
        return round_.created_at  # somebody is gone: the next tick sees to it
    moments = [round_.ends_at]
    for seat in waited_for:
        moments.append(nudge_at(seat, seat.zone))
    if round_.step == "read" and round_.status == "running":
        for seat in round_.present:
            moments += [seat.due_at, nudge_at(seat, seat.zone) if seat.due_at else None]
    return min((moment for moment in moments if moment), default=None)
