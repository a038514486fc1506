"""From time: what happens to a round that is due, of each kind; what waits for somebody rings if it may."""

from datetime import datetime

from bot.features.checkin.box import flow as boxes
from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.meeting.flow import steps
from bot.features.checkin.models import USEFUL
from bot.features.checkin.queries import keep, under_way
from bot.features.checkin.rhythm import flow as rhythms
from bot.features.checkin.set import flow as sets
from bot.rounds.keeping import places, queries, tries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices, recurring
from bot.store import Db

meeting = notices.ticks(steps.time_passes, keep)
commitment = notices.ticks(commitments.time_passes)
box = notices.ticks(boxes.time_passes)


def set_(db: Db, round_: Round, now: datetime) -> None:
    sets.time_passes(round_, now)
    if sets.day_has_come(round_, now):
        if under_way(db, round_):
            sets.waits(round_, now)
        elif there := sets.begins(round_):
            seats = [queries.seat(db, round_.team, seat.person_id) for seat in there]
            queries.unseal(db, round_, lambda reply: reply.kind == "where")
            new = sets.next_one(round_, seats, now)
            tries.bring(db, new)
            queries.add(db, new)
    notices.wait(round_, now)
    queries.save(db, round_)


def rhythm(db: Db, round_: Round, now: datetime) -> None:
    due = recurring.time_passes(round_, now, USEFUL)
    if due:
        new = rhythms.next_one(round_, queries.seat(db, round_.team, round_.host_id), due, now)
        shut = places.shut(db, round_.team, round_.channel_id)
        if recurring.comes(
            round_, due, queries.last_of(db, round_), rhythms.answered, new.id, now, shut=shut
        ):
            queries.add(db, new)
    notices.wait(round_, now)
    queries.save(db, round_)
