"""What bringing a thousand people together costs, and how near it comes to the best there could be."""

from collections.abc import Iterator
from itertools import combinations
from random import Random

import rustworkx

from bot.people.models import Kind
from bot.rounds.practice.matching import ANY, OTHER, SAME, Seeker, fits, matched, pair, weight
from tests.benchmarks.measuring import Row, Scale, median

NEAR = 0.98  # of the optimum, at least
Pairs = set[frozenset[str]]


def crowd(many: int) -> tuple[list[Seeker], Pairs, Pairs]:
    """So many, with four each whom they would rather not meet, and six whom they met."""
    chance = Random(5)
    wishes = (SAME, OTHER, ANY, ANY)
    ids = [f"U{number:05}" for number in range(many)]
    seekers = [
        Seeker(id_, chance.choice(list(Kind)), chance.choice(wishes), chance.randrange(15)) for id_ in ids
    ]

    def some(each: int) -> Pairs:
        return {pair(one, other) for one in ids for other in chance.sample(ids, each) if other != one}

    return seekers, some(4), some(6)


def best(seekers: list[Seeker], never: Pairs, before: Pairs) -> int:
    """The weight of the best of all matchings: every two who could be together are looked at."""
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(seekers)
    graph.add_edges_from(
        [
            (a, b, weight(one, other, before))
            for (a, one), (b, other) in combinations(enumerate(seekers), 2)
            if fits(one, other) and pair(one.id, other.id) not in never
        ]
    )
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return sum(weight(seekers[one], seekers[other], before) for one, other in found)


def rows(scale: Scale) -> Iterator[Row]:
    seekers, never, before = crowd(scale.of(60, 1000, 1000))
    found = matched(seekers, never, before)
    reached = sum(weight(one, other, before) for one, other, *_ in found)
    assert reached >= NEAR * best(seekers, never, before), "further than a fiftieth from the best"
    times = scale.of(1, 3, 5)
    spent = median(lambda: matched(seekers, never, before), times)
    baseline = median(lambda: sorted(seekers, key=lambda one: one.id), times)
    yield Row("bring 1,000 people together", spent, baseline, "sorting them")
