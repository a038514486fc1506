"""Brings a database to the newest schema: one process at a time, the others wait."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.settings import Settings, SettingsError
from bot.store import engine
from bot.words import ROOT

# Any number will do, as long as every process uses the same one.
_LOCK = 7_236_451


def migrate(settings: Settings) -> None:
    """Upgrade the databases that the settings name; raises SettingsError where one does not answer."""
    main = engine(settings.database_url)
    keys = engine(settings.keys_url) if settings.keys_url else main
    if keys.url == main.url:
        keys = main
    try:
        _upgrade(main, {"main"} if keys is not main else {"main", "keys"})
        if keys is not main:
            _upgrade(keys, {"keys"})
    except OperationalError:
        raise SettingsError("the database does not answer: look at DATABASE_URL and KEYS_URL") from None
    except DBAPIError as error:
        why = type(error.orig).__name__
        raise SettingsError(f"DATABASE_URL or KEYS_URL names no database of ours ({why})") from None
    finally:
        main.dispose()
        keys.dispose()


def heads() -> list[str]:
    """The newest migrations: there should be one."""
    return list(ScriptDirectory.from_config(_config()).get_heads())


def _upgrade(engine: Engine, holds: set[str]) -> None:
    with engine.connect() as connection, _alone(connection):
        config = _config()
        config.attributes.update(connection=connection, holds=holds)
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


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return config
