"""The listening rounds in a person's Home tab: what waits for them, and what they can read again."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.listening.cards.saying import act, words
from bot.features.listening.flow import standing
from bot.features.listening.models import LISTENING, RHYTHM, Step, facts, is_in
from bot.features.listening.rhythm import cards as rhythm
from bot.rounds.keeping.models import Round, Status
from bot.rounds.showing.drawing import Entry, Weight
from bot.slack.blocks import Block
from bot.words import Markup


def home(rounds: Sequence[Round], person_id: str, _: datetime) -> list[Entry]:
    """Nothing where there is nothing."""
    mine = [round_ for round_ in rounds if round_.kind == LISTENING and facts(round_)["there"]]
    there = [(round_, _weight(round_, person_id)) for round_ in mine]
    planned = [round_ for round_ in rounds if round_.kind == RHYTHM]
    entries = [_entry(round_, weight) for round_, weight in there if weight]
    return entries + [e for round_ in planned for e in rhythm.entry(round_, round_.seat(person_id))]


def _weight(round_: Round, person_id: str) -> Weight | None:
    if standing.awaits(round_, person_id):
        return Weight.WAITS
    if not is_in(round_, person_id):
        return None
    if round_.status in (Status.RUNNING, Status.PAUSED):
        return Weight.GOES_ON
    return Weight.WORDS if round_.of_kind("open") else None


def _entry(round_: Round, weight: Weight) -> Entry:
    line = words["home.line"].fill(channel=Markup(f"<#{round_.channel_id}>"))
    due = round_.ends_at if weight is Weight.WAITS else None
    return Entry(weight, line, _door(round_, weight), standing.question(round_), of=round_, due=due)


def _door(round_: Round, weight: Weight) -> Block:
    waits = {Step.WRITE: "write", Step.READ: "read"}.get(Step(round_.step), "menu")
    return act({Weight.WORDS: "read_again", Weight.GOES_ON: "menu"}.get(weight, waits), round_)
