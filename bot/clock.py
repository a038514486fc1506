"""Practice time: the only door to "now" for rules. It can be moved on; it never runs backwards."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Call it for the practice's "now" (aware, UTC). `start` sets where it begins; default is real time."""

    def __init__(self, start: datetime | None = None) -> None:
        self._ahead = start - datetime.now(UTC) if start else timedelta()
        self._still: datetime | None = None

    def __call__(self) -> datetime:
        return self._still or datetime.now(UTC) + self._ahead

    def hold(self) -> None:
        """Stand still until moved: for tests, and while the playground walks."""
        self._still = self()

    def run(self) -> None:
        """Go on ticking from where it stands."""
        if self._still:
            self._ahead = self._still - datetime.now(UTC)
            self._still = None

    def move_to(self, moment: datetime) -> None:
        """Move on to `moment`; a moment that is past already changes nothing."""
        ahead = max(moment - self(), timedelta())
        self._ahead += ahead
        if self._still:
            self._still += ahead
