"""What a file of the catalogue must say: its keys, their values, and what is wrong where."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

TITLE_MAX, CONTEXT_MAX, QUESTION_MAX, MINUTES_MAX = 60, 500, 300, 30
LABEL_MAX = 40
WEEKS = 52  # a programme is no longer
_LABELLED = ("scale", "two_texts")
_ID = r"F[0-9]{2}-[0-9]{2}"
_WEEKS = {str(week) for week in range(WEEKS)}

Fault = tuple[int, str]  # a line, and what is wrong there


@dataclass(frozen=True)
class _Rule:
    says: str  # what the value must be, in words
    fits: Callable[[Any], bool]


_Rules = Mapping[str, _Rule]


def _text(most: int) -> _Rule:
    return _Rule(
        f"a text of 1 to {most} characters",
        lambda value: isinstance(value, str) and bool(value.strip()) and len(value) <= most,
    )


def _whole(says: str, most: float) -> _Rule:
    # True is a number to Python, and not to whoever writes a prompt.
    return _Rule(says, lambda value: type(value) is int and 1 <= value <= most)


def _one_of(*values: str) -> _Rule:
    return _Rule(" or ".join(f'"{value}"' for value in values), lambda value: value in values)


def _some_of(*values: str) -> _Rule:
    listed = ", ".join(f'"{value}"' for value in values)
    return _Rule(
        f"a list of any of {listed}, each once",
        lambda value: isinstance(value, list) and set(map(str, value)) <= {*values} and _each_once(value),
    )


def _each_once(values: list[Any]) -> bool:
    return len(values) == len(set(map(str, values)))


def _like(pattern: str, example: str) -> _Rule:
    return _Rule(
        f'written like "{example}"',
        lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None,
    )


_OF_FAMILY = {
    "family": _like(r"F[0-9]{2}", "F01"),
    "title": _text(TITLE_MAX),
    "purpose": _text(CONTEXT_MAX),
    "weeks": _Rule(
        f"a list of whole numbers from 0 to {WEEKS - 1}, each once",
        lambda value: isinstance(value, list) and _each_once(value) and {*map(str, value)} <= _WEEKS,
    ),
    "safety": _text(CONTEXT_MAX),
    "gone": _Rule(
        'a list of ids like "F01-01"',
        lambda value: isinstance(value, list) and all(map(_like(_ID, "F01-01").fits, value)),
    ),
    "prompts": _Rule(
        "[[prompts]], once or more",
        lambda value: isinstance(value, list) and bool(value) and all(isinstance(p, dict) for p in value),
    ),
}
_OF_PROMPT = {
    "id": _like(_ID, "F01-01"),
    "version": _whole("a whole number from 1", float("inf")),
    "title": _text(TITLE_MAX),
    "context": _text(CONTEXT_MAX),
    "question": _text(QUESTION_MAX),
    "minutes": _whole(f"a whole number from 1 to {MINUTES_MAX}", MINUTES_MAX),
    "shape": _one_of("text", "list", *_LABELLED),
    "labels": _Rule(
        f"two texts of 1 to {LABEL_MAX} characters",
        lambda value: isinstance(value, list) and len(value) == 2 and all(map(_text(LABEL_MAX).fits, value)),
    ),
    "sensitive": _Rule("true or false", lambda value: isinstance(value, bool)),
    "asks": _some_of("pair", "group", "alone"),
    "closed_because": _text(CONTEXT_MAX),
    "source": _one_of("own"),
}
_OPTIONAL = {"weeks", "safety", "gone", "shape", "labels", "sensitive", "closed_because", "source"}


def faults(table: Mapping[str, Any], raw: str, taken: set[str]) -> Iterator[Fault]:
    """Everything wrong in one file, as read (`table`) and as written (`raw`).

    `taken` are the ids of the families and prompts of other files.
    """
    lines = _Lines(raw)
    yield from _misfits(table, _OF_FAMILY, 0, lines)
    if str(table.get("family")) in taken:
        yield lines.of(0, "family"), f"family: {table['family']} is in another file already"
    prompts = table["prompts"] if _OF_FAMILY["prompts"].fits(table.get("prompts")) else []
    gone = table["gone"] if _OF_FAMILY["gone"].fits(table.get("gone")) else []
    here: set[str] = set()
    for nth, prompt in enumerate(prompts, 1):
        yield from _misfits(prompt, _OF_PROMPT, nth, lines)
        for reason in _misnamed(prompt.get("id"), table.get("family"), taken | here, gone):
            yield lines.of(nth, "id"), f"id: {reason}"
        for key, reason in _at_odds(prompt, table):
            yield lines.of(nth, key), f"{key}: {reason}"
        here.add(str(prompt.get("id")))


def _misfits(
    table: Mapping[str, Any], rules: Mapping[str, _Rule], nth: int, lines: "_Lines"
) -> Iterator[Fault]:
    for key, value in table.items():
        if key not in rules:
            yield lines.of(nth, key), f"{key}: there is no such key"
        elif not rules[key].fits(value):
            yield lines.of(nth, key), f"{key}: it must be {rules[key].says}"
    for key in rules:
        if key not in table and key not in _OPTIONAL:
            yield lines.of(nth), f"{key}: it is missing"


def _misnamed(prompt_id: object, family: object, taken: set[str], gone: list[str]) -> Iterator[str]:
    if not _OF_PROMPT["id"].fits(prompt_id):
        return  # said already
    if not str(prompt_id).startswith(f"{family}-"):
        yield f"{prompt_id} does not begin with its family, {family}"
    if prompt_id in taken:
        yield f"{prompt_id} is used twice"
    if prompt_id in gone:
        yield f"{prompt_id} was another question once"


def _at_odds(prompt: Mapping[str, Any], table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What fits by itself, and not with the rest."""
    if (prompt.get("shape") in _LABELLED) != ("labels" in prompt):
        yield "labels", "they stand with a scale and with two texts, and with nothing else"
    if prompt.get("sensitive") is True:
        if "safety" not in table:
            yield "sensitive", "its family must say how to take care, as safety"
        if "group" in _listed(prompt.get("asks")):
            yield "asks", "what is sensitive is not asked of a group"


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


class _Lines:
    """Where the keys of a file stand; prompt 0 is what comes before the first [[prompts]]."""

    def __init__(self, raw: str) -> None:
        self._at: dict[tuple[int, str], int] = {}
        nth = 0
        for number, line in enumerate(raw.splitlines(), 1):
            if re.match(r"\s*\[\[\s*prompts\s*\]\]", line):
                nth += 1
                self._at[nth, ""] = number
            elif key := re.match(r"""\s*\[*\s*["']?([\w-]+)["']?\s*[\]=.]""", line):
                self._at.setdefault((nth, key.group(1)), number)

    def of(self, nth: int, key: str = "") -> int:
        """The line of a key, or of the [[prompts]] it should stand under (1 where neither is found)."""
        return self._at.get((nth, key)) or self._at.get((nth, ""), 1)
