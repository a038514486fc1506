"""From Slack, where a workspace lets it read threads: somebody writes there while another has the floor.

Nothing of it is stored. Its author alone is asked whether it shall be kept for their turn.
"""

from datetime import datetime

from bot.clock import Clock
from bot.features.listening import flow
from bot.features.listening.cards.saying import act, words
from bot.features.listening.flow import floor
from bot.features.listening.forms import ANSWER_MAX
from bot.features.listening.listeners.access import presses
from bot.features.listening.models import NAME, Pace, facts, is_in, pace
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from bot.rounds.showing.sentences import name_of, whisper
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message
from bot.slack.forms import Form, unescape
from bot.slack.surface import Ack
from bot.store import Store


def posted(ack: Ack, asked: Asked, who: Who, channel: str, store: Store, clock: Clock) -> None:
    """A message in the thread of a card, by somebody who does not have the floor: "shall I keep this?"."""
    event, round_ = asked.event or {}, None
    thread, text = str(event.get("thread_ts") or ""), unescape(asked.text)
    if thread and text and not (event.get("subtype") or event.get("bot_id")):
        with store.begin() as db:
            if queries.once(db, who.team, f"overheard:{asked.request}", clock()):
                round_ = queries.at(db, who.team, channel, thread, NAME)
    ack(_shall_i(round_, text) if round_ and _out_of_turn(round_, who.id) else None)


def keep_it(round_: Round, me: str, form: Form, text: str, now: datetime) -> None:
    """Yes, for my turn: it is kept as if they had written it under "I'd like to say something"."""
    flow.say_later(round_, me, text, now)


def _out_of_turn(round_: Round, person_id: str) -> bool:
    going = round_.status == Status.RUNNING and pace(round_) is not Pace.GATHER and floor.goes_round(round_)
    return going and facts(round_)["holder"] not in ("", person_id) and is_in(round_, person_id)


def _shall_i(round_: Round, text: str) -> Message:
    # Their own words, on a message that only they can see, of what they have just posted themselves.
    row = [act("keep_it", round_, primary=True, value=text[:ANSWER_MAX]), act("leave_it", round_)]
    return whisper(words["overheard"].fill(holder=name_of(round_, facts(round_)["holder"])), *row)


OVERHEARS: Listeners = {"message.channels": posted, "message.groups": posted}
ACTIONS: Listeners = {
    "listening.keep_it": presses.sends(keep_it, "noted", aloud=True),
    "listening.leave_it": lambda ack: ack(),
}
