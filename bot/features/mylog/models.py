"""The words of a log: one person's own, for as long as they want it."""

from datetime import timedelta
from enum import StrEnum
from typing import TypedDict, cast

from bot.rounds.keeping.models import Round

NAME, LOG = "mylog", "log"
ENTRY, ASKED = "entry", "asked"  # what they wrote; and the question that it answers, as it was asked
MOST = 1500  # characters
EVERY = timedelta(weeks=4)  # when they like to be asked by themselves
GONE_FOR = timedelta(days=30)  # then the log of somebody whose account has ended is deleted
MONTHLY = "F20"  # the family of which that is a question


class Step(StrEnum):
    OPEN = "open"
    OVER = "over"  # its person is gone


class Facts(TypedDict, total=False):
    """What a log remembers besides."""

    asks: bool  # whether it asks by itself, every four weeks: only when they said so
    gone: str  # since when their account has ended


def facts(round_: Round) -> Facts:
    """What it remembers, to read and to change."""
    return cast(Facts, round_.facts)
