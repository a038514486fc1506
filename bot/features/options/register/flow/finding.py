"""Which records somebody means by what they typed, the best first. Nothing that is typed is refused."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import mul

from bot.features.options.register.flow.folding import HYPHENS, QUOTES, STEM, fold, joined_of, stems, words_of

PART = 3  # bytes of a part of a word: three letters, or one sign of a script that writes whole words with it
TYPO, LONG = 4, 6  # letters of a word in which one may be wrong; of one that may go on behind it
_PLACES = (3.0, 2.0, 1.0)  # what a word is worth in the title, in the decision, and elsewhere
_CLOSER = 1.5  # so much more, where the words stand side by side as they were typed
_MANY = 1000  # records among which that says little, and to look takes long
_PART_OF = 10  # so much less is a part of one worth
_TYPED = str.maketrans(dict.fromkeys(QUOTES, '"') | dict.fromkeys(HYPHENS, "-"))
_TERM = re.compile(r'(?:(?<!\S)(-))?"([^"]*)"|([^\s"]+)')


# For each of some words what may stand for it: all of the words have to be there.
Way = tuple[tuple[bytes, ...], ...]


@dataclass(frozen=True)
class Term:
    """A word to look for, or several that belong together. Any of the ways will do."""

    words: tuple[str, ...]
    ways: tuple[Way, ...]
    parts: Way = ()  # what may stand within another word
    exact: bool = False  # in quotes: these words in this order; only the last may go on

    def worth(self, text: bytes) -> float:
        """0 where it is not there; 1 and more where it is as a whole, the most in the title."""
        for way in self.ways:
            if found := _least(text, way):
                return found
        return _least(text, self.parts) / _PART_OF if self.parts else 0.0

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
        found = b"".join(one for way in self.ways for either in way for one in either)
        return set(found.decode().replace(STEM, " ").split())

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
    words = tuple(words_of(fold(typed)))
    goes_on = ((_whole(*words)[:-1],),) if len(words) > 1 else ()
    return Term(words, (((_whole(*words),),),), goes_on, exact=True) if words else None


def _loose(typed: str) -> Term | None:
    """A word; with a hyphen in it, also the one that is written without."""
    folded = fold(typed)
    words, joined = words_of(folded), joined_of(folded)
    if not words:
        return None
    ways = [tuple(map(_stem, stems(words))), *((_stem(one),) for one in stems(joined))]
    parts = tuple(map(_within, words, stems(words)))
    return Term(tuple(words), tuple(ways), parts if all(parts) else ())


def _whole(*words: str) -> bytes:
    return f" {' '.join(words)} ".encode()


def _stem(stem: str) -> tuple[bytes, ...]:
    return (f"{STEM}{stem}{STEM}".encode(),)


def _within(word: str, stem: str) -> tuple[bytes, ...]:
    """Where the word is, its beginning is as well."""
    either = {stem} if word.startswith(stem) else {word, stem}
    return tuple(one for each in sorted(either) if len(one := each.encode()) >= PART)


# --- what it is worth


def _least(text: bytes, way: Way) -> float:
    """What the least of these words is worth where it stands best; 0 where one is not there."""
    if len(way) == 1:
        return _most(text, way[0])
    return min([_most(text, either) for either in way])


def _most(text: bytes, either: Iterable[bytes]) -> float:
    """The title is a line, the decision is one, and so is each other text."""
    first = end = len(text)
    for one in either:
        at = text.find(one, 0, first)
        first = at if at >= 0 else first
    return _PLACES[min(text.count(b"\n", 0, first), 2)] if first < end else 0.0


def _best(terms: Sequence[Term], kept: Sequence[tuple[str, bytes]]) -> list[str]:
    """Those that have all of it, with whole words first; a word is worth more, the fewer have it."""
    worth = [[term.worth(text) for _, text in kept] for term in terms]
    rare = [math.log1p(len(kept) / max(1, len(kept) - column.count(0.0))) for column in worth]
    phrase = _whole(*(word for term in terms for word in term.words))
    hits = [(at, found) for at, found in enumerate(zip(*worth, strict=True)) if 0.0 not in found]
    looks_closer = len(terms) > 1 and len(hits) <= _MANY
    scored = []
    for at, found in hits:
        score = sum(map(mul, rare, found))
        score *= _CLOSER if looks_closer and phrase in kept[at][1] else 1
        scored.append((min(found) < 1, -score, at))
    return [kept[at][0] for *_, at in sorted(scored)]


# --- where nothing was found


def _likely(terms: Sequence[Term], texts: Iterable[bytes]) -> Iterator[Term]:
    """A word that is nowhere: written as two, else with one letter wrong, or two of them swapped."""
    everything = b"\n".join(texts)
    vocabulary: set[str] = set()
    for term in terms:
        may_be = not term.exact and len(term.words) == 1 and len(term.words[0]) >= TYPO
        if may_be and not term.worth(everything):
            word = term.words[0]
            apart = [_whole(word[:at], word[at:]) for at in range(2, len(word) - 1)]
            like = [one for one in apart if one in everything]
            if not like:
                vocabulary = vocabulary or _vocabulary(everything)
                like = [one for near in _near(word, vocabulary) for one in (_whole(near), *_stem(near))]
            yield replace(term, ways=((tuple(like),),), parts=()) if like else term
        else:
            yield term


def _vocabulary(everything: bytes) -> set[str]:
    return {one.decode() for one in set(everything.replace(STEM.encode(), b" ").split())}


def _near(word: str, vocabulary: Iterable[str]) -> list[str]:
    # By length first: of thousands of words few are as long.
    like = {
        one for typed in {word, *stems([word])} for one in _as_long(typed, vocabulary) if near(typed, one)
    }
    if not like and len(word) >= LONG:
        like = {one for one in vocabulary if len(one) > len(word) and _goes_on(word, one)}
    return sorted(like)


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
