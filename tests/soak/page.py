"""A page of memory between the harness and one process: what time it is there, and where that is to die."""

import mmap
import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

_SIZE, _NAMES = 128, slice(64, 128)
_MOMENT, _OFFSET, _STEPS, _WORK, _ANSWERS = range(5)  # each eight bytes, which are written at once
_DEAD = -1.0


class Page:
    """Both sides open it by its path; the harness writes, the process reads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            path.write_bytes(bytes(_SIZE))
        with path.open("r+b") as file:
            self._bytes = mmap.mmap(file.fileno(), _SIZE)
        self._numbers = memoryview(self._bytes).cast("d")
        self._one = threading.Lock()

    @property
    def moment(self) -> datetime:
        """Practice time."""
        return datetime.fromtimestamp(self._numbers[_MOMENT], UTC)

    @moment.setter
    def moment(self, moment: datetime) -> None:
        self._numbers[_MOMENT] = moment.timestamp()

    @property
    def offset(self) -> timedelta:
        """How far machine time is ahead of the machine's."""
        return timedelta(seconds=self._numbers[_OFFSET])

    @offset.setter
    def offset(self, offset: timedelta) -> None:
        self._numbers[_OFFSET] = offset.total_seconds()

    def dies_at(self, name: str, times: int) -> None:
        """At the so-manyth passing of that fail point from now on; of any, if "". 0 times: not at all."""
        self._numbers[_STEPS] = 0
        self._bytes[_NAMES] = name.encode().ljust(64, b"\0")
        self._numbers[_STEPS] = times

    @property
    def works(self) -> bool:
        """Whether it has begun something that is not done."""
        return self._numbers[_WORK] > 0

    @property
    def owes_an_answer(self) -> bool:
        """Whether somebody pressed or opened something, and waits for a form, a whisper or their Home."""
        return self._numbers[_ANSWERS] > 0

    def work(self, more: int, *, answers: bool = False) -> None:
        """So many things more are begun (or, less than none, done); `answers`: for which somebody waits."""
        with self._one:
            self._numbers[_WORK] += more
            self._numbers[_ANSWERS] += more if answers else 0

    def forgets(self) -> None:
        """The process is dead."""
        self._numbers[_STEPS] = self._numbers[_WORK] = self._numbers[_ANSWERS] = 0

    @property
    def died(self) -> bool:
        """Whether it did."""
        return self._numbers[_STEPS] == _DEAD

    def passing(self, name: str) -> None:
        """The process is at that fail point; it may be the one where it dies, as by `kill -9`."""
        with self._one:
            left, where = self._numbers[_STEPS], self._bytes[_NAMES].rstrip(b"\0").decode()
            if left <= 0 or where not in ("", name):
                return
            self._numbers[_STEPS] = left - 1 if left > 1 else _DEAD
            if left <= 1:
                os.kill(os.getpid(), signal.SIGKILL)
