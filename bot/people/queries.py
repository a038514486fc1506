"""Which people, which pairs? Always within a workspace."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import RowMapping, String, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot import owners
from bot.installed.tables import at_rest
from bot.people.models import Kind, Member, Pair, Person
from bot.people.tables import pair_members, pairs, people
from bot.store import Db, Row
from bot.vault import Opener, WrongKeys

_MEET = insert(people).on_conflict_do_nothing()
_FIND = select(people).where(people.c.team == bindparam("team"), people.c.id == bindparam("id"))
_WORDS = select(people.c.team, people.c.id, people.c.words).where(people.c.words.is_not(None))
_LOCK = _FIND.with_for_update()
_CLAIM = _FIND.with_for_update(skip_locked=True)
_AWAY = (
    update(people)
    .where(people.c.team == bindparam("of_team"), people.c.id == bindparam("of_id"))
    .values(back_at=bindparam("at"), away_shown=bindparam("shown"), idle_since=None)
)
_SAVE = (
    update(people)
    .where(people.c.team == bindparam("of_team"), people.c.id == bindparam("of_id"))
    .values(
        kind=Kind.UNSAID.value,
        brings=bindparam("brings"),
        words=bindparam("words"),
        words_shown=bindparam("words_shown"),
        fewer=bindparam("fewer"),
        hushed=bindparam("hushed"),
        as_typed=bindparam("as_typed"),
        facts=bindparam("facts"),
        idle_since=None,
    )
)
_SEEN = (
    update(people)
    .where(people.c.team == bindparam("of_team"), people.c.id == bindparam("of_id"))
    .values(
        name=bindparam("name"),
        zone=bindparam("zone"),
        deleted=bindparam("deleted"),
        fresh_until=bindparam("until"),
    )
)
_STALE = (
    select(people.c.team, people.c.id)
    .where(or_(people.c.fresh_until.is_(None), people.c.fresh_until <= bindparam("now")))
    .where(people.c.deleted.is_(False), ~at_rest(people))
    .where(or_(bindparam("in_team", type_=String) == "", people.c.team == bindparam("in_team", type_=String)))
    .order_by(people.c.fresh_until)
    .limit(bindparam("most"))
)
_KNOWN = (
    select(people.c.id)
    .where(people.c.team == bindparam("team"), people.c.id.in_(bindparam("ids", expanding=True)))
    .where(people.c.fresh_until.is_not(None), people.c.name != people.c.id)
)
_TAKEN = select(people.c.name).where(
    people.c.team == bindparam("team"),
    people.c.id != bindparam("id"),
    people.c.name.in_(bindparam("names", expanding=True)),
)
_AGAIN = (
    update(people)
    .where(people.c.team == bindparam("of_team"), people.c.id == bindparam("of_id"))
    .values(fresh_until=bindparam("until"))
)
_DM = (
    update(people)
    .where(people.c.team == bindparam("of_team"), people.c.id == bindparam("of_id"))
    .values(dm=bindparam("dm"))
)

_WIDTH = max(len(kind) for kind in Kind)  # of what is sealed, whichever it is
# What was opened once, by how it is sealed: no card opens a key for it again.
_OPENED: dict[bytes, Kind] = {}
_MOST_OPENED = 20_000

_PAIR = insert(pairs).on_conflict_do_nothing()
_MEMBER = insert(pair_members).on_conflict_do_update(
    index_elements=["team", "pair_id", "person_id"], set_={"left_at": None}
)
_LEAVE = (
    update(pair_members)
    .where(pair_members.c.team == bindparam("of_team"), pair_members.c.pair_id == bindparam("of_pair"))
    .where(pair_members.c.person_id == bindparam("of_person"), pair_members.c.left_at.is_(None))
    .values(left_at=bindparam("at"))
    .returning(pair_members.c.person_id)
)
_NAME_CHANNEL = (
    update(pairs)
    .where(pairs.c.team == bindparam("of_team"), pairs.c.id == bindparam("of_pair"))
    .values(channel_id=bindparam("channel"))
)
_MINE = select(pair_members.c.pair_id).where(
    pair_members.c.team == bindparam("team"),
    pair_members.c.person_id == bindparam("person"),
    pair_members.c.left_at.is_(None),
)
_PAIRS_OF = select(pairs).where(pairs.c.team == bindparam("team"), pairs.c.id.in_(_MINE)).order_by(pairs.c.id)
_ONE_PAIR = select(pairs).where(pairs.c.team == bindparam("team"), pairs.c.id == bindparam("id"))
_MEMBERS = (
    select(pair_members, func.coalesce(people.c.name, pair_members.c.person_id).label("name"))
    .outerjoin(people, (people.c.team == pair_members.c.team) & (people.c.id == pair_members.c.person_id))
    .where(
        pair_members.c.team == bindparam("team"), pair_members.c.pair_id.in_(bindparam("ids", expanding=True))
    )
    .order_by(pair_members.c.pair_id, pair_members.c.person_id)
)


def meet(db: Db, team: str, person_id: str, name: str = "") -> None:
    """Make sure that a person has a row; what Slack says of them comes with the next refresh."""
    db.execute(_MEET, {"team": team, "id": person_id, "name": name or person_id})


def meet_all(db: Db, team: str, person_ids: Iterable[str]) -> None:
    """The same for all of these, in the order in which people are locked."""
    for person_id in sorted(set(person_ids)):
        meet(db, team, person_id)


def lock(db: Db, team: str, person_id: str) -> Person:
    """The person, locked until all of this is kept: before any round. Somebody unknown is met."""
    meet(db, team, person_id)
    return _person(db, db.execute(_LOCK, {"team": team, "id": person_id}).mappings().one())


def find(db: Db, team: str, person_id: str) -> Person:
    """The person, with their words unsealed; somebody unknown is met."""
    row = db.execute(_FIND, {"team": team, "id": person_id}).mappings().first()
    return Person(team, person_id, person_id) if row is None else _person(db, row)


def claim(db: Db, team: str, person_id: str) -> Person | None:
    """The same, locked; None where they are not known, or locked by somebody else."""
    row = db.execute(_CLAIM, {"team": team, "id": person_id}).mappings().first()
    return None if row is None else _person(db, row)


def away(db: Db, team: str, person_id: str, until: datetime | None, *, shown: bool) -> None:
    """They are away until then (UTC; None for not any more); `shown`: others may read it."""
    db.execute(_AWAY, {"of_team": team, "of_id": person_id, "at": until, "shown": shown})


def _person(db: Db, row: RowMapping) -> Person:
    team, person_id = row["team"], row["id"]
    openers = db.openers({owners.person(team, person_id)}) if row["words"] else {}
    return Person(
        team=team,
        id=person_id,
        name=row["name"],
        zone=row["zone"],
        kind=brought(db, team, [row]).get(person_id, Kind.UNSAID),
        words=words(openers, team, person_id, row["words"]),
        words_shown=row["words_shown"],
        fewer=row["fewer"],
        hushed=row["hushed"],
        as_typed=row["as_typed"],
        facts=json.loads(row["facts"]),
        dm=row["dm"],
        back_at=row["back_at"],
        away_shown=row["away_shown"],
        deleted=row["deleted"],
    )


def save(db: Db, person: Person) -> None:
    """Keep what a person said of themselves; their words under their own key."""
    owner, identity = owners.person(person.team, person.id), _words(person.team, person.id)
    db.execute(
        _SAVE,
        {
            "of_team": person.team,
            "of_id": person.id,
            "brings": _sealed(db, person),
            "words": db.seal(owner, person.words, identity) if person.words else None,
            "words_shown": person.words_shown,
            "fewer": person.fewer,
            "hushed": person.hushed,
            "as_typed": person.as_typed,
            "facts": json.dumps(person.facts, sort_keys=True),
        },
    )


def words(openers: Mapping[str, Opener], team: str, person_id: str, sealed: bytes | None) -> str:
    """What somebody says of themselves; "" where they said nothing, or were forgotten.

    Whoever is forgotten, and writes again before that is carried out, has another key than these words.
    """
    opener = openers.get(owners.person(team, person_id))
    with suppress(WrongKeys):
        return opener(sealed, _words(team, person_id)).decode() if opener and sealed else ""
    return ""


def held(db: Db) -> Iterator[tuple[tuple[str, ...], bytes, str]]:
    """What each says of themselves: under which key, what is sealed, and as what."""
    for row in db.execute(_WORDS).all():
        yield (owners.person(row.team, row.id),), row.words, _words(row.team, row.id)


def brought(db: Db, team: str, rows: Sequence[RowMapping | Row]) -> dict[str, Kind]:
    """Whose experience people bring, by their id, of rows with `id`, `kind` and `brings`.

    Who did not say is not there, nor who was forgotten, nor where somebody changed the row.
    """
    said = {row["id"]: Kind(row["kind"]) for row in rows if row["kind"] != Kind.UNSAID}
    sealed = {row["id"]: row["brings"] for row in rows if row["brings"] and row["id"] not in said}
    new = {person_id for person_id, one in sealed.items() if one not in _OPENED}
    openers = db.openers({owners.person(team, person_id) for person_id in new})
    if len(_OPENED) > _MOST_OPENED:
        _OPENED.clear()
    for person_id in new:
        opener = openers.get(owners.person(team, person_id))
        with suppress(WrongKeys):
            if opener:
                opened = opener(sealed[person_id], _brings(team, person_id)).decode()
                said[person_id] = _OPENED[sealed[person_id]] = Kind(opened.rstrip())
    return said | {one: _OPENED[sealed[one]] for one in sealed.keys() - new if sealed[one] in _OPENED}


def _sealed(db: Db, person: Person) -> bytes | None:
    if person.kind is Kind.UNSAID:
        return None
    kind, identity = person.kind.ljust(_WIDTH), _brings(person.team, person.id)
    return db.seal(owners.person(person.team, person.id), kind, identity)


def _brings(team: str, person_id: str) -> str:
    return f"v1|{team}|people|{person_id}|brings"


def _words(team: str, person_id: str) -> str:
    return f"v1|{team}|people|{person_id}|words"


def stale(db: Db, now: datetime, team: str = "", most: int = 20) -> list[tuple[str, str]]:
    """(team, person) of those (of that workspace) whose name and zone want asking again."""
    asked = {"now": now, "in_team": team, "most": most}
    return [(row.team, row.id) for row in db.execute(_STALE, asked)]


def unknown(db: Db, team: str, ids: Sequence[str]) -> list[str]:
    """Those of them of whom Slack has not said yet who they are."""
    known = set(db.execute(_KNOWN, {"team": team, "ids": list(ids)}).scalars())
    return [person_id for person_id in ids if person_id not in known]


def taken(db: Db, team: str, person_id: str, names: Sequence[str]) -> set[str]:
    """Those of these names by which somebody else there is called."""
    return set(db.execute(_TAKEN, {"team": team, "id": person_id, "names": list(names)}).scalars())


def seen(db: Db, team: str, person_id: str, *, name: str, zone: str, deleted: bool, until: datetime) -> None:
    """Keep what Slack says of a person until it wants asking again."""
    values = {"name": name, "zone": zone, "deleted": deleted, "until": until}
    db.execute(_SEEN, {"of_team": team, "of_id": person_id, **values})


def ask_again(db: Db, team: str, person_id: str, until: datetime) -> None:
    """Slack did not say who they are: ask again then."""
    db.execute(_AGAIN, {"of_team": team, "of_id": person_id, "until": until})


def keep_dm(db: Db, team: str, person_id: str, dm: str) -> None:
    """Remember the id of a person's direct message with the app."""
    db.execute(_DM, {"of_team": team, "of_id": person_id, "dm": dm})


def join(db: Db, team: str, pair_id: str, person_ids: Iterable[str], now: datetime) -> None:
    """Make the pair if it is not there, and let these people in."""
    db.execute(_PAIR, {"team": team, "id": pair_id, "created_at": now})
    for person_id in person_ids:
        db.execute(_MEMBER, {"team": team, "pair_id": pair_id, "person_id": person_id, "left_at": None})


def leave(db: Db, team: str, pair_id: str, person_id: str, now: datetime) -> bool:
    """Let a person go; False if they were not in the pair."""
    who = {"of_team": team, "of_pair": pair_id, "of_person": person_id, "at": now}
    return db.execute(_LEAVE, who).first() is not None


def name_channel(db: Db, team: str, pair_id: str, channel_id: str) -> None:
    """This channel is theirs from now on."""
    db.execute(_NAME_CHANNEL, {"of_team": team, "of_pair": pair_id, "channel": channel_id})


def pair(db: Db, team: str, pair_id: str) -> Pair | None:
    """That pair, with whoever has left it too; None for none."""
    return next(iter(_pairs(db, team, db.execute(_ONE_PAIR, {"team": team, "id": pair_id}))), None)


def pairs_of(db: Db, team: str, person_id: str) -> list[Pair]:
    """The pairs that a person is in now, in a steady order."""
    return _pairs(db, team, db.execute(_PAIRS_OF, {"team": team, "person": person_id}))


def _pairs(db: Db, team: str, rows: Iterable) -> list[Pair]:  # type: ignore[type-arg]
    found = {
        row.id: Pair(team=team, id=row.id, created_at=row.created_at, channel_id=row.channel_id)
        for row in rows
    }
    if found:
        for row in db.execute(_MEMBERS, {"team": team, "ids": list(found)}):
            found[row.pair_id].members.append(Member(row.person_id, row.name, row.left_at))
    return list(found.values())
