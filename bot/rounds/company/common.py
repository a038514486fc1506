"""What the common life remembers of a round, whatever the practice: its part of the round's facts."""

from datetime import datetime, timedelta
from typing import TypedDict, cast

from bot.rounds.keeping.models import Round, Status

_LOOKS_IN = timedelta(seconds=60)  # after it was asked: far longer than it takes to learn that it may stand


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


def stands_at(round_: Round) -> datetime | None:
    """When it stands in Slack though nobody has said that it may (UTC); None where it does, or is over.

    Whoever should have said so died: what was typed is not lost.
    """
    waits = round_.status == Status.RUNNING and not common(round_)["there"]
    return round_.created_at + _LOOKS_IN if waits else None


def stands_by_now(round_: Round, now: datetime) -> bool:
    """Whether that moment has come."""
    at = stands_at(round_)
    return at is not None and now >= at
