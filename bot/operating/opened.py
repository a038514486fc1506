"""The database, for whoever does something to it by hand."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot import audit
from bot.schema import Schema, stands
from bot.settings import Settings, SettingsError
from bot.store import Store, engine
from bot.vault import Vault, WrongKeys


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """Closed in the end. SettingsError where the database is none of ours, or other keys belong to it."""
    store = Store(settings.database_url, settings.keys_url, Vault(list(settings.encryption_keys)))
    try:
        yield store
    except WrongKeys:
        raise SettingsError("ENCRYPTION_KEYS do not open the keys that this database holds") from None
    except DBAPIError as error:
        why = type(error.orig).__name__
        raise SettingsError(f"DATABASE_URL or KEYS_URL names no database of ours ({why})") from None
    finally:
        store.close()


def is_there(settings: Settings) -> bool:
    """Whether there is a database of the keys, of this version; it is not made by looking."""
    place = engine(settings.keys_url or settings.database_url)
    try:
        if place.dialect.name == "sqlite" and not Path(place.url.database or "").exists():
            return False
        return stands(place) is Schema.FITS
    finally:
        place.dispose()


def noted(store: Store, verb: str, about: str) -> bool:
    """Whether the audit has it now: not where it cannot be written; what is done is done all the same."""
    try:
        with store.begin() as db:
            audit.ran(db, datetime.now(UTC), verb, about=about)
    except (DBAPIError, WrongKeys):
        return False
    return True


NOT_NOTED = "The audit does not have this: there is no database of this version in which it can be written."


def only(teams: Sequence[str], what: str) -> str | None:
    """The one workspace in which that is; None for none, SettingsError for several."""
    if len(teams) > 1:
        raise SettingsError(f"{what} is in several workspaces: say which with --team {' or '.join(teams)}")
    return next(iter(teams), None)
