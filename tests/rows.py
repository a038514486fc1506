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

HERE = Path(__file__).parent
PRACTICES = HERE / "practices"


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
        """Why it cannot be said to hold, though it is."""
        if self.yet and not self.by:
            return ["no test shows it"]
        return [f"there is no {test}" for test in self.by if not is_there(test)]

    @property
    def state(self) -> str:
        if not self.yet:
            return "not yet"
        return "; ".join(self.wrong) or "shown"


def written() -> list[str]:
    """The practices whose rows are written down."""
    return sorted(file.parent.name for file in PRACTICES.glob("*/rows.toml"))


def rows_of(practice: str) -> list[Row]:
    """In the order of the file; what is not there yet comes last."""
    kept = tomllib.loads((PRACTICES / practice / "rows.toml").read_text(encoding="utf-8"))
    holds = [_row(about, row) for about, rows in kept["holds"].items() for row in rows]
    return holds + [Row("not yet", row["row"], row["so"], yet=False) for row in kept.get("not_yet", [])]


def is_there(test: str) -> bool:
    file, _, name = test.partition("::")
    return name in _tests_in(HERE / file)


def main(names: Sequence[str] = (), say: Callable[[str], None] = print) -> int:
    wrong = 0
    for practice in names or written():
        for about, rows in groupby(rows_of(practice), lambda row: row.about):
            say(f"{practice}: {about}")
            for row in rows:
                say(f"  {row.row}: {row.so} [{row.state}]")
                for test in row.by:
                    say(f"      tests/{test}")
                wrong += len(row.wrong)
    return 1 if wrong else 0


def _row(about: str, row: dict[str, str | list[str]]) -> Row:
    return Row(about, str(row["row"]), str(row["so"]), tuple(row["by"]))


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
