"""Words against the list of keys: each is there, nothing else is, and no blank that nothing fills."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.check.keys import Keys
from bot.words import Problem, blanks, line_of, read


def problems(texts: Path, keys: Keys) -> list[Problem]:
    """What is wrong in the files of words in the folder `texts`, measured by the blanks of each key."""
    written, faults = read(texts)
    found = [*faults, *_faults(texts, written, keys, faults)]
    return sorted(found, key=lambda problem: (problem.file, problem.line, problem.reason))


def _faults(texts: Path, written: Mapping[str, str], keys: Keys, known: list[Problem]) -> Iterator[Problem]:
    raw = {file.stem: file.read_text(encoding="utf-8", errors="replace") for file in texts.glob("*.toml")}
    for file in sorted({key.partition(".")[0] for key in keys} - raw.keys()):
        yield Problem(f"{file}.toml", 1, "there is no such file")
    for key in {*written, *keys}:
        file, _, name = key.partition(".")
        reason = _fault(key, written, keys)
        if reason and file in raw and not _excused(file, name, known):
            yield Problem(f"{file}.toml", _line(raw[file], name), f"{name}: {reason}")


def _fault(key: str, written: Mapping[str, str], keys: Keys) -> str | None:
    if key not in written:
        return "these words are missing"
    if key not in keys:
        return "nothing asks for these words"
    unfilled = blanks(written[key]) - keys[key]
    if not unfilled:
        return None
    return f"nothing fills {_braced(unfilled)}: there is {_braced(keys[key]) or 'nothing to fill in'}"


def _braced(names: frozenset[str] | set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def _line(raw: str, name: str) -> int:
    """Where it stands, or else where its table begins."""
    table = re.escape(name.rpartition(".")[0])
    begins = [nth for nth, line in enumerate(raw.splitlines(), 1) if re.match(rf"\s*\[{table}\]", line)]
    return max(line_of(raw, name), *begins[:1], 1)


def _excused(file: str, name: str, faults: list[Problem]) -> bool:
    """Whether the words may be there, in a file or a line that could not be read."""
    reasons = [fault.reason for fault in faults if fault.file == f"{file}.toml"]
    return any(reason.startswith(("not valid TOML", f"{name}:")) for reason in reasons)
