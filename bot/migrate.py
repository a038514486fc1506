"""Brings a database to the newest schema: one process at a time, the others wait.

Alembic is brought in only where there is something to bring: most starts find the newest.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.settings import Settings, SettingsError
from bot.store import engine
from bot.vault import Vault
from bot.words import ROOT

if TYPE_CHECKING:
    from alembic.config import Config

_REVISION = re.compile(r'^(revision|down_revision) = "(.*)"', re.MULTILINE)
# Any number will do, as long as every process uses the same one.
_LOCK = 7_236_451
_VERSION = text("SELECT version_num FROM alembic_version")


def migrate(settings: Settings) -> None:
    """Upgrade the databases that the settings name; raises SettingsError where one does not answer."""
    main = engine(settings.database_url)
    keys = engine(settings.keys_url) if settings.keys_url else main
    if keys.url == main.url:
        keys = main
    try:
        if all(_has(engine, newest()) for engine in (main, keys)):
            return
        if keys is main:
            _upgrade(main, {"main", "keys"}, settings)
        else:  # first: what is in the other may be sealed anew
            _upgrade(keys, {"keys"}, settings)
            with keys.connect() as opened:
                opened.info["mode"] = "DEFERRED"  # others who start may look, too
                _upgrade(main, {"main"}, settings, opened)
    except OperationalError:
        raise SettingsError("the database does not answer: look at DATABASE_URL and KEYS_URL") from None
    except DBAPIError as error:
        why = type(error.orig).__name__
        raise SettingsError(f"DATABASE_URL or KEYS_URL names no database of ours ({why})") from None
    finally:
        main.dispose()
        keys.dispose()


def newest() -> set[str]:
    """The newest migrations: those that no other one follows."""
    written = [file.read_text(encoding="utf-8") for file in (ROOT / "migrations").glob("versions/*.py")]
    found = [dict(_REVISION.findall(text)) for text in written]
    return {one["revision"] for one in found} - {one.get("down_revision") for one in found}


def _has(engine: Engine, revisions: set[str]) -> bool:
    """Whether it is at these already."""
    try:
        with engine.connect() as connection:
            return set(connection.execute(_VERSION).scalars()) == revisions
    except DBAPIError:  # there is no such table yet, or no database
        return False


def heads() -> list[str]:
    """The same, as Alembic finds them: there should be one."""
    from alembic.script import ScriptDirectory

    return list(ScriptDirectory.from_config(_config()).get_heads())


def _upgrade(engine: Engine, holds: set[str], settings: Settings, keys: Connection | None = None) -> None:
    from alembic import command

    with engine.connect() as connection, _alone(connection):
        config = _config()
        vault = Vault(list(settings.encryption_keys)) if settings.encryption_keys else None
        config.attributes.update(connection=connection, holds=holds, vault=vault, keys=keys or connection)
        command.upgrade(config, "head")
        connection.commit()


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    # Alembic has no lock of its own: replicas that start together crash without one.
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
        connection.commit()


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config
