"""The database, for whoever does something to it by hand."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from bot.settings import Settings, SettingsError
from bot.store import Store
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


def only(teams: Sequence[str], what: str) -> str | None:
    """The one workspace in which that is; None for none, SettingsError for several."""
    if len(teams) > 1:
        raise SettingsError(f"{what} is in several workspaces: say which with --team {' or '.join(teams)}")
    return next(iter(teams), None)
