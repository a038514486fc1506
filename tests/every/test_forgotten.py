"""Whoever is forgotten is nowhere any more: no word under their key, no id, no name, in whatever practice."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot import erasing, owners
from bot import store as tables
from bot.features import FEATURES
from bot.people import queries as people
from bot.people.models import Kind
from bot.rounds.feature import Feature, kinds_of
from bot.rounds.keeping import covering, erasures, queries, unasked
from bot.rounds.keeping.models import Round
from bot.rounds.showing.drawing import as_it_stands
from bot.store import Store
from tests.every.each import each_practice
from tests.every.left import a_store, looks
from tests.practices import NOW, Handed

NAME = "Anastasia Ash"
THEIRS = "what they wrote"
KINDS = kinds_of(FEATURES)


def keep(store: Store, practice: Handed, round_: Round, team: str, person_id: str) -> None:
    """In a workspace of its own, with this person's mark in what they wrote, and their name beside it."""
    before, round_.team = round_.team, team
    for reply in round_.replies:
        reply.owner = reply.owner.replace(f":{before}:", f":{team}:")
        reply.under = reply.under.replace(f":{before}:", f":{team}:")
        words = THEIRS if reply.author_id == person_id else "what somebody wrote"
        reply.text, reply.sealed = practice.worn(reply, (NAME,) * 3, words), b""
    with store.begin() as db:
        for number, seat in enumerate(round_.seats):
            people.meet(db, team, seat.person_id, NAME if seat.person_id == person_id else f"Number {number}")
        said = replace(people.find(db, team, person_id), kind=Kind.LIVED, words=THEIRS, words_shown=True)
        people.save(db, said)
        unasked.keep(db, team, person_id, unasked.Unasked((NAME,)))
        queries.add(db, round_)
        if round_.kind not in practice.lasts:
            practice.beside(db, round_)


def forget(store: Store, team: str, person_id: str, ids: list[str]) -> None:
    """A moment before it is carried out they write once more, under a key that is made anew."""
    with store.begin() as db:
        erasures.write_down(db, team, person_id, NOW)
        db.seal(owners.person(team, person_id), "and once more", "whatever it is")
    with store.read() as db:
        assert people.find(db, team, person_id).words == ""
        for one in queries.these(db, team, ids):
            as_it_stands(db, KINDS[one.feature, one.kind], one)  # others look meanwhile
    assert erasing.carry_out(store, FEATURES, NOW)


def in_plain(store: Store, team: str) -> list[str]:
    """Every row that stands there, as whoever has no keys reads it; with what rounds and places remember."""
    of = [table for table in tables.metadata.sorted_tables if "team" in table.c]
    with store.read() as db:
        found = [
            (table.name, covering.uncovered(db, table.name, row) if table.name in covering.EVERY else row)
            for table in of
            for row in db.execute(select(table).where(table.c.team == team)).mappings()
        ]
    return [f"{name}: {[one for one in row.values() if not isinstance(one, bytes)]}" for name, row in found]


def wrong(store: Store, practice: Handed, round_: Round, team: str, person_id: str) -> list[str]:
    what = f"{round_.kind} at {round_.step}"
    keep(store, practice, round_, team, person_id)
    forget(store, team, person_id, [round_.id])
    theirs = re.compile(rf"\b{person_id}\b|{NAME}")  # not within an id that chance made
    found = [f"{what}: {row}" for row in in_plain(store, team) if theirs.search(row)]
    with store.read() as db:
        left = queries.these(db, team, [round_.id])
        queries.unseal_all(db, left, lambda *_: True)
    for reply in (reply for one in left for reply in one.replies):
        text = reply.text or ""
        if reply.unreadable:
            found.append(f"{what}: {reply.kind} does not open")
        if reply.owner.startswith("person:") and THEIRS in text:
            found.append(f"{what}: {reply.kind} is still there")
        if NAME in text and not reply.author_id:
            found.append(f"{what}: {reply.kind} names them")
    with store.read() as db:
        for one in queries.these(db, team, [round_.id]):
            drawings = as_it_stands(db, KINDS[one.feature, one.kind], one).values()
            drawn = str([drawing.message for drawing in drawings])
            if theirs.search(drawn) or "gone-" in drawn:
                found.append(f"{what}: a card names them: {drawn}")
    with store.begin() as db:  # last: whoever takes a copy is written down
        for copy in (feature.exports.copy for feature in FEATURES if feature.exports):
            made = copy(db, team, round_.channel_id or "", "json", NOW)
            found += (
                [f"{what}: a copy of its records names them"] if made and NAME.encode() in made[1] else []
            )
    return found


@each_practice
@pytest.mark.parametrize("which", [0, 1])
def test_nothing_names_them_and_none_of_their_words_open(
    feature: Feature, practice: Handed, which: int
) -> None:
    every = looks(practice, f"forgotten: {feature.name}")
    peopled = [round_ for round_ in every if round_.seats]
    with a_store() as store:
        found = [
            fault
            for number, round_ in enumerate(peopled)
            for fault in wrong(
                store, practice, round_, f"T{number}", round_.seats[which % len(round_.seats)].person_id
            )
        ]

    assert found == [], "\n".join(found[:20])
