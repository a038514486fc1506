"""Everything that is kept under somebody's name, opened for themselves: to read, to copy, to take back.

What was sent without a name is not in it: nobody can find it. Nor is what its time has deleted. What they
chose goes into a copy alone, as the program remembers it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot import owners
from bot.people import queries as people
from bot.people.models import Person
from bot.rounds.feature import Feature, kinds_of
from bot.rounds.keeping import queries, unasked
from bot.rounds.keeping.models import Reply, Round
from bot.store import Db

_OF_OTHERS = ("heard",)  # who listened to them: it stands under their id
_PLAIN = (str, int, float)
_NOTHING: tuple[object, ...] = ("", None, [], {})


@dataclass(repr=False)
class Text:
    """Something of theirs, as they wrote it. `kind`: the practice's word for it; `at` in UTC."""

    kind: str
    said: str
    at: datetime


@dataclass(repr=False)
class Place:
    """One round of a practice, or what stands beside one; `back`: whether they can take it back there."""

    practice: str
    id: str
    at: datetime
    asked: str = ""
    texts: list[Text] = field(default_factory=list)
    back: bool = False


@dataclass(repr=False)
class Chosen:
    """What is remembered of them in one round, `said` by the program's names for it; `at` in UTC."""

    practice: str
    kind: str
    at: datetime
    said: dict[str, Any]


@dataclass(repr=False)
class Mine:
    """All of it, what they say of themselves included; the newest first. A copy alone has what they chose."""

    person: Person
    places: list[Place] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    unasked: tuple[str, ...] = ()  # by whom they are not asked any more: ids

    def of(self, practice: str) -> list[Place]:
        return [place for place in self.places if place.practice == practice]

    @property
    def practices(self) -> dict[str, int]:
        """How many texts there are of each practice."""
        found: dict[str, int] = {}
        for place in self.places:
            found[place.practice] = found.get(place.practice, 0) + len(place.texts)
        return found


def everything(db: Db, features: Sequence[Feature], team: str, person_id: str) -> Mine:
    """What they wrote under their name and is still there, whether anybody else has read it or not."""
    feature_of = {feature.name: feature for feature in features}
    rounds = queries.written_by(db, team, person_id)
    queries.unseal_all(db, rounds, lambda round_, reply: _opens(round_, reply, person_id))
    found = [
        _place(feature_of[round_.feature], round_, person_id)
        for round_ in rounds
        if round_.feature in feature_of
    ]
    person = people.find(db, team, person_id)
    found += [
        Place(feature.name, "", at, asked, [Text("beside", said, at)])
        for feature in features
        if feature.beside
        for at, asked, said in feature.beside(db, team, person_id, person.name)
    ]
    found = [place for place in found if place.texts]
    return Mine(person, sorted(found, key=lambda place: place.at, reverse=True))


def copied(db: Db, features: Sequence[Feature], team: str, person_id: str) -> Mine:
    """The same, with what they chose: what a copy holds."""
    mine, kinds = everything(db, features, team, person_id), kinds_of(features)
    own = {feature.name: feature.own or _as_it_stands for feature in features}
    rounds = [one for one in queries.ever_seated(db, team, person_id) if not one.forged]
    rounds = [one for one in rounds if (one.feature, one.kind) in kinds]
    queries.unseal_all(db, rounds, lambda _, reply: reply.owner == owners.person(team, person_id))
    for round_ in rounds:
        said = _chosen(round_, person_id, own[round_.feature])
        if kinds[round_.feature, round_.kind].own and round_.host_id == person_id:
            said = {name: one for name, one in round_.facts.items() if isinstance(one, _PLAIN)} | said
        if said := {name: one for name, one in said.items() if one is not False and one not in _NOTHING}:
            mine.chosen.append(Chosen(round_.feature, round_.kind, round_.created_at, said))
    mine.unasked = unasked.of(db, team, person_id).people
    return mine


def _chosen(round_: Round, person_id: str, own: Callable[[Reply], str]) -> dict[str, Any]:
    """How they stand there, and what is remembered of them: in their place, under their id, and in replies
    that hold no words.
    """
    seat = round_.seat(person_id)
    said = {"stands": seat.step, **seat.facts}
    for name, fact in round_.facts.items():
        if isinstance(fact, dict) and person_id in fact and name not in _OF_OTHERS:
            said[name] = fact[person_id]
        elif isinstance(fact, list):
            rows = [one for one in fact if isinstance(one, list) and person_id in one]
            said[name] = rows or person_id in fact
        elif fact == person_id:
            said[name] = True
    theirs = [reply for reply in round_.replies if reply.author_id == person_id and reply.text]
    return said | {reply.kind: json.loads(reply.text or "null") for reply in theirs if not own(reply)}


def _as_it_stands(reply: Reply) -> str:
    return reply.text or ""


def _opens(round_: Round, reply: Reply, person_id: str) -> bool:
    """Their own; and the question that it answers, where they have a place there still."""
    if _is_theirs(round_, reply, person_id):
        return True
    there = any(seat.person_id == person_id and not seat.forged for seat in round_.present)
    return reply.kind == "question" and there


def _is_theirs(round_: Round, reply: Reply, person_id: str) -> bool:
    return reply.author_id == person_id or reply.owner == owners.person(round_.team, person_id)


def _place(feature: Feature, round_: Round, person_id: str) -> Place:
    own = feature.own or _as_it_stands
    mine = [reply for reply in round_.replies if _is_theirs(round_, reply, person_id) and reply.text]
    texts = [Text(reply.kind, said, reply.created_at) for reply in mine if (said := own(reply))]
    asked = next((r.text for r in round_.of_kind("question") if r.text and r not in mine), "")
    back = round_.kind in feature.takes_back and not round_.forged
    return Place(feature.name, round_.id, round_.created_at, asked or "", texts, back)
