"""What Slack takes no more of for a while: kept in the database, so that all rounds and replicas obey it.

A message a second in each place, so many a minute in a workspace, and whatever Slack itself asked for.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.rounds.keeping.models import Turn
from bot.rounds.keeping.tables import POST, paces
from bot.store import Db

PACE = timedelta(seconds=1)  # Slack takes about one message a second per channel (docs: rate-limits)
# From the claim to the call, at most: whoever is held up longer may meet a second shower, and stays silent.
PROMPTLY = timedelta(seconds=5)
# After this a request can no longer land (`slack.calls.SETTLED`), if it left promptly.
LEASE = timedelta(seconds=70) + PROMPTLY

CHANGE = "change"  # the pace of everything but messages, in a workspace

_WHATS: BindParameter[list[str]] = bindparam("whats", expanding=True)
_OF = (
    select(paces)
    .where(paces.c.team == bindparam("team"), paces.c.what.in_(_WHATS))
    .order_by(paces.c.what)
    .with_for_update()
)
_ADD = insert(paces)
_NEW = _ADD.on_conflict_do_nothing()
_KEEP = _ADD.on_conflict_do_update(
    index_elements=["team", "what"], set_={"since": _ADD.excluded.since, "until": _ADD.excluded.until}
)
_ELSEWHERE = (
    select(paces.c.what)
    .where(paces.c.team == bindparam("team"), paces.c.what.startswith("429 "))
    .where(paces.c.what != bindparam("here"), paces.c.until > bindparam("now"))
    .limit(1)
)
_NO_TIME = timedelta()
_MEMORY = timedelta(seconds=10)


@dataclass(frozen=True, order=True)
class Wait:
    """Until when something waits, by the machine's time; `what`: for the pace of that name."""

    until: datetime
    what: str = ""


@dataclass(frozen=True)
class Bucket:
    """So many messages a minute for a workspace, whichever minute it is; 0 for as many as one likes.

    It is full after a rest, and then runs out faster than it fills. What is left for whoever waits since then
    is less than what it says: a message may leave some seconds (eight, on a machine that stalls) after it
    was counted. Half of what is in it is for what people cause.
    """

    a_minute: int

    @property
    def holds(self) -> int:
        return max(1, self.a_minute * 6 // 100)

    @property
    def step(self) -> timedelta:
        """After how long there is another."""
        return timedelta(minutes=1) / (self.a_minute * 0.82) if self.a_minute else _NO_TIME

    def ahead(self, turn: Turn) -> timedelta:
        """How far the moment at which it is full again may lie ahead, so that one more may go."""
        left = self.holds // 2 if turn.by_time else 0
        return self.step * max(0, self.holds - 1 - left)

    def room(self, full: datetime | None, now: datetime, turn: Turn) -> int:
        """How many may go now; `full`: when it is full again, None for full."""
        if not self.a_minute:
            return 0 if full and full > now else _AS_MANY
        spare = now + self.ahead(turn) - max(full or now, now)
        return max(0, spare // self.step + 1)

    def after(self, full: datetime | None, now: datetime, count: int) -> datetime:
        """When it is full again, once so many have gone."""
        return max(full or now, now) + self.step * count

    def next(self, full: datetime, turn: Turn) -> datetime:
        """From when on one more may go."""
        return full - self.ahead(turn)

    def held(self, until: datetime) -> datetime:
        """What stands for it where nothing may go before then, whoever's turn it is."""
        return until + self.step * self.holds


_AS_MANY = 1_000_000
DEFAULT = Bucket(500)  # what others hold themselves to: several hundred a minute (docs: rate-limits)


def in_place(place: str) -> str:
    """The name of the pace of messages in that place."""
    return f"{POST} {place}"


def known(db: Db, team: str, places: Collection[str], now: datetime) -> dict[str, datetime]:
    """Until when each is taken, of those that are; locked. What begins later was before the clock was set.

    `places` that nobody has ever asked for are kept first: whoever else asks just now has to wait.
    """
    asked = {"team": team, "whats": [POST, *places]}
    rows = db.execute(_OF, asked).all()
    if new := set(places) - {row.what for row in rows}:
        db.execute(_NEW, [{"team": team, "what": what, "since": now, "until": now} for what in sorted(new)])
        rows = db.execute(_OF, asked).all()
    return {row.what: row.until for row in rows if row.since <= now + LEASE and now < row.until}


def keep(db: Db, team: str, until: dict[str, datetime], now: datetime) -> None:
    """Taken until then, each."""
    if until:
        rows = [{"team": team, "what": what, "since": now, "until": until[what]} for what in sorted(until)]
        db.execute(_KEEP, rows)


def refused(db: Db, team: str, place: str, until: datetime, now: datetime) -> bool:
    """Slack took no message there; True where it took none elsewhere either: it means the whole workspace."""
    here = f"429 {place}"
    keep(db, team, {here: max(until, now + _MEMORY)}, now)
    return db.execute(_ELSEWHERE, {"team": team, "here": here, "now": now}).first() is not None
