"""A person's own box: there is one of each, and its id follows from theirs."""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from bot.features.checkin.box import flow
from bot.features.checkin.models import BOX, NAME
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.store import Db


def mine(db: Db, team: str, person_id: str, now: datetime) -> Round:
    """Only to look at; an empty one where they have put nothing by yet."""
    id_ = _id(team, person_id)
    found = queries.these(db, team, [id_])
    if not found:
        return flow.begin(team, id_, queries.seat(db, team, person_id), now)
    return _opened(db, found[0], person_id)


def held(db: Db, team: str, person_id: str, now: datetime) -> Round:
    """The same, locked, and there from now on. Refuses what others changed."""
    id_ = _id(team, person_id)
    round_ = queries.first(db, team, id_)
    if round_ is None:
        people.meet(db, team, person_id)
        queries.add(db, flow.begin(team, id_, queries.seat(db, team, person_id), now))
        round_ = queries.lock(db, team, id_, NAME, BOX)
    if round_.forged:
        raise Refusal("common.changed_outside")
    return _opened(db, round_, person_id)


def brought(db: Db, team: str, person_id: str, items: Collection[str]) -> None:
    """These are out of their box, if there still is one; always after the meeting is locked."""
    with suppress(Refusal):
        round_ = queries.lock_at_once(db, team, _id(team, person_id), NAME, BOX)
        if not round_.forged:
            flow.out(round_, items)
            queries.save(db, round_)


def _id(team: str, person_id: str) -> str:
    return id_from(team, NAME, BOX, person_id)


def _opened(db: Db, round_: Round, person_id: str) -> Round:
    return queries.unseal(db, round_, lambda reply: flow.may_read(round_, reply, person_id))
