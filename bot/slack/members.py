"""Who is in a channel, asked of Slack and known for a minute: what only its members may do asks here.

It fails closed: where Slack does not say, nobody is in it. Whoever reads something for the first time, or
takes a copy, is asked after anew.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any, NamedTuple

from slack_sdk import WebClient

from bot.refusal import Refusal
from bot.slack.calls import call

KEPT = 60  # seconds: whoever left may act for as long, where Slack did not tell of it
CHANNELS = 300  # the oldest reading makes room
PAGE = 999  # docs: reference/methods/conversations.members, "a limit value under 1000"
PAGES = 200
FIRSTS = 20_000  # who has read what: the oldest makes room, and is asked after once more
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
        self._read: dict[tuple[str, str], None] = {}  # who has read what; the oldest first

    def of(self, channel: str, *, anew: bool = False) -> frozenset[str]:
        """Everybody who is in it, the app too; asked `anew`, or as it was known within the last minute."""
        now = self._now()
        with self._lock:
            known = self._readings.get(channel)
        if known and now - known.at < KEPT and not anew:
            return known.people
        found = _Reading(now, self._ask(channel))
        with self._lock:
            self._keep(channel, found)
        return found.people

    def check(self, channel: str, person_id: str, *, reads: str = "", anew: bool = False) -> None:
        """Refuses whoever is not in it; asked anew before somebody `reads` that (an id) the first time."""
        first = bool(reads) and (person_id, reads) not in self._read
        if person_id not in self.of(channel, anew=anew or first):
            raise Refusal("common.only_members").hiding()
        if first:
            self._keep_first((person_id, reads))

    def forget(self, channel: str) -> None:
        """Somebody came or went: it is asked anew."""
        with self._lock:
            self._readings.pop(channel, None)

    def sure(self, channel: str) -> bool:
        """Whether who is not named is out: not where it is archived, without the app, or Slack is silent."""
        answer = call(self._slack, "conversations.info", channel=channel)
        found = answer.data.get("channel") or {}
        return answer.ok and bool(found.get("is_member")) and not found.get("is_archived")

    def _keep_first(self, first: tuple[str, str]) -> None:
        with self._lock:
            self._read[first] = None
            while len(self._read) > FIRSTS:
                del self._read[next(iter(self._read))]

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
