"""A short check-in that comes again in a channel: it is posted at its time, until somebody stops it."""

from datetime import datetime

from bot.features.checkin.meeting import flow
from bot.features.checkin.models import NAME, RHYTHM, facts, joined
from bot.rounds.keeping.models import Round, Seat, id_from
from bot.rounds.time import recurring
from bot.rounds.time.rhythm import Due, Rhythm


def start(team: str, round_id: str, host: Seat, channel: str, wanted: Rhythm, now: datetime) -> Round:
    round_ = Round(team, round_id, NAME, RHYTHM, "runs", host.person_id, now, since=now)
    round_.channel_id, round_.seats = channel, [host]
    return recurring.start(round_, wanted, now)


def answered(meeting: Round) -> bool:
    """Whether anybody answered that check-in."""
    return bool(joined(meeting))


def next_one(round_: Round, host: Seat, due: Due, now: datetime) -> Round:
    """The check-in of this time. Without a question of its own: its title asks."""
    round_id = id_from(round_.team, NAME, round_.id, due.day.isoformat())
    plan = flow.Plan(short=True, channel=round_.channel_id or "")
    new = flow.start(round_.team, round_id, host, [], plan, "", now)
    facts(new)["rhythm"] = round_.id
    facts(new)["planned"] = due.planned.isoformat() if due.late else ""
    return new
