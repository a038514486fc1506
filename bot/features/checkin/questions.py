"""Tells open and closed questions, advice and statements apart, by rules alone (practice text, section 4).

A message is tidied, cut into sentences and these into clauses. The rules of `english` are read from the top:
the first that fits a clause labels it, and the strongest label of all clauses is the message's. Nothing here
looks further than `LONGEST` characters and `SENTENCES` sentences.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.features.checkin import english

LONGEST, SENTENCES, SENTENCE, CLAUSES = 720, 10, 260, 5
LONG = 30  # words in one question
CHECK, WHY, STACKED, LENGTHY = "check", "why", "stacked", "long"
BECAUSE, LEADING, HINT = "because", "leading", "hint"


class Label(StrEnum):
    """From the strongest to the weakest."""

    ADVICE = "advice"
    OPEN = "open"
    CLOSED = "closed"
    STATEMENT = "statement"


ORDER = {kind: place for place, kind in enumerate(Label)}


@dataclass(frozen=True, slots=True)
class Told:
    """What a message was taken for, by which rule, and what else could be said about it."""

    label: Label
    rule: str
    flags: frozenset[str] = frozenset()


NOTHING = Told(Label.STATEMENT, "S0")
OTHER_QUESTION = Told(Label.CLOSED, "D2")


# --- from a pattern in plain words to one that `re` reads: every word brings the space behind it


class Rule(NamedTuple):
    told: Told
    where: str
    fits: re.Pattern[str]


SKIPS = {"....": r"(?:\S+ )*?", "...": r"(?:[^ ,;]+ )*?", "..": r"(?:[^ ,;?]+ ){0,3}?"}
SIGNS = {
    "?": r"\? \Z",
    ".": r"(?:\? )?\Z",
    "^": r"\A",
    ",": "[,;] ",
    "#": r"\d+ ",
    "~": r"[\w']+ ",
    "~~": r"[\w']+ ",
}
AHEAD = re.compile(r"([!=>])(\.\.\.\.|\.\.\.|\.\.)?(.+)")
named: dict[str, str] = {}


def entries(text: str) -> Iterator[tuple[str, list[str]]]:
    """A line at the margin, and the lines below it; one that goes in further belongs to the one before."""
    joined = re.sub(r"\n {8,}", " ", text.strip()).replace("| ", "|")
    for block in re.split(r"\n(?=\S)", joined):
        head, *lines = block.split("\n")
        yield head, [line.strip() for line in lines]


def sequence(line: str) -> str:
    return "".join(map(token, line.split()))


def token(written: str) -> str:
    if written in SKIPS or written in SIGNS:
        return SKIPS.get(written) or SIGNS[written]
    if ahead := AHEAD.fullmatch(written):
        sign, skip, rest = ahead.groups()
        return f"(?{sign}{SKIPS.get(skip, '')}{either(rest)})"
    if written[-1] in "?*":
        return either(written[:-1]) + written[-1]
    return either(written)


def either(written: str) -> str:
    return any_of(map(phrase, written.split("|")))


def phrase(written: str) -> str:
    return named.get(written) or "".join(map(word, written.split("_")))


def word(written: str) -> str:
    found = SKIPS.get(written) or SIGNS.get(written) or named.get(written)
    return found or written.replace("~", r"[\w']*") + " "


def any_of(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


def pattern(*lines: str, anywhere: bool = False) -> re.Pattern[str]:
    return re.compile((r"(?<![^ ])" if anywhere else "") + any_of(map(sequence, lines)))


for head, lines in entries(english.WORDS):
    name, _, first_line = head.partition(":")
    named[name] = any_of(
        sorted(map(phrase, set(" ".join((first_line, *lines)).split())), key=len, reverse=True)
    )
for head, lines in entries(english.PHRASES):
    named[head.strip(":")] = any_of(map(sequence, lines))


def rules() -> Iterator[Rule]:
    for head, lines in entries(english.RULES):
        id_, kind, where = head.partition(":")[0].split()
        yield Rule(Told(Label(kind), id_), where, pattern(*lines, anywhere=where == "anywhere"))


RULES = tuple(rules())
SETTLING = [rule for rule in RULES if rule.where == "whole"]
STARTING = [rule for rule in RULES if rule.where in ("start", "led", "typed")]
FLOATING = [rule for rule in RULES if rule.where == "anywhere"]
GUARDS = {head.strip(":"): lines for head, lines in entries(english.GUARDS)}
LISTING, JUST_SAID, ASKED, HELD = (pattern(*GUARDS[one]) for one in ("LISTING", "JUST_SAID", "ASKED", "HELD"))
SAID, TAG, AND_ANOTHER = (pattern(*GUARDS[one], anywhere=True) for one in ("SAID", "TAG", "AND_ANOTHER"))
YES_OR_NO, WHY_ASKED = pattern("AUX"), pattern("why|how_come")
LED = re.compile(rf"(?:^|(?<=[,;] ))(?:(?:{named['LEAD']}|{named['CALL']}(?=, ))(?:, )?){{1,6}}+(?=\w)")
BREAK = re.compile(
    r"[,;] (?:and |but |so |then |or )*|(?<= )(?:but |and (?=(?:what|how|why|please|maybe|perhaps) ))"
)


# --- from what was typed to sentences that the rules can read


def spellings(text: str) -> dict[str, str]:
    pairs = (one.partition("<") for one in text.split("|"))
    return {typed: " ".join(meant.split()) for meant, _, all_ in pairs for typed in all_.split()}


SPELT = spellings(english.SPELLINGS)
SHORTENED, UNSHORTENED = spellings(english.SHORTENED), spellings(english.UNSHORTENED)
HAS_IS = frozenset(english.HAS_IS.split())
EMOJI = r"[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff]"
TIDY = (
    (re.compile(r"<(?:https?|mailto|tel):[^>|]*\|([^>]*)>"), r"\1"),
    (re.compile(r"<(?:https?|mailto|tel):[^>]*>|\bhttps?://\S+|\bwww\.\S+"), "link"),
    (re.compile(r"<[@#!][^>]*>|(?<!\w)@[\w.-]+"), " , "),
    (re.compile(r"^ ?(?:>|&gt;).*$", re.MULTILINE), "\n"),
    (re.compile(r"&(?:amp|lt|gt);"), " "),
    (re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL), " qq "),  # "qq" stands for what was quoted
    (re.compile(r'"[^"\n]*[.!?] ?"(?=\s+\w)'), " qq , "),
    (re.compile(r'"[^"\n]*"'), " qq "),
    (re.compile(r"(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w))+'(?!\w)"), " qq "),
    (re.compile(rf"(?<=\s)(?::[a-z0-9_+-]+:)|{EMOJI}"), "\x00"),
    (re.compile(r"(?<=\d)[.,:](?=\d)"), ""),
    (re.compile(r"\b(dr|mr|mrs|ms|prof|st|vs|eg|ie|e\.g|i\.e|approx|no)\.(?= )"), r"\1"),
    (re.compile(r"\b([a-z])\.([a-z])\b\.?"), r"\1\2"),
    (re.compile(r"[;:\u2013\u2014]|(?<=\s)-+(?=\s)|--+"), " ; "),
    (re.compile(r"(?:\.\.+|…)(?![?!])|[,()\[\]/|]"), " , "),
    (re.compile(r"\x00[\x00\s]*+"), "\x00"),
    (re.compile(r"\x00(?=[.?!])"), ""),
    (re.compile(r"\x00"), " . "),
    (re.compile(r"([^\W\d])\1\1+"), r"\1"),
)
UNSEEN = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
QUOTES = str.maketrans(
    "\u2018\u2019\u201b\u02bc\u00b4\u201c\u201d\u201e\u201f\u00ab\u00bb", "'" * 5 + '"' * 6
)
PART = re.compile(r"([^.?!\n]+)([.?!]*)")
WORD = re.compile(r"[\w']+|[,;?]")
YOU_ARE = re.compile(
    r"\byour (?=(?:saying|telling|feeling|going|doing|being|not|so|too|very|just|still|really|\w+ly|stuck|"
    r"angry|tired|right|welcome|ok|sure|worried)\b)"
)
ASIDE = re.compile(
    r"(?<=\w) , (?:(?:for|in|with|by|from|on|at|as|to|however|though|perhaps|maybe|then(?= ,)|too|of course|"
    r"say|if (?:i may|i might|you like|at all|any)|i (?:think|suppose|fancy|believe|feel|would say|suspect)|"
    r"you know|frankly|honestly)\b[^,;?]{0,40}) , (?=\w)"
)


def tidied(text: str) -> str:
    """One way of writing: no mark-up, nothing quoted, no hidden letters, small letters, straight marks."""
    seen = UNSEEN.sub("", text.strip()[:LONGEST])
    short = unicodedata.normalize("NFKC", seen).lower()[:LONGEST].translate(QUOTES)
    for found, instead in TIDY:
        short = found.sub(instead, short)
    return short


def sentences(text: str) -> Iterator[str]:
    """Words with a space behind each, `, ` or `; ` between clauses, `? ` behind what was asked."""
    many = length = 0
    for part, marks in PART.findall(tidied(text)):
        line = spelt(part)
        while line and many < SENTENCES and length < LONGEST:
            many += 1
            cut = len(line) if len(line) <= SENTENCE else line.rfind(" ", 1, SENTENCE)
            cut = cut if cut > 0 else SENTENCE
            piece, line = line[:cut].strip(" ,;"), line[cut:].strip(" ,;")
            length += len(piece)
            if piece:
                yield f"{piece} ? " if "?" in marks and not line and not piece.endswith("?") else f"{piece} "


def spelt(part: str) -> str:
    found = " ".join(SPELT.get(one) or written_out(one) for one in WORD.findall(part))
    found = re.sub(r"(?: [,;])* ([,;])(?= |$)", r" \1", f" {found}").strip(" ,;")
    return ASIDE.sub(" ", YOU_ARE.sub("you are ", found))


def written_out(word: str) -> str:
    """don't -> do not, what's -> what is; a carer's stays one word."""
    if "'" not in word:
        return word
    if known := UNSHORTENED.get(word):
        return known
    if word.endswith("n't"):
        return f"{word[:-3]} not"
    stem_, _, end = word.strip("'").partition("'")
    if end in SHORTENED and end != "t" and (end != "s" or stem_ in HAS_IS):
        return f"{stem_} {SHORTENED[end]}"
    return SPELT.get(f"{stem_}{end}", f"{stem_}{end}") if end != "s" else f"{stem_}s"


# --- judging


def label(text: str) -> Told:
    """What a message is taken for: the strongest of its sentences."""
    lines = list(sentences(text))
    found = [judged(line) for line in lines]
    told = strongest(found)
    return Told(told.label, told.rule, flags(told, found, lines))


def strongest(found: Iterable[Told]) -> Told:
    return min(found, key=lambda told: ORDER[told.label], default=NOTHING)


def judged(line: str) -> Told:
    """One sentence: the strongest of its clauses, each by the first rule that fits."""
    said = LED.sub("", line)
    for rule in SETTLING:
        if rule.fits.match(said):
            return rule.told
    found = list(clauses(line, said))
    asked = line.endswith("? ")
    if asked and not TAG.search(said) and any(told.label in (Label.OPEN, Label.CLOSED) for told in found[1:]):
        found = [told for told in found if told.rule != "B13"]  # "take Tuesday's meeting, what was said?"
    told = strongest(found)
    unread = found[-1] == NOTHING and told.label is Label.STATEMENT  # "hang on, the son or the daughter?"
    return OTHER_QUESTION if asked and unread else told


def clauses(line: str, said: str) -> Iterator[Told]:
    starts = [0, *(found.end() for found in BREAK.finditer(said) if found.start())][:CLAUSES]
    yes_or_no = line.endswith("? ") and YES_OR_NO.match(said)
    loose = [(found.start(), rule.told) for rule in FLOATING for found in rule.fits.finditer(said)]
    for start, end in zip(starts, [*starts[1:], len(said)], strict=True):
        before = said[:start]
        if start and JUST_SAID.match(before.rstrip(" ,;").rpartition(", ")[2] + " "):
            continue
        led = not start or not (yes_or_no or LISTING.match(before))
        found = starting(said, start, led, "" if start else line)
        yield found or next(
            (told for at, told in loose if start <= at < end and free(said, start, at)), NOTHING
        )


def starting(said: str, start: int, led: bool, typed: str) -> Told | None:
    for rule in STARTING:
        if rule.where == "typed":
            fits = rule.fits.match(typed) if typed else None
        else:
            fits = rule.fits.match(said, start) if led or rule.where == "start" else None
        if fits:
            return rule.told
    return None


def free(said: str, start: int, at: int) -> bool:
    """Neither what somebody else said, nor what is asked about."""
    return not (ASKED.match(said, start, at) or HELD.match(said[start:at]) or SAID.search(said, 0, at))


# --- soft lines beside a label

FLAGS = (
    (BECAUSE, re.compile(r"(?<=\S )because ")),
    (LEADING, pattern(*GUARDS["LEADING"], anywhere=True)),
    (HINT, pattern(*GUARDS["HINT"], anywhere=True)),
)


def flags(told: Told, found: list[Told], lines: list[str]) -> frozenset[str]:
    """About what is asked only; something said back has no flag but `check`."""
    if told.label is Label.CLOSED and any(one.rule.startswith("K") for one in found):
        return frozenset({CHECK})
    both = list(zip(found, lines, strict=True))
    asked = [line for one, line in both if one.label in (Label.OPEN, Label.CLOSED) or line.endswith("? ")]
    seen = {flag for line in asked for flag, fits in FLAGS if fits.search(line)}
    if told.label is Label.ADVICE:
        seen.discard(HINT)
    if any(one.label is Label.OPEN and WHY_ASKED.match(LED.sub("", line)) for one, line in both):
        seen.add(WHY)
    if len(asked) > 1 or any(AND_ANOTHER.search(line) for line in asked):
        seen.add(STACKED)
    if any(len(line.split()) > LONG for line in asked):
        seen.add(LENGTHY)
    return frozenset(seen)


STEMS = {
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
    return next((key for key, family in STEMS.items() if told.rule in family), "")


# --- whether it is a language that the rules know

ENGLISH, OTHER, SHARED = (frozenset(one.split()) for one in (english.ENGLISH, english.OTHER, english.SHARED))
MANY = 6  # words: with so many, English has one of its small ones among them
LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def knows(text: str) -> bool:
    """Whether it reads as English; where there is little sign of anything, yes."""
    found = LETTERS.findall(tidied(text))
    letters = "".join(found)
    if sum(one > "\u024f" for one in letters) * 3 > len(letters):  # beyond the Latin letters
        return False
    small = [one for one in (word.partition("'")[0] for word in found) if one in ENGLISH]
    other = sum(one in OTHER for one in found)
    if not small and len(found) > 2:  # a name or a "café" is no sign
        other += any(not one.isascii() for one in found)
    return other <= sum(one not in SHARED for one in small) and (bool(small) or len(found) < MANY)
