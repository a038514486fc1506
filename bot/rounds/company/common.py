"""What the common life remembers of a round, whatever the practice: its part of the round's facts."""

from datetime import timedelta
from typing import TypedDict, cast

from bot.rounds.keeping.models import Round

LOOKS_IN = timedelta(seconds=60)  # until it stands in Slack even if nobody could say that it may


class Common(TypedDict):
    """A practice's own facts stand beside these. People stand here by id, moments as ISO 8601 texts (UTC)."""

    there: bool  # the app is in the channel, as far as anybody knows
    days: int  # this window's working days, while it ends as people's zones say; 0 once it was moved
    retried: bool  # too little had come at the end of this step: it was given more time
    extended: bool  # whoever looks after it gave this step more time
    beside: str  # who looks after it together with the host, with the same rights
    handing: str  # to whom looking after it is offered
    shares: bool  # whether it is offered to do so together
    wanted: bool  # nobody looks after it who answers: anybody who is in it may
    left: float  # seconds (of working time, but in a live round) that were left when it was paused
    log: list[list[str]]  # [moment, who ("" for time), what] of everything whoever looks after it did


def fresh(*, there: bool = True) -> Common:
    """Before anything has happened."""
    return Common(
        there=there, days=0, retried=False, extended=False, beside="", handing="", shares=False, wanted=False,
        left=0, log=[],
    )  # fmt: skip


def common(round_: Round) -> Common:
    """That part of the round's facts, to read and to change."""
    return cast(Common, round_.facts)
