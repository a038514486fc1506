"""`new-practice` writes what works at once; a fishbowl made of it is a folder, its words and its tests."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.features import NAMES
from bot.newpractice import refuses
from bot.words import ROOT
from tests.size import some

FISHBOWL = ROOT / "tests" / "fishbowl"
COPIED = ("bot", "prompts", "migrations", "tests", "app.yml", "README.md", "pyproject.toml")


def run(root: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house again, with a new practice in it."""
    root = tmp_path_factory.mktemp("house")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, root / name)
    code, said = run(root, "bot", "new-practice", "fishbowl")
    assert code == 0, said
    assert "Everything fits together." in said
    assert "tests/journeys/fishbowl/test_fishbowl.py" in said
    return root


def changed(root: Path) -> set[str]:
    """What differs from what ships."""
    files = {f.relative_to(root) for f in root.rglob("*") if f.is_file() and "__pycache__" not in f.parts}
    return {
        path.as_posix()
        for path in files
        if not (ROOT / path).is_file() or (ROOT / path).read_bytes() != (root / path).read_bytes()
    }


def test_it_writes_a_folder_words_tests_and_rows_and_touches_nothing_else(house: Path) -> None:
    assert changed(house) == {
        "README.md",
        "bot/check/keys.txt",
        "bot/features/__init__.py",
        "bot/features/fishbowl/__init__.py",
        "prompts/en/fishbowl.toml",
        "tests/journeys/fishbowl/test_fishbowl.py",
        "tests/practices/fishbowl.py",
    }
    listed = (house / "bot/features/__init__.py").read_text(encoding="utf-8")
    at = NAMES.index("me")  # what comes before is what people do with each other
    assert [*NAMES[:at], "fishbowl", *NAMES[at:]] == re.findall(r'"(\w+)"', listed.partition(")")[0])


def test_what_it_writes_is_well_formed_and_its_journey_is_walked(house: Path) -> None:
    written = ["bot/features", "tests/practices/fishbowl.py", "tests/journeys/fishbowl"]

    assert run(house, "ruff", "check", *written) == (0, "All checks passed!\n")
    assert run(house, "ruff", "format", "--check", *written)[0] == 0
    code, said = run(house, "pytest", "-x", "tests/journeys/fishbowl", "-k", "sqlite")
    assert code == 0, said


def test_a_fishbowl_is_made_of_it_with_few_lines(house: Path) -> None:
    """Its folder, its words and its own tests, in the place of what was written; its row says what it is."""
    shutil.copy(FISHBOWL / "__init__.py", house / "bot/features/fishbowl/__init__.py")
    shutil.copy(FISHBOWL / "fishbowl.toml", house / "prompts/en/fishbowl.toml")
    does = "Lets those who live with it speak first, and the others say what they heard."
    row = f"| `/alongside fishbowl What is it like?` | {does} |"
    readme = (house / "README.md").read_text(encoding="utf-8").splitlines()
    readme = [row if line.startswith("| `/alongside fishbowl") else line for line in readme]
    (house / "README.md").write_text("\n".join(readme), encoding="utf-8")

    said = run(house, "bot", "check", "--offline", "--write-keys")

    assert said == (0, "Everything fits together.\n")
    generic = some(
        sorted(f"tests/every/{test.name}" for test in (house / "tests/every").glob("test_*.py")),
        "fishbowl",
        3,
    )
    code, told = run(house, "pytest", "-x", "-k", "fishbowl", *generic)
    assert code == 0, told
    source = (FISHBOWL / "__init__.py").read_text(encoding="utf-8")
    assert sum(isinstance(node, ast.stmt) for node in ast.walk(ast.parse(source))) <= 45


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Fish", "cannot be its name"),
        ("a", "cannot be its name"),
        ("fish-bowl", "cannot be its name"),
        ("fish2", "cannot be its name"),
        ("../fish", "cannot be its name"),
        ("class", "cannot be its name"),
        ("x" * 25, "cannot be its name"),
        ("pairs", "is taken"),
        ("round", "is taken"),
        ("help", "is taken"),
    ],
)
def test_a_name_that_cannot_be_or_is_taken_is_refused(
    name: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new-practice", name]) == 2
    assert f"alongside: {name} {why}" in capsys.readouterr().err


def test_an_installed_copy_says_that_it_needs_a_checkout(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "prompts", tmp_path / "prompts")

    assert refuses("fishbowl", tmp_path) == "this works in a checkout of Alongside, where the tests are"
