"""A world whose bot is other processes: people press as they do, and wait until those have come to rest."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.people import queries as people
from bot.playground.counter import Answer, Counter
from bot.playground.faults import Call
from bot.playground.inbound import Reply
from bot.rounds.company.knowing import know_all
from bot.rounds.keeping import erasures, queries
from bot.rounds.showing import outbox
from bot.slack.calls import client
from bot.slack.errors import APOLOGY
from bot.store import Db, Store
from bot.vault import Vault
from bot.words import phrase
from tests.faults.harness import OVER, Fragile
from tests.soak.processes import Process, Processes
from tests.world import said as said_in

QUIET, SURE = 0.12, 0.4  # seconds without a word between Slack and the bot: it has nothing more to say
REST = 240  # seconds, in which it must come to rest; the machine may be busy with other things, too


class RestlessError(Exception):
    """It goes on and on, or the database is gone: nobody takes that for something that is not there."""


class Watched(Counter):
    """The counter of the stand-in, which knows whether somebody stands at it; `taken` hears of each call
    that was taken and is not answered yet.
    """

    taken: Callable[[str], None] | None = None

    def __init__(self, app: Any, story: Callable[[str], None]) -> None:
        super().__init__(app)
        self.story = story
        self.under_way, self.last = 0, time.monotonic()
        self._one = threading.Lock()

    @contextmanager
    def busy(self) -> Iterator[None]:
        with self._one:
            self.under_way += 1
        try:
            yield
        finally:
            with self._one:
                self.under_way -= 1
                self.last = time.monotonic()

    def quiet(self, seconds: float) -> bool:
        return self.under_way == 0 and time.monotonic() - self.last > seconds

    def _with_faults(self, call: Call, take: Callable[[], Answer]) -> Answer:
        with self.busy():
            answer = super()._with_faults(call, take)
            self.story(f"{call.method} {call.outcome}")
            if self.taken:
                self.taken(call.method)
            return answer


@dataclass
class Far:
    """What a world asks of its bot."""

    world: "FarWorld"
    store: Store
    routes: Any = field(default_factory=lambda: SimpleNamespace(_at_home=set()))

    def clock(self) -> datetime:
        return self.world.clock()

    def ask_who(self) -> bool:
        settings = self.world.settings
        slack = client(settings.slack_bot_token, settings.slack_api_url)
        return know_all(self.store, lambda _: slack, self.clock())

    def settle(self) -> None:
        self.world.settle()

    def _next_due(self) -> datetime | None:
        with self.store.read() as db:
            due = queries.next_due(db)
        return due if due is None or due > self.clock() else self.clock() + timedelta(minutes=1)


class FarWorld(Fragile):
    """People, their Slack, and `number` processes, which share a database with nobody else."""

    def __init__(self, database_url: str, number: int, folder: Path, **named: Any) -> None:
        self._folder, self._number = folder, number
        self.offset = timedelta()
        self.database_alone = threading.RLock()
        self.sent: list[tuple[bytes, dict[str, str]]] = []
        self.story = list[str]()  # of the life that is lived, for whoever looks for what went wrong
        self._answers, self._heard = list[str](), 0
        self._pool = ThreadPoolExecutor(8, "deliveries")
        super().__init__(database_url, wired=True, **named)
        self.counter = Watched(self.slack.app, self.story.append)
        self.slack.counter = self.counter
        self.tell()
        self.processes.start()

    def _start(self) -> Any:
        every = [Process(number, self.settings, self._folder) for number in range(self._number)]
        self.processes = Processes(every)
        vault = Vault(list(self.settings.encryption_keys))
        return Far(self, _TimedStore(self, self.settings.database_url, self.settings.keys_url, vault))

    def tell(self) -> None:
        """The processes know what time it is."""
        self.processes.tell(self.clock(), self.offset)

    def goes_back(self, to: datetime) -> None:
        """It is that time before another life begins: what the processes are at is done by then.

        Else somebody who was asked about in the life before is told of in the new one, by its late clock.
        """
        self.clock._still = to
        self.tell()
        with suppress(RestlessError):  # that life broke off: all begins anew
            self._patiently(self._comes_to_rest)

    def moves_by_the_page(self) -> None:
        """The clock on the stand-in's page moves time."""
        assert self._server
        self._server._doors.move = lambda delta: self.move(seconds=delta.total_seconds())

    def restart(self) -> None:
        """They die and begin by themselves."""

    def begins_anew(self, at_home: set[tuple[str, str]]) -> None:
        self.bot.routes._at_home = at_home

    def later(self, **delta: float) -> None:
        self.offset += timedelta(**delta)
        self.tell()

    def settle(self) -> None:
        """All that is to be done is done; leases of the dead run out on the way."""
        self.tell()
        until = time.monotonic() + REST
        while time.monotonic() < until:
            waits = self._patiently(self._comes_to_rest)
            if waits is None:
                return
            self.later(seconds=min(max(waits, 0.0) + 0.1, OVER.total_seconds()))
        raise RestlessError("it does not come to rest")

    def recover(self) -> None:
        self.settle()

    def _comes_to_rest(self) -> float | None:
        """Once nothing goes on: how long all that is left has to wait; None where nothing is left."""
        while True:
            with self.bot.store.read() as db:
                unshown = outbox.unshown(db)
                due, at, now = queries.next_due(db), outbox.next_showing(db), db.machine_now()
                forgets = at is None and bool(erasures.left(db))  # a moment after it was written down
                asks = bool(people.stale(db, self.clock(), ""))  # nobody presses, writes and is gone at once
            is_due = due is not None and due <= self.clock()
            busy = self.processes.work or bool(unshown) or is_due or forgets or asks
            waits = None if at is None else (at - now).total_seconds()
            if not busy and self.counter.quiet(SURE if waits and waits > 2 else QUIET):
                return waits
            self._still("it does not come to rest")
            time.sleep(0.02)

    def _patiently(self, ask: Callable[[], float | None]) -> float | None:
        """The same, where the database may be away just now."""
        self._deadline = time.monotonic() + REST
        while True:
            try:
                return ask()
            except DBAPIError:
                self._still("the database is gone")
                time.sleep(0.1)

    def _still(self, what: str) -> None:
        if time.monotonic() > self._deadline:
            raise RestlessError(what)

    def _deliver(self, body: bytes, headers: dict[str, str]) -> Reply:
        """So often as Slack delivers it just now, all at once; who sent it sees the first answer."""
        self.tell()
        with self.counter.busy():
            sent = [self._pool.submit(self.processes.deliver, body, headers) for _ in range(self.times)]
            for one in sent[1:]:
                one.exception()
            reply = self._first(sent[0])
        if b"command=%2F" not in body:  # Slack repeats no command
            self.sent.append((body, headers))  # what was not answered never came: the next one is another
        self._answers.append(reply.body.decode().encode().decode("unicode_escape", "replace"))
        return reply

    def _first(self, sent: Future[Reply]) -> Reply:
        try:
            reply = sent.result()
        except OSError as error:
            self.story.append(f"no answer: {type(error).__name__}")
            raise
        self.story.append(f"answered {reply.status}, {len(reply.body)} bytes")
        return reply

    def apologised(self) -> bool:
        """Whether somebody was told since this was last asked that it went wrong, and nothing was saved."""
        sorry = str(phrase(APOLOGY))[:40]
        said, self._answers = self._answers, []
        calls, self._heard = self.slack.calls[self._heard :], len(self.slack.calls)
        said += [json.dumps(call.args, ensure_ascii=False) for call in calls]
        for person in self.everybody:
            if (form := person.form) and sorry in said_in(form["blocks"]) and "submit" not in form:
                self.slack.close(person.id, form["id"])
        return any(sorry in one for one in said)

    def delivers_again(self, dice: Random) -> None:
        """Some of what was delivered in this life, much later than it should."""
        some = dice.sample(self.sent, min(3, len(self.sent)))
        for one in [self._pool.submit(self.processes.deliver, *request) for request in some]:
            one.exception()

    def clock_was_wrong(self, seconds: float) -> None:
        """Both times are so far ahead for a moment; machine time for longer."""
        self.later(seconds=seconds)
        self.processes.tell(self.clock() + timedelta(seconds=seconds), self.offset)
        time.sleep(0.6)
        self.tell()

    def close(self) -> None:
        self.ended = self.processes.stop()
        self._pool.shutdown()
        super().close()


class _TimedStore(Store):
    """The harness's own door to the database: its machine time is what it told the processes."""

    def __init__(self, world: FarWorld, *given: Any) -> None:
        self._world = world
        super().__init__(*given)

    @contextmanager
    def begin(self) -> Iterator[Db]:
        with self._world.database_alone, super().begin() as db:
            yield db

    @contextmanager
    def read(self) -> Iterator[Db]:
        with self._world.database_alone, super().read() as db:
            yield db

    @property  # type: ignore[override]
    def machine_offset(self) -> timedelta:
        return self._world.offset

    @machine_offset.setter
    def machine_offset(self, offset: timedelta) -> None:
        if offset:
            self._world.offset = offset
