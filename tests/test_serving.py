"""`serve`, as the world meets it: a whole process, and whoever connects to it."""

import hashlib
import hmac
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests.line import LineSlack
from tests.ports import free_port
from tests.size import SOAK

HERE = Path(__file__).parents[1]
SECRET = "only Slack knows"
SILENT = 2_000 if SOAK else 1_100  # more than `select` can look at
FEW = 256  # files that a shell lets a process open, on some machines


class Served:
    """A process of its own, that answers there."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        env = {
            **kept,
            "PYTHONPATH": str(HERE),
            "PORT": str(self.port),
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": "http://127.0.0.1:9/",
            "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "DATABASE_URL": f"sqlite:///{folder / 'alongside.db'}",
            **settings,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_with_few_files,
        )
        self.first = self.line()

    def line(self) -> str:
        """The next that it says to whoever runs it."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def answer(self, path: str, body: bytes | None = None) -> int:
        """What comes back to Slack, who signs what it sends."""
        sent = str(int(time.time()))
        signed = hmac.new(SECRET.encode(), f"v0:{sent}:".encode() + (body or b""), hashlib.sha256)
        headers = {
            "X-Slack-Request-Timestamp": sent,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
            "Content-Type": "application/json",
        }
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers)
        try:
            with urllib.request.urlopen(asked, timeout=20) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def close(self) -> str:
        """What it logged, once it has stopped."""
        self.process.terminate()
        return self.process.communicate(timeout=20)[1]


def _with_few_files() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (FEW, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    yield made
    made.close()


@pytest.fixture
def many_files() -> Iterator[None]:
    """So that a test can hold that many lines, too."""
    was, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < SILENT + 500:
        pytest.skip(f"this machine lets nobody open {SILENT} files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(was, SILENT + 500), most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (was, most))


@pytest.mark.usefixtures("many_files")
def test_thousands_who_connect_and_say_nothing_shut_nobody_out(served: Served) -> None:
    challenge = b'{"type": "url_verification", "challenge": "x"}'

    with ExitStack() as silent:
        for _ in range(SILENT):
            silent.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=20))
        answers = [served.answer("/slack/events", challenge) for _ in range(3)]
        health = served.answer("/healthz")

    assert (answers, health) == ([200] * 3, 200)


def test_in_socket_mode_it_waits_for_slack_and_says_how_it_is(tmp_path: Path) -> None:
    port = free_port()
    away = {"SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": f"http://127.0.0.1:{port}/api/"}

    served = Served(tmp_path, **away)
    waits, before = served.line(), served.answer("/healthz")
    slack = LineSlack(port)
    connected, after = served.line(), served.answer("/healthz")
    posted = served.answer("/slack/events", b"{}")
    logged = served.close()
    slack.close()

    assert served.first == f"It says how it is at http://127.0.0.1:{served.port}/healthz"
    assert waits == "Slack cannot be reached (no answer). Alongside waits for it."
    assert connected == "Alongside is connected in Socket Mode."
    assert (before, after, posted) == (503, 200, 401)
    assert served.process.returncode == 0
    assert "Traceback" not in logged


def test_figures_have_a_port_of_their_own_and_only_where_it_is_asked_for(tmp_path: Path) -> None:
    port = free_port()

    served = Served(tmp_path, METRICS_PORT=str(port))
    served.line()
    beside, ready = served.answer("/metrics"), served.answer("/readyz")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as response:
        said = response.read().decode()
    served.close()

    assert served.first == f"Figures for Prometheus are at http://127.0.0.1:{port}/metrics"
    assert "\nalongside_ready 1.0\n" in said
    assert (beside, ready) == (404, 200)


def test_where_the_database_under_it_is_an_older_one_it_cannot_serve(served: Served, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "alongside.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")

    assert (served.answer("/readyz"), served.answer("/healthz")) == (503, 200)


def test_what_few_starts_need_is_not_brought_in_by_all() -> None:
    """Alembic, and the stems of forty languages, took a fifth of a second of each start, and 12 MB."""
    asks = "import sys, bot.serve; print(*sys.modules)"

    said = subprocess.check_output([sys.executable, "-c", asks], cwd=HERE, text=True)

    brought = set(said.split())
    assert "sqlalchemy" in brought
    assert brought.isdisjoint(
        {*("alembic", "mako", "prometheus_client", "pygments", "snowballstemmer", "yaml", "bot.playground")}
    )
