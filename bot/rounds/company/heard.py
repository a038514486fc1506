"""What was heard before: a request that Slack repeats, a button pressed twice on the same page."""

from datetime import datetime

from bot.rounds.keeping import queries
from bot.rounds.keeping.models import id_from
from bot.slack.asked import MODAL, Asked
from bot.store import Db

_MOST = 128  # what there is room for


def first_time(db: Db, asked: Asked, now: datetime) -> bool:
    """False where this was heard before: sent once more after trouble, or pressed twice on the same page."""
    request = page(asked) if asked.kind == MODAL else asked.request
    return queries.once(db, asked.who.team, f"{asked.verb}:{request}"[:_MOST], now)


def pressed(db: Db, asked: Asked, now: datetime) -> tuple[bool, bool]:
    """Whether this press was not heard before, and whether it is the first one on its page."""
    ids = [id_from(asked.verb, asked.value, *one) for one in ((asked.request,), ("page", page(asked)))]
    new, first = [queries.once(db, asked.who.team, id_, now) for id_ in ids]  # each is kept
    return new, first


def page(asked: Asked) -> str:
    """The form as it stood when somebody pressed in it; elsewhere the press itself."""
    view = asked.view or {}
    return f"{view['id']}:{view['hash']}" if view.get("hash") else asked.request
