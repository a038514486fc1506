"""Reads prompts/, fills in the blanks, complains early."""

import logging
import re
import string
import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

log = logging.getLogger(__name__)

_HERE = Path(__file__).parent
ROOT = _HERE.parent if (_HERE.parent / "prompts").is_dir() else _HERE / "_data"
FOLDER = ROOT / "prompts" / "en"


class Markup(str):
    """Text that is safe as Slack mrkdwn: our own words, or others' after `escape`."""

    __slots__ = ()


def escape(text: str) -> Markup:
    """Other people's words as mrkdwn in which nothing comes alive (docs: formatting-message-text)."""
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


# Whether a sentence with nothing in one of its blanks is refused, as in tests. Elsewhere it is a line in the
# log: a card with a hole in it must not stop a round.
REFUSES_HOLES = False


class HoleError(ValueError):
    """Somebody would read a sentence with nothing in its blank. It names our own words only."""


class Phrase(str):
    """A sentence from prompts/, with blanks like {name}. None of them is left empty."""

    __slots__ = ()

    @property
    def blanks(self) -> Set[str]:
        """The names of its blanks."""
        return _blanks_of(self)

    def fill(self, **blanks: object) -> Markup:
        """As mrkdwn: blanks are escaped unless they are Markup."""
        given = {name: blanks[name] for name in self.blanks if name in blanks}
        _whole(self, given)
        safe = {k: v if isinstance(v, Markup) else escape(inert(str(v))) for k, v in given.items()}
        return Markup(self.format(**safe))

    def plain(self, **blanks: object) -> str:
        """As plain text, for titles, labels and buttons."""
        _whole(self, blanks)
        return self.format(**blanks)


def _whole(sentence: str, given: Mapping[str, object]) -> None:
    empty = [name for name in _blanks_of(sentence) if name in given and not says(given[name])]
    if empty and REFUSES_HOLES:
        raise HoleError(f"nothing for {', '.join(empty)} in: {sentence!s}")
    if empty:
        log.warning("nothing for %s in: %s", ", ".join(empty), sentence)


def says(given: object) -> bool:
    """Whether there is anything in it that somebody would see."""
    return given is not None and bool(str(given).strip("\u2068\u2069\u200b \n\t"))


# What turns the words around it, and what runs from right to left.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")


def inert(text: str) -> str:
    """One line of what somebody wrote, in which no sign formats anything; not escaped."""
    # A zero-width space after each formatting sign keeps *, _, ~ and ` from pairing up in mrkdwn.
    line = re.sub(r"([*_~`])", "\\1\u200b", " ".join(_TURNS.sub("", text).split()).strip("\u200b"))
    return f"\u2068{line}\u2069" if _RIGHT_TO_LEFT.search(line) else line


SHARED = "round"  # what every practice says; a practice's own words for the same come first


class Words:
    """The words of one file, by dotted key: `words["card.asked"].fill(name=...)`."""

    def __init__(self, file: str) -> None:
        self.file = file

    def __getitem__(self, key: str) -> Phrase:
        return phrase(f"{self.file}.{key}")

    def has(self, key: str) -> bool:
        """Whether there are words for that key, its own or those that every practice shares."""
        return found(f"{self.file}.{key}") is not None


def phrase(key: str) -> Phrase:
    """The words for `<file>.<key>`, else those for `round.<key>`; KeyError if there are none."""
    words = found(key)
    if words is None:
        raise KeyError(key)
    return words


def found(key: str) -> Phrase | None:
    """The same, or None if there are none."""
    library = _library()
    words = library.get(key)
    return library.get(f"{SHARED}.{key.partition('.')[2]}") if words is None else words


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file of words: read by whoever edited it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


PROMISES = "promises"  # the file of what we promise: others say it as [[its_key]]
_PROMISED = re.compile(r"\[\[([^\[\]]*)\]\]")


@dataclass(frozen=True)
class Promise:
    """What we promise, in one sentence, and the test that holds it."""

    says: str
    test: str


def promised_in(text: str) -> list[str]:
    """The keys of the promises that a text of prompts/ says."""
    return _PROMISED.findall(text)


_loaded: dict[str, Phrase] = {}


def _library() -> dict[str, Phrase]:
    if not _loaded:
        texts, problems = read(FOLDER)
        if problems:
            raise ValueError("; ".join(map(str, problems)))
        _loaded.update(texts)
    return _loaded


def read(folder: Path) -> tuple[dict[str, Phrase], list[Problem]]:
    """Every key and text of the files in `folder`, as people read it, and what is wrong with them."""
    written, problems = as_written(folder)
    promises, texts = promises_among(written), dict[str, Phrase]()
    for key, text in written.items():
        file, _, name = key.partition(".")
        unknown = [one for one in promised_in(text) if one not in promises]
        if unknown:
            raw = (folder / f"{file}.toml").read_text(encoding="utf-8")
            reason = f"{name}: nothing is promised as {', '.join(unknown)}"
            problems.append(Problem(f"{file}.toml", line_of(raw, name), reason))
        elif file != PROMISES:
            texts[key] = Phrase(_PROMISED.sub(lambda found: promises[found[1]].says, text))
    return texts, problems


def as_written(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """The same as it stands in the files: a promise by its key, and the promises among the others."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            raw = file.read_text(encoding="utf-8")
            table = tomllib.loads(raw)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(Problem(file.name, line_in(str(error)), f"not valid TOML: {error}"))
            continue
        for key, text in _flat(table):
            reason = _fault(text)
            if reason:
                problems.append(Problem(file.name, line_of(raw, key), f"{key}: {reason}"))
            else:
                texts[f"{file.stem}.{key}"] = str(text)
    return texts, problems


def promises_among(written: Mapping[str, str]) -> dict[str, Promise]:
    """What is promised, by its key, of all that is written."""
    keys = [key.split(".")[1] for key in written if re.fullmatch(rf"{PROMISES}\.\w+\.says", key)]
    found = {key: f"{PROMISES}.{key}" for key in keys}
    return {
        key: Promise(written[f"{name}.says"], written.get(f"{name}.test", "")) for key, name in found.items()
    }


def _flat(table: dict[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _fault(text: object) -> str | None:
    if not isinstance(text, str) or not text.strip():
        return "the words must be a text that is not empty"
    try:
        blanks(text)
    except ValueError as error:
        return f"a blank is not closed or not named: {error}"
    return None


def blanks(text: str) -> set[str]:
    """The names of the blanks in a text; ValueError where one is malformed."""
    names = {name for _, name, spec, conversion in string.Formatter().parse(text) if name is not None}
    if any(not name.isidentifier() for name in names):
        raise ValueError("a blank is a plain name, like {name}")
    return names


@cache
def _blanks_of(sentence: str) -> Set[str]:
    return dict.fromkeys(sorted(blanks(sentence))).keys()


def line_in(message: str) -> int:
    """The line that a TOML error names (1 where it names none)."""
    found = re.search(r"line (\d+)", message)
    return int(found.group(1)) if found else 1


def line_of(raw: str, key: str) -> int:
    """The line where a dotted key stands in a TOML text (1 where it is not found)."""
    *tables, name = key.split(".")
    wanted, current = ".".join(tables), ""
    for number, line in enumerate(raw.splitlines(), 1):
        table = re.match(r"\s*\[+\s*([\w.\-]+)\s*\]+", line)
        if table:
            current = table.group(1)
        elif current == wanted and re.match(rf'\s*"?{re.escape(name)}"?\s*=', line):
            return number
    return 1
