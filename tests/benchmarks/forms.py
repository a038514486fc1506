"""Forms that Slack takes a second to open: how many come too late, at so many presses a second."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from tests.benchmarks import keeping, programs
from tests.benchmarks.databases import database
from tests.benchmarks.measuring import Row, Scale, until
from tests.benchmarks.programs import Program, Slack
from tests.benchmarks.requests import click

DELAY = 1.0  # seconds, of each answer of Slack's
PEOPLE = 50  # who press in turn


def rows(scale: Scale) -> Iterator[Row]:
    for rate in scale.of((5,), (50, 100), (50, 100)):
        yield _at(rate, seconds=scale.of(1, 6, 60))


def _at(rate: int, seconds: int) -> Row:
    with programs.slack() as slack, database("SQLite") as url, keeping.opened(url) as store:
        asked = [f"p{n}" for n in range(PEOPLE)]
        keeping.prompts(store, asked)
        with programs.ours(url, slack.api) as here:
            until(lambda: slack.done("chat.postMessage") == 2 * PEOPLE)
            slack.tell(delay=DELAY)
            before = here.processor()
            _press(here, asked, rate, seconds)
            busy = (here.processor() - before) / seconds
            sent = rate * seconds
            until(lambda: _came(slack) == sent, seconds=120, every=0.2)
            late = slack.seen()["late"]
    told = f"of {sent} forms; the processor was at {busy:.0%} meanwhile"
    return Row(f"too late for their trigger, {rate} presses a second", late, None, told, "", "none")


def _press(here: Program, asked: list[str], rate: int, seconds: int) -> None:
    """So many presses a second, whether or not those before were answered."""
    began = time.perf_counter()

    def press(id_: str) -> None:
        with closing(Program(here.pid, here.port)) as slack:
            slack.post(click(id_, "reflection.write", keeping.pair(id_)[0]))

    with ThreadPoolExecutor(rate) as people:
        sent = []
        for number in range(rate * seconds):
            time.sleep(max(0.0, began + number / rate - time.perf_counter()))
            sent.append(people.submit(press, asked[number % len(asked)]))
    for one in sent:
        one.result()


def _came(slack: Slack) -> int:
    seen = slack.seen()
    return int(seen["opened"] + seen["late"])
