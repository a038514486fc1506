"""What may be shown to whoever helps: a list of what is allowed, and nothing else comes in.

Versions, the names of what is set, counts, what the doctor found by its names, codes that Slack answered. No
word, no name, no id of anybody or any place, no value of a setting, no line of a log.
"""

import json
import platform
import re
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select

from bot import schema
from bot.clock import Clock
from bot.doctor import CHECKS, Depth, Place, examine
from bot.features import FEATURES
from bot.figures import figures
from bot.logs import failure
from bot.operating.export import new_file
from bot.rounds.feature import kinds_of
from bot.rounds.keeping.models import Status
from bot.rounds.keeping.tables import PARKED, cards, rounds
from bot.settings import ENV_FILE, Settings, all_given
from bot.slack import counted
from bot.store import Store, metadata
from bot.vault import metadata as beside_keys

_PACKAGES = ("alongside", "slack-bolt", "slack-sdk", "sqlalchemy", "psycopg", "cryptography", "waitress")
_CODE = re.compile(r"[a-z][a-z0-9_]{1,40}")
_ROUNDS = select(rounds.c.feature, rounds.c.kind, rounds.c.status, func.count().label("many")).group_by(
    rounds.c.feature, rounds.c.kind, rounds.c.status
)
_REFUSED = select(cards.c.error, func.count().label("many")).where(PARKED).group_by(cards.c.error)


def write(to: Path) -> None:
    """Into a new file, for its owner's eyes first. SettingsError where that is there, or cannot be made."""
    place = Place(all_given(), ENV_FILE, Clock())
    said = json.dumps(made(place), indent=2, sort_keys=True)
    new_file(to).write_text(said + "\n", encoding="utf-8")


def made(place: Place) -> dict[str, Any]:
    """All of it. Where there is no database to ask, what can be said without one."""
    found = examine(place, Depth.USUAL)
    names = [finding.name for finding in found]
    said: dict[str, Any] = {
        "versions": {"python": platform.python_version(), "system": platform.system()} | _versions(),
        "schema": sorted(schema.newest()),
        "settings": sorted(
            name.upper() for name in Settings.__dataclass_fields__ if place.given.get(name.upper())
        ),
        "found": {name: names.count(name) for name in CHECKS if name in names},
        "slack": {f"{method} {_code(code)}": many for (method, code), many in counted.counts().items()},
    }
    if not {"settings", "database", "schema"} & set(names):
        try:
            said |= _of_database(place.store, place)
        except Exception as error:  # noqa: BLE001 - what it says may hold what somebody wrote
            said["database"] = failure(error)
        finally:
            place.store.close()
    return said


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed as a package"
    return found


def _of_database(store: Store, place: Place) -> dict[str, Any]:
    kinds = kinds_of(FEATURES)
    with store.read() as db:
        rows = {
            table.name: db.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
        rows |= {
            table.name: db.keys.execute(select(func.count()).select_from(table)).scalar_one()
            for table in beside_keys.sorted_tables
        }
        return {
            "database": store.engine.dialect.name,
            "keys apart": store.keys_engine is not store.engine,
            "rows": rows,
            "rounds": _together((_called(row, kinds), row.many) for row in db.execute(_ROUNDS)),
            "refused": _together((_code(row.error), row.many) for row in db.execute(_REFUSED)),
            "figures": asdict(figures(db, place.clock())),
        }


def _together(counted: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, many in counted:
        found[name] = found.get(name, 0) + many
    return found


def _called(row: Row[Any], kinds: Any) -> str:
    """Only what the program itself knows: a row can hold anything."""
    if (row.feature, row.kind) not in kinds or row.status not in set(Status):
        return "other"
    return f"{row.feature} {row.kind} {row.status}"


def _code(code: str | None) -> str:
    return code if code and _CODE.fullmatch(code) else "other"
