"""Each practice is told of: in the help text, in README, in somebody's Home tab; and it says why it came."""

import re

import pytest

from bot.rounds.feature import ALONGSIDE, Feature
from bot.rounds.keeping.models import Status
from bot.words import ROOT
from tests.every.drawing import dressed, helping, read_by
from tests.every.each import each_practice, holds
from tests.practices import NOW, PLAIN, Handed
from tests.reading import actions_in, labels_in

pytestmark = pytest.mark.usefixtures("doors")

WHY = "Why am I getting this?"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def help_and_readme(feature: Feature, _: Handed) -> list[str]:
    """What it is typed as, that the help text or README does not have; of what has a command."""
    rows = README.split("## What people can do", 1)[1].split("\n#", 1)[0]
    return [
        f"{command} is not in {where}"
        for command in feature.commands
        for where, text in (("the help text", helping().text), ("README", rows))
        if not re.search(rf"{re.escape(command)}\b", text)
    ] + ([f"{ALONGSIDE} {feature.name} is not in README"] if _only_by_name(feature, rows) else [])


def _only_by_name(feature: Feature, rows: str) -> bool:
    return bool(feature.start and not feature.commands and f"{ALONGSIDE} {feature.name}" not in rows)


def home(feature: Feature, practice: Handed) -> list[str]:
    """Nobody has a line of it in their Home tab."""
    if feature.home is None:
        return ["it has no lines in a Home tab"]
    readable = read_by(feature, practice)
    for round_ in practice.scenes():
        running = round_.status is Status.RUNNING
        for seat in round_.present if running else ():
            if feature.home([readable(round_, None)], seat.person_id, NOW):
                return []
    return [] if not feature.kinds and feature.home([], "U0ANA", NOW) else ["no line of it in a Home tab"]


def why(feature: Feature, practice: Handed) -> list[str]:
    """Kinds of round that ring for somebody, and have no button that leads to why it came."""
    readable, how = read_by(feature, practice), f"{feature.name}.how"
    rings, told, leads, said = set[str](), set[str](), set[str](), False
    draw = {kind.name: kind.draw for kind in feature.kinds}
    for round_ in practice.cover():
        worn = dressed(practice, round_, PLAIN, "words")
        said = said or any(WHY in str(thing) for _, thing in practice.draws(worn, readable, "words"))
        for drawing in draw[round_.kind](readable(worn, None)).values():
            if drawing.moment:
                rings.add(round_.kind)
            presses = actions_in(drawing.message.blocks)
            if WHY in labels_in(drawing.message.blocks) or f"{feature.name}.why" in presses:
                told.add(round_.kind)
            if how in presses:
                leads.add(round_.kind)
    return [f"a {kind} has no way to “{WHY}”" for kind in sorted(rings - told - (leads if said else set()))]


@each_practice
def test_it_is_in_the_help_text_and_in_the_readme(feature: Feature, practice: Handed) -> None:
    holds("help", help_and_readme, feature, practice)


@each_practice
def test_it_has_its_lines_in_a_home_tab(feature: Feature, practice: Handed) -> None:
    holds("home", home, feature, practice)
