"""A round, the places people have in it, what they wrote, and what was posted of it where."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from bot.right import Role


class Status(StrEnum):
    """The engine's word for a round; its `step` is the practice's."""

    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"
    STOPPED = "stopped"


@dataclass
class Seat:
    """A person's place in a round.

    `step` is where this person stands, since `since`, until `due_at`. `hears` is whom they listen to, where
    they do. `moment` names the last thing that rang for them: a new name posts their card anew. `notice` is
    a moment that time alone caused and that waits for working hours and the weekly budget; `nudges` counts
    those of this window.
    """

    person_id: str
    step: str = ""
    since: datetime | None = None
    due_at: datetime | None = None
    nudges: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    times: int = 0
    choice: str = ""
    hears: str = ""
    moment: str = ""
    notice: str = ""
    left_at: datetime | None = None
    # Read along with the seat, never saved from it:
    name: str = ""
    zone: str = "UTC"
    words: str = field(default="", repr=False)
    fewer: bool = False
    gone: bool = False
    unreached: bool = False
    kind: str = "unsaid"  # whose experience they bring (people.models.Kind): for rules alone, never drawn


@dataclass(repr=False)
class Reply:
    """Something that a person wrote. `text` is None until it was unsealed for somebody who may read it.

    `owner` names the key it is sealed with; `about` is the person or the version it answers to.
    """

    id: str
    author_id: str
    kind: str
    owner: str
    text: str | None
    created_at: datetime
    about: str = ""
    sealed: bytes = field(default=b"", repr=False)
    withdrawn_at: datetime | None = None

    def rewrite(self, text: str) -> None:
        self.text, self.sealed = text, b""

    def __repr__(self) -> str:  # people's words never reach a log or a traceback
        return f"Reply({self.kind}, {self.id})"


@dataclass
class Round:
    """One round of a practice. The host is who launched it, until handed over.

    `kind` is the practice's name for what it is (`feature.Kind`): each kind has its own steps and facts.
    `facts` is what the practice itself has to remember of it: small, plain (as JSON has it), never anybody's
    words.
    """

    team: str
    id: str
    feature: str
    kind: str
    step: str
    host_id: str
    created_at: datetime
    status: Status = Status.RUNNING
    subject_id: str | None = None
    channel_id: str | None = None
    prompt_id: str | None = None
    since: datetime | None = None
    wakes_at: datetime | None = None
    ends_at: datetime | None = None
    paused_by: str = ""
    resumes: str = ""
    times: int = 0
    version: int = 0
    failures: int = 0  # of its tick, one after another
    facts: dict[str, Any] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    # The rows as they were loaded, so that only what differs is saved.
    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def wake(self) -> None:
        """Look again with the next tick."""
        self.wakes_at = self.created_at  # long past

    def seat(self, person_id: str) -> Seat:
        """That person's seat; KeyError if they have none (ask `right` first)."""
        for seat in self.seats:
            if seat.person_id == person_id:
                return seat
        raise KeyError("no seat")

    @property
    def present(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.left_at is None]

    def roles(self, person_id: str) -> set[Role]:
        """What a person is to this round: ask `right` what that lets them do."""
        seat = next((s for s in self.seats if s.person_id == person_id), None)
        if seat is None or seat.left_at:
            return {Role.LEFT} if seat else {Role.STRANGER}
        return {Role.SEATED, Role.HOST} if person_id == self.host_id else {Role.SEATED}

    def others(self, person_id: str) -> list[Seat]:
        return [seat for seat in self.present if seat.person_id != person_id]

    def of_kind(self, kind: str, author_id: str | None = None) -> list[Reply]:
        return [r for r in self.replies if r.kind == kind and author_id in (None, r.author_id)]

    def one(self, kind: str, author_id: str | None = None) -> Reply | None:
        """The newest reply of that kind (and author), or None."""
        return next(reversed(self.of_kind(kind, author_id)), None)


@dataclass
class Card:
    """What was posted of a round, where: the outbox. It never holds a text.

    `key` says which of a round's cards it is; each ringing moment makes a new `generation`.
    """

    team: str
    id: str
    round_id: str
    key: str
    place: str
    generation: int
    moment: str
    state: str = "fresh"  # fresh (not kept yet), new, sending, sent, parked, gone
    drawn: str = ""  # digest of what stands in Slack
    channel: str | None = None
    ts: str | None = None
    error: str | None = None
    lease_until: datetime | None = None
    not_before: datetime | None = None


def new_id() -> str:
    """128 random bits: a handle that cannot be guessed."""
    return secrets.token_urlsafe(16)


def id_from(*parts: str) -> str:
    """The same id for the same parts, so that a request that comes twice makes one row."""
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
