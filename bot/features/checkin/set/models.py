"""What a set remembers."""

from datetime import date
from typing import TypedDict, cast

from bot.rounds.keeping.models import Round


class SetFacts(TypedDict):
    """What a set remembers."""

    unsigned: bool
    next: str  # the day of the next meeting, "" where there is none
    waits: bool  # for the meeting that went on when its day came
    missed: str  # the day of a live one that did not begin, until another day is chosen
    way: str  # one of WAYS
    at: str  # when the next meeting begins, where it is live (ISO, UTC); "" for no hour
    told: str  # of which of them everybody was told the day before
    presented: dict[str, str]


def way_of(round_: Round) -> str:
    """How it would like to meet: one of WAYS."""
    return set_facts(round_).get("way", "weeks")


def set_facts(round_: Round) -> SetFacts:
    return cast(SetFacts, round_.facts)


def next_day(round_: Round) -> date:
    """The day of its next meeting; ValueError where there is none."""
    return date.fromisoformat(set_facts(round_)["next"])
