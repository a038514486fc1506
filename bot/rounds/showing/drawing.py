"""What a practice draws of a round: its cards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.rounds.keeping.models import Reply, Round
from bot.slack.blocks import Message


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


def wordless(_: Round, __: Reply) -> bool:
    """For `on_card`: nobody's words stand on these cards."""
    return False
