"""The rules of what comes to a pair from a channel: all of them say yes, each can end it at any time.

It is a round of its own, which holds what waits until the pair has none open. The questions are rounds
besides, in which whoever asked has no part.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot import owners
from bot.features.reflection import flow
from bot.features.reflection.models import NAME, VISITS, Step, facts
from bot.rounds.company.coming import gone
from bot.rounds.company.common import fresh
from bot.rounds.company.standing import at, going
from bot.rounds.keeping.models import Reply, Round, Seat, Status, id_from
from bot.rounds.keeping.replies import say
from bot.rounds.time.windows import ring, tell

ASKED, OPEN, ENDED = "asked", "open", "ended"
YES, WAITING = "yes", "waiting"  # where somebody stands; the kind of what waits
ANSWERED_BY = timedelta(days=14)  # what is not answered by then is let go
LOOKS_AGAIN = timedelta(hours=12)  # while they have a question open
OVER = (Step.CLOSED, Step.TAKEN_BACK, Step.FORGOTTEN)


def id_of(team: str, pair_id: str, channel: str) -> str:
    """There is one for each pair and channel."""
    return id_from(team, NAME, VISITS, pair_id, channel)


def propose(team: str, host_id: str, pair_id: str, channel: str, seats: list[Seat], now: datetime) -> Round:
    """Somebody would let questions from there come to their pair; the others are asked."""
    id_ = id_of(team, pair_id, channel)
    round_ = Round(team, id_, NAME, VISITS, ENDED, host_id, now, subject_id=pair_id, channel_id=channel)
    round_.seats, round_.facts = seats, dict(fresh())
    propose_again(round_, host_id, now)
    return round_


def propose_again(round_: Round, me: str, now: datetime) -> None:
    """The same, after it was ended; a yes where it is asked already."""
    if round_.step == ASKED and round_.status == Status.RUNNING:
        agree(round_, me, now)
    elif round_.step == ENDED:
        round_.step, round_.status, round_.host_id, round_.since = ASKED, Status.RUNNING, me, now
        round_.ends_at = now + ANSWERED_BY
        for seat in round_.present:
            seat.step = YES if seat.person_id == me else ""
        ring(round_.others(me), f"visits:{now.isoformat()}")
        settle(round_, now)


def agree(round_: Round, me: str, now: datetime) -> None:
    """Yes; with the last of them it begins."""
    at(round_, ASKED)
    round_.seat(me).step = YES
    if all(seat.step == YES for seat in round_.present):
        round_.step, round_.ends_at = OPEN, None
        ring(round_.others(me), f"visits_open:{now.isoformat()}")
    settle(round_, now)


def end(round_: Round, me: str, now: datetime) -> None:
    """Better not, or no more: what waits goes, and nobody is told why."""
    going(round_)
    _end(round_, now)
    ring(round_.others(me), f"visits_ended:{now.isoformat()}")


def take_in(round_: Round, asker_id: str, question: str, now: datetime) -> None:
    """A question for this pair: it is put with the next tick, if nothing is open."""
    at(round_, OPEN)
    owner = owners.pair(round_.team, round_.subject_id or "")
    say(round_, asker_id, WAITING, question, now, owner=owner)
    round_.wake()


def put(round_: Round, waits: Reply, seats: list[Seat], now: datetime) -> Round:
    """What waits, as a reflection of their own; it comes in their hours, and nobody looks after it."""
    id_ = id_from(round_.team, NAME, waits.id)
    about = (round_.team, id_, waits.author_id, round_.subject_id or "", seats, waits.text or "", now)
    new, new.host_id = flow.ask(*about), ""
    facts(new)["asked_in"] = round_.channel_id or ""
    for seat in new.seats:
        seat.rang = ""
    tell(new.seats, "asked", None)
    round_.replies.remove(waits)
    return new


def time_passes(round_: Round, now: datetime) -> None:
    """It ends, in silence, when somebody has left the pair, and where it was not answered."""
    unanswered = round_.step == ASKED and round_.ends_at and now >= round_.ends_at
    if round_.status == Status.RUNNING and (gone(round_) or unanswered):
        _end(round_, now)


def settle(round_: Round, now: datetime) -> None:
    """When time looks again."""
    waits = round_.of_kind(WAITING) and now + LOOKS_AGAIN
    round_.wakes_at = round_.ends_at or waits or None


def is_free(steps: Sequence[str]) -> bool:
    """Whether a pair whose reflections stand there has none open."""
    return all(step in OVER for step in steps)


def _end(round_: Round, now: datetime) -> None:
    round_.step, round_.status, round_.replies = ENDED, Status.CLOSED, []
    round_.since, round_.ends_at, round_.wakes_at = now, None, None
