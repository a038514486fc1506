"""The matter that somebody asks for, if they may have it: to look at, or to change.

Who may is who is in its channel now, as Slack says: asked before anything is read or locked.
"""

from bot.features.options import flow
from bot.features.options.flow import standing
from bot.features.options.models import MATTER, NAME
from bot.refusal import Refusal
from bot.right import may
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.slack.asked import Who
from bot.slack.members import Members
from bot.store import Db, Store


def inside(store: Store, members: Members, round_id: str, who: Who) -> str:
    """The channel of the matter; refuses whoever is not in it."""
    with store.read() as db:
        round_ = queries.find(db, who.team, round_id, NAME, MATTER)
    if not round_.channel_id:
        raise Refusal("common.not_here_any_more")
    members.check(round_.channel_id, who.id)
    return round_.channel_id


def look(store: Store, members: Members, round_id: str, who: Who) -> Round:
    """The matter to look at, with what this person may read of it."""
    inside(store, members, round_id, who)
    with store.read() as db:
        round_ = queries.find(db, who.team, round_id, NAME, MATTER)
        return queries.unseal(db, round_, lambda r: standing.readable(round_, r, who.id))


def held(db: Db, round_id: str, who: Who, *, joins: bool = False) -> Round:
    """The matter, locked, with all that its rules weigh; `joins` gives whoever acts a place from then on."""
    round_ = queries.lock(db, who.team, round_id, NAME, MATTER)
    if joins:
        flow.take_part(round_, queries.seat(db, who.team, who.id))
    may("take part", round_.roles(who.id))
    return queries.unseal(db, round_, lambda _: True)
