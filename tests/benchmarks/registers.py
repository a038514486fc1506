"""What a channel's register costs with a thousand records in it, and with ten: opening it, and searching it.

The words are about a kilobyte a record. The baseline counts the rows and opens none; both are processor
time of this program. By the clock comes behind it, with the database's own time, and how many statements.
"""

import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select

from bot.features.options.models import Considered, Record, Reservation, State, blank
from bot.features.options.register.queries import records, tables
from bot.store import Db, Store
from tests.benchmarks.databases import KINDS, database
from tests.benchmarks.keeping import opened
from tests.benchmarks.measuring import Row, Scale
from tests.statements import statements

TEAM, CHANNEL, NOW = "T1", "C1", datetime(2026, 9, 15, 9, tzinfo=UTC)
FEW, SOME, MANY, TIMES = 10, 1_000, 10_000, 7
COUNT = select(func.count()).select_from(tables.records)
WORDS = re.findall(
    r"\w+",
    "ward visit family nurse rota bed letter phone time change who we listen agreed before after évening "
    "Straße question sister weekend first ring because nobody asked the to and of they in a it is not",
)
ASKED: dict[str, Callable[[Db], object]] = {
    "open a register": lambda db: records.listing(db, TEAM, CHANNEL),
    "the records due for review": lambda db: records.listing(db, TEAM, CHANNEL, due=NOW + timedelta(days=9)),
    "search it, one found": lambda db: records.listing(db, TEAM, CHANNEL, words="number7:"),
    "search it, most found": lambda db: records.listing(db, TEAM, CHANNEL, words="STRASSE the"),
    "search it, a letter wrong": lambda db: records.listing(db, TEAM, CHANNEL, words="quesiton famly"),
}


def rows(scale: Scale) -> Iterator[Row]:
    for kind in KINDS:
        with database(kind) as url, opened(url) as store:
            yield from of(store, kind, scale.of((20,), (SOME,), (SOME, MANY)))


def of(store: Store, kind: str, sizes: Sequence[int]) -> Iterator[Row]:
    keep(store, range(FEW))
    few = {name: how_many(store, ask) for name, ask in ASKED.items()}
    for before, many in pairwise((FEW, *sizes)):
        keep(store, range(before, many))
        for name, ask in ASKED.items():
            here, clock = measured(store, ask)
            baseline, _ = measured(store, lambda db: db.execute(COUNT).scalar())
            told = f"count(*); over {many:,} records, by the clock {clock:.0f} ms; "
            told += f"{few[name]} statements over {FEW}, {how_many(store, ask)} over {many:,}"
            yield Row(f"{name} ({kind})", here, baseline, told)


def measured(store: Store, ask: Callable[[Db], object]) -> tuple[float, float]:
    """Microseconds of processor time, and milliseconds by the clock: medians, after one to warm up."""
    found = []
    for _ in range(TIMES + 1):
        began, by_the_clock = time.process_time(), time.perf_counter()
        with store.read() as db:
            ask(db)
        found.append((time.process_time() - began, time.perf_counter() - by_the_clock))
    processor, clock = zip(*found[1:], strict=True)
    return statistics.median(processor) * 1e6, statistics.median(clock) * 1e3


def how_many(store: Store, ask: Callable[[Db], object]) -> int:
    with statements(store.engine) as said, store.read() as db:
        ask(db)
    return len(said)


def keep(store: Store, numbers: range) -> None:
    """Every fifth in two versions, every tenth with a note beside it."""
    chance = random.Random(numbers.start)
    with store.begin() as db:
        for number in numbers:
            for version in range(1, 3 - bool(number % 5)):
                records.add(db, record(number, version, chance))
            if number % 10 == 0:
                records.put_note(db, TEAM, CHANNEL, f"r{number}", "UANA", said(20, chance), "Ana", True)


def record(number: int, version: int, chance: random.Random) -> Record:
    words = blank(f"Question number{number}: {said(8, chance)}?")
    words["decision"], words["why"], words["first_step"] = (
        said(40, chance),
        said(40, chance),
        said(15, chance),
    )
    words["harms"], words["owner"] = said(15, chance), "Ana"
    words["options"] = [
        Considered(text=said(20, chance), kept=said(8, chance), into=None, by=["Ana", ""], chosen=True)
    ]
    words["reservations"] = [Reservation(level="3", text=said(25, chance), name="")]
    made = NOW - timedelta(minutes=MANY - number)
    state = chance.choice(list(State))
    return Record(
        TEAM, CHANNEL, f"r{number}", version, state, f"o{number}", made, NOW + timedelta(days=number), words
    )


def said(many: int, chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(many))
