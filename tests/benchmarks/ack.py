"""The ack alone: until Slack has its answer, without what comes after it, and without a socket.

Ours answers in the thread that asks, and does the rest in others: that thread's time is the ack. Bolt as
shipped answers in a thread of its own: there it is the process's, while nothing else goes on.
"""

import statistics
import time
from collections.abc import Callable, Iterator

from tests.benchmarks import empty, keeping, programs
from tests.benchmarks.bots import NOW, started
from tests.benchmarks.databases import KINDS
from tests.benchmarks.measuring import Row, Scale, until
from tests.benchmarks.requests import click, command, headers, home_opened, submission
from tests.world import deliver

Bodies = Callable[[str], bytes]
SENT: dict[str, Bodies] = {
    "a button that opens a form": lambda id_: click(id_, "reflection.write", keeping.pair(id_)[0]),
    "a button that says no more": lambda _: click("no-such-round", "reflection.no_thanks"),
    "a command": lambda _: command("help", "/alongside"),
    "Home opened": lambda _: home_opened(),
    "an answer sent and kept": lambda id_: submission(
        "reflection.answer", id_, "answer", id_, keeping.pair(id_)[0]
    ),
}


def rows(scale: Scale) -> Iterator[Row]:
    times, rounds = scale.of(2, 60, 200), scale.of(1, 5, 11)
    batches = [[f"{n:02}x{m:03}" for m in range(times)] for n in range(rounds + 1)]
    for kind in KINDS:
        with programs.slack() as slack, started(kind, slack.api, threads=True) as bot:
            bare = empty.program(slack.api)
            keeping.prompts(bot.store, asked := [id_ for batch in batches for id_ in batch], NOW)
            until(lambda: slack.done("chat.postMessage") == 2 * len(asked))
            for name, body in SENT.items():
                found = []
                for batch in batches:
                    ours = _took(bot.wsgi, map(body, batch), times, time.thread_time)
                    _idle()
                    found.append((ours, _took(bare, map(body, batch), times, time.process_time)))
                here, baseline = (statistics.median(taken) for taken in zip(*found[1:], strict=True))
                yield Row(f"ack: {name} ({kind})", here, baseline, empty.WHAT, aim="≤ 2")


def _took(wsgi: object, bodies: Iterator[bytes], times: int, clock: Callable[[], float]) -> float:
    """Microseconds of processor time a request."""
    sent = [(body, headers(body)) for body in bodies]
    began = clock()
    for body, with_it in sent:
        reply = deliver(wsgi, body, with_it)
    took = clock() - began
    assert reply.status == 200, reply
    return took / times * 1e6


def _idle() -> None:
    """Until this process does nothing any more."""
    while True:
        before = time.process_time()
        time.sleep(0.05)
        if time.process_time() - before < 0.001:
            return
