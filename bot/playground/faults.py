"""What goes wrong on purpose: calls refused, dropped, answered late or never; events that come twice, late.

The next calls of a method ("*": of any), to a channel if one is named, after so many that go well:

    slack.faults.next("chat.postMessage", "restricted_action", times=2, channel="C0HOME", after=1)

    any of Slack's codes         that refusal; nothing is done
    "ratelimited"                429, `retry_after` so many seconds; nothing is done
    "500", "503", …              that status; nothing is done
    "html"                       a page where JSON should be; nothing is done
    "drop_before", "drop_after"  the connection closes without a word, before or after it is done
    "timeout_after"              it is done, and never answered
    "late"                       it is done, and answered `seconds` later

As long as it lasts (Slack's words: "cant_delete_message", "compliance_exports_prevent_deletion"):

    with slack.faults.always("chat.update", "edit_window_closed", channel="C0HOME"): …
    with slack.faults.outage(): …                          503 to every call
    slack.faults.keeps_everything = "cant_delete_message"  "" again: it deletes
    slack.faults.slow = 0.1                                every answer takes that many seconds more
    slack.faults.clock_off = 400                           Slack's clock is ahead of the machine's by that

Whoever waits sleeps for it; a world with its own time (tests/world.py) lets its own pass, and gives up when
the caller would. Events, from `slack.inbound`:

    inbound.echoes = 4           one thing comes as so many events, each with an id of its own, no retry
    inbound.unheard = 2          each is delivered so often again, under its id, as Slack heard no answer
    with inbound.held(): …       what happens comes when this ends, as it was

Places: `slack.archive`, `slack.unarchive`, `slack.kick_app`, `slack.let_app_in`, `slack.invite`.
"""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

BROKEN = {"drop_before", "drop_after", "html", "ratelimited"}  # no answer like others; so are statuses


@dataclass
class Call:
    """A call the app made, as it arrived."""

    method: str
    args: dict[str, Any]
    at: datetime
    outcome: str = "under way"
    on_purpose: bool = False  # it was told to go wrong


@dataclass
class Fault:
    method: str
    kind: str
    times: float
    retry_after: int
    channel: str = ""
    after: int = 0
    seconds: float = 0
    lands: bool = False


@dataclass
class Faults:
    planned: list[Fault] = field(default_factory=list)
    is_out: bool = False
    keeps_everything: str = ""  # the error with which nothing is deleted; "" where it is
    slow: float = 0  # seconds that every answer takes
    clock_off: float = 0  # seconds, by which Slack's clock is ahead of the machine's
    released: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next(
        self,
        method: str,
        kind: str,
        times: float = 1,
        retry_after: int = 1,
        channel: str = "",
        after: int = 0,
        seconds: float = 0,
        *,
        lands: bool = False,
    ) -> None:
        """The next `times` calls of `method` ("*" for any), to `channel` if given, go wrong like that.

        `after` so many of them that go well. What `lands` is done all the same: only the answer is wrong.
        """
        self.planned.append(Fault(method, kind, times, retry_after, channel, after, seconds, lands))

    @contextmanager
    def always(self, method: str, kind: str, **more: Any) -> Iterator[None]:
        """All of them go wrong like that."""
        fault = Fault(method, kind, math.inf, retry_after=1, **more)
        self.planned.append(fault)
        try:
            yield
        finally:
            self.planned.remove(fault)

    @contextmanager
    def outage(self) -> Iterator[None]:
        self.is_out = True
        try:
            yield
        finally:
            self.is_out = False

    @property
    def sudden(self) -> bool:
        """Whether anything is to go wrong but the time that an answer takes, or what it says."""
        return self.is_out or any(fault.kind in BROKEN or fault.kind.isdigit() for fault in self.planned)

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
