"""What it takes to begin: `serve` until it listens, and `play` the second time, until it can be opened."""

import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from subprocess import DEVNULL, PIPE

from bot.words import ROOT
from tests.benchmarks import programs
from tests.benchmarks.databases import database
from tests.benchmarks.measuring import Row, Scale, resident

BESIDE = "the plain program, Bolt and an ORM"
LIBRARIES = "import slack_bolt, sqlalchemy, alembic, waitress; print()"


def rows(scale: Scale) -> Iterator[Row]:
    times = scale.of(1, 3, 7)
    with programs.slack() as slack, database("SQLite") as url:
        found = [_served(slack.api, url) for _ in range(times + 1)]
    took, kept, theirs, theirs_kept = (statistics.median(some) for some in zip(*found[1:], strict=True))
    yield Row("serve, processor time until it listens", took, theirs, BESIDE, "s", "≤ 0.6 s")
    yield Row("serve, resident, a second later", kept, theirs_kept, BESIDE, "MB", "≤ 80 MB")
    ours = statistics.median(_until_it_speaks("-m", "bot", "play", "--port", "0") for _ in range(times))
    baseline = statistics.median(_until_it_speaks("-c", LIBRARIES) for _ in range(times))
    what = "importing Bolt, SQLAlchemy, Alembic, waitress; both by the clock"
    yield Row("play, until it can be opened", ours, baseline, what, unit="ms")


def _served(api: str, url: str) -> tuple[float, float, float, float]:
    """Seconds and megabytes of ours, and of the plain program."""
    with programs.ours(url, api) as here:
        took = here.processor()
        time.sleep(1)
        kept = resident(here.pid)
    with programs.beside("plain", api, DATABASE_URL=url) as other:
        return took, kept, other.processor(), resident(other.pid)


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
