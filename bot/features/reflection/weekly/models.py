"""What the rhythm of a pair remembers, beside what every rhythm does."""

from collections.abc import Sequence
from copy import copy
from datetime import timedelta
from typing import Any, Protocol, TypedDict, cast

from bot.rounds.keeping.models import Round, Seat
from bot.rounds.time.recurring import Kept

USEFUL = timedelta(days=2)  # a question that comes later than that waits for the next time
LOOKS = (timedelta(weeks=4), timedelta(weeks=12))  # after the first question, when that comes back
DIFFERENCE, PERSON = ("F07",), 2  # families about difference; so many questions come before any of theirs
LONGEST_REST = timedelta(days=183)

# The silent partner (practice text 03, "Partner goes silent"): questions in a row, and working days.
MISSED, MISSED_MORE = 2, 3
HAND_DAYS, REST_DAYS = 15, 20
ANSWER_DAYS = 5  # whoever was asked in private has them, before anybody else is asked, or it rests
QUIET, HAND = "quiet", "hand"


_NEW: dict[str, Any] = {
    "asked": [],
    "families": [],
    "ends": "",
    "ended": False,
    "first": None,
    "looked_back": 0,
    "weighed": "",
}


class Prompt(Protocol):
    """What is known here of a question of the catalogue."""

    @property
    def id(self) -> str: ...
    @property
    def sensitive(self) -> bool: ...


class Family(Protocol):
    """Of questions that serve one purpose; of its weeks in a programme, where it has any."""

    @property
    def id(self) -> str: ...
    @property
    def prompts(self) -> Sequence[Prompt]: ...
    @property
    def weeks(self) -> Sequence[int]: ...


class First(TypedDict):
    """The first question that it asked in which somebody wrote."""

    id: str  # of its round
    prompt: str
    at: str  # when it was asked (ISO 8601)


class Facts(Kept):
    """Of the rhythm."""

    asked: list[str]  # the ids of the prompts that it has asked, in their order
    families: list[str]  # the ids of those that it asks; none for all
    ends: str  # the last local date on which it asks; "" for no end
    ended: bool  # it has come for as long as that
    first: First | None
    looked_back: int  # how often the first one came back
    weighed: str  # the id of the last question of which it is known who let it go by


class Place(TypedDict):
    """Of somebody's place in it."""

    missed: int  # so many in a row that were shown to them and went by without a sign of theirs
    since: str  # when they heard of the first of those (ISO 8601); "" for none
    asks: str  # what their card asks them in private: QUIET, HAND, or ""
    heard: str  # when that was shown to them (ISO 8601); "" for not yet
    declined: bool  # they want no hand, this time


def facts(round_: Round) -> Facts:
    """What the rhythm remembers, to read and to change; older ones have less of it."""
    for name, new in _NEW.items():
        round_.facts.setdefault(name, copy(new))
    return cast(Facts, round_.facts)


def place(seat: Seat) -> Place:
    """What it remembers of somebody's place, to read and to change; older ones have nothing of it."""
    for name, new in Place(missed=0, since="", asks="", heard="", declined=False).items():
        seat.facts.setdefault(name, new)
    return cast(Place, seat.facts)
