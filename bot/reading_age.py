"""How old somebody must be to read a text with ease: the Flesch-Kincaid grade, counted without a dictionary.

The formula is of J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of new
readability formulas for Navy enlisted personnel" (Research Branch Report 8-75, 1975): 0.39 words a
sentence and 11.8 syllables a word, less 15.59, is a school year; who is in it is five years older.
"""

import re

_SENTENCE = re.compile(r"(?<=[.?!:;])\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:(?<![^aeiouy]l)e|(?<![td])ed|(?<![sxzcg])(?<!ch|sh)es)$")


def age(text: str) -> float:
    """In years; 0 where there is nothing to read."""
    words = _WORD.findall(text.lower())
    if not words:
        return 0
    a_sentence = len(words) / len(sentences(text))
    a_word = sum(map(_syllables, words)) / len(words)
    return 0.39 * a_sentence + 11.8 * a_word - 15.59 + 5


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if _WORD.search(part)]


def longest(text: str) -> int:
    """The words of its longest sentence."""
    return max((len(_WORD.findall(sentence)) for sentence in sentences(text)), default=0)


def _syllables(word: str) -> int:
    """Groups of vowels, but for an ending that is not spoken: "made", "asked", "comes", not "table"."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word))))
