"""Strangers who open connections and say nothing: how long Slack waits for its answer meanwhile."""

import resource
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

from tests.benchmarks import programs
from tests.benchmarks.databases import database
from tests.benchmarks.measuring import Row, Scale
from tests.benchmarks.programs import Program
from tests.benchmarks.requests import click

ROOM = 5_000  # files that may be open: this process holds the silent ends


def rows(scale: Scale) -> Iterator[Row]:
    silent = scale.of(20, 2_000, 2_000)
    _make_room()
    with ExitStack() as stack:
        slack, url = stack.enter_context(programs.slack()), stack.enter_context(database("SQLite"))
        here = stack.enter_context(programs.ours(url, slack.api))
        before = _waited(here)
        for _ in range(silent):
            stack.enter_context(socket.create_connection(("127.0.0.1", here.port), timeout=10))
        name, none = f"a press beside {silent:,} silent sockets", "beside none; by the clock"
        yield Row(name, _waited(here), before, none, "ms", "as beside none")


def _make_room() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(ROOM, most), most))


def _waited(here: Program) -> float:
    """Milliseconds from connecting to the answer: the median of some."""
    found = []
    for _ in range(25):
        began = time.perf_counter()
        with closing(Program(here.pid, here.port)) as slack:
            slack.post(click("no-such-round", "reflection.no_thanks"))
        found.append((time.perf_counter() - began) * 1e3)
    return statistics.median(found)
