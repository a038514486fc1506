"""Card rows: which are posted, which are being sent, which wait. Machine time throughout."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from bot.rounds.keeping.models import Card
from bot.rounds.keeping.tables import cards, rounds
from bot.store import Db

_COLUMNS = [c.name for c in cards.c]
_OF_ROUND = (
    select(cards)
    .where(cards.c.team == bindparam("team"), cards.c.round_id == bindparam("round"))
    .order_by(cards.c.key, cards.c.generation)
)
_ADD = insert(cards)
# Whether it stays is set by whoever hears of a reply, at any moment, and never taken back.
_SAVED = [name for name in _COLUMNS if name not in ("team", "id", "stays")]
_SAVE = (
    update(cards)
    .where(cards.c.team == bindparam("of_team"), cards.c.id == bindparam("of_id"))
    .values(**{name: bindparam(name) for name in _SAVED})
)
_STAYS = (
    update(cards)
    .where(cards.c.team == bindparam("of_team"), cards.c.channel == bindparam("of_channel"))
    .where(cards.c.ts == bindparam("of_ts"))
    .values(stays=true())
)
_AT = (
    select(cards)
    .where(cards.c.team == bindparam("team"), cards.c.channel == bindparam("channel"))
    .where(cards.c.ts == bindparam("ts"))
)
_UNSHOWN = (
    select(rounds.c.team, rounds.c.id)
    .where(rounds.c.unshown.is_(True))
    .where(or_(rounds.c.show_at.is_(None), rounds.c.show_at <= bindparam("now")))
    .order_by(rounds.c.show_at, rounds.c.id)
    .limit(200)
)
_NEXT = select(func.min(rounds.c.show_at)).where(rounds.c.unshown.is_(True))
_LEASED_UNTIL = select(cards.c.lease_until).where(
    cards.c.team == bindparam("team"), cards.c.id == bindparam("id")
)
_OWED = select(cards.c.round_id).where(
    cards.c.team == bindparam("team"), cards.c.place == bindparam("place"), cards.c.state == "parked"
)
_SHOW = (
    update(rounds)
    .where(rounds.c.team == bindparam("of_team"), rounds.c.id == bindparam("of_round"))
    .values(unshown=true(), show_at=None)
)
_AGAIN = (
    update(cards)
    .where(cards.c.team == bindparam("of_team"), cards.c.round_id == bindparam("of_round"))
    .where(cards.c.place == bindparam("of_place"), cards.c.state == "parked")
    .values(drawn="")
)
_LATER = (
    update(rounds)
    .where(rounds.c.team == bindparam("of_team"), rounds.c.id == bindparam("of_round"))
    .values(unshown=bindparam("unshown"), show_at=bindparam("show_at"))
    .returning(rounds.c.version)
)


def of_round(db: Db, team: str, round_id: str) -> list[Card]:
    """All card rows of a round, each key in the order of its generations."""
    rows = db.execute(_OF_ROUND, {"team": team, "round": round_id}).mappings()
    return [Card(**row) for row in rows]


def at(db: Db, team: str, channel: str, ts: str) -> Card | None:
    """The card that stands there; None where that message is none."""
    row = db.execute(_AT, {"team": team, "channel": channel, "ts": ts}).mappings().first()
    return Card(**row) if row else None


def add(db: Db, card: Card) -> None:
    """Keep a new one."""
    db.execute(_ADD, {name: getattr(card, name) for name in _COLUMNS})


def save(db: Db, card: Card) -> None:
    """Keep what changed of it."""
    values: dict[str, Any] = {name: getattr(card, name) for name in _SAVED}
    db.execute(_SAVE, {**values, "of_team": card.team, "of_id": card.id})


def stays(db: Db, team: str, channel: str, ts: str) -> None:
    """What stands there is never deleted, if it is a card: a reply hangs under it, or Slack refused."""
    db.execute(_STAYS, {"of_team": team, "of_channel": channel, "of_ts": ts})


def back(db: Db, team: str, place: str) -> None:
    """The app is in that channel again: what Slack refused there is tried once more."""
    for round_id in sorted(set(db.execute(_OWED, {"team": team, "place": place}).scalars())):
        db.execute(_SHOW, {"of_team": team, "of_round": round_id})
        db.execute(_AGAIN, {"of_team": team, "of_round": round_id, "of_place": place})
        db.touched.add((team, round_id))


def lease(db: Db, card: Card, seconds: float) -> None:
    """Nobody else works on this card until then."""
    card.lease_until = db.machine_now() + timedelta(seconds=seconds)
    save(db, card)


def holds(db: Db, card: Card, seconds: float) -> bool:
    """Whether the lease on this card is still the one we took, with so many seconds to go."""
    until: datetime | None = db.execute(_LEASED_UNTIL, {"team": card.team, "id": card.id}).scalar()
    if until is None or until != card.lease_until:
        return False
    return db.machine_now() + timedelta(seconds=seconds) <= until


def unshown(db: Db) -> list[tuple[str, str]]:
    """(team, round) of those where Slack is not in line with what is stored, and not waiting."""
    return [(row.team, row.id) for row in db.execute(_UNSHOWN, {"now": db.machine_now()})]


def next_showing(db: Db) -> datetime | None:
    """When the next of the waiting ones may be tried (machine time)."""
    moment: datetime | None = db.execute(_NEXT).scalar()
    return moment


def shown(db: Db, team: str, round_id: str, again: datetime | None) -> int | None:
    """In line now, or to be looked at again at that moment; the version of the round, which this locks."""
    values = {"unshown": again is not None, "show_at": again}
    version: int | None = db.execute(_LATER, {"of_team": team, "of_round": round_id, **values}).scalar()
    return version
