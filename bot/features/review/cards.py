"""What people read of a look at how we talk, beside what every practice draws."""

from bot.features.review.flow import KEEP, NOTICE, TRY, VIEW
from bot.rounds.keeping.models import Round
from bot.rounds.practice.declared import CLOSED, chosen
from bot.rounds.showing import pages
from bot.slack.blocks import Block, View, quote, section
from bot.words import Words

words = Words("review")


def what_we_chose(round_: Round, _: str) -> list[Block]:
    """When it is over: the one thing to keep, and the one to try."""
    found = {box.kind: chosen(round_, box) for box in (KEEP, TRY) if round_.step == CLOSED}
    return [
        part
        for kind, text in found.items()
        if text
        for part in (section(f"*{words[f'chosen.{kind}']}*"), *quote(text))
    ]


def alone() -> View:
    """The same questions to think about, for two, or for one: nothing is sent from here."""
    asked = [box for box in (*VIEW, *NOTICE) if not box.about and box.kind != "noticed"]
    lines = "\n".join(f"• {words[f'box.{box.kind}']}" for box in asked)
    return pages.page(words, "alone", section(words["alone.intro"].fill()), section(lines))
