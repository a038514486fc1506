"""Places that nobody's speed decides, the same for the same people (practice text, "Determinism")."""

from collections.abc import Sequence
from hashlib import sha256

from bot.rounds.keeping.models import Seat


def shuffled(round_id: str, lap: str, person_id: str) -> str:
    """Sort by this: another order in the next lap."""
    return sha256(f"{round_id}|{lap}|{person_id}".encode()).hexdigest()


def rooms(round_id: str, seats: Sequence[Seat], size: int) -> dict[str, int]:
    """The room of each person, counted from 0: as few as hold everybody, alike in number and in kinds."""
    many = -(-len(seats) // size)
    sorted_ = sorted(seats, key=lambda s: (s.kind, shuffled(round_id, "rooms", s.person_id)))
    return {seat.person_id: place % many for place, seat in enumerate(sorted_)}
