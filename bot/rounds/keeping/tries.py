"""What a place (a channel, or what rounds are about) last said it would try: the newest thing alone."""

from collections.abc import Iterator

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot import owners
from bot.rounds.keeping.models import TRIES, Reply, Round, new_id
from bot.rounds.keeping.tables import tries
from bot.store import Db

_OF = select(tries.c.sealed).where(tries.c.team == bindparam("team"), tries.c.place == bindparam("place"))
_OLDER = (
    delete(tries)
    .where(tries.c.team == bindparam("of_team"), tries.c.place == bindparam("of_place"))
    .where(tries.c.at <= bindparam("until"))
)
_ALL = select(tries)
_PUT = insert(tries).on_conflict_do_nothing()


def keep(db: Db, round_: Round, text: str) -> None:
    """When this round closed, that was what its place would try; "" for nothing. What is newer stays."""
    if not round_.place:
        return
    team, place, at = round_.team, round_.place, round_.since or round_.created_at
    db.execute(_OLDER, {"of_team": team, "of_place": place, "until": at})
    if text:
        sealed = db.seal(_owner(round_), text, _identity(round_))
        db.execute(_PUT, {"team": team, "place": place, "sealed": sealed, "at": at})


def of(db: Db, round_: Round) -> str:
    """What the place of this round would try; "" for nothing, and where it is forgotten."""
    sealed: bytes | None = db.execute(_OF, {"team": round_.team, "place": round_.place}).scalar()
    opener = db.openers({_owner(round_)}).get(_owner(round_)) if sealed else None
    return opener(sealed, _identity(round_)).decode() if opener and sealed else ""


def bring(db: Db, round_: Round) -> None:
    """It stands in this round from now on, with nobody's name, to be asked after."""
    if text := of(db, round_):
        made = Reply(new_id(), "", TRIES, _owner(round_), text, round_.created_at)
        round_.replies.append(made)


def held(db: Db) -> Iterator[tuple[tuple[str, ...], bytes, str]]:
    """Each that is kept: under which of these keys, what is sealed, and as what."""
    for row in db.execute(_ALL).all():
        either = (owners.subject(row.team, row.place), owners.channel(row.team, row.place))
        yield either, row.sealed, f"v1|{row.team}|tries|{row.place}|text"


def _owner(round_: Round) -> str:
    if round_.subject_id:
        return owners.subject(round_.team, round_.subject_id)
    return owners.channel(round_.team, round_.place)


def _identity(round_: Round) -> str:
    return f"v1|{round_.team}|tries|{round_.place}|text"
