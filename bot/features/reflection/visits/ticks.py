"""From time, and as soon as something waits: a question from a channel comes to the pair."""

from datetime import datetime

from bot.features.reflection.models import NAME, REFLECTION
from bot.features.reflection.visits import flow as visits
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Db


def tick(db: Db, round_: Round, now: datetime) -> None:
    """The next one is put, where the pair has none open and nobody of them is out of the channel."""
    visits.time_passes(round_, now)
    waiting = round_.of_kind(visits.WAITING)
    steps = queries.steps_about(db, round_.team, round_.subject_id or "", NAME, REFLECTION)
    if waiting and visits.is_free(steps) and not any(seat.outside for seat in round_.present):
        queries.unseal(db, round_, lambda reply: reply is waiting[0])
        seats = [queries.seat(db, round_.team, seat.person_id) for seat in round_.present]
        new = visits.put(round_, waiting[0], seats, now)
        notices.wait(new, now)
        queries.add(db, new)
    visits.settle(round_, now)
    notices.wait(round_, now)
    queries.save(db, round_)
