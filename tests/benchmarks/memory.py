"""Whether `serve` grows with what it answers: its memory after the first interactions, and the last."""

import time
from collections.abc import Iterator
from itertools import cycle, islice

from tests.benchmarks import keeping, programs
from tests.benchmarks.databases import database
from tests.benchmarks.measuring import Row, Scale, resident, until
from tests.benchmarks.programs import Program
from tests.benchmarks.requests import click, command, home_opened, submission

PEOPLE = 40


def rows(scale: Scale) -> Iterator[Row]:
    first, all_ = scale.of((20, 40), (2_000, 5_000), (2_000, 100_000))
    with programs.slack() as slack, database("SQLite") as url, keeping.opened(url) as store:
        asked = [f"p{n}" for n in range(PEOPLE)]
        keeping.prompts(store, asked)
        with programs.ours(url, slack.api) as here:
            until(lambda: slack.done("chat.postMessage") == 2 * PEOPLE)
            bodies = _life(asked)
            before = _after(here, bodies, first)
            after = _after(here, bodies, all_ - first)
    told = f"resident after {first:,} of them: {before:.1f} MB"
    yield Row(f"grown by {all_:,} interactions", after - before, None, told, "MB", "≤ 5 MB")


def _life(asked: list[str]) -> Iterator[bytes]:
    """What people do, again and again: look, type, open, write."""
    for number, id_ in enumerate(cycle(asked)):
        who = keeping.pair(id_)[0]
        yield home_opened(who)
        yield command("help", "/alongside", who)
        yield click(id_, "reflection.write", who)
        yield submission("reflection.answer", id_, "answer", str(number), who)


def _after(here: Program, bodies: Iterator[bytes], count: int) -> float:
    """Megabytes once so many more are answered."""
    for body in islice(bodies, count):
        here.post(body)
    time.sleep(2)
    return resident(here.pid)
