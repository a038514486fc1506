"""What somebody reads as theirs: every word they wrote under their name that is kept, and nobody else's."""

import json
import re
from collections.abc import Callable

from bot.features import FEATURES
from bot.people import queries as people
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.mine import copied, everything
from bot.store import Store
from tests.every.each import each_practice
from tests.every.left import a_store, looks
from tests.practices import Handed

NO_WORDS = {"ear"}  # kinds of reply that nobody wrote: by chance
Look = Callable[[Store, Handed, Round, str], list[str]]
NAMES = ("Anastasia", "Benedict", "Chloe")


def keep(store: Store, practice: Handed, round_: Round, team: str) -> dict[str, tuple[str, str]]:
    """In a workspace of its own, each text with a mark; by that mark, who wrote it, and what kind it is."""
    before, round_.team = round_.team, team
    marks: dict[str, tuple[str, str]] = {}
    for number, reply in enumerate(round_.replies):
        reply.owner = reply.owner.replace(f":{before}:", f":{team}:")
        reply.under = reply.under.replace(f":{before}:", f":{team}:")
        mark = f"<w{number}>"
        reply.text, reply.sealed = practice.worn(reply, NAMES, mark), b""
        if mark in (reply.text or "") and reply.kind not in NO_WORDS:
            marks[mark] = reply.author_id, reply.kind
    with store.begin() as db:
        for seat in round_.seats:
            people.meet(db, team, seat.person_id, f"Number {seat.person_id}")
        queries.add(db, round_)
    return marks


def wrong(store: Store, practice: Handed, round_: Round, team: str) -> list[str]:
    what, found = f"{round_.kind} at {round_.step}", list[str]()
    marks = keep(store, practice, round_, team)
    for person_id in {author for author, _ in marks.values() if author}:
        with store.read() as db:
            kept = everything(db, FEATURES, team, person_id)
        said = "".join(text.said for place in kept.places for text in place.texts)
        asked = "".join(place.asked for place in kept.places)
        for mark, (author, kind) in marks.items():
            if author == person_id and mark not in said:
                found.append(f"{what}: {kind} is missing")
            if author != person_id and (mark in said or (mark in asked and kind != "question")):
                found.append(f"{what}: {kind} is somebody else's")
    return found


def mistaken(store: Store, practice: Handed, round_: Round, team: str) -> list[str]:
    """What of the choices in it a copy of somebody's does not have, or has of somebody else."""
    what, found = f"{round_.kind} at {round_.step}", list[str]()
    for number, seat in enumerate(round_.seats):
        seat.facts["mark"] = f"<m{number}>"
    keep(store, practice, round_, team)
    for number, seat in enumerate(round_.seats):
        me = seat.person_id
        with store.read() as db:
            said = [one.said for one in copied(db, FEATURES, team, me).chosen if one.kind == round_.kind]
        if not said or said[0].get("stands", "") != seat.step:
            found.append(f"{what}: how they stand is missing")
        if set(re.findall(r"<m\d+>", json.dumps(said))) != {f"<m{number}>"}:
            found.append(f"{what}: what is remembered of them is missing, or is somebody else's")
        of_them = [name for name, fact in round_.facts.items() if isinstance(fact, dict) and fact.get(me)]
        found += [f"{what}: {name} is missing" for name in of_them if name != "heard" and name not in said[0]]
    return found


def faults(feature: Feature, practice: Handed, which: str, look: Look) -> list[str]:
    """What each look at this practice finds, once."""
    every = looks(practice, f"{which}: {feature.name}")
    with a_store() as store:
        found = [
            fault
            for number, round_ in enumerate(every)
            for fault in look(store, practice, round_, f"T{number}")
        ]
    return list(dict.fromkeys(found))


@each_practice
def test_a_copy_has_what_they_chose_and_what_nobody_else_did(feature: Feature, practice: Handed) -> None:
    assert faults(feature, practice, "own choices", mistaken) == []


@each_practice
def test_it_is_every_word_of_theirs_and_nobody_elses(feature: Feature, practice: Handed) -> None:
    assert faults(feature, practice, "own words", wrong) == []
