"""Many rounds that fall due at one instant: how long time takes to pass for all, and how a press fares then.

By the clock, for people wait by it. The press is an answer, sent and kept, twenty times a second.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

from sqlalchemy import select, text

from bot import tick
from bot.app import Alongside
from bot.rounds.keeping import queries
from bot.rounds.keeping.tables import rounds as rounds_
from tests.benchmarks import keeping
from tests.benchmarks.bots import NOW, signed, started
from tests.benchmarks.databases import KINDS
from tests.benchmarks.measuring import Row, Scale
from tests.benchmarks.requests import submission

AIMS = {"SQLite": "10,000: ≤ 5 s", "PostgreSQL": "10,000: ≤ 10 s"}
PRESSES = 200  # prompts that wait to be answered; answered anew where that is not enough


def rows(scale: Scale) -> Iterator[Row]:
    few, many = scale.of((3, 6), (100, 1_000), (1_000, 10_000))
    for kind in KINDS:
        (before, *_), (here, busy, slowest) = (_passed(kind, count) for count in (few, many))
        grows = f"{few:,} of them; by the processor, {many / few:.0f} times as many took {busy:.1f} s"
        yield Row(f"{many:,} rounds due at one instant ({kind})", here, before, grows, "s", AIMS[kind])
        yield Row("the slowest press meanwhile", slowest * 1e3, None, "", "ms", "≤ 1,000 ms")


def _passed(kind: str, count: int) -> tuple[float, float, float]:
    """Seconds until time has passed for all, by the clock and the processor; and of the slowest press."""
    with started(kind) as bot, ThreadPoolExecutor(1) as beside:
        keeping.prompts(bot.store, [f"due{n}" for n in range(count)], NOW)
        others = [f"other{n}" for n in range(min(PRESSES, count))]
        keeping.prompts(bot.store, others, NOW + timedelta(hours=3))
        with bot.store.begin() as db:
            db.execute(text("ANALYZE"))  # as PostgreSQL does by itself, a minute after so much is new
        with bot.store.read() as db:
            due = queries.next_due(db)
        assert due
        bot.clock.move_to(due)
        done = Event()
        slowest = beside.submit(_pressing, bot, others, done)
        began, busy = time.perf_counter(), time.process_time()
        while tick.pass_time(bot.store, bot.features, bot.clock()):
            pass
        took, busy = time.perf_counter() - began, time.process_time() - busy
        done.set()
        with bot.store.read() as db:
            left = db.execute(select(rounds_.c.id).where(rounds_.c.wakes_at <= due)).first()
        assert left is None
        return took, busy, slowest.result()


def _pressing(bot: Alongside, ids: list[str], done: Event) -> float:
    slowest, number = 0.0, 0
    while not done.wait(0.05):
        id_ = ids[number % len(ids)]
        body = submission("reflection.answer", id_, "answer", str(number), keeping.pair(id_)[0])
        began = time.perf_counter()
        signed(bot.wsgi, body)
        slowest, number = max(slowest, time.perf_counter() - began), number + 1
    return slowest
