"""From what was typed to sentences that the rules can read.

Nothing here looks further than `LONGEST` characters and `SENTENCES` sentences.
"""

import re
import unicodedata
from collections.abc import Iterator

from bot.questions.language import Language

LONGEST, SENTENCES, SENTENCE = 720, 10, 260

_TIDY = (
    (re.compile(r"<(?:https?|mailto|tel):[^>|]*\|([^>]*)>"), r"\1"),
    (re.compile(r"<(?:https?|mailto|tel):[^>]*>|\bhttps?://\S+|\bwww\.\S+"), "link"),
    (re.compile(r"<[@#!][^>]*>|(?<!\w)@[\w.-]+"), " , "),
    (re.compile(r"^ ?(?:>|&gt;).*$", re.MULTILINE), "\n"),
    (re.compile(r"&(?:amp|lt|gt);"), " "),
    (re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL), " qq "),  # "qq" stands for what was quoted
    (re.compile(r'"[^"\n]*[.!?] ?"(?=\s+\w)'), " qq , "),
    (re.compile(r'"[^"\n]*"'), " qq "),
    (re.compile(r"(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w))+'(?!\w)"), " qq "),
    (
        re.compile(
            r"(?<=\s)(?::[a-z0-9_+-]+:)|[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff]"
        ),
        "\x00",
    ),
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
_UNSEEN = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_QUOTES = str.maketrans(
    "\u2018\u2019\u201b\u02bc\u00b4\u201c\u201d\u201e\u201f\u00ab\u00bb", "'" * 5 + '"' * 6
)
_PART = re.compile(r"([^.?!\n]+)([.?!]*)")
_WORD = re.compile(r"[\w']+|[,;?]")


def tidied(text: str) -> str:
    """One way of writing: no mark-up, nothing quoted, no hidden letters, small letters, straight marks."""
    seen = _UNSEEN.sub("", text.strip()[:LONGEST])
    short = unicodedata.normalize("NFKC", seen).lower()[:LONGEST].translate(_QUOTES)
    for found, instead in _TIDY:
        short = found.sub(instead, short)
    return short


def sentences(text: str, language: Language) -> Iterator[str]:
    """Words with a space behind each, `, ` or `; ` between clauses, `? ` behind what was asked."""
    many = length = 0
    for part, marks in _PART.findall(tidied(text)):
        line = _spelt(part, language)
        while line and many < SENTENCES and length < LONGEST:
            cut = len(line) if len(line) <= SENTENCE else max(line.rfind(" ", 1, SENTENCE), 0) or SENTENCE
            piece, line = line[:cut].strip(" ,;"), line[cut:].strip(" ,;")
            many, length = many + 1, length + len(piece)
            if piece:
                yield f"{piece} ? " if "?" in marks and not line and not piece.endswith("?") else f"{piece} "


def _spelt(part: str, language: Language) -> str:
    meant = language.meant
    words = (
        meant.get(one) or (_written_out(one, language) if "'" in one else one) for one in _WORD.findall(part)
    )
    found = re.sub(r"(?: [,;])* ([,;])(?= |$)", r" \1", f" {' '.join(words)}").strip(" ,;")
    found = language.turns["YOU_ARE"].sub("you are ", f"{found} ")
    return language.turns["ASIDE"].sub(" ", found).rstrip()


def _written_out(word: str, language: Language) -> str:
    """don't -> do not, what's -> what is; a carer's stays one word."""
    if word.endswith("n't"):
        return f"{word[:-3]} not"
    stem, _, end = word.strip("'").partition("'")
    shortened = language.meant.get(f"~'{end}")
    if shortened and (end != "s" or stem in language.lists["HAS_IS"]):
        return f"{stem} {shortened}"
    return language.meant.get(f"{stem}{end}", f"{stem}{end}") if end != "s" else f"{stem}s"
