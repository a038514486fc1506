"""Nobody waits in a ring: rows are locked in one order; whoever lost in one all the same does it again."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.features.me import listeners as me
from bot.people import queries as people
from bot.people.refresh import keep
from bot.rounds.keeping import queries
from bot.slack.asked import Who
from bot.store import Db, Store, again, passing
from tests.locks import recorded
from tests.world import TEAM, World, paired

SOON = 20  # seconds: far longer than it takes


@pytest.fixture
def world(postgres_url: str) -> Iterator[World]:
    yield from paired(World(postgres_url))


def lock(store: Store, first: str, then: str, both: threading.Barrier) -> Callable[[], None]:
    """One of these people after the other, as soon as somebody else has one too; the first time alone."""
    times = list[int]()

    def work() -> None:
        times.append(1)
        with store.begin() as db:
            people.lock(db, TEAM, first)
            if len(times) == 1:
                both.wait(SOON)
            people.lock(db, TEAM, then)

    return work


def _wake(now: datetime, db: Db, team: str, person_id: str) -> None:
    queries.wake_person(db, team, person_id, now)


def test_whoever_loses_in_a_ring_does_it_again(world: World) -> None:
    ana, ben, both = world["Ana"].id, world["Ben"].id, threading.Barrier(2)
    works = [lock(world.bot.store, *pair, both) for pair in ((ana, ben), (ben, ana))]

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(again, work) for work in works]:
            done.result(SOON)


def test_what_somebody_holds_is_not_waited_for_where_its_turn_is_over(world: World) -> None:
    world["Ana"].types("/reflect What did we avoid today?")
    with world.bot.store.read() as db:
        [round_] = queries.of_person(db, TEAM, world["Ana"].id, "reflection")
    which = (TEAM, round_.id, "reflection", "reflection")

    with world.bot.store.begin() as db, world.bot.store.begin() as other:
        queries.lock_at_once(db, *which)
        with pytest.raises(OperationalError) as gave_up:
            queries.lock_at_once(other, *which)

    assert passing(gave_up.value)


def test_first_contact_locks_people_before_rounds(world: World) -> None:
    with recorded() as locks:
        world["Ana"].types("/reflect What did we avoid today?")
        with world.bot.store.begin() as db:
            user = {"id": world["Ben"].id, "profile": {"display_name": "Benjamin"}, "tz": "Europe/Oslo"}
            keep(db, TEAM, user, partial(_wake, world.clock()), world.clock())

    assert locks.against == set()
    assert locks.taken > 5


def test_the_wrong_order_is_seen(world: World) -> None:
    world["Ana"].types("/reflect What did we avoid today?")
    with world.bot.store.read() as db:
        [round_] = queries.of_person(db, TEAM, world["Ana"].id, "reflection")

    with recorded() as locks, world.bot.store.begin() as db:
        queries.lock(db, TEAM, round_.id)
        people.lock(db, TEAM, world["Ana"].id)

    assert locks.against == {"people after rounds reflection"}


def test_whoever_is_away_again_and_again_while_cards_are_told_hears_no_trouble(world: World) -> None:
    """What told people (rounds) and what was said of people (people, then rounds) at the same instant."""
    world["Ana"].types("/reflect What did we avoid today?")
    store, ana, changed = world.bot.store, world["Ana"].id, partial(_wake, world.clock())

    def said(name: str) -> None:
        with store.begin() as db:
            user = {"id": ana, "profile": {"display_name": name}, "tz": "Europe/Oslo"}
            keep(db, TEAM, user, changed, world.clock())

    def told(_: str) -> None:
        with store.begin() as db:
            db.execute(text("UPDATE rounds SET unshown = true WHERE feature = 'reflection'"))
        world.bot.show.settle()

    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(work, f"Ana {n}") for n in range(20) for work in (said, told)]
        for one in found:
            one.result(SOON)


def waits_or_is_done(db: Db, work: "Future[None]") -> bool:
    return work.done() or bool(db.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted")).first())


def test_of_two_things_said_of_oneself_at_once_neither_is_lost(world: World) -> None:
    store, ana = world.bot.store, Who(TEAM, world["Ana"].id, "Ana")

    with ThreadPoolExecutor(1) as pool:
        with store.begin() as db:
            mine = people.lock(db, TEAM, ana.id)
            other = pool.submit(me.fewer, lambda _: None, "me.fewer", ana, store)
            while not waits_or_is_done(db, other):
                pass
            people.save(db, replace(mine, hushed=True))
        other.result(SOON)

    with store.read() as db:
        found = people.find(db, TEAM, ana.id)
    assert (found.hushed, found.fewer) == (True, True)


@pytest.mark.parametrize("command", ["/reflect", "/listen", "/checkin", "/alongside stories"])
def test_several_questions_within_minutes_are_looked_through_without_a_lock(
    world: World, command: str
) -> None:
    with recorded() as locks:
        for number in range(4):
            world["Ana"].types(f"{command} What is question {number}?", "C0HOME")
            world.jump(minutes=1)

    assert locks.against == set()
    assert locks.taken > 1
