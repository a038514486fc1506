"""Who is in a channel, asked of Slack and known for a minute: what only its members may do asks here.

So is which channels somebody is in, for what is listed of them all.

It fails closed: where Slack does not say, nobody is in it. Whoever reads something for the first time, or
takes a copy, is asked after anew.
"""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Lock
from typing import Any, NamedTuple

from slack_sdk import WebClient

from bot.refusal import Refusal
from bot.slack.calls import Answer, call

KEPT = 60  # seconds: whoever left may act for as long, where Slack did not tell of it
CHANNELS = 300  # and people: the oldest reading makes room
PAGE = 999  # docs: conversations.members, "a limit value under 1000"; users.conversations, "a max of 999"
PAGES = 200
FIRSTS = 20_000  # who has read what: the oldest makes room, and is asked after once more


class _Reading(NamedTuple):
    """Of a channel: its people. Of a person: their channels."""

    at: float
    ids: frozenset[str]


_Page = Callable[[str, str], Answer]


class Members:
    """`now` is machine time in seconds; only whole readings are kept. `teams`: see `Spaces`."""

    def __init__(
        self, slack: WebClient, now: Callable[[], float], teams: Callable[[], Sequence[str]] = lambda: ("",)
    ) -> None:
        self._slack, self._now, self._teams = slack, now, teams
        self._lock = Lock()
        self._readings: dict[str, _Reading] = {}  # by the id of a channel or a person; the oldest first
        self._read: dict[tuple[str, str], None] = {}  # who has read what; the oldest first

    def of(self, channel: str, *, anew: bool = False) -> frozenset[str]:
        """Everybody who is in it, the app too; asked `anew`, or as it was known within the last minute."""
        return self._read_of(channel, "members", self._members_page, anew=anew)

    def channels(self, person_id: str) -> frozenset[str]:
        """Those that somebody and the app are both in, as known within the last minute.

        None where Slack does not say.
        """
        try:
            return self._read_of(person_id, "channels", *map(self._channels_of, self._teams()))
        except Refusal:
            return frozenset()

    def check(self, channel: str, person_id: str, *, reads: str = "", anew: bool = False) -> None:
        """Refuses whoever is not in it; asked anew before somebody `reads` that (an id) the first time."""
        first = bool(reads) and (person_id, reads) not in self._read
        if person_id not in self.of(channel, anew=anew or first):
            raise Refusal("common.only_members").hiding()
        if first:
            self._keep_first((person_id, reads))

    def forget(self, channel: str, person_id: str = "") -> None:
        """Somebody came or went: it is asked anew."""
        with self._lock:
            self._readings.pop(channel, None)
            self._readings.pop(person_id, None)

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

    def _read_of(self, id_: str, name: str, *pages: _Page, anew: bool = False) -> frozenset[str]:
        now = self._now()
        with self._lock:
            known = self._readings.get(id_)
        if known and now - known.at < KEPT and not anew:
            return known.ids
        found = _Reading(now, frozenset().union(*(self._ask(id_, name, page) for page in pages)))
        with self._lock:
            self._keep(id_, found)
        return found.ids

    def _ask(self, id_: str, name: str, page: _Page) -> frozenset[str]:
        """Page after page, with no lock held; a page that is missing means that nobody is known."""
        ids: set[str] = set()
        cursor = ""
        for _ in range(PAGES):
            answer = page(id_, cursor)
            found = answer.data.get(name)
            if answer.shut:
                raise Refusal("common.let_me_in")
            if not answer.ok or not isinstance(found, list):
                raise Refusal("common.cannot_ask_slack")
            ids.update(one["id"] if isinstance(one, dict) else one for one in found)
            metadata: dict[str, Any] = answer.data.get("response_metadata") or {}
            cursor = metadata.get("next_cursor") or ""
            if not cursor:
                return frozenset(ids)
        raise Refusal("common.cannot_ask_slack")

    def _members_page(self, channel: str, cursor: str) -> Answer:
        return call(self._slack, "conversations.members", channel=channel, limit=PAGE, cursor=cursor or None)

    def _channels_of(self, team: str) -> _Page:
        return partial(self._channels_page, team)

    def _channels_page(self, team: str, person_id: str, cursor: str) -> Answer:
        """Of those that the app is in, too (docs: users.conversations, with a bot's token).

        With an organisation's token `team_id` is required.
        """
        return call(
            self._slack,
            "users.conversations",
            user=person_id,
            team_id=team or None,
            types="public_channel,private_channel",
            exclude_archived=True,
            limit=PAGE,
            cursor=cursor or None,
        )

    def _keep(self, id_: str, found: _Reading) -> None:
        known = self._readings.pop(id_, None)
        # Two may have asked at once: the later question has the newer answer.
        self._readings[id_] = max(known, found, key=lambda one: one.at) if known else found
        while len(self._readings) > CHANNELS:
            del self._readings[next(iter(self._readings))]
