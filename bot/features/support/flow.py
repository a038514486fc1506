"""The rules of a call: it goes to one person at once, its sender hears whether it arrived."""

from datetime import datetime

from bot.features.support.models import CALL, KEPT, MOST, NAME, SOON, Step
from bot.refusal import Refusal
from bot.rounds.company.standing import refused, short_enough
from bot.rounds.keeping.models import REACHES, Reply, Round, Seat, Status
from bot.rounds.keeping.replies import say


def write_to(team: str, round_id: str, sender: Seat, to: Seat, text: str, now: datetime) -> Round:
    """It rings at once, whatever the hour, and whether they are away or not: somebody asks for help."""
    if sender.person_id == to.person_id:
        raise Refusal("support.refused.nobody", field="who")
    short_enough(NAME, text, MOST, field="words")
    round_ = Round(team, round_id, NAME, CALL, Step.GOING, sender.person_id, now, since=now)
    round_.seats, to.rang, sender.rang = [sender, to], "asked", Step.GOING
    round_.facts[REACHES] = True
    say(round_, sender.person_id, "question", text, now)
    round_.wakes_at, round_.ends_at = now, now + KEPT
    return round_


def sender_of(round_: Round) -> Seat:
    return round_.seats[0]


def receiver_of(round_: Round) -> Seat:
    return round_.seats[1]


def may_read(round_: Round, _: Reply, person_id: str) -> bool:
    """The two of them."""
    return person_id in [seat.person_id for seat in round_.present]


def take_back(round_: Round, person_id: str, now: datetime) -> None:
    """The words go, from the message too. Refuses everybody but whoever wrote them."""
    if person_id != round_.host_id or round_.step not in (Step.GOING, Step.ARRIVED):
        raise refused(round_, "moved_on")
    _ends(round_, Step.TAKEN_BACK, now)
    _forget(round_)


def time_passes(round_: Round, now: datetime) -> None:
    """Looks whether it has arrived, ever less often; forgets what was written on its day."""
    to = receiver_of(round_)
    if round_.ends_at and now >= round_.ends_at:
        _ends(round_, Step.FORGOTTEN, now)
        _forget(round_)
    elif round_.step == Step.GOING and (to.told or to.unreached):
        _ends(round_, Step.ARRIVED if to.told else Step.LOST, now)
        round_.ends_at = round_.wakes_at = now + KEPT
    elif round_.step == Step.GOING:
        round_.wakes_at = now + max(SOON, now - round_.created_at)
    else:
        round_.wakes_at = round_.ends_at


def _ends(round_: Round, step: Step, now: datetime) -> None:
    """It is over, as far as the app goes: its sender reads how; whom Slack does not reach rings anyway."""
    round_.step, round_.status, round_.since = step, Status.CLOSED, now


def _forget(round_: Round) -> None:
    round_.replies, round_.ends_at, round_.wakes_at = [], None, None
