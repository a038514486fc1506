"""A record in a list: its question, what it came to, the decision's first line, and the words looked for."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.features.options.models import STANDING, UNDECIDED, Record
from bot.features.options.register.cards.saying import TITLE, VOICES, state_of, texts, voices
from bot.features.options.register.cards.saying import words as names
from bot.features.options.register.flow.finding import Term, first_place, marked
from bot.slack.blocks import CUT, Block, safe, section
from bot.slack.text import FSI, PDI, clean, cut
from bot.slack.times import when
from bot.words import Words

words = Words("register")

NAME_MAX = 80
_LINE, _BEFORE = 150, 40  # characters of a line; of what stands in it before the first word that was found
# Where words may be found that are not in what is shown, in the order in which they are looked for.
_FIELDS = (
    *("decision", "why", "first_step", "know", "harms", "stop", "can_decide", "can_influence", "is_fixed"),
    *("who_decides", "same", "differ", "absent", "why_now", "heard"),
)


def entry(found: Record, terms: Sequence[Term], door: Block, here: ZoneInfo, now: datetime) -> list[Block]:
    """`here` is the reader's zone; `door` opens all of it."""
    head = section(_head(found, here, now)) | {"accessory": door}
    decision = cut(_first_line(found.words["decision"]), _LINE)
    shown = "\n".join([found.title, found.words["owner"], found.words["tags"], decision])
    hidden = [term for term in terms if first_place([term], shown) < 0]
    label = words["record.proposed"] if found.state in UNDECIDED else ""
    said = _quoted(label, decision, terms) if decision else []
    said += next(_elsewhere(found, hidden), []) if hidden else []
    return [head, *([{"type": "rich_text", "elements": said}] if said else [])]


def _head(found: Record, here: ZoneInfo, now: datetime) -> str:
    title, owner = safe(found.title, TITLE) or "–", safe(found.words["owner"], NAME_MAX)
    tags = safe(found.words["tags"], TITLE)
    late = found.state in STANDING and found.review_at is not None and found.review_at <= now
    lines = [
        words["list.line"].fill(title=title),
        words["list.state"].fill(state=state_of(found.state), when=when(found.created_at, here)),
        *([words["list.owner"].fill(owner=owner)] if owner else []),
        *([words["list.tags"].fill(tags=tags)] if tags else []),
        *([words["list.late"].fill()] if late else []),
    ]
    return "\n".join(lines)


def _elsewhere(found: Record, hidden: Sequence[Term]) -> Iterator[list[Block]]:
    """The words that are not in sight, with what stands around them and where that is."""
    for name, text in _all_said(found):
        plain = clean(text)
        at = first_place(hidden, plain)
        if at >= 0:
            yield _quoted(names[f"field.{name}"], _around(plain, at), hidden)


def _all_said(found: Record) -> Iterator[tuple[str, str]]:
    yield from ((name, texts(found)[name]) for name in _FIELDS)
    for one in found.words["options"]:
        yield from (("options", text) for text in (one["text"], one["kept"], *one["by"]))
    for name in VOICES:
        yield from ((name, text) for _, whose, said in voices(found, name) for text in (said, whose))
    change = found.words["change"]
    yield from (("change_why", change["why"]), ("change_by", change["by"]))


def _first_line(text: str) -> str:
    return next((line.strip() for line in clean(text).split("\n") if line.strip()), "")


def _around(text: str, at: int) -> str:
    """A line of the text with what stands at that place in it, cut between words."""
    begin = text.rfind("\n", 0, at) + 1
    if at - begin > _BEFORE:
        begin = max(begin, text.find(" ", at - _BEFORE, at) + 1 or at)
    line = text[begin:].split("\n", 1)[0]
    return cut(f"{CUT} {line}" if begin and text[begin - 1] != "\n" else line, _LINE)


def _quoted(label: str, line: str, terms: Sequence[Term]) -> list[Block]:
    """Somebody's words in rich text, where nothing in them can come alive; bold what was looked for."""
    pieces = [_piece(text, bold=found) for text, found in marked(terms, line)]
    pieces = [{"type": "text", "text": FSI}, *pieces, {"type": "text", "text": PDI}]
    above = {"type": "rich_text_section", "elements": [_piece(label, bold=False)]}
    return [*([above] if label else []), {"type": "rich_text_quote", "elements": pieces}]


def _piece(text: str, *, bold: bool) -> Block:
    piece: Block = {"type": "text", "text": text}
    return piece | {"style": {"bold": True}} if bold else piece
