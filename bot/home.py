"""The App Home tab: each feature hands in its part."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.rounds.feature import Feature
from bot.slack.blocks import Block, context, divider, section
from bot.store import Store
from bot.words import Words

words = Words("common")

MOST = 100  # blocks in a view (docs: surfaces, modals and Home tabs)


def home(
    store: Store, features: Iterable[Feature], team: str, person_id: str, now: datetime
) -> dict[str, Any]:
    """The view to publish for one person; it holds nothing that another person wrote in private."""
    blocks: list[Block] = [section(words["home.hello"].fill())]
    with store.read() as db:
        for feature in features:
            if feature.home:
                blocks += [*feature.home(db, team, person_id, now), divider()]
    blocks = [*blocks[: MOST - 1], context(words["home.foot"].fill())]
    return {"type": "home", "blocks": blocks}
