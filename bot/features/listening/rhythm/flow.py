"""A question to listen to that is planned in a channel: it is put at its time, until somebody stops it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import owners
from bot.features.listening import flow
from bot.features.listening.models import NAME, RHYTHM, Plan, facts, kept, plan_of
from bot.rounds.keeping.models import Round, Seat, Status, id_from
from bot.rounds.keeping.replies import say, text_of
from bot.rounds.time import recurring
from bot.rounds.time.rhythm import Due, Rhythm

USEFUL = timedelta(days=1)  # one that comes later than that waits for the next time


def start(
    team: str,
    round_id: str,
    host: Seat,
    channel: str,
    plan: Plan,
    question: str,
    wanted: Rhythm,
    now: datetime,
) -> Round:
    """The question belongs to the channel; how it is put is what `plan` says, each time."""
    round_ = Round(team, round_id, NAME, RHYTHM, "runs", host.person_id, now, since=now)
    round_.channel_id, round_.seats, round_.facts = channel, [host], {"plan": kept(plan)}
    say(round_, host.person_id, "question", question, now, owner=owners.channel(team, channel))
    return recurring.start(round_, wanted, now)


def answered(talk: Round) -> bool:
    """Whether anybody answered that one: it was held to its end."""
    return talk.status == Status.CLOSED


def next_one(round_: Round, host: Seat, named: Sequence[Seat], ear: str, due: Due, now: datetime) -> Round:
    """The listening of this time, for those who are `named` and still here; time alone asks."""
    plan = replace(plan_of(round_), people=tuple(seat.person_id for seat in named))
    new = flow.ask(
        round_.team,
        id_from(round_.team, NAME, round_.id, due.day.isoformat()),
        host,
        [seat for seat in named if seat.person_id != host.person_id],
        round_.channel_id or "",
        plan,
        text_of(round_, "question"),
        ear,
        now,
        planned=due.planned,
    )
    flow.stand(new)
    facts(new)["rhythm"] = round_.id
    return new
