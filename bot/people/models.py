"""A person as the practice knows them, and the pairs (or trios) they belong to."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Whose experience a person brings: used by rules alone, never drawn."""

    LIVED = "lived"
    PROFESSIONAL = "professional"
    BOTH = "both"
    UNSAID = "unsaid"


@dataclass
class Person:
    """`zone` is an IANA name; `words` (up to 80 characters) are shown to partners if `words_shown`.

    If `hushed`, what rings says on a locked screen only that there is something (`showing.hush`). What they
    ask is looked at before it is sent (`questions`), unless they want it `as_typed`. They are away until
    `back_at` (UTC; None for not away); others may read that if `away_shown`. `facts` is what features
    remember of them, each under its own name: small, plain (as JSON has it), never anybody's words.
    """

    team: str
    id: str
    name: str
    zone: str = "UTC"
    kind: Kind = Kind.UNSAID
    words: str = field(default="", repr=False)
    words_shown: bool = False
    fewer: bool = False
    hushed: bool = False
    as_typed: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    dm: str | None = None
    back_at: datetime | None = None
    away_shown: bool = False
    deleted: bool = False


@dataclass
class Member:
    """Somebody's place in a pair; `left_at` is set once they have left."""

    person_id: str
    name: str
    left_at: datetime | None = None


@dataclass
class Pair:
    """Two or three people who reflect together; `channel_id` is a private channel of their own, if any."""

    team: str
    id: str
    created_at: datetime
    channel_id: str | None = None
    members: list[Member] = field(default_factory=list)

    @property
    def present(self) -> list[Member]:
        """Who has not left."""
        return [member for member in self.members if member.left_at is None]

    def others(self, person_id: str) -> list[Member]:
        """Who has not left but this person."""
        return [member for member in self.present if member.person_id != person_id]

    def has(self, person_id: str) -> bool:
        """Whether this person is in it and has not left."""
        return any(member.person_id == person_id for member in self.present)


NOBODY = "gone-"  # begins what stands in the place of an id, where somebody was forgotten


def is_nobody(person_id: str) -> bool:
    """Whether that stands in the place of somebody who is no longer here, and of whom nothing is known."""
    return person_id.startswith(NOBODY)
