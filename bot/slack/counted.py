"""How often Slack answered what, since this process began: by method and code, never about whom."""

from collections import Counter
from threading import Lock

_MOST = 500  # kinds of answer: what is more is counted together

_lock = Lock()
_counts: Counter[tuple[str, str]] = Counter()


def count(method: str, code: str) -> None:
    """One answer more. `code`: Slack's own, "ok", or what kept it from us."""
    with _lock:
        known = (method, code) in _counts or len(_counts) < _MOST
        _counts[(method, code) if known else (method, "other")] += 1


def counts() -> dict[tuple[str, str], int]:
    """All of them, by (method, code)."""
    with _lock:
        return dict(_counts)
