"""The page on which somebody reads where help is, and writes to one person if they like."""

from collections.abc import Sequence

from bot.features.support.cards import away, words
from bot.features.support.models import MOST
from bot.rounds.keeping.models import Seat
from bot.rounds.showing.pages import form, page
from bot.rounds.showing.sentences import called
from bot.slack.blocks import Block, View, choice, context, section, text_input


def talk(support: str, people: Sequence[Seat], gone: str) -> View:
    """Whom the operator's text names; whom one can write to from here, and who is `gone` (their names)."""
    help_ = words["talk.support"].fill(support=support) if support else words["talk.no_support"].fill()
    head = [section(help_), section(words["talk.watching"].fill())]
    if gone:
        head.append(context(words["talk.gone"].fill(names=gone)))
    return write_to(head, people) if people else page(words, "talk", *head)


def write_to(head: Sequence[Block], people: Sequence[Seat]) -> View:
    """The same, with a box, and whom it goes to."""
    who = [(seat.person_id, called(seat)) for seat in people]
    lines = [context(away(seat)) for seat in people if seat.back_at and seat.away_shown]
    return form(
        words,
        "send",
        "",
        *head,
        *lines,
        choice("who", words["send.who"], who, chosen=who[0][0] if len(who) == 1 else None),
        text_input("words", words["send.words"], max_length=MOST),
        reads=words["send.reads"].fill(),
    )
