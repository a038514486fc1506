"""A language as the files of a folder tell it, ready to be looked for; or what is wrong in them.

What can stand there, and what the signs mean, is told at the head of prompts/en/questions/01-words.txt.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from bot.questions.notation import Named, any_of, sequence
from bot.words import FOLDER, Problem

log = logging.getLogger(__name__)


class Label(StrEnum):
    """From the strongest to the weakest."""

    ADVICE = "advice"
    OPEN = "open"
    CLOSED = "closed"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Told:
    """What a message was taken for, by which rule, and what else could be said about it."""

    label: Label
    rule: str
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    told: Told
    where: str
    written: str  # as `re` reads it

    @cached_property
    def fits(self) -> re.Pattern[str]:
        """Made when it is first looked for: all take half a second, and a check of the files needs none."""
        return re.compile(self.written)


@dataclass
class Language:
    """A language by its own words, filled file by file."""

    named: Named = field(default_factory=dict)
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)  # by how it is typed
    rules: dict[str, list[Rule]] = field(default_factory=lambda: {"whole": [], "start": [], "anywhere": []})
    turns: dict[str, re.Pattern[str]] = field(default_factory=dict)  # those of `_TURNS`


_BEGINNING = r"(?<![^ ])"  # of a word
# By their names in the files: what is looked for around the rules, how, and the lists that are asked by word.
_TURNS = {
    "LEAD": r"(?:^|(?<=[,;] ))(?:(?:{LEAD}|{CALL}(?=, ))(?:, )?){{1,6}}+(?=\w)",
    "ASIDE": r"(?<=\w) , {ASIDE}[^,;?]{{0,40}}, (?=\w)",
    **{
        name: f"{_BEGINNING}{{{name}}}"
        for name in (
            *("AUX", "CALL", "BREAK", "YOU_ARE", "LISTING", "JUST_SAID", "SAID", "ASKED", "HELD", "TAG"),
            *("WHY_ASKED", "AND_ANOTHER", "BECAUSE", "LEADING", "HINT", "DOOR"),
        )
    },
}
_LISTS = ("HAS_IS", "ENGLISH", "OTHER", "SHARED")

# A line, and those that go in by eight or more below it.
_LINE = re.compile(r"^(?!#)([ \t]*)(\S.*(?:\n {8,}\S.*)*)", re.MULTILINE)
_RULE = re.compile(r"(\w+) (advice|open|closed|statement) (whole|start|led|typed|anywhere): .+")
_HEAD = re.compile(rf"([A-Z][A-Z_]+):(.*)|{_RULE.pattern}", re.DOTALL)
_SPELLING = re.compile(r"(.+?) < (.+)", re.DOTALL)
_BEGINS = 'a line at the margin is "NAME: words", "NAME:", "A1 advice start: what it is" or "meant < typed"'


@cache
def english() -> Language | None:
    """English as prompts/ has it, read once; where a file has a slip, each is logged, and there is none."""
    found, problems = load(FOLDER / "questions")
    for problem in problems:
        log.warning("%s", problem)
    return found


def make_ready() -> None:
    """Makes all that is looked for, before anybody asks."""
    found = english()
    for rule in (rule for rules in found.rules.values() for rule in rules) if found else ():
        rule.fits  # noqa: B018


def load(folder: Path) -> tuple[Language | None, list[Problem]]:
    """The language that the files in `folder` tell; or none, and what is wrong in the first with a slip."""
    found = Language()
    for file in sorted(folder.glob("*.txt")):
        text = file.read_text(encoding="utf-8", errors="replace")  # what is no text is then no word
        if problems := [Problem(file.name, *slip) for slip in _read(text, found)]:
            return None, problems  # the files behind it build on its names
    missing = [name for name in _TURNS if name not in found.named]
    missing += [name for name in _LISTS if not found.lists.get(name)]
    if missing:
        return None, [Problem("*.txt", 1, f"nothing has the name {', '.join(missing)}")]
    _complete(found)
    return found, []


def _complete(found: Language) -> None:
    named = {name: any_of(patterns) for name, patterns in found.named.items()}
    found.turns = {name: re.compile(how.format_map(named)) for name, how in _TURNS.items()}
    for head, fits in named.items():
        if rule := _RULE.fullmatch(head):
            id_, kind, where = rule.groups()
            told, place = Told(Label(kind), id_), where if where in found.rules else "start"
            found.rules[place].append(Rule(told, where, _BEGINNING + fits))


def _read(text: str, found: Language) -> Iterator[tuple[int, str]]:
    begun: dict[int, list[str] | None] = {}
    below = None
    for line in _LINE.finditer(text):
        number = text.count("\n", 0, line.start()) + 1
        try:
            if line[1] and below is not None:
                below.append(sequence(line[2], found.named))
            else:
                below = begun[number] = _begun(line[2], found)
        except ValueError as error:
            yield number, str(error)
    yield from ((number, "nothing stands below it") for number, below in begun.items() if below == [])


def _begun(line: str, found: Language) -> list[str] | None:
    if spelling := _SPELLING.fullmatch(line):
        found.meant |= dict.fromkeys(spelling[2].split(), spelling[1])
        return None
    if not (head := _HEAD.fullmatch(line)):
        raise ValueError(_BEGINS)
    name, words = head[1] or line, (head[2] or "").split()
    if name in found.named:
        raise ValueError(f"{name} stands above already")
    found.named[name] = below = []  # before its words are read: who uses it makes no slip
    found.lists[name] = frozenset(words)
    below += sorted((sequence(word, found.named) for word in words), key=len, reverse=True)
    return below
