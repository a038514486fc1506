"""Practice time goes with the machine's clock, and never backwards: whatever that is set to."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot.app import Alongside
from bot.clock import Clock
from bot.rounds.keeping import queries
from bot.settings import Settings

TEN = datetime(2026, 9, 15, 10, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Machine:
    """Its clock, which can be set, and the seconds since it began."""

    def __init__(self) -> None:
        self.shows, self.seconds = TEN, 0.0

    def passes(self, span: timedelta) -> None:
        self.shows += span
        self.seconds += span.total_seconds()

    def is_set(self, by: timedelta) -> None:
        self.shows += by

    def sleeps(self, span: timedelta) -> None:
        """What it is not awake for, nobody counts but the clock."""
        self.shows += span

    def clock(self, start: datetime | None = None) -> Clock:
        return Clock(start, lambda: self.shows, lambda: self.seconds)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_it_goes_with_the_machines_clock_and_is_where_that_is_after_a_sleep(machine: Machine) -> None:
    clock = machine.clock()

    machine.passes(MINUTE)
    after_a_minute = clock()
    machine.sleeps(30 * timedelta(days=1))

    assert after_a_minute == TEN + MINUTE
    assert clock() == machine.shows


def test_a_turn_of_two_minutes_takes_four_at_most_while_the_clock_is_set_back_an_hour(
    machine: Machine,
) -> None:
    clock = machine.clock()
    ends = clock() + 2 * MINUTE

    machine.is_set(-HOUR)
    taken = 0
    while clock() < ends:
        machine.passes(MINUTE)
        taken += 1

    assert taken == 4


def test_two_hours_after_the_clock_was_set_back_an_hour_both_are_the_same(machine: Machine) -> None:
    clock = machine.clock()

    machine.is_set(-HOUR)
    ahead = []
    for _ in range(125):
        machine.passes(MINUTE)
        ahead.append(clock() - machine.shows)

    assert ahead == sorted(ahead, reverse=True)
    assert ahead[118] > timedelta()
    assert ahead[119:] == [timedelta()] * 6


def test_a_clock_that_was_set_back_by_weeks_was_wrong_before(machine: Machine) -> None:
    clock = machine.clock()

    machine.is_set(-14 * timedelta(days=1))

    assert clock() == machine.shows + HOUR


def test_a_process_that_begins_after_the_clock_was_set_back_goes_on_where_another_was(
    machine: Machine,
) -> None:
    machine.is_set(-HOUR / 2)
    clock, later = machine.clock(), machine.clock()

    clock.was(TEN)
    later.was(TEN + 24 * HOUR)

    assert clock() == TEN
    assert later() == machine.shows + HOUR


def test_what_was_asked_last_says_how_late_it_was(machine: Machine, sqlite_url: str) -> None:
    key = Fernet.generate_key().decode()
    settings = Settings(slack_bot_token="xoxb-1", database_url=sqlite_url, encryption_keys=(key,))
    bot = Alongside(settings, machine.clock(), threads=False)
    with bot.store.begin() as db:
        queries.once(db, "T", "an hour and more ago", TEN)
        queries.once(db, "T", "before the clock was set back", TEN + HOUR / 2)
        queries.ever(db, "T", "for ever")

    bot.start()
    bot.stop()

    assert bot.clock() == TEN + HOUR / 2


def test_it_walks_on_and_runs_from_there_whatever_the_machine_shows(machine: Machine) -> None:
    clock = machine.clock(TEN + 24 * HOUR)
    clock.hold()
    clock.move_to(TEN + 48 * HOUR)
    machine.is_set(-HOUR)

    held = clock()
    clock.run()
    machine.passes(MINUTE)

    assert held == TEN + 48 * HOUR
    assert clock() == TEN + 48 * HOUR + MINUTE


_LEAP = st.integers(-7200, 7200).map(lambda seconds: timedelta(seconds=seconds))
_SPAN = st.integers(0, 7200).map(lambda seconds: timedelta(seconds=seconds))


@given(st.lists(st.tuples(_SPAN, _LEAP), max_size=20))
def test_it_never_runs_backwards_more_than_the_clock_was_set_and_is_never_behind_it(
    days: list[tuple[timedelta, timedelta]],
) -> None:
    machine = Machine()
    clock = machine.clock()

    for span, leap in days:
        machine.passes(span)
        before = clock()
        machine.is_set(leap)
        now = clock()

        assert machine.shows <= now <= machine.shows + max(HOUR, before - machine.shows)
        assert now >= before or now == machine.shows + HOUR
