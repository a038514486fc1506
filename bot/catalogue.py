"""The catalogue of questions in prompts/: reads every family, and complains early."""

import logging
import tomllib
from dataclasses import dataclass
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
    shape: str  # "text" or "scale"
    sensitive: bool
    visibility: str  # "pair" or "group": who can be asked it
    source: str = "own"


@dataclass(frozen=True)
class Family:
    """Questions that serve one purpose, in their order."""

    id: str
    title: str
    purpose: str
    prompts: tuple[Prompt, ...]


# What `families` read; empty until it is asked.
_loaded: list[list[Family]] = []


def families(visibility: str | None = None) -> list[Family]:
    """Every family, in the order of the file names; given a visibility, only those whose prompts all have it.

    Each problem is logged, and its file left out.
    """
    if not _loaded:
        found, problems = load(FOLDER / "catalogue")
        for problem in problems:
            log.warning("%s", problem)
        _loaded.append(found)
    if visibility is None:
        return _loaded[0]
    return [family for family in _loaded[0] if all(p.visibility == visibility for p in family.prompts)]


def find(prompt_id: str) -> Prompt | None:
    """The prompt with this id, whatever its visibility; None where there is none."""
    return next((p for family in families() for p in family.prompts if p.id == prompt_id), None)


def reload() -> None:
    """Read the files anew when next asked."""
    _loaded.clear()


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
    prompts = tuple(Prompt(**prompt) for prompt in table["prompts"])
    return Family(table["family"], table["title"], table["purpose"], prompts)
