"""The rules of a question for a channel: who joins writes apart; what at least two wrote is read together.

It is signed or unsigned as a whole: where each could choose, the only one who did not sign would be known.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice import life
from bot.rounds.practice.declared import CLOSED, STOPPED, Box, Practice, Step, joined, nobody

NAME = "everyone"
SIGNED, UNSIGNED, TOGETHER = "signed", "unsigned", "together"
WORDS = "words"  # the kind of what is signed; that of what is not is called as its step
LEAST = 2  # answers: one alone is opened to nobody


def came_about(round_: Round) -> bool:
    """Whether it was read together: the round says so, and no row of somebody's words."""
    return TOGETHER in life.been(round_)


def read_by(round_: Round) -> list[Seat]:
    """Whoever joined; where one alone wrote, nobody but them."""
    return joined(round_) if came_about(round_) else []


def follows(round_: Round) -> str:
    """It is read together if enough was written; what one alone signed stays theirs, unsigned it goes."""
    if round_.step == TOGETHER:
        return CLOSED
    wrote = sum(bool(seat.facts.get(life.SENT)) for seat in round_.seats)
    if wrote >= LEAST:
        return TOGETHER
    return CLOSED if wrote and round_.step == SIGNED else STOPPED


PRACTICE = Practice(
    name=NAME,
    steps=(
        Step(SIGNED, days=3, joins=True, boxes=(Box(WORDS),), readers=read_by),
        Step(UNSIGNED, days=3, joins=True, boxes=(Box(UNSIGNED, unsigned=True),)),
        Step(TOGETHER, days=3, who=nobody),
    ),
    after=follows,
    least=0,  # what becomes of too few answers is said above
    most=50,
)


def ask_unsigned(
    team: str,
    id_: str,
    host: Seat,
    named: Sequence[Seat],
    channel: str | None,
    question: str,
    now: datetime,
    subject: str | None = None,
) -> Round:
    """The same question, to be answered without names."""
    round_ = life.ask(PRACTICE, team, id_, host, named, channel, question, now, subject)
    life.enter(PRACTICE, round_, UNSIGNED, now, host.person_id)
    life.settle(PRACTICE, round_, now)
    return round_
