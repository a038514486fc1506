"""Keeps a channel's records and the notes beside them, and finds them again. Always within one channel; only
how many hold is counted in all of them at once.

Versions are only added, but for a passage that is blacked out in all of them, and for a stone in their place.
However many records there are, opening the list takes four statements (the key, how many, a page, its notes),
searching it five (the key, all texts, all notes, the page, its notes), copying all of it three (the key, the
records, the notes).
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Row, bindparam, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot import owners
from bot.features.options.flow.unnaming import Order, in_text, in_words
from bot.features.options.models import STANDING, Note, Record, State, Unnamed, Words, words_from
from bot.features.options.register.flow import finding
from bot.features.options.register.flow.folding import index
from bot.features.options.register.queries.tables import notes, records
from bot.refusal import Refusal
from bot.store import Db, Outdated
from bot.vault import Gone, WrongKeys

_newer = records.alias("newer")
_HERE = (records.c.team == bindparam("team"), records.c.channel_id == bindparam("channel"))
_NEWEST = (
    ~exists().where(
        _newer.c.team == records.c.team, _newer.c.id == records.c.id, _newer.c.version > records.c.version
    ),
    records.c.state.in_(bindparam("states", expanding=True)),
)
_BETWEEN = (records.c.created_at >= bindparam("since"), records.c.created_at < bindparam("until"))
_COUNT = select(func.count()).select_from(records).where(*_HERE, *_NEWEST, *_BETWEEN)
_NEWEST_FIRST = (records.c.created_at.desc(), records.c.id.desc())
_COLUMNS = [column for column in records.c if column.name != "folded"]
_ALL = select(*_COLUMNS).where(*_HERE, *_NEWEST, *_BETWEEN).order_by(*_NEWEST_FIRST)
_PAGE = _ALL.limit(bindparam("most")).offset(bindparam("offset"))
_THESE = _ALL.where(records.c.id.in_(bindparam("ids", expanding=True)))
_TEXTS = _ALL.with_only_columns(records.c.id, records.c.version, records.c.folded)
_OLDEST = select(func.min(records.c.created_at)).where(*_HERE)
EVERYTHING = select(*_COLUMNS).where(*_HERE).order_by(records.c.version)
_CHANNELS = select(records.c.team, records.c.channel_id).distinct()
_ONE = (*_HERE, records.c.id == bindparam("id"))
_VERSIONS = select(*_COLUMNS).where(*_ONE).order_by(records.c.version)
_LAST = select(*_COLUMNS).where(*_ONE).order_by(records.c.version.desc()).limit(1)
_LAST_VERSION = select(func.max(records.c.version)).where(*_ONE)
_STANDING = (
    select(records.c.channel_id, func.count().label("many"))
    .where(records.c.team == bindparam("team"), *_NEWEST)
    .group_by(records.c.channel_id)
    .order_by(func.max(records.c.created_at).desc(), records.c.channel_id)
)
_WORKSPACES = (
    select(records.c.team)
    .where(records.c.channel_id == bindparam("channel"))
    .distinct()
    .order_by(records.c.team)
)
_ADD = insert(records).on_conflict_do_nothing().returning(records.c.version)

_NOTES = select(notes).where(notes.c.team == bindparam("team"), notes.c.channel_id == bindparam("channel"))
_NOTES_OF = _NOTES.where(notes.c.record_id.in_(bindparam("ids", expanding=True)))
_INSERT_NOTE = insert(notes)
_PUT_NOTE = _INSERT_NOTE.on_conflict_do_update(
    index_elements=["team", "record_id", "mark"],
    set_={"signed": _INSERT_NOTE.excluded.signed, "sealed": _INSERT_NOTE.excluded.sealed},
)
_TAKE_NOTE = delete(notes).where(
    notes.c.team == bindparam("of_team"),
    notes.c.channel_id == bindparam("of_channel"),
    notes.c.record_id == bindparam("of_record"),
    notes.c.mark == bindparam("of_mark"),
)

_TAKE_NOTES = delete(notes).where(
    notes.c.team == bindparam("of_team"),
    notes.c.channel_id == bindparam("of_channel"),
    notes.c.record_id == bindparam("of_record"),
)
_THIS = (
    records.c.team == bindparam("of_team"),
    records.c.channel_id == bindparam("of_channel"),
    records.c.id == bindparam("of_record"),
)
_TAKE_EARLIER = delete(records).where(*_THIS, records.c.version < bindparam("of_version"))
_REWRITE = (
    update(records)
    .where(*_THIS, records.c.version == bindparam("of_version"))
    .values(sealed=bindparam("sealed"), folded=bindparam("folded"))
)

_UNSEEN_TO = update(records).where(*_THIS, records.c.version == bindparam("of_version")).values(owner_id="")

# How a list is narrowed: to those due for review by then, and to those that somebody sees to.
_NARROWED = {
    (): (),
    ("due",): (_DUE := records.c.review_at <= bindparam("due"),),
    ("owners",): (_THEIRS := records.c.owner_id.in_(bindparam("owners", expanding=True)),),
    ("due", "owners"): (_DUE, _THEIRS),
}
_PAGES, _COUNTS, _INDEXES = (
    {narrowed: statement.where(*so) for narrowed, so in _NARROWED.items()}
    for statement in (_PAGE, _COUNT, _TEXTS)
)
EVER = (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))

_OURS = {"kinds", "skipped", "level", "answer", "what", "day"}  # they name what we have words for
Open = Callable[[bytes, str], bytes]


@dataclass
class Listing:
    """A page of a channel's records, each in its newest version, and how many there are in all.

    `alike` and `terms`: as in `finding.Found`, where words were looked for.
    """

    records: list[Record]
    total: int
    alike: bool = False
    terms: tuple[finding.Term, ...] = ()


def add(db: Db, record: Record) -> None:
    """Keep a version that follows the newest one; Outdated where somebody was first."""
    last = db.execute(_LAST_VERSION, _one(record.team, record.channel_id, record.id)).scalar() or 0
    if record.version != last + 1:
        raise Outdated(record.id)
    row = {
        "team": record.team,
        "id": record.id,
        "version": record.version,
        "channel_id": record.channel_id,
        "round_id": record.round_id,
        "state": record.state.value,
        "created_at": record.created_at,
        "review_at": record.review_at,
        "owner_id": record.owner_id,
        **_sealed(db, record, record.words),
    }
    if db.execute(_ADD, row).first() is None:
        raise Outdated(record.id)


def only(db: Db, record: Record) -> None:
    """This version stands alone: those before it, and the notes beside them, are gone."""
    db.execute(_TAKE_EARLIER, _of_record(record) | {"of_version": record.version})
    db.execute(_TAKE_NOTES, _of_record(record))


def unname(db: Db, team: str, channel_id: str, record_id: str, order: Order, line: Unnamed) -> None:
    """Black a passage out in every version, and say so in each; in the notes beside it, too.

    Where somebody does that alone: in what they signed, and in a note of their own.
    """
    for record in versions(db, team, channel_id, record_id):
        words = in_words(record.words, order) if order["name"] or not order["author"] else record.words
        words = cast(Words, {**words, "unnamed": [*words["unnamed"], line]})
        db.execute(_REWRITE, _of_record(record) | {"of_version": record.version} | _sealed(db, record, words))
    mine = mark_of(db, team, channel_id, record_id, order["author"]) if order["author"] else ""
    opened = db.opener(owners.channel(team, channel_id))
    for row in db.execute(_NOTES_OF, _channel(team, channel_id) | {"ids": [record_id]}).all():
        said = _said(opened, row)
        if mine in ("", row.mark):
            text = in_text(said["text"], order["passage"])
            _put_note(db, team, channel_id, record_id, row.mark, text, said["name"], row.signed)


def unsign(
    db: Db, team: str, channel_id: str, record_id: str, person_id: str, without: Callable[[Words], Words]
) -> None:
    """Every version of it `without` somebody's name, and seen to by nobody where they did."""
    for record in versions(db, team, channel_id, record_id):
        which = _of_record(record) | {"of_version": record.version}
        words = without(record.words)
        if words != record.words:
            db.execute(_REWRITE, which | _sealed(db, record, words))
        if record.owner_id == person_id:
            db.execute(_UNSEEN_TO, which)


def newest(db: Db, team: str, channel_id: str, record_id: str) -> Record:
    """A record as it stands now; refuses where this channel has none of that id."""
    return _of(db, team, channel_id, record_id, _LAST)[-1]


def versions(db: Db, team: str, channel_id: str, record_id: str) -> list[Record]:
    """All that a record was, oldest first; refuses where this channel has none of that id."""
    return _of(db, team, channel_id, record_id, _VERSIONS)


def listing(
    db: Db,
    team: str,
    channel_id: str,
    *,
    state: State | None = None,
    words: str = "",
    due: datetime | None = None,
    seen_to_by: Collection[str] | None = None,
    between: tuple[datetime, datetime] = EVER,
    most: int = 20,
    offset: int = 0,
) -> Listing:
    """The newest versions: in that state, due for review by then, seen to by one of these, made from the
    first moment of `between` on and before its last. With words, the best first; else the newest first.
    """
    states = {state} if state else set(State)
    asked = _channel(team, channel_id) | {"due": due, "most": most, "offset": offset}
    asked |= {
        "since": between[0],
        "until": between[1],
        "owners": None if seen_to_by is None else sorted(seen_to_by),
    }
    asked["states"] = sorted(states & STANDING if due else states) or [""]
    narrowed = tuple(name for name in ("due", "owners") if asked[name] is not None)
    try:
        opened = db.opener(owners.channel(team, channel_id))
    except Gone:
        return Listing([], 0)
    if not words.strip():
        rows = db.execute(_PAGES[narrowed], asked).all()
        return Listing(_read(db, opened, rows), db.execute(_COUNTS[narrowed], asked).scalar_one())
    beside = _notes_indexes(opened, db.execute(_NOTES, asked).all())
    rows = db.execute(_INDEXES[narrowed], asked).all()
    found = finding.find(finding.asked(words), _indexes(opened, rows, asked, beside))
    ids = found.ids[offset : offset + most]
    kept = _read(db, opened, db.execute(_THESE, asked | {"ids": ids or [""]}).all())
    page = sorted(kept, key=lambda record: ids.index(record.id))
    return Listing(page, len(found.ids), found.alike, found.terms)


def these(db: Db, team: str, channel_id: str, ids: Collection[str]) -> list[Record]:
    """Those of the channel's records as they stand now, the newest first."""
    asked = _channel(team, channel_id) | {"states": [*State], "since": EVER[0], "until": EVER[1]}
    try:
        opened = db.opener(owners.channel(team, channel_id))
    except Gone:
        return []
    return _read(db, opened, db.execute(_THESE, asked | {"ids": sorted(ids) or [""]}).all())


def oldest(db: Db, team: str, channel_id: str) -> datetime | None:
    """When the first record of a channel was written down."""
    first: datetime | None = db.execute(_OLDEST, _channel(team, channel_id)).scalar()
    return first


def everything(db: Db, team: str, channel_id: str) -> list[list[Record]]:
    """Every record of the channel with all its versions, oldest first."""
    try:
        opened = db.opener(owners.channel(team, channel_id))
    except Gone:
        return []
    rows = db.execute(EVERYTHING, _channel(team, channel_id)).all()
    beside = _notes(opened, db.execute(_NOTES, _channel(team, channel_id)).all())
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(_record(opened, row, beside))
    return sorted(found.values(), key=lambda kept: (kept[0].created_at, kept[0].id))


def unopened(db: Db) -> int:
    """How many channels have records of which one does not open, though the channel's key is there."""
    broken = 0
    for row in db.execute(_CHANNELS).all():
        try:
            everything(db, row.team, row.channel_id)
        except WrongKeys:
            broken += 1
    return broken


def standing(db: Db, team: str) -> dict[str, int]:
    """How many agreements hold in each channel that has any: where the newest is, first."""
    found = db.execute(_STANDING, {"team": team, "states": sorted(STANDING)}).mappings()
    return {row["channel_id"]: row["many"] for row in found}


def workspaces(db: Db, channel_id: str) -> list[str]:
    """Those in which a channel of this id has records; for whoever runs the bot."""
    return list(db.execute(_WORKSPACES, {"channel": channel_id}).scalars())


def put_note(
    db: Db, team: str, channel_id: str, record_id: str, author_id: str, text: str, name: str, signed: bool
) -> None:
    """Keep somebody's minority note in the place of the one they had; their name only if they sign it."""
    mark = mark_of(db, team, channel_id, record_id, author_id)
    if not mark or db.execute(_LAST_VERSION, _one(team, channel_id, record_id)).scalar() is None:
        raise Refusal("common.not_here_any_more")
    _put_note(db, team, channel_id, record_id, mark, text, name if signed else "", signed)


def _put_note(
    db: Db, team: str, channel_id: str, record_id: str, mark: str, text: str, name: str, signed: bool
) -> None:
    said = {"text": text, "name": name, "index": _note_index(text, name)}
    row = {
        "team": team,
        "record_id": record_id,
        "mark": mark,
        "channel_id": channel_id,
        "signed": signed,
        "sealed": db.seal(
            owners.channel(team, channel_id),
            json.dumps(said, ensure_ascii=False),
            _note_identity(team, channel_id, record_id, mark),
        ),
    }
    db.execute(_PUT_NOTE, row)


def take_note_away(db: Db, team: str, channel_id: str, record_id: str, author_id: str) -> None:
    """Somebody's note goes, and nothing says that there was one."""
    mark = mark_of(db, team, channel_id, record_id, author_id)
    of = {"of_team": team, "of_channel": channel_id, "of_record": record_id, "of_mark": mark}
    db.execute(_TAKE_NOTE, of)


def mark_of(db: Db, team: str, channel_id: str, record_id: str, author_id: str) -> str:
    """What stands in the place of whoever wrote a note: who that is, nobody can tell without the key."""
    return db.mark(owners.channel(team, channel_id), f"note|{record_id}|{author_id}")


def _sealed(db: Db, record: Record, words: Words) -> dict[str, bytes]:
    """A version's words as they are kept; and once more, folded for searching."""
    owner = owners.channel(record.team, record.channel_id)
    identity = _identity(record.team, record.channel_id, record.id, record.version)
    return {
        "folded": db.seal(owner, _index(words), f"{identity}|folded"),
        "sealed": db.seal(owner, json.dumps(words, ensure_ascii=False), identity),
    }


def _of_record(record: Record) -> dict[str, Any]:
    return {"of_team": record.team, "of_channel": record.channel_id, "of_record": record.id}


def _of(db: Db, team: str, channel_id: str, record_id: str, which: Any) -> list[Record]:
    rows = db.execute(which, _one(team, channel_id, record_id)).all()
    if not rows:
        raise Refusal("common.not_here_any_more")
    try:
        return _read(db, db.opener(owners.channel(team, channel_id)), rows)
    except Gone:
        raise Refusal("common.not_here_any_more") from None


def _indexes(
    opened: Open, rows: Sequence[Row[Any]], asked: dict[str, Any], beside: dict[str, list[bytes]]
) -> list[tuple[str, bytes]]:
    """By the id of its record, in the order of the rows: what each is searched in, notes beside it too."""
    team, channel = asked["team"], asked["channel"]
    found: list[tuple[str, bytes]] = []
    for row in rows:
        record_id = row.id
        kept = opened(row.folded, f"{_identity(team, channel, record_id, row.version)}|folded")
        if kept[:1] != b" ":  # written before words had stems here
            kept = index("", "", [kept.decode()]).encode()
        found.append((record_id, b"\n".join([kept, *beside.get(record_id, ())])))
    return found


def _notes_indexes(opened: Open, rows: Sequence[Row[Any]]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for row in rows:
        said = _said(opened, row)
        indexed = said.get("index") or _note_index(said["text"], said["name"])
        found.setdefault(row.record_id, []).append(indexed.encode())
    return found


def _note_index(text: str, name: str) -> str:
    return index("", "", [text, name])


def _read(db: Db, opened: Open, rows: Sequence[Row[Any]]) -> list[Record]:
    """These versions of records of one channel, with the notes beside them."""
    if not rows:
        return []
    ids = sorted({row.id for row in rows})
    where = _channel(rows[0].team, rows[0].channel_id) | {"ids": ids}
    beside = _notes(opened, db.execute(_NOTES_OF, where).all())
    return [_record(opened, row, beside) for row in rows]


def _notes(opened: Open, rows: Sequence[Row[Any]]) -> dict[str, list[Note]]:
    """By record; in no order that says who wrote which."""
    beside: dict[str, list[Note]] = {}
    for row in rows:
        note = _said(opened, row)
        beside.setdefault(row.record_id, []).append(Note(row.mark, note["text"], note["name"]))
    for said in beside.values():
        said.sort(key=lambda note: hashlib.sha256(note.text.encode()).digest())
    return beside


def _said(opened: Open, row: Row[Any]) -> dict[str, str]:
    identity = _note_identity(row.team, row.channel_id, row.record_id, row.mark)
    said: dict[str, str] = json.loads(opened(row.sealed, identity))
    return said


def _record(opened: Open, row: Row[Any], beside: dict[str, list[Note]]) -> Record:
    return Record(
        team=row.team,
        channel_id=row.channel_id,
        id=row.id,
        version=row.version,
        state=State(row.state),
        round_id=row.round_id,
        created_at=row.created_at,
        review_at=row.review_at,
        words=_words(opened, row),
        owner_id=row.owner_id,
        notes=list(beside.get(row.id, [])),
    )


def _words(opened: Open, row: Row[Any]) -> Words:
    kept = opened(row.sealed, _identity(row.team, row.channel_id, row.id, row.version))
    return words_from(kept.decode())


def _index(words: Words) -> str:
    """The question and the decision first: a word in them is worth more."""
    others = {name: said for name, said in words.items() if name not in ("question", "decision")}
    return index(words["question"], words["decision"], [*_texts(others)])


def _texts(part: object) -> Iterator[str]:
    """Everything in a record that somebody wrote or is called."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from _texts([one for name, one in part.items() if name not in _OURS])
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)


def _channel(team: str, channel_id: str) -> dict[str, Any]:
    return {"team": team, "channel": channel_id}


def _one(team: str, channel_id: str, record_id: str) -> dict[str, Any]:
    return {"team": team, "channel": channel_id, "id": record_id}


def _identity(team: str, channel_id: str, record_id: str, version: int) -> str:
    return f"v1|{team}|record|{channel_id}|{record_id}|{version}"


def _note_identity(team: str, channel_id: str, record_id: str, mark: str) -> str:
    return f"v2|{team}|note|{channel_id}|{record_id}|{mark}"
