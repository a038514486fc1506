"""Writes what practices keep of a channel to files, for whoever runs the bot; the channel is told of it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.features import FEATURES
from bot.settings import Settings, SettingsError
from bot.store import Db, Store
from bot.vault import Vault, WrongKeys

_EXPORTS = [feature.exports for feature in FEATURES if feature.exports]


def export(settings: Settings, channel: str, team: str | None, fmt: str, to: Path | None) -> list[Path]:
    """Where the copies are; none where nothing is kept. SettingsError where they cannot be made."""
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


def _export(store: Store, channel: str, team: str | None, fmt: str, to: Path | None) -> list[Path]:
    written: dict[Path, bytes] = {}
    with ExitStack() as undo:
        # Told first: a copy that nobody was told of is worse than a word of one that failed.
        with store.begin() as db:
            for name, content in _copies(db, channel, team, fmt, Clock()()):
                path = new_file(to / name if to and to.is_dir() else to or Path(name))
                undo.callback(path.unlink)
                written[path] = content
        for path, content in written.items():
            try:
                path.write_bytes(content)
            except OSError as error:
                raise SettingsError(f"cannot write {path}: {error.strerror}") from None
        undo.pop_all()
    return list(written)


def _copies(db: Db, channel: str, team: str | None, fmt: str, now: datetime) -> Iterator[tuple[str, bytes]]:
    team = team or _only(sorted({one for e in _EXPORTS for one in e.workspaces(db, channel)}), channel)
    for exports in _EXPORTS:
        if made := exports.copy(db, team, channel, fmt, now):
            yield made


def _only(teams: list[str], channel: str) -> str:
    if len(teams) > 1:
        raise SettingsError(f"{channel} is in several workspaces: say which with --team {' or '.join(teams)}")
    return teams[0] if teams else ""


def new_file(path: Path) -> Path:
    """An empty file that only its owner reads; never one that was there."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise SettingsError(f"{path} is there already: name another file with --to") from None
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror}") from None
    return path
