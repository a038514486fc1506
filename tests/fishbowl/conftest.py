"""A workspace in which the fishbowl is installed, beside what ships."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import words
from bot.features import FEATURES
from tests.fishbowl import FEATURE
from tests.world import World


@pytest.fixture
def worlds(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """On both databases, one after the other."""
    assert words.phrase("common.name")  # ours are read first
    for key, text in words.read(Path(__file__).parent)[0].items():
        monkeypatch.setitem(words._loaded, key, text)
    made = World(database_url, features=(*FEATURES, FEATURE))
    yield made
    problems = list(made.slack.problems)
    made.close()
    assert problems == []
