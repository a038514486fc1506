"""From whoever runs the bot: a copy of all that a channel has in its register."""

from datetime import datetime

from bot.features.options.register import queries as register
from bot.features.options.register.cards import exports
from bot.features.options.register.queries import records
from bot.rounds.feature import Exports
from bot.store import Db


def copy(db: Db, team: str, channel: str, fmt: str, now: datetime) -> tuple[str, bytes] | None:
    """The file's name and what is in it; the channel is told. None where it has no records."""
    kept = records.everything(db, team, channel)
    if not kept:
        return None
    register.tell(db, team, channel, "", fmt, now)
    return exports.export(kept, fmt, channel_name=channel, now=now)


EXPORTS = Exports(records.workspaces, copy)
