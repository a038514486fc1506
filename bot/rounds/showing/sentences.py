"""Small pieces of sentences that every practice's cards share."""

from datetime import datetime

from bot.refusal import Refusal
from bot.rounds.keeping.models import Round
from bot.rounds.time.rhythm import Rhythm
from bot.slack.blocks import Block, button
from bot.words import Words

words = Words("common")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def every(kept: Rhythm) -> str:
    """For example "every Thursday at 15:00"."""
    if kept.weekday is None:
        return words["rhythm.every_day"].plain(time=kept.at)
    day = words[f"weekday.{_DAYS[kept.weekday]}"]
    key = "every_fortnight" if kept.every == "fortnight" else "every_week"
    return words[f"rhythm.{key}"].plain(day=day, time=kept.at)


def rhythm_row(feature: str, round_: Round, planned: datetime) -> list[Block]:
    """Leave out the one that is planned next, rest, stop: `<feature>.rhythm_skip` and so on."""
    value = f"{round_.id}|{planned.isoformat()}"
    return [
        button(words[f"do.rhythm_{name}"], f"{feature}.rhythm_{name}", value)
        for name in ("skip", "snooze", "stop")
    ]


def planned(value: str) -> datetime:
    """The moment that such a button names; refuses what is none."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise Refusal("common.not_here_any_more") from None
    if moment.tzinfo is None:
        raise Refusal("common.not_here_any_more")
    return moment
