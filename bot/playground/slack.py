"""Slack in a box: the workspace, the app installed in it, and everything a person can do there."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from . import forms, leaving, manifest, membership, pressing, screen, seed, talking
from .box import Box, Outcome
from .client import State
from .counter import Counter
from .faults import Call, Faults
from .inbound import Deliver, Inbound
from .installation import Installation
from .records import TEAM, Conversation, Person
from .workspace import Workspace


class Slack:
    def __init__(
        self,
        *,
        manifest: Path,
        signing_secret: str,
        bot_token: str,
        deliver: Deliver,
        clock: Callable[[], datetime],
        timer: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        seed: Callable[[Workspace, str], None] = seed.default,
        retry_events: bool = False,
        team: str = TEAM,
        enterprise: str = "",
    ) -> None:
        self.workspace = Workspace(clock, timer, team, enterprise=enterprise)
        read = _manifest(manifest)
        seed(self.workspace, read.name)
        self.app = Installation(self.workspace, read, bot_token, signing_secret)
        self.inbound = Inbound(self.app, deliver, timer, wall)
        self.counter = Counter(self.app)
        self._box = Box(self.app, self.inbound, retry_events)

    @property
    def base_url(self) -> str:
        return self.app.base_url

    @base_url.setter
    def base_url(self, url: str) -> None:
        self.app.base_url = url.rstrip("/")

    @property
    def people(self) -> dict[str, Person]:
        return self.workspace.people

    @property
    def conversations(self) -> dict[str, Conversation]:
        return self.workspace.conversations

    @property
    def faults(self) -> Faults:
        return self.counter.faults

    @property
    def calls(self) -> list[Call]:
        return self.counter.calls

    @property
    def problems(self) -> list[str]:
        """What Slack would drop or show as trouble: deliveries that failed, answers it cannot read."""
        return self.app.problems

    def grant(self, *scopes: str) -> None:
        """Grant optional scopes of `app.yml`."""
        self.app.granted |= set(scopes)

    # what people do

    def post(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Outcome:
        return talking.post(self._box, user, channel, text, thread_ts)

    def press(
        self,
        user: str,
        *,
        action_id: str,
        channel: str | None = None,
        ts: str | None = None,
        view: str | None = None,
        block_id: str | None = None,
        action: dict[str, Any] | None = None,
        values: State | None = None,
    ) -> Outcome:
        """Use an element of a message or a view; `values` is what else is typed on the same screen."""
        if view is not None:
            return pressing.in_view(self._box, user, view, action_id, block_id, action, values or {})
        if channel is None or ts is None:
            raise ValueError("press what: a message (channel and ts) or a view?")
        return pressing.in_message(self._box, user, channel, ts, action_id, block_id, action, values or {})

    def submit(self, user: str, view_id: str, values: State | None = None) -> Outcome:
        return forms.submit(self._box, user, view_id, values or {})

    def close(self, user: str, view_id: str, *, everything: bool = False) -> Outcome:
        return forms.close(self._box, user, view_id, everything=everything)

    def open_home(self, user: str) -> Outcome:
        return pressing.open_home(self._box, user)

    def shortcut(self, user: str, callback_id: str) -> Outcome:
        return pressing.shortcut(self._box, user, callback_id)

    def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Outcome:
        return pressing.message_shortcut(self._box, user, callback_id, channel, ts)

    def read(self, user: str, channel: str) -> Outcome:
        where = self._box.conversation(channel, user)
        if self.workspace.unread(where, user):
            with self.workspace.changing():
                where.read[user] = where.messages[-1].ts
        return Outcome()

    def join(self, user: str, channel: str) -> Outcome:
        return membership.join(self._box, user, channel)

    def leave(self, user: str, channel: str) -> Outcome:
        return membership.leave(self._box, user, channel)

    def invite(self, user: str, channel: str, by: str) -> Outcome:
        return membership.invite(self._box, user, channel, by)

    # what administrators do

    def deactivate(self, user: str) -> None:
        membership.deactivate(self._box, user)

    def change(self, user: str, **fields: str) -> None:
        """Another name, title or tz in their profile."""
        membership.change(self._box, user, **fields)

    def archive(self, channel: str, by: str = "U0ANA") -> None:
        membership.archive(self._box, channel, by)

    def unarchive(self, channel: str, by: str = "U0ANA") -> None:
        """Of a public one nobody is a member then but who opened it; the app is asked in again."""
        membership.unarchive(self._box, channel, by)

    def let_app_in(self, channel: str, by: str | None = None) -> None:
        membership.let_app_in(self._box, channel, by)

    def kick_app(self, channel: str) -> None:
        membership.kick_app(self._box, channel)

    def share(self, channel: str, *teams: str) -> None:
        """It connects the workspace with these from now on."""
        membership.share(self._box, channel, teams)

    def unshare(self, channel: str, team: str) -> None:
        membership.unshare(self._box, channel, team)

    def uninstall(self, *, events: tuple[str, ...] = ("app_uninstalled", "tokens_revoked")) -> None:
        """The app is taken out of the workspace: its token is worth nothing, and it is told so."""
        leaving.uninstall(self._box, events)

    # what people see

    def seen_by(self, user: str, channel: str) -> list[dict[str, Any]]:
        return screen.seen_by(self._box, user, channel)

    def views(self, user: str) -> list[dict[str, Any]]:
        return screen.views(self._box, user)

    def state(self, user: str) -> dict[str, Any]:
        return screen.state(self._box, user)


_manifest = manifest.read
