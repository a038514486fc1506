"""Whoever loses in a ring of locks does it again at once: nothing waits for it, and nothing is done twice."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from bot.rounds.keeping import places
from bot.slack.errors import APOLOGY
from bot.words import phrase
from tests.faults.harness import Crash, Fragile, hooked
from tests.faults.test_gathered import ANA, ANAS, POST, ask, gathered, in_pairs, told
from tests.world import TEAM, Somebody, World

HERE = "C0HOME"


class Deadlock(Exception):
    sqlstate = "40P01"


@contextmanager
def each_loses_once() -> Iterator[list[int]]:
    """Every transaction is undone where it would be kept, the first time; how often that was."""
    tries = [0]

    def passing(name: str) -> None:
        if name == "store.before_commit":
            tries[0] += 1
            if tries[0] % 2:
                raise OperationalError("", {}, Deadlock())

    with hooked(passing):
        yield tries


@pytest.fixture
def fragile(sqlite_url: str) -> Iterator[Fragile]:
    world = Fragile(sqlite_url)
    in_pairs(world)
    yield world
    world.close()


def test_what_time_says_is_said_and_what_is_told_is_kept(
    fragile: Fragile, caplog: pytest.LogCaptureFixture
) -> None:
    ask(fragile, "due", fragile.clock(), ANAS)

    with each_loses_once() as tries:
        fragile.settle()

    assert tries[0] >= 10
    assert told(fragile, ANA) == {"asked"}
    assert gathered(fragile) == ["Three things wait for you"]
    posts = [call.args["metadata"] for call in fragile.slack.calls if call.method == POST]
    assert len(posts) == len(set(posts))
    assert [record.getMessage() for record in caplog.records if "failed" in record.getMessage()] == []
    assert fragile.dead_lines() == []


def in_a_message(fragile: Fragile) -> Somebody:
    """Three things wait for Ana, in one message."""
    ask(fragile, "due", fragile.clock(), ANAS)
    fragile.settle()
    fragile.later(seconds=5)
    return fragile["Ana"]


def test_what_was_pressed_in_ones_own_message_comes(fragile: Fragile) -> None:
    ana = in_a_message(fragile)
    before = len(ana.rang_at())

    with each_loses_once():
        ana.presses("Open")

    assert len(ana.rang_at()) == before + 1


def test_what_slack_says_of_a_channel_is_heard(world: World) -> None:
    with world.slack.workspace.changing():
        world.slack.conversations[HERE].kind = "private"
    world.may("channels:history") if isinstance(world, Fragile) else None
    with each_loses_once():
        world.slack.archive(HERE)
        with world.bot.store.read() as db:
            assert places.shut(db, TEAM, HERE) == "archived"
        world.slack.unarchive(HERE)

    with world.bot.store.read() as db:
        assert places.shut(db, TEAM, HERE) == ""


def test_what_was_pressed_in_ones_own_message_comes_where_the_process_dies_as_soon_as_it_has_answered(
    fragile: Fragile,
) -> None:
    ana = in_a_message(fragile)
    before = len(ana.rang_at())

    def dies(name: str) -> None:
        if name == "surface.after_ack":
            raise Crash

    with hooked(dies):
        ana.presses("Open")
    fragile.recover()

    assert len(ana.rang_at()) == before + 1
    assert gathered(fragile) == ["Two things wait for you"]


def test_where_nothing_can_be_kept_whoever_presses_in_their_own_message_is_told_and_presses_again(
    fragile: Fragile,
) -> None:
    ana = in_a_message(fragile)

    def cannot(name: str) -> None:
        if name == "store.before_commit":
            raise OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))

    with hooked(cannot):
        ana.press_only("Open")
    assert ana.form is None
    assert str(phrase(APOLOGY)) in ana.whispered.words
    fragile.recover()
    ana.presses("Open")
    fragile.recover()

    assert ana.form
    assert gathered(fragile) == ["Two things wait for you"]
