"""Many rounds that are due at one instant: all are taken soon; neither people nor other practices wait."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError

from bot import tick
from bot.features import FEATURES
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.store import Db
from bot.turns import Turns
from tests.statements import statements
from tests.world import TEAM, TUESDAY_TEN, World

MANY = 3 * tick.MOST + 7
SOON = 20  # seconds: far longer than it takes


class Ticks:
    """What time did, in its order: the ids of rounds. Some of them break."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.breaks: dict[str, Callable[[], Exception]] = {}

    def features(self) -> tuple[Feature, ...]:
        return tuple(
            replace(f, kinds=tuple(replace(kind, tick=self._tick) for kind in f.kinds)) for f in FEATURES
        )

    def _tick(self, db: Db, round_: Round, _: Any) -> None:
        self.done.append(round_.id)
        if round_.id in self.breaks:
            raise self.breaks[round_.id]()
        round_.wakes_at = None
        queries.save(db, round_)


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def world(database_url: str, ticks: Ticks) -> Iterator[World]:
    made = World(database_url, features=ticks.features())
    yield made
    made.close()


def due(world: World, practice: str, count: int) -> list[str]:
    """So many rounds of that practice, which all have been due for a minute."""
    ids = [f"{practice}-{n:04}" for n in range(count)]
    with world.bot.store.begin() as db:
        for id_ in ids:
            made = Round(TEAM, id_, practice, practice, "asked", "U0ANA", TUESDAY_TEN)
            made.wakes_at = TUESDAY_TEN - timedelta(minutes=1)
            queries.add(db, made)
    return ids


def passes(world: World) -> bool:
    return tick.pass_time(world.bot.store, world.features, world.clock())


def test_all_are_taken_once_and_then_none_is_left(world: World, ticks: Ticks) -> None:
    ids = due(world, "reflection", MANY)

    assert passes(world)
    assert ticks.done == ids
    assert not passes(world)
    assert ticks.done == ids


def test_what_it_costs_to_take_one_does_not_grow_with_how_many_were_taken(world: World) -> None:
    due(world, "reflection", MANY)

    with statements(world.bot.store.engine) as said:
        passes(world)

    claims = [one.values for one in said if "SKIP LOCKED" in one.text or "LIMIT" in one.text]
    assert len(claims) == len(range(0, MANY, tick.MOST))
    assert len({len(values) for values in claims}) == 1
    assert len(said) < 8 * len(claims)


def test_a_practice_with_many_holds_up_no_other(world: World, ticks: Ticks) -> None:
    due(world, "review", 3)
    due(world, "listening", MANY)
    due(world, "reflection", 3)

    passes(world)

    last = max(ticks.done.index(id_) for id_ in ticks.done if not id_.startswith("listening"))
    assert last < tick.MOST + 6
    assert len(ticks.done) == MANY + 6


@pytest.mark.parametrize(
    "error", [ValueError, lambda: DataError("", None, ValueError())], ids=["in its tick", "in the database"]
)
def test_those_that_break_rest_and_hold_up_no_other(
    world: World, ticks: Ticks, error: Callable[[], Exception]
) -> None:
    ids = due(world, "reflection", MANY)
    ticks.breaks = dict.fromkeys(ids[10:100:30], error)

    assert passes(world)

    with world.bot.store.read() as db:
        left = {row.id: row for row in db.execute(text("SELECT * FROM rounds WHERE wakes_at IS NOT NULL"))}
    assert left.keys() == ticks.breaks.keys()
    assert {row.failures for row in left.values()} == {1}
    ticks.done.clear()
    assert not passes(world)
    assert ticks.done == []


def test_one_that_stays_due_is_taken_once_each_time(world: World, ticks: Ticks) -> None:
    def stays(db: Db, round_: Round, _: Any) -> None:
        ticks.done.append(round_.id)
        round_.wakes_at = world.clock()
        queries.save(db, round_)

    kinds = [(f, tuple(replace(kind, tick=stays) for kind in f.kinds)) for f in world.features]
    world.features = tuple(replace(f, kinds=made) for f, made in kinds)
    ids = due(world, "reflection", 3)

    passes(world)

    assert ticks.done == ids


def test_replicas_share_what_is_due(postgres_url: str, ticks: Ticks) -> None:
    world = World(postgres_url, features=ticks.features())
    ids = due(world, "reflection", MANY)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(passes, world) for _ in range(2)]:
            done.result(SOON)

    assert sorted(ticks.done) == ids
    world.close()


def test_many_at_once_wait_for_nobody_who_holds_one_of_them(postgres_url: str, ticks: Ticks) -> None:
    world = World(postgres_url, features=ticks.features())
    ids = due(world, "reflection", 5)

    with world.bot.store.begin() as db:
        queries.lock(db, TEAM, ids[2])
        passes(world)
        assert ticks.done == [*ids[:2], *ids[3:]]

    passes(world)
    assert ticks.done[-1] == ids[2]
    world.close()


def test_whoever_asks_on_and_on_lets_others_have_their_turn() -> None:
    turns, asked, had, took = Turns(), Event(), Event(), list[int]()

    def on_and_on() -> None:
        while not had.is_set():
            with turns:
                took.append(1)
                if asked.wait(0.001) and had.is_set():
                    return

    def once() -> int:
        before = len(took)
        asked.set()
        with turns:
            had.set()
            return len(took) - before

    with ThreadPoolExecutor(2) as pool:
        busy = pool.submit(on_and_on)
        waited = pool.submit(once).result(SOON)
        busy.result(SOON)

    assert waited <= 2


PLANS: dict[str, tuple[Any, dict[str, Any], str]] = {
    "a claim": (
        queries._DUE,
        {"feature": "reflection", "now": TUESDAY_TEN, "after": TUESDAY_TEN, "id": "x", "most": 5},
        "rounds_wakes",
    ),
    "whose": (queries._WHOSE_DUE, {"features": ["reflection", "pairs"], "now": TUESDAY_TEN}, "rounds_wakes"),
    "what to say": (queries._TO_TELL, {"now": TUESDAY_TEN}, "seats_tell"),
    "who is back": (queries._TO_TELL, {"now": TUESDAY_TEN}, "people_back"),
}


@pytest.mark.parametrize("asked", PLANS)
def test_what_is_due_is_found_by_an_index(world: World, asked: str) -> None:
    statement, parameters, index = PLANS[asked]
    said = plan(world, statement, parameters)

    assert index in said
    assert asked != "a claim" or not ("Sort" in said or "B-TREE" in said)  # it comes in its order


def plan(world: World, statement: Any, parameters: dict[str, Any]) -> str:
    """How the database would find that among many."""
    sqlite = world.bot.store.engine.dialect.name == "sqlite"
    with statements(world.bot.store.engine) as said, world.bot.store.read() as db:
        db.execute(statement, parameters)
    sent, values, _ = next(one for one in said if one.text.startswith("SELECT"))
    with world.bot.store.read() as db:
        if not sqlite:
            db.execute(text("SET LOCAL enable_seqscan = off"))  # of an empty table it would be quicker
            db.execute(text("SET LOCAL enable_bitmapscan = off"))
        rows = db.connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{sent}", values).all()
    return "\n".join(str(row[-1]) for row in rows)
