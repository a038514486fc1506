"""Words written one way, whoever wrote them how; and the text that a record is searched in."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain

QUOTES = '"“”„‟«»″＂'
_APOSTROPHES = "'’‘‛ʼʹ`´′＇"
STEM = "|"
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
    # Here, because it brings some forty languages: nobody waits for them who searches nothing.
    from snowballstemmer.english_stemmer import EnglishStemmer

    stemmer = EnglishStemmer()  # it remembers where it is: one for each who asks
    return [stemmer.stemWord(word) or word for word in words]


def index(title: str, decision: str, others: Sequence[str] = ()) -> str:
    """What a record is searched in: a line for the title, one for the decision, and the rest of it.

    Every word stands between blanks, and behind them every stem between STEMs, to be found as a whole.
    """
    return "\n".join([_line([title]), _line([decision]), _line(others)])


def _line(texts: Sequence[str]) -> str:
    """The words of each text on a line of their own: no phrase is begun in one and ended in the next."""
    folded = [fold(text) for text in texts]
    words = [words_of(text) for text in folded]
    joined = (one for text in folded for one in joined_of(text))
    found = dict.fromkeys(stems(dict.fromkeys(chain(*words, joined))))
    return "\n".join(f" {' '.join([*one, ''])}" for one in words) + STEM.join(["", *found, ""])
