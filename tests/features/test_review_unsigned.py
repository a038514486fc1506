"""Unsigned means unsigned in a look at how we talk: no row, no order, no time, no log says who wrote what."""

import json
import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import logs, owners
from bot.rounds.keeping import pool, queries
from bot.rounds.keeping.models import Round
from tests.features.test_options_unsigned import naming, shape
from tests.journeys.review_steps import (
    EVEN,
    HELPED,
    HINDERED,
    KEEP_THIS,
    NOTICED,
    TRY_THIS,
    asked,
    more,
    opens,
    reads,
    writes,
)
from tests.journeys.steps import put_away
from tests.world import TEAM, World, everything_outgoing

FOUR = ("Ana", "Ben", "Chloe", "Dev")
# As long as each other, and not each in the same boxes.
VIEWS = (
    {HELPED: "CANARY one of four"},
    {HINDERED: "CANARY two of four"},
    {HELPED: "CANARY six of four", EVEN: "3"},
    {HINDERED: "CANARY ten of four", EVEN: "9"},
)
NOTICES = (
    {NOTICED: "CANARY a is noticed"},
    {KEEP_THIS: "CANARY b is kept"},
    {TRY_THIS: "CANARY c is tried"},
    {NOTICED: "CANARY d is noticed"},
)


def written(url: str, order: tuple[int, ...]) -> Iterator[tuple[World, str]]:
    """Four write at the same moments, and again when it is open; `order` says who writes which."""
    world = World(url)
    asked(world, "Ben", "Chloe", "Dev")
    for step in (VIEWS, NOTICES):
        for name, number in zip(FOUR, order, strict=True):
            world.move(minutes=7)
            writes(world[name], step[number])
        yield world, found(world).step
    assert world.slack.problems == []
    world.close()


def found(world: World) -> Round:
    with world.bot.store.read() as db:
        round_id = str(db.execute(text("SELECT id FROM rounds WHERE feature = 'review'")).scalar())
        return queries.unseal(db, queries.find(db, TEAM, round_id), lambda _: True)


@pytest.mark.parametrize("opened", [False, True])
def test_no_row_ties_a_text_to_a_person(database_url: str, opened: bool) -> None:
    world = World(database_url)
    asked(world, "Ben", "Chloe", "Dev")
    for name, said in zip(FOUR[: 4 if opened else 3], VIEWS, strict=False):
        world.move(minutes=7)
        writes(world[name], said)

    round_ = found(world)
    with world.bot.store.read() as db:
        rows = [dict(row) for row in db.execute(text("SELECT * FROM replies")).mappings()]
        heard = [dict(row) for row in db.execute(text("SELECT * FROM heard")).mappings()]
        keys = [str(row.owner) for row in db.keys.execute(text("SELECT owner FROM keys"))]
    assert round_.step == ("notice" if opened else "view")
    assert naming([rows, heard, keys]) == set()
    assert {reply.author_id for reply in round_.replies} == {""}
    assert {reply.created_at for reply in round_.replies} == {round_.created_at}
    assert {reply.owner for reply in round_.replies} == {owners.round_(round_)}
    assert not [owner for owner in keys if owner.startswith("person:")]
    assert len(pool.texts(round_, "helped", "open" if opened else "")) == 2
    if opened:
        assert all(seat.facts == {"sent": False} for seat in round_.seats)
    world.close()


def test_before_it_opens_every_pool_is_there_with_the_first_so_that_no_order_tells(database_url: str) -> None:
    world = World(database_url)
    asked(world, "Ben", "Chloe", "Dev")
    before = {(reply.id, reply.kind) for reply in found(world).replies}
    lengths = {len(reply.sealed) for reply in found(world).replies}
    for name, said in zip(FOUR[:3], VIEWS, strict=False):
        writes(world[name], said)

    assert {(reply.id, reply.kind) for reply in found(world).replies} == before
    assert {len(reply.sealed) for reply in found(world).replies} == lengths
    world.close()


def test_all_that_is_kept_and_sent_is_the_same_whoever_wrote_what(sqlite_url: str, tmp_path: Path) -> None:
    shapes, sent = [], []
    for order in ((0, 1, 2, 3), (3, 0, 1, 2), (1, 2, 3, 0)):
        file = tmp_path / f"{order[0]}.db"
        shutil.copy(sqlite_url.removeprefix("sqlite:///"), file)
        seen = []
        for world, step in written(f"sqlite:///{file}", order):
            seen.append((step, json.dumps(shape(world)).replace(found(world).id, "ITS ID")))
            sent.append([(call.method, call.args.get("channel")) for call in world.slack.calls])
        shapes.append(seen)

    assert [step for step, _ in shapes[0]] == ["notice", "closed"]
    assert shapes[0] == shapes[1] == shapes[2]
    assert sent[:2] == sent[2:4] == sent[4:]


def test_what_its_author_reads_is_what_everybody_reads(sqlite_url: str) -> None:
    for world, _ in written(sqlite_url, (0, 1, 2, 3)):
        told = {reads(world[name], None) for name in FOUR}
        assert len(told) == 1
        assert not naming(told)


def test_nothing_of_it_is_logged_or_sent_in_a_message(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logs.quieten()
    for world, _ in written(sqlite_url, (2, 0, 3, 1)):
        messages = [c.args for c in world.slack.calls if c.method.startswith("chat.")]
        assert "CANARY" not in json.dumps(messages, default=str)
        assert not any("CANARY" in f"{r.getMessage()} {r.args!r} {r.exc_text}" for r in caplog.records)


def test_a_name_that_comes_back_is_neither_kept_nor_logged_and_is_sent_to_nobody(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logs.quieten()
    world = World(sqlite_url)
    asked(world, "Ben", "Chloe")
    opens(world["Ben"])
    before, sent = shape(world), len(world.slack.calls)
    world["Ben"].sends({HELPED: "CANARY Chloe"})

    assert "without a name" in world["Ben"].reads
    assert shape(world) == before
    assert len(world.slack.calls) == sent
    assert "CANARY" not in everything_outgoing(world.slack)
    assert not any(re.search("CANARY|Chloe", f"{r.getMessage()} {r.args!r}") for r in caplog.records)
    put_away(world["Ben"])
    world.close()


def test_who_looks_after_it_sees_no_more_than_the_others(sqlite_url: str) -> None:
    world = World(sqlite_url)
    asked(world, "Ben", "Chloe", "Dev")
    cards = [world["Ana"].card.words]
    for name in FOUR[1:]:
        writes(world[name], {HELPED: "CANARY"})
        cards.append(world["Ana"].card.words)

    assert len(set(cards)) == 1
    assert "Nothing yet." in more(world["Ana"], "What was done")
    world.close()
