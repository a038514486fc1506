"""How things stand, in figures: what is due, late, parked, held up. Over everybody, and about nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, true

from bot.installed.tables import at_rest
from bot.rounds.keeping.tables import PARKED, cards, paces, rounds
from bot.store import Db, Moment

LATE = timedelta(minutes=1)  # ticks come every other second

_DUE = select(func.count().label("many"), func.min(rounds.c.wakes_at).label("oldest")).where(
    rounds.c.wakes_at <= bindparam("now", type_=Moment), ~at_rest(rounds)
)
_LATE = (
    select(func.count())
    .select_from(rounds)
    .where(rounds.c.wakes_at <= bindparam("late", type_=Moment), ~at_rest(rounds))
)
_UNSHOWN = select(func.count().label("many"), func.min(rounds.c.show_at).label("oldest")).where(
    rounds.c.unshown.is_(true()), ~at_rest(rounds)
)
_PARKED = select(func.count()).select_from(cards).where(PARKED)
_LIMITED = (
    select(func.count())
    .select_from(paces)
    .where(paces.c.what.startswith("429 "), paces.c.until > bindparam("machine", type_=Moment))
)


@dataclass(frozen=True)
class Figures:
    """`due`: rounds that time has something for; `late`: those of them that wait for more than `LATE`.
    `unshown`: rounds of which Slack is not in line yet. `parked`: cards that Slack refuses. `limited`:
    places in which it takes no more just now. The oldest due and unshown ones, in seconds. Of a workspace
    that the app was taken out of nothing is due, or to be shown."""

    due: int
    late: int
    unshown: int
    parked: int
    limited: int
    oldest_tick: float
    oldest_card: float


def figures(db: Db, now: datetime) -> Figures:
    """As of `now`, the practice's time (UTC), and of the database's own."""
    machine = db.machine_now()
    due = db.execute(_DUE, {"now": now}).one()
    unshown = db.execute(_UNSHOWN).one()
    return Figures(
        due=due.many,
        late=db.execute(_LATE, {"late": now - LATE}).scalar_one(),
        unshown=unshown.many,
        parked=db.execute(_PARKED).scalar_one(),
        limited=db.execute(_LIMITED, {"machine": machine}).scalar_one(),
        oldest_tick=_since(due.oldest, now),
        oldest_card=_since(unshown.oldest, machine),
    )


def _since(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
