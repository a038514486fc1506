"""The few recurring ticks: what is due, what show has still to tell, whom to ask Slack about.

APScheduler is only the ticker. It remembers nothing, so that losing it loses nothing.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from sqlalchemy.exc import SQLAlchemyError

from bot.failpoints import failpoint
from bot.logs import failure
from bot.refusal import Refusal
from bot.rounds.feature import Feature, Kind, kinds_of
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.time import notices
from bot.store import Outdated, Store, again, passing

log = logging.getLogger(__name__)

_LONGEST = 2.0  # seconds, until the ticker looks at the clock again
MOST = 50  # rounds in one transaction
_SECONDS = 0.1  # after which it ends all the same: whoever presses a button waits for it


@dataclass
class _Turn:
    """How far a practice is, and how many of its rounds are taken next.

    `done`: each is taken once, whatever comes of it.
    """

    name: str
    most: int = MOST
    after: tuple[datetime, str] = queries.FIRST
    over: bool = False
    done: set[tuple[str, str]] = field(default_factory=set)


def pass_time(store: Store, features: Sequence[Feature], now: datetime) -> bool:
    """Every due round, a few in a transaction, the practices in turn; True if time passed for any."""
    kinds = kinds_of(features)
    with store.read() as db:
        names = queries.whose_due(db, [feature.name for feature in features], now)
    turns, any_passed = deque(_Turn(name) for name in sorted(names)), False
    while turns:
        turn = turns.popleft()
        any_passed |= _take(store, kinds, turn, now)
        if not turn.over:
            turns.append(turn)
    return any_passed


def say_all(store: Store, presses: notices.Presses, now: datetime) -> bool:
    """What time has to say to people now, each person in a transaction of its own; True if there was any.

    Where that fails it waits a while: it says little in the log, and holds up nobody else.
    """
    with store.read() as db:
        found = queries.to_tell(db, now)

    def say(team: str, person_id: str) -> None:
        with store.begin() as db:
            db.by_time = True
            notices.say(db, team, person_id, now, presses)
            failpoint("tick.said")

    for team, person_id in found:
        try:
            again(partial(say, team, person_id))
        except Exception as error:  # noqa: BLE001 - one broken round must not silence the others
            log.error("what time has to say to somebody failed: %s", failure(error))
            with store.begin() as db:
                queries.rest_words(db, team, person_id, now)
    return bool(found)


def _take(store: Store, kinds: Mapping[tuple[str, str], Kind], turn: _Turn, now: datetime) -> bool:
    """The next few of a practice, as long as that takes no time: all are kept, or none. True for any."""
    ticked: list[Round] = []
    after, left, slow, ends = turn.after, True, False, time.monotonic() + _SECONDS
    try:
        with store.begin(waits=turn.most == 1) as db:
            db.by_time = True
            found = queries.claim_due(db, turn.name, now, after, turn.most)
            left = len(found) == turn.most
            for round_ in found:
                after = (round_.wakes_at or now, round_.id)
                if (round_.team, round_.id) not in turn.done:
                    ticked.append(round_)
                    kinds[round_.feature, round_.kind].tick(db, round_, now)
                if time.monotonic() > ends:
                    left = slow = True
                    break
            failpoint("tick.claimed")
        failpoint("tick.kept")
    except Exception as error:  # noqa: BLE001 - one broken round must not hold up the others
        _broke(store, turn, ticked, error, now)
        return False
    # What was loaded and there was no time for is loaded again: of a slow machine less is asked.
    taken = max(1, len(ticked)) if slow else turn.most
    turn.after, turn.over, turn.most = after, not left, min(2 * taken, MOST)
    turn.done.update((round_.team, round_.id) for round_ in ticked)
    return bool(ticked)


def _broke(store: Store, turn: _Turn, ticked: Sequence[Round], error: Exception, now: datetime) -> None:
    """The one that broke rests, and the others are taken again; where nobody knows which it was, fewer."""
    if len(ticked) > 1 and isinstance(error, SQLAlchemyError | Outdated):
        turn.most = len(ticked) // 2
        return
    # A refusal says that somebody was quicker: it looks again a little later.
    level = logging.INFO if isinstance(error, Refusal) or passing(error) else logging.ERROR
    log.log(level, "a tick of %s failed: %s", turn.name, failure(error))
    turn.over = not ticked  # they could not even be asked for
    for round_ in ticked[-1:]:
        turn.done.add((round_.team, round_.id))  # it must not be taken again and again
        if not passing(error):
            with store.begin() as db:
                queries.rest(db, round_.team, round_.id, now)


def start(jobs: Sequence[tuple[Callable[[], object], float]]) -> BackgroundScheduler:
    """Call each job every so many seconds, late rather than never, never two at once."""
    scheduler = _Ticker(timezone="UTC")
    for job, seconds in jobs:
        scheduler.add_job(job, Every(seconds), coalesce=True, misfire_grace_time=None, max_instances=1)
    scheduler.start()
    return scheduler


class Every(BaseTrigger):  # type: ignore[misc]
    """So many seconds from now: of what was missed while the machine slept for weeks nothing is listed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = timedelta(seconds=seconds)

    def get_next_fire_time(self, _: datetime | None, now: datetime) -> datetime:
        return now + self.seconds


class _Ticker(BackgroundScheduler):  # type: ignore[misc]
    """Where the clock was set back, what waits for a moment further off than it can be is due now."""

    def _process_jobs(self) -> float:
        now = datetime.now(UTC)
        for job in self.get_jobs():
            if job.next_run_time > now + job.trigger.seconds:
                job.modify(next_run_time=now)
        return min(super()._process_jobs() or _LONGEST, _LONGEST)
