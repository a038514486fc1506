"""Tells open and closed questions, advice and statements apart (practice text, section 4).

A message is tidied, cut into sentences and these into clauses. The rules are read from the top: the first
that fits a clause labels it, and the strongest label of all clauses is the message's.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping

from bot.questions.language import Label, Language, Rule, Told, english
from bot.questions.tidying import sentences, tidied

CHECK, WHY, STACKED, LENGTHY = "check", "why", "stacked", "long"
BECAUSE, LEADING, HINT = "because", "leading", "hint"
UNSURE = "unsure"
DOOR = "door"  # closed, and perhaps meant to open the door

_CLAUSES, _LONG = 5, 30  # in one sentence; words in one question
_ORDER = {kind: place for place, kind in enumerate(Label)}
_NOTHING = Told(Label.STATEMENT, "S0")
_OTHER_QUESTION = Told(Label.CLOSED, "D2")


def label(text: str) -> Told:
    """What a message is taken for: the strongest of its sentences; nothing where the rules cannot be used."""
    language = english()
    if language is None:
        return _NOTHING
    lines = list(sentences(text, language))
    found = [_judged(line, language) for line in lines]
    told = _strongest(found)
    return Told(told.label, told.rule, _flags(told, found, lines, language))


def _strongest(found: Iterable[Told]) -> Told:
    return min(found, key=lambda told: _ORDER[told.label], default=_NOTHING)


def _judged(line: str, language: Language) -> Told:
    """One sentence: the strongest of its clauses, each by the first rule that fits."""
    said = language.turns["LEAD"].sub("", line)
    if settled := _first(language.rules["whole"], {"whole": (said, 0)}):
        return settled
    found = list(_clauses(line, said, language))
    asked = line.endswith("? ")
    tagged = asked and language.turns["TAG"].search(said)
    if asked and not tagged and any(told.label in (Label.OPEN, Label.CLOSED) for told in found[1:]):
        found = [told for told in found if told.rule != "B13"]  # "take Tuesday's meeting, what was said?"
    told = _strongest(found)
    unread = found[-1] == _NOTHING and told.label is Label.STATEMENT  # "hang on, the son or the daughter?"
    return _OTHER_QUESTION if asked and unread else told


def _clauses(line: str, said: str, language: Language) -> Iterator[Told]:
    turns = language.turns
    starts = [0, *(found.end() for found in turns["BREAK"].finditer(said) if found.start())][:_CLAUSES]
    yes_or_no = line.endswith("? ") and turns["AUX"].match(said)
    loose = [
        (found.start(), rule.told)
        for rule in language.rules["anywhere"]
        for found in rule.fits.finditer(said)
    ]
    for start, end in zip(starts, [*starts[1:], len(said)], strict=True):
        before = said[:start]
        if start and turns["JUST_SAID"].match(before.rstrip(" ,;").rpartition(", ")[2] + " "):
            continue
        led = not start or not (yes_or_no or turns["LISTING"].match(before))
        places = {
            "start": (said, start),
            "led": (said, start) if led else None,
            "typed": None if start else (line, 0),
        }
        yield _first(language.rules["start"], places) or next(
            (told for at, told in loose if start <= at < end and _free(said, start, at, language)), _NOTHING
        )


def _first(rules: list[Rule], places: Mapping[str, tuple[str, int] | None]) -> Told | None:
    for rule in rules:
        if (place := places[rule.where]) and rule.fits.match(*place):
            return rule.told
    return None


def _free(said: str, start: int, at: int, language: Language) -> bool:
    """Neither what somebody else said, nor what is asked about."""
    asked, held, others = (language.turns[name] for name in ("ASKED", "HELD", "SAID"))
    return not (asked.match(said, start, at) or held.match(said[start:at]) or others.search(said, 0, at))


def _flags(told: Told, found: list[Told], lines: list[str], language: Language) -> frozenset[str]:
    """Soft lines about what is asked only; something said back has no flag but `check`."""
    if told.label is Label.CLOSED and any(one.rule.startswith("K") for one in found):
        return frozenset({CHECK})
    both = list(zip(found, lines, strict=True))
    asked = [line for one, line in both if one.label in (Label.OPEN, Label.CLOSED) or line.endswith("? ")]
    opened = [language.turns["LEAD"].sub("", line) for one, line in both if one.label is Label.OPEN]
    has = {
        name: any(language.turns[name].search(line) for line in asked)
        for name in ("BECAUSE", "LEADING", "HINT", "AND_ANOTHER")
    }
    seen = {
        BECAUSE: has["BECAUSE"],
        LEADING: has["LEADING"],
        HINT: has["HINT"] and told.label is not Label.ADVICE,
        WHY: any(language.turns["WHY_ASKED"].match(line) for line in opened),
        STACKED: len(asked) > 1 or has["AND_ANOTHER"],
        LENGTHY: any(len(line.split()) > _LONG for line in asked),
        DOOR: told.label is Label.CLOSED and any(_door(line, language) for line in asked),
    }
    return frozenset(flag for flag, is_seen in seen.items() if is_seen)


def _door(line: str, language: Language) -> bool:
    """Whether a closed question may be meant to open the door."""
    return bool(language.turns["DOOR"].match(language.turns["LEAD"].sub("", line)))


_STEMS = {
    "options": ("A1", "A2", "A3"),
    "tried": ("A4", "A5"),
    "possible": ("A6", "A7", "A8", "A9"),
    "true": ("A10", "A12"),
    "think": ("A14", "A16"),
    "help": ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "B13", "B14"),
    "again": ("C0", "C4", "D1", "D2", "E2", "E3"),
}


def stem(told: Told) -> str:
    """The key of the words that a reworded question could begin with; "" where nothing is to be reworded."""
    return next((key for key, family in _STEMS.items() if told.rule in family), "")


def unsure(told: Told) -> bool:
    """Whether nothing fitted: what it is then is a guess."""
    return told.rule in (_NOTHING.rule, _OTHER_QUESTION.rule)


def said_of(told: Told) -> str:
    """As what its author reads of it: a question, and no verdict, where nothing fitted."""
    return UNSURE if unsure(told) else told.label.value


def doubt(text: str, unwanted: Container[Label]) -> Told | None:
    """What it was taken for, where that is `unwanted` and its author may want to think again; else None.

    Nothing is said of another language, of what is said back ("so you felt left out?"), nor of what may be
    meant to open the door ("do you ever see it otherwise?"), though these are closed.
    """
    told = label(text) if knows(text) else None
    if told is None or told.label not in unwanted or told.flags & {CHECK, DOOR}:
        return None
    return told


_MANY = 6  # words: with so many, a language has one of its small ones among them
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def knows(text: str) -> bool:
    """Whether it reads as English, and the rules can be used; where there is little sign of anything, yes."""
    language, found = english(), _LETTERS.findall(tidied(text))
    letters = "".join(found)
    beyond = sum(one > "\u024f" for one in letters) * 3 > len(letters)  # the Latin letters
    if language is None or beyond:
        return False
    ours, others, shared = (language.lists[name] for name in ("ENGLISH", "OTHER", "SHARED"))
    small = [one for one in (word.partition("'")[0] for word in found) if one in ours]
    other = sum(one in others for one in found)
    if not small and len(found) > 2:  # a name or a "café" is no sign
        other += any(not one.isascii() for one in found)
    return other <= sum(one not in shared for one in small) and (bool(small) or len(found) < _MANY)
