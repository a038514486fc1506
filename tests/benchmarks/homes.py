"""Somebody's Home tab, drawn with more and more open things, each with a key of its own."""

import statistics
import time
from collections.abc import Iterator

from bot.features import FEATURES
from bot.features.reflection import flow
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Seat
from bot.store import Store
from tests.benchmarks import keeping
from tests.benchmarks.bots import NOW, started
from tests.benchmarks.databases import KINDS
from tests.benchmarks.measuring import Row, Scale, hearing
from tests.benchmarks.requests import ANA, BEN
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
        _keep(bot.store, count)
        [tab] = [feature.tab for feature in FEATURES if feature.tab]
        took = []
        for _ in range(times + 1):
            began = time.process_time()
            with hearing(bot.store.engine) as said:
                tab(bot.store, FEATURES, frozenset, TEAM, ANA, NOW)
            took.append((time.process_time() - began) * 1e3)
    return statistics.median(took[1:]), len(said)


def _keep(store: Store, count: int) -> None:
    with store.begin() as db:
        keeping.known(db, (ANA, BEN), NOW)
        for n in range(count):
            seats = [Seat(ANA), Seat(BEN)]
            queries.add(db, flow.ask(TEAM, f"r{n}", ANA, f"pair{n}", seats, f"How is it, {n}?", NOW))
