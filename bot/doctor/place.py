"""What the doctor looks at: settings as they are given, the database they name, Slack; and what it finds."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property
from pathlib import Path

from slack_sdk import WebClient

from bot.installed import queries
from bot.settings import Settings, all_given
from bot.slack.calls import Answer, call, client
from bot.store import Store
from bot.vault import Vault


@dataclass(frozen=True)
class Finding:
    """What is wrong, in a sentence, and the command that mends it. Never a secret, nor anybody's words."""

    name: str
    what: str
    mend: str


class Depth(IntEnum):
    QUICK = 0  # seconds, and nothing of Slack: for whoever asks again and again
    USUAL = 1
    DEEP = 2  # every row


class Place:
    """`given`: whatever is set, by its name; `env_file`: where settings are kept; `clock`: practice time.

    `team` is the one that is looked at, of workspaces that installed it by themselves; "" for all there is.
    """

    team = ""

    def __init__(
        self, given: Mapping[str, str | None], env_file: Path, clock: Callable[[], datetime]
    ) -> None:
        self.given, self.env_file, self.clock = given, env_file, clock

    def each(self) -> list["Place"]:
        """What is asked of Slack, by workspace: itself, or each that has installed it."""
        if not self.settings.several:
            return [self]
        with self.store.read() as db:
            return [self._at(team) for team in queries.installed(db)]

    def _at(self, team: str) -> "Place":
        made = copy(self)
        made.team = team
        return made

    @cached_property
    def settings(self) -> Settings:
        """Raises SettingsError where one is wrong: what looks further comes after that."""
        return Settings.read({name: value or "" for name, value in self.given.items()}, None).ready_to_seal()

    @cached_property
    def store(self) -> Store:
        settings = self.settings
        return Store(settings.database_url, settings.keys_url, Vault(list(settings.encryption_keys)))

    @cached_property
    def slack(self) -> WebClient:
        return client(self._token, self.settings.slack_api_url)

    @property
    def _token(self) -> str:
        """As it is now: whoever serves renews it before it ends."""
        if not self.team:
            return self.settings.slack_bot_token
        with self.store.read() as db:
            found = queries.find(db, self.team)
        return found.token if found else ""

    @cached_property
    def who(self) -> Answer:
        """What Slack says of the app: asked once."""
        return call(self.slack, "auth.test")

    def in_file(self, name: str) -> bool:
        """Whether it stands in the file, and not only around it."""
        return name in all_given({}, self.env_file)

    def close(self) -> None:
        if "store" in vars(self):
            self.store.close()


Look = Callable[[Place], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """Looks, unless one of those it comes `after` found something: then there is nothing to see yet."""

    look: Look
    after: tuple[str, ...] = ()
    depth: Depth = Depth.QUICK
    only: Depth | None = None  # at this depth alone
    one: bool = False  # of one workspace, with its token
    once: bool = False  # that is the same whichever is asked
