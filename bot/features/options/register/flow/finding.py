"""Which records somebody means by what they typed, the best first. Nothing that is typed is refused."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter, mul

from bot.features.options.register.flow.folding import HYPHENS, QUOTES, fold, joined_of, stems, words_of

PART = 3  # bytes of a part of a word: three letters, or one sign of a script that writes whole words with it
TYPO, LONG = 4, 6  # letters of a word in which one may be wrong; of one that may go on behind it
_PLACES = (3.0, 2.0, 1.0)  # what a word is worth in the title, in the decision, and elsewhere
_PART_OF = 10  # so much less is a part of one worth
_TYPED = str.maketrans(dict.fromkeys(QUOTES, '"') | dict.fromkeys(HYPHENS, "-"))
_TERM = re.compile(r'(?:(?<!\S)(-))?"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True)
class Term:
    """A word to look for, or several that belong together.

    `ways`: any of these will do, and all that stands in one has to be there, with the blanks around it.
    """

    words: tuple[str, ...]
    ways: tuple[tuple[bytes, ...], ...]
    parts: tuple[tuple[bytes, ...], ...] = ()  # for each of the words: what may stand within another
    exact: bool = False  # in quotes: these words in this order; only the last may go on

    def worth(self, text: bytes) -> float:
        """0 where it is not there; 1 and more where it is as a whole, the most in the title."""
        start = _words_begin(text) if self.exact else 0
        for way in self.ways:
            found = [text.find(one, start) for one in way]
            if min(found) >= 0:
                return _least(text, found)
        within = [next((one for one in either if one in text), b"") for either in self.parts]
        found = [text.find(one, start) for one in within] if all(within) else []
        return _least(text, found) / _PART_OF if found and min(found) >= 0 else 0.0

    def marks(self, word: str) -> bool:
        """Whether a folded word is one that was looked for."""
        if self.exact:
            return word in self.words or (len(self.words) > 1 and word.startswith(self.words[-1]))
        if word in self._whole or any(one in word for one in self._within):
            return True
        # A stem begins as its word does, and to find it takes long.
        return word[:1] in self._begin and stems([word])[0] in self._whole

    @cached_property
    def _whole(self) -> set[str]:
        return {one.decode() for way in self.ways for found in way for one in found.split()}

    @cached_property
    def _begin(self) -> set[str]:
        return {one[:1] for one in self._whole}

    @cached_property
    def _within(self) -> list[str]:
        return [one.decode() for either in self.parts for one in either]


@dataclass(frozen=True)
class Asked:
    """What somebody typed: what has to be there, and what must not."""

    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Found:
    """The ids of records, the best first. `alike`: nothing is written as it was asked for, only like it."""

    ids: Sequence[str]
    alike: bool
    terms: tuple[Term, ...]


def asked(typed: str) -> Asked:
    """What stands in quotes is a phrase; what a hyphen stands before is left out."""
    wanted: dict[bool, dict[Term, None]] = {True: {}, False: {}}
    plain = typed.translate(_TYPED)
    for away, phrase, loose in _TERM.findall(_closed(plain)):
        term = _phrase(phrase) if phrase else _loose(loose)
        if term:
            wanted[bool(away) or loose.startswith("-")][term] = None
    return Asked(tuple(wanted[False]), tuple(wanted[True]))


def find(wanted: Asked, texts: Sequence[tuple[str, bytes]]) -> Found:
    """In these (id, index) pairs, which come in the order that stands where two are as good as each other."""
    kept = [one for one in texts if not any(term.worth(one[1]) >= 1 for term in wanted.without)]
    terms = wanted.terms
    if not terms:
        return Found([id_ for id_, _ in kept] if wanted.without else [], False, ())
    if ids := _best(terms, kept):
        return Found(ids, False, terms)
    likely = tuple(_likely(terms, (text for _, text in texts)))
    return Found(_best(likely, kept) if likely != terms else [], True, likely)


def marked(terms: Sequence[Term], text: str) -> list[tuple[str, bool]]:
    """The text in pieces, and whether each was looked for; joined they are the text."""
    pieces: list[tuple[str, bool]] = []
    for at, until in _words_at(terms, text):
        pieces += [(text[sum(len(piece) for piece, _ in pieces) : at], False), (text[at:until], True)]
    pieces.append((text[sum(len(piece) for piece, _ in pieces) :], False))
    return [(piece, found) for piece, found in pieces if piece]


def first_place(terms: Sequence[Term], text: str) -> int:
    """Where the first word that was looked for begins in a text; -1 where there is none."""
    return next((at for at, _ in _words_at(terms, text)), -1)


def _words_at(terms: Sequence[Term], text: str) -> Iterator[tuple[int, int]]:
    if not terms:
        return
    for run in re.finditer(r"\S+", text):
        word = run[0].strip(_AROUND)
        folded = fold(word) if word else ""
        if any(term.marks(one) for one in (*words_of(folded), *joined_of(folded)) for term in terms):
            begin = run.start() + run[0].index(word)
            yield begin, begin + len(word)


_AROUND = ".,;:!?()[]{}<>/|*_~…" + QUOTES + "'’‘`" + HYPHENS


# --- what was typed


def _closed(typed: str) -> str:
    """A quotation mark without another one is none."""
    head, _, tail = typed.rpartition('"')
    return f"{head} {tail}" if typed.count('"') % 2 else typed


def _phrase(typed: str) -> Term | None:
    words = words_of(fold(typed))
    goes_on = ((_whole(*words)[:-1],),) if len(words) > 1 else ()
    return Term(tuple(words), ((_whole(*words),),), goes_on, exact=True) if words else None


def _loose(typed: str) -> Term | None:
    """A word; with a hyphen in it, also the one that is written without."""
    folded = fold(typed)
    words, joined = words_of(folded), joined_of(folded)
    if not words:
        return None
    ways = [tuple(map(_whole, stems(words))), *((_whole(one),) for one in stems(joined))]
    pairs = zip(words, stems(words), strict=True)
    parts = tuple(tuple(one for word in pair if len(one := word.encode()) >= PART) for pair in pairs)
    return Term(tuple(words), tuple(ways), parts if all(parts) else ())


def _whole(*words: str) -> bytes:
    return f" {' '.join(words)} ".encode()


# --- what it is worth


def _least(text: bytes, found: Iterable[int]) -> float:
    """What the least of what was found at these places of a text is worth."""
    return min([_PLACES[_line(text, at)] for at in found])


def _line(text: bytes, at: int) -> int:
    """Title, decision, or elsewhere: three lines of stems, then the words in the same order."""
    line = text.count(b"\n", 0, at)
    return (0, 1, 2, 0, 1, 2)[min(line, 5)]


def _words_begin(text: bytes) -> int:
    at = -1
    for _ in _PLACES:
        at = text.find(b"\n", at + 1)
    return at


def _best(terms: Sequence[Term], kept: Sequence[tuple[str, bytes]]) -> list[str]:
    """Those that have all of it, with whole words first; a word is worth more, the fewer have it."""
    worth = [[term.worth(text) for _, text in kept] for term in terms]
    rare = [math.log1p(len(kept) / max(1, sum(map(bool, column)))) for column in worth]
    phrase = _whole(*(word for term in terms for word in term.words))
    scored = []
    for (id_, text), *found in zip(kept, *worth, strict=True):
        if all(found):
            score = sum(map(mul, rare, found))
            closer = 1.5 if len(terms) > 1 and phrase in text else 1.0
            scored.append((min(found) < 1, -score * closer, id_))
    return [id_ for *_, id_ in sorted(scored, key=itemgetter(0, 1))]


# --- where nothing was found


def _likely(terms: Sequence[Term], texts: Iterable[bytes]) -> Iterator[Term]:
    """A word that is nowhere: written as two, else with one letter wrong, or two of them swapped."""
    everything = b"\n".join(texts)
    for term in terms:
        may_be = not term.exact and len(term.words) == 1 and len(term.words[0]) >= TYPO
        ways = _near(term.words[0], everything) if may_be and not term.worth(everything) else ()
        yield replace(term, ways=ways, parts=()) if ways else term


def _near(word: str, everything: bytes) -> tuple[tuple[bytes, ...], ...]:
    apart = [_whole(word[:at], word[at:]) for at in range(2, len(word) - 1)]
    if there := [one for one in apart if one in everything]:
        return tuple((one,) for one in there)
    # By length first: of thousands of words few are as long.
    words = [one.decode() for one in set(everything.split())]
    like = {one for typed in {word, *stems([word])} for one in _as_long(typed, words) if near(typed, one)}
    if not like and len(word) >= LONG:
        like = {one for one in words if len(one) > len(word) and _goes_on(word, one)}
    return tuple((_whole(one),) for one in sorted(like))


def _as_long(word: str, words: Iterable[str]) -> list[str]:
    least, most = len(word) - 1, len(word) + 1
    return [one for one in words if least <= len(one) <= most]


def _goes_on(word: str, longer: str) -> bool:
    return any(near(word, longer[:most]) for most in range(len(word) - 1, len(word) + 2))


def near(one: str, other: str) -> bool:
    """Whether one letter differs, is missing or is too many, or two neighbours are swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    one, other = one[start:], other[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]
