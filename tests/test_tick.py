"""Time passes for each round by itself: one that breaks rests, longer each time, and holds up no other."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import tick
from bot.features import FEATURES
from bot.refusal import Refusal
from bot.rounds.feature import Feature, Home, Kind
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.showing.drawing import Entry
from bot.store import Db
from tests.benchmarks.keeping import prompts
from tests.statements import statements
from tests.world import TEAM, World

MINUTE = timedelta(minutes=1)
BEAT = timedelta(seconds=2)


class Breaking:
    """Ticks that raise for some rounds, after they were claimed; `at` is when."""

    def __init__(self) -> None:
        self.which: set[str] = set()
        self.error: Exception = ValueError("secret words")
        self.at: list[datetime] = []
        self.homes = False  # what waits for somebody cannot be said, either

    def features(self) -> tuple[Feature, ...]:
        return tuple(
            replace(f, kinds=tuple(self._breaking(kind) for kind in f.kinds), home=self._home(f.home))
            for f in FEATURES
        )

    def _home(self, home: Home | None) -> Home | None:
        def lines(rounds: Sequence[Round], who: str, now: datetime) -> list[Entry]:
            if self.homes:
                raise self.error
            return home(rounds, who, now) if home else []

        return home and lines

    def _breaking(self, kind: Kind) -> Kind:
        def tick(db: Db, round_: Round, now: datetime) -> None:
            kind.tick(db, round_, now)
            if round_.id in self.which:
                self.at.append(now)
                raise self.error

        return replace(kind, tick=tick)


@pytest.fixture
def breaking() -> Breaking:
    return Breaking()


@pytest.fixture
def world(database_url: str, breaking: Breaking) -> Iterator[World]:
    made = World(database_url, features=breaking.features())
    made.pair("Ana", "Ben")
    yield made
    made.close()


def asked(world: World, question: str) -> Round:
    """Ana asks Ben something: the newest round."""
    world["Ana"].types(f"/reflect {question}")
    return newest(world)


def newest(world: World) -> Round:
    with world.bot.store.read() as db:
        return queries.of_person(db, TEAM, world["Ana"].id, "reflection")[0]


def is_over(world: World, round_: Round) -> None:
    """Practice time jumps to where time has something for it."""
    assert round_.wakes_at
    world.clock.move_to(round_.wakes_at)


def beats(world: World, span: timedelta) -> None:
    for _ in range(span // BEAT):
        world.clock.move_to(world.clock() + BEAT)
        world.bot.beat()


def said_by_ticks(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "bot.tick"]


def test_a_broken_round_says_little_in_an_hour_and_holds_up_no_other(
    world: World, breaking: Breaking, caplog: pytest.LogCaptureFixture
) -> None:
    breaking.which.add(asked(world, "First?").id)
    world.move(minutes=1)
    second = asked(world, "Second?")
    world["Ben"].news()

    is_over(world, second)
    beats(world, 60 * MINUTE)
    world.settle()

    assert ["Second?" in text for text in world["Ben"].news()] == [True]
    assert 1 <= len(said_by_ticks(caplog)) <= 12
    assert len(breaking.at) == len(said_by_ticks(caplog))
    assert "secret words" not in caplog.text


def test_a_broken_round_rests_twice_as_long_each_time_and_an_hour_at_most(
    world: World, breaking: Breaking
) -> None:
    first = asked(world, "First?")
    breaking.which.add(first.id)
    is_over(world, first)

    for _ in range(9):
        world.bot.beat()
        is_over(world, newest(world))

    rests = [(later - earlier) / MINUTE for earlier, later in zip(breaking.at, breaking.at[1:], strict=False)]
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60]
    assert newest(world).failures == 9
    assert newest(world).version == first.version


def test_a_round_that_broke_and_is_mended_goes_on_as_if_nothing_had_been(
    world: World, breaking: Breaking
) -> None:
    first = asked(world, "First?")
    breaking.which.add(first.id)
    is_over(world, first)
    world.settle()
    world["Ben"].news()
    assert newest(world).failures == 1

    breaking.which.clear()
    world.move(minutes=1)

    assert ["First?" in text for text in world["Ben"].news()] == [True]
    assert newest(world).failures == 0


def test_a_refusal_in_a_tick_is_no_error_and_the_round_looks_again_a_little_later(
    world: World, breaking: Breaking, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    first = asked(world, "First?")
    breaking.which.add(first.id)
    breaking.error = Refusal("common.not_here_any_more")
    is_over(world, first)

    beats(world, 2 * MINUTE)

    assert len(breaking.at) == 2
    assert [record.levelno for record in said_by_ticks(caplog)] == [logging.INFO] * 2


def test_what_somebody_does_meanwhile_is_kept_and_does_not_end_the_rest(
    world: World, breaking: Breaking
) -> None:
    first = asked(world, "First?")
    breaking.which.add(first.id)
    is_over(world, first)
    for _ in range(3):
        world.bot.beat()
        is_over(world, newest(world))

    world["Ana"].answers("The money.")

    kept = newest(world)
    assert kept.failures >= 3
    assert kept.one("answer", world["Ana"].id)


def test_what_cannot_be_said_to_somebody_waits_says_little_in_an_hour_and_is_said_once_it_is_mended(
    world: World, breaking: Breaking, caplog: pytest.LogCaptureFixture
) -> None:
    asked(world, "First?")
    second = asked(world, "Second?")
    world["Ben"].news()
    is_over(world, second)  # both run out for Ben at once: one message says it, and that cannot be drawn

    breaking.homes = True
    beats(world, 60 * MINUTE)

    assert world["Ben"].news() == []
    assert 1 <= len(said_by_ticks(caplog)) <= 12
    assert "secret words" not in caplog.text

    breaking.homes = False
    world.move(minutes=10)

    assert [text.startswith("Two things wait for you") for text in world["Ben"].news()] == [True]


def test_what_a_slow_machine_has_no_time_for_is_not_loaded_again_and_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time there is time for one of those that fall due at one instant."""
    store, many = world.bot.store, 40
    prompts(store, [f"r{n}" for n in range(many)], world.clock())
    with store.read() as db:
        due = queries.next_due(db)
    assert due
    world.clock.move_to(due)
    monkeypatch.setattr(tick, "_SECONDS", -1)

    with statements(store.engine) as said:
        tick.pass_time(store, world.bot.features, due)

    loaded = [one for one in said if one.text.startswith("SELECT replies")]
    assert many <= len(loaded) <= many + 2
    assert sum(len(one.values) - 1 for one in loaded) <= 3 * many  # the ids of rounds, beside the workspace
    with store.read() as db:
        assert queries.whose_due(db, ["reflection"], due) == set()
