"""Keeps meetings, sets and commitments; which are somebody's."""

import json
from collections.abc import Iterable
from datetime import datetime

from bot.features.checkin.box import queries as boxes
from bot.features.checkin.commitment.models import OWNER, commitment
from bot.features.checkin.meeting.flow import steps
from bot.features.checkin.models import COMMITMENT, IN, MEETING, NAME, SET, Step, facts
from bot.features.checkin.set import flow as sets
from bot.features.checkin.set.models import set_facts
from bot.refusal import Refusal
from bot.rounds.keeping import queries, tries
from bot.rounds.keeping.models import Round, Status
from bot.store import Db


def save(db: Db, round_: Round, _: datetime | None = None) -> None:
    """Settle when time has something for a meeting again, and keep it."""
    steps.settle(round_)
    keep(db, round_)


def keep(db: Db, round_: Round) -> None:
    """Keep what changed; what was brought is out of its box; a set remembers who has presented in it."""
    _out_of_boxes(db, round_)
    queries.save(db, round_)
    if not facts(round_)["set"] or round_.step != Step.CLOSED:
        return
    queries.unseal(db, round_, lambda reply: reply.kind == "process")
    said = [json.loads(reply.text)["try"] for reply in round_.of_kind("process") if reply.text]
    if any(said):  # else what they said before stands
        tries.keep(db, round_, "\n".join(filter(None, said)))
    try:
        met = queries.lock_at_once(db, round_.team, facts(round_)["set"], NAME, SET)
    except Refusal:
        return  # the set is not there any more
    sets.met(met, facts(round_)["presented"])
    queries.save(db, met)


def _out_of_boxes(db: Db, round_: Round) -> None:
    """Of whoever has presented in this meeting what they brought is in their box no more."""
    f, began = facts(round_), round_.created_at.isoformat()
    waits = f.get("from_box", {})
    for who in sorted(who for who in waits if f["presented"].get(who, "") >= began):
        boxes.brought(db, round_.team, who, waits.pop(who))
    if round_.step == Step.CLOSED:
        waits.clear()


def commitments(db: Db, team: str, person_id: str, place: str | None = None) -> list[Round]:
    """What this person took on and nothing has become of yet, the next day first; of one place, if named."""
    found = [
        r
        for r in _theirs(db, team, person_id, [Status.RUNNING], 200)
        if place in (None, commitment(r)["place"])
    ]
    return sorted(found, key=lambda r: (commitment(r)["due"], r.created_at, r.id))


def learnt(db: Db, team: str, person_id: str, place: str) -> list[Round]:
    """What this person learnt since the last meeting and would tell at the next one; locked."""
    found = [r for r in _theirs(db, team, person_id, Status, 50) if commitment(r)["place"] == place]
    told = [r.id for r in found if commitment(r)["learnt"]]
    locked = [queries.lock_at_once(db, team, id_, NAME, COMMITMENT) for id_ in sorted(told)]
    return [queries.unseal(db, round_, lambda _: True) for round_ in locked]


def ended(db: Db, team: str, person_id: str) -> list[Round]:
    """What became of what they took on, the newest first."""
    return _theirs(db, team, person_id, [Status.CLOSED], 20)


def sets_of(db: Db, team: str, person_id: str) -> list[Round]:
    """The sets that this person is in."""
    found = queries.of_person(db, team, person_id, NAME, kind=SET, statuses=[Status.RUNNING])
    return [r for r in found if r.seat(person_id).step == IN]


def planned(db: Db, team: str, person_id: str) -> list[Round]:
    """Those of them that have a day for their next meeting."""
    return [round_ for round_ in sets_of(db, team, person_id) if set_facts(round_)["next"]]


def under_way(db: Db, set_: Round) -> bool:
    """Whether a meeting of this set goes on, or rests."""
    there = [Status.RUNNING, Status.PAUSED]
    found = queries.of_person(db, set_.team, set_.host_id, NAME, kind=MEETING, statuses=there)
    return any(facts(round_)["set"] == set_.id for round_ in found)


def _theirs(db: Db, team: str, person_id: str, statuses: Iterable[Status], most: int) -> list[Round]:
    found = queries.of_person(db, team, person_id, NAME, most, kind=COMMITMENT, statuses=statuses)
    mine = [r for r in found if r.seat(person_id).step == OWNER and r.replies]
    return [queries.unseal(db, r, lambda _: True) for r in mine]
