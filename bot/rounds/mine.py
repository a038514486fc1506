"""Everything that is kept under somebody's name, opened for themselves: to read, to copy, to take back.

What was sent without a name is not in it: nobody can find it. Nor is what its time has deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot import owners
from bot.people import queries as people
from bot.people.models import Person
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round
from bot.store import Db


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
class Mine:
    """All of it, what they say of themselves included; the newest place first."""

    person: Person
    places: list[Place] = field(default_factory=list)

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


def _opens(round_: Round, reply: Reply, person_id: str) -> bool:
    """Their own; and the question that it answers, where they have a place there still."""
    if _is_theirs(round_, reply, person_id):
        return True
    there = any(seat.person_id == person_id and not seat.forged for seat in round_.present)
    return reply.kind == "question" and there


def _is_theirs(round_: Round, reply: Reply, person_id: str) -> bool:
    return reply.author_id == person_id or reply.owner == owners.person(round_.team, person_id)


def _place(feature: Feature, round_: Round, person_id: str) -> Place:
    own = feature.own or (lambda reply: reply.text or "")
    mine = [reply for reply in round_.replies if _is_theirs(round_, reply, person_id) and reply.text]
    texts = [Text(reply.kind, said, reply.created_at) for reply in mine if (said := own(reply))]
    asked = next((r.text for r in round_.of_kind("question") if r.text and r not in mine), "")
    back = round_.kind in feature.takes_back and not round_.forged
    return Place(feature.name, round_.id, round_.created_at, asked or "", texts, back)
