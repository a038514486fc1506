"""Who looks for somebody at the same instant: nobody is found twice, and nobody waits for a day."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import tick
from bot.rounds.company.knowing import met
from bot.rounds.keeping import queries
from bot.rounds.keeping.tables import rounds, seats
from bot.rounds.practice import finding
from tests.world import TEAM, World

MANY = tick.MOST + 10  # more than one replica takes at once
REPLICAS, SOON = 3, 60  # seconds: far longer than it takes
_PLACES = (
    select(seats.c.person_id)
    .join(rounds, (rounds.c.team == seats.c.team) & (rounds.c.id == seats.c.round_id))
    .where(rounds.c.kind == "coaching")
)


@pytest.fixture
def world(postgres_url: str) -> Iterator[World]:
    made = World(postgres_url)
    yield made
    made.close()


def look(world: World, many: int) -> list[str]:
    """So many people look for somebody, and it is noon."""
    ids = [f"U1P{number:03}" for number in range(many)]
    with world.bot.store.begin() as db:
        for id_ in ids:
            seat = met(db, TEAM, id_, id_)
            search = finding.look("coaching", TEAM, f"s-{id_}", seat, "any", [], world.clock(), own=True)
            queries.add(db, search)
    wait(world, days=1)
    return ids


def wait(world: World, **delta: float) -> None:
    """It is so much later, and nothing has happened as yet."""
    world.clock.move_to(world.clock() + timedelta(**delta))


def passes(world: World) -> bool:
    return tick.pass_time(world.bot.store, world.features, world.clock())


def together(world: World) -> Counter[str]:
    """In how many coachings each is asked."""
    with world.bot.store.read() as db:
        return Counter(db.execute(_PLACES).scalars())


def test_replicas_at_the_same_noon_bring_each_together_once(world: World) -> None:
    ids = look(world, MANY)

    for _ in range(3):
        with ThreadPoolExecutor(REPLICAS) as pool:
            for done in [pool.submit(passes, world) for _ in range(REPLICAS)]:
                done.result(SOON)
        wait(world, minutes=6)

    assert together(world) == Counter(ids)


def test_while_somebody_changes_theirs_the_others_wait_for_minutes_and_not_for_a_day(world: World) -> None:
    ids = look(world, 4)

    with world.bot.store.begin() as db:
        changed = queries.lock(db, TEAM, f"s-{ids[-1]}")
        passes(world)
        assert together(world) == Counter()
        finding.over(changed, finding.STOPPED, world.clock())
        queries.save(db, changed)
    wait(world, minutes=6)
    passes(world)

    assert together(world) == Counter(ids[:-1])
