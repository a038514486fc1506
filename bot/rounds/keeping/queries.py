"""Load, lock and save rounds; which are due, which are somebody's. Always within a workspace.

One statement a table, built once; saved by comparing with what was loaded, a version guarding.
Nobody waits in a ring: people are locked first, then rounds, the one that was there longest first (alike
ones by their ids), then people's own messages by theirs. What goes the other way round waits for nobody.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    Executable,
    RowMapping,
    and_,
    bindparam,
    case,
    delete,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from bot import owners
from bot.installed.connected import elsewhere
from bot.installed.tables import at_rest
from bot.people import queries as people_queries
from bot.people.models import Kind, is_nobody
from bot.people.tables import pair_members, people
from bot.refusal import Refusal
from bot.rounds.keeping import codes, covering, sealing, unasked
from bot.rounds.keeping.models import Reply, Round, Seat, Status, Turn, Word
from bot.rounds.keeping.tables import PARKED, POST, cards, heard, memberships, replies, rounds, seats
from bot.rounds.keeping.tables import unasked as unasked_
from bot.store import Db, Moment, Row, machine_time
from bot.vault import Gone, Opener, WrongKeys

# Of a seat in a round: its person is not in the round's channel, as far as anybody knows.
_OUTSIDE = exists(
    select(memberships.c.person_id).where(
        memberships.c.team == rounds.c.team,
        memberships.c.channel_id == rounds.c.channel_id,
        memberships.c.person_id == seats.c.person_id,
        memberships.c.here.is_(False),
    )
)
_OF_ITS_ROUND = and_(rounds.c.team == seats.c.team, rounds.c.id == seats.c.round_id)
_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_IN_ORDER = (rounds.c.created_at, rounds.c.id)  # in which rounds are locked
_ROUNDS = select(rounds).where(rounds.c.team == bindparam("team"), rounds.c.id.in_(_IDS))
_ONE = select(rounds).where(rounds.c.team == bindparam("team"), rounds.c.id == bindparam("id"))
_LOCK = _ONE.with_for_update()
_LOCK_AT_ONCE = _ONE.with_for_update(nowait=True)
# What is always the same stands in it in so many words: a bound value beside an index of some rows (`PARKED`)
# has SQLite plan the whole statement anew, each time.
_SEATS = (
    select(
        seats,
        func.coalesce(people.c.name, seats.c.person_id).label("name"),
        func.coalesce(people.c.zone, literal_column("'UTC'")).label("zone"),
        func.coalesce(people.c.fewer, false()).label("fewer"),
        func.coalesce(people.c.hushed, false()).label("hushed"),
        func.coalesce(people.c.as_typed, false()).label("as_typed"),
        func.coalesce(people.c.kind, literal_column("'unsaid'")).label("kind"),
        people.c.brings,
        people.c.dm,
        people.c.back_at,
        func.coalesce(people.c.away_shown, false()).label("away_shown"),
        people.c.words,
        people.c.words_shown,
        # Deactivated, or has left the round's subject: the pair that it is about.
        or_(func.coalesce(people.c.deleted, false()), pair_members.c.left_at.is_not(None)).label("gone"),
        exists(
            select(cards.c.id).where(
                cards.c.team == seats.c.team,
                or_(cards.c.round_id == seats.c.round_id, cards.c.round_id == seats.c.person_id),
                cards.c.key == seats.c.person_id,
                PARKED,
            )
        ).label("unreached"),
        _OUTSIDE.label("outside"),
        unasked_.c.sealed.label("unasked"),
    )
    .join(rounds, _OF_ITS_ROUND)
    .outerjoin(people, and_(people.c.team == seats.c.team, people.c.id == seats.c.person_id))
    .outerjoin(unasked_, and_(unasked_.c.team == seats.c.team, unasked_.c.person_id == seats.c.person_id))
    .outerjoin(
        pair_members,
        and_(
            pair_members.c.team == seats.c.team,
            pair_members.c.pair_id == rounds.c.subject_id,
            pair_members.c.person_id == seats.c.person_id,
        ),
    )
    .where(seats.c.team == bindparam("team"))
)
_REPLIES = select(replies).where(replies.c.team == bindparam("team"))
# Of one round, which is what most people touch, and of many: a list costs each statement a third more.
_ONES = (
    _SEATS.where(seats.c.round_id == bindparam("id")),
    _REPLIES.where(replies.c.round_id == bindparam("id")),
)
_MANYS = (_SEATS.where(seats.c.round_id.in_(_IDS)), _REPLIES.where(replies.c.round_id.in_(_IDS)))
_AT = (
    select(cards.c.round_id)
    .join(rounds, and_(rounds.c.team == cards.c.team, rounds.c.id == cards.c.round_id))
    .where(cards.c.team == bindparam("team"), rounds.c.feature == bindparam("feature"))
    .where(cards.c.channel == bindparam("channel"), cards.c.ts == bindparam("ts"))
)
# Those of one practice after a place in their order, which the index holds: it is never gone through twice.
_DUE = (
    select(rounds)
    .where(rounds.c.feature == bindparam("feature"), rounds.c.wakes_at <= bindparam("now"), ~at_rest(rounds))
    .where(tuple_(rounds.c.wakes_at, rounds.c.id) > tuple_(bindparam("after", type_=Moment), bindparam("id")))
    .order_by(rounds.c.wakes_at, rounds.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_FAILED = (
    update(rounds)
    .where(rounds.c.team == bindparam("of_team"), rounds.c.id == bindparam("of_id"))
    .where(rounds.c.wakes_at <= bindparam("now"))
    .values(failures=rounds.c.failures + 1)
    .returning(rounds.c.failures)
)
_REST = (
    update(rounds)
    .where(rounds.c.team == bindparam("of_team"), rounds.c.id == bindparam("of_id"))
    .values(wakes_at=bindparam("until"))
)
_LONGEST_REST = 60  # minutes
FIRST = (datetime(1, 1, 1, tzinfo=UTC), "")  # before all that are due
_REST_WORDS = (
    update(seats)
    .where(seats.c.team == bindparam("of_team"), seats.c.person_id == bindparam("of_person"))
    .where(seats.c.notice != "", seats.c.tell_at <= bindparam("now"))
    .values(tell_at=bindparam("until"))
)
_WORDS_REST = timedelta(minutes=10)
_WHOSE_DUE = (
    select(rounds.c.feature)
    .where(rounds.c.feature.in_(bindparam("features", expanding=True)), rounds.c.wakes_at <= bindparam("now"))
    .where(~at_rest(rounds))
    .distinct()
)
_NEXT_DUE = union_all(
    select(func.min(rounds.c.wakes_at)).where(~at_rest(rounds)),
    select(func.min(seats.c.tell_at))
    .join(rounds, _OF_ITS_ROUND)
    .where(seats.c.notice != "", ~_OUTSIDE, ~at_rest(rounds)),
    select(func.min(people.c.back_at)).where(~at_rest(people)),
)
_TO_TELL = (
    select(seats.c.team, seats.c.person_id)
    .join(rounds, _OF_ITS_ROUND)
    .where(seats.c.tell_at <= bindparam("now"), seats.c.notice != "", seats.c.left_at.is_(None), ~_OUTSIDE)
    .where(~at_rest(rounds))
    .union(select(people.c.team, people.c.id).where(people.c.back_at <= bindparam("now"), ~at_rest(people)))
)
_WAITING_FOR = (
    select(seats.c.round_id)
    .join(rounds, _OF_ITS_ROUND)
    .where(seats.c.team == bindparam("team"), seats.c.person_id == bindparam("person"))
    .where(seats.c.notice != "", seats.c.tell_at.is_not(None), seats.c.left_at.is_(None), ~_OUTSIDE)
    .order_by(*_IN_ORDER)
)
_LOCK_THESE = (
    select(rounds.c.id)
    .where(rounds.c.team == bindparam("team"), rounds.c.id.in_(_IDS))
    .order_by(*_IN_ORDER)
    .with_for_update()
)
_THERE = select(rounds.c.id).where(rounds.c.team == bindparam("team"), rounds.c.id.in_(_IDS))
_HOLD = _THERE.with_for_update(skip_locked=True)
_KEEP_TOLD = (
    update(seats)
    .where(
        seats.c.team == bindparam("of_team"),
        seats.c.round_id == bindparam("of_round"),
        seats.c.person_id == bindparam("of_person"),
        or_(seats.c.rang == bindparam("of_moment"), seats.c.gathered == bindparam("of_moment")),
    )
    .values(
        told=bindparam("of_moment"),
        told_at=bindparam("now"),
        knows_at=case(
            (and_(seats.c.tell_at.is_not(None), seats.c.word != Word.REPEAT.value), bindparam("now")),
            else_=seats.c.knows_at,
        ),
        tell_at=case((seats.c.notice == "", null()), else_=seats.c.tell_at),
    )
    .returning(seats.c.knows_at)
)
# What is to be shown anew. What people caused goes first (`turn`), even where time comes after them before it
# was shown; what time makes ring waits for the pace of the whole workspace.
TO_SHOW: dict[str, Any] = {
    "unshown": True,
    "show_at": machine_time("changed"),
    "turn": case(
        (and_(rounds.c.unshown, rounds.c.turn < bindparam("turn")), rounds.c.turn), else_=bindparam("turn")
    ),
    "waits_for": bindparam("waits_for"),
}
_DRAW_AGAIN = (
    update(rounds)
    .where(rounds.c.team == bindparam("of_team"), rounds.c.id.in_(_IDS))
    .values(TO_SHOW)
    .returning(rounds.c.id)
)
_OF_PERSON = (
    select(rounds.c.id)
    .join(seats, and_(seats.c.team == rounds.c.team, seats.c.round_id == rounds.c.id))
    .where(rounds.c.team == bindparam("team"), rounds.c.feature == bindparam("feature"))
    .where(seats.c.person_id == bindparam("person"), seats.c.left_at.is_(None))
    .where(or_(bindparam("kind") == "", rounds.c.kind == bindparam("kind")))
    .where(rounds.c.status.in_(bindparam("statuses", expanding=True)))
    .order_by(rounds.c.created_at.desc(), rounds.c.id)
    .limit(bindparam("most"))
)
_AT_HOME = (
    select(rounds.c.id)
    .join(seats, and_(seats.c.team == rounds.c.team, seats.c.round_id == rounds.c.id))
    .where(rounds.c.team == bindparam("team"))
    .where(rounds.c.feature.in_(bindparam("features", expanding=True)))
    .where(seats.c.person_id == bindparam("person"), seats.c.left_at.is_(None), ~_OUTSIDE)
    .where(rounds.c.status != Status.STOPPED.value)
    .order_by(rounds.c.status == Status.CLOSED.value, rounds.c.created_at.desc(), rounds.c.id)
    .limit(bindparam("most"))
)
_EVER_IN = (
    select(rounds.c.id)
    .join(seats, _OF_ITS_ROUND)
    .where(rounds.c.team == bindparam("team"), seats.c.person_id == bindparam("person"))
    .where(rounds.c.feature == bindparam("feature"), rounds.c.kind == bindparam("kind"))
    .order_by(rounds.c.created_at.desc(), rounds.c.id)
)
_EVER_SEATED = (
    select(rounds.c.id)
    .join(seats, _OF_ITS_ROUND)
    .where(rounds.c.team == bindparam("team"), seats.c.person_id == bindparam("person"))
    .order_by(rounds.c.created_at.desc(), rounds.c.id)
)
_WRITTEN_BY = (
    select(rounds.c.id)
    .where(rounds.c.team == bindparam("team"))
    .where(
        exists(
            select(replies.c.id)
            .where(replies.c.team == rounds.c.team, replies.c.round_id == rounds.c.id)
            .where(or_(replies.c.author_id == bindparam("person"), replies.c.owner == bindparam("key")))
        )
    )
    .order_by(rounds.c.created_at.desc(), rounds.c.id)
)
_IN_CHANNEL = (
    select(rounds.c.id)
    .where(rounds.c.team == bindparam("team"), rounds.c.feature == bindparam("feature"))
    .where(rounds.c.channel_id == bindparam("channel"), rounds.c.kind == bindparam("kind"))
    .where(rounds.c.status == Status.RUNNING.value, rounds.c.step != bindparam("but"))
    .order_by(*_IN_ORDER)
)
_STEPS_ABOUT = (
    select(rounds.c.step)
    .where(rounds.c.team == bindparam("team"), rounds.c.subject_id == bindparam("subject"))
    .where(rounds.c.feature == bindparam("feature"), rounds.c.kind == bindparam("kind"))
)
_ABOUT = _STEPS_ABOUT.with_only_columns(rounds.c.id).order_by(rounds.c.created_at, rounds.c.id)
SEVERAL = 3  # people, from whom on it is a group
_TALKS = (
    select(func.count())
    .select_from(rounds)
    .where(rounds.c.team == bindparam("team"), rounds.c.created_at <= bindparam("at"))
    .where(
        or_(
            rounds.c.subject_id == bindparam("subject"),
            and_(rounds.c.subject_id.is_(None), rounds.c.channel_id == bindparam("channel")),
        )
    )
    .where(tuple_(rounds.c.feature, rounds.c.kind).in_(bindparam("kinds", expanding=True)))
    .where(rounds.c.status != Status.STOPPED.value)
    .where(
        select(func.count())
        .where(seats.c.team == rounds.c.team, seats.c.round_id == rounds.c.id)
        .scalar_subquery()
        >= SEVERAL
    )
)
_OPEN = rounds.c.status.in_([Status.RUNNING.value, Status.PAUSED.value])
# Over, with words that no day of its own will take: they stay for as long as those whose they are do.
_KEPT_ON = and_(
    rounds.c.wakes_at.is_(None),
    exists(select(replies.c.id).where(replies.c.team == rounds.c.team, replies.c.round_id == rounds.c.id)),
)
_OF_SUBJECT = (
    select(rounds.c.id)
    .where(rounds.c.team == bindparam("team"), rounds.c.subject_id == bindparam("subject"))
    .where(or_(_OPEN, _KEPT_ON))
    .order_by(*_IN_ORDER)
    .with_for_update()
)
_OF_THEIRS = (  # their own message has nothing to look at
    select(rounds.c.id)
    .join(seats, and_(seats.c.team == rounds.c.team, seats.c.round_id == rounds.c.id))
    .where(seats.c.team == bindparam("team"), seats.c.person_id == bindparam("person"))
    .where(rounds.c.id != bindparam("person"), or_(_OPEN, seats.c.notice != ""))
    .order_by(*_IN_ORDER)
    .with_for_update(of=rounds)
)
_LOOK_AGAIN = (
    update(rounds)
    .where(rounds.c.team == bindparam("of_team"), rounds.c.id.in_(_IDS))
    .values(wakes_at=bindparam("now"))
)
_WAKE = _LOOK_AGAIN.where(_OPEN)
_HEARD_FOR = timedelta(days=1)  # Slack repeats an event three times within minutes (docs: events-api)
_HEAR = insert(heard).on_conflict_do_nothing().returning(heard.c.request)
_FOR_EVER = datetime(9999, 12, 30, tzinfo=UTC)
_LAST_HEARD = select(heard.c.at).where(heard.c.at < _FOR_EVER).order_by(heard.c.at.desc()).limit(1)
_UNHEAR = delete(heard).where(heard.c.at <= bindparam("before"))
_SHOWING = ("unshown", "show_at", "turn", "waits_for")
_MADE = ("code", "sealed")  # of the others, when it is written
_ROUND_COLUMNS = [c.name for c in rounds.c if c.name not in (*_SHOWING, *_MADE, "over_since")]
_TOLD = ("told", "told_at", "knows_at")  # kept when Slack took something, never with the rest of a seat
_SEAT_COLUMNS = [c.name for c in seats.c if c.name not in ("team", "round_id", "place", *_MADE, *_TOLD)]
_REPLY_COLUMNS = [c.name for c in replies.c if c.name not in ("team", "round_id")]
_SEAT_FIELDS = [f.name for f in fields(Seat) if f.name not in ("words", "was_gathered", "forged")]


def _to(names: Iterable[str]) -> dict[str, Any]:
    return {name: bindparam(name) for name in names if name not in ("team", "id", "person_id")}


def _key(table: Any) -> tuple[Any, ...]:
    column = table.c.person_id if table is seats else table.c.id
    return (
        table.c.team == bindparam("of_team"),
        table.c.round_id == bindparam("of_round"),
        column == bindparam("of_id"),
    )


_ADD_ROUND = (
    insert(rounds)
    .values(**{name: bindparam(name) for name in [*_ROUND_COLUMNS, *_MADE, "turn", "waits_for"]})
    .values(show_at=machine_time("changed"))
    .on_conflict_do_nothing()
    .returning(rounds.c.id)
)
_SAVE_ROUND = (
    update(rounds)
    .where(rounds.c.team == bindparam("of_team"), rounds.c.id == bindparam("of_id"))
    .where(rounds.c.version == bindparam("of_version"))
    .values(**_to([*_ROUND_COLUMNS, *_MADE]), **TO_SHOW)
)
_ADD_SEAT = insert(seats)
_ADD_REPLY = insert(replies)
_SAVE_SEAT = update(seats).where(*_key(seats)).values(**_to([*_SEAT_COLUMNS, *_MADE]))
_SAVE_REPLY = update(replies).where(*_key(replies)).values(**_to(_REPLY_COLUMNS))
_DROP_REPLY = delete(replies).where(*_key(replies))


def lock(db: Db, team: str, round_id: str, feature: str | None = None, kind: str | None = None) -> Round:
    """The round, locked first: most commands lock exactly one. Refuses where the feature has none such."""
    row = db.execute(_LOCK, {"team": team, "id": round_id}).mappings().first()
    return _load(db, team, [_such(row, feature, kind)])[0]


def lock_at_once(db: Db, team: str, round_id: str, feature: str, kind: str) -> Round:
    """The same, where its turn in the order of locks may be over: this gives up where somebody holds it.

    Nothing is kept then, and it is tried again from the beginning (`store.again`).
    """
    row = db.execute(_LOCK_AT_ONCE, {"team": team, "id": round_id}).mappings().first()
    return _load(db, team, [_such(row, feature, kind)])[0]


def find(db: Db, team: str, round_id: str, feature: str | None = None, kind: str | None = None) -> Round:
    """The round, only to look at. Refuses where the feature has none such."""
    row = db.execute(_ROUNDS, {"team": team, "ids": [round_id]}).mappings().first()
    return _load(db, team, [_such(row, feature, kind)])[0]


def loaded(db: Db, row: RowMapping) -> Round:
    """The round of that row, which is locked."""
    return _load(db, row["team"], [row])[0]


def first(db: Db, team: str, round_id: str) -> Round | None:
    """The round, locked; None where there is none yet."""
    row = db.execute(_LOCK, {"team": team, "id": round_id}).mappings().first()
    return None if row is None else _load(db, team, [row])[0]


def _such(row: RowMapping | None, feature: str | None, kind: str | None) -> RowMapping:
    if row is None or feature not in (None, row["feature"]) or kind not in (None, row["kind"]):
        raise Refusal("common.not_here_any_more")
    return row


def of_person(
    db: Db,
    team: str,
    person_id: str,
    feature: str,
    most: int = 50,
    *,
    kind: str = "",
    statuses: Iterable[Status] = Status,
) -> list[Round]:
    """The rounds of a feature that a person has a seat in, newest first; of that kind alone, if named."""
    wanted = {"team": team, "feature": feature, "person": person_id, "kind": kind, "most": most}
    found = db.execute(_OF_PERSON, {**wanted, "statuses": [s.value for s in statuses]})
    return _seen(person_id, _in_order(db, team, list(found.scalars())))


def at_home(db: Db, team: str, person_id: str, features: Iterable[str], most: int = 200) -> list[Round]:
    """The rounds of these features that a person has a seat in: open ones first, and the newest of each.

    None that was stopped. As many statements for many as for few.
    """
    wanted = {"team": team, "features": list(features), "person": person_id, "most": most}
    return _seen(person_id, _in_order(db, team, list(db.execute(_AT_HOME, wanted).scalars())))


def _with(person_id: str, rounds_: list[Round]) -> list[Round]:
    """Those in which they really have their place."""
    return [round_ for round_ in rounds_ if not round_.seat(person_id).forged]


def _seen(person_id: str, rounds_: list[Round]) -> list[Round]:
    """The same, without what they do not want to be asked."""
    return [round_ for round_ in _with(person_id, rounds_) if not round_.seat(person_id).unasked]


def _in_order(db: Db, team: str, ids: list[str]) -> list[Round]:
    if not ids:
        return []
    loaded = _load(db, team, db.execute(_ROUNDS, {"team": team, "ids": ids}).mappings().all())
    return sorted(loaded, key=lambda r: ids.index(r.id))


def written_by(db: Db, team: str, person_id: str) -> list[Round]:
    """Every round in which something stands that this person wrote under their name, the newest first."""
    which = {"team": team, "person": person_id, "key": owners.person(team, person_id)}
    return _in_order(db, team, list(db.execute(_WRITTEN_BY, which).scalars()))


def ever_in(db: Db, team: str, person_id: str, feature: str, kind: str) -> list[Round]:
    """Those of that kind in which this person has a place, or had one until they left."""
    which = {"team": team, "person": person_id, "feature": feature, "kind": kind}
    return _with(person_id, _in_order(db, team, list(db.execute(_EVER_IN, which).scalars())))


def ever_seated(db: Db, team: str, person_id: str) -> list[Round]:
    """All in which this person has a place, or had one until they left; not what they would not be asked."""
    found = db.execute(_EVER_SEATED, {"team": team, "person": person_id})
    return _seen(person_id, _in_order(db, team, list(found.scalars())))


def in_channel(db: Db, team: str, channel: str, feature: str, kind: str, *, but: str = "-") -> list[str]:
    """The ids of those of that kind that go on there, whoever began them; `but`: not those at that step."""
    wanted = {"team": team, "channel": channel, "feature": feature, "kind": kind, "but": but}
    return list(db.execute(_IN_CHANNEL, wanted).scalars())


def steps_about(db: Db, team: str, subject_id: str, feature: str, kind: str) -> list[str]:
    """Where each of that kind stands that is about this, ended ones too."""
    wanted = {"team": team, "subject": subject_id, "feature": feature, "kind": kind}
    return list(db.execute(_STEPS_ABOUT, wanted).scalars())


def about(db: Db, team: str, subject_id: str, feature: str, kind: str) -> list[Round]:
    """Each of that kind that is about this, ended ones too, the oldest first; only to look at."""
    wanted = {"team": team, "subject": subject_id, "feature": feature, "kind": kind}
    return _in_order(db, team, list(db.execute(_ABOUT, wanted).scalars()))


def talks(db: Db, round_: Round, kinds: Iterable[tuple[str, str]]) -> int:
    """The how many-th of several people it is in its place, of those (feature, kind) that came about."""
    where = {"subject": round_.subject_id, "channel": round_.channel_id, "at": round_.created_at}
    found: int = db.execute(_TALKS, {"team": round_.team, "kinds": list(kinds), **where}).scalar() or 0
    return found


def at(db: Db, team: str, channel: str, ts: str, feature: str) -> Round | None:
    """The round of that feature whose card stands there, locked; None where there is none."""
    place = {"team": team, "channel": channel, "ts": ts, "feature": feature}
    round_id = db.execute(_AT, place).scalar()
    return lock(db, team, round_id) if round_id else None


def claim_due(
    db: Db, feature: str, now: datetime, after: tuple[datetime, str] = FIRST, most: int = 1
) -> list[Round]:
    """The next rounds of this practice that time has something for by `now` (UTC), locked: in their order,
    after that (moment, id). Others pass them by.
    """
    asked = {"feature": feature, "now": now, "after": after[0], "id": after[1], "most": most}
    rows = db.execute(_DUE, asked).mappings().all()
    loaded: dict[tuple[str, str], Round] = {}
    for team in {row["team"] for row in rows}:
        of_team = _load(db, team, [row for row in rows if row["team"] == team])
        loaded |= {(team, round_.id): round_ for round_ in of_team}
    found = [loaded[row["team"], row["id"]] for row in rows]
    for round_ in found:
        round_.failures = 0  # kept only where the tick is
    return found


def rest(db: Db, team: str, round_id: str, now: datetime) -> None:
    """Its tick failed: time passes it by for a minute, then for two, then four …, an hour at most."""
    which = {"of_team": team, "of_id": round_id}
    failures = db.execute(_FAILED, {**which, "now": now}).scalar()
    if failures is not None:
        minutes = min(2 ** (failures - 1), _LONGEST_REST)
        db.execute(_REST, {**which, "until": now + timedelta(minutes=minutes)})


def rest_words(db: Db, team: str, person_id: str, now: datetime) -> None:
    """What time has to say to this person could not be said: it is looked at again in ten minutes."""
    which = {"of_team": team, "of_person": person_id, "now": now}
    db.execute(_REST_WORDS, {**which, "until": now + _WORDS_REST})


def whose_due(db: Db, features: Iterable[str], now: datetime) -> set[str]:
    """Those of these features for a round of which time has something: mostly none."""
    return set(db.execute(_WHOSE_DUE, {"features": list(features), "now": now}).scalars())


def next_due(db: Db) -> datetime | None:
    """When time has something next: for a round of any kind, or to say to somebody."""
    return min((at for at in db.execute(_NEXT_DUE).scalars() if at), default=None)


def to_tell(db: Db, now: datetime) -> list[tuple[str, str]]:
    """(team, person) of those to whom time may have something to say by `now` (UTC), or who are back."""
    return [(row.team, row.person_id) for row in db.execute(_TO_TELL, {"now": now})]


def waiting_for(db: Db, team: str, person_id: str) -> list[Round]:
    """The rounds in which something waits to be said to this person, locked in their order."""
    return _with(person_id, [lock(db, team, id_) for id_ in ids_waiting_for(db, team, person_id)])


def held_for(db: Db, team: str, person_id: str, ids: Iterable[str]) -> list[Round]:
    """The same of these rounds, which are locked already, as far as it waits there still."""
    found = _with(person_id, these(db, team, ids))
    return [round_ for round_ in found if (seat := round_.seat(person_id)).notice and seat.tell_at]


def ids_waiting_for(db: Db, team: str, person_id: str) -> Sequence[str]:
    """The ids of those rounds, in their order."""
    return db.execute(_WAITING_FOR, {"team": team, "person": person_id}).scalars().all()


def hold(db: Db, team: str, ids: Iterable[str]) -> bool:
    """Lock those of these rounds that are there; False where somebody else holds one: it waits for nobody."""
    which = {"team": team, "ids": list(ids)}
    held = set(db.execute(_HOLD, which).scalars())
    return held.issuperset(which["ids"]) or held == set(db.execute(_THERE, which).scalars())


def these(db: Db, team: str, ids: Iterable[str]) -> list[Round]:
    """Those rounds, only to look at, in that order."""
    return _in_order(db, team, list(ids))


def last_of(db: Db, round_: Round) -> Round | None:
    """The last round that came of that rhythm, only to look at; None for none."""
    return next(iter(these(db, round_.team, [round_.facts["last_one"]])), None)


def lock_these(db: Db, team: str, ids: Iterable[str]) -> None:
    """Lock those of these rounds that are there, in their order."""
    db.execute(_LOCK_THESE, {"team": team, "ids": list(ids)})


def told(db: Db, team: str, person_id: str, moments: dict[str, str], now: datetime) -> None:
    """Slack took what was said to this person of these rounds: {round: the name of it}, at `now` (UTC).

    They are locked. Where it was a first word of the clock's their time runs from there: the round looks at
    it again.
    """
    for round_id, moment in sorted(moments.items()):
        which = {"of_team": team, "of_round": round_id, "of_person": person_id, "of_moment": moment}
        if now in db.execute(_KEEP_TOLD, {**which, "now": now}).scalars():
            db.execute(_REST, {"of_team": team, "of_id": round_id, "until": now})


def wake_subject(db: Db, team: str, subject_id: str, now: datetime) -> None:
    """Somebody came or went: what is open about this looks again, and what stays while they do."""
    ids = db.execute(_OF_SUBJECT, {"team": team, "subject": subject_id}).scalars().all()
    db.execute(_LOOK_AGAIN, {"of_team": team, "ids": ids, "now": now})


def wake_person(db: Db, team: str, person_id: str, now: datetime) -> None:
    """Something about somebody has changed (before this: people come first): their open rounds look again."""
    ids = db.execute(_OF_THEIRS, {"team": team, "person": person_id}).scalars().all()
    db.execute(_WAKE, {"of_team": team, "ids": ids, "now": now})


def ever(db: Db, team: str, what: str) -> bool:
    """Whether this is the first time; unlike `once`, it is remembered for ever."""
    return db.execute(_HEAR, {"team": team, "request": what, "at": _FOR_EVER}).first() is not None


def last_heard(db: Db) -> datetime | None:
    """When something was last asked of any process; None where nothing was, lately."""
    found: datetime | None = db.execute(_LAST_HEARD).scalar()
    return found


def once(db: Db, team: str, request: str, now: datetime) -> bool:
    """False if this request was heard before: Slack repeats an event whose answer it did not get."""
    row = {"team": team, "request": request, "at": now}
    return db.execute(_HEAR, row).first() is not None


def unhear(db: Db, now: datetime) -> None:
    """What was heard so long ago that Slack repeats it no more is not remembered."""
    db.execute(_UNHEAR, {"before": now - _HEARD_FOR})


def seat(db: Db, team: str, person_id: str) -> Seat:
    """A place for this person in a new round, with their name and zone."""
    person = people_queries.find(db, team, person_id)
    return Seat(
        person_id,
        name=person.name,
        zone=person.zone,
        kind=person.kind.value,
        hushed=person.hushed,
        as_typed=person.as_typed,
        back_at=person.back_at,
        away_shown=person.away_shown,
    )


def unseal(db: Db, round_: Round, readable: Callable[[Reply], bool]) -> Round:
    """Fill in the text of those replies that `readable` names; forgotten ones stay without.

    So do those that do not open as what their row says, and all where somebody else changed the round's: they
    are `unreadable`.
    """
    unseal_all(db, [round_], lambda _, reply: readable(reply))
    return round_


def unseal_all(db: Db, rounds_: Iterable[Round], readable: Callable[[Round, Reply], bool]) -> None:
    """The same for many rounds, with one statement for all their keys."""
    wanted = [(r, reply) for r in rounds_ for reply in r.replies if reply.sealed and reply.text is None]
    wanted = [(round_, reply) for round_, reply in wanted if readable(round_, reply)]
    for round_, reply in wanted:
        reply.unreadable = round_.forged
    wanted = [(round_, reply) for round_, reply in wanted if not round_.forged]
    openers = db.openers({owner for _, reply in wanted for owner in sealing.owners_of(reply)})
    for round_, reply in wanted:
        try:
            reply.text = sealing.opened(openers, round_, reply)
        except Gone:
            reply.withdrawn_at = reply.withdrawn_at or reply.created_at
        except WrongKeys:
            reply.unreadable = True


def add(db: Db, round_: Round) -> bool:
    """Keep a new round; False if a round with this id is kept already (the request came twice).

    Refuses one in a channel that is kept in another workspace, which shares it.
    """
    if round_.channel_id and elsewhere(db, round_.team, round_.channel_id):
        raise Refusal("common.kept_elsewhere")
    round_.version = 1
    row = _coded_row(db, _round_row(round_)) | to_show(db, rings=True)
    if db.execute(_ADD_ROUND, row).first() is None:
        return False
    db.write((round_.team, round_.id), _parts(db, round_))
    db.touched.add((round_.team, round_.id))
    return True


def save(db: Db, round_: Round) -> None:
    """Keep what changed since the round was loaded; in the end this raises Outdated if it was not locked."""
    if round_.forged:  # it would become ours
        raise Refusal("common.changed_outside")
    before = round_.version
    parts, row = _parts(db, round_), _round_row(round_)
    if not parts and row == round_.kept["round"]:
        return
    round_.version += 1
    coded = _coded_row(db, row | {"version": round_.version})
    row = {k: v for k, v in coded.items() if k not in ("team", "id")}
    guard = {"of_team": round_.team, "of_id": round_.id, "of_version": before}
    guard |= to_show(db, rings=_rings(round_))
    db.write((round_.team, round_.id), [*parts, (_SAVE_ROUND, {**row, **guard})])
    db.touched.add((round_.team, round_.id))
    # Their own message says how this stands: those come after all rounds.
    db.at_the_end(_draw_again, ((round_.team, person_id) for person_id in gathered_by(round_)))


def _draw_again(db: Db, own: set[tuple[str, str]]) -> None:
    """These people's own messages, locked in their order."""
    for team in sorted({team for team, _ in own}):
        ids = [person_id for of, person_id in own if of == team]
        db.execute(_LOCK_THESE, {"team": team, "ids": ids})
        drawn = db.execute(_DRAW_AGAIN, {"of_team": team, "ids": ids, **to_show(db)}).scalars()
        db.touched.update((team, person_id) for person_id in drawn)


def to_show(db: Db, *, rings: bool = False) -> dict[str, Any]:
    """What `TO_SHOW` asks for: whether it rings, as far as is known before it is drawn."""
    turn = Turn.of(by_time=db.by_time, rings=rings)
    return {"turn": turn, "waits_for": POST if turn is Turn.TIME_RINGS else "", **db.at(changed=timedelta())}


def _rings(round_: Round) -> bool:
    """Whether something rings for somebody, as their seat or its step says."""
    before, seats_ = round_.kept["round"], round_.kept["seats"]
    moved = (round_.step, round_.status) != (before["step"], before["status"])
    return moved or any(seat.rang != seats_.get(seat.person_id, {}).get("rang") for seat in round_.seats)


def gathered_by(round_: Round) -> list[str]:
    """Those in whose own message it is, or was as it was loaded."""
    return [seat.person_id for seat in round_.seats if seat.gathered or seat.was_gathered]


def _load(db: Db, team: str, rows: Sequence[Mapping[str, Any] | RowMapping]) -> list[Round]:
    opened = [covering.uncovered(db, "rounds", row) for row in rows]
    found = {row["id"]: _round(db, row) for row in opened}
    for row in opened:
        as_kept = _row(found[row["id"]], _ROUND_COLUMNS, row["facts"])
        found[row["id"]].kept = {"round": as_kept, "seats": {}, "replies": {}}
    seated, said = _of(db, team, list(found))
    shown = {owners.person(team, row["person_id"]) for row in seated if row["words_shown"] and row["words"]}
    hiding = {owners.person(team, row["person_id"]) for row in seated if row["unasked"]}
    every = db.openers(shown | hiding)
    openers = {owner: every[owner] for owner in shown & every.keys()}
    brought = people_queries.brought(db, team, [{**row, "id": row["person_id"]} for row in _saying(seated)])
    for row in (covering.uncovered(db, "seats", one) for one in sorted(seated, key=itemgetter("place"))):
        row["kind"] = brought.get(row["person_id"], Kind.UNSAID).value
        round_ = found[row["round_id"]]
        seat = _seat(db, round_, row, openers)
        seat.unasked = _unasked(round_, row, every)
        round_.seats.append(seat)
        round_.kept["seats"][seat.person_id] = _row(seat, _SEAT_COLUMNS, row["facts"])
    for row in sorted(said, key=itemgetter("created_at", "id")):
        round_, as_kept = found[row["round_id"]], {k: row[k] for k in _REPLY_COLUMNS}
        round_.replies.append(Reply(text=None, **as_kept))
        round_.kept["replies"][row["id"]] = as_kept
    return list(found.values())


def _saying(seated: Iterable[Row]) -> list[Row]:
    """The rows of those who said what they bring, each of them once."""
    said = (row for row in seated if row["brings"] or row["kind"] != Kind.UNSAID)
    return list({row["person_id"]: row for row in said}.values())


def _of(db: Db, team: str, ids: Sequence[str]) -> list[list[Row]]:
    """The rows of their seats, and those of their replies."""
    which = {"team": team, "id": ids[0]} if len(ids) == 1 else {"team": team, "ids": ids}
    asked = [db.execute(statement, which) for statement in (_ONES if len(ids) == 1 else _MANYS)]
    return [[dict(zip(found.keys(), row, strict=True)) for row in found] for found in asked]


def _round(db: Db, row: Row) -> Round:
    round_ = Round(**{k: row[k] for k in _ROUND_COLUMNS})
    round_.forged = not db.is_ours(row["code"], codes.of_round(row))
    round_.status, round_.facts = Status(round_.status), json.loads(str(round_.facts))
    return round_


def _seat(db: Db, round_: Round, row: Row, openers: Mapping[str, Opener]) -> Seat:
    seat = Seat(**{k: row[k] for k in _SEAT_FIELDS} | {"facts": json.loads(row["facts"]), "unasked": False})
    seat.was_gathered = bool(seat.gathered)
    if is_nobody(seat.person_id):
        seat.name, seat.gone = "", True
    if not db.is_ours(row["code"], codes.of_seat(round_.team, round_.id, row)):
        seat.forged, seat.left_at = True, seat.left_at or round_.created_at
    seat.words = people_queries.words(openers, round_.team, seat.person_id, row["words"])
    return seat


def _unasked(round_: Round, row: Row, openers: Mapping[str, Opener]) -> bool:
    """Whether whoever has that place sees nothing of it, as they wanted."""
    found = unasked.opened(openers, round_.team, row["person_id"], row["unasked"])
    return round_.id in found.rounds


def _parts(db: Db, round_: Round) -> list[tuple[Executable, Row]]:
    """What is to be written of its seats and replies."""
    return [*_seats(db, round_), *_replies(db, round_), *_dropped(db, round_)]


def _seats(db: Db, round_: Round) -> Iterator[tuple[Executable, Row]]:
    kept = round_.kept.get("seats", {})
    for place, seat in enumerate(round_.seats):
        row = _seat_row(seat)
        if row == kept.get(seat.person_id):
            continue
        coded = row | {"code": db.code(codes.of_seat(round_.team, round_.id, row))}
        whole = covering.covered(db, "seats", {**coded, "team": round_.team, "round_id": round_.id})
        if seat.person_id in kept:
            yield _SAVE_SEAT, _changed(round_, seat.person_id, whole)
        else:
            yield _ADD_SEAT, {**whole, "place": place}


def _replies(db: Db, round_: Round) -> Iterator[tuple[Executable, Row]]:
    kept = round_.kept.get("replies", {})
    for reply in round_.replies:
        before = kept.get(reply.id)
        if reply.text is not None and not reply.sealed:
            sealing.seal(db, round_, reply)
        elif before and not sealing.is_bound(reply, before):
            sealing.bind_anew(db, round_, reply, before)
        row = _reply_row(reply)
        if before is None:
            yield _ADD_REPLY, {**row, "team": round_.team, "round_id": round_.id}
        elif row != before:
            yield _SAVE_REPLY, _changed(round_, reply.id, row)


def _dropped(db: Db, round_: Round) -> Iterator[tuple[Executable, Row]]:
    kept = round_.kept.get("replies", {})
    for under in {row["under"] for row in kept.values()} - {reply.under for reply in round_.replies}:
        db.spend(under)
    for reply_id in kept.keys() - {reply.id for reply in round_.replies}:
        yield _DROP_REPLY, {"of_team": round_.team, "of_round": round_.id, "of_id": reply_id}


def _changed(round_: Round, part_id: str, row: Row) -> Row:
    values = {k: v for k, v in row.items() if k not in ("id", "person_id", "team", "round_id")}
    return {**values, "of_team": round_.team, "of_round": round_.id, "of_id": part_id}


def _round_row(round_: Round) -> dict[str, Any]:
    return _row(round_, _ROUND_COLUMNS, json.dumps(round_.facts, sort_keys=True))


def _seat_row(seat: Seat) -> dict[str, Any]:
    return _row(seat, _SEAT_COLUMNS, json.dumps(seat.facts, sort_keys=True))


def _row(of: Round | Seat, columns: Iterable[str], facts: str) -> dict[str, Any]:
    return {name: getattr(of, name) for name in columns} | {"facts": facts}


def _reply_row(reply: Reply) -> dict[str, Any]:
    return {name: getattr(reply, name) for name in _REPLY_COLUMNS}


def _coded_row(db: Db, row: Row) -> Row:
    return covering.covered(db, "rounds", row | {"code": db.code(codes.of_round(row))})
