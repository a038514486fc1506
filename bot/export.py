"""Writes a copy of a channel's records to a file, for whoever runs the bot; the channel is told of it."""

from contextlib import ExitStack
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.features.options.register import queries as register
from bot.features.options.register.cards import exports
from bot.features.options.register.queries import records
from bot.settings import Settings, SettingsError
from bot.store import Store
from bot.vault import Vault, WrongKeys


def export(settings: Settings, channel: str, team: str | None, fmt: str, to: Path | None) -> Path | None:
    """Where the copy is; None where the channel has no records. SettingsError where it cannot be made."""
    store = Store(settings.database_url, settings.keys_url, Vault(list(settings.encryption_keys)))
    try:
        return _export(store, channel, team, fmt, to)
    except WrongKeys:
        raise SettingsError("ENCRYPTION_KEYS do not open the keys that this database holds") from None
    except DBAPIError as error:
        why = type(error.orig).__name__
        raise SettingsError(f"DATABASE_URL or KEYS_URL names no database of ours ({why})") from None
    finally:
        store.close()


def _export(store: Store, channel: str, team: str | None, fmt: str, to: Path | None) -> Path | None:
    now = Clock()()
    with ExitStack() as undo:
        with store.begin() as db:
            team = team or _only(records.workspaces(db, channel), channel)
            kept = records.everything(db, team, channel)
            if not kept:
                return None
            name, content = exports.export(kept, fmt, channel_name=channel, now=now)
            path = _new(to / name if to and to.is_dir() else to or Path(name))
            undo.callback(path.unlink)
            # Told first: a copy that nobody was told of is worse than a word of one that failed.
            register.tell(db, team, channel, "", fmt, now)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise SettingsError(f"cannot write {path}: {error.strerror}") from None
        undo.pop_all()
    return path


def _only(teams: list[str], channel: str) -> str:
    if len(teams) > 1:
        raise SettingsError(f"{channel} is in several workspaces: say which with --team {' or '.join(teams)}")
    return teams[0] if teams else ""


def _new(path: Path) -> Path:
    """An empty file that only its owner reads; never one that was there."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise SettingsError(f"{path} is there already: name another file with --to") from None
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror}") from None
    return path
