"""Whoever writes into the database without its keys opens nothing, for nobody, and stops nobody else.

Over every practice: in each way that a round of it can look, a reply says that it is another kind, by another
author, about something else; a stranger sits in somebody's place; the round says that it is somewhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from bot import words
from bot.refusal import Refusal
from bot.right import Role
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round
from bot.store import Db, Store
from bot.vault import Vault
from tests.every.each import each_practice
from tests.practices import Handed
from tests.size import SOAK, chance, some

pytestmark = pytest.mark.usefixtures("doors")

STRANGER = "U0NOBODY"
ROUNDS = 400 if SOAK else 8  # a practice
CHANGES = 60 if SOAK else 8  # of each


@dataclass(frozen=True)
class Change:
    """What somebody writes, as SQL, with what stands in it."""

    sql: str
    values: dict[str, Any]
    reply: str = ""


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    made = Store(sqlite_url, None, Vault([Fernet.generate_key().decode()]))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def with_holes() -> Iterator[None]:
    """As for people: a sentence that has nothing in its blank is said all the same."""
    words.REFUSES_HOLES = False
    yield
    words.REFUSES_HOLES = True


@each_practice
def test_no_changed_row_shows_anything_to_anybody_who_could_not_read_it(
    store: Store, feature: Feature, practice: Handed
) -> None:
    scenes = practice.scenes()
    tried = 0
    for round_, db in _kept(store, feature, practice, scenes):
        before = _read(db, practice, round_)
        for change in _changes(round_, scenes, feature.name):
            with _changed(db, change):
                assert _read(db, practice, round_) <= before, change
                _seats_nobody(db, round_)
            tried += 1

    assert tried or not scenes


@each_practice
def test_no_row_says_of_another_that_it_may_be_read(feature: Feature, practice: Handed) -> None:
    """A reply's row is bound to its own seal, a round's and a seat's to codes: nothing else may decide."""
    for scene in some(practice.scenes(), f"rows of {feature.name}"):
        round_ = deepcopy(scene)
        for reply in round_.replies:
            others = [one for one in round_.replies if one is not reply]
            before = _may_read(practice, round_, others)
            for column, values in _columns(round_, practice.scenes()):
                was = getattr(reply, column)
                for value in values:
                    setattr(reply, column, value)
                    assert _may_read(practice, round_, others) <= before, (reply.id, was, column, value)
                setattr(reply, column, was)


def _may_read(practice: Handed, round_: Round, replies: list[Reply]) -> set[tuple[str, str]]:
    """(person, reply) of these that the rules would let anybody read."""
    found = set[tuple[str, str]]()
    for person in (STRANGER, *(seat.person_id for seat in round_.seats)):
        for reply in replies:
            with suppress(Refusal):
                found |= {(person, reply.id)} if practice.may_read(round_, reply, person) else set()
    return found


@each_practice
def test_no_changed_row_stops_what_the_others_see(store: Store, feature: Feature, practice: Handed) -> None:
    scenes = practice.scenes()
    kinds = {kind.name: kind.on_card for kind in feature.kinds}
    for round_, db in _kept(store, feature, practice, scenes):
        for change in _changes(round_, scenes, feature.name, rounds=False):
            with _changed(db, change):

                def readable(asked: Round, person: str | None, db: Db = db) -> Round:
                    round_ = queries.find(db, asked.team, asked.id)

                    def may(reply: Reply) -> bool:
                        if person is None:
                            return kinds[round_.kind](round_, reply)
                        return practice.may_read(round_, reply, person)

                    return queries.unseal(db, round_, may)

                found = queries.find(db, round_.team, round_.id)
                list(practice.draws(found, readable, "something typed"))


@each_practice
def test_a_round_that_somebody_changed_stands_still(store: Store, feature: Feature, practice: Handed) -> None:
    for round_, db in _kept(store, feature, practice, practice.scenes()):
        ours = {"id": round_.id, "host": STRANGER}
        with _changed(db, Change("UPDATE rounds SET host_id = :host WHERE id = :id", ours)):
            found = queries.unseal(db, queries.lock(db, round_.team, round_.id), lambda _: True)
            found.facts["anything"] = "else"

            assert [reply.text for reply in found.replies if reply.sealed and reply.text] == []
            with pytest.raises(Refusal, match="changed_outside"):
                queries.save(db, found)


def _kept(
    store: Store, feature: Feature, practice: Handed, scenes: list[Round]
) -> Iterator[tuple[Round, Db]]:
    drawn = chance(f"changed {feature.name}")
    for number, scene in enumerate(drawn.sample(scenes, min(ROUNDS, len(scenes)))):
        round_ = deepcopy(scene)
        round_.id, round_.kept, round_.version = f"{scene.id[:40]}-{number}", {}, 0
        for reply in round_.replies:
            reply.sealed = b""
            reply.text = reply.text if reply.text is not None or reply.kind == "withdrawn" else ""
        with store.begin() as db:
            assert queries.add(db, round_)
            db.finish()  # it stands there before anything of it is changed
            yield round_, db


def _read(db: Db, practice: Handed, round_: Round) -> set[tuple[str, str]]:
    """(person, reply) of all that anybody could read now."""
    found = set[tuple[str, str]]()
    for person in (STRANGER, *(seat.person_id for seat in round_.seats)):
        loaded = queries.find(db, round_.team, round_.id)
        with suppress(Refusal):  # it says itself that this cannot be
            queries.unseal(db, loaded, lambda r, p=person, of=loaded: practice.may_read(of, r, p))
        found |= {(person, reply.id) for reply in loaded.replies if reply.text}
    return found


def _seats_nobody(db: Db, round_: Round) -> None:
    loaded = queries.find(db, round_.team, round_.id)
    there = {seat.person_id for seat in round_.seats}
    for seat in loaded.seats:
        assert seat.person_id in there or loaded.roles(seat.person_id) == {Role.STRANGER}


def _changes(round_: Round, scenes: list[Round], name: str, *, rounds: bool = True) -> list[Change]:
    """Some of all that somebody could write into the rows of this round, to read more of it."""
    alike = [scene for scene in scenes if scene.kind == round_.kind]
    changes = [
        Change(f"UPDATE replies SET {column} = :value WHERE round_id = :id AND id = :reply", values, reply.id)
        for reply in round_.replies
        for column, others in _columns(round_, scenes)
        for other in others
        if other != getattr(reply, column)
        for values in [{"value": other, "id": round_.id, "reply": reply.id}]
    ]
    changes += [
        Change(
            "UPDATE seats SET person_id = :value WHERE round_id = :id AND person_id = :person",
            {"value": STRANGER, "id": round_.id, "person": seat.person_id},
        )
        for seat in round_.seats
    ]
    if rounds:
        changes += [
            Change(
                "UPDATE rounds SET step = :step, status = :status WHERE id = :id",
                {"step": str(scene.step), "status": str(scene.status), "id": round_.id},
            )
            for scene in alike
            if (scene.step, scene.status) != (round_.step, round_.status)
        ]
        changes += [
            Change(
                "UPDATE seats SET step = :step, left_at = NULL WHERE round_id = :id AND person_id = :person",
                {"step": step, "id": round_.id, "person": seat.person_id},
            )
            for seat in round_.seats
            for step in sorted({str(other.step) for scene in alike for other in scene.seats} - {seat.step})
        ]
    return chance(f"changes {name} {round_.id}").sample(changes, min(CHANGES, len(changes)))


def _columns(round_: Round, scenes: list[Round]) -> list[tuple[str, list[str]]]:
    """What decides who reads a reply, with all that could stand there."""
    replies = [reply for scene in scenes if scene.kind == round_.kind for reply in scene.replies]
    return [
        ("kind", sorted({reply.kind for reply in replies})),
        ("author_id", [STRANGER, *(seat.person_id for seat in round_.seats)]),
        ("about", sorted({reply.about for reply in replies})),
    ]


@contextmanager
def _changed(db: Db, change: Change) -> Iterator[None]:
    """Until it is looked at; then it is as it was."""
    savepoint = db.connection.begin_nested()
    changed = db.execute(text(change.sql), change.values).rowcount
    assert changed == 1
    try:
        yield
    finally:
        savepoint.rollback()
