"""The matters in a person's Home tab: only that something waits, and where. What it is, its channel knows."""

from datetime import datetime

from bot.features.options.cards.saying import act, words
from bot.features.options.flow import standing
from bot.features.options.models import NAME
from bot.rounds.keeping import queries
from bot.slack.blocks import Block, header, section
from bot.store import Db
from bot.words import Markup

MOST = 5


def home(db: Db, team: str, person_id: str, _: datetime) -> list[Block]:
    """Nothing where there is nothing."""
    mine = [r for r in queries.of_person(db, team, person_id, NAME) if standing.awaits(r, person_id)]
    lines: list[Block] = []
    for round_ in mine[:MOST]:
        line = words["home.waiting"].fill(channel=Markup(f"<#{round_.channel_id}>"))
        lines.append(section(line) | {"accessory": act("menu", round_, says=words["do.look_at"])})
    return [header(words["home.title"]), *lines] if lines else []
