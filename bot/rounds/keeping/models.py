"""A round, the places people have in it, what they wrote, and what was posted of it where."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from hashlib import blake2b
from typing import Any

from bot.right import Role

REACHES = "reaches"  # in the facts of a round: it reaches whom it is for, whoever asks (keeping.unasked)
TRIES = "tries"  # the kind of a reply: what was said in this place, before, that would be tried


class Status(StrEnum):
    """The engine's word for a round; its `step` is the practice's."""

    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"
    STOPPED = "stopped"


class Word(StrEnum):
    """What kind of word the clock has for somebody (architecture: "Three kinds of word from the clock")."""

    FIRST = "first"  # what they now have to know for the first time: never dropped, never counted
    HOUR = "hour"  # an appointment with an hour: the same, and at that hour
    REPEAT = "repeat"  # reminds of what was told: few, and none for who asked for fewer
    MISSED = "missed"  # what people did while they were away: they hear of it as soon as they are back


class Turn(IntEnum):
    """Whose cards come first, where all cannot be told at once: what people caused, and what rings."""

    ACT_RINGS = 0
    ACT = 1
    TIME_RINGS = 2
    TIME = 3

    @classmethod
    def of(cls, *, by_time: bool, rings: bool) -> "Turn":
        return cls(2 * by_time + (not rings))

    @property
    def by_time(self) -> bool:
        return self >= Turn.TIME_RINGS


@dataclass
class Seat:
    """A person's place in a round. All moments are aware, in UTC.

    - `step`: where this person stands, in the practice's words; `since`: since when.
    - `due_at`: the deadline of their window; None where nothing of theirs is waited for.
    - `nudges`: how often they were reminded in this window.
    - `facts`: what the practice remembers of this person's place: small, plain, never anybody's words.
    - `rang`: the name of the last thing that rang for them ("" for nothing yet): a new name posts their card
      anew.
    - `notice`: the name of what time alone caused, while it waits to be said; `word`: what kind of word that
      is; `tell_at`: when it may be said next, kept until Slack took it (None where time has nothing to say).
    - `gathered`: the name of what was said in the person's own message, together with other things, while
      their card of this round was not brought since.
    - `told`, `told_at`: the name of the last thing that Slack took, and when it did (None for nothing yet).
    - `knows_at`: when it took the last first word that the clock had for them: their time runs from there.
    - `left_at`: when they left; None while they are there.
    """

    person_id: str
    step: str = ""
    since: datetime | None = None
    due_at: datetime | None = None
    nudges: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    rang: str = ""
    notice: str = ""
    word: str = Word.FIRST
    tell_at: datetime | None = None
    gathered: str = ""
    told: str = ""
    told_at: datetime | None = None
    knows_at: datetime | None = None
    left_at: datetime | None = None
    # Read along with the seat, never saved from it:
    name: str = ""
    zone: str = "UTC"  # an IANA name
    words: str = field(default="", repr=False)  # what they say of themselves, where they show it
    fewer: bool = False  # they asked for fewer reminders
    hushed: bool = False  # what rings for them names no question on a locked screen
    as_typed: bool = False  # what they ask is not looked at before it is sent
    gone: bool = False  # deactivated, or has left the round's subject
    unreached: bool = False  # Slack refused a card of theirs
    outside: bool = False  # not in the channel just now, as Slack said last; where it said nothing, in
    unasked: bool = False  # they do not want to be asked by whoever began it, and see nothing of it
    kind: str = "unsaid"  # whose experience they bring (people.models.Kind): for rules alone, never drawn
    dm: str | None = None  # the id of their direct message with the app, once it is known
    back_at: datetime | None = None  # they are away until then; None where they are not
    away_shown: bool = False  # whether others may read that
    was_gathered: bool = False  # as it was loaded
    forged: bool = False  # somebody else than us changed its row: it counts as left, and lets nobody in

    @property
    def waits_to_hear(self) -> bool:
        """Whether something that they do not know yet waits to be said to them."""
        return bool(self.notice) and self.word != Word.REPEAT


@dataclass(repr=False)
class Reply:
    """Something that a person wrote. `text` is None until it was unsealed for somebody who may read it.

    - `kind`: what it is, in the practice's words.
    - `owner`: the name of the key that it is sealed with.
    - `about`: what it answers to or belongs with: a person, another reply, a version, a time round.
    - `under`: the name of a second key around it, of this text alone ("" for none): where nothing may tie it
      to its author later, it is kept at a length that says nothing, and that key is destroyed when it is
      written anew, taken away, or opened.
    - `sealed`: the text as it is kept; b"" where it is not sealed yet.
    - `created_at`, `withdrawn_at` (None where it was not): aware moments, in UTC.
    """

    id: str
    author_id: str
    kind: str
    owner: str
    text: str | None
    created_at: datetime
    about: str = ""
    under: str = ""
    sealed: bytes = field(default=b"", repr=False)
    withdrawn_at: datetime | None = None
    # It does not open as what it says that it is: somebody else than us changed its row. Never saved.
    unreadable: bool = field(default=False, compare=False)

    def rewrite(self, text: str) -> None:
        """Other words in its place; they are sealed anew when the round is kept."""
        self.text, self.sealed = text, b""

    def __repr__(self) -> str:  # people's words never reach a log or a traceback
        return f"Reply({self.kind}, {self.id})"


@dataclass
class Round:
    """One round of a practice. All moments are aware, in UTC.

    - `feature`: the name of its practice; `kind`: its name for what it is (`feature.Kind`): each kind has
      its own steps and facts.
    - `step`: where it stands, in the practice's words; `since`: since when.
    - `host_id`: who looks after it: whoever began it, until handed over; "" for nobody.
    - `status`: the engine's word; `paused_by`: who paused it, "" where it is not paused, or they have left.
    - `subject_id`: what it is about, where that lives on by itself (a pair); it can be woken by it.
    - `channel_id`: the channel that it is in; None where it is in direct messages alone.
    - `ends_at`: the deadline of the step; None where it has none.
    - `wakes_at`: when time looks at it again: the next deadline of anything in it, or at once; None for
      never.
    - `version`: counts what was saved of it; `failures`: how often its tick broke, one time after another.
    - `facts`: what the practice remembers of it: small, plain (as JSON has it), never anybody's words.
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
    since: datetime | None = None
    wakes_at: datetime | None = None
    ends_at: datetime | None = None
    paused_by: str = ""
    version: int = 0
    failures: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    # Read along when a closed one is drawn, never saved: how many talks of several its place has had so far.
    talks: int = field(default=0, compare=False)
    # Read along where it is somebody's own message: the rounds that it gathers, never saved from it.
    things: list["Round"] = field(default_factory=list, repr=False, compare=False)
    forged: bool = field(default=False, compare=False)  # somebody else than us changed its row
    # The rows as they were loaded, so that only what differs is saved.
    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def wake(self) -> None:
        """Look again with the next tick."""
        self.wakes_at = self.created_at  # any moment that is past

    def seat(self, person_id: str) -> Seat:
        """That person's seat; KeyError if they have none (ask `right` first).

        Where somebody else than us put another into one, it may have been theirs: then one without a name,
        that counts as left like that one.
        """
        for seat in self.seats:
            if seat.person_id == person_id:
                return seat
        for seat in self.seats:
            if seat.forged:
                return replace(seat, person_id=person_id, name=person_id, words="")
        raise KeyError("no seat")

    @property
    def present(self) -> list[Seat]:
        """Everybody who has a place and has not left."""
        return [seat for seat in self.seats if seat.left_at is None]

    def roles(self, person_id: str) -> set[Role]:
        """What a person is to this round: ask `right` what that lets them do."""
        seat = next((s for s in self.seats if s.person_id == person_id), None)
        if seat is None or seat.forged:
            return {Role.STRANGER}
        if seat.left_at:
            return {Role.LEFT}
        if seat.outside:
            return {Role.OUTSIDE}
        return {Role.SEATED, Role.HOST} if person_id == self.host_id else {Role.SEATED}

    @property
    def place(self) -> str:
        """Where it is at home: what it is about, else its channel; "" for neither."""
        return self.subject_id or self.channel_id or ""

    def others(self, person_id: str) -> list[Seat]:
        """Everybody who is present but this person."""
        return [seat for seat in self.present if seat.person_id != person_id]

    def of_kind(self, kind: str, author_id: str | None = None) -> list[Reply]:
        """The replies of that kind (and author), the oldest first."""
        return [r for r in self.replies if r.kind == kind and author_id in (None, r.author_id)]

    def one(self, kind: str, author_id: str | None = None) -> Reply | None:
        """The newest reply of that kind (and author), or None."""
        return next(reversed(self.of_kind(kind, author_id)), None)


@dataclass
class Card:
    """What was posted of a round, where: the outbox. It never holds a text.

    - `key`: which of the round's cards it is: a person's id, or a name of the practice's.
    - `place`: where it belongs: a person's id or a channel's; `channel` and `ts`: where it stands in Slack.
    - `moment`: the name of what it rang for; `generation`: counts the times that it was posted anew.
    - `state`: "fresh" (not kept yet), "new", "sending", "sent"; "stuck" (it stands, not to be changed);
      "parked" (Slack refuses it); "shrunk" (to a title and a link to the newer one); "gone".
    - `error`: why Slack refused it.
    - `stays`: it is never deleted: a reply hangs under it, or Slack refused.
    - `lease_until`: until when somebody is about to tell it; `not_before`: it waits until then. Both aware,
      in UTC, by the machine's time.
    - `held`: until when Slack wants to be left alone with it, as is known of its place or of all changes.
    """

    team: str
    id: str
    round_id: str
    key: str
    place: str
    generation: int
    moment: str
    state: str = "fresh"
    drawn: str = ""  # digest of what stands in Slack
    channel: str | None = None
    ts: str | None = None
    error: str | None = None
    lease_until: datetime | None = None
    not_before: datetime | None = None
    stays: bool = False
    held: datetime | None = None  # read along, never saved from it

    @property
    def direct(self) -> bool:
        """Whether it stands in somebody's direct messages."""
        return self.place.startswith(("U", "W"))


def new_id() -> str:
    """128 random bits: a handle that cannot be guessed."""
    return secrets.token_urlsafe(16)


def id_from(*parts: str) -> str:
    """The same id for the same parts, so that a request that comes twice makes one row."""
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
