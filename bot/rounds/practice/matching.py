"""Who is brought together with whom: as many as can be, and of those ways the one that serves them best.

That is a matching of greatest weight in a graph, which rustworkx finds. Each person is joined there with a
few others of every sort that fits, in a ring that nobody chose: in a thousand it finds what it would in all.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, islice

from bot.people.models import Kind

ANY, SAME, OTHER = "any", "same", "other"
WISHES = (ANY, SAME, OTHER)
_EACH = 4  # others of each sort
_BASE, _BEFORE, _LONGEST = 100, 60, 15  # what a match counts; what one of before counts less; days that count
_SIDES = {Kind.LIVED: {1}, Kind.PROFESSIONAL: {2}, Kind.BOTH: {1, 2}, Kind.UNSAID: set[int]()}


@dataclass(frozen=True)
class Seeker:
    """Somebody who asked: whose experience they bring, and would like to meet; for how many days by now."""

    id: str
    kind: Kind = Kind.UNSAID
    wish: str = ANY
    days: int = 0


def pair(*ids: str) -> frozenset[str]:
    return frozenset(ids)


def fits(one: Seeker, other: Seeker) -> bool:
    """Whether each is what the other wishes for; of somebody who did not say, nobody knows."""
    mine, theirs = _SIDES[one.kind], _SIDES[other.kind]
    is_so = {ANY: True, SAME: bool(mine & theirs), OTHER: bool(mine and theirs and mine | theirs == {1, 2})}
    return is_so[one.wish] and is_so[other.wish]


def weight(one: Seeker, other: Seeker, before: Collection[frozenset[str]]) -> int:
    """Who waits for longer counts more, and who was together before less."""
    waited = min(one.days, _LONGEST) + min(other.days, _LONGEST)
    return _BASE + waited - _BEFORE * (pair(one.id, other.id) in before)


def matched(
    seekers: Sequence[Seeker],
    never: Collection[frozenset[str]] = frozenset(),
    before: Collection[frozenset[str]] = frozenset(),
    lap: str = "",
) -> list[tuple[Seeker, ...]]:
    """Pairs, none of whom is `never` to be one, and few who were `before`; another ring in each `lap`.

    Of an odd number whoever waits longest makes a pair one of three, if all of them fit.
    """
    import rustworkx

    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(seekers)
    joined = {tuple(sorted(edge)) for edge in _edges(seekers, never, before, lap)}
    graph.add_edges_from(
        [(one, other, weight(seekers[one], seekers[other], before)) for one, other in sorted(joined)]
    )
    found = sorted(rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int))
    pairs = [(seekers[one], seekers[other]) for one, other in found]
    return [*_with_one_more(pairs, seekers, never)]


def _edges(
    seekers: Sequence[Seeker],
    never: Collection[frozenset[str]],
    before: Collection[frozenset[str]],
    lap: str,
) -> Iterator[tuple[int, int]]:
    ring = sorted(range(len(seekers)), key=lambda at: blake2b(f"{lap}|{seekers[at].id}".encode()).digest())
    sorts = defaultdict[tuple[Kind, str], list[tuple[int, int]]](list)
    for place, at in enumerate(ring):
        sorts[seekers[at].kind, seekers[at].wish].append((place, at))
    for place, at in enumerate(ring):
        me = seekers[at]
        for alike in sorts.values():
            if not fits(me, seekers[alike[0][1]]):
                continue
            begins = bisect(alike, (place, at))
            around = chain(islice(alike, begins, None), islice(alike, begins))
            others = (other for _, other in around if other != at)
            may = (one for one in others if pair(me.id, seekers[one].id) not in never)
            yield from ((at, other) for other in _few(may, me, seekers, before))


def _few(
    others: Iterable[int], me: Seeker, seekers: Sequence[Seeker], before: Collection[frozenset[str]]
) -> Iterator[int]:
    """So many who are new to each other, and whoever is met on the way."""
    new = 0
    for other in others:
        yield other
        new += pair(me.id, seekers[other].id) not in before
        if new == _EACH:
            return


def _with_one_more(
    pairs: Sequence[tuple[Seeker, ...]], seekers: Sequence[Seeker], never: Collection[frozenset[str]]
) -> Iterator[tuple[Seeker, ...]]:
    inside = {one.id for two in pairs for one in two}
    left = sorted((one for one in seekers if one.id not in inside), key=lambda one: (-one.days, one.id))
    for more in left[: len(seekers) % 2]:
        for at, two in enumerate(pairs):
            if all(fits(more, one) and pair(more.id, one.id) not in never for one in two):
                yield from (*pairs[:at], (*two, more), *pairs[at + 1 :])
                return
    yield from pairs
