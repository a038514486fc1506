"""The words of a log: one person's own, for as long as they want it."""

from datetime import timedelta
from typing import TypedDict, cast

from bot.rounds.company.own import Own
from bot.rounds.keeping.models import Round

NAME, LOG = "mylog", "log"
ENTRY, ASKED = "entry", "asked"  # what they wrote; and the question that it answers, as it was asked
MOST = 1500  # characters
EVERY = timedelta(weeks=4)  # when they like to be asked by themselves
MONTHLY = "F20"  # the family of which that is a question
LOGS = Own(NAME, LOG, (NAME,))


class Facts(TypedDict, total=False):
    """What a log remembers besides."""

    asks: bool  # whether it asks by itself, every four weeks: only when they said so


def facts(round_: Round) -> Facts:
    """What it remembers, to read and to change."""
    return cast(Facts, round_.facts)
