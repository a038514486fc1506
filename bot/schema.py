"""Whether a database is as this version needs it, older, or made by a newer version."""

import re
from enum import StrEnum

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from bot.words import ROOT

_REVISION = re.compile(r'^(revision|down_revision) = "(.*)"', re.MULTILINE)
_VERSION = text("SELECT version_num FROM alembic_version")


class Schema(StrEnum):
    FITS = "fits"
    BEHIND = "behind"  # or empty: `migrate` brings it up to date
    AHEAD = "ahead"  # a newer version was here: what runs already goes on beside it, nothing older starts


class Behind(Exception):  # noqa: N818
    """A database is older than this version."""


def newest() -> set[str]:
    """The newest migrations: those that no other one follows."""
    found = migrations()
    return set(found) - set(found.values())


def revisions(engine: Engine) -> set[str]:
    """Which a database is at; none where there is no such table yet, or no database."""
    try:
        with engine.connect() as connection:
            return set(connection.execute(_VERSION).scalars())
    except DBAPIError:
        return set()


def stands(engine: Engine) -> Schema:
    """How a database stands to this version."""
    found, known = revisions(engine), migrations()
    if found - set(known):
        return Schema.AHEAD
    return Schema.FITS if found == set(known) - set(known.values()) else Schema.BEHIND


def prove(*engines: Engine) -> None:
    """Raise Behind where one of these is older than this version."""
    if any(stands(engine) is Schema.BEHIND for engine in engines):
        raise Behind


def migrations() -> dict[str, str]:
    """Each migration, and the one before it ("" for none)."""
    written = [file.read_text(encoding="utf-8") for file in (ROOT / "migrations").glob("versions/*.py")]
    found = [dict(_REVISION.findall(text)) for text in written]
    return {one["revision"]: one.get("down_revision", "") for one in found}
