"""What `/alongside help` says of a practice against README's table of what people can do: row by row."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.words import Problem

_LINE = re.compile(r"(?P<typed>`/[^`]+`) (?P<does>.+)", re.DOTALL)
_ROW = re.compile(r"^\| (?P<typed>`/[^`]+`) \| (?P<says>.+) \|$", re.MULTILINE)


def problems(readme: Path, texts: Mapping[str, str], names: Iterable[str]) -> Iterator[Problem]:
    """Where a practice's `help` does not begin with what one types, or README has no row that says so.

    Where there is no README, it is not missed.
    """
    rows = {row["typed"]: row["says"] for row in _ROW.finditer(_read(readme))}
    for name in names:
        said = texts.get(f"{name}.help", "")
        line = _LINE.fullmatch(said)
        if said and line is None:
            yield Problem(
                f"prompts/en/{name}.toml",
                1,
                "help: it begins with what one types, `/…`, then says what it does",
            )
        elif line and rows and not rows.get(line["typed"], "").startswith(sentence(line["does"])):
            yield Problem(readme.name, 1, f"no row {line['typed']} that begins: {sentence(line['does'])}")


def sentence(text: str) -> str:
    """As a sentence begins."""
    return text[:1].upper() + text[1:]


def row(line: str) -> str:
    """The row of README for that line of help; ValueError where it is none."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError("help is `/…` and what it does")
    return f"| {found['typed']} | {sentence(found['does'])}. |"


def _read(readme: Path) -> str:
    return readme.read_text(encoding="utf-8") if readme.is_file() else ""
