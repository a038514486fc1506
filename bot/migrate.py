"""Brings a database to the newest schema: one process at a time, the others wait.

Alembic is brought in only where there is something to bring: most starts find the newest.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.schema import Schema, revisions, stands
from bot.settings import Settings, SettingsError
from bot.store import engine
from bot.vault import Vault
from bot.words import ROOT

if TYPE_CHECKING:
    from alembic.config import Config

# Any number will do, as long as every process uses the same one.
_LOCK = 7_236_451
_NEWER = (
    "{name} holds a newer schema ({at}) than this version knows: start the newer version again, or bring"
    " a backup from before it back into an empty database (`alongside restore`)"
)


def migrate(settings: Settings) -> None:
    """Upgrade the databases that the settings name; raises SettingsError where one does not answer."""
    main = engine(settings.database_url)
    keys = engine(settings.keys_url) if settings.keys_url else main
    if keys.url == main.url:
        keys = main
    try:
        if _all_fit({"DATABASE_URL": main, "KEYS_URL": keys}):
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


def _all_fit(named: Mapping[str, Engine]) -> bool:
    """Whether nothing is to be brought; SettingsError where a newer version was here."""
    found = {name: stands(engine) for name, engine in named.items()}
    for name in (name for name, how in found.items() if how is Schema.AHEAD):
        raise SettingsError(_NEWER.format(name=name, at=", ".join(sorted(revisions(named[name])))))
    return all(how is Schema.FITS for how in found.values())


def heads() -> list[str]:
    """The same, as Alembic finds them: there should be one."""
    from alembic.script import ScriptDirectory

    return list(ScriptDirectory.from_config(_config()).get_heads())


def begin_at(engine: Engine, revision: str, holds: set[str]) -> None:
    """Make the schema of that version in an empty database ("main" or "keys", or both)."""
    _upgrade(engine, holds, Settings(), to=revision)


def _upgrade(
    engine: Engine,
    holds: set[str],
    settings: Settings,
    keys: Connection | None = None,
    to: str = "head",
) -> None:
    from alembic import command

    with engine.connect() as connection, _alone(connection):
        config = _config()
        vault = Vault(list(settings.encryption_keys)) if settings.encryption_keys else None
        config.attributes.update(connection=connection, holds=holds, vault=vault, keys=keys or connection)
        command.upgrade(config, to)
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
