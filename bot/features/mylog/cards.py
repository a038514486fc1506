"""What stands of a log outside its own page: a card where somebody asked to be asked, and lines in Home."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.mylog.models import MONTHLY
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing.drawing import Drawing, Entry, Weight, to_each
from bot.rounds.showing.sentences import act, whisper
from bot.slack.blocks import Message
from bot.words import Words

words = Words("mylog")


def draw(round_: Round) -> dict[str, Drawing]:
    """Nothing, before they asked to be asked and the day has come."""
    return to_each(card)(round_)


def card(_: Round, __: Seat) -> Message:
    """It says that a question is there, never which, and nothing of what was written."""
    row = [act(words, "next", MONTHLY, primary=True)]
    row += [act(words, name, "") for name in ("open", "quiet", "how")]
    return whisper(words["card.asks"].fill(), *row)


def home(_: Sequence[Round], __: str, ___: datetime) -> list[Entry]:
    """In a person's Home tab: the doors. Whether there is anything in it nobody sees who looks on."""
    return [
        Entry(Weight.WORDS, words["home.log"].fill(), act(words, "open", "")),
        Entry(Weight.BEGIN, words["home.before"].fill(), act(words, "before", "")),
    ]
