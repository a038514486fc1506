"""Card rows: which are posted, which are being sent, which wait; whose turn it is. Machine time."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    RowMapping,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from bot.installed.tables import at_rest
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Card, Turn, new_id
from bot.rounds.keeping.tables import PARKED, POST, cards, paces, rounds
from bot.rounds.showing.paces import CHANGE, DEFAULT, LEASE, Bucket, Wait
from bot.store import Db, machine_time

_COLUMNS = [c.name for c in cards.c]
_HELD = (
    select(paces.c.until)
    .where(paces.c.team == cards.c.team, paces.c.what == CHANGE, paces.c.since <= bindparam("ahead"))
    .scalar_subquery()
)
_OF_ROUND = (
    select(cards, _HELD.label("held"))
    .where(cards.c.team == bindparam("team"), cards.c.round_id == bindparam("round"))
    .order_by(cards.c.key, cards.c.generation)
)
# Whether it stays is set by whoever hears of a reply, at any moment, and never taken back.
_SAVED = [name for name in _COLUMNS if name not in ("team", "id", "stays")]
_CLAIM = insert(cards)
_CLAIM = _CLAIM.on_conflict_do_update(
    index_elements=["team", "id"], set_={name: _CLAIM.excluded[name] for name in _SAVED}
)
_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_CLAIM_CHANGES = (
    update(cards)
    .where(cards.c.team == bindparam("of_team"), cards.c.id.in_(_IDS))
    .values(lease_until=bindparam("until"), drawn="")
)
_SAVE = (
    update(cards)
    .where(cards.c.team == bindparam("of_team"), cards.c.id == bindparam("of_id"))
    .where(cards.c.lease_until == bindparam("leased"))
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
_MARKED = select(cards).where(cards.c.team == bindparam("team"), cards.c.id == bindparam("id"))
_NOW, _AHEAD = machine_time("now"), machine_time("ahead")
# What a round waits for is taken still. Of the workspace's messages a part is for what people cause.
_TAKEN = exists(
    select(paces.c.what)
    .where(paces.c.team == rounds.c.team, paces.c.what == rounds.c.waits_for, paces.c.since <= _AHEAD)
    .where(
        paces.c.until
        > case(
            (rounds.c.waits_for != POST, _NOW),
            (rounds.c.turn < Turn.TIME_RINGS, machine_time("for_acts")),
            else_=machine_time("for_time"),
        )
    )
)
_FREE = and_(
    rounds.c.unshown.is_(true()),
    # Nobody waits longer than for a lease: the clock was set back.
    or_(rounds.c.show_at.is_(None), rounds.c.show_at <= _NOW, rounds.c.show_at > _AHEAD),
    ~_TAKEN,
    ~at_rest(rounds),
)
_IN_ORDER = select(rounds.c.team, rounds.c.id).order_by(rounds.c.turn, rounds.c.show_at, rounds.c.id)
_UNSHOWN = _IN_ORDER.where(_FREE).limit(500)
_FIRST = (
    _IN_ORDER.where(_FREE, rounds.c.id.not_in(bindparam("busy", expanding=True)))
    .limit(1)
    .with_for_update(skip_locked=True)
    .cte("first")
)
_TAKE = update(rounds).values(show_at=machine_time("lease"), waits_for="").returning(rounds)
_TAKE_FIRST = _TAKE.where(tuple_(rounds.c.team, rounds.c.id).in_(select(_FIRST.c.team, _FIRST.c.id)))
_TAKE_THIS = _TAKE.where(
    rounds.c.team == bindparam("of_team"),
    rounds.c.id == bindparam("of_round"),
    rounds.c.unshown.is_(true()),
    ~at_rest(rounds),
)
_MOMENT = func.coalesce(paces.c.until, rounds.c.show_at)
_NEXT = (
    select(rounds.c.waits_for, rounds.c.turn, func.min(_MOMENT).label("at"))
    .outerjoin(paces, and_(paces.c.team == rounds.c.team, paces.c.what == rounds.c.waits_for))
    .where(rounds.c.unshown.is_(true()), ~at_rest(rounds))
    .group_by(rounds.c.waits_for, rounds.c.turn)
)
_LEASED_UNTIL = select(cards.c.lease_until).where(
    cards.c.team == bindparam("team"), cards.c.id == bindparam("id")
)
_OWED = select(cards.c.round_id).where(
    cards.c.team == bindparam("team"), cards.c.place == bindparam("place"), PARKED
)
_SHOW = (
    update(rounds)
    .where(rounds.c.team == bindparam("of_team"), rounds.c.id == bindparam("of_round"))
    .values(queries.TO_SHOW)
)
_AGAIN = (
    update(cards)
    .where(cards.c.team == bindparam("of_team"), cards.c.round_id == bindparam("of_round"))
    .where(cards.c.place == bindparam("of_place"), PARKED)
    .values(drawn="")
)
_LET_GO = (
    update(cards)
    .where(cards.c.team == bindparam("of_team"), cards.c.round_id == bindparam("of_round"))
    .where(cards.c.place == bindparam("of_place"), PARKED)
    .values(state=case((cards.c.ts.is_(None), "gone"), else_="stuck"))
)
_OF_THIS = (rounds.c.team == bindparam("of_team"), rounds.c.id == bindparam("of_round"))
_PUT_OFF = update(rounds).where(*_OF_THIS).values(show_at=bindparam("show_at"), waits_for="")
_SHOWN = (
    update(rounds)
    .where(*_OF_THIS)
    .values({name: bindparam(name) for name in ("unshown", "show_at", "turn", "waits_for")})
)
# Where it was changed meanwhile, or somebody else has begun, it is looked at once more.
_OURS = and_(rounds.c.version == bindparam("of_version"), rounds.c.show_at == bindparam("leased"))
_SHOWN_IF_OURS = (
    update(rounds)
    .where(*_OF_THIS)
    .values(
        unshown=case((_OURS, bindparam("unshown")), else_=true()),
        show_at=case((_OURS, bindparam("show_at")), else_=bindparam("now")),
        waits_for=case((_OURS, bindparam("waits_for")), else_=""),
    )
    .returning(rounds.c.unshown)
)


def take(db: Db, bucket: Bucket, busy: Iterable[str]) -> RowMapping | None:
    """The round whose turn it is, locked, and not one of the `busy` ones: until its `show_at` it is ours."""
    asked = {"busy": [*busy, ""], **_when(db, bucket), **db.at(lease=LEASE)}
    return db.execute(_TAKE_FIRST, asked).mappings().first()


def take_this(db: Db, team: str, round_id: str) -> RowMapping | None:
    """That one; None where it is in line."""
    which = {"of_team": team, "of_round": round_id, **db.at(lease=LEASE)}
    return db.execute(_TAKE_THIS, which).mappings().first()


def _when(db: Db, bucket: Bucket) -> dict[str, datetime | None]:
    acts, time = bucket.ahead(Turn.ACT), bucket.ahead(Turn.TIME)
    return db.at(now=timedelta(), ahead=LEASE, for_acts=acts, for_time=time)


def of_round(db: Db, team: str, round_id: str, now: datetime | None = None) -> list[Card]:
    """All card rows of a round, each key in the order of its generations."""
    ahead = now and now + LEASE
    rows = db.execute(_OF_ROUND, {"team": team, "round": round_id, "ahead": ahead}).mappings()
    return [Card(**row) for row in rows]


def at(db: Db, team: str, channel: str, ts: str) -> Card | None:
    """The card that stands there; None where that message is none."""
    row = db.execute(_AT, {"team": team, "channel": channel, "ts": ts}).mappings().first()
    return Card(**row) if row else None


def marked(db: Db, team: str, card_id: str) -> Card | None:
    """The card that a message says it is."""
    row = db.execute(_MARKED, {"team": team, "id": card_id}).mappings().first()
    return Card(**row) if row else None


def is_stray(db: Db, team: str, card_id: str, channel: str, ts: str) -> bool:
    """Whether this card is known, and not that it stands there."""
    card = marked(db, team, card_id)
    return card is not None and (card.channel, card.ts) != (channel, ts)


def found(db: Db, team: str, card_id: str, channel: str, ts: str) -> None:
    """It stands there, too: this is it, where nobody knows where it is; else an older one, which goes."""
    if (card := marked(db, team, card_id)) is None:
        return
    which = {"of_team": team, "of_round": card.round_id}
    db.execute(_SHOW, {**which, **queries.to_show(db)})  # first: it locks the round
    db.touched.add((team, card.round_id))
    beside = [one for one in of_round(db, team, card.round_id) if one.key == card.key]
    card = next((one for one in beside if one.id == card_id), None)
    if card is None or any((one.channel, one.ts) == (channel, ts) for one in beside):
        return
    if card.ts is None and card is beside[-1]:
        _is_it(db, card, channel, ts)
    else:
        before = beside[0].generation - 1
        older = Card(team, new_id(), card.round_id, card.key, card.place, before, card.moment, "sent")
        keep(db, [replace(older, channel=channel, ts=ts)])


def _is_it(db: Db, card: Card, channel: str, ts: str) -> None:
    """Unless it is just being told: then it will be known in a moment, and this the next time."""
    if card.lease_until is None or card.lease_until <= db.machine_now():
        card.state, card.channel, card.ts, card.not_before = "sending", channel, ts, None
        keep(db, [card])


def claim(db: Db, these: Iterable[Card], until: datetime) -> None:
    """Nobody else works on these cards until then; new ones are kept."""
    these = list(these)
    for card in these:
        card.lease_until = until
    keep(db, these)


def claim_changes(db: Db, team: str, these: Collection[Card], until: datetime) -> None:
    """The same of those that are changed where they stand: until then nobody knows what stands there."""
    for card in these:
        card.lease_until, card.drawn = until, ""
    if these:
        ids = [card.id for card in these]
        db.execute(_CLAIM_CHANGES, {"of_team": team, "ids": ids, "until": until})


def save(db: Db, these: Iterable[Card], leased: datetime) -> None:
    """Keep what became of these, and let them go: where the lease until then is still ours."""
    rows = []
    for card in these:
        card.lease_until = None
        row = {name: getattr(card, name) for name in _SAVED}
        rows.append({**row, "of_team": card.team, "of_id": card.id, "leased": leased})
    if rows:
        db.execute(_SAVE, rows)


def keep(db: Db, these: Iterable[Card]) -> None:
    """Keep what became of these, which nobody works on: the round is locked."""
    rows = [{name: getattr(card, name) for name in _COLUMNS} for card in these]
    if rows:
        db.execute(_CLAIM, rows)


def stays(db: Db, team: str, channel: str, ts: str) -> None:
    """What stands there is never deleted, if it is a card: a reply hangs under it, or Slack refused."""
    db.execute(_STAYS, {"of_team": team, "of_channel": channel, "of_ts": ts})


def owed(db: Db, team: str, place: str) -> list[str]:
    """The rounds of which something is not said there, because Slack refused it."""
    return sorted(set(db.execute(_OWED, {"team": team, "place": place}).scalars()))


def let_go(db: Db, team: str, round_id: str, place: str) -> None:
    """What Slack refused of that round there is not tried any more."""
    db.execute(_LET_GO, {"of_team": team, "of_round": round_id, "of_place": place})
    db.execute(_SHOW, {"of_team": team, "of_round": round_id, **queries.to_show(db)})
    db.touched.add((team, round_id))


def back(db: Db, team: str, place: str) -> None:
    """The app may write in that channel again: what Slack refused there is tried once more."""
    for round_id in owed(db, team, place):
        db.execute(_SHOW, {"of_team": team, "of_round": round_id, **queries.to_show(db)})
        db.execute(_AGAIN, {"of_team": team, "of_round": round_id, "of_place": place})
        db.touched.add((team, round_id))


def holds(db: Db, card: Card, seconds: float) -> bool:
    """Whether the lease on this card is still the one we took, with so many seconds to go."""
    until: datetime | None = db.execute(_LEASED_UNTIL, {"team": card.team, "id": card.id}).scalar()
    if until is None or until != card.lease_until:
        return False
    return db.machine_now() + timedelta(seconds=seconds) <= until


def unshown(db: Db, bucket: Bucket = DEFAULT) -> list[tuple[str, str]]:
    """(team, round) of the first where Slack is not in line with what is stored, and that do not wait."""
    return [(row.team, row.id) for row in db.execute(_UNSHOWN, _when(db, bucket))]


def next_showing(db: Db, bucket: Bucket = DEFAULT) -> datetime | None:
    """When the next of the waiting ones may be tried (machine time)."""
    found = [
        bucket.next(row.at, Turn(row.turn)) if row.waits_for == POST else row.at
        for row in db.execute(_NEXT)
        if row.at
    ]
    return min(found, default=None)


def shown(db: Db, row: RowMapping, again: Wait | None, now: datetime) -> None:
    """In line now, or to be looked at again then: it is ours, and locked."""
    turn = Turn(row["turn"])
    if again and again.what:
        turn = Turn.of(by_time=turn.by_time, rings=True)
    db.execute(_SHOWN, {"of_team": row["team"], "of_round": row["id"], "turn": turn, **_later(again, now)})


def shown_if_ours(db: Db, row: RowMapping, again: Wait | None, now: datetime) -> bool:
    """The same, where nobody changed it since we took it, else at once. This locks it. True for in line."""
    ours = {"of_version": row["version"], "leased": row["show_at"], "now": now}
    which = {"of_team": row["team"], "of_round": row["id"], **ours, **_later(again, now)}
    return db.execute(_SHOWN_IF_OURS, which).scalar() is False


def put_off(db: Db, team: str, round_id: str, again: datetime) -> None:
    """It is looked at again then."""
    db.execute(_PUT_OFF, {"of_team": team, "of_round": round_id, "show_at": again})


def _later(again: Wait | None, now: datetime) -> dict[str, Any]:
    """Who waits for a pace is in the order of when they began to."""
    at = now if again and again.what else min(again.until, now + LEASE) if again else None
    return {"unshown": again is not None, "show_at": at, "waits_for": again.what if again else ""}
