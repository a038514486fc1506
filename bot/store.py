"""Engine, transactions and machine time; SQLite and PostgreSQL set up once.

`with store.begin() as db` writes, `with store.read() as db` only reads. Nobody calls Slack inside either.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.pool import PoolProxiedConnection

from bot.failpoints import failpoint
from bot.vault import Opener, Vault

metadata = MetaData()

_NOW = select(func.clock_timestamp())


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC: `timestamptz` on PostgreSQL, sortable text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Db:
    """One transaction: the main connection, and the keys' (the same one where KEYS_URL is not set).

    `touched` are the rounds that changed in it, `claimed` those that a tick took, whatever came of it.
    """

    def __init__(self, store: "Store", connection: Connection, stack: ExitStack) -> None:
        self._store = store
        self._stack = stack
        self._keys: Connection | None = None
        self.connection = connection
        self.touched: set[tuple[str, str]] = set()
        self.claimed: set[tuple[str, str]] = set()

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        return self.connection.execute(statement, parameters)

    @property
    def keys(self) -> Connection:
        if self._keys is None:
            self._keys = self.connection
            if self._store.keys_engine is not self._store.engine:
                self._keys = self._stack.enter_context(self._store.keys_engine.connect())
                self._keys.info["mode"] = self.connection.info["mode"]
                self._stack.enter_context(self._keys.begin())
        return self._keys

    def seal(self, owner: str, text: str, identity: str) -> bytes:
        return self._store.vault.seal(self.keys, owner, text, identity)

    def unseal(self, owner: str, sealed: bytes, identity: str) -> str:
        return self._store.vault.unseal(self.keys, owner, sealed, identity)

    def opener(self, owner: str) -> Opener:
        """What unseals many texts of one owner, as UTF-8; the key is fetched once."""
        return self._store.vault.opener(self.keys, owner)

    def openers(self, owners: Collection[str]) -> dict[str, Opener]:
        """The same for many owners, with one statement or none; whoever was forgotten has no opener."""
        return self._store.vault.openers(self.keys, owners) if owners else {}

    def forget(self, owner: str) -> None:
        self._store.vault.forget(self.keys, owner)

    def machine_now(self) -> datetime:
        """The database's clock (UTC), plus an offset that only tests set."""
        if self.connection.dialect.name == "sqlite":
            return datetime.now(UTC) + self._store.machine_offset
        moment: datetime = self.connection.execute(_NOW).scalar_one()
        return moment.astimezone(UTC) + self._store.machine_offset


class Store:
    """The database of everything but people's keys, and the one of the keys."""

    def __init__(self, url: str, keys_url: str | None, vault: Vault) -> None:
        self.engine = engine(url)
        self.keys_engine = engine(keys_url) if keys_url and keys_url != url else self.engine
        self.vault = vault
        self.machine_offset = timedelta()
        self.after_commit: list[Callable[[set[tuple[str, str]]], None]] = []
        self._writing = threading.Lock()

    @contextmanager
    def begin(self) -> Iterator[Db]:
        """A transaction that may write. What it touched is handed to `after_commit` once it is kept."""
        with ExitStack() as stack:
            if self.engine.dialect.name == "sqlite":
                # Waiting SQLite writers poll; a lock in the process queues them instead.
                stack.enter_context(self._writing)
            connection = stack.enter_context(self.engine.connect())
            connection.info["mode"] = "IMMEDIATE"
            inner = stack.enter_context(ExitStack())
            with connection.begin():
                db = Db(self, connection, inner)
                yield db
                inner.close()  # the keys are kept before what is sealed with them
                failpoint("store.before_commit")
        failpoint("store.after_commit")
        if db.touched:
            for listener in self.after_commit:
                listener(db.touched)

    @contextmanager
    def read(self) -> Iterator[Db]:
        """A transaction that only reads."""
        with ExitStack() as stack, self.engine.connect() as connection:
            connection.info["mode"] = "DEFERRED"
            with connection.begin():
                yield Db(self, connection, stack)

    def close(self) -> None:
        self.engine.dispose()
        self.keys_engine.dispose()


def engine(url: str) -> Engine:
    """An engine that loses no update and quotes no parameter; accepts a plain `postgresql://` address."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            url = "postgresql+psycopg://" + url.removeprefix(plain)
    if url.startswith("sqlite"):
        made = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False})
        event.listen(made, "connect", _sqlite_connect)
        # As a listener to "begin" it would cost each statement more than it costs a transaction.
        made.dialect.do_begin = _sqlite_begin  # type: ignore[method-assign]
        return made
    made = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=20, max_overflow=30)
    event.listen(made, "connect", _postgres_connect)
    return made


def _sqlite_connect(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # we send BEGIN ourselves: the default mode loses updates silently
    for setting in ("busy_timeout=10000", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {setting}")
    _write_ahead(connection)


def _write_ahead(connection: Any) -> None:
    """Kept in the file once it is set; two who set it at once are not queued, but refused."""
    until = time.monotonic() + 10
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def _sqlite_begin(dbapi_connection: PoolProxiedConnection) -> None:
    dbapi_connection.cursor().execute(f"BEGIN {dbapi_connection.info.get('mode', 'IMMEDIATE')}")


def _postgres_connect(connection: Any, _: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10s'; SET statement_timeout = '30s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'; SET TIME ZONE 'UTC'")
    connection.commit()
