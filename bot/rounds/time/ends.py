"""An end for everything beside people's words: what has been over for so many days goes, bit by bit.

What is left of one thing goes in one transaction, and nothing remembers how far it came: whoever is killed,
or meets another process, finds the rest the next time. When something ends nobody has to say: it is seen to
be over, and its days are counted from there.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from bot import owners
from bot.people.tables import pair_members, pairs, people
from bot.rounds.keeping import erasures
from bot.rounds.keeping.models import Status, id_from
from bot.rounds.keeping.tables import (
    heard,
    memberships,
    notices,
    paces,
    places,
    replies,
    rounds,
    seats,
    tries,
    unasked,
)
from bot.rounds.time.notices import GATHERED, KEPT
from bot.store import Db, Moment, Store, machine_time

MOST = 50  # rows in one transaction
_SAID_SO = timedelta(days=1)  # what Slack takes no more of is known by then

Keeps = Collection[tuple[str, str, str]]  # (feature, kind, kind of reply)


@dataclass(frozen=True)
class Ending:
    """What goes `now` (practice time, UTC): what has been over for as long as it is kept, `before` then.

    `keeps`: kinds of reply that hold their round for as long as they are there, as their practice promises.
    `sooner`: channels (by their ids) where that is kept for less.
    """

    now: datetime
    kept: timedelta
    keeps: Keeps = ()
    sooner: Mapping[str, timedelta] = field(default_factory=dict)

    @property
    def asked(self) -> dict[str, Any]:
        return {
            "now": self.now,
            "before": self.now - self.kept,
            "said": self.now - KEPT,
            "keeps": list(self.keeps) or [("", "", "")],
            "most": MOST,
        }

    @property
    def each(self) -> list[dict[str, Any]]:
        """The same of each channel where it is less."""
        return [
            self.asked | {"before": self.now - kept, "channel": channel}
            for channel, kept in self.sooner.items()
        ]


def _some(table: Table, *such: ColumnElement[bool]) -> ColumnElement[bool]:
    """The next few of these rows, by their key; not those that somebody has in hand."""
    key = [*table.primary_key.columns]
    found = (
        select(*key).where(*such).order_by(*key).limit(bindparam("most")).with_for_update(skip_locked=True)
    )
    return tuple_(*key).in_(found)


def _of(table: Table, other: Table, **same: str) -> list[ColumnElement[bool]]:
    """Whose rows belong together: of one workspace, and with the `same` ids."""
    return [
        other.c.team == table.c.team,
        *(other.c[name] == table.c[column] for name, column in same.items()),
    ]


_BEFORE: BindParameter[datetime] = bindparam("before", type_=Moment)
_NOW: BindParameter[datetime] = bindparam("now", type_=Moment)
# Time has nothing for it any more: it has ended, and forgotten what it had to; or it is a rhythm at rest.
_IS_OVER = and_(
    rounds.c.wakes_at.is_(None),
    or_(
        rounds.c.status.in_([Status.CLOSED.value, Status.STOPPED.value]),
        and_(rounds.c.status == Status.RUNNING.value, rounds.c.facts.like('%"rests": true%')),
    ),
)
_SEEN_OVER = (
    update(rounds).where(_some(rounds, rounds.c.over_since.is_(None), _IS_OVER)).values(over_since=_NOW)
)
_GOES_ON = (
    update(rounds).where(_some(rounds, rounds.c.over_since.is_not(None), ~_IS_OVER)).values(over_since=None)
)
_HOLDS = exists(
    select(replies.c.id).where(
        *_of(rounds, replies, round_id="id"),
        tuple_(rounds.c.feature, rounds.c.kind, replies.c.kind).in_(bindparam("keeps", expanding=True)),
    )
)
_ENDED = (
    select(rounds.c.team, rounds.c.id)
    .where(rounds.c.over_since <= _BEFORE, _IS_OVER, ~_HOLDS)
    .order_by(rounds.c.created_at, rounds.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_ENDED_IN = _ENDED.where(rounds.c.channel_id == bindparam("channel"))
_UNDER = select(replies.c.under).where(
    replies.c.team == bindparam("team"), replies.c.round_id == bindparam("id"), replies.c.under != ""
)
_DROP_ROUND = delete(rounds).where(rounds.c.team == bindparam("team"), rounds.c.id == bindparam("id"))
_LAST_GATHERED = delete(rounds).where(
    _some(rounds, rounds.c.kind == GATHERED, func.coalesce(rounds.c.since, rounds.c.created_at) <= _BEFORE)
)
_STAYS_IN = exists(
    select(pair_members.c.person_id).where(
        *_of(pairs, pair_members, pair_id="id"),
        or_(pair_members.c.left_at.is_(None), pair_members.c.left_at > _BEFORE),
    )
)
_ABOUT = exists(select(rounds.c.id).where(*_of(pairs, rounds, subject_id="id")))
_PARTED = (
    select(pairs.c.team, pairs.c.id)
    .where(pairs.c.created_at <= _BEFORE, ~_STAYS_IN, ~_ABOUT)
    .order_by(pairs.c.team, pairs.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_DROP_PAIR: list[Executable] = [
    delete(table).where(table.c.team == bindparam("team"), table.c[column] == bindparam("id"))
    for table, column in ((pair_members, "pair_id"), (tries, "place"), (pairs, "id"))
]
_LEFT = delete(pair_members).where(_some(pair_members, pair_members.c.left_at <= _BEFORE))
_HAS_A_PART = or_(
    exists(select(seats.c.person_id).where(*_of(people, seats, person_id="id"))),
    exists(select(pair_members.c.person_id).where(*_of(people, pair_members, person_id="id"))),
)
_SEEN_IDLE = (
    update(people).where(_some(people, people.c.idle_since.is_(None), ~_HAS_A_PART)).values(idle_since=_NOW)
)
_NOT_IDLE = (
    update(people).where(_some(people, people.c.idle_since.is_not(None), _HAS_A_PART)).values(idle_since=None)
)
_IDLE = (
    select(people.c.team, people.c.id, people.c.dm)
    .where(people.c.idle_since <= _BEFORE, ~_HAS_A_PART)
    .order_by(people.c.team, people.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_DROP_PERSON: list[Executable] = [
    delete(table).where(table.c.team == bindparam("team"), table.c[column] == bindparam("id"))
    for table, column in (
        (notices, "person_id"),
        (memberships, "person_id"),
        (unasked, "person_id"),
        (people, "id"),
    )
]
# Slack is asked no more of whoever is gone: the day after that is when they were last heard of.
_GONE = (
    update(people)
    .where(_some(people, people.c.deleted, people.c.fresh_until <= _BEFORE))
    .values(fresh_until=_NOW)
    .returning(people.c.team, people.c.id)
)
_GREETED = delete(heard).where(
    heard.c.team == bindparam("team"), heard.c.request.in_(bindparam("first", expanding=True))
)
_OLD_NOTICES = delete(notices).where(_some(notices, notices.c.at <= bindparam("said")))
_OLD_TRIES = delete(tries).where(_some(tries, tries.c.at <= _BEFORE))
_OLD_TRIES_IN = delete(tries).where(
    _some(tries, tries.c.at <= _BEFORE, tries.c.place == bindparam("channel"))
)
_EMPTY_CHANNELS = [
    delete(table).where(
        _some(table, ~exists(select(rounds.c.id).where(*_of(table, rounds, channel_id="channel_id"))))
    )
    for table in (memberships, places)
]
_OLD_PACES = delete(paces).where(_some(paces, paces.c.team != "", paces.c.until <= machine_time("settled")))

_Step = Callable[[Db, Ending], int]


def end(store: Store, ending: Ending) -> bool:
    """What has come to its end goes, the next few of each kind; True where there may be more."""
    more = False
    for steps in _TOGETHER:
        with store.begin() as db:
            db.by_time = True
            more |= max(step(db, ending) for step in steps) >= MOST
    return more


def _by(statement: Executable) -> _Step:
    """Nothing but that statement, of the next few rows."""
    return lambda db, ending: db.execute(statement, ending.asked).rowcount


def _in(statement: Executable) -> _Step:
    """The same of each channel that keeps less: as many as there are of the one with the most."""
    return lambda db, ending: max((db.execute(statement, asked).rowcount for asked in ending.each), default=0)


def _rounds(db: Db, ending: Ending) -> int:
    """Each with its seats, its replies and its cards, and with the keys that open nothing else."""
    found = [*db.execute(_ENDED, ending.asked)]
    found += [row for asked in ending.each for row in db.execute(_ENDED_IN, asked)]
    for row in found:
        which = {"team": row.team, "id": row.id}
        for under in db.execute(_UNDER, which).scalars().all():
            db.spend(under)
        db.forget(owners.of_round(row.team, row.id))
        db.execute(_DROP_ROUND, which)
    return len(found)


def _pairs(db: Db, ending: Ending) -> int:
    """With what they kept together."""
    found = db.execute(_PARTED, ending.asked).all()
    for row in found:
        for statement in _DROP_PAIR:
            db.execute(statement, {"team": row.team, "id": row.id})
        db.forget(owners.pair(row.team, row.id))
        db.forget(owners.subject(row.team, row.id))
    return len(found)


def _gone(db: Db, ending: Ending) -> int:
    """Whose account ended so long ago is forgotten, as if they had asked for it: what stays has no name."""
    found = db.execute(_GONE, ending.asked).all()
    for row in found:
        erasures.write_down(db, row.team, row.id, ending.now)
    return len(found)


def _people(db: Db, ending: Ending) -> int:
    """With what they said of themselves, and what was written down of them elsewhere."""
    found = db.execute(_IDLE, ending.asked).all()
    for row in found:
        for statement in _DROP_PERSON:
            db.execute(statement, {"team": row.team, "id": row.id})
        first = [id_from("first", one) for one in (row.id, row.dm) if one]
        db.execute(_GREETED, {"team": row.team, "first": first})
        db.forget(owners.person(row.team, row.id))
    return len(found)


def _paces(db: Db, ending: Ending) -> int:
    """By the machine's time, like what they say."""
    return db.execute(_OLD_PACES, ending.asked | db.at(settled=-_SAID_SO)).rowcount


# What goes in one transaction; people last but for what names nobody: what they had a part in goes first.
_TOGETHER: tuple[tuple[_Step, ...], ...] = (
    (_by(_GOES_ON), _by(_SEEN_OVER), _rounds, _by(_LAST_GATHERED)),
    (_by(_LEFT), _pairs),
    (_by(_NOT_IDLE), _by(_SEEN_IDLE), _people, _gone),
    (*map(_by, (_OLD_NOTICES, _OLD_TRIES, *_EMPTY_CHANNELS)), _in(_OLD_TRIES_IN), _paces),
)
