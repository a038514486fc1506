"""What is logged: what happened, where and to which row, never what somebody wrote. In UTC.

All lines of one request carry the same short id: what is done for it afterwards, too.
"""

import logging
import secrets
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.refusal import Refusal

T = TypeVar("T")

_OURS = Path(__file__).parent

# At DEBUG these write whole requests, people's words included.
_TALKATIVE = ("sqlalchemy", "urllib3", "alembic")


_NONE = "-"  # of what no request asked for: time did
_request: ContextVar[str] = ContextVar("request", default=_NONE)


class Line(logging.Formatter):
    """`2026-11-30T16:05:09.123Z WARNING [3f9a21c0] bot.slack.calls: …`, whatever the machine's zone is."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s.%(msecs)03dZ %(levelname)s [%(request)s] %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
        )

    def format(self, record: logging.LogRecord) -> str:
        record.request = _request.get()
        return super().format(record)


def set_up(level: str) -> None:
    """Log to standard error at that level; libraries that quote requests stay at WARNING."""
    to = logging.StreamHandler()
    to.setFormatter(Line())
    logging.basicConfig(level=level, handlers=[to])
    quieten()


@contextmanager
def request() -> Iterator[None]:
    """What this thread logs meanwhile belongs to a request of its own."""
    was = _request.set(secrets.token_hex(4))
    try:
        yield
    finally:
        _request.reset(was)


def carried(work: Callable[[], T]) -> Callable[[], T]:
    """The same work, which logs as a part of this request wherever it is done."""
    return partial(copy_context().run, work)


def quieten() -> None:
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of a token it finds in the environment, and of every request that nobody listens to.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    # It quotes answers of Slack's that it cannot read; what became of a call we say ourselves.
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    # It warns of every tick that finds the one before it still at work.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # It warns of every request that waits a moment, and of those it lets go when it stops.
    logging.getLogger("waitress").setLevel(logging.ERROR)


def failure(error: BaseException) -> str:
    """Its kind, and where our code was; never what it says, which may be what somebody wrote."""
    kind = f"{type(error).__name__} {error.key}" if isinstance(error, Refusal) else type(error).__name__
    frames = traceback.walk_tb(error.__traceback__)
    places = [(Path(frame.f_code.co_filename), line) for frame, line in frames]
    ours = [f"{path.relative_to(_OURS)}:{line}" for path, line in places if path.is_relative_to(_OURS)]
    return f"{kind} at {ours[-1]}" if ours else kind
