"""How a question for a channel begins: typed, or from a form; posted when its asker has read who reads it."""

from dataclasses import replace

from bot.clock import Clock
from bot.features.everyone import cards
from bot.features.everyone.flow import NAME, PRACTICE, ask_unsigned
from bot.rounds.company.standing import short_enough
from bot.rounds.feature import Listeners
from bot.rounds.keeping.models import id_from
from bot.rounds.practice.install import starts
from bot.rounds.showing import meant
from bot.settings import Settings
from bot.slack.asked import Who
from bot.slack.blocks import View
from bot.slack.forms import Form, unescape
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Store

SIGNED = starts(PRACTICE)
UNSIGNED = replace(SIGNED, asks=ask_unsigned)


def start(ack: Ack, text: str, channel: str) -> View | None:
    """`/reflect How are we? -- everybody`: the page that says who will read it, and asks nobody yet."""
    question = unescape(meant.dashed(text)[0])
    if question.lower() == meant.HELP:
        ack(cards.usage())
        return None
    if question:
        short_enough(NAME, question, cards.QUESTION_MAX)
    return cards.opened(channel, question)


def new(value: str) -> View:
    """From a button, which may know the channel."""
    return cards.opened(value, "")


def where(ack: Ack, form: Form) -> None:
    """The channel is chosen: who will read it there."""
    short_enough(NAME, form.text("question"), cards.QUESTION_MAX)
    ack(cards.ask(form.channel("channel"), form.text("question")))


def ask(
    ack: Ack,
    meta: str,
    form: Form,
    request: str,
    who: Who,
    store: Store,
    clock: Clock,
    members: Members,
    settings: Settings,
) -> None:
    """*Ask this channel*: by somebody who is in it, as the app is."""
    question = form.text("question")
    short_enough(NAME, question, cards.QUESTION_MAX)
    members.check(meta, who.id, anew=True)
    begins, id_ = UNSIGNED if form.ticked("unsigned") else SIGNED, id_from(who.team, NAME, request)
    with store.begin() as db:
        begins.begin(db, who, (), meta, question, id_, clock(), settings, stands=True)
    ack(cards.asked(meta))


DASHED: Listeners = {f"/reflect -- {meant.EVERYBODY}": start}
SHOWS: Listeners = {"everyone.new": new}
FORMS: Listeners = {"everyone.where": where, "everyone.ask": ask}
