"""The scale for practices: for each, what holds of it, by small forms of the generic tests (`make check`).

Bronze must hold of every practice; silver is what a practice grows into. Where something does not hold, or
cannot be shown as yet, it says so. The exit code is 1 where bronze is missing and nobody says why.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from bot.features import FEATURES
from bot.rounds.feature import Feature
from tests.every import test_aloud, test_ends, test_forgets, test_leaks, test_limits, test_rights, test_words
from tests.every import test_told as told
from tests.every.drawing import gather
from tests.every.each import Wrong
from tests.every.left import an_address
from tests.every.worlds import Shared, a_world
from tests.faults.harness import Hit, Trial
from tests.practices import Handed, everybody


@dataclass(frozen=True)
class Rung:
    """One line of the scale: the generic test that shows it, by its name in `not_yet`."""

    name: str
    says: str
    wrong: Wrong


BRONZE = (
    Rung("ends", "it ends by itself from every state when nobody does anything", test_ends.wrong),
    Rung("leaks", "nobody reads early", test_leaks.wrong),
    Rung("leaves", "whoever leaves takes what was sealed", test_leaks.left_behind),
    Rung("forgets", "its texts are forgotten on their day", test_forgets.wrong),
    Rung("limits", "every payload is within Slack's limits", test_limits.wrong),
    Rung("aloud", "every card says itself aloud", test_aloud.wrong),
    Rung("words", "every key of words is there and used", test_words.wrong),
    Rung("rights", "every way in is tried by whoever may not", test_rights.wrong),
    Rung("help", "it is in the help text and in README", told.help_and_readme),
)


def crashes(_: Feature, practice: Handed) -> list[str]:
    """What goes wrong when the first thing that can happen crashes once at each name of a fail point."""
    if not practice.transitions:
        return ["nothing that can happen was handed in"]
    with an_address() as url, a_world(url, practice) as world:
        trial = Shared(world).trial(practice.transitions[0])
        found = [_crash(trial, hit) for hit in {hit.name: hit for hit in trial.cases}.values()]
    return [fault for fault in found if fault]


def _crash(trial: Trial, hit: Hit) -> str:
    try:
        trial.crash_at(hit)
    except AssertionError as error:
        return f"after a crash at {hit.name}: {error}"
    return ""


# That it is the same on the other database, `make test` shows; here the first thing that can happen is tried.
SILVER = (
    Rung("crashes", "it is the same wherever it crashed", crashes),
    Rung("home", "it has its lines in a Home tab", told.home),
    Rung("why", "what time sent says why it came", told.why),
)


def scale_of(name: str) -> list[tuple[str, bool]]:
    """The lines of a practice, each with whether it is as it must be."""
    logging.disable(logging.CRITICAL)
    [(feature, practice)] = [(one, handed) for one, handed in everybody() if one.name == name]
    silver = list(_level(feature, practice, "silver", SILVER))
    gather()
    return [*_level(feature, practice, "bronze", BRONZE), *silver]


def _level(
    feature: Feature, practice: Handed, level: str, rungs: tuple[Rung, ...]
) -> Iterator[tuple[str, bool]]:
    found = {rung: rung.wrong(feature, practice) for rung in rungs}
    holds = sum(not faults for faults in found.values())
    yield f"{feature.name:<12}{level:<8}{holds} of {len(rungs)}", True
    for rung, faults in found.items():
        why = practice.not_yet.get(rung.name, "")
        for fault in [why] if faults and why else faults[:3]:
            yield f"{'':<20}not shown that {rung.says}: {fault}", level != "bronze" or bool(why)


def main(say: Callable[[str], None] = print) -> int:
    with ProcessPoolExecutor(2) as pool:
        lines = [line for of in pool.map(scale_of, [f.name for f in FEATURES]) for line in of]
    for line, _ in lines:
        say(line)
    return 0 if all(well for _, well in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
