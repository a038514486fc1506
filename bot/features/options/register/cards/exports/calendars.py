"""A calendar: when what holds is looked at again, and the days of first steps."""

from datetime import datetime

from bot.features.options.models import STANDING, Record, day_from
from bot.features.options.register.cards.exports.parts import bare
from bot.features.options.register.cards.saying import TITLE, texts, words
from bot.rounds.showing.calendar import Entry, calendar
from bot.slack.text import cut

_TOLD = ("decision", "first_step", "owner", "know", "harms", "stop")


def write(records: list[list[Record]], _channel_name: str, now: datetime) -> str:
    return calendar([entry for kept in records for entry in entries(kept[-1])], now)


def entries(record: Record) -> list[Entry]:
    """The days of an agreement that holds."""
    days = {"": ("look", record.review_at), "-first": ("first", day_from(record.words["first_day"]))}
    title, text = cut(bare(record.title), TITLE) or "–", _text(record)
    return [
        Entry(f"{record.id}{which}", record.version, at, words[f"copy.{key}"].plain(title=title), text)
        for which, (key, at) in days.items()
        if at and record.state in STANDING
    ]


def _text(record: Record) -> str:
    written = {name: said for name, said in texts(record).items() if name in _TOLD and said}
    return "\n\n".join(f"{words[f'field.{name}']}:\n{written[name]}" for name in _TOLD if name in written)
