"""The words of an invitation's steps, and of a pair's page. The pair itself lives in `people`."""

from datetime import timedelta
from enum import StrEnum
from typing import TypedDict, cast

from bot.rounds.keeping.models import Round, Seat

NAME, PAIR = "pairs", "pair"
NEEDS = "needs"  # what somebody needs to take part: a kind of its own, and what is written in it
MOST = 3  # a pair, or a trio (practice text 02, "Sizes")
WAITS = timedelta(days=14)  # an invitation that nobody answers closes by itself

# What a pair says on its page, each in a line of its own, and the forms in which these are written.
PARTS = {
    "work": ("what", "whom", "why", "start"),  # the challenge card (practice text 09)
    "hard": ("difficult", "pause", "between"),  # how we want to work (practice text 11, F02)
    "fair": ("credit", "exchange"),
}
# The questions of the catalogue with which a pair can ask itself about a line that is empty.
ASKS = {
    "difficult": "F02-01",
    "pause": "F02-02",
    "between": "F02-03",
    "credit": "F02-04",
    "exchange": "F02-05",
}
LINE, CHANGE = "line", "change"  # kinds of replies: what stands, and what one of them would have it say
PURPOSE = "purpose"  # what an invitation is for, in the words of whoever invites
ASK, TOLD = "ask", "told"  # what somebody asks before they say yes or no, and the answer to that
MINUTES = (10, 20, 30, 45)  # a week, as whoever invites may suggest


class Step(StrEnum):
    INVITED = "invited"
    TOGETHER = "together"  # the pair's own card, for as long as it lives
    APART = "apart"


ASKED, YES, NO, LAPSED = "asked", "yes", "no", "lapsed"


class Facts(TypedDict, total=False):
    """What a pair remembers."""

    minutes: int  # how many a week whoever invited suggested; 0 for none
    taken_back: bool  # whether whoever invited asks no more those who had not answered
    whole: bool  # whether it comes to be only if all say yes


def facts(round_: Round) -> Facts:
    """What the pair remembers, to read and to change."""
    return cast(Facts, round_.facts)


class Place(TypedDict, total=False):
    """What a pair remembers of somebody's place."""

    alone: bool  # whether they go on alone, now that everybody else has left
    seen: list[str]  # the ids of the changes to their page that they have seen


def place(seat: Seat) -> Place:
    """What it remembers of somebody's place, to read and to change."""
    return cast(Place, seat.facts)
