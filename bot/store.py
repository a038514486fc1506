"""Engine, transactions and machine time; SQLite and PostgreSQL set up once.

`with store.begin() as db` writes, `with store.read() as db` only reads. Nobody calls Slack inside either.
"""

import os
import select as select_
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    ExceptionContext,
    Executable,
    Float,
    MetaData,
    String,
    Table,
    TypeDecorator,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InvalidatePoolError, OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool
from sqlalchemy.sql.functions import FunctionElement

from bot import owners
from bot.failpoints import failpoint
from bot.turns import Door, Turns
from bot.vault import Opener, Vault

metadata = MetaData()
Row = dict[str, Any]  # the parameters of a statement
T = TypeVar("T")

_MAKING = threading.Lock()
_HERE = ("/", "localhost", "127.", "::1", "[::1]")  # a socket, or this machine
_A_WHILE = 5  # seconds
_BUSY = 10_000  # milliseconds, that SQLite waits for another
_CACHE = 512  # kilobytes of its pages that each connection keeps: the machine keeps them, too
# The disk is not as it was when the file was opened (sqlite.org/rescode.html).
_BROKEN = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
_READS = {"25006"}  # read_only_sql_transaction: it was the first server, and is the second now
_NOW = select(func.clock_timestamp())
# The names of keys that open nothing any more, until nothing is left of them: destroyed in which transaction.
spent = Table(
    "spent",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("owner", String(200), primary_key=True),
    Column("destroyed", BigInteger),
)
_SPENT = select(spent)
_SPEND = insert(spent).on_conflict_do_nothing()
_THESE = spent.c.owner.in_(bindparam("these", expanding=True))
_DESTROYED = update(spent).where(_THESE).values(destroyed=bindparam("destroyed"))
# Nobody's key: whoever can write this row, and take it away, can write.
_TRIAL = {"team": "", "owner": "trial"}
_END_TRIAL = delete(spent).where(spent.c.team == "", spent.c.owner == "trial")
_SCRUBBED = delete(spent).where(_THESE)
# Somebody still looks at the database as it was before that transaction: what they see cannot go yet.
_LOOKED_AT = text(
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_xmin::text::bigint <= :destroyed % 4294967296)"
)


_HARDLY_WAIT = text("SET LOCAL lock_timeout = '50ms'")  # far less than until a deadlock is looked for
_PASSING = {"40P01", "40001", "55P03"}  # deadlock, serialization, lock time-out
_WAITS = (0.02, 0.04, 0.08, 0.16)  # seconds


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


class Outdated(Exception):  # noqa: N818
    """Somebody changed it meanwhile: it was saved without being locked."""


def passing(error: Exception) -> bool:
    """Whether somebody was only in the way: nothing of it was kept, and done again it may go well."""
    return getattr(getattr(error, "orig", None), "sqlstate", "") in _PASSING


def again(work: Callable[[], T]) -> T:
    """Do it, and once more where somebody was in the way: only what may be done twice, from its beginning."""
    for wait in _WAITS:
        try:
            return work()
        except OperationalError as error:
            if not passing(error):
                raise
        time.sleep(wait)
    return work()


class machine_time(FunctionElement[datetime]):  # noqa: N801 - it reads as a function does
    """In a statement: the moment of that name which `Db.at` was asked for."""

    inherit_cache = True
    type = Moment()

    def __init__(self, name: str) -> None:
        super().__init__(bindparam(name, type_=Moment), bindparam(f"{name}_in", type_=Float))


@compiles(machine_time)
def _as_given(element: Any, compiler: Any, **given: Any) -> str:
    return str(compiler.process(next(iter(element.clauses)), **given))


@compiles(machine_time, "postgresql")
def _by_its_clock(element: Any, compiler: Any, **given: Any) -> str:
    moment, seconds = (compiler.process(clause, **given) for clause in element.clauses)
    return f"coalesce({moment}::timestamptz, clock_timestamp() + make_interval(secs => {seconds}))"


class Db:
    """One transaction: the main connection, and the keys' (the same one where KEYS_URL is not set).

    `touched` are the rounds that changed in it; `by_time`: it was caused by time alone.
    """

    def __init__(self, store: "Store", connection: Connection, stack: ExitStack) -> None:
        self._store = store
        self._stack = stack
        self._keys: Connection | None = None
        self._unsent: dict[Executable, list[Row]] = {}
        self._of: set[Hashable] = set()
        self._ends: dict[Callable[[Db, set[Any]], None], set[Any]] = {}
        self.connection = connection
        self.touched: set[tuple[str, str]] = set()
        self.by_time = False

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        self._send()
        return self.connection.execute(statement, parameters)

    def write(self, of: Hashable, writes: Iterable[tuple[Executable, Row]]) -> None:
        """What changed of one thing, each row of it once: sent before anything is asked, or at the end.

        What changed of others goes along, with one statement for all rows of a kind. Where a row is not as it
        was any more, sending it raises `Outdated`.
        """
        if of in self._of:
            self._send()
        self._of.add(of)
        for statement, row in writes:
            self._unsent.setdefault(statement, []).append(row)

    def at_the_end(self, act: Callable[["Db", set[Any]], None], of: Iterable[Any]) -> None:
        """Do that for all of these once, after everything else."""
        self._ends.setdefault(act, set()).update(of)

    def finish(self) -> None:
        """Nothing is left to be sent, or to be done."""
        self._send()
        for act, of in self._ends.items():
            act(self, of)
        self._send()

    def _send(self) -> None:
        unsent, self._unsent = self._unsent, {}
        self._of.clear()
        for statement, rows in unsent.items():
            changed = self.connection.execute(statement, rows if len(rows) > 1 else rows[0]).rowcount
            if 0 <= changed < len(rows):  # not every statement says so
                raise Outdated

    @property
    def keys(self) -> Connection:
        if self._keys is None:
            self._keys = self.connection
            if self._store.keys_engine is not self._store.engine:
                self._keys = self._stack.enter_context(self._store.keys_engine.connect())
                self._keys.info["mode"] = self.connection.info["mode"]
                self._stack.enter_context(self._keys.begin())
        return self._keys

    def seal(self, owner: str, text: str | bytes, identity: str) -> bytes:
        return self._store.vault.seal(self.keys, owner, text, identity)

    def unseal(self, owner: str, sealed: bytes, identity: str) -> str:
        return self._store.vault.unseal(self.keys, owner, sealed, identity)

    def opener(self, owner: str) -> Opener:
        """What unseals many texts of one owner, as UTF-8; the key is fetched once."""
        return self._store.vault.opener(self.keys, owner)

    def openers(self, owners: Collection[str]) -> dict[str, Opener]:
        """The same for many owners, with one statement or none; whoever was forgotten has no opener."""
        return self._store.vault.openers(self.keys, owners) if owners else {}

    def code(self, said: str) -> bytes:
        """What nobody without ENCRYPTION_KEYS can write beside that."""
        return self._store.vault.code(said)

    def is_ours(self, code: bytes | None, said: str) -> bool:
        return self._store.vault.is_ours(code, said)

    def cover(self, said: str, identity: str) -> bytes:
        """What nobody without ENCRYPTION_KEYS reads: it takes no statement."""
        return self._store.vault.cover(said, identity)

    def uncover(self, covered: bytes, identity: str) -> str:
        return self._store.vault.uncover(covered, identity)

    def mark(self, owner: str, said: str) -> str:
        """The same 64 characters for the same thing, under that owner's key; "" where there is none."""
        return self._store.vault.mark(self.keys, owner, said)

    def marks(self, owner: str, said: Iterable[str]) -> dict[str, str]:
        """The same of many things, each by its mark; the key is made on first use."""
        return self._store.vault.marks(self.keys, owner, said)

    def forget(self, owner: str) -> None:
        """Destroy a key; what the files of the database still have of it goes with the next sweep."""
        self._store.vault.forget(self.keys, owner)
        self.spend(owners.once(owners.team(owner)))  # not its name: it may be made again

    def spend(self, owner: str) -> None:
        """This key will open nothing any more, once this is kept: the next sweep destroys it.

        Not here: keys may be kept in another database, and one that is destroyed while this is not kept in
        the end would take its text with it. The owner never comes again (`owners.once`); "" for none.
        """
        if owner:
            self.execute(_SPEND, {"team": owners.team(owner), "owner": owner})

    def machine_now(self) -> datetime:
        """The database's clock (UTC), plus an offset that only tests set."""
        if self.connection.dialect.name == "sqlite":
            return datetime.now(UTC) + self._store.machine_offset
        moment: datetime = self.connection.execute(_NOW).scalar_one()
        return moment.astimezone(UTC) + self._store.machine_offset

    def nearly_now(self) -> datetime:
        return self._store.nearly_now()

    @property
    def known(self) -> dict[str, Any]:
        """What each process asks once."""
        return self._store.known

    def at(self, **after: timedelta) -> dict[str, Any]:
        """For `machine_time` in a statement, by name: so long after now. The database is not asked for it."""
        if self.connection.dialect.name == "sqlite":
            now = self.machine_now()
            return {name: now + delta for name, delta in after.items()}
        given: dict[str, Any] = dict.fromkeys(after)
        if self._store.machine_offset:  # tests
            now = self.machine_now()
            given = {name: now + delta for name, delta in after.items()}
        return given | {f"{name}_in": delta.total_seconds() for name, delta in after.items()}


class Store:
    """The database of everything but people's keys, and the one of the keys."""

    def __init__(self, url: str, keys_url: str | None, vault: Vault) -> None:
        self.engine = engine(url)
        self.keys_engine = engine(keys_url) if keys_url and keys_url != url else self.engine
        self.vault = vault
        self.machine_offset = timedelta()
        self.known: dict[str, Any] = {}  # what each process asks once
        self.after_commit: list[Callable[[Db], None]] = []
        self._writing = Turns()
        self._door = Door(self.close)

    @contextmanager
    def begin(self, *, waits: bool = True, lasts: bool = True) -> Iterator[Db]:
        """A transaction that may write. `after_commit` hears of what it touched once it is kept.

        Not `waits`: it gives up (see `passing`) before it stands in anybody's way for long. Not `lasts`: it
        outlives this process, and the next one that lasts; where the machine itself dies before, SQLite may
        have lost it.
        """
        with ExitStack() as stack:
            if self.engine.dialect.name == "sqlite":
                # Waiting SQLite writers poll; a lock in the process queues them instead.
                stack.enter_context(self._writing)
            connection = stack.enter_context(self._connected())
            connection.info.update(mode="IMMEDIATE", synchronous="FULL" if lasts else "NORMAL")
            inner = stack.enter_context(ExitStack())
            with connection.begin():
                if not waits and self.engine.dialect.name != "sqlite":
                    connection.execute(_HARDLY_WAIT)
                db = Db(self, connection, inner)
                yield db
                db.finish()
                inner.close()  # the keys are kept before what is sealed with them
                failpoint("store.before_commit")
        failpoint("store.after_commit")
        if db.touched:
            for listener in self.after_commit:
                listener(db)

    def nearly_now(self) -> datetime:
        """What this machine takes the time to be: for how long something took, never for a lease."""
        return datetime.now(UTC) + self.machine_offset

    @contextmanager
    def read(self) -> Iterator[Db]:
        """A transaction that only reads."""
        with ExitStack() as stack:
            connection = stack.enter_context(self._connected())
            connection.info["mode"] = "DEFERRED"
            with connection.begin():
                yield Db(self, connection, stack)

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """On SQLite all connections to a file share what the first of them found: where that is worth nothing
        any more, they are all closed before one is opened anew."""
        with ExitStack() as stack:
            if self.engine.dialect.name == "sqlite":
                stack.enter_context(self._door)
            try:
                yield stack.enter_context(self.engine.connect())
            except DBAPIError as error:
                if error.connection_invalidated:
                    self._door.shut()
                raise

    def prove(self) -> None:
        """Raise unless each database can be written, and our keys open it. Leaves no row behind."""
        with self.begin() as db:
            db.execute(_SPEND, _TRIAL)
            db.execute(_END_TRIAL)
            self.vault.prove_anew(db.keys)

    def sweep(self) -> None:
        """Destroy the keys that are spent, and what the files have of them; again later where somebody looks.

        On SQLite the log is emptied (what is deleted is overwritten there anyway), on PostgreSQL the keys'
        table is written anew.
        """
        with self.read() as db:
            waiting: dict[str, int | None] = {row.owner: row.destroyed for row in db.execute(_SPENT)}
        if fresh := [owner for owner, destroyed in waiting.items() if destroyed is None]:
            with self.begin() as db:
                for owner in fresh:
                    self.vault.forget(db.keys, owner)
                waiting |= dict.fromkeys(fresh, _transaction(db.keys))
                db.execute(_DESTROYED, {"these": fresh, "destroyed": waiting[fresh[0]]})
        if waiting and self._scrub(max(destroyed or 0 for destroyed in waiting.values())):
            with self.begin() as db:
                db.execute(_SCRUBBED, {"these": list(waiting)})

    def scrub(self) -> bool:
        """Leave nothing in the keys' files of what was written over or deleted by now; False for: not now."""
        with self.begin() as db:
            now = _transaction(db.keys)
        return self._scrub(now)

    def _scrub(self, destroyed: int) -> bool:
        """Leave nothing in the keys' files of what was destroyed in that transaction; False for: not now."""
        if self.keys_engine.dialect.name == "sqlite":
            with self._writing, self._door:
                return _empty_log(self.keys_engine)
        return _write_anew(self.keys_engine, destroyed)

    def close_to_others(self) -> dict[str, bool]:
        """Those of its files that others could read: whether from now on their owner alone can."""
        return _close_to_others(self.engine) | _close_to_others(self.keys_engine)

    def close(self) -> None:
        self.engine.dispose()
        self.keys_engine.dispose()


def _transaction(connection: Connection) -> int:
    """The number of this transaction, on PostgreSQL; 0 where they have none."""
    if connection.dialect.name == "sqlite":
        return 0
    return int(connection.execute(select(func.txid_current())).scalar_one())


def _empty_log(engine: Engine) -> bool:
    """What is in the log goes where it belongs, and the log is empty; False while somebody reads it."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=100")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={_BUSY}")
        return not busy
    finally:
        connection.close()


def _write_anew(engine: Engine, destroyed: int) -> bool:
    """Without its dead rows; False while somebody may still see them, or has the table."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.execute(_LOOKED_AT, {"destroyed": destroyed}).scalar_one():
            return False
        connection.execute(text("SET lock_timeout = '1s'"))
        try:
            connection.execute(text("VACUUM FULL keys"))
        except OperationalError:  # somebody holds the table
            return False
        finally:
            connection.execute(text("SET lock_timeout = '10s'"))
    return True


class _Pool(QueuePool):
    """What is in use, or just being opened, while all are closed is closed when it comes back: nobody has
    that pool any more, and it would lie open there.
    """

    __module__ = QueuePool.__module__  # whose name it logs under, and is as quiet
    _is_left = False

    def dispose(self) -> None:
        self._is_left = True
        super().dispose()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        if self._is_left:
            super().dispose()


def engine(url: str) -> Engine:
    """An engine that loses no update and quotes no parameter; accepts a plain `postgresql://` address.

    The connection that was used last is used next: what it has read and prepared is at hand.
    """
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            url = "postgresql+psycopg://" + url.removeprefix(plain)
    if url.startswith("sqlite"):
        in_file: dict[str, Any] = {"poolclass": _Pool, "pool_use_lifo": True}  # in memory each has its own
        pooled = in_file if make_url(url).database else {}
        with_it = {"check_same_thread": False}
        made = create_engine(url, hide_parameters=True, connect_args=with_it, **pooled)
        event.listen(made, "do_connect", _made_for_its_owner)
        event.listen(made, "connect", _sqlite_connect)
        event.listen(made, "handle_error", _drop_what_cannot_write)
        # As a listener to "begin" it would cost each statement more than it costs a transaction.
        made.dialect.do_begin = _sqlite_begin  # type: ignore[method-assign]
        return made
    called = {"fallback_application_name": "alongside"}  # who lists the connections sees whose they are
    made = create_engine(
        _with_tls(url),
        hide_parameters=True,
        poolclass=_Pool,
        pool_use_lifo=True,
        pool_size=20,
        max_overflow=30,
        connect_args=called,
    )
    event.listen(made, "connect", _postgres_connect)
    event.listen(made, "checkin", _left)
    event.listen(made, "checkout", _is_there)
    event.listen(made, "handle_error", _drop_what_cannot_write)
    return made


def _with_tls(address: str) -> URL:
    """On another machine PostgreSQL is reached encrypted or not at all, unless `sslmode` says otherwise."""
    url = make_url(address)
    asked = url.query.get("host", ())
    hosts = [url.host or "", *((asked,) if isinstance(asked, str) else asked)]
    here = all(host.startswith(_HERE) for one in hosts for host in one.split(",") if host)
    if here or "sslmode" in url.query or "PGSSLMODE" in os.environ:
        return url
    return url.update_query_dict({"sslmode": "require"})


def _made_for_its_owner(_: Any, __: Any, arguments: Any, ___: Any) -> None:
    """A new file that nobody else reads; SQLite gives its log the same mode (sqlite.org/tempfiles.html).

    Never one that is there: who closes that lets go of all locks that SQLite holds on it in this process
    (sqlite.org/howtocorrupt.html), and nobody has a new one open before it was made.
    """
    with _MAKING, suppress(OSError):  # it is there, or SQLite says what is wrong
        if arguments[0] != ":memory:" and not arguments[0].startswith("file:"):
            os.close(os.open(arguments[0], os.O_CREAT | os.O_EXCL, 0o600))


def _close_to_others(engine: Engine) -> dict[str, bool]:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return {}
    found = [Path(engine.url.database + end) for end in ("", "-wal", "-shm")]
    return {file.name: _closed(file) for file in found if file.exists() and file.stat().st_mode & 0o077}


def _closed(file: Path) -> bool:
    try:
        file.chmod(0o600)
    except PermissionError:  # it is somebody else's
        return False
    return True


def _sqlite_connect(connection: Any, _: Any) -> None:
    """What cannot be set up is closed here: nobody else would, and it would lie open."""
    try:
        _set_up(connection)
    except sqlite3.Error:
        connection.close()
        raise


def _set_up(connection: Any) -> None:
    connection.isolation_level = None  # we send BEGIN ourselves: the default mode loses updates silently
    for setting in (
        f"busy_timeout={_BUSY}",
        "synchronous=FULL",
        f"cache_size=-{_CACHE}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
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


def _drop_what_cannot_write(context: ExceptionContext) -> None:
    """A connection that was opened where nothing could be written never writes: all are opened anew."""
    error = context.original_exception
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN or getattr(error, "sqlstate", "") in _READS:
        context.is_disconnect = True
        if context.execution_context:  # as long as a statement is open, so is SQLite's connection
            context.execution_context.cursor.close()


def _sqlite_begin(dbapi_connection: PoolProxiedConnection) -> None:
    asked = dbapi_connection.info
    # Closed where it fails, too: whoever still holds the error would hold SQLite's connection open.
    with closing(dbapi_connection.cursor()) as cursor:
        # In WAL mode NORMAL loses nothing but what was kept last (sqlite.org/pragma.html#pragma_synchronous).
        if asked.get("synchronous", "FULL") != asked.get("so_far", "FULL"):
            cursor.execute(f"PRAGMA synchronous={asked['synchronous']}")
            asked["so_far"] = asked["synchronous"]
        cursor.execute(f"BEGIN {asked.get('mode', 'IMMEDIATE')}")


def _left(_: Any, record: ConnectionPoolEntry) -> None:
    record.info["left"] = time.monotonic()


def _is_there(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
    """Before the server goes it says so, unasked: then all connections are opened anew.

    Where one was left for a while, what stands between may have dropped it in silence: the server is asked.
    """
    try:
        unasked = select_.poll()
        unasked.register(connection.fileno(), select_.POLLIN)
        gone = unasked.poll(0)
        if not gone and time.monotonic() - record.info.get("left", time.monotonic()) > _A_WHILE:
            connection.execute("")
            connection.rollback()
    except connection.Error as error:
        raise InvalidatePoolError from error
    if gone:
        raise InvalidatePoolError


def _postgres_connect(connection: Any, _: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10s'; SET statement_timeout = '30s'")
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'; SET TIME ZONE 'UTC'")
    connection.commit()
