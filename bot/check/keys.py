"""The list of keys of words that the code asks for, each with the blanks it fills.

It stands in the package, so that nobody has to read the code to know whether the words fit it; `check` does
read it, and says where the list is not true.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.check.source import Source, Use, folder
from bot.check.texts import ANY
from bot.words import SHARED, Problem, blanks

Keys = Mapping[str, frozenset[str]]

FILE = Path(__file__).with_name("keys.txt")
_NAME = "bot/check/keys.txt"
_ANEW = "`check --write-keys` writes them anew"


def listed(file: Path = FILE) -> Keys:
    """The list as it stands."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return {key: frozenset(names) for key, *names in map(str.split, lines)}


def write(keys: Keys, file: Path = FILE) -> None:
    lines = (" ".join([key, *sorted(names)]) for key, names in sorted(keys.items()))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def made_from(source: Source, written: Mapping[str, str]) -> Keys:
    """Those of the texts that the code asks for, each with all that may stand in it."""
    asked = _Asked(source)
    return {key: asked.fills(key, blanks(text)) for key, text in written.items() if asked.by(key)}


def problems(source: Source, keys: Keys) -> Iterator[Problem]:
    """Where the list says something else than the code."""
    asked = _Asked(source)
    for use in dict.fromkeys((use.file, use.line, use.key) for use in source.uses):
        if not asked.is_answered(use[2], keys):
            yield Problem(*use[:2], f"there are no words {use[2]}: {_ANEW}")
    for line, (key, names) in enumerate(keys.items(), 1):
        if not asked.by(key):
            yield Problem(_NAME, line, f"{key}: nothing asks for these words: {_ANEW}")
        elif asked.fills(key, names) != names:
            yield Problem(_NAME, line, f"{key}: other blanks are filled: {_ANEW}")


class _Asked:
    """Who asks for which words: by their whole key, or by a pattern, of which there are few."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._spelt = source.spelt_anywhere()
        self._uses: dict[str, list[Use]] = {}
        for use in source.uses:
            self._uses.setdefault(use.key, []).append(use)
        self._patterns = {key: _pattern(key) for key in self._uses if ANY in key}
        self._of_file: dict[str, list[str]] = {}  # ANY: of more than one
        for key in self._patterns:
            file = key.partition(".")[0]
            self._of_file.setdefault(ANY if ANY in file else file, []).append(key)
        self._by_rest: dict[str, list[Use]] = {}
        for use in source.uses:
            self._by_rest.setdefault(use.key.partition(".")[2], []).append(use)

    def by(self, key: str) -> list[Use]:
        """The places that ask for `key`; where one does by its whole name, patterns say nothing about it.

        Then those know that name its file, then who asks in any file by the whole rest of it. What every
        practice shares is asked for by those, too, that have no words of their own for it.
        """
        file, _, rest = key.partition(".")
        shared = self._by_rest.get(rest) if file == SHARED else None
        mine = [*self._of_file.get(file, []), *self._of_file.get(ANY, [])]
        fits = [one for one in (self._patterns if file == SHARED else mine) if self._fits(one, key)]
        named = [] if file == SHARED else [pattern for pattern in fits if not pattern.startswith(ANY)]
        patterns = [use for pattern in named or fits for use in self._uses[pattern]]
        known = patterns if named else self._uses.get(f"{ANY}.{rest}") or shared
        return self._uses.get(key) or known or patterns

    def fills(self, key: str, standing: frozenset[str] | set[str]) -> frozenset[str]:
        """The blanks that every place fills; what is `standing`, where all hand on what others gathered."""
        uses = self.by(key)
        told = [use.fills for use in uses if use.fills is not None]
        # Blanks handed on as a whole (**blanks) are spelt where they are gathered: in the same folder.
        spelt = [self._source.spelt[folder(use.file)] for use in uses if use.fills is None]
        return (told[0] if told else frozenset(standing)).intersection(*told, *spelt)

    def is_answered(self, key: str, keys: Keys) -> bool:
        shared = f"{SHARED}.{key.partition('.')[2]}"
        return key in keys or shared in keys or (ANY in key and any(self._fits(key, one) for one in keys))

    def _fits(self, pattern: str, key: str) -> bool:
        """Whether `key` fits; what stands for a * must be spelt somewhere in the code, or it is a slip."""
        file, _, rest = key.partition(".")
        own = key if file != SHARED else f"{pattern.partition('.')[0]}.{rest}"
        if not own.startswith(pattern.partition(ANY)[0]):
            return False
        found = self._patterns[pattern].fullmatch(own)
        return found is not None and all(part in self._spelt for part in found.groups())


def _pattern(key: str) -> re.Pattern[str]:
    """A file that the code does not name may be any; it needs no spelling."""
    file, rest = ("[^.]+", key[1:]) if key.startswith(f"{ANY}.") else ("", key)
    return re.compile(file + "(.+)".join(map(re.escape, rest.split(ANY))))
