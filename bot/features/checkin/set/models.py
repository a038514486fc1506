"""What a set remembers."""

from datetime import date
from typing import TypedDict, cast

from bot.rounds.keeping.models import Round


class SetFacts(TypedDict):
    """What a set remembers."""

    unsigned: bool
    next: str  # the day of the next meeting, "" where there is none
    waits: bool  # for the meeting that went on when its day came
    told: str  # of which of them everybody was told the day before
    presented: dict[str, str]


def set_facts(round_: Round) -> SetFacts:
    return cast(SetFacts, round_.facts)


def next_day(round_: Round) -> date:
    """The day of its next meeting; ValueError where there is none."""
    return date.fromisoformat(set_facts(round_)["next"])
