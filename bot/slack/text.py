"""What of a text may be shown, and how much of it fits: cut between the signs people see, never in one."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator

CUT = "…"  # stands where something was left out
FSI, PDI = "\u2068", "\u2069"  # what stands between them cannot turn the words around it

# Most code points treated as one sign. The longest emoji has about ten; a text of stacked accents has no end.
LONGEST_SIGN = 32

# What JSON and databases cannot carry: controls other than tab and line ends, and halves of surrogate pairs.
_UNSENDABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")

# What reorders or hides the text around it. Joiners, LRM, RLM, ALM, zero-width spaces and variation selectors
# stay: emoji, Persian and Khmer need them. Tags stay only where they spell a flag (Scotland, Wales).
_HARMFUL = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e007a]{1,8}\U000e007f)"
    "|[\u00ad\u180e\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f "  # at an end they join nothing
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_MARKUP_ATOM = re.compile(r"<[^<>\n]{0,3000}>|&[a-z]{2,4};")


def sendable(text: str) -> str:
    """The text without what JSON and databases cannot carry."""
    return _UNSENDABLE.sub("", text)


def clean(text: str) -> str:
    """Other people's words for display: nothing in them hides, or reorders what stands around them."""
    return _HARMFUL.sub(r"\1", sendable(_LINE_END.sub("\n", text))).strip()


def safe(text: str, limit: int = 300) -> str:
    """Other people's short words, fit for plain text as well as mrkdwn: one line, nothing in it alive."""
    line = cut(_line(text), limit).replace("<", "‹").replace(">", "›")
    return f"{FSI}{line}{PDI}" if _RIGHT_TO_LEFT.search(line) else line


def typed(text: str) -> str:
    """What somebody wrote, every character that can be kept of it; "" where there is nothing to see in it."""
    return sendable(text).strip() if _line(text) else ""


def _line(text: str) -> str:
    """As one line; "" where there is nothing to see in it."""
    return " ".join(clean(text).split()).strip(_UNSEEN)


def isolated(text: str) -> str:
    """Each line of a cleaned text on its own, whichever way it runs (isolates end with their line)."""
    return "\n".join(f"{FSI}{line}{PDI}" if line else "" for line in text.split("\n"))


def utf16(text: str) -> int:
    """The length as browsers count it; never less than the number of code points."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped_bytes(text: str) -> int:
    """Bytes once & < > are escaped: the greatest of the ways in which Slack is reported to count."""
    return len(html.escape(text, quote=False).encode("utf-8", "surrogatepass"))


def cut(text: str, limit: int, size: Callable[[str], int] = utf16, *, markup: bool = False) -> str:
    """The text, or as much of it as fits with a mark at its end; entities of mrkdwn stay whole."""
    if size(text) <= limit:
        return text
    kept, room = [], limit - size(CUT)
    for sign in _atoms(text) if markup else signs(text):
        room -= size(sign)
        if room < 0:
            break
        kept.append(sign)
    return "".join(kept).rstrip() + CUT


def split(text: str, limit: int, size: Callable[[str], int]) -> list[str]:
    """The whole text in parts that each fit, parted at a line end or a space where one is near."""
    if size(text) <= limit:
        return [text]
    parts: list[str] = []
    part: list[str] = []
    room = limit
    for sign in signs(text):
        cost = size(sign)
        if cost > room:
            at = _parting(part)
            parts.append("".join(part[:at]))
            part = part[at:]
            room = limit - sum(map(size, part))
        part.append(sign)
        room -= cost
    return [*parts, "".join(part)]


def _parting(part: list[str]) -> int:
    for gap in ("\n", " "):
        for at in range(len(part), len(part) // 2, -1):
            if part[at - 1] == gap:
                return at
    return len(part)


def _atoms(text: str) -> Iterator[str]:
    at = 0
    for atom in _MARKUP_ATOM.finditer(text):
        yield from signs(text[at : atom.start()])
        yield atom.group()
        at = atom.end()
    yield from signs(text[at:])


def signs(text: str) -> Iterator[str]:
    """What a reader would call one character each: an emoji with all its parts, a letter with its accents."""
    start, flags = 0, 0
    for at in range(1, len(text)):
        flags = flags + 1 if _is_flag_half(text[at - 1]) else 0
        if not _joins(text[at - 1], text[at], flags) or at - start >= LONGEST_SIGN:
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _is_flag_half(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _joins(before: str, sign: str, flags: int) -> bool:
    if before < "\u0300" and sign < "\u0300":
        return False
    return (
        before == "\u200d"
        or sign in "\u200c\u200d\u0e33\u0eb3"
        or "\U0001f3fb" <= sign <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= sign <= "\U000e007f"  # the letters of a flag
        or "\u1160" <= sign <= "\u11ff"  # Korean vowels and finals
        or (_is_flag_half(sign) and flags % 2 == 1)
        or unicodedata.category(sign)[0] == "M"
        or unicodedata.combining(before) == 9  # a virama binds the next consonant
    )
