"""Practice time: the only door to "now" for rules. It can be moved on; it never runs backwards."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

# That it may be ahead of a machine's clock that was set back. By more than that, it was wrong before.
_AHEAD = timedelta(hours=1)


def _of_the_machine() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Call it for the practice's "now" (aware, UTC). `start` sets where it begins; default is real time.

    Where the machine's clock is set back (by an hour, at most), it goes on at half its pace until both are
    the same: what waits for a moment waits twice as long at most, and nothing waits for that hour.
    `machine` is that clock; `steady` are seconds that nobody sets.
    """

    def __init__(
        self,
        start: datetime | None = None,
        machine: Callable[[], datetime] = _of_the_machine,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._machine, self._steady = machine, steady
        self._ahead = start - machine() if start else timedelta()
        self._still: datetime | None = None
        self._seen = (machine() + self._ahead, steady())  # the last now, and when that was

    def __call__(self) -> datetime:
        return self._still or self._running()

    def _running(self) -> datetime:
        (last, at), steady, set_to = self._seen, self._steady(), self._machine() + self._ahead
        slower = last + timedelta(seconds=(steady - at) / 2)
        now = max(set_to, min(slower, set_to + _AHEAD))
        self._seen = (now, steady)
        return now

    def was(self, moment: datetime) -> None:
        """So late it was before this process began: the machine's clock may have been set back since."""
        last, at = self._seen
        self._seen = (max(last, moment), at)

    def hold(self) -> None:
        """Stand still until moved: for tests, and while the playground walks."""
        self._still = self()

    def run(self) -> None:
        """Go on ticking from where it stands."""
        if self._still:
            self._ahead = self._still - self._machine()
            self._still = None

    def move_to(self, moment: datetime) -> None:
        """Move on to `moment`; a moment that is past already changes nothing."""
        ahead = max(moment - self(), timedelta())
        self._ahead += ahead
        if self._still:
            self._still += ahead
