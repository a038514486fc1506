"""The page before somebody says something, and what they do with it then."""

from bot.features.mylog.cards import words
from bot.features.mylog.models import MOST
from bot.rounds.showing import closing
from bot.rounds.showing.pages import form, page, talk
from bot.slack.blocks import View, buttons, quote, section, text_input, tick

PARTS = ("say", "fear", "kindly")
LINE = 500  # characters: what a question may have


def before(pair_id: str) -> View:
    boxes = [
        text_input(
            part,
            words[f"before.{part}"],
            optional=True,
            max_length=LINE if part == "kindly" else MOST,
            focus=part == "say",
        )
        for part in PARTS
    ]
    return form(
        words,
        "before",
        pair_id,
        *boxes,
        tick("keep", words["before.keep_label"], beside=words["before.keep"]),
        *talk(),
        reads=words["before.reads"].fill(),
    )


def after(line: str, pair_id: str, *, kept: bool, paired: bool) -> View:
    """It may end here. The line goes along in the button alone, and is theirs to change and send."""
    puts = closing.door("put", f"{pair_id}|{line}", style="primary") if line and paired else []
    offered = [section(words["after.line"].fill()), *quote(line), buttons(*puts)] if puts else []
    return page(words, "after", section(words["after.kept" if kept else "after.not_kept"].fill()), *offered)
