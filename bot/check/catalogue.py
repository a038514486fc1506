"""How the catalogue's questions are worded: none is left out for it, and none should ship so."""

from collections.abc import Iterator
from pathlib import Path

from bot import askable, catalogue
from bot.questions.language import english
from bot.words import Problem

LEAST = 6  # questions in a family
_REASONS = {
    "not_open": "it can be answered in a word: ask it openly, or say why not, as closed_because",
    "two_things": "it asks two things: ask one",
    "long": f"a sentence of it has more than {askable.SENTENCE} words",
    "hard": f"it is hard to read at the age of {askable.AGE}: shorter words, shorter sentences",
}


def problems(folder: Path) -> list[Problem]:
    """All of it, by file and line; and what keeps a file from being read."""
    families, found = catalogue.load(folder)
    files = {family.id: file for family in families for file in folder.glob(f"{family.id}*.toml")}
    return [*found, *(problem for family in families for problem in _worded(family, files[family.id]))]


def _worded(family: catalogue.Family, file: Path) -> Iterator[Problem]:
    lines = file.read_text(encoding="utf-8").splitlines()
    if len(family.prompts) < LEAST:
        few = f"a family has {LEAST} questions or more, and this has {len(family.prompts)}"
        yield Problem(file.name, 1, few)
    for prompt in family.prompts:
        at = next((number for number, line in enumerate(lines, 1) if f'"{prompt.id}"' in line), 1)
        for reason in _faults(prompt):
            yield Problem(file.name, at, f"{prompt.id}: {reason}")


def _faults(prompt: catalogue.Prompt) -> Iterator[str]:
    found = list(askable.faults(prompt.question, prompt.context))
    if prompt.closed_because and "not_open" not in found and english():
        yield "closed_because: it is an open question, and needs no reason"
    yield from (_REASONS[fault] for fault in found if fault != "not_open" or not prompt.closed_because)
