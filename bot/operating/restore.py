"""A backup is brought back, or only tried out: it is proved in a scratch place before anything is touched.

Whatever version wrote it, there it becomes what this one needs. The database changes at once, or not at all.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot import audit, erasing, owners
from bot.features import FEATURES
from bot.migrate import begin_at, migrate
from bot.operating.backup import (
    AT_A_TIME,
    DATA,
    FORMAT,
    KEYS,
    as_it_is,
    check,
    file_of,
    lines,
    tables,
    value,
    write,
)
from bot.operating.keys import Say, counted
from bot.operating.opened import is_there, opened
from bot.owners import AUDIT, ERASURES, whose
from bot.people import copies
from bot.people import queries as people
from bot.rounds.keeping import erasures as forgotten
from bot.rounds.keeping import queries, unasked
from bot.rounds.keeping.erasures import erasures, said
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.keeping.tables import replies, rounds
from bot.schema import migrations
from bot.settings import Settings, SettingsError
from bot.store import Db, Store, engine, metadata, spent
from bot.vault import PROOF, opens
from bot.vault import keys as keys_table
from bot.vault import metadata as beside_keys

_NOBODYS = (PROOF, ERASURES, AUDIT)  # keys that seal no text
_SAMPLE = 200  # rounds whose texts are opened
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND application_name = current_setting('application_name')"
)


@dataclass(frozen=True)
class Head:
    """What a file says of itself. `encryption_keys`: what those were called that it was made with."""

    part: str
    schema: str
    at: datetime
    encryption_keys: tuple[str, ...]


@dataclass(frozen=True)
class Scratch:
    """A backup in a place of its own, as this version needs it; `rows`: as many as were written."""

    store: Store
    heads: Mapping[str, Head]
    rows: int


def restore(settings: Settings, files: Mapping[str, Path], say: Say, *, over: bool) -> None:
    """Put these parts back, each from its file; with `over` what is there now goes.

    Raises SettingsError, with nothing changed, where a file is damaged, of a newer version, or not opened by
    ENCRYPTION_KEYS, and where the database is served just now, or holds something already.
    """
    _nobody_serves(settings)
    migrate(settings)
    with _scratch(settings, files) as scratch, opened(settings) as store:
        _prove(scratch, say)
        _forget_again(scratch.store, store, say)
        _audit_goes_on(scratch.store, store)
        with store.begin() as db:
            if not over and (full := _holds(db, files)):
                raise SettingsError(f"the database is not empty ({full}): with --over, what is there goes")
            _wait_as_long_as_it_takes(db)
            with scratch.store.read() as back:
                if KEYS in files:
                    _put_keys(db, back)
                if DATA in files:
                    _put_data(db, back)
            db.execute(update(spent).values(destroyed=None))  # if these keys are back, they go once more
            audit.ran(db, datetime.now(UTC), "restore", about=" ".join(files))
        store.sweep()
        store.scrub()
    say("It is back. Who was forgotten since is taken out of it when it starts, before it serves anybody.")


def drill(settings: Settings, files: Mapping[str, Path], say: Say) -> bool:
    """Try it out, and touch nothing: whether all of it is there, and opens. SettingsError as `restore`."""
    with _scratch(settings, files) as scratch:
        say(f"Restored into a scratch place: {scratch.rows:,} rows, as many as were written.")
        whole = _prove(scratch, say)
        if is_there(settings):
            with opened(settings) as living:
                _forget_again(scratch.store, living, say)
        else:
            say("Nothing of this version is here that says who was forgotten since.")
        whole &= _stays_forgotten(scratch.store, say)
    say("The scratch place is gone again." if whole else "This backup would not bring everything back.")
    return whole


def _head(file: Path, part: str) -> Head:
    """What it says of itself, once it is found to be as it was written."""
    check(file)
    with closing(lines(file)) as found:
        said = next(found)
    if said.get("part") != part:
        raise SettingsError(f"{file} is no backup of the {part}")
    if said["alongside"] != FORMAT or said["schema"] not in migrations():
        newer = f"schema {said['schema']}; this one knows {max(migrations())}"
        raise SettingsError(f"{file} was written by a newer version ({newer}): restore it with that one")
    at = datetime.fromisoformat(said["at"])
    return Head(part, said["schema"], at, tuple(said["encryption_keys"]))


@contextmanager
def _scratch(settings: Settings, files: Mapping[str, Path]) -> Iterator[Scratch]:
    """In a folder that goes again. Where there is no file of the keys, with a copy of those that live."""
    with TemporaryDirectory(prefix="alongside-") as folder:
        heads, at = {part: _head(file, part) for part, file in files.items()}, Path(folder)
        if KEYS not in files:
            files = {**files, KEYS: _copied(settings, at)}
            heads[KEYS] = _head(files[KEYS], KEYS)
        urls = {part: f"sqlite:///{at / part}.db" for part in (DATA, KEYS)}
        rows = sum(_load(file, urls[part], heads[part]) for part, file in files.items())
        made = replace(settings, database_url=urls[DATA], keys_url=urls[KEYS])
        migrate(made)
        with opened(made) as store:
            yield Scratch(store, heads, rows)


def _copied(settings: Settings, folder: Path) -> Path:
    file = file_of(folder, KEYS)
    with opened(settings) as store, as_it_is(store.keys_engine) as connection:
        write(connection, KEYS, file, store.vault.named)
    return file


def _load(file: Path, url: str, head: Head) -> int:
    """Its rows into a new database, in the schema that they were written in: how many."""
    place = engine(url)
    try:
        begin_at(place, head.schema, {"keys" if head.part == KEYS else "main"})
        with place.begin() as connection:
            return _fill(connection, {table.name: table for table in tables(connection, head.part)}, file)
    except DBAPIError as error:
        why = type(error.orig).__name__
        raise SettingsError(
            f"it cannot be tried out ({why}): TMPDIR can name a folder with more room"
        ) from None
    finally:
        place.dispose()


def _fill(connection: Connection, into: Mapping[str, Table], file: Path) -> int:
    table, columns, waiting, done = None, list[str](), list[dict[str, Any]](), 0
    for line in islice(lines(file), 1, None):
        if isinstance(line, list):
            waiting.append({name: value(cell) for name, cell in zip(columns, line, strict=True)})
            done += 1
        if waiting and (len(waiting) == AT_A_TIME or not isinstance(line, list)):
            assert table is not None  # it is named before its rows
            connection.execute(insert(table), waiting)
            waiting.clear()
        if isinstance(line, dict) and "table" in line:
            table, columns = into[line["table"]], line["columns"]
    if done != sum(line["counts"].values()):
        raise SettingsError(f"{file} holds {done:,} rows, and says that it holds others: take another backup")
    return done


def _prove(scratch: Scratch, say: Say) -> bool:
    """Whether its keys open, and what they seal; SettingsError where one of ENCRYPTION_KEYS is missing."""
    store, named = scratch.store, scratch.store.vault.named
    wrapped, coded = counted(store)
    needed = dict.fromkeys(name for head in scratch.heads.values() for name in head.encryption_keys)
    if (wrapped[None] or coded[None]) and (lacks := [name for name in needed if name not in named]):
        lost = f"{wrapped[None]:,} of {wrapped.total():,} keys and {coded[None]:,} codes do not open"
        how = "put it behind the others in ENCRYPTION_KEYS, restore, then `alongside keys rotate`"
        raise SettingsError(f"this backup was made with the key {', '.join(lacks)}: {lost}; {how}")
    open_, gone, shut = _opened_of(store)
    say(f"Keys: {wrapped.total() - wrapped[None]:,} of {wrapped.total():,} open.")
    say(f"Texts, drawn by chance: {open_:,} of {open_ + gone + shut:,} open, {gone:,} went with their keys.")
    if shut or wrapped[None]:
        say(f"Somebody changed what should open: {shut:,} of these texts, {wrapped[None]:,} of the keys.")
    at = {part: head.at for part, head in scratch.heads.items()}
    if at[KEYS] < at.get(DATA, at[KEYS]):
        say(f"The keys are older than the data ({at[KEYS]}, {at[DATA]}): what was begun between stays shut.")
    return not shut and not wrapped[None]


def _opened_of(store: Store) -> tuple[int, int, int]:
    """Of the texts of some rounds, by chance: how many open, went with their keys, and do not open."""
    with store.read() as db:
        drawn = db.execute(select(rounds.c.team, rounds.c.id).order_by(func.random()).limit(_SAMPLE)).all()
        replies = [reply for reply in _unsealed(db, drawn) if reply.sealed]
        another = {owners.person(*who) for who in forgotten.whom(db, forgotten.ever(db))}
    open_ = sum(reply.text is not None for reply in replies)
    shut = sum(reply.text is None and reply.unreadable and reply.owner not in another for reply in replies)
    return open_, len(replies) - open_ - shut, shut


def _unsealed(db: Db, ids: Sequence[Any]) -> list[Reply]:
    """Every reply in these rounds, (team, id) each, open where its key is there."""
    found: list[Round] = []
    for team in {row.team for row in ids}:
        found += queries.these(db, team, [row.id for row in ids if row.team == team])
    queries.unseal_all(db, found, lambda _, __: True)
    return [reply for round_ in found for reply in round_.replies]


def _forget_again(scratch: Store, living: Store, say: Say) -> None:
    """What the ledger here knows since holds for the backup, too, whose ledger is then that of both.

    Keys of people whom it names stay destroyed. Raises SettingsError where the two are not of one life.
    """
    with living.read() as here, scratch.begin() as back:
        known = set(back.keys.execute(select(erasures.c.id)).scalars())
        since = [row for row in here.keys.execute(select(erasures)).mappings() if row["id"] not in known]
        if not since:
            return
        if known and [*here.marks(ERASURES, ["one"])] != [*back.marks(ERASURES, ["one"])]:
            raise SettingsError(
                "who was forgotten here is written down in another life: restore it elsewhere"
            )
        theirs = {said(*who): owner for owner in _owners(back) if (who := whose(owner))}
        marks, named = here.marks(ERASURES, theirs), {row["mark"] for row in since}
        gone = [theirs[one] for mark, one in marks.items() if mark in named]
        # By which the marks of both are made: it is never destroyed.
        kept = here.keys.execute(select(keys_table).where(keys_table.c.owner == ERASURES)).mappings().one()
        back.keys.execute(delete(keys_table).where(keys_table.c.owner.in_([*gone, ERASURES])))
        back.keys.execute(insert(keys_table), dict(kept))
        back.keys.execute(insert(erasures), [dict(row) for row in since])
    say(f"Forgotten since: {len(since):,}; keys of theirs that stay destroyed: {len(gone):,}.")


def _audit_goes_on(scratch: Store, living: Store) -> None:
    """What the audit here has stays, with its key, in the place of the older one; where it is empty, that is
    brought back."""
    with living.read() as here, scratch.begin() as back:
        ours = [dict(row) for row in here.keys.execute(select(audit.table)).mappings()]
        if ours:
            is_its = keys_table.c.owner == AUDIT
            key = here.keys.execute(select(keys_table).where(is_its)).mappings().all()
            back.keys.execute(delete(keys_table).where(is_its))
            back.keys.execute(delete(audit.table))
            back.keys.execute(insert(audit.table), ours)
            back.keys.execute(insert(keys_table), [dict(row) for row in key])


def _owners(db: Db) -> list[str]:
    return list(db.keys.execute(select(keys_table.c.owner)).scalars())


def _stays_forgotten(store: Store, say: Say) -> bool:
    """Whether nothing of whom the ledger names opens, and all of them are taken out as at a start."""
    with store.read() as db:
        left = forgotten.left(db)
        found = forgotten.whom(db, left.values())
        opening = _opening(db, {owners.person(*who) for who in found})
    store.machine_offset += timedelta(days=1)  # what was being told to Slack then is not any more
    taken_out = erasing.carry_out(store, FEATURES, store.nearly_now())
    with store.read() as db:
        still = forgotten.whom(db, left.values())
    say(f"Forgotten, and in it: {len(found):,}; with a key: {len(opening):,}; not taken out: {len(still):,}.")
    return taken_out and not opening and not still


def _opening(db: Db, theirs: set[str]) -> set[str]:
    """Those of these keys of people that open anything here: whoever came back has another one by now."""
    openers = db.openers(theirs)
    wrote = select(replies.c.team, replies.c.round_id.label("id")).where(replies.c.owner.in_([*openers]))
    found = {
        reply.owner for reply in _unsealed(db, db.execute(wrote.distinct()).all()) if reply.text is not None
    }
    for held in (people.held, unasked.held, copies.held):
        for keys, sealed, identity in held(db):
            found |= {key for key in openers.keys() & keys if opens(openers[key], sealed, identity)}
    return found & openers.keys()


def _nobody_serves(settings: Settings) -> None:
    for url in {settings.database_url, settings.keys_url or settings.database_url}:
        place = engine(url)
        try:
            served = _is_open(Path(place.url.database or "")) if url.startswith("sqlite") else _is_met(place)
        finally:
            place.dispose()
        if served:
            raise SettingsError("the database is in use: stop whatever serves it first")


def _is_open(file: Path) -> bool:
    """Only whoever has a file of SQLite's alone can change how its log is written (sqlite.org/wal.html)."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(file, timeout=0.5)) as connection:
        try:
            return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",))
        except sqlite3.OperationalError:
            return True


def _is_met(place: Engine) -> bool:
    with place.connect() as connection:
        return bool(connection.execute(_OTHERS).scalar_one())


def _holds(db: Db, parts: Sequence[str] | Mapping[str, Path]) -> str:
    """Which tables of these parts are not empty; the key that seals nothing is there from the first start."""
    found = []
    if DATA in parts:
        found += [t.name for t in metadata.sorted_tables if db.execute(select(t).limit(1)).first()]
    if KEYS in parts:
        some = select(keys_table.c.owner).where(keys_table.c.owner.not_in(_NOBODYS)).limit(1)
        found += [keys_table.name] if db.keys.execute(some).first() else []
    return ", ".join(found)


def _wait_as_long_as_it_takes(db: Db) -> None:
    for connection in {db.connection, db.keys}:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))


def _put_data(db: Db, back: Db) -> None:
    for table in reversed(metadata.sorted_tables):
        db.execute(delete(table))
    for table in metadata.sorted_tables:
        _copy(back.connection, db.connection, table)


def _put_keys(db: Db, back: Db) -> None:
    for table in beside_keys.sorted_tables:
        db.keys.execute(delete(table))
        _copy(back.keys, db.keys, table)


def _copy(source: Connection, to: Connection, table: Table) -> None:
    found = source.execute(select(table), execution_options={"yield_per": AT_A_TIME}).mappings()
    for rows in found.partitions():
        to.execute(insert(table), [dict(row) for row in rows])
