"""Somebody's Home tab, drawn with more and more open things, each with a key of its own."""

import statistics
import time
from collections.abc import Iterator

from bot.features import FEATURES
from tests.benchmarks import keeping
from tests.benchmarks.bots import NOW, started
from tests.benchmarks.databases import KINDS
from tests.benchmarks.measuring import Row, Scale
from tests.benchmarks.requests import ANA, BEN
from tests.statements import statements
from tests.world import TEAM


def rows(scale: Scale) -> Iterator[Row]:
    few, many = 1, scale.of(3, 500, 500)
    for kind in KINDS:
        (one, few_said), (here, said) = (_drawn(kind, count, scale.of(1, 5, 11)) for count in (few, many))
        name = f"Home, of {many} open things ({kind})"
        yield Row(name, here, one, "Home, of one", unit="ms")
        yield Row("its statements", said, few_said, "Home, of one", unit="", aim="the same")


def _drawn(kind: str, count: int, times: int) -> tuple[float, int]:
    """Milliseconds of processor time, and how many statements."""
    with started(kind) as bot:
        keeping.between(bot.store, ANA, BEN, count, NOW)
        [tab] = [feature.tab for feature in FEATURES if feature.tab]
        took = []
        for _ in range(times + 1):
            began = time.process_time()
            with statements(bot.store.engine) as said:
                tab(bot.store, FEATURES, frozenset, TEAM, ANA, NOW)
            took.append((time.process_time() - began) * 1e3)
    return statistics.median(took[1:]), len(said)
