"""The matters in a person's Home tab: only that something waits, and where. What it is, its channel knows."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.options.cards.saying import act, words
from bot.features.options.flow import standing
from bot.rounds.keeping.models import Round
from bot.rounds.showing.drawing import Entry, Weight
from bot.words import Markup


def home(rounds: Sequence[Round], person_id: str, _: datetime) -> list[Entry]:
    """Nothing where there is nothing."""
    return [_entry(round_) for round_ in rounds if standing.awaits(round_, person_id)]


def _entry(round_: Round) -> Entry:
    line = words["home.waiting"].fill(channel=Markup(f"<#{round_.channel_id}>"))
    return Entry(Weight.WAITS, line, act("menu", round_, says=words["do.look_at"]))
