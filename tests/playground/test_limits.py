"""Every limit says where it comes from, and the playground stands alone."""

import ast
from pathlib import Path

import pytest

import bot.playground
from bot.playground import limits

FILES = sorted(Path(bot.playground.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("row", limits.TABLE, ids=lambda row: row.name)
def test_each_limit_has_a_source(row: limits.Limit) -> None:
    assert row.value > 0
    assert row.source


@pytest.mark.parametrize("rule", limits.RULES, ids=lambda rule: rule.says)
def test_each_rule_has_a_source(rule: limits.Rule) -> None:
    assert rule.says
    assert rule.source


def test_each_limit_is_used_and_named_once() -> None:
    names = [row.name for row in limits.TABLE]
    code = "".join(path.read_text() for path in FILES if path.name != "limits.py")

    assert len(names) == len(set(names))
    assert [name for name in names if f'"{name}"' not in code] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_playground_knows_nothing_of_the_bot(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert not any(one.name.split(".")[0] == "bot" for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level <= 1
            assert (node.module or "").split(".")[0] != "bot"
