"""Empty, migrated databases: SQLite, and PostgreSQL (`TEST_DATABASE_URL`'s server, or one from a wheel)."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.migrate import migrate
from bot.settings import Settings
from tests import postgres

KINDS = ("SQLite", "PostgreSQL")
_servers = ExitStack()
_address: list[str] = []


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of one, which goes in the end."""
    with _sqlite() if kind == "SQLite" else _postgres() as url:
        migrate(Settings(database_url=url))
        yield url


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'bench.db'}"


@contextmanager
def _postgres() -> Iterator[str]:
    """Begun once, with its own settings: what is kept reaches the disk."""
    if not _address:
        folder = _servers.enter_context(tempfile.TemporaryDirectory())
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # it asks for one, and says so
        _address.append(_servers.enter_context(postgres.server()))
    with postgres.database(_address[0], f"bench_{uuid.uuid4().hex[:12]}") as url:
        yield url


def close() -> None:
    """End what was begun."""
    _servers.close()
    _address.clear()
