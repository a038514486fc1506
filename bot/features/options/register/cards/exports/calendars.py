"""A calendar: when what holds is looked at again."""

from datetime import datetime

from bot.features.options.models import STANDING, Record
from bot.features.options.register.cards.exports.parts import bare
from bot.features.options.register.cards.saying import TITLE, texts, words
from bot.rounds.showing.calendar import Entry, calendar
from bot.slack.text import cut

# No day is asked for with a first step: it stands in the entry.
_TOLD = ("decision", "first_step", "owner", "know", "harms", "stop")


def write(records: list[list[Record]], _channel_name: str, now: datetime) -> str:
    return calendar([_entry(kept[-1], now) for kept in records if looked_at(kept[-1])], now)


def looked_at(record: Record) -> bool:
    """Whether it holds, and has a day on which it is looked at again."""
    return record.state in STANDING and record.review_at is not None


def _entry(record: Record, now: datetime) -> Entry:
    title = words["copy.look"].plain(title=cut(bare(record.title), TITLE) or "–")
    return Entry(record.id, record.version, record.review_at or now, title, _text(record))


def _text(record: Record) -> str:
    written = {name: said for name, said in texts(record).items() if name in _TOLD and said}
    return "\n\n".join(f"{words[f'field.{name}']}:\n{written[name]}" for name in _TOLD if name in written)
