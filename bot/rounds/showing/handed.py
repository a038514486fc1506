"""What somebody is asked to look after, as a line at home: offered and answered alike in all practices."""

from collections.abc import Sequence

from bot.rounds.company.common import common
from bot.rounds.keeping.models import Round, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing.drawing import Entry, Weight
from bot.rounds.showing.sentences import host_of
from bot.words import Markup, phrase


def handed(rounds: Sequence[Round], person_id: str) -> list[Entry]:
    """Of these, what this person is asked to look after, while it goes on or rests."""
    going = [round_ for round_ in rounds if round_.status in (Status.RUNNING, Status.PAUSED)]
    return [_line(round_) for round_ in going if common(round_).get("handing") == person_id]


def _line(round_: Round) -> Entry:
    key, channel = "handing_in" if round_.channel_id else "handing", Markup(f"<#{round_.channel_id}>")
    line = phrase(f"{round_.feature}.home.{key}").fill(host=host_of(round_), channel=channel)
    return Entry(Weight.WAITS, line, quoted=text_of(round_, "question"), of=round_)
