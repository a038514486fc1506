"""What stands in Slack for somebody who was forgotten, until it is deleted there; nothing says whose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.installed.tables import at_rest
from bot.rounds.keeping.tables import left_in_slack
from bot.store import Db

TRIES = 12  # for about a week: each time it waits twice as long, then it is out of reach
_FIRST_WAIT = timedelta(minutes=5)
_AT_ONCE = 20  # messages, at most

_KEEP = insert(left_in_slack).on_conflict_do_nothing()
_DUE = (
    select(left_in_slack)
    .where(left_in_slack.c.not_before <= bindparam("now"), ~at_rest(left_in_slack))
    .order_by(left_in_slack.c.not_before, left_in_slack.c.ts)
    .limit(_AT_ONCE)
)
_THIS = (
    left_in_slack.c.team == bindparam("of_team"),
    left_in_slack.c.channel == bindparam("of_channel"),
    left_in_slack.c.ts == bindparam("of_ts"),
)
_DROP = delete(left_in_slack).where(*_THIS)
_LATER = update(left_in_slack).where(*_THIS)
_LATER = _LATER.values(not_before=bindparam("again"), tries=bindparam("times"))


@dataclass(frozen=True)
class Left:
    """One message: where it stands, and how often Slack was asked to delete it."""

    team: str
    channel: str
    ts: str
    tries: int

    @property
    def which(self) -> dict[str, str]:
        return {"of_team": self.team, "of_channel": self.channel, "of_ts": self.ts}


def keep(db: Db, team: str, channel: str, ts: str) -> None:
    """That message is to be deleted in Slack."""
    row = {"team": team, "channel": channel, "ts": ts, "not_before": db.machine_now(), "tries": 0}
    db.execute(_KEEP, row)


def due(db: Db) -> Sequence[Left]:
    """Those that may be tried now, by the machine's time."""
    found = db.execute(_DUE, {"now": db.machine_now()})
    return [Left(row.team, row.channel, row.ts, row.tries) for row in found]


def gone(db: Db, left: Left) -> None:
    """It does not stand there any more, or is out of reach for good."""
    db.execute(_DROP, left.which)


def later(db: Db, left: Left, seconds: float = 0) -> None:
    """Slack did not delete it: once more after so many seconds, or twice as long as the last time.

    After the last time it is let go of.
    """
    if not seconds and left.tries + 1 >= TRIES:
        gone(db, left)
        return
    again: datetime = db.machine_now() + (
        timedelta(seconds=seconds) if seconds else _FIRST_WAIT * 2**left.tries
    )
    db.execute(_LATER, left.which | {"again": again, "times": left.tries + (not seconds)})
