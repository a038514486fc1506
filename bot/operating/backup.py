"""A copy of everything while people go on: a file of the data, one of the keys, alike for both databases.

Packed lines of JSON: the first says what it is, then each table by name with a line for every row, the last
one how many rows there are, and the digest of all lines before it.
"""

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, MetaData, Table, select, text

from bot.features import FEATURES
from bot.operating.keys import Say
from bot.operating.opened import NOT_NOTED, noted, opened
from bot.schema import migrations
from bot.settings import Settings, SettingsError
from bot.store import Moment, metadata
from bot.vault import metadata as beside_keys

FORMAT = 1
DATA, KEYS = "data", "keys"
Line = dict[str, Any]

_VERSION = text("SELECT version_num FROM alembic_version")
AT_A_TIME = 500  # rows
_OURS = {*metadata.tables, *beside_keys.tables} if FEATURES else set()  # all are known once these are


def file_of(folder: Path, part: str) -> Path:
    return folder / f"alongside-{part}.jsonl.gz"


def backup(settings: Settings, to: Path, parts: Sequence[str], say: Say) -> None:
    """Write these parts into that folder, as they are at one moment.

    Raises SettingsError where the database is not ours, or nothing can be written there.
    """
    files = {part: file_of(to, part) for part in parts}
    for file in files.values():
        if file.exists():
            raise SettingsError(f"{file} is there already: name another folder with --to")
    with opened(settings) as store, ExitStack() as held:
        if not noted(store, "backup", " ".join(parts)):
            say(NOT_NOTED)
        engines = {DATA: store.engine, KEYS: store.keys_engine}
        seen: dict[Engine, Connection] = {}
        for part in parts:  # the keys last: by then all are there that the data needs
            if engines[part] not in seen:
                seen[engines[part]] = held.enter_context(as_it_is(engines[part]))
        for part, file in files.items():
            rows = write(seen[engines[part]], part, file, store.vault.named)
            say(f"{file}: {rows:,} rows.")


@contextmanager
def as_it_is(engine: Engine) -> Iterator[Connection]:
    """The database as it is at this moment, however long it is read; whoever writes is not held up."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.info["mode"] = "DEFERRED"
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        version(connection)  # with the first look it stands still
        yield connection


def version(connection: Connection) -> str:
    """Of its schema; SettingsError where this program does not know it."""
    found = str(connection.execute(_VERSION).scalar_one())
    if found not in migrations():
        raise SettingsError(f"the database was made by a newer version (schema {found}): use that one")
    return found


def tables(connection: Connection, part: str) -> list[Table]:
    """Ours of this part, as they are in this version of the schema; who refers to others comes after them."""
    found = MetaData()
    names = {name for name in _OURS if (name in beside_keys.tables) == (part == KEYS)}
    found.reflect(connection, only=lambda name, _: name in names)
    for column in (column for table in found.tables.values() for column in table.c):
        if isinstance(column.type, DateTime):
            column.type = Moment()
    return found.sorted_tables


def write(connection: Connection, part: str, file: Path, encryption_keys: Sequence[str]) -> int:
    """The rows of this part into a new file that its owner alone reads: how many they are.

    `encryption_keys`: what those are called that are needed for it. Raises SettingsError where it cannot.
    """
    head = {"alongside": FORMAT, "part": part, "schema": version(connection), "at": _now()}
    unfinished = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        with gzip.open(unfinished, "wb") as packed:
            counts = _write(packed, head | {"encryption_keys": [*encryption_keys]}, connection, part)
        unfinished.replace(file)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise SettingsError(f"cannot write {file}: {error.strerror}") from None
    return sum(counts.values())


def _write(packed: gzip.GzipFile, head: Line, connection: Connection, part: str) -> dict[str, int]:
    digest, counts = hashlib.sha256(), dict[str, int]()

    def put(line: object) -> None:
        written = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        digest.update(written)
        packed.write(written)

    put(head)
    for table in tables(connection, part):
        put({"table": table.name, "columns": [column.name for column in table.c]})
        counts[table.name] = 0
        # In an order that says nothing of who came first.
        every = select(table).order_by(*table.primary_key)
        for row in connection.execute(every, execution_options={"yield_per": AT_A_TIME}):
            put([_plain(value) for value in row])
            counts[table.name] += 1
    put({"counts": counts, "sha256": digest.hexdigest()})
    return counts


def lines(file: Path) -> Generator[Any, None, None]:
    """What stands in it, line by line, once it is checked."""
    with gzip.open(file, "rb") as packed:
        for line in packed:
            yield json.loads(line)


def value(said: Any) -> Any:
    """What a cell was."""
    if isinstance(said, Mapping):
        return datetime.fromisoformat(said["t"]) if "t" in said else base64.b64decode(said["b"])
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"b": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    return value


def check(file: Path) -> None:
    """SettingsError where it is not as it was written."""
    digest, last = hashlib.sha256(), b""
    try:
        with gzip.open(file, "rb") as packed:
            for line in packed:
                digest.update(last)
                last = line
        whole = json.loads(last)["sha256"] == digest.hexdigest()
    except FileNotFoundError:
        raise SettingsError(f"there is no {file.name} in {file.parent}") from None
    except PermissionError as error:
        raise SettingsError(f"cannot read {file}: {error.strerror}") from None
    except (OSError, EOFError, ValueError, LookupError, TypeError, zlib.error):
        whole = False
    if not whole:
        raise SettingsError(f"{file} is damaged: it is not as it was written; take another backup")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
