"""Many channels and a Slack that takes its time: how fast all is out, and what an act causes meanwhile.

One channel, and the message a second that Slack takes there: how often it has to refuse one.

Whole, on 30 November 2026, on two cores where others worked too (load 7 to 10): at our own pace 10,000
messages in 86 s on SQLite and 73 s on PostgreSQL, an answer's card meanwhile in 0.35 and 0.21 s; at 500 a
minute, on SQLite, in 1,423 s, 471 in a minute at most, a card in 0.51 s. On PostgreSQL, where the machine
stalled for seconds (load 17 to 28), 503 in a minute, at a bucket of 40 and 420 a minute; with the bucket as
it is now, of 30 and 410, in 1,454 s, 476 in a minute at most, a card in 0.23 s. None lost, none doubled.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from tests.benchmarks import keeping, programs
from tests.benchmarks.databases import KINDS, database
from tests.benchmarks.measuring import Row, Scale, until
from tests.benchmarks.programs import Slack
from tests.benchmarks.requests import submission

DELAY = 0.1  # seconds, of each answer of Slack's
ACTS = 5  # answers that are sent while the others wait


def rows(scale: Scale) -> Iterator[Row]:
    messages, paced, posts = scale.of(10, 1_000, 10_000), scale.of(10, 300, 10_000), scale.of(2, 12, 40)
    for kind in KINDS:
        with programs.slack() as slack, database(kind) as url:
            yield from _many(kind, url, slack, messages, 0)
        with programs.slack() as slack, database(kind) as url:
            yield from _many(kind, url, slack, paced, 500)
        with programs.slack() as slack, database(kind) as url:
            yield from _one(kind, url, slack, posts)


def _many(kind: str, url: str, slack: Slack, messages: int, a_minute: int) -> Iterator[Row]:
    """`a_minute`: how many messages a workspace gets; 0 for as many as we can."""
    early, waiting = [f"e{n}" for n in range(ACTS)], [f"w{n}" for n in range(messages // 2)]
    with keeping.opened(url) as store:
        with programs.ours(url, slack.api):
            keeping.prompts(store, early)
            until(lambda: slack.done("chat.postMessage") == 2 * ACTS)
            time.sleep(1)
        keeping.prompts(store, waiting)
    slack.tell(delay=DELAY)
    with programs.ours(url, slack.api, MESSAGES_A_MINUTE=str(a_minute)) as here:
        until(lambda: slack.done("chat.postMessage") > 0)
        soon = [_until_told(here, slack, id_) for id_ in early]
        until(lambda: _settled(slack, messages), seconds=1800, every=0.5)
        seen = slack.seen()
    rate, lost = sum(seen["calls"].values()) / seen["seconds"], messages - seen["cards"]
    told = f"{rate:.0f} calls a second, {seen['most']} in a minute at most; "
    told += f"{lost} lost, {seen['doubled']} doubled"
    pace, aim = (f"{a_minute} a minute", "≤ 25 minutes") if a_minute else ("at our own pace", "≤ 90 s")
    yield Row(f"{messages:,} messages, {pace} ({kind})", seen["seconds"], None, told, "s", f"10,000: {aim}")
    yield Row("an answer's card while they wait", max(soon), None, f"the slowest of {ACTS}", "s", "≤ 5 s")


def _until_told(here: programs.Program, slack: Slack, id_: str) -> float:
    """Seconds from the moment somebody sends their answer until their card says so."""
    host, began = keeping.pair(id_)[0], time.time()
    here.post(submission("reflection.answer", id_, "answer", id_, host))
    until(lambda: slack.last(f"D{host}") >= began, seconds=900)
    return slack.last(f"D{host}") - began


def _settled(slack: Slack, messages: int) -> bool:
    """All is out, or nothing has happened for a while."""
    before = slack.seen()
    if before["calls"].get("chat.postMessage", 0) < messages:
        return False
    time.sleep(3)
    return bool(slack.seen()["calls"] == before["calls"])


def _one(kind: str, url: str, slack: Slack, posts: int) -> Iterator[Row]:
    slack.tell(pace=1.0)
    with ExitStack() as stack:
        store = stack.enter_context(keeping.opened(url))
        stack.enter_context(programs.ours(url, slack.api))
        keeping.rounds_in(store, "C1", [f"r{n}" for n in range(posts)])
        took = until(lambda: slack.posted("C1") >= posts, seconds=60 + 5 * posts, every=0.2)
        seen: Any = slack.seen()
    refused = seen["refused"].get("chat.postMessage", 0)
    told = f"of {posts} posts, which took {took:.0f} s"
    yield Row(f"refusals a post, in one channel ({kind})", refused / posts, None, told, "", "≤ 0.05")
