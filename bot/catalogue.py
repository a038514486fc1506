"""The catalogue of questions in prompts/: reads every family, and complains early."""

import logging
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.catalogue_rules import faults
from bot.words import FOLDER, Problem, line_in

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prompt:
    """One question; an answer keeps the version that was asked."""

    id: str  # "F01-01": never used again for another question
    version: int
    title: str
    context: str  # why this is asked
    question: str
    minutes: int
    asks: tuple[str, ...]  # who may be asked it: "pair", "group", "alone"; nobody: a step of a practice
    shape: str = "text"  # "list", "scale" or "two_texts": what the form has boxes for
    labels: tuple[str, ...] = ()  # the ends of the scale; what stands before each of the two texts
    sensitive: bool = False  # it can hurt: chosen by people only, and let go without a trace
    safety: str = ""  # how to take care, where it is
    closed_because: str = ""  # why it need not be open
    source: str = "own"


@dataclass(frozen=True)
class Family:
    """Questions that serve one purpose, in their order."""

    id: str
    title: str
    purpose: str
    prompts: tuple[Prompt, ...]
    weeks: tuple[int, ...] = ()  # of a programme of sixteen, from 0: when it is asked unless people choose


_WORD = re.compile(r"\w+")

# What `families` read; empty until it is asked.
_loaded: list[list[Family]] = []
_by_id: dict[str, Prompt] = {}


def families(whom: str | None = None) -> list[Family]:
    """Every family, in the order of the file names; given `whom`, only what they may be asked of each.

    Each problem is logged, and its file left out.
    """
    if not _loaded:
        found, problems = load(FOLDER / "catalogue")
        for problem in problems:
            log.warning("%s", problem)
        _loaded.append(found)
    if whom is None:
        return _loaded[0]
    theirs = [
        replace(family, prompts=tuple(p for p in family.prompts if whom in p.asks)) for family in _loaded[0]
    ]
    return [family for family in theirs if family.prompts]


def find(prompt_id: str) -> Prompt | None:
    """The prompt with this id, whoever may be asked it; None where there is none."""
    if not _by_id:
        _by_id.update((prompt.id, prompt) for family in families() for prompt in family.prompts)
    return _by_id.get(prompt_id)


def search(whom: str, typed: str, family_id: str = "", more: Sequence[Family] = ()) -> list[Prompt]:
    """What they may be asked, of that family or any, in which every word that was typed begins a word.

    `more` are families beside the catalogue's.

    First where that is the question or its title, then where it is what stands around it.
    """
    wanted = _WORD.findall(typed.casefold())
    near: list[Prompt] = []
    around: list[Prompt] = []
    for family in (*families(whom), *more):
        for prompt in family.prompts if family_id in ("", family.id) else ():
            if _stand(wanted, prompt.title, prompt.question):
                near.append(prompt)
            elif _stand(wanted, family.title, family.purpose, prompt.title, prompt.context, prompt.question):
                around.append(prompt)
    return near + around


def _stand(wanted: list[str], *texts: str) -> bool:
    there = _WORD.findall(" ".join(texts).casefold())
    return all(any(one.startswith(word) for one in there) for word in wanted)


def reload() -> None:
    """Read the files anew when next asked."""
    _loaded.clear()
    _by_id.clear()


def load(folder: Path) -> tuple[list[Family], list[Problem]]:
    """The families of the faultless files in `folder`, and every problem of the others."""
    found: list[Family] = []
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.toml")):
        family, reasons = _read(file, found)
        problems += reasons
        found += [family] if family else []
    return found, problems


def _read(file: Path, before: list[Family]) -> tuple[Family | None, list[Problem]]:
    try:
        raw = file.read_text(encoding="utf-8")
        table = tomllib.loads(raw)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, [Problem(file.name, line_in(str(error)), f"not valid TOML: {error}")]
    taken = {family.id for family in before} | {p.id for family in before for p in family.prompts}
    problems = [Problem(file.name, line, reason) for line, reason in faults(table, raw, taken)]
    return None if problems else _family(table), problems


def _family(table: dict[str, Any]) -> Family:
    prompts = tuple(_prompt(entry, table.get("safety", "")) for entry in table["prompts"])
    return Family(table["family"], table["title"], table["purpose"], prompts, tuple(table.get("weeks", ())))


def _prompt(entry: dict[str, Any], safety: str) -> Prompt:
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    return Prompt(**entry | lists, safety=safety if entry.get("sensitive") else "")
