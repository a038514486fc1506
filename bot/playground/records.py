"""What a workspace keeps: people, conversations, messages and files, views, triggers, response_urls."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

TEAM = "T0PLAY"
APP_USER = "U0ALONGSIDE"
NOBODY, DELETED = "USLACKBOT", "This message was deleted."  # by whom, and what stands on a stone
APP_BOT = "B0ALONGSIDE"
APP_ID = "A0ALONGSIDE"


@dataclass
class Person:
    id: str
    handle: str
    name: str
    title: str = ""
    tz: str = "Europe/London"
    guest: bool = False  # a multi-channel guest
    single_channel: bool = False  # a single-channel guest
    stranger: bool = False  # from a connected organisation
    team: str = TEAM
    bot: bool = False
    deleted: bool = False
    whole_name: str = ""  # where it is not the one that is shown

    @property
    def is_confined(self) -> bool:
        """Sees only the channels they were asked into."""
        return self.guest or self.single_channel or self.stranger


@dataclass
class Bookmark:
    id: str
    title: str
    link: str
    emoji: str
    created: int
    updated: int = 0


@dataclass
class File:
    id: str
    name: str
    length: int  # as it was announced
    data: bytes | None = None
    title: str = ""


@dataclass
class Message:
    ts: str
    user: str
    text: str
    posted_at: datetime
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    edited: str | None = None
    metadata: dict[str, Any] | None = None
    only_for: str | None = None  # an ephemeral message is for one person
    files: list[File] = field(default_factory=list)
    stone: bool = False  # it was deleted, and replies hang under it

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class Conversation:
    id: str
    name: str
    kind: str  # "public", "private", or "app": between one person and the app
    members: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)  # person -> the last ts they have read
    archived: bool = False
    team: str = TEAM
    shared_with: tuple[str, ...] = ()  # other workspaces
    bookmarks: list[Bookmark] = field(default_factory=list)

    @property
    def has_app(self) -> bool:
        return APP_USER in self.members

    def delete(self, message: Message) -> None:
        """Where replies hang under it, a stone is left in its place."""
        here = self.messages.index(message)
        stone = Message(message.ts, NOBODY, DELETED, message.posted_at, thread_ts=message.ts, stone=True)
        self.messages[here : here + 1] = [stone] if self.replies(message.ts) else []

    def message(self, ts: str) -> Message | None:
        return next((one for one in self.messages if one.ts == ts), None)

    def replies(self, ts: str) -> list[Message]:
        return [one for one in self.messages if one.thread_ts == ts and one.is_reply and not one.only_for]

    def visible_to(self, user: str) -> list[Message]:
        return [one for one in self.messages if one.only_for in (None, user)]


@dataclass
class View:
    id: str
    user: str
    given: dict[str, Any]  # what the app sent, with the ids Slack fills in
    hash: str
    root_id: str
    previous_id: str | None = None
    values: dict[str, dict[str, Any]] = field(default_factory=dict)  # block_id -> action_id -> state
    team: str = TEAM


@dataclass
class Trigger:
    user: str
    made_at: float
    view_id: str | None = None
    uses: int = 0


@dataclass
class ResponseUrl:
    user: str
    channel: str
    made_at: float
    message_ts: str | None = None
    thread_ts: str | None = None
    posts: int = 0
