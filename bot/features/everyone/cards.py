"""What people read of a question for a channel, beside what every practice draws; and the forms to ask it."""

from collections.abc import Sequence

from bot.features.everyone.flow import came_about
from bot.rounds.keeping.models import Round, Status
from bot.rounds.practice.declared import CLOSED, joined
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import whisper
from bot.slack.blocks import Message, View, channel, text_input, tick
from bot.words import Markup, Words

words = Words("everyone")
QUESTION_MAX = 500  # characters


def counted(round_: Round, me: str) -> Sequence[Markup]:
    """How many joined, for the channel; that it did not come about, where that is so, for everybody."""
    lines, many = list[Markup](), len(joined(round_))
    if round_.step == CLOSED and not came_about(round_):
        lines.append(words["card.alone"].fill())
    if many and not me and round_.status in (Status.RUNNING, Status.PAUSED):
        lines.append(words["card.joined_one" if many == 1 else "card.joined"].fill(count=many))
    return lines


def usage() -> Message:
    return whisper(words["usage"].fill())


def opened(place: str, question: str = "") -> View:
    """The form to ask it in; in a direct message the channel is to be chosen first."""
    return ask(place, question) if place.startswith(("C", "G")) else where(question)


def where(question: str = "") -> View:
    """Which channel, and what: nothing is posted from here."""
    return pages.form(
        words,
        "where",
        "",
        channel("channel", words["where.channel"]),
        _question(question),
        reads=words["where.reads"].fill(),
    )


def ask(place: str, question: str = "") -> View:
    """Who will read it, before it is posted."""
    unsigned = tick(
        "unsigned", words["ask.unsigned"], beside=words["ask.without"], hint=words["ask.unsigned_hint"]
    )
    reads = words["ask.reads"].fill(channel=Markup(f"<#{place}>"))
    return pages.form(words, "ask", place, _question(question), unsigned, reads=reads)


def asked(place: str) -> View:
    """That it stands there now."""
    return pages.done(words, "asked", channel=Markup(f"<#{place}>"))


def _question(question: str) -> dict[str, object]:
    return text_input("question", words["ask.question"], value=question, max_length=QUESTION_MAX, focus=True)
