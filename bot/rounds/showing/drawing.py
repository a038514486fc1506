"""What a practice draws of a round: its cards, and its lines in somebody's Home tab."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from bot.people.models import is_nobody
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.showing import closing
from bot.slack.blocks import Block, Message, quote, section
from bot.slack.text import cut
from bot.store import Db
from bot.words import Markup

QUOTED = 300  # characters of a question: the whole of it stands where it is opened
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Drawing:
    """One card as it should stand: where, after which ringing moment, and what.

    `thread` is the key of the card in whose thread it stands; it waits until that one is posted. `tells`:
    this one says itself that another still shows words which are deleted. `after` is the key of the card of
    which it says what became of it: it is told after that one.
    """

    place: str
    moment: str
    message: Message
    thread: str = ""
    tells: bool = False
    after: str = ""


class Drawn(Protocol):
    """How a kind of round is drawn: `draw` makes its cards by key; `on_card` names replies on them."""

    @property
    def draw(self) -> Callable[[Round], dict[str, Drawing]]: ...
    @property
    def on_card(self) -> Callable[[Round, Reply], bool]: ...


def as_it_stands(db: Db, kind: Drawn, round_: Round) -> dict[str, Drawing]:
    """Its cards, with the words that may stand on them, and no others; none for who was forgotten."""
    queries.unseal(db, round_, lambda reply: kind.on_card(round_, reply))
    closing.count(db, round_)
    return {key: drawing for key, drawing in kind.draw(round_).items() if not is_nobody(drawing.place)}


def are_gone(kind: Drawn, round_: Round) -> bool:
    """Whether words stood on its cards, and none of them are left: it is over, and they are deleted."""
    over = round_.status in (Status.CLOSED, Status.STOPPED)
    left = any(reply.text for reply in round_.replies if kind.on_card(round_, reply))
    return over and kind.on_card is not wordless and not left


def to_each(card: Callable[[Round, Seat], Message]) -> Callable[[Round], dict[str, Drawing]]:
    """For `draw`: each one's own card, as soon as something rang for them."""
    return lambda round_: {
        seat.person_id: Drawing(seat.person_id, seat.rang, card(round_, seat))
        for seat in round_.seats
        if seat.rang
    }


def wordless(_: Round, __: Reply) -> bool:
    """For `on_card`: nobody's words stand on these cards."""
    return False


class Weight(StrEnum):
    """The part of a Home tab that a line stands in, in their order; each has a header of its own."""

    WAITS = "waits"  # for this person, whatever the practice
    BEGIN = "begin"  # what they can begin
    PAIRS = "pairs"  # whom they reflect with
    GOES_ON = "goes_on"  # under way, and it waits for somebody else
    TOOK = "took"  # what they took on
    AGREED = "agreed"  # in channels that they are in
    ASKED = "asked"  # when they can be asked: away, reminders, rhythms
    WORDS = "words"  # their own: to read again, to take along
    HOW = "how"  # how this works


@dataclass(frozen=True)
class Entry:
    """A line in somebody's Home tab, with one button; `quoted` is the question that it is about.

    `of` is the round that it is about (None for a door that always stands there); `due`: when it will be over
    (UTC; None for never). What is due first is the most pressing, then what waits longest. Without a button
    it points to what is answered elsewhere.
    """

    weight: Weight
    line: Markup
    button: Block | None = None
    quoted: str = ""
    of: Round | None = field(default=None, compare=False, repr=False)
    due: datetime | None = field(default=None, compare=False)

    @property
    def pressing(self) -> tuple[datetime, datetime]:
        """To sort by: the most pressing first; doors as they were handed in, after all."""
        since = (self.of.since or self.of.created_at) if self.of else _NEVER
        return self.due or _NEVER, since

    def blocks(self) -> list[Block]:
        beside = {"accessory": self.button} if self.button else {}
        return [*(quote(cut(self.quoted, QUOTED)) if self.quoted else []), section(self.line) | beside]
