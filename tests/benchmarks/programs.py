"""Programs that run as they would, each a process of its own: ours, the two beside it, and their Slack."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from tempfile import gettempdir
from typing import Any

from cryptography.fernet import Fernet

from bot.words import ROOT
from tests.benchmarks.measuring import processor, until
from tests.benchmarks.requests import headers
from tests.ports import free_port, is_answered
from tests.world import SECRET, TOKEN

KEY = Fernet.generate_key().decode()


@dataclass
class Program:
    """Somebody who listens at a port of this machine."""

    pid: int
    port: int
    _line: list[HTTPConnection] = field(default_factory=list)

    def post(self, body: bytes, path: str = "/slack/events") -> bytes:
        """As Slack does, over a connection that is kept."""
        if not self._line:
            self._line.append(HTTPConnection("127.0.0.1", self.port, timeout=60))
        self._line[0].request("POST", path, body, headers(body))
        answer = self._line[0].getresponse()
        said = answer.read()
        assert answer.status == 200, (answer.status, said)
        return said

    def close(self) -> None:
        """Hang up; the program goes on."""
        for line in self._line:
            line.close()

    def processor(self) -> float:
        return processor(self.pid)


class Slack(Program):
    """The stand-in (`tests/benchmarks/standin.py`)."""

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def tell(self, **so: float) -> None:
        """How it is from now on: `delay` and `pace` in seconds. It begins to count anew."""
        self.post(json.dumps({"delay": 0.0, "pace": 0.0} | so).encode(), "/told")

    def seen(self) -> Any:
        return json.loads(self.post(b"{}", "/seen"))

    def last(self, channel: str) -> float:
        """When something was last done there."""
        return float(self._of(channel)["at"])

    def posted(self, channel: str) -> int:
        """How many messages stand there."""
        return int(self._of(channel)["posts"])

    def _of(self, channel: str) -> Any:
        return json.loads(self.post(json.dumps({"channel": channel}).encode(), "/last"))

    def done(self, *methods: str) -> int:
        calls = self.seen()["calls"]
        return sum(calls.get(method, 0) for method in methods)


@contextmanager
def slack(certificate: Path | None = None) -> Iterator[Slack]:
    begun = _running("-m", "tests.benchmarks.standin", *([str(certificate)] if certificate else []))
    with begun as (one, said), closing(Slack(one.pid, int(said))) as here:
        yield here


@contextmanager
def ours(database_url: str, api: str, **settings: str) -> Iterator[Program]:
    """`serve`, on that database: at its own pace, where `settings` say nothing else (MESSAGES_A_MINUTE)."""
    port = free_port()
    given = {**of_ours(database_url, api), "PORT": str(port), "LOG_LEVEL": "ERROR", **settings}
    with _running("-m", "bot", "serve", **given) as (one, _), closing(Program(one.pid, port)) as here:
        yield here


@contextmanager
def beside(name: str, api: str, **settings: str) -> Iterator[Program]:
    """One of the programs here, `empty` or `plain`."""
    port = free_port()
    with _running("-m", f"tests.benchmarks.{name}", str(port), **_of_slack(api), **settings) as (one, _):
        until(lambda: is_answered(port))
        with closing(Program(one.pid, port)) as here:
            yield here


@contextmanager
def _running(*arguments: str, **settings: str) -> Iterator[tuple["Popen[str]", str]]:
    """A new Python, once it has said its first line; it is asked to end, in the end."""
    command, around = [sys.executable, *arguments], {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    with Popen(command, env=around, cwd=gettempdir(), stdout=PIPE, stderr=DEVNULL, text=True) as started:
        assert started.stdout is not None
        said = started.stdout.readline()
        try:
            assert said, f"{arguments} did not begin"
            yield started, said
        finally:
            started.terminate()
            _ended(started)


def _ended(started: "Popen[str]") -> None:
    try:
        started.communicate(timeout=60)
    except TimeoutExpired:
        started.kill()
        raise


def of_ours(database_url: str, api: str) -> dict[str, str]:
    """Its settings."""
    no_limits = dict.fromkeys(("MESSAGES_A_MINUTE", "ROUNDS_A_DAY", "ASKS_A_DAY"), "0")
    kept = {"DATABASE_URL": database_url, "ENCRYPTION_KEYS": KEY, **no_limits}
    return kept | _of_slack(api)


def _of_slack(api: str) -> dict[str, str]:
    return {"SLACK_API_URL": api, "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}
