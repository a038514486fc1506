"""The words of an invitation's steps. The pair itself lives in `people`."""

from datetime import timedelta
from enum import StrEnum
from typing import TypedDict, cast

from bot.rounds.keeping.models import Seat

NAME, PAIR = "pairs", "pair"
MOST = 3  # a pair, or a trio (practice text 02, "Sizes")
WAITS = timedelta(days=14)  # an invitation that nobody answers closes by itself


class Step(StrEnum):
    INVITED = "invited"
    TOGETHER = "together"  # the pair's own card, for as long as it lives
    APART = "apart"


ASKED, YES, NO, LAPSED = "asked", "yes", "no", "lapsed"


class Place(TypedDict, total=False):
    """What a pair remembers of somebody's place."""

    alone: bool  # whether they go on alone, now that everybody else has left


def place(seat: Seat) -> Place:
    """What it remembers of somebody's place, to read and to change."""
    return cast(Place, seat.facts)
