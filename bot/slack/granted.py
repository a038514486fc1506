"""What the workspace has allowed the app, asked of Slack and known for a minute: what is offered asks here.

It fails open: where Slack does not say, whoever presses hears what came of it.
"""

from collections.abc import Callable
from typing import NamedTuple

from slack_sdk import WebClient

from bot.slack.calls import call

KEPT = 60  # seconds


class _Reading(NamedTuple):
    at: float
    scopes: frozenset[str]


class Granted:
    """`now` is machine time in seconds."""

    def __init__(self, slack: WebClient, now: Callable[[], float]) -> None:
        self._slack, self._now = slack, now
        self._reading: _Reading | None = None

    def has(self, scope: str) -> bool:
        """Whether the app was given this scope."""
        now, known = self._now(), self._reading
        if known is None or now - known.at >= KEPT:
            known = _Reading(now, call(self._slack, "auth.test").scopes)
            self._reading = known if known.scopes else None
        return scope in known.scopes or not known.scopes
