"""A rhythm for a pair: a question of the catalogue at a time that comes again, until one of them stops it.

It is a round of its own, which holds the rhythm and what it has asked. The questions are rounds besides.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.features.reflection.models import NAME
from bot.refusal import Refusal
from bot.rounds import rhythm
from bot.rounds.models import Round, Seat, Status
from bot.rounds.rhythm import Due, Rhythm
from bot.rounds.windows import ring

STEP = "weekly"  # what such a round's step is called, whatever its rhythm
USEFUL = timedelta(days=2)  # a question that comes later than that waits for the next time
SNOOZE = timedelta(weeks=4)


def start(
    team: str, round_id: str, host_id: str, pair_id: str, seats: list[Seat], wanted: Rhythm, now: datetime
) -> Round:
    """A new rhythm; everybody in the pair is told."""
    round_ = Round(team, round_id, NAME, STEP, host_id, now, pair_id=pair_id, since=now)
    round_.seats, round_.facts = seats, {"rhythm": wanted.to_dict(), "asked": []}
    ring(seats, "weekly")
    _settle(round_, now)
    return round_


def is_one(round_: Round) -> bool:
    return round_.step == STEP


def of(round_: Round) -> Rhythm:
    return Rhythm.from_dict(round_.facts["rhythm"])


def runs(round_: Round) -> bool:
    return is_one(round_) and round_.status == Status.RUNNING


def next_at(round_: Round, now: datetime) -> datetime | None:
    return rhythm.next_at(of(round_), now) if runs(round_) else None


def time_passes(round_: Round, now: datetime) -> Due | None:
    """What is to be asked now; a pair of which somebody is gone is asked nothing more."""
    if any(seat.gone for seat in round_.present) or len(round_.present) < 2:
        stop(round_, now)
        return None
    due = rhythm.due(of(round_), now, USEFUL) if runs(round_) else None
    if due:
        _keep(round_, rhythm.ran(of(round_), due))
    _settle(round_, now)
    return due


def next_prompt(round_: Round, prompts: Sequence[str]) -> str:
    """The first that was not asked yet, in their order; after the last it begins again. "" for none."""
    asked: list[str] = round_.facts["asked"]
    if not set(prompts) - set(asked):
        asked.clear()
    chosen = next((prompt for prompt in prompts if prompt not in asked), "")
    asked.append(chosen)
    return chosen


def skip(round_: Round, planned: datetime, now: datetime) -> None:
    """This one only: the one that stood on the card."""
    _running(round_)
    _keep(round_, rhythm.skip(of(round_), planned=planned))
    _settle(round_, now)


def snooze(round_: Round, now: datetime) -> None:
    """Nothing for four weeks."""
    _running(round_)
    _keep(round_, rhythm.snooze(of(round_), now + SNOOZE))
    _settle(round_, now)


def stop(round_: Round, now: datetime) -> None:
    _running(round_)
    _keep(round_, rhythm.stop(of(round_)))
    round_.status = Status.CLOSED
    _settle(round_, now)


def _running(round_: Round) -> None:
    if not runs(round_):
        raise Refusal("reflection.refused.moved_on")


def _keep(round_: Round, changed: Rhythm) -> None:
    round_.facts["rhythm"] = changed.to_dict()


def _settle(round_: Round, now: datetime) -> None:
    round_.due_at = next_at(round_, now)
