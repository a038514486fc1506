"""Everything that can be wrong before the bot runs: words, catalogue, question rules, manifest, in one go."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import bot
from bot import routes, words
from bot.check import help as help_
from bot.check import kept, keys, promises
from bot.check.catalogue import problems as of_catalogue
from bot.check.manifest import Used
from bot.check.manifest import problems as of_manifest
from bot.check.source import Source, read
from bot.check.words import problems as of_words
from bot.features import FEATURES
from bot.questions import language
from bot.rounds.feature import Feature
from bot.words import Problem

CODE = Path(bot.__file__).parent


def problems(root: Path) -> list[Problem]:
    """All that is wrong with prompts/, README and app.yml in `root`, measured by what the code asks for."""
    source = _source()
    english = root / "prompts" / "en"
    return [
        *wording(root),
        *_of_keys(),
        *_in("prompts/en/catalogue", of_catalogue(english / "catalogue")),
        *_in("prompts/en/questions", language.load(english / "questions")[1]),
        *claims(FEATURES),
        *help_.problems(root / "README.md", words.read(english)[0], [feature.name for feature in FEATURES]),
        *promises.problems(root),
        *kept.problems(root / "README.md"),
        *of_manifest(root / "app.yml", _used(source)),
    ]


def wording(root: Path) -> list[Problem]:
    """What is wrong with the bot's own words: without them nothing starts."""
    return _in("prompts/en", of_words(root / "prompts" / "en", keys.listed()))


def write_keys(root: Path) -> None:
    """List anew what the code asks for, of the words that stand in `root`; and what README says is kept."""
    keys.write(keys.made_from(_source(), words.read(root / "prompts" / "en")[0]))
    kept.write(root / "README.md")


def claims(features: Iterable[Feature]) -> list[Problem]:
    """Who takes for their own what belongs to all."""
    return [
        Problem(
            f"bot/features/{feature.name}/__init__.py",
            1,
            f"{command} belongs to all: `start` answers `{command} {feature.name} …`",
        )
        for feature in features
        for command in feature.commands
        if command in routes.COMMANDS
    ]


@cache
def _source() -> Source:
    return read(CODE)


@cache
def _of_keys() -> tuple[Problem, ...]:
    """What is wrong with the list of keys, whose words they are or not."""
    return tuple(keys.problems(_source(), keys.listed()))


def _used(source: Source) -> Used:
    commands = {command for feature in FEATURES for command in feature.commands}
    events = {event for feature in FEATURES for event in feature.events}
    overheard = {event for feature in FEATURES for event in feature.overhears}
    return Used(
        commands=commands | set(routes.COMMANDS),
        events=events | set(routes.EVENTS),
        overheard=overheard,
        shortcuts={
            **{name: "message" for feature in FEATURES for name in feature.shortcuts},
            **{name: "global" for feature in FEATURES for name in feature.everywhere},
        },
        methods=source.methods,
    )


def _in(folder: str, found: list[Problem]) -> list[Problem]:
    # Problems in the code name their whole path already.
    return [p if "/" in p.file else replace(p, file=f"{folder}/{p.file}") for p in found]
