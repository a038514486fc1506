"""Asking the same again: a request that Slack repeats, or a question typed once more, is one round.

Moments are in UTC.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.replies import text_of
from bot.slack.asked import Who
from bot.store import Db

AGAIN = timedelta(minutes=10)  # the same question in the same place within this is the same asking
_NEWEST = 5  # of their rounds, among which the same one is looked for


def asked_before(
    db: Db,
    who: Who,
    feature: str,
    kind: str,
    round_id: str,
    question: str,
    now: datetime,
    untouched: Callable[[Round], bool],
) -> Round | None:
    """The round of this very request, or of the same question a moment ago, locked alone; None for none.

    `untouched` says of an earlier one whether it is in the same place, and nobody has done anything there.
    """
    for old in queries.of_person(db, who.team, who.id, feature, _NEWEST, kind=kind):
        mine = old.host_id == who.id and now - old.created_at < AGAIN and untouched(old)
        if old.id != round_id and not mine:
            continue
        if old.id == round_id or text_of(_opened(db, old), "question") == question:
            return _opened(db, queries.lock(db, who.team, old.id, feature))
    return None


def _opened(db: Db, round_: Round) -> Round:
    """The same, its question readable."""
    return queries.unseal(db, round_, lambda reply: reply.kind == "question")
