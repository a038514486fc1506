"""Looks at everything that can be wrong with a bot that runs, and says how each thing is mended.

Each check is a function of its own; what it finds are sentences and commands, never anybody's words.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.clock import Clock
from bot.doctor import database, deep, files, slack
from bot.doctor.place import Check, Depth, Finding, Place
from bot.logs import failure
from bot.settings import ENV_FILE, all_given

__all__ = ["CHECKS", "Depth", "Finding", "Place", "examine", "visit"]

_USUAL, _DEEP = Depth.USUAL, Depth.DEEP
_THERE = ("settings", "database", "schema")
_SLACK = (*_THERE, "slack")

CHECKS: dict[str, Check] = {
    "settings": Check(files.settings),
    "spelling": Check(files.spelling),
    "private": Check(files.private, after=("settings",)),
    "tls": Check(database.unencrypted, after=("settings",)),
    "database": Check(database.answers, after=("settings",)),
    "schema": Check(database.stands, after=("settings", "database")),
    "writes": Check(database.writes, after=_THERE),
    "keys": Check(database.keys, after=_THERE),
    "serves": Check(database.serves, after=("settings",), only=Depth.QUICK),
    "ticks": Check(database.ticks, after=_THERE),
    "cards": Check(database.shown, after=_THERE),
    "failing": Check(database.failing, after=_THERE),
    "parked": Check(database.parked, after=_THERE),
    "audit": Check(database.chain, after=(*_THERE, "keys"), depth=_USUAL),
    "slack": Check(slack.reached, after=("settings",), depth=_USUAL, one=True),
    "clock": Check(slack.clock, after=("settings", "slack"), depth=_USUAL, one=True, once=True),
    "scopes": Check(slack.scopes, after=("settings", "slack"), depth=_USUAL, one=True),
    "workspace": Check(slack.workspace, after=_SLACK, depth=_USUAL, one=True),
    "channels": Check(slack.channels, after=(*_SLACK, "workspace", "scopes"), depth=_USUAL, one=True),
    "support": Check(slack.support, after=("settings", "slack"), depth=_USUAL, one=True),
    "blocks": Check(slack.blocks, after=(*_SLACK, "keys"), depth=_USUAL, one=True),
    "spent": Check(database.left, after=_THERE, depth=_DEEP),
    "texts": Check(deep.texts, after=(*_THERE, "keys"), depth=_DEEP),
    "owners": Check(deep.owners, after=(*_THERE, "keys"), depth=_DEEP),
    "times": Check(deep.times, after=_THERE, depth=_DEEP),
}


def examine(place: Place, depth: Depth) -> list[Finding]:
    """All that is found, in the order in which it is best mended."""
    found: list[tuple[str, Finding]] = []  # by workspace, "" for all of it
    try:
        for name, check in CHECKS.items():
            if _looks(check, depth) and not _wrong(found, "").intersection(check.after):
                for at in _where(check, place, _wrong(found, "")):
                    if not _wrong(found, at.team).intersection(check.after):
                        found += (("" if check.once else at.team, one) for one in _found(name, check, at))
    finally:
        place.close()
    return [replace(one, what=f"{team}: {one.what}") if team else one for team, one in found]


def _looks(check: Check, depth: Depth) -> bool:
    return check.depth <= depth and check.only in (None, depth)


def _wrong(found: Sequence[tuple[str, Finding]], team: str) -> set[str]:
    """What was found there already, or of all of it."""
    return {one.name for of, one in found if of in ("", team)}


def _where(check: Check, place: Place, wrong: set[str]) -> list[Place]:
    """What is looked at; which workspaces there are, the database says, if it can be read."""
    if not check.one:
        return [place]
    if place.settings.several and wrong & {"database", "schema", "keys"}:
        return []
    return place.each()[:1] if check.once else place.each()


def _found(name: str, check: Check, place: Place) -> list[Finding]:
    """What breaks the check itself is a finding, too; its text may hold what somebody wrote."""
    try:
        return list(check.look(place))
    except Exception as error:  # noqa: BLE001
        return [Finding(name, f"this could not be looked at: {failure(error)}", "alongside packet")]


def visit(depth: Depth, say: Callable[[str], object]) -> bool:
    """Say what is found here, numbered, each with the command that mends it; True where all is well."""
    found = examine(Place(all_given(), ENV_FILE, Clock()), depth)
    for number, finding in enumerate(found, 1):
        say(f"{number}. {finding.name}: {finding.what}")
        say(f"   mend it: {finding.mend}")
    say(f"{len(found)} to mend." if found else "All is well.")
    return not found
