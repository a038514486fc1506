"""Words written one way, whoever wrote them how; and the text that a record is searched in."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from snowballstemmer.english_stemmer import EnglishStemmer

QUOTES = '"“”„‟«»″＂'
_APOSTROPHES = "'’‘‛ʼʹ`´′＇"
HYPHENS = "-‐‑‒–—−﹣－"


class _Signs(dict[int, str | None]):
    """What becomes of each sign: letters and digits stay, emoji, £ and & are words, the rest are blanks."""

    def __missing__(self, code: int) -> str | None:
        sign, kind = chr(code), unicodedata.category(chr(code))
        if kind[0] == "M" or kind in ("Cf", "Sk"):  # accents, and what is not seen
            self[code] = None
        elif kind in ("So", "Sc") or sign == "&":
            self[code] = f" {sign} "
        else:
            self[code] = sign if kind[0] in "LN" or sign == "-" else " "
        return self[code]


_MARKS = {ord(sign): None for sign in _APOSTROPHES} | {ord(sign): "-" for sign in HYPHENS}
_SIGNS = _Signs()
_JOINED = re.compile(r"[^\s-]+(?:-[^\s-]+)+")


def fold(text: str) -> str:
    """Without case, accents, apostrophes and marks; words apart by blanks, hyphens only within one.

    What is folded once more stays as it is.
    """
    plain = text.translate(_MARKS)
    for _ in range(2):  # of a few signs the small one has an accent of its own
        plain = unicodedata.normalize("NFKD", plain).translate(_MARKS).translate(_SIGNS).casefold()
    return " ".join(part for part in (word.strip("-") for word in plain.split()) if part)


def words_of(folded: str) -> list[str]:
    """The words of a folded text, those with a hyphen apart."""
    return folded.replace("-", " ").split()


def joined_of(folded: str) -> list[str]:
    """Its words with a hyphen, written without: somebody else writes them so."""
    return [word.replace("-", "") for word in _JOINED.findall(folded)]


def stems(words: Iterable[str]) -> list[str]:
    """Each without its ending, in the same order: *travelling* and *travels* are *travel*."""
    stemmer = EnglishStemmer()  # it remembers where it is: one for each who asks
    return [stemmer.stemWord(word) or word for word in words]


def index(title: str, decision: str, others: Sequence[str] = ()) -> str:
    """What a record is searched in: a line of stems for each of the three, then one of words for each text.

    Every word stands between blanks, so that it is found as a whole.
    """
    folded = [fold(text) for text in (title, decision, *others)]
    lines = [_stems(part) for part in (folded[:1], folded[1:2], folded[2:])]
    return "\n".join(f" {' '.join(words)} " for words in (*lines, *map(words_of, folded)))


def with_beside(indexed: bytes, beside: bytes) -> bytes:
    """A record's index with that of a text beside it, which counts as said elsewhere in it."""
    title, decision, others, words = indexed.split(b"\n", 3)
    _, _, stemmed, _, _, said = beside.split(b"\n", 5)
    return b"\n".join([title, decision, others + stemmed, words, said])


def _stems(folded: Sequence[str]) -> Iterable[str]:
    found = (word for text in folded for word in (*words_of(text), *joined_of(text)))
    return dict.fromkeys(stems(dict.fromkeys(found)))
