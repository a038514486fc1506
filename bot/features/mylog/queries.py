"""A person's own log: there is one of each, and its id follows from theirs."""

from datetime import datetime

from bot.features.mylog import flow
from bot.features.mylog.models import LOG, NAME
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.store import Db


def mine(db: Db, team: str, person_id: str, now: datetime) -> Round:
    """Only to look at; an empty one where they have written nothing yet."""
    id_ = id_from(team, NAME, person_id)
    found = queries.these(db, team, [id_])
    if not found:
        return flow.begin(team, id_, queries.seat(db, team, person_id), now)
    return _opened(db, found[0], person_id)


def held(db: Db, team: str, person_id: str, now: datetime) -> Round:
    """The same, locked, and there from now on."""
    id_ = id_from(team, NAME, person_id)
    round_ = queries.first(db, team, id_)
    if round_ is None:
        people.meet(db, team, person_id)
        queries.add(db, flow.begin(team, id_, queries.seat(db, team, person_id), now))
        round_ = queries.lock(db, team, id_, NAME, LOG)
    return _opened(db, round_, person_id)


def _opened(db: Db, round_: Round, person_id: str) -> Round:
    return queries.unseal(db, round_, lambda reply: flow.may_read(round_, reply, person_id))
