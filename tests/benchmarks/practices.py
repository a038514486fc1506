"""The same with sixty practices as with those that ship: a press, `/alongside`, somebody's Home."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot import words
from bot.app import Alongside
from bot.features import FEATURES
from bot.rounds.feature import Feature
from bot.rounds.practice.install import feature
from tests import fishbowl
from tests.benchmarks import keeping
from tests.benchmarks.bots import NOW, signed, started
from tests.benchmarks.measuring import Row, Scale, interleaved
from tests.benchmarks.requests import ANA, BEN, click, command
from tests.world import TEAM

MORE = 54
OPEN = 20  # things, on that Home


def rows(scale: Scale) -> Iterator[Row]:
    times = scale.of(1, 20, 50)
    with ExitStack() as stack:
        more = (*stack.enter_context(_bowls(MORE)), *FEATURES)
        few, many = (stack.enter_context(started(features=features)) for features in (FEATURES, more))
        for bot in (few, many):
            keeping.between(bot.store, ANA, BEN, OPEN, NOW)
        for name, work in (("a press", _press), ("/alongside", _command), ("Home", _home)):
            here, before = interleaved([partial(work, many), partial(work, few)], times)
            yield Row(f"{name}, of {len(more)} practices", here, before, f"of {len(FEATURES)}", aim="1")


def _press(bot: Alongside) -> None:
    signed(bot.wsgi, click("no-such-round", "reflection.no_thanks"))


def _command(bot: Alongside) -> None:
    signed(bot.wsgi, command("", "/alongside"))


def _home(bot: Alongside) -> None:
    [tab] = [feature.tab for feature in bot.features if feature.tab]
    tab(bot.store, bot.features, frozenset, TEAM, ANA, NOW)


@contextmanager
def _bowls(count: int) -> Iterator[list[Feature]]:
    """As many fishbowls, each by a name and with words of its own, which go again."""
    assert words.phrase("common.name")  # ours are read first
    texts, names = words.read(Path(fishbowl.__file__).parent)[0], [f"bowl{n}" for n in range(count)]
    said = {key.replace("fishbowl", name, 1): text for name in names for key, text in texts.items()}
    words._loaded.update(said)
    yield [feature(replace(fishbowl.PRACTICE, name=name)) for name in names]
    for key in said:
        del words._loaded[key]
