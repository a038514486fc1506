"""How much of what the middle offers says what it refuses, in which units and zones.

`python -m tests.docstrings` lists what does not.

Counted are the public functions, methods and classes of `bot/rounds`, `bot/slack` and `bot/people`. One says
enough if it has a docstring; if that names what is raised where its own body raises; and if it, or its module
or class, names the zone or the unit where a moment or a length of time is handed in or comes out.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BOT = Path(__file__).parents[1] / "bot"
ROOMS = ("rounds", "slack", "people")
ENOUGH = 0.9

_REFUSES = re.compile(r"refus|rais|error|Gone|Outdated|only where|KeyError", re.IGNORECASE)
_TOLD = (  # what is handed in or comes out, and what has to be said of it
    (re.compile(r"\bdatetime\b"), re.compile(r"UTC|\bzones?\b|aware|machine time|local date", re.IGNORECASE)),
    (re.compile(r"\bfloat\b"), re.compile(r"second|minute|hour|0 to 1|part of", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Said:
    """One public thing, and what its docstring does not say ("" where it says enough)."""

    name: str
    lacks: str


def everything(bot: Path = BOT) -> list[Said]:
    """All public things of the rooms of the middle, in the order of their files."""
    found = []
    for room in ROOMS:
        for file in sorted((bot / room).rglob("*.py")):
            found += _of_module(file.relative_to(bot).as_posix(), ast.parse(file.read_text(encoding="utf-8")))
    return found


def share(found: list[Said]) -> float:
    """The part (0 to 1) of them that says enough."""
    return sum(not one.lacks for one in found) / len(found)


def _of_module(file: str, tree: ast.Module) -> Iterator[Said]:
    around = ast.get_docstring(tree) or ""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            own = ast.get_docstring(node) or ""
            yield Said(f"{file}:{node.name}", "" if own else "no docstring")
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    yield Said(f"{file}:{node.name}.{method.name}", _lacks(method, f"{around} {own}"))
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield Said(f"{file}:{node.name}", _lacks(node, around))


def _lacks(function: ast.FunctionDef, around: str) -> str:
    said = ast.get_docstring(function) or ""
    if not said:
        return "no docstring"
    if any(isinstance(node, ast.Raise) for node in ast.walk(function)) and not _REFUSES.search(said):
        return "not what it refuses"
    handed = ast.unparse(function.args) + (ast.unparse(function.returns) if function.returns else "")
    if any(what.search(handed) and not of_it.search(f"{said} {around}") for what, of_it in _TOLD):
        return "neither unit nor zone"
    return ""


def main() -> int:
    found = everything()
    for one in found:
        if one.lacks:
            print(f"{one.name}: {one.lacks}")
    print(f"{share(found):.1%} of {len(found)} public functions and classes say enough.")
    return 0 if share(found) >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
