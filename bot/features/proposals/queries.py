"""What people of a workspace proposed, and can be asked."""

from sqlalchemy import bindparam, select

from bot.features.proposals.flow import open_to_all
from bot.features.proposals.models import NAME, PROMPT, Step
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from bot.rounds.keeping.tables import rounds
from bot.store import Db

_MOST = 100
_USABLE = (
    select(rounds.c.id)
    .where(rounds.c.team == bindparam("team"), rounds.c.feature == NAME, rounds.c.kind == PROMPT)
    .where(rounds.c.step == Step.USABLE.value, rounds.c.status == Status.RUNNING.value)
    .order_by(rounds.c.since.desc(), rounds.c.id)
    .limit(_MOST)
)


def usable(db: Db, team: str) -> list[Round]:
    """The newest of them first, as everybody there may read them."""
    found = queries.these(db, team, db.execute(_USABLE, {"team": team}).scalars().all())
    queries.unseal_all(db, found, open_to_all)
    return found
