"""A card that Slack took and never told us of, and that was posted once more: a press on it says where it is.

Where nobody may look into a conversation, nothing else does. It is one of the card's older ones then, and
goes as they do; the press itself is as good as on any other.
"""

from bot.rounds.showing import outbox
from bot.slack.asked import Asked
from bot.store import Store


def heard(store: Store, asked: Asked) -> None:
    """Whoever pressed a card's button told where it stands: that is kept, where nobody knew."""
    where = asked.who.team, asked.card, asked.channel, asked.ts
    with store.read() as db:
        stray = outbox.is_stray(db, *where)
    if stray:
        with store.begin() as db:
            outbox.found(db, *where)
