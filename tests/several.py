"""Several workspaces and an organisation, one bot, one database; in each are people of the same ids."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from bot.features import pairs
from bot.play import prepare
from bot.playground.distribution import Distribution
from bot.playground.inbound import Reply
from bot.playground.slack import Slack
from bot.words import ROOT
from tests.world import NAMES, SECRET, Somebody, World, deliver

CLIENT, CLIENT_SECRET = "1234.5678", "a-client-secret"
OWN, OTHER, ORG = "T0PLAY", "T0QUAY", "E0WARDS"
NORTH, SOUTH = "T0NORTH", "T0SOUTH"  # of the organisation


class Several(World):
    """`OWN` is the first workspace; `there` is who is in another one. It is installed nowhere yet."""

    def __init__(self, database_url: str, *, rotates: bool = True, **given: Any) -> None:
        self.rotates = rotates
        super().__init__(database_url, **given)

    def _start(self) -> Any:
        if not hasattr(self, "several"):
            self.slacks = {OWN: self.slack, OTHER: self._workspace(OTHER), ORG: self._organisation()}
            for slack in self.slacks.values():
                slack.app.token, slack.base_url = "", self.slack.base_url
            everywhere = list(self.slacks.values())
            self.several = Distribution(CLIENT, CLIENT_SECRET, everywhere, self.rotates, self._machine)
            self.doors.several = self.several
            self.settings = replace(
                self.settings, slack_bot_token="", slack_client_id=CLIENT, slack_client_secret=CLIENT_SECRET
            )
            self._there = {team: Neighbour(self, slack) for team, slack in self.slacks.items()}
        return super()._start()

    def __getitem__(self, name: str) -> Somebody:
        return self.there(OWN, name)

    def there(self, team: str, name: str) -> Somebody:
        return self._there[team].people[name]

    def neighbour(self, team: str) -> Any:
        """That workspace, to be acted in as in a world."""
        return self._there[team]

    def pair_there(self, team: str, *names: str) -> None:
        prepare(self.bot, [pairs.FEATURE], team, tuple(NAMES[name] for name in names))
        self.settle()

    def installs(self, team: str) -> Reply:
        """Somebody there goes through the pages with a browser; what they read in the end."""
        sent = self.browses("/slack/install")
        query = urlsplit(sent.headers["Location"]).query
        came = self.several.allow(query, self.slacks[team])
        cookie = sent.headers["Set-Cookie"].partition(";")[0]
        return self.browses(f"/slack/oauth_redirect?{came}", cookie)

    def browses(self, address: str, cookie: str = "") -> Reply:
        path, _, query = address.partition("?")
        return deliver(
            self.bot.wsgi, b"", {"Cookie": cookie} if cookie else {}, method="GET", path=path, query=query
        )

    def close(self) -> None:
        problems = [problem for slack in self.slacks.values() for problem in slack.problems]
        super().close()
        assert problems == []

    def _machine(self) -> float:
        return time.time() + self.bot.store.machine_offset.total_seconds()

    def _organisation(self) -> Slack:
        """Ana and Ben in one of its workspaces, the others in another; and a channel in each."""
        slack = self._workspace(NORTH, ORG)
        with slack.workspace.changing():
            for one in ("Chloe", "Dev", "Esi"):
                slack.people[NAMES[one]].team = SOUTH
            slack.conversations["C0STEER"].team = SOUTH
        return slack

    def _workspace(self, team: str, enterprise: str = "") -> Slack:
        return Slack(
            manifest=ROOT / "app.yml",
            signing_secret=SECRET,
            bot_token="",
            deliver=self._deliver,
            clock=self.clock,
            timer=lambda: self._waited + time.monotonic() / 10,
            team=team,
            enterprise=enterprise,
        )


class Neighbour:
    """One of its workspaces, as whoever is in it needs it."""

    def __init__(self, whole: Several, slack: Slack) -> None:
        self.whole, self.slack = whole, slack
        self.people = {name: Somebody(self, name, id_) for name, id_ in NAMES.items()}  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)


@contextmanager
def several(database_url: str, **given: Any) -> Iterator[Several]:
    made = Several(database_url, **given)
    yield made
    made.close()
