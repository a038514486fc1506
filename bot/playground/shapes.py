"""Small words for saying what a JSON body must look like; what does not fit becomes a line in `problems`."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from . import limits

Problems = list[str]
Check = Callable[[Any, str, Problems], None]


class Field(NamedTuple):
    check: Check
    required: bool = False


Fields = dict[str, Field]


def complain(problems: Problems, path: str, what: str) -> None:
    problems.append(f"{what} [json-pointer:{path or '/'}]")


def needed(check: Check) -> Field:
    return Field(check, required=True)


def may(check: Check) -> Field:
    return Field(check)


def boolean(value: Any, path: str, problems: Problems) -> None:
    if not isinstance(value, bool):
        complain(problems, path, "must be a boolean")


def string(limit: str | None = None, minimum: int = 1, pattern: str | None = None) -> Check:
    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, str):
            complain(problems, path, "must be a string")
        elif limit and len(value) > limits.of(limit):
            complain(problems, path, f"must be less than {limits.of(limit) + 1} characters")
        elif len(value) < minimum:
            complain(problems, path, f"must be more than {minimum - 1} characters")
        elif pattern and not re.fullmatch(pattern, value):
            complain(problems, path, f"must match the pattern {pattern}")

    return check


def integer(limit: str, minimum: int = 0) -> Check:
    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            complain(problems, path, "must be an integer")
        elif not minimum <= value <= limits.of(limit):
            complain(problems, path, f"must be between {minimum} and {limits.of(limit)}")

    return check


def number(value: Any, path: str, problems: Problems) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        complain(problems, path, "must be an integer")


def one_of(*choices: str) -> Check:
    def check(value: Any, path: str, problems: Problems) -> None:
        if value not in choices:
            complain(problems, path, f"must be one of {', '.join(choices)}")

    return check


def listed(item: Check, limit: str | None = None, minimum: int = 1) -> Check:
    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, list):
            complain(problems, path, "must provide an array")
            return
        if limit and len(value) > limits.of(limit):
            complain(problems, path, f"no more than {limits.of(limit)} items allowed")
        if len(value) < minimum:
            complain(problems, path, f"no fewer than {minimum} items allowed")
        for index, entry in enumerate(value):
            item(entry, f"{path}/{index}", problems)

    return check


def record(fields: Fields) -> Check:
    """An object with these fields and no others."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            complain(problems, path, "must provide an object")
            return
        for name, field in fields.items():
            if value.get(name) is not None:
                field.check(value[name], f"{path}/{name}", problems)
            elif name in value:
                complain(problems, f"{path}/{name}", "must not be null")
            elif field.required:
                complain(problems, path, f"missing required field: {name}")
        for name in value.keys() - fields.keys():
            complain(problems, path, f"invalid additional property: {name}")

    return check


def typed(kinds: Mapping[str, Check], *allowed: str) -> Check:
    """An object whose `type` says which of the allowed kinds it is."""

    def check(value: Any, path: str, problems: Problems) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            complain(problems, path, "missing required field: type")
        elif kind not in kinds or (allowed and kind not in allowed):
            complain(problems, path, f"unsupported type: {kind}")
        else:
            kinds[kind](value, path, problems)

    return check


def every(*checks: Check) -> Check:
    def check(value: Any, path: str, problems: Problems) -> None:
        for one in checks:
            one(value, path, problems)

    return check
