"""What every act of a person needs at hand, and what comes of it."""

from dataclasses import dataclass, field
from typing import Any

from . import shown
from .client import NotThereError
from .inbound import Ack, Inbound
from .installation import Installation
from .limits import of
from .payloads import Payload
from .records import Conversation, Message, Person, View
from .workspace import Workspace


@dataclass
class Outcome:
    """What the person sees of it: done, or the words of the error, or errors under the inputs of a form."""

    ok: bool = True
    error: str | None = None
    errors: dict[str, str] | None = None
    view: dict[str, Any] | None = None
    message: dict[str, Any] | None = None


@dataclass
class Box:
    app: Installation
    inbound: Inbound
    retry_events: bool = False
    _warned: int = field(default=0)

    @property
    def workspace(self) -> Workspace:
        return self.app.workspace

    def person(self, user: str) -> Person:
        found = self.workspace.people.get(user)
        if found is None or found.deleted or found.bot:
            raise NotThereError(f"{user} is nobody who can act here")
        return found

    def conversation(self, channel: str, user: str) -> Conversation:
        """A conversation this person is in."""
        found = self.workspace.conversations.get(channel)
        if found is None or user not in found.members:
            raise NotThereError(f"{user} is not in {channel}")
        return found

    def message(self, where: Conversation, ts: str, user: str) -> Message:
        found = where.message(ts)
        if found is None or found.only_for not in (None, user):
            raise NotThereError("that message is not there")
        return found

    def view(self, user: str, view_id: str) -> View:
        home = self.workspace.homes.get(user)
        mine = [*self.workspace.stacks.get(user, []), *([home] if home else [])]
        for view in mine:
            if view.id == view_id:
                return view
        raise NotThereError("that form is not open")

    def url(self, key: str) -> str:
        return f"{self.app.base_url}/response/{key}"

    def command(self, fields: dict[str, str]) -> Ack:
        return self.inbound.command(self.inbound.from_here(fields))

    def interaction(self, payload: Payload) -> Ack:
        return self.inbound.interaction(self.inbound.from_here(payload))

    def event(self, kind: str, inner: Payload) -> Ack | None:
        """Send an event when `app.yml` subscribes to its kind."""
        if kind not in self.app.manifest.events:
            return None
        return self.inbound.event(inner, retry=self.retry_events)

    def warn(self, user: str, text: str) -> None:
        with self.workspace.changing():
            self._warned += 1
            mine = self.workspace.warnings.setdefault(user, [])
            mine.append({"id": f"w{self._warned}", "text": text})
            del mine[: -of("warnings")]

    def forgive(self, user: str) -> None:
        if self.workspace.warnings.get(user):
            with self.workspace.changing():
                self.workspace.warnings[user] = []

    def top(self, user: str) -> dict[str, Any] | None:
        with self.workspace.looking():
            stack = self.workspace.stacks.get(user)
            return shown.view(stack[-1]) if stack else None

    def happened(self, user: str) -> Outcome:
        return Outcome(view=self.top(user))
