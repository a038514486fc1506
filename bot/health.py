"""Whether all is well: asked by anybody at any time, and looked at once in a few seconds."""

import logging
from collections.abc import Callable
from threading import Lock

from bot.logs import failure

KEPT = 3.0  # seconds, that what was seen counts
_OLD = 15.0  # seconds without an end of looking: nothing is well then

log = logging.getLogger(__name__)


class Health:
    """`look` raises where something is wrong; `now` is machine time in seconds."""

    def __init__(self, look: Callable[[], object], now: Callable[[], float]) -> None:
        self._look, self._now = look, now
        self._looking = Lock()
        self._well, self._at = False, float("-inf")

    def __call__(self) -> bool:
        """One of those who ask looks; the others go by what was seen last."""
        if self._now() - self._at >= KEPT and self._looking.acquire(blocking=False):
            try:
                self._well, self._at = self._seen(), self._now()
            finally:
                self._looking.release()
        return self._well and self._now() - self._at < _OLD

    def _seen(self) -> bool:
        try:
            self._look()
        except Exception as error:  # noqa: BLE001 - whatever it is, not all is well
            log.error("not ready: %s", failure(error))
            return False
        return True
