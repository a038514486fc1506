"""What a practice draws of a round: its cards, and its lines in somebody's Home tab."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.rounds.keeping.models import Reply, Round, Seat
from bot.slack.blocks import Block, Message, quote, section
from bot.words import Markup


@dataclass(frozen=True)
class Drawing:
    """One card as it should stand: where, after which ringing moment, and what.

    `thread` is the key of the card in whose thread it stands; it waits until that one is posted.
    """

    place: str
    moment: str
    message: Message
    thread: str = ""


class Drawn(Protocol):
    """How a kind of round is drawn: `draw` makes its cards by key; `on_card` names replies on them."""

    @property
    def draw(self) -> Callable[[Round], dict[str, Drawing]]: ...
    @property
    def on_card(self) -> Callable[[Round, Reply], bool]: ...


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
    """What a line in a Home tab says, in the order in which they stand; each has a header of its own."""

    WAITS = "waits"  # for this person
    GOES_ON = "goes_on"
    AGAIN = "again"  # to read again
    COMES = "comes"  # again and again
    HAS = "has"
    DOORS = "doors"  # what one can do


@dataclass(frozen=True)
class Entry:
    """A line in somebody's Home tab, with one button; `quoted` is the question that it is about.

    Without a button it points to what is answered elsewhere.
    """

    weight: Weight
    line: Markup
    button: Block | None = None
    quoted: str = ""

    def blocks(self) -> list[Block]:
        beside = {"accessory": self.button} if self.button else {}
        return [*(quote(self.quoted) if self.quoted else []), section(self.line) | beside]
