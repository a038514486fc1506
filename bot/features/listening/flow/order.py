"""Who comes when: the same for the same people, however fast they were."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.rounds.company.order import shuffled
from bot.rounds.keeping.models import Seat

_KINDS = ("lived", "professional", "both", "unsaid")
_RUN = 2  # of one known kind, at most, where the group allows it
_LIMITS = range(_RUN, 100)


def places(round_id: str, lap: str, seats: Iterable[Seat], host_id: str, opening: Iterable[str]) -> list[str]:
    """The ids in the order of their turns.

    Whoever offered to open comes first, the host last; between them no more than two of one known kind in a
    row, where the group allows it. `both` counts for either kind, `unsaid` for none.
    """
    sorted_ = sorted(seats, key=lambda seat: shuffled(round_id, lap, seat.person_id))
    volunteers = set(opening)
    first = [s for s in sorted_ if s.person_id in volunteers]
    last = [s for s in sorted_ if s.person_id == host_id and s not in first]
    between = [s for s in sorted_ if s not in first and s not in last]
    return [seat.person_id for seat in [*first, *_mixed(first, between, last), *last]]


def _mixed(first: Sequence[Seat], seats: Sequence[Seat], last: Sequence[Seat]) -> list[Seat]:
    """The first order, by hash, in which no kind runs longer than it has to."""
    runs = (0, 0)
    for seat in first:
        runs = _run(runs, seat.kind)
    ends = tuple(seat.kind for seat in last)
    limit = next(n for n in _LIMITS if _possible(_count(seats), runs, ends, n))
    left, mixed = list(seats), []
    while left:
        for seat in left:
            after = _run(runs, seat.kind)
            rest = [other for other in left if other is not seat]
            if max(after) <= limit and _possible(_count(rest), after, ends, limit):
                mixed.append(seat)
                runs, left = after, rest
                break
    return mixed


@lru_cache(maxsize=4096)
def _possible(counts: tuple[int, ...], runs: tuple[int, int], ends: tuple[str, ...], limit: int) -> bool:
    """Whether so many of each kind can follow without a run above the limit."""
    if not any(counts):
        for kind in ends:
            runs = _run(runs, kind)
        return not ends or max(runs) <= limit
    for place, kind in enumerate(_KINDS):
        after = _run(runs, kind)
        if counts[place] and max(after) <= limit:
            fewer = (*counts[:place], counts[place] - 1, *counts[place + 1 :])
            if _possible(fewer, after, ends, limit):
                return True
    return False


def _run(runs: tuple[int, int], kind: str) -> tuple[int, int]:
    """How many in a row now bring lived and professional experience."""
    return (
        runs[0] + 1 if kind in ("lived", "both") else 0,
        runs[1] + 1 if kind in ("professional", "both") else 0,
    )


def _count(seats: Iterable[Seat]) -> tuple[int, ...]:
    kinds = [seat.kind for seat in seats]
    return tuple(kinds.count(kind) for kind in _KINDS)
