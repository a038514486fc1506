"""Somebody's Home tab, part by part; what of a part did not fit, page by page; their card of one thing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.features.hall.flow import ASKED
from bot.kept import Line
from bot.rounds.feature import Beginning
from bot.rounds.keeping.models import Round
from bot.rounds.showing import pages
from bot.rounds.showing.drawing import Entry, Weight
from bot.rounds.showing.sentences import act, whisper
from bot.slack.blocks import (
    Block,
    Message,
    View,
    button,
    buttons,
    channel,
    choice,
    context,
    header,
    section,
)
from bot.words import Markup, Words, phrase

words, listed = Words("hall"), Words("kept")

MOST = 100  # blocks in a view (docs: surfaces, modals and Home tabs)
ROOM = 12  # blocks of each part; what waits has all that is left
PAGE = 20  # entries, of two blocks at most
_FIRST = ("what", "nobody", "begin")
_HOW = ("what", "read", "slack", "watching", "leave")


def view(entries: Sequence[Entry], *, new: bool = False) -> list[Block]:
    """Its blocks: nothing is drawn empty, and what there is no room for stands behind one button a part.

    To whoever is `new` it says first what this is.
    """
    head = list(first("page").blocks) if new else [section(words["hello"].fill())]
    if not of(entries, Weight.WAITS):
        head.append(context(words["nothing"].fill()))
    rest = [block for weight in [*Weight][1:] for block in _part(weight, of(entries, weight), ROOM)]
    waits = _part(Weight.WAITS, of(entries, Weight.WAITS), MOST - len(head) - len(rest))
    return [*head, *waits, *rest]


def of(entries: Sequence[Entry], weight: Weight) -> list[Entry]:
    """Those of this part: of what waits and goes on the most pressing first, the rest as it was handed in."""
    found = [entry for entry in entries if entry.weight is weight]
    pressing = weight in (Weight.WAITS, Weight.GOES_ON)
    return sorted(found, key=lambda entry: entry.pressing) if pressing else found


def _part(weight: Weight, entries: Sequence[Entry], room: int) -> list[Block]:
    """Its header, as many as there is room for, and the button to all of them where some are left out."""
    whole = [_blocks(entry) for entry in entries[:room]]  # each takes a block at least
    head = [header(words[f"part.{weight}"])] if entries else []
    if len(entries) <= room and sum(map(len, whole)) <= room - 1:
        return [*head, *(block for blocks in whole for block in blocks)]
    shown: list[Block] = []
    for number, blocks in enumerate(whole):
        if len(shown) + len(blocks) > room - 2:
            left = words["do.left_out"].plain(count=len(entries) - number)
            return [*head, *shown, buttons(_turn("more", weight, 0, left))]
        shown += blocks
    return [*head, *shown]


def _blocks(entry: Entry) -> list[Block]:
    """What waits and has no button of its own shows its card."""
    *above, line = entry.blocks()
    if entry.button or not entry.of or entry.weight is not Weight.WAITS:
        return [*above, line]
    return [*above, line | {"accessory": act(words, "card", entry.of.id)}]


def rest(weight: Weight, entries: Sequence[Entry], number: int) -> View:
    """All of one part, a page of it."""
    last = max(0, -(-len(entries) // PAGE) - 1)
    here = min(number, last)
    shown = [block for entry in entries[here * PAGE :][:PAGE] for block in _blocks(entry)]
    turns = [_turn("before", weight, here - 1)] if here else []
    turns += [_turn("more", weight, here + 1)] if here < last else []
    body = shown or [section(words["nothing_left"].fill())]
    return View(words[f"part.{weight}"], [*body, *([buttons(*turns)] if turns else [])], close=words["close"])


def _turn(name: str, weight: Weight, number: int, says: str = "") -> Block:
    return act(words, name, weight.value, value=str(number), says=says)


def begins(offered: Mapping[str, Beginning]) -> list[Entry]:
    """What one can begin, as lines: each practice in its own words; last, what chooses one."""
    lines = [
        Entry(Weight.BEGIN, phrase(f"{name}.begin.line").fill(), _opener(name, one))
        for name, one in offered.items()
    ]
    return [*lines, Entry(Weight.BEGIN, words["begin.sure"].fill(), act(words, "sure", ""))]


def _opener(name: str, one: Beginning, *, first: bool = False) -> Block:
    if one.opens:
        return act(words, "begin", name, says=phrase(one.label), primary=first)
    return button(phrase(one.label), one.action_id, style="primary" if first else None)


def begin(offered: Mapping[str, Beginning]) -> View:
    """The same as a page, from the message box."""
    lines = [block for entry in begins(offered) for block in entry.blocks()]
    return pages.page(words, "begin", section(words["begin.intro"].fill()), *lines)


def where(name: str) -> View:
    """In which channel: where one is, if nothing else is chosen."""
    line = section(phrase(f"{name}.begin.line").fill())
    box = channel("channel", words["where.label"], hint=words["where.hint"])
    return pages.form(words, "where", name, line, box)


def unsure() -> View:
    """Three plain questions."""
    asked = [
        choice(name, words[f"unsure.{name}"], [(one, words[f"unsure.{one}"]) for one in answers])
        for name, answers in ASKED.items()
    ]
    return pages.form(words, "unsure", "", *asked)


def chosen(name: str, one: Beginning) -> View:
    """What may help, why, and the button to begin it; all of them stay one press away."""
    row = buttons(_opener(name, one, first=True), act(words, "everything", ""))
    lines = [section(phrase(f"{name}.begin.{part}").fill()) for part in ("why", "line")]
    return pages.page(words, "chosen", *lines, row)


def card(message: Message) -> View:
    """Somebody's own card of one thing, where they are looking."""
    return pages.page(words, "card", *message.blocks)


def first(*more: str) -> Message:
    """What is said first where the app comes in: what it is, that nobody watches, and three buttons."""
    row = [act(words, name, "") for name in ("everything_here", "sure", "how")]
    return whisper(Markup("\n".join(words[f"first.{part}"].fill() for part in (*_FIRST, *more))), *row)


def how(support: str) -> View:
    return pages.how(words, _HOW, support)


def kept(lines: Sequence[Line]) -> View:
    """All that is kept, one thing after the other."""
    shown = [
        section(listed["line"].fill(what=one.what, whose=one.whose, until=one.until, reads=one.reads))
        for one in lines
    ]
    return View(listed["title"], [section(listed["intro"].fill()), *shown], close=words["close"])


def home(_: Sequence[Round], __: str, ___: datetime) -> list[Entry]:
    """How all of it works."""
    return [Entry(Weight.HOW, words["foot"].fill(), act(words, "how", ""))]
