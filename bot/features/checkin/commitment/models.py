"""The words of a commitment: where it stands, who is in it, what it remembers."""

from enum import StrEnum
from typing import TypedDict, cast

from bot.rounds.keeping.models import Round

SURE = tuple(range(11))
OWNER, ASKER = "owner", "asker"  # whoever took it on, and whoever may ask after it


class Doing(StrEnum):
    """Where a commitment stands: still open …"""

    OPEN = "open"
    DUE_SOON = "due_soon"
    ASKED = "asked"
    CARRIED = "carried"  # nobody answered: it waits for the next meeting
    # … and ended.
    DONE = "done"
    PART = "part"
    CHANGED = "changed"
    NO_LONGER = "no_longer"


STILL_OPEN = (Doing.OPEN, Doing.DUE_SOON, Doing.ASKED, Doing.CARRIED)
ENDED = (Doing.DONE, Doing.PART, Doing.CHANGED, Doing.NO_LONGER)


class Commitment(TypedDict):
    """What a commitment remembers; never anybody's words."""

    due: str  # the day, as its owner's calendar has it
    before: bool  # whether its owner wants to be asked two working days before
    sure: int  # 0 to 10, as they said
    shown: bool  # whether those of the same place may read it; else only how it stands
    place: str  # the set or the channel whose next meeting asks; "" for none
    feature: str  # the practice that it came from
    named: str  # when its day was named (ISO 8601, UTC); "" where that is not known any more
    asked: int  # how often it was asked about for this day
    dates: int  # how often it got a later one
    moved: int  # how often it got another one, earlier or later
    learnt: bool  # whether what was learnt may be told at the next meeting


def commitment(round_: Round) -> Commitment:
    return cast(Commitment, round_.facts)
