"""The words of a question that somebody proposes, for people here to be asked."""

from datetime import timedelta
from enum import StrEnum
from typing import TypedDict, cast

from bot.people.models import Kind
from bot.rounds.keeping.models import Round

NAME, PROMPT = "proposals", "prompt"
QUESTION, WHY, LINE = "proposed", "why", "line"  # replies; a line is for whoever proposed it
QUESTION_MAX, WHY_MAX, LINE_MAX = 300, 500, 500  # characters; the first two as in the catalogue
AT_ONCE, MOST = 2, 6  # people who are asked in one form; and in all
WINDOW = timedelta(days=14)  # to say yes in
KEPT = timedelta(days=14)  # for whoever proposed it, once that time is over
YES, NO = "yes", "no"  # where somebody stands who was asked; "" while they have not said
SIDES = ((Kind.LIVED, Kind.BOTH), (Kind.PROFESSIONAL, Kind.BOTH))


class Step(StrEnum):
    WAITS = "waits"  # for enough people who say yes
    USABLE = "usable"
    LAPSED = "lapsed"  # not enough said yes in time; kept a while for whoever proposed it
    OVER = "over"  # taken back, or forgotten


class Facts(TypedDict, total=False):
    """What a proposed question remembers besides."""

    signed: bool  # whether others may read who proposed it


def facts(round_: Round) -> Facts:
    """What it remembers, to read and to change."""
    return cast(Facts, round_.facts)
