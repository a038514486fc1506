"""A rhythm for a pair: a question of the catalogue at a time that comes again, until one of them stops it.

It is a round of its own, which holds the rhythm and what it has asked. The questions are rounds besides.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.features.reflection.models import NAME, WEEKLY, Step
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.time import recurring
from bot.rounds.time.rhythm import Rhythm
from bot.rounds.time.windows import ring

USEFUL = timedelta(days=2)  # a question that comes later than that waits for the next time


def start(
    team: str, round_id: str, host_id: str, pair_id: str, seats: list[Seat], wanted: Rhythm, now: datetime
) -> Round:
    """A new rhythm; everybody in the pair is told."""
    round_ = Round(team, round_id, NAME, WEEKLY, "runs", host_id, now, subject_id=pair_id, since=now)
    round_.seats, round_.facts = seats, {"asked": []}
    ring(seats, "weekly")
    return recurring.start(round_, wanted, now)


def answered(question: Round) -> bool:
    """Whether anybody answered that question; what was deleted since does not count as silence."""
    wrote = any(reply.kind != "question" for reply in question.replies)
    return wrote or question.step == Step.FORGOTTEN


def next_prompt(round_: Round, prompts: Sequence[str]) -> str:
    """The first that was not asked yet, in their order; after the last it begins again. "" for none."""
    asked: list[str] = round_.facts["asked"]
    if not set(prompts) - set(asked):
        asked.clear()
    chosen = next((prompt for prompt in prompts if prompt not in asked), "")
    asked.append(chosen)
    return chosen
