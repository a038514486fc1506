"""Looks at everything that can be wrong with a bot that runs, and says how each thing is mended.

Each check is a function of its own; what it finds are sentences and commands, never anybody's words.
"""

from collections.abc import Callable

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
    "clock": Check(slack.clock, after=("settings", "slack"), depth=_USUAL, one=True),
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
    found: list[Finding] = []
    try:
        for name, check in CHECKS.items():
            wrong = {finding.name for finding in found}
            if _looks(check, depth) and not wrong.intersection(check.after) and _is_there(check, place):
                found += _found(name, check, place)
    finally:
        place.close()
    return found


def _looks(check: Check, depth: Depth) -> bool:
    return check.depth <= depth and check.only in (None, depth)


def _is_there(check: Check, place: Place) -> bool:
    """Whether there is one workspace to ask, where it takes one; settings are well by then."""
    return not (check.one and place.settings.several)


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
