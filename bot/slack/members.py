"""Who is in a channel, asked of Slack and known for a minute: what only its members may do asks here.

It fails closed: where Slack does not say, nobody is in it.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any, NamedTuple

from slack_sdk import WebClient

from bot.refusal import Refusal
from bot.slack.calls import call

KEPT = 60  # seconds: whoever left may act for as long
CHANNELS = 300  # the oldest reading makes room
PAGE = 999  # docs: reference/methods/conversations.members, "a limit value under 1000"
PAGES = 200
# What Slack says of a channel that the app may not look into.
_OUTSIDE = {"channel_not_found", "not_in_channel"}


class _Reading(NamedTuple):
    at: float
    people: frozenset[str]


class Members:
    """`now` is machine time in seconds; only whole readings are kept."""

    def __init__(self, slack: WebClient, now: Callable[[], float]) -> None:
        self._slack, self._now = slack, now
        self._lock = Lock()
        self._readings: dict[str, _Reading] = {}  # the oldest first

    def of(self, channel: str) -> frozenset[str]:
        """Everybody who is in it, the app too."""
        now = self._now()
        with self._lock:
            known = self._readings.get(channel)
        if known and now - known.at < KEPT:
            return known.people
        found = _Reading(now, self._ask(channel))
        with self._lock:
            self._keep(channel, found)
        return found.people

    def check(self, channel: str, person_id: str) -> None:
        """Refuses whoever is not in it."""
        if person_id not in self.of(channel):
            raise Refusal("common.only_members")

    def _ask(self, channel: str) -> frozenset[str]:
        """Page after page, with no lock held; a page that is missing means that nobody is known."""
        people: set[str] = set()
        cursor = ""
        for _ in range(PAGES):
            page, cursor = self._page(channel, cursor)
            people.update(page)
            if not cursor:
                return frozenset(people)
        raise Refusal("common.cannot_ask_slack")

    def _page(self, channel: str, cursor: str) -> tuple[list[str], str]:
        answer = call(
            self._slack, "conversations.members", channel=channel, limit=PAGE, cursor=cursor or None
        )
        if answer.error in _OUTSIDE:
            raise Refusal("common.not_in_channel")
        members = answer.data.get("members")
        if not answer.ok or not isinstance(members, list):
            raise Refusal("common.cannot_ask_slack")
        metadata: dict[str, Any] = answer.data.get("response_metadata") or {}
        return members, metadata.get("next_cursor") or ""

    def _keep(self, channel: str, found: _Reading) -> None:
        known = self._readings.pop(channel, None)
        # Two may have asked at once: the later question has the newer answer.
        self._readings[channel] = max(known, found, key=lambda one: one.at) if known else found
        while len(self._readings) > CHANNELS:
            del self._readings[next(iter(self._readings))]
