"""A round of one person's own: nobody else is ever in it, and its id follows from theirs.

It lasts as long as they want it; once their account has ended it is emptied. In its facts stands `gone`:
since when that is (ISO 8601, UTC). `loading` has it from the database.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rounds.keeping.models import Reply, Round, Seat, Status, id_from

OPEN, OVER = "open", "over"  # where it stands: its person may write; its person is gone
GONE_FOR = timedelta(days=30)  # then what is kept of somebody whose account has ended is deleted


@dataclass(frozen=True)
class Own:
    """One of each person. `key` begins what its id is made of; whose it is ends it."""

    feature: str
    kind: str
    key: tuple[str, ...]

    def begin(self, team: str, round_id: str, seat: Seat, now: datetime) -> Round:
        round_ = Round(team, round_id, self.feature, self.kind, OPEN, seat.person_id, now, since=now)
        round_.seats = [seat]
        return round_

    def id_of(self, team: str, person_id: str) -> str:
        return id_from(team, *self.key, person_id)


def may_read(_: Round, reply: Reply, person_id: str) -> bool:
    """Whoever wrote it, and nobody else for ever."""
    return reply.author_id == person_id


def empty(round_: Round, person_id: str) -> None:
    """All of it goes at once."""
    round_.replies = [reply for reply in round_.replies if reply.author_id != person_id]


def is_left(round_: Round, now: datetime) -> bool:
    """Whether its person's account has ended: then it waits, and is emptied when that is long ago."""
    if not round_.seats[0].gone:
        round_.facts.pop("gone", None)
        return False
    over = datetime.fromisoformat(round_.facts.setdefault("gone", now.isoformat())) + GONE_FOR
    round_.wakes_at = over
    if now >= over:
        round_.replies, round_.step, round_.status = [], OVER, Status.CLOSED
        round_.since, round_.ends_at, round_.wakes_at = now, None, None
    return True
