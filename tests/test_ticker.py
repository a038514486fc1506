"""The ticker goes on ticking, wherever the machine's clock leaps to; it lists nothing that was missed."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from bot import tick

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
SOON = 10  # seconds, in which what ticks ten times a second has ticked long since


class Ticking:
    """A job, and who waits for it to be called."""

    def __init__(self) -> None:
        self.ticked = threading.Semaphore(0)
        self.scheduler: BackgroundScheduler = tick.start([(self.ticked.release, 0.1)])

    def ticks(self) -> bool:
        return self.ticked.acquire(timeout=SOON)


@pytest.fixture
def ticking() -> Iterator[Ticking]:
    made = Ticking()
    yield made
    made.scheduler.shutdown(wait=True)


@pytest.mark.parametrize("days", [0, 1, 60])
def test_after_a_machine_slept_for_weeks_one_run_is_due_and_not_each_that_was_missed(
    ticking: Ticking, days: int
) -> None:
    (job,) = ticking.scheduler.get_jobs()
    job.next_run_time = NOW - timedelta(days=days)

    missed = job._get_run_times(NOW)

    assert missed == [NOW - timedelta(days=days)]
    assert job.trigger.get_next_fire_time(missed[-1], NOW) == NOW + timedelta(seconds=0.1)


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=365)])
def test_after_the_clock_was_set_back_it_ticks_on(ticking: Ticking, ahead: timedelta) -> None:
    assert ticking.ticks()
    (job,) = ticking.scheduler.get_jobs()
    job.modify(next_run_time=job.next_run_time + ahead)  # as it stands once the clock was set back by that
    while ticking.ticked.acquire(blocking=False):
        pass

    assert ticking.ticks()
    assert ticking.ticks()
