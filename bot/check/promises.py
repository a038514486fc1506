"""Promises: each has a test that is there, and is said to people, in README too; nobody says it otherwise."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.check.keys import listed
from bot.words import PROMISES, Problem, Promise, as_written, line_of, promised_in, promises_among

_FILE = f"{PROMISES}.toml"
_FILES = {key.partition(".")[0] for key in listed()}
_SECTION = "## What it promises"


def problems(root: Path) -> Iterator[Problem]:
    """What is wrong with what we promise; README and tests are not missed where there are none."""
    english = root / "prompts" / "en"
    written, faults = as_written(english)
    promises = promises_among(written)
    others = {key: text for key, text in written.items() if not key.startswith(f"{PROMISES}.")}
    raw = _read(english / _FILE)
    # What cannot be read, or is gone, may have said it.
    whole = not faults and all((english / f"{file}.toml").is_file() for file in _FILES)
    for key, reason in [*(_unsaid(promises, others) if whole else ()), *_untested(root, promises)]:
        yield Problem(f"prompts/en/{_FILE}", line_of(raw, f"{key}.says"), f"{key}: {reason}")
    for key, text in others.items():
        file, _, name = key.partition(".")
        for one in _retold(promises, text):
            line = line_of(_read(english / f"{file}.toml"), name)
            yield Problem(f"prompts/en/{file}.toml", line, f"{name}: this is promised already: [[{one}]]")
    yield from _in_readme(root / "README.md", promises)


def _unsaid(promises: Mapping[str, Promise], others: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    said = {one for text in others.values() for one in promised_in(text)}
    return ((key, f"nobody says it: it is said as [[{key}]]") for key in promises if key not in said)


def _untested(root: Path, promises: Mapping[str, Promise]) -> Iterator[tuple[str, str]]:
    if not (root / "tests").is_dir():
        return
    for key, promise in promises.items():
        if not promise.test:
            yield key, "no test holds it"
        elif not _is_there(root, promise.test):
            yield key, f"there is no test {promise.test}"


def _is_there(root: Path, test: str) -> bool:
    file, _, name = test.partition("::")
    path = root / file
    if not path.is_file():
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return name.startswith("test_") and any(
        isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body
    )


def _retold(promises: Mapping[str, Promise], text: str) -> list[str]:
    return [key for key, promise in promises.items() if promise.says in text]


def _in_readme(readme: Path, promises: Mapping[str, Promise]) -> Iterator[Problem]:
    """Its list of promises says each of them, and nothing else."""
    before, _, after = _read(readme).partition(f"{_SECTION}\n")
    if not before:
        return
    line = before.count("\n") + 1
    told = [" ".join(one.split()) for one in after.split("\n## ")[0].split("\n- ")[1:]]
    says = [promise.says for promise in promises.values()]
    for text in (one for one in says if one not in told):
        yield Problem(readme.name, line, f"“{_SECTION[3:]}” does not say: {text}")
    for text in (one for one in told if one not in says):
        yield Problem(readme.name, line, f"“{_SECTION[3:]}” says what is promised nowhere: {text}")


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""
