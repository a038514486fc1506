"""Our bot in this process: without threads it works when it is told to, with them by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from bot.app import Alongside
from bot.clock import Clock
from bot.features import FEATURES
from bot.playground.inbound import Reply
from bot.settings import Settings
from tests.benchmarks.databases import database
from tests.benchmarks.programs import of_ours
from tests.benchmarks.requests import headers
from tests.world import deliver

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
NOBODY = "http://127.0.0.1:9/api/"  # no Slack answers there


@contextmanager
def started(
    kind: str = "SQLite",
    api: str = NOBODY,
    *,
    threads: bool = False,
    now: datetime | None = NOW,
    features: Any = FEATURES,
) -> Iterator[Alongside]:
    """On a database as new; its clock stands still, or is this machine's (`now` None)."""
    with database(kind) as url:
        settings = Settings.read(of_ours(url, api), env_file=None)
        clock = Clock(now)
        if now:
            clock.hold()
        bot = Alongside(settings, clock, threads=threads, features=features)
        yield bot
        bot.stop()


def signed(wsgi: Any, body: bytes) -> Reply:
    """One request, as Slack sends it, without a socket."""
    reply = deliver(wsgi, body, headers(body))
    assert reply.status == 200, reply
    return reply
