"""Writes what practices keep of a channel to files, for whoever runs the bot; the channel is told of it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from bot import audit
from bot.clock import Clock
from bot.features import FEATURES
from bot.operating.opened import only, opened
from bot.settings import Settings, SettingsError
from bot.store import Db, Store

_EXPORTS = [feature.exports for feature in FEATURES if feature.exports]


def export(settings: Settings, channel: str, team: str | None, fmt: str, to: Path | None) -> list[Path]:
    """Where the copies are; none where nothing is kept. SettingsError where they cannot be made."""
    with opened(settings) as store:
        return _export(store, channel, team, fmt, to)


def _export(store: Store, channel: str, team: str | None, fmt: str, to: Path | None) -> list[Path]:
    written: dict[Path, bytes] = {}
    with ExitStack() as undo:
        # Told first: a copy that nobody was told of is worse than a word of one that failed.
        with store.begin() as db:
            team, now = team or _only_one(db, channel), Clock()()
            for name, content in _copies(db, channel, team, fmt, now):
                path = new_file(to / name if to and to.is_dir() else to or Path(name))
                undo.callback(path.unlink)
                written[path] = content
            if written:
                audit.ran(db, now, f"export {fmt}", team=team, about=channel)
        for path, content in written.items():
            try:
                path.write_bytes(content)
            except OSError as error:
                raise SettingsError(f"cannot write {path}: {error.strerror}") from None
        undo.pop_all()
    return list(written)


def _only_one(db: Db, channel: str) -> str:
    return only(sorted({one for e in _EXPORTS for one in e.workspaces(db, channel)}), channel) or ""


def _copies(db: Db, channel: str, team: str, fmt: str, now: datetime) -> Iterator[tuple[str, bytes]]:
    for exports in _EXPORTS:
        if made := exports.copy(db, team, channel, fmt, now):
            yield made


def new_file(path: Path) -> Path:
    """An empty file that only its owner reads; never one that was there."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise SettingsError(f"{path} is there already: name another file with --to") from None
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror}") from None
    return path
