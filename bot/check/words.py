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
    asked = _Asked(source)
    missing = [
        Problem(use.file, use.line, _missing(use.key))
        for use in source.uses
        if not asked.is_answered(use.key, written) and not _excused(use.key, faults)
    ]
    found = [
        problem for file in sorted(texts.glob("*.toml")) for problem in _of_file(file, written, source, asked)
    ]
    return [*dict.fromkeys(missing), *faults, *found]


class _Asked:
    """Who asks for which words: by their whole key, or by a pattern, of which there are few."""

    def __init__(self, source: Source) -> None:
        self._spelt = source.spelt_anywhere()
        self._uses: dict[str, list[Use]] = {}
        for use in source.uses:
            self._uses.setdefault(use.key, []).append(use)
        self._patterns = {
            key: re.compile("(.+)".join(map(re.escape, key.split(ANY)))) for key in self._uses if ANY in key
        }

    def by(self, key: str) -> list[Use]:
        """The places that ask for `key`; where one does by its whole name, patterns say nothing about it."""
        fits = [pattern for pattern in self._patterns if self._fits(pattern, key)]
        return self._uses.get(key) or [use for pattern in fits for use in self._uses[pattern]]

    def is_answered(self, key: str, written: dict[str, str]) -> bool:
        return key in written or (ANY in key and any(self._fits(key, one) for one in written))

    def _fits(self, pattern: str, key: str) -> bool:
        """Whether `key` fits; what stands for a * must be spelt somewhere in the code, or it is a slip."""
        if not key.startswith(pattern.partition(ANY)[0]):
            return False
        found = self._patterns[pattern].fullmatch(key)
        return found is not None and all(part in self._spelt for part in found.groups())


def _of_file(file: Path, written: dict[str, str], source: Source, asked: _Asked) -> Iterator[Problem]:
    raw = file.read_text(encoding="utf-8")
    for key, text in written.items():
        if not key.startswith(f"{file.stem}."):
            continue
        name, uses = key.partition(".")[2], asked.by(key)
        if not uses:
            yield Problem(file.name, line_of(raw, name), f"{name}: nothing asks for these words")
        for blank in sorted(blanks(text)):
            unfilled = next((use for use in uses if not _fills(use, blank, source)), None)
            if unfilled:
                yield Problem(file.name, line_of(raw, name), f"{name}: {_not_filled(blank, unfilled)}")


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
