"""Every key of words is there and used, has no blank that nothing fills, and was seen where it is said."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot import check
from bot.check import keys
from bot.rounds.feature import Feature
from bot.words import FOLDER, ROOT
from tests.every.each import each_practice, holds
from tests.every.plainly import plainly
from tests.practices import Handed
from tests.reading import in_order, texts_of

pytestmark = pytest.mark.usefixtures("doors")


def wrong(feature: Feature, practice: Handed) -> list[str]:
    return [*_at_odds(feature), *unseen(feature, practice)]


def _at_odds(feature: Feature) -> list[str]:
    """What is wrong in the files of its words, and what the list of keys does not know as the code has it."""
    files = {f"{name}.toml" for name in files_of(feature)}
    return [str(found) for found in _problems() if Path(found.file).name in files]


@cache
def _problems() -> list[check.Problem]:
    return [*check.wording(ROOT), *keys.problems(check._source(), keys.listed())]


def files_of(feature: Feature) -> list[str]:
    """The files of words that are read below its folder, and that no other folder reads."""
    return [name for name in _read_below(ROOT / "bot" / "features" / feature.name) if name not in _shared()]


@cache
def _shared() -> set[str]:
    folders = [folder for folder in (ROOT / "bot" / "features").iterdir() if folder.is_dir()]
    every = [name for folder in folders for name in _read_below(folder)]
    return {"common", "round", *(name for name in every if every.count(name) > 1)}


@cache
def _read_below(folder: Path) -> list[str]:
    found = {name for file in folder.rglob("*.py") for name in _named(file.read_text(encoding="utf-8"))}
    return sorted(name for name in found if (FOLDER / f"{name}.toml").is_file())


def _named(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="Words"), args=[ast.Constant(value=str(name))]):
                yield name


def unseen(feature: Feature, practice: Handed) -> list[str]:
    """Keys whose words stand in nothing that was drawn, on no card or button and in no form."""
    drawn = plainly(feature).texts
    return [
        f"{file}.{key} was not seen"
        for file in files_of(feature)
        for key, text in texts_of(file).items()
        if not f"{file}.{key}".startswith((f"{file}.refused.", *practice.elsewhere))
        and not any(in_order(re.split(r"\{\w+\}", text.strip()), line) for line in drawn)
    ]


@each_practice
def test_its_words_are_there_and_used_and_were_seen(feature: Feature, practice: Handed) -> None:
    holds("words", wrong, feature, practice)
