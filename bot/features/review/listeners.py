"""How a look at how we talk begins: typed, or from the close of a talk."""

from bot.clock import Clock
from bot.features.review import cards
from bot.features.review.flow import LEAST, PRACTICE
from bot.refusal import Refusal
from bot.rounds.feature import Listeners
from bot.rounds.keeping.models import id_from
from bot.rounds.practice.install import starts
from bot.rounds.showing import closing
from bot.rounds.showing.sentences import whisper
from bot.settings import Settings
from bot.slack.asked import Who
from bot.slack.blocks import View
from bot.slack.forms import mentions
from bot.slack.surface import Ack, Afterwards
from bot.store import Store

STARTS = starts(PRACTICE)


def start(
    ack: Ack, text: str, channel: str, request: str, who: Who, store: Store, clock: Clock, settings: Settings
) -> View | Afterwards | None:
    """`/alongside review [@ana @ben] [what about]`; a page for two, and in direct messages."""
    named = mentions(text)[0]
    if channel.startswith("D") or (named and len({who.id, *named}) < LEAST):
        return cards.alone()
    return STARTS.typed(ack, text, channel, request, who, store, clock, settings)


def look_back(ack: Ack, value: str, who: Who, store: Store, clock: Clock, settings: Settings) -> View | None:
    """From the close of a talk: those who were in it are asked, where it was, or apart; a page for two."""
    with store.begin() as db:
        talk = closing.origin(db, who.team, value, who.id)
        if len({who.id, *talk.people}) < LEAST:
            return cards.alone()
        id_, place = id_from(who.team, PRACTICE.name, value), talk.channel_id
        about = cards.words["about"].plain(question=talk.title) if talk.title else ""
        begun = STARTS.begin(
            db, who, talk.people, place, about, id_, clock(), settings, subject=talk.subject_id, stands=True
        )
        if not begun:
            raise Refusal("review.refused.asked_before")
    ack(whisper(cards.words["receipt.asked_all"].fill()))
    return None


ACTIONS: Listeners = {"review.look_back": look_back}
