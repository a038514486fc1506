"""Calls that go wrong on purpose: refused, dropped before or after they count, never answered."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Call:
    """A call the app made, as it arrived."""

    method: str
    args: dict[str, Any]
    at: datetime
    outcome: str = "under way"


@dataclass
class Fault:
    method: str
    kind: str
    times: int
    retry_after: int
    channel: str = ""
    after: int = 0


@dataclass
class Faults:
    planned: list[Fault] = field(default_factory=list)
    is_out: bool = False
    keeps_everything: str = ""  # the error with which nothing is deleted; "" where it is
    released: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(
        self,
        method: str,
        kind: str,
        times: int = 1,
        retry_after: int = 1,
        channel: str = "",
        after: int = 0,
    ) -> None:
        """The next `times` calls of `method` ("*" for any), to `channel` if given, go wrong like that.

        `after` so many of them that go well.
        """
        self.planned.append(Fault(method, kind, times, retry_after, channel, after))

    @contextmanager
    def outage(self) -> Iterator[None]:
        self.is_out = True
        try:
            yield
        finally:
            self.is_out = False

    def due(self, method: str, channel: object = None) -> Fault | None:
        if self.is_out:
            return Fault("*", "503", 1, 1)
        if self.keeps_everything and method == "chat.delete":
            return Fault(method, self.keeps_everything, 1, 1)
        with self._lock:
            for fault in self.planned:
                if fault.times > 0 and fault.method in (method, "*") and fault.channel in ("", channel):
                    if fault.after > 0:
                        fault.after -= 1
                        continue
                    fault.times -= 1
                    return fault
        return None
