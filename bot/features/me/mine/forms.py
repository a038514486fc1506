"""What is kept under somebody's name, page by page; and what they read before they are forgotten."""

from bot.features.me.cards import words
from bot.rounds.mine import Mine, Place
from bot.rounds.showing.pages import form, page, talk
from bot.rounds.showing.sentences import act
from bot.rounds.time.hours import zone
from bot.slack.blocks import Block, View, buttons, context, divider, header, quote, section, tick
from bot.slack.times import when
from bot.words import Markup

_NOT_HERE = ("unsigned", "time", "aloud")


def mine(kept: Mine) -> View:
    """How much there is of each practice, what cannot be here, and what one can do with it."""
    lines = [_line(name, many) for name, many in kept.practices.items()]
    none = [] if lines else [section(words["mine.nothing"].fill())]
    about = section(words["mine.you"].fill(name=kept.person.name)) | {
        "accessory": act(words, "perspective", "")
    }
    left = context(*(words[f"mine.not_here.{name}"].fill() for name in _NOT_HERE))
    foot = buttons(act(words, "copy", ""), act(words, "look_again", ""), act(words, "forget", ""))
    return page(
        words, "mine", section(words["mine.intro"].fill()), *lines, *none, about, left, divider(), foot
    )


def _line(name: str, many: int) -> Block:
    """One practice, and the way to what is there of it."""
    key = "one" if many == 1 else "many"
    line = words[f"mine.{key}"].fill(what=words[f"of.{name}"], count=many)
    return section(line) | {"accessory": act(words, "mine_of", name)}


def of(kept: Mine, name: str) -> View:
    """All of one practice, the newest first, each with the question that it answered."""
    blocks = [block for place in kept.of(name) for block in _place(kept, place)]
    nothing = [] if blocks else [section(words["mine.none_left"].fill())]
    head = [header(words[f"of.{name}"]), buttons(act(words, "mine", ""))]
    return page(words, "mine", *head, *nothing, *blocks)


def _place(kept: Mine, place: Place) -> list[Block]:
    here = zone(kept.person.zone)
    asked = [context(words["mine.asked"].fill()), *quote(place.asked)] if place.asked else []
    texts = [block for text in place.texts for block in quote(text.said, attribution=when(text.at, here))]
    back = [buttons(act(words, "take_back", place.id))] if place.back else []
    return [divider(), *asked, *texts, *back]


def copy_by_link(link: str) -> View:
    """Where they fetch it: the link stands here and nowhere else."""
    lines = [words["copy.link_text"].fill(), words["copy.link"].fill(link=Markup(link))]
    return page(words, "copy", *map(section, lines), buttons(act(words, "mine", "")))


def copy_by_code(code: str, person_id: str) -> View:
    """Where there is nothing to fetch it from: the code that a file is sealed with for them."""
    lines = [words["copy.code_text"].fill(), words["copy.code"].fill(code=code)]
    lines.append(words["copy.code_how"].fill(person=person_id))
    return page(words, "copy", *map(section, lines), buttons(act(words, "mine", "")))


def taken_back(name: str) -> View:
    """That it is gone, and the way to what is left."""
    row = buttons(act(words, "mine_of", name, says=words["do.left"]), act(words, "mine", ""))
    return page(words, "mine", section(words["mine.taken_back"].fill()), row)


def before() -> View:
    """What goes, what stays and why, to read before somebody is forgotten."""
    parts = [section(words[f"forget.{name}"].fill()) for name in ("goes", "stays", "slack", "after")]
    return page(
        words, "forget", *parts, buttons(act(words, "forget_sure", ""), act(words, "mine", "")), *talk()
    )


def forget() -> View:
    """Asked once more: it needs a tick."""
    sure = tick("sure", words["forget.label"], beside=words["forget.sure"])
    return form(words, "forget", "", section(words["forget.once_more"].fill()), sure)
