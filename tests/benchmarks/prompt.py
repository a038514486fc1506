"""A whole answered prompt: the form is sent, the words are kept, two people's cards are told.

Ours runs as `serve`; beside it, at the same server and the same Slack, an empty Bolt listener and a plain
program with Bolt and an ORM. One batch of each after the other; processor time of each program alone, less
what the HTTP server takes by itself.
"""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from threading import get_ident

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.store import Store
from tests.benchmarks import empty, keeping, plain, programs
from tests.benchmarks.bots import NOW, signed, started
from tests.benchmarks.databases import KINDS, database
from tests.benchmarks.measuring import Row, Scale, processor, until
from tests.benchmarks.programs import Program, Slack
from tests.benchmarks.requests import submission
from tests.statements import statements

QUESTION = "What did we avoid?"


def rows(scale: Scale) -> Iterator[Row]:
    for kind in KINDS:
        with programs.slack() as slack, database(kind) as url:
            yield from _beside(kind, url, slack, scale)
        with programs.slack() as slack:
            yield from _statements(kind, slack)


def _beside(kind: str, url: str, slack: Slack, scale: Scale) -> Iterator[Row]:
    times, rounds = scale.of(2, 40, 100), scale.of(1, 5, 11)
    batches = [[f"{n:02}x{m:03}" for m in range(times)] for n in range(rounds + 1)]
    with ExitStack() as stack:
        store = stack.enter_context(keeping.opened(url))
        here = stack.enter_context(programs.ours(url, slack.api))
        bare = stack.enter_context(programs.beside("server", slack.api))
        bolt = stack.enter_context(programs.beside("empty", slack.api))
        orm = stack.enter_context(programs.beside("plain", slack.api, DATABASE_URL=url))
        _asked(store, url, slack, [id_ for batch in batches for id_ in batch])
        found = []
        for batch in batches:
            before = _database(store)
            ours = _took(here, slack, batch, calls=2)
            database_ = (_database(store) - before) / times * 1e6
            others = [_took(program, slack, batch, n) for program, n in ((bare, 0), (bolt, 0), (orm, 2))]
            found.append((ours, *others, database_))
    yield from _told(kind, *(statistics.median(taken) for taken in zip(*found[1:], strict=True)))


def _told(kind: str, ours: float, server: float, bolt: float, orm: float, database_: float) -> Iterator[Row]:
    name, more = (
        f"an answered prompt ({kind})",
        f"{empty.WHAT}; {server:,.0f} µs of HTTP are left out",
    )
    more += f"; ours takes {database_:,.0f} µs of the database's server" if database_ else ""
    yield Row(name, ours - server, bolt - server, more, aim="≤ 6")
    yield Row(name, ours - server, orm - server, plain.WHAT, aim="≤ 0.7")


def _asked(store: Store, url: str, slack: Slack, ids: Sequence[str]) -> None:
    """Everybody is asked, in both programs, and our cards stand; the pace of their places has passed."""
    keeping.prompts(store, ids)
    engine = plain.engine_of(url)
    with Session(engine) as session:
        for id_ in ids:
            plain.ask(session, id_, QUESTION, list(keeping.pair(id_)))
        session.commit()
    engine.dispose()
    until(lambda: slack.done("chat.postMessage") >= 2 * len(ids), seconds=300)
    time.sleep(1.5)


def _took(program: Program, slack: Slack, ids: Sequence[str], calls: int) -> float:
    """Microseconds of processor time a prompt, until the last card is told."""
    before, began = slack.done("chat.update"), program.processor()
    for id_ in ids:
        program.post(submission("reflection.answer", id_, "answer", id_, who=keeping.pair(id_)[0]))
    until(lambda: slack.done("chat.update") >= before + calls * len(ids))
    time.sleep(0.1)  # the last one is recorded
    return (program.processor() - began) / len(ids) * 1e6


def _database(store: Store) -> float:
    """Seconds of processor time that a PostgreSQL on this machine has spent for whoever is connected."""
    if store.engine.dialect.name == "sqlite":
        return 0.0
    found = 0.0
    with store.engine.connect() as connection:
        connected = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        for pid in connection.execute(text(connected)).scalars():
            with suppress(OSError):
                found += processor(pid)
    return found


def _statements(kind: str, slack: Slack) -> Iterator[Row]:
    """What is said to the database until the answer is acked, and from then on until both cards are told."""
    with started(kind, slack.api, threads=True) as bot:
        keeping.prompts(bot.store, ["one"], NOW)
        until(lambda: slack.done("chat.postMessage") == 2)
        time.sleep(1.5)  # they are recorded, and the pace of their places has passed
        with statements(bot.store.engine) as said:
            signed(bot.wsgi, submission("reflection.answer", "one", "answer", "1", keeping.pair("one")[0]))
            until(lambda: slack.done("chat.update") == 2)
            time.sleep(0.5)  # the last one is recorded
    deciding = sum(one.thread == get_ident() for one in said)
    name = f"its statements: deciding, showing ({kind})"
    yield Row(name, deciding, len(said) - deciding, "", unit="", aim="≤ 10 + 8")
