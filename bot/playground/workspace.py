"""The state of a workspace: people, conversations, views, triggers; one lock, and a count of changes."""

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from .records import APP_USER, TEAM, Conversation, File, Message, Person, ResponseUrl, Trigger, View

MICRO = 1_000_000


@dataclass
class Workspace:
    clock: Callable[[], datetime]
    timer: Callable[[], float]
    id: str = TEAM
    team: str = "Harbour Health"
    enterprise: str = ""  # the organisation that it belongs to
    note: str = ""  # what whoever tries it should know before they begin
    people: dict[str, Person] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    uploads: dict[str, File] = field(default_factory=dict)  # by the key in the address for its bytes
    warnings: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    chance: Random = field(default_factory=Random)  # what ids are drawn from: kept, so that they come again
    revision: int = 1
    closed: bool = False
    _last_ts: int = 0
    _changed: threading.Condition = field(default_factory=lambda: threading.Condition(threading.RLock()))

    @contextmanager
    def looking(self) -> Iterator[None]:
        with self._changed:
            yield

    @contextmanager
    def changing(self) -> Iterator[None]:
        """The lock; leaving it tells everybody who waits that something may look different."""
        with self._changed:
            yield
            self.revision += 1
            self._changed.notify_all()

    def wait_beyond(self, revision: int, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self.revision != revision, timeout=seconds)

    def next_ts(self, at: datetime | None = None) -> str:
        now = int((at or self.clock()).timestamp() * MICRO)
        self._last_ts = max(self._last_ts + 1, now)
        return f"{self._last_ts // MICRO}.{self._last_ts % MICRO:06d}"

    def add(self, conversation: Conversation, message: Message) -> Message:
        conversation.messages.append(message)
        if message.only_for is None:
            conversation.read[message.user] = message.ts
        return message

    def direct(self, user: str) -> Conversation:
        """A person's conversation with the app, made when it is first needed."""
        found = next((c for c in self.conversations.values() if c.kind == "app" and user in c.members), None)
        if found is None:
            app = self.people[APP_USER]
            found = Conversation("D0" + user[1:].lstrip("0"), app.name, "app", {user, APP_USER}, team=self.id)
            self.conversations[found.id] = found
        return found

    def new_id(self, prefix: str) -> str:
        """As Slack's ids look."""
        return f"{prefix}{self.chance.getrandbits(40):010X}"

    def trigger(self, user: str, view_id: str | None = None) -> str:
        draw = self.chance.randrange
        key = f"{draw(10**12)}.{draw(10**10)}.{self.chance.randbytes(16).hex()}"
        self.triggers[key] = Trigger(user, self.timer(), view_id)
        return key

    def response_url(
        self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        key = secrets.token_urlsafe(18)
        self.response_urls[key] = ResponseUrl(user, channel, self.timer(), message_ts, thread_ts)
        return key

    def sees(self, conversation: Conversation, user: str) -> bool:
        """Members see it; a public channel everybody does who is not confined to their own."""
        person = self.people.get(user)
        is_open = conversation.kind == "public" and person is not None and not person.is_confined
        return user in conversation.members or is_open

    def shared_file(self, file_id: str, user: str) -> File | None:
        """A file in a message that this person sees."""
        mine = (one for one in self.conversations.values() if self.sees(one, user))
        messages = (message for one in mine for message in one.visible_to(user))
        return next((file for one in messages for file in one.files if file.id == file_id), None)

    def new_hash(self) -> str:
        return f"{int(self.clock().timestamp())}.{self.chance.randbytes(4).hex()}"

    def view(self, view_id: str) -> View | None:
        everywhere = [*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)]
        return next((view for view in everywhere if view.id == view_id), None)

    def unread(self, conversation: Conversation, user: str) -> list[Message]:
        """New posts by others since they last looked; an update is silent, and so is an ephemeral message."""
        since = conversation.read.get(user, "")
        return [
            one
            for one in conversation.messages
            if one.ts > since
            and one.user != user
            and one.only_for is None
            and not one.stone
            and (not one.is_reply or self._follows(conversation, one, user))
        ]

    def _follows(self, conversation: Conversation, reply: Message, user: str) -> bool:
        thread = [one for one in conversation.messages if one.thread_ts == reply.thread_ts]
        thread += [one for one in conversation.messages if one.ts == reply.thread_ts]
        return conversation.kind == "app" or any(
            one.user == user or f"<@{user}" in one.text for one in [*thread, reply]
        )
