"""The few recurring ticks: what is due, what show has still to tell, whom to ask Slack about.

APScheduler is only the ticker. It remembers nothing, so that losing it loses nothing.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.failpoints import failpoint
from bot.logs import failure
from bot.refusal import Refusal
from bot.rounds.feature import Feature, Kind, kinds_of
from bot.rounds.keeping import queries
from bot.rounds.time import notices
from bot.store import Store

log = logging.getLogger(__name__)

_LONGEST = 2.0  # seconds, until the ticker looks at the clock again


def pass_time(store: Store, features: Sequence[Feature], now: datetime) -> bool:
    """Every due round, each in a transaction of its own; True if there was one."""
    any_due = False
    kinds = kinds_of(features)
    with store.read() as db:
        names = queries.whose_due(db, [feature.name for feature in features], now)
    done: set[str] = set()
    while names and (passed := _one(store, kinds, names, now, done)) is not None:
        any_due |= passed
    return any_due


def say_all(store: Store, presses: notices.Presses, now: datetime) -> bool:
    """What time has to say to people now, each person in a transaction of its own; True if there was any.

    Where that fails it waits a while: it says little in the log, and holds up nobody else.
    """
    with store.read() as db:
        found = queries.to_tell(db, now)
    for team, person_id in found:
        try:
            with store.begin() as db:
                notices.say(db, team, person_id, now, presses)
                failpoint("tick.said")
        except Exception as error:  # noqa: BLE001 - one broken round must not silence the others
            log.error("what time has to say to somebody failed: %s", failure(error))
            with store.begin() as db:
                queries.rest_words(db, team, person_id, now)
    return bool(found)


def _one(
    store: Store, kinds: Mapping[tuple[str, str], Kind], names: set[str], now: datetime, done: set[str]
) -> bool | None:
    """Whether time passed for the next due round; None if there is none."""
    claimed: set[tuple[str, str]] = set()
    passed: bool | None = True
    name = "nobody's"
    try:
        with store.begin() as db:
            claimed = db.claimed
            round_ = queries.claim_due(db, names, now, done)
            if round_ is None:
                return None
            name = round_.feature
            kinds[name, round_.kind].tick(db, round_, now)
            failpoint("tick.claimed")
        failpoint("tick.kept")
    except Exception as error:  # noqa: BLE001 - one broken round must not hold up the others
        # A refusal says that somebody was quicker: it looks again a little later.
        level = logging.INFO if isinstance(error, Refusal) else logging.ERROR
        log.log(level, "a tick of %s failed: %s", name, failure(error))
        passed = _rest(store, claimed, now)
    done.update(round_id for _, round_id in claimed)  # a broken one too: it must not be taken again and again
    return passed


def _rest(store: Store, claimed: set[tuple[str, str]], now: datetime) -> bool | None:
    """Let them wait, longer each time; None if there were none, so that nothing is left to do."""
    for team, round_id in claimed:
        with store.begin() as db:
            queries.rest(db, team, round_id, now)
    return False if claimed else None


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
