"""`make play` the second time: until the address is printed, by the wall clock."""

import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from subprocess import DEVNULL, PIPE

from bot.words import ROOT
from tests.benchmarks.measuring import Row, Scale

LIBRARIES = "import slack_bolt, sqlalchemy, alembic, waitress; print()"


def rows(scale: Scale) -> Iterator[Row]:
    times = scale.of(1, 3, 5)
    ours = statistics.median(_until_it_speaks("-m", "bot", "play", "--port", "0") for _ in range(times))
    theirs = statistics.median(_until_it_speaks("-c", LIBRARIES) for _ in range(times))
    what = "importing Bolt, SQLAlchemy, Alembic, waitress; both by the clock"
    yield Row("play, until it can be opened", ours, theirs, what, unit="ms")


def _until_it_speaks(*arguments: str) -> float:
    """Milliseconds until a new Python prints its first line."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=PIPE, stderr=DEVNULL) as started:
        assert started.stdout is not None
        started.stdout.readline()
        took = (time.perf_counter() - began) * 1e3
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=20)
    return took
