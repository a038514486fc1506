"""The words of an invitation's steps, and of a pair's page. The pair itself lives in `people`."""

from datetime import timedelta
from enum import StrEnum
from typing import TypedDict, cast

from bot.rounds.keeping.models import Seat

NAME, PAIR = "pairs", "pair"
MOST = 3  # a pair, or a trio (practice text 02, "Sizes")
WAITS = timedelta(days=14)  # an invitation that nobody answers closes by itself

# What a pair says on its page, each in a line of its own, and the forms in which these are written.
PARTS = {
    "work": ("what", "whom", "why", "start"),  # the challenge card (practice text 09)
    "hard": ("difficult", "pause", "between"),  # how we want to work (practice text 11, F02)
    "fair": ("credit", "exchange"),
}
LINE, CHANGE = "line", "change"  # kinds of replies: what stands, and what one of them would have it say


class Step(StrEnum):
    INVITED = "invited"
    TOGETHER = "together"  # the pair's own card, for as long as it lives
    APART = "apart"


ASKED, YES, NO, LAPSED = "asked", "yes", "no", "lapsed"


class Place(TypedDict, total=False):
    """What a pair remembers of somebody's place."""

    alone: bool  # whether they go on alone, now that everybody else has left
    seen: list[str]  # the ids of the changes to their page that they have seen


def place(seat: Seat) -> Place:
    """What it remembers of somebody's place, to read and to change."""
    return cast(Place, seat.facts)
