"""README's table of what is kept says what the code does."""

from collections.abc import Iterator
from pathlib import Path

from bot import kept
from bot.features import FEATURES
from bot.settings import Settings
from bot.words import Problem

_MARKS = ("<!-- kept -->", "<!-- /kept -->")


def problems(readme: Path) -> Iterator[Problem]:
    """Where it says something else; a README without the table is not missed."""
    text = _read(readme)
    if _MARKS[0] in text and _written(text) != text:
        line = text.partition(_MARKS[0])[0].count("\n") + 1
        yield Problem(
            readme.name, line, "what is kept is not what the code does: `check --write-keys` writes it"
        )


def write(readme: Path) -> None:
    """The table anew, where there is one."""
    text = _read(readme)
    if _MARKS[0] in text:
        readme.write_text(_written(text), encoding="utf-8")


def _written(text: str) -> str:
    before, _, rest = text.partition(_MARKS[0])
    after = rest.partition(_MARKS[1])[2]
    table = kept.readme(FEATURES, Settings.keep_days)
    return f"{before}{_MARKS[0]}\n{table}\n{_MARKS[1]}{after}"


def _read(readme: Path) -> str:
    return readme.read_text(encoding="utf-8") if readme.is_file() else ""
