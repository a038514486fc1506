"""From a pattern in plain words to one that `re` reads: every word brings the space behind it.

What the signs mean stands at the head of prompts/en/questions/01-words.txt.
"""

import re
from collections.abc import Iterable

_SIGNS = {
    "....": r"(?:\S+ )*?",
    "...": r"(?:[^ ,;]+ )*?",
    "..": r"(?:[^ ,;?]+ ){0,3}?",
    "?": r"\? \Z",
    ".": r"(?:\? )?\Z",
    "^": r"\A",
    ",": "[,;] ",
    "#": r"\d+ ",
    "~": r"[\w']+ ",
    "~~": r"[\w']+ ",
}
_AHEAD = re.compile(r"([!=>])(\.\.\.\.|\.\.\.|\.\.)?(.+)")
_REPEATED = re.compile(r"(.*[^_])([?*])")
_WORD = re.compile(r"(?:[^\W_A-Z]|['~])+")

Named = dict[str, list[str]]  # the lists of words and turns of phrase, each as what `sequence` made of it


def any_of(patterns: Iterable[str]) -> str:
    """One of these, as `re` writes it."""
    return f"(?:{'|'.join(patterns)})"


def sequence(line: str, named: Named) -> str:
    """A line of the notation, as `re` writes it; ValueError for what is neither a word, a sign nor a name."""
    return "".join(_token(written, named) for written in re.sub(r"\|\s+", "|", line).split())


def _token(written: str, named: Named) -> str:
    if ahead := _AHEAD.fullmatch(written):
        sign, skip, rest = ahead.groups()
        return f"(?{sign}{_SIGNS.get(skip, '')}{_either(rest, named)})"
    if repeated := _REPEATED.fullmatch(written):
        return _either(repeated[1], named) + repeated[2]
    return _either(written, named)


def _either(written: str, named: Named) -> str:
    return any_of(_set_phrase(one, named) for one in written.split("|"))


def _set_phrase(written: str, named: Named) -> str:
    return _found(written, named) or "".join(_word(one, named) for one in written.split("_"))


def _word(written: str, named: Named) -> str:
    found = _found(written, named)
    if not found and not _WORD.fullmatch(written):
        raise ValueError(f'"{written}" is no word, and nothing above has that name')
    return found or written.replace("~", r"[\w']*") + " "


def _found(written: str, named: Named) -> str:
    return any_of(named[written]) if written in named else _SIGNS.get(written, "")
