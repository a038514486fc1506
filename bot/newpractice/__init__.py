"""Writes a practice that works at once: its folder, words, tests and rows, and its one word in the list."""

import re
from keyword import iskeyword
from pathlib import Path
from string import Template

from bot.check.help import row
from bot.words import read

_HERE = Path(__file__).parent
_WRITTEN = {
    "practice": "bot/features/$name/__init__.py",
    "words": "prompts/en/$name.toml",
    "handed": "tests/practices/$name.py",
    "journey": "tests/journeys/$name/test_$name.py",
}
_NAMES, _README = "bot/features/__init__.py", "README.md"
_LAST = {_NAMES: '"me"', _README: "| `/alongside help` |"}  # what a new one stands before
_WIDTH = 110


def refuses(name: str, root: Path) -> str:
    """Why there can be no practice of that name in the checkout at `root`; "" where there can."""
    if not all((root / path).exists() for path in (_NAMES, _README, "tests/journeys")):
        return "this works in a checkout of Alongside, where the tests are"
    if not re.fullmatch("[a-z][a-z_]{1,22}[a-z]", name) or iskeyword(name):
        return f"{name} cannot be its name: that is 3 to 24 small letters, from a to z"
    taken = [Template(path).substitute(name=name) for path in _WRITTEN.values()]
    if name == "help" or any((root / path).exists() for path in taken):
        return f"{name} is taken: there is something of that name"
    return ""


def write(name: str, root: Path) -> list[Path]:
    """The files that it wrote and changed, of a name that nothing `refuses`."""
    written = [_written(root, name, *pair) for pair in _WRITTEN.items()]
    line = read(root / "prompts" / "en")[0][f"{name}.help"]
    return [*written, _listed(root / _NAMES, name), _told(root / _README, row(line))]


def _written(root: Path, name: str, template: str, path: str) -> Path:
    text = (_HERE / f"{template}.txt").read_text(encoding="utf-8")
    file = root / Template(path).substitute(name=name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(Template(text).substitute(name=name, Name=name.capitalize()), encoding="utf-8")
    return file


def _listed(file: Path, name: str) -> Path:
    """One word more in NAMES: a line each where there is no room for all of them in one."""
    text = file.read_text(encoding="utf-8")
    found = re.search(r"^NAMES = \((.*?),?\s*\)$", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"{file} has no NAMES")
    names = re.findall(r'"\w+"', found[1])
    names.insert(names.index(_LAST[_NAMES]), f'"{name}"')
    line = f"NAMES = ({', '.join(names)})"
    many = "".join(f"    {one},\n" for one in names)
    file.write_text(text.replace(found[0], line if len(line) <= _WIDTH else f"NAMES = (\n{many})"), "utf-8")
    return file


def _told(file: Path, row: str) -> Path:
    """One row more in README, before the last."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(_LAST[_README], f"{row}\n{_LAST[_README]}", 1), encoding="utf-8")
    return file
