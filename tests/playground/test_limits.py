"""Every limit, rule and code says where it comes from, and the playground stands alone."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

import bot.playground
from bot.playground import codes, limits

FILES = sorted(Path(bot.playground.__file__).parent.glob("*.py"))
# A page of Slack's, or a thread or file that anybody can read.
PAGE = re.compile(
    r"(docs\.slack\.dev|api\.slack\.com/changelog|slack\.com/help|github\.com/[\w-]+/[\w-]+)/[\w./-]+"
)
DOCUMENTED = Path(__file__).parent.parent / "slack" / "documented_codes.toml"
ROWS = [*limits.TABLE, *limits.RULES, *codes.CODES]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_row_names_its_page_or_says_that_it_is_assumed(row: tuple[object, ...]) -> None:
    source = str(row[-1])

    assert source in (limits.ASSUMED, limits.OURS) or PAGE.fullmatch(source)


def test_what_is_assumed_is_little() -> None:
    assumed = [row[0] for row in ROWS if row[-1] == limits.ASSUMED]

    assert len(assumed) <= 25  # each is a thing to find out


def test_each_limit_is_used_and_named_once() -> None:
    names = [row.name for row in limits.TABLE]
    code = "".join(path.read_text() for path in FILES if path.name != "limits.py")

    assert all(row.value > 0 for row in limits.TABLE)
    assert len(names) == len(set(names))
    assert [name for name in names if f'"{name}"' not in code] == []


def test_each_code_that_it_answers_has_its_row() -> None:
    rows = [row.error for row in codes.CODES]

    assert len(rows) == len(set(rows))
    assert set(rows) == _answered()
    assert {row.error for row in limits.TABLE} - {"", "invalid_manifest", "operation_timeout"} <= set(rows)


@pytest.mark.parametrize("row", codes.CODES, ids=lambda row: row.error)
def test_each_code_stands_on_the_page_that_it_names(row: codes.Code) -> None:
    listed = tomllib.loads(DOCUMENTED.read_text(encoding="utf-8"))
    method = row.source.rpartition("/")[2]
    if row.source == limits.ASSUMED or method not in listed:
        return
    pages = [listed["every"], listed[method]]

    assert any(row.error in [*page["codes"], *page.get("earlier", [])] for page in pages)


def _answered() -> set[str]:
    """Whatever stands as a code in the place of one."""
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("ApiError", "_own"):
                found |= {one.value for one in ast.walk(node) if _code(one)}
            elif isinstance(node, ast.FunctionDef) and path.name == "installation.py":
                found |= {one.value for one in node.args.defaults if _code(one)}
    return found


def _code(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(re.fullmatch("[a-z]+(_[a-z]+)+", node.value))
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_playground_knows_nothing_of_the_bot(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert not any(one.name.split(".")[0] == "bot" for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level <= 1
            assert (node.module or "").split(".")[0] != "bot"
