"""The pages of a log: what its person wrote, newest first; to write in; to choose a question; to copy it."""

from collections.abc import Sequence

from bot.catalogue import Family, Prompt
from bot.features.mylog.cards import words
from bot.features.mylog.flow import entries, question_of
from bot.features.mylog.models import MOST, facts
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.showing import pages, prompts
from bot.rounds.showing.pages import form, page, talk
from bot.rounds.showing.sentences import act, as_written, moment_of
from bot.rounds.time.hours import zone
from bot.slack.blocks import Block, View, buttons, context, divider, header, quote, section, text_input
from bot.words import Markup

PAGE = 3000  # characters of theirs on a page
_LINES = 15  # entries on a page, however short


def log(round_: Round, start: int = 0, *, files: bool = False) -> View:
    """What they wrote, from that entry on; `files`: the app may send one."""
    every = entries(round_)
    start = start if 0 <= start < len(every) else 0
    shown = as_many_as_fit(every[start:])
    doors = [act(words, name, "", primary=name == "write") for name in ("write", "next", "questions")]
    blocks = [part for entry in shown for part in _entry(round_, entry)]
    nothing = [] if every else [section(words["log.nothing"].fill())]
    turns = _turns(every, start, len(shown))
    foot = [divider(), buttons(*_foot(round_, files=files and bool(every)))]
    promise = context(words["log.promise"].fill())
    return page(words, "log", promise, buttons(*doors), *nothing, *blocks, *turns, *foot, *talk())


def as_many_as_fit(found: Sequence[Reply]) -> list[Reply]:
    """A page of them: one at least."""
    shown, room = list[Reply](), PAGE
    for entry in found[:_LINES]:
        room -= len(entry.text or "")
        if shown and room < 0:
            break
        shown.append(entry)
    return shown


def _entry(round_: Round, entry: Reply) -> list[Block]:
    on = moment_of(round_, entry.created_at)
    row = [act(words, name, entry.id) for name in ("change", "delete")]
    asked = question_of(round_, entry)
    about = [section(words["log.asked"].fill(question=asked))] if asked else []
    return [divider(), context(on), *about, *as_written(entry), buttons(*row)]


def _turns(every: Sequence[Reply], start: int, shown: int) -> list[Block]:
    newest = [act(words, "newest", "")] if start else []
    older = [act(words, "older", str(start + shown))] if start + shown < len(every) else []
    return [buttons(*newest, *older)] if newest or older else []


def _foot(round_: Round, *, files: bool) -> list[Block]:
    asks = "quiet" if facts(round_).get("asks") else "monthly"
    copy = [act(words, "copy", "")] if files else []
    every = [act(words, "delete_all", "")] if entries(round_) else []
    return [act(words, asks, ""), act(words, "before", ""), *copy, *every, act(words, "how", "")]


def write(prompt: Prompt | None, support: str, typed: str = "") -> View:
    """To write something, with a question or without; what was `typed` stays where another one is chosen.

    Where it can touch something sore, `support` (SUPPORT_TEXT) says whom one can talk to.
    """
    above: list[Block] = [*quote(prompt.question), *prompts.above(prompt)] if prompt else []
    another = [act(words, "another", prompt.id)] if prompt else []
    return form(
        words,
        "write",
        prompt.id if prompt else "",
        *above,
        _box(typed),
        *([buttons(*another)] if another else []),
        *prompts.care(prompt, support),
        *talk(),
        reads=words["write.reads"].fill(),
    )


def change(round_: Round, entry: Reply) -> View:
    asked = question_of(round_, entry)
    above = quote(asked) if asked else []
    return form(words, "change", entry.id, *above, _box(entry.text or ""), reads=words["write.reads"].fill())


def _box(value: str) -> Block:
    return text_input("text", words["write.text"], value=value, max_length=MOST, focus=True)


def questions(found: Sequence[Family]) -> View:
    """All that somebody may be asked alone, each with a button."""
    blocks: list[Block] = [section(words["questions.intro"].fill())]
    for family in found:
        blocks += [divider(), header(family.title)]
        for prompt in family.prompts:
            spoken = words["questions.this"].plain(title=prompt.title)
            chooses = act(words, "answer", prompt.id, spoken=spoken)
            line = words["questions.one"].fill(question=prompt.question)
            blocks.append(section(line) | {"accessory": chooses})
    return page(words, "questions", *blocks[:98], *talk())


def how(round_: Round, support: str) -> View:
    """How it works, and why it asks, where it does."""
    why = words["how.why"].fill() if facts(round_).get("asks") else ""
    return pages.how(words, ("what", "kept", "slack"), support, why)


def as_text(round_: Round) -> str:
    """All of it, to keep elsewhere: oldest first, each under its day where its person is."""
    parts, here = [], zone(round_.seats[0].zone)
    for entry in reversed(entries(round_)):
        asked = question_of(round_, entry)
        head = f"{entry.created_at.astimezone(here):%Y-%m-%d}"
        parts.append("\n".join([head, *([asked] if asked else []), "", entry.text or "", ""]))
    return "\n".join(parts)


def copied(line: Markup) -> View:
    return page(words, "copy", section(line), buttons(act(words, "open", "")))


def copy() -> View:
    """Before a file is sent: where it will stand."""
    return page(words, "copy", section(words["copy.text"].fill()), buttons(act(words, "send_copy", "")))
