"""The words of the steps in which something is shared."""

from datetime import timedelta
from enum import StrEnum
from typing import TypedDict, cast

from bot.rounds.keeping.models import Round, Seat

SHARE = "share"  # a kind of round
WORDS, POSTED = "words", "posted"  # kinds of replies: before all ticked it, and after
WAITS, KEPT = timedelta(days=14), timedelta(days=30)


class Step(StrEnum):
    OFFERED = "offered"
    SHARED = "shared"
    NOT = "not"  # one of them would rather not, or it was left
    TAKEN_BACK = "taken_back"


class Facts(TypedDict):
    """What it remembers."""

    channel: str  # the id of the channel that it is for
    signed: bool  # whether their names stand under it


def facts(round_: Round) -> Facts:
    """What it remembers, to read and to change."""
    return cast(Facts, round_.facts)


class Place(TypedDict, total=False):
    """What it remembers of somebody's place."""

    ticked: str  # the version of the words that they ticked


def place(seat: Seat) -> Place:
    """What it remembers of somebody's place, to read and to change."""
    return cast(Place, seat.facts)
