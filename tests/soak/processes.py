"""Processes of the bot behind one address: whoever is killed is begun again, requests go to who is there."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.playground.inbound import Reply, over_http
from bot.settings import Settings
from bot.words import ROOT
from tests.ports import free_port, is_answered
from tests.soak.page import Page

SLACK_WAITS = 3.0  # seconds
_AGAIN = 0.2  # between two starts of one that ends at once
KILLED = -9


class Process:
    """One replica: a real `serve`, begun anew whenever it ends, until it is let go."""

    def __init__(
        self, number: int, settings: Settings, folder: Path, other: str = "", root: Path = ROOT
    ) -> None:
        self.number, self._root = number, root  # where the program lies
        self._other = other  # a program of others.py
        self.port = free_port()
        self.page = Page(folder / f"page{number}")
        self.log = folder / f"log{number}"
        self.killed, self._where = Counter[str](), ""  # where that was
        self.ended = list[int]()  # codes with which it ended otherwise
        self._environ = os.environ | _environ(settings, self.port) | {
            "PYTHONPATH": os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])]),
        }  # fmt: skip
        self._environ.pop("PYTHONDONTWRITEBYTECODE", None)
        self._over = threading.Event()
        self._held = threading.Event()
        self._held.set()
        self._running: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name=f"keeper{number}", daemon=True)

    def start(self) -> None:
        self._keeper.start()

    def kill(self, where: str = "at random") -> None:
        """As `kill -9`; nothing where it is dead already."""
        if self._running and self._running.poll() is None:
            self._where = where
            self._running.kill()

    def wait_for_death(self) -> None:
        if self._running:
            self._running.wait()

    def hold(self) -> None:
        """Whoever ends now is not begun again before it is let `go_on`."""
        self._held.clear()

    def go_on(self) -> None:
        self._held.set()

    @property
    def is_up(self) -> bool:
        return is_answered(self.port)

    def stop(self) -> int | None:
        """As whoever runs it would; the code with which it ended."""
        self._over.set()
        self._held.set()
        until, asked = time.monotonic() + 20, None
        while self._keeper.is_alive() and time.monotonic() < until:  # it may just be beginning one more
            if self._running is not asked:  # once: at its very end, a process has no ear for it any more
                asked = self._running
                asked.terminate()
            self._keeper.join(0.3)
        self.kill()
        return self._running.returncode if self._running else None

    def _keep(self) -> None:
        what = (
            ("tests.soak.others", self._other) if self._other else ("tests.soak.serving", str(self.page.path))
        )
        command = [sys.executable, "-m", *what]
        while not self._over.is_set():
            with self.log.open("ab") as log:
                self._running = subprocess.Popen(
                    command,
                    cwd=self._root,
                    env=self._environ,
                    stdout=log,
                    stderr=log,
                    stdin=subprocess.DEVNULL,
                )
            code = self._running.wait()
            died = self.page.died
            self.page.forgets()
            if self._over.is_set():
                return
            if code == KILLED:
                self.killed["at a fail point" if died else self._where] += 1
            else:
                self.ended.append(code)
                time.sleep(_AGAIN)
            self._held.wait()


@dataclass
class Processes:
    """All replicas. What Slack sends goes to one after the other; past those of whom nobody answers."""

    every: list[Process]
    fails_over: bool = False  # to the next one, too, where one dies over a request
    _turn: int = 0
    _read: dict[int, int] = field(default_factory=dict)

    def start(self) -> None:
        for one in self.every:
            one.start()

    def stop(self) -> list[int | None]:
        return [one.stop() for one in self.every]

    def anew(self) -> None:
        """Whatever they are in, they are in it no more."""
        for one in self.every:
            one.kill("to begin anew")
            one.wait_for_death()

    def tell(self, moment: datetime, offset: timedelta) -> None:
        """What time it is."""
        for one in self.every:
            one.page.moment, one.page.offset = moment, offset

    @property
    def work(self) -> bool:
        """Whether one of them has something in hand."""
        return any(one.page.works for one in self.every)

    @property
    def owe_an_answer(self) -> bool:
        """Whether somebody waits for what one of them is about to show."""
        return any(one.page.owes_an_answer for one in self.every)

    def wait(self, seconds: float = 240) -> None:
        """Until all of them answer."""
        until = time.monotonic() + seconds
        while not all(one.is_up for one in self.every):
            assert time.monotonic() < until, f"a process does not come up: {self.said()[-500:]}"
            time.sleep(0.05)

    def deliver(self, body: bytes, headers: dict[str, str]) -> Reply:
        """To whoever takes it; an error where all are down too long, or one dies over it."""
        until = time.monotonic() + SLACK_WAITS
        while True:
            self._turn += 1
            for number in range(len(self.every)):
                one = self.every[(self._turn + number) % len(self.every)]
                try:
                    return over_http(f"http://127.0.0.1:{one.port}/slack/events", 30)(body, headers)
                except OSError as error:
                    if not self.fails_over and not _nobody(error):
                        raise
            if time.monotonic() > until:
                raise ConnectionRefusedError
            time.sleep(0.05)

    @property
    def kills(self) -> int:
        return sum(one.killed.total() for one in self.every)

    @property
    def killed(self) -> Counter[str]:
        """How often, by where."""
        return sum((one.killed for one in self.every), Counter[str]())

    @property
    def ended(self) -> list[int]:
        return [code for one in self.every for code in one.ended]

    def said(self) -> str:
        """What they logged since this was last asked."""
        found = []
        for one in self.every:
            with one.log.open("rb") as log:
                log.seek(self._read.get(one.number, 0))
                found.append(log.read().decode(errors="replace"))
                self._read[one.number] = log.tell()
        return "\n".join(found)


def _nobody(error: OSError) -> bool:
    """Whether nobody was there to take it."""
    return isinstance(getattr(error, "reason", None), ConnectionRefusedError)


def _environ(settings: Settings, port: int) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url,
        "ENCRYPTION_KEYS": ",".join(settings.encryption_keys),
        "SUPPORT_TEXT": settings.support_text,
        "SUPPORT_PEOPLE": ",".join(settings.support_people),
        "PORT": str(port),
        "LOG_LEVEL": "DEBUG",
        "ROUNDS_A_DAY": str(settings.rounds_a_day),
        "ASKS_A_DAY": str(settings.asks_a_day),
    }
