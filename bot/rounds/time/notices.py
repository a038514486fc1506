"""The one door for what time alone causes: working hours, the weekly budget, merging.

At most two a person a week across every practice (practice text, E-50); what has to wait is replaced by
what comes after it, and is dropped when its window is over. Answers to what people do never come here.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select

from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat, new_id
from bot.rounds.keeping.tables import notices
from bot.rounds.time.hours import next_working
from bot.store import Db

BUDGET, WEEK = 2, timedelta(days=7)
_KEPT = timedelta(days=30)

_RECENT = (
    select(notices.c.at)
    .where(notices.c.team == bindparam("team"), notices.c.person_id == bindparam("person"))
    .where(notices.c.at > bindparam("after"))
    .order_by(notices.c.at)
)
_ADD = insert(notices)
_OLD = delete(notices).where(
    notices.c.team == bindparam("team"),
    notices.c.person_id == bindparam("person"),
    notices.c.at <= bindparam("before"),
)


def deliver(db: Db, round_: Round, now: datetime) -> None:
    """Let what waits for somebody ring if it may; else make the round due again when it may."""
    for seat in round_.present:
        if not seat.notice:
            continue
        at = free_at(db, round_.team, seat, now)
        if at is None:
            seat.notice = ""  # they asked for fewer of these: the card says it, and does not ring
        elif at <= now:
            seat.rang, seat.notice = seat.notice, ""
            _count(db, round_.team, seat, now)
        else:
            round_.wakes_at = min(at, round_.wakes_at or at)


def ticks(
    rule: Callable[[Round, datetime], object], save: Callable[[Db, Round], object] = queries.save
) -> Callable[[Db, Round, datetime], None]:
    """What time does to a kind of round: this rule, then what waits is said if it may; and it is kept."""

    def tick(db: Db, round_: Round, now: datetime) -> None:
        rule(round_, now)
        deliver(db, round_, now)
        save(db, round_)

    return tick


def free_at(db: Db, team: str, seat: Seat, now: datetime) -> datetime | None:
    """The first moment from now on when a notice may go to this person; None for never."""
    if seat.fewer:
        return None
    wanted = {"team": team, "person": seat.person_id, "after": now - WEEK}
    recent = list(db.execute(_RECENT, wanted).scalars())
    free = now if len(recent) < BUDGET else recent[-BUDGET] + WEEK
    return next_working(max(now, free), seat.zone)


def _count(db: Db, team: str, seat: Seat, now: datetime) -> None:
    db.execute(_OLD, {"team": team, "person": seat.person_id, "before": now - _KEPT})
    row = {"team": team, "id": new_id(), "person_id": seat.person_id, "at": now, "moment": seat.rang}
    db.execute(_ADD, row)
