"""Words against code: what is asked for is there, what is there is asked for, and every blank is filled."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.check.source import Source, Use, folder
from bot.check.texts import ANY
from bot.words import Problem, blanks, line_of, read


def problems(texts: Path, source: Source) -> list[Problem]:
    """What is wrong between the files of words in the folder `texts` and the code."""
    written, faults = read(texts)
    spelt = source.spelt_anywhere()
    missing = [
        Problem(use.file, use.line, _missing(use.key))
        for use in source.uses
        if not any(_matches(use.key, key, spelt) for key in written) and not _excused(use.key, faults)
    ]
    found = [problem for file in sorted(texts.glob("*.toml")) for problem in _of_file(file, written, source)]
    return [*dict.fromkeys(missing), *faults, *found]


def _of_file(file: Path, written: dict[str, str], source: Source) -> Iterator[Problem]:
    raw, spelt = file.read_text(encoding="utf-8"), source.spelt_anywhere()
    for key, text in written.items():
        if not key.startswith(f"{file.stem}."):
            continue
        name = key.partition(".")[2]
        uses = [use for use in source.uses if _matches(use.key, key, spelt)]
        # Where a key is asked for by its whole name, a pattern that it fits too says nothing about it.
        uses = [use for use in uses if use.key == key] or uses
        line = line_of(raw, name)
        if not uses:
            yield Problem(file.name, line, f"{name}: nothing asks for these words")
        for blank in sorted(blanks(text)):
            unfilled = next((use for use in uses if not _fills(use, blank, source)), None)
            if unfilled:
                yield Problem(file.name, line, f"{name}: {_not_filled(blank, unfilled)}")


def _matches(pattern: str, key: str, spelt: frozenset[str]) -> bool:
    """Whether `key` fits; what stands for a * must be spelt somewhere in the code, or it is a slip."""
    if ANY not in pattern:
        return pattern == key
    found = re.fullmatch("(.+)".join(map(re.escape, pattern.split(ANY))), key)
    return found is not None and all(part in spelt for part in found.groups())


def _fills(use: Use, blank: str, source: Source) -> bool:
    # Blanks handed on as a whole (**blanks) are spelt where they are gathered: in the same folder.
    return blank in (source.spelt[folder(use.file)] if use.fills is None else use.fills)


def _excused(key: str, faults: list[Problem]) -> bool:
    """Whether the words may be there, in a file or a line that could not be read."""
    file, _, name = key.partition(".")
    begins = name.partition(ANY)[0] if ANY in name else f"{name}:"
    reasons = [fault.reason for fault in faults if fault.file == f"{file}.toml"]
    return any(reason.startswith(("not valid TOML", begins)) for reason in reasons)


def _missing(key: str) -> str:
    file, _, name = key.partition(".")
    return f"prompts/en/{file}.toml has no {'words like ' if ANY in key else ''}{name}"


def _not_filled(blank: str, use: Use) -> str:
    known = ", ".join(f"{{{name}}}" for name in sorted(use.fills or ()))
    there = f"{use.file}:{use.line} fills {known}" if known else f"{use.file}:{use.line} does not"
    return f"nothing fills {{{blank}}}: {there}"
