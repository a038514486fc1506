"""What a practice has to do, row by row, with the tests that show it (`python -m tests.rows options`).

The rows stand in `tests/practices/<name>/rows.toml`: what it is about, what must be so, and by which tests.
The exit code is 1 where a row that is said to hold names no test, or one that is not there.
"""

import ast
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PRACTICES = HERE / "practices"
NOT_YET = "not yet"


@dataclass(frozen=True)
class Row:
    """What must be so; `by` are tests as pytest names them, from the folder of tests on. Without: not yet."""

    about: str
    row: str
    so: str
    by: tuple[str, ...] = ()
    yet: bool = True

    @property
    def wrong(self) -> list[str]:
        """Why what is said of it cannot be so."""
        if self.yet != bool(self.by):
            return ["no test shows it" if self.yet else "it names tests, and is said not to be there yet"]
        return [f"there is no {test}" for test in self.by if not is_there(test)]

    @property
    def state(self) -> str:
        return "; ".join(self.wrong) or ("shown" if self.yet else NOT_YET)


def written() -> list[str]:
    """The practices whose rows are written down."""
    return sorted(file.parent.name for file in PRACTICES.glob("*/rows.toml"))


def rows_of(practice: str) -> list[Row]:
    """In the order of the file; what is not there yet comes last."""
    kept = tomllib.loads((PRACTICES / practice / "rows.toml").read_text(encoding="utf-8"))
    holds = [_row(about, row) for about, rows in kept["holds"].items() for row in rows]
    return holds + [_row(NOT_YET, row, yet=False) for row in kept.get("not_yet", [])]


def is_there(test: str) -> bool:
    file, _, name = test.partition("::")
    return name in _tests_in(HERE / file)


def main(names: Sequence[str] = (), say: Callable[[str], None] = print) -> int:
    found = {practice: rows_of(practice) for practice in names or written()}
    for practice, rows in found.items():
        for about, some in groupby(rows, lambda row: row.about):
            say(f"{practice}: {about}")
            for row in some:
                say(f"  {row.row}: {row.so} [{row.state}]")
                for test in row.by:
                    say(f"      tests/{test}")
        shown, not_yet = (sum(row.state == state for row in rows) for state in ("shown", NOT_YET))
        say(f"{practice}: {shown} of {len(rows)} shown, {not_yet} {NOT_YET}")
    return 1 if any(row.wrong for rows in found.values() for row in rows) else 0


def _row(about: str, row: dict[str, Any], *, yet: bool = True) -> Row:
    return Row(about, row["row"], row["so"], tuple(row.get("by", ())), yet)


@cache
def _tests_in(file: Path) -> frozenset[str]:
    """The tests that pytest would find there, read without running anything."""
    if not file.is_file() or not file.name.startswith("test_"):
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = (part.name for part in tree.body if isinstance(part, ast.FunctionDef))
    return frozenset(name for name in named if name.startswith("test_"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
