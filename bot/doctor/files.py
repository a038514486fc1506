"""What is set, and who can read the files that it stands in."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url

from bot.doctor.place import Finding, Place
from bot.settings import Settings, SettingsError

_NAME = re.compile("[A-Z_]+")
_NAMES = [name.upper() for name in Settings.__dataclass_fields__]
# Nobody but their owner knows what they should be.
_ASKED = {
    *("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "ENCRYPTION_KEYS"),
    *("DATABASE_URL", "KEYS_URL", "SUPPORT_PEOPLE"),
}
# In the place of what is wrong or missing, so that what comes after it is seen, too.
_WELL = {
    "SLACK_BOT_TOKEN": "xoxb-",
    "SLACK_SIGNING_SECRET": "-",
    "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
}


def settings(place: Place) -> Iterator[Finding]:
    """Each that cannot be used, and those that are missing."""
    given = {name: value or "" for name, value in place.given.items()}
    for _ in _NAMES:
        try:
            Settings.read(given, None).ready_to_serve()
            return
        except SettingsError as error:
            found = _NAME.match(str(error))
            name = found.group() if found else ""
            yield Finding("settings", str(error), _mend(name))
            given[name] = _WELL.get(name, "")


def _mend(name: str) -> str:
    return f"alongside set {name}" if name in _ASKED else f"alongside set {name} --default"


def spelling(place: Place) -> Iterator[Finding]:
    """Names that nobody reads, and that are nearly those of settings."""
    for name in place.given:
        near = get_close_matches(name.upper(), _NAMES, 1, 0.88)
        if near and name not in _NAMES and place.in_file(name):
            what = f"{name} is set, and nothing reads it: {near[0]} is meant"
            yield Finding("spelling", what, f"alongside set {name} --default")


def private(place: Place) -> Iterator[Finding]:
    """Files with secrets or with what people wrote, that others on this machine can read."""
    for path in [place.env_file, *_databases(place)]:
        if path.is_file() and path.stat().st_mode & 0o077:
            yield Finding("private", f"others on this machine can read {path}", f"chmod 600 {path}")


def _databases(place: Place) -> Iterator[Path]:
    for address in {place.settings.database_url, place.settings.keys_url or ""} - {""}:
        url = make_url(address)
        if url.get_backend_name() == "sqlite" and url.database:
            yield from (Path(url.database + beside) for beside in ("", "-wal", "-shm"))
