"""Figures for Prometheus: what is due, late, parked and limited, and nothing about anybody."""

from datetime import timedelta
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text, update

from bot import schema
from bot.installed import queries as installed
from bot.metrics import app
from bot.rounds.keeping.tables import cards
from bot.slack import counted
from tests.world import NAMES, TEAM, World


def looked(world: World, path: str = "/metrics", query: str = "") -> tuple[int, bytes]:
    """Whoever looks, through the door."""
    door = app(world.bot.store, world.bot.clock, world.bot.ready)
    answer: list[str] = []
    environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
    body = b"".join(door(environ, lambda status, *_: answer.append(status)))  # type: ignore[arg-type, return-value]
    return int(answer[0].split()[0]), body


def figures(world: World) -> dict[str, float]:
    """By name and labels."""
    status, body = looked(world)
    assert status == 200
    found = [one for family in text_string_to_metric_families(body.decode()) for one in family.samples]
    return {
        " ".join([one.name, *(one.labels[name] for name in sorted(one.labels, reverse=True))]): one.value
        for one in found
    }


@pytest.fixture
def asked(worlds: World) -> World:
    """Ana and Ben have a question, and Slack has everything."""
    worlds["Ana"].types("/reflect What did we avoid today?")
    worlds.settle()
    return worlds


def test_where_all_is_well_everything_is_nought_and_slack_s_answers_are_counted(asked: World) -> None:
    before = counted.counts().get(("chat.postMessage", "ok"), 0)
    asked["Ana"].types("/reflect What helps us?")
    asked.settle()

    found = figures(asked)

    assert found["alongside_ready"] == 1
    assert {name: value for name, value in found.items() if "slack_answers" not in name and value} == {
        "alongside_ready": 1
    }
    assert found["alongside_slack_answers_total chat.postMessage ok"] > before


def test_what_is_late_is_counted_with_how_late_it_is(asked: World) -> None:
    due = asked.bot._next_due()
    assert due
    asked.clock.move_to(due + timedelta(seconds=30))
    a_moment = figures(asked)
    asked.clock.move_to(due + timedelta(seconds=90))
    found = figures(asked)

    assert (a_moment["alongside_rounds_due"], a_moment["alongside_rounds_late"]) == (1, 0)
    assert (found["alongside_rounds_due"], found["alongside_rounds_late"]) == (1, 1)
    assert found["alongside_oldest_due_seconds"] == 90


def test_where_the_app_was_taken_out_nothing_is_due(asked: World) -> None:
    due = asked.bot._next_due()
    assert due
    asked.clock.move_to(due + timedelta(seconds=90))
    with asked.bot.store.begin() as db:
        db.execute(text("UPDATE rounds SET unshown = true"))
        installed.left(db, TEAM, asked.clock())

    found = figures(asked)

    assert [found[f"alongside_rounds_{name}"] for name in ("due", "late", "unshown")] == [0, 0, 0]


def test_what_slack_does_not_take_is_counted(asked: World) -> None:
    asked.slack.faults.next("chat.postMessage", "ratelimited", times=2, retry_after=300)
    asked["Ana"].types("/reflect What helps us?")
    asked.settle()
    asked.later(seconds=100)  # longer than it may be put off
    limited = figures(asked)
    with asked.bot.store.begin() as db:
        db.execute(update(cards).values(state="parked"))
    parked = figures(asked)

    assert limited["alongside_places_limited"] == 2
    assert limited["alongside_rounds_unshown"] == 1
    assert 10 < limited["alongside_oldest_unshown_seconds"] < 60
    assert parked["alongside_cards_parked"] == 4


def test_nothing_in_it_is_about_anybody_or_any_place(asked: World) -> None:
    asked["Ana"].presses("Write my answer")
    asked.settle()

    said = looked(asked)[1].decode()

    assert "alongside_slack_answers_total" in said
    for secret in (TEAM, "C0HOME", "avoid", "Ana", *NAMES.values()):
        assert secret not in said


def test_where_the_database_does_not_answer_it_says_that_it_is_not_ready(asked: World) -> None:
    with asked.bot.store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE rounds RENAME TO elsewhere"))
        connection.execute(text("ALTER TABLE spent RENAME TO gone"))
    asked.later(seconds=60)

    found = figures(asked)

    with asked.bot.store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO rounds"))
        connection.execute(text("ALTER TABLE gone RENAME TO spent"))
    assert found["alongside_ready"] == 0
    assert "alongside_rounds_due" not in found


def test_only_one_address_is_answered(asked: World) -> None:
    assert looked(asked, "/")[0] == 404


def test_a_database_that_is_older_than_the_program_is_not_one_to_serve_from(worlds: World) -> None:
    def fits() -> bool:
        worlds.later(seconds=60)
        return worlds.bot.fits()

    def at(revision: str) -> None:
        with worlds.bot.store.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})

    newest = next(iter(schema.newest()))
    well = fits()
    at("0001")  # somebody restored a backup under it
    behind = fits()
    at("9999")  # a newer version starts beside it
    ahead = fits()
    at(newest)

    assert (well, behind, ahead) == (True, False, True)
