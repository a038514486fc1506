"""From time: which round of this practice is due, and what happens to it."""

from collections.abc import Iterable
from datetime import datetime

from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.meeting.flow import steps
from bot.features.checkin.models import NAME, Step, is_commitment
from bot.features.checkin.queries import save
from bot.features.checkin.rhythm import flow as rhythms
from bot.features.checkin.set import flow as sets
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Db


def tick(db: Db, now: datetime, skipped: Iterable[str]) -> Round | None:
    """One due round: time passes for it, and what waits for somebody rings if it may."""
    round_ = queries.claim_due(db, NAME, now, skipped)
    if round_ is None:
        return None
    if round_.step == Step.RHYTHM:
        due = rhythms.time_passes(round_, now)
        if due:
            host = queries.seat(db, round_.team, round_.host_id)
            queries.add(db, rhythms.next_one(round_, host, due, now))
        queries.save(db, round_)
        return round_
    if round_.step == Step.SET:
        sets.time_passes(round_, now)
    elif is_commitment(round_):
        commitments.time_passes(round_, now)
    else:
        steps.time_passes(round_, now)
    waited = is_commitment(round_) and commitments.waits(round_)
    notices.deliver(db, round_, now)
    if waited and not commitments.waits(round_):
        commitments.was_asked(round_, now)
    save(db, round_)
    return round_
