"""Who waits for whom within this process."""

import threading
from collections import deque
from collections.abc import Callable

_LONG = 10  # seconds: whoever is inside for longer is not waited for


class Turns:
    """A lock that is had in the order in which it was asked for: whoever asks on and on starves nobody."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        turn = threading.Lock()
        with self._changing:
            if not self._held:
                self._held = True
                return
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._changing:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class Door:
    """All may be inside at once. Once shut, whoever comes waits until all are out, and it is made anew."""

    def __init__(self, make_anew: Callable[[], object]) -> None:
        self._make_anew = make_anew
        self._changing = threading.Condition()
        self._inside = 0
        self._is_shut = False

    def shut(self) -> None:
        """By somebody who is inside."""
        self._is_shut = True

    def __enter__(self) -> None:
        with self._changing:
            self._changing.wait_for(lambda: not self._is_shut, _LONG)
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._changing:
            self._inside -= 1
            if self._is_shut and not self._inside:
                self._make_anew()
                self._is_shut = False
                self._changing.notify_all()
