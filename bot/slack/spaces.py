"""A workspace as we speak with it: the client of its own, who is in its channels, what it allows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from slack_sdk import WebClient

from bot.slack.granted import Granted
from bot.slack.members import Members

ClientOf = Callable[[str], WebClient]  # of a workspace
TeamsOf = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Space:
    slack: WebClient
    members: Members
    granted: Granted


class Spaces:
    """Of each workspace one, made when it is first asked for; with one token for all, one for all.

    `client`: that of a workspace; `now` is machine time in seconds; `teams`: the workspaces of an
    organisation that stands for one, else "".
    """

    def __init__(self, client: ClientOf, now: Callable[[], float], teams: TeamsOf, *, several: bool) -> None:
        self._client, self._now, self._teams, self._several = client, now, teams, several
        self._spaces: dict[str, Space] = {}

    def of(self, team: str) -> Space:
        team = team if self._several else ""
        if (found := self._spaces.get(team)) is None:
            slack = self._client(team)
            members = Members(slack, self._now, partial(self._teams, team))
            made = Space(slack, members, Granted(slack, self._now))
            found = self._spaces.setdefault(team, made)  # two may have asked at once
        return found

    def slack(self, team: str) -> WebClient:
        return self.of(team).slack

    def members(self, team: str) -> Members:
        return self.of(team).members
