"""The reflection that somebody asks for, if they may have it: with what they may read, or to change."""

from bot.features.reflection.flow import standing
from bot.features.reflection.models import NAME, REFLECTION, WEEKLY
from bot.right import may
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.slack.asked import Who
from bot.store import Db


def mine(db: Db, round_id: str, who: Who) -> Round:
    """The round, locked, for somebody who takes part; their own words and the note unsealed to compare."""
    round_ = queries.lock(db, who.team, round_id, NAME, REFLECTION)
    may("take part", round_.roles(who.id))
    return queries.unseal(db, round_, lambda r: r.kind == "note")


def rhythm(db: Db, round_id: str, who: Who) -> Round:
    """The rhythm of their questions, locked, for somebody who is asked them."""
    round_ = queries.lock(db, who.team, round_id, NAME, WEEKLY)
    may("take part", round_.roles(who.id))
    return round_


def taking_part(db: Db, round_id: str, who: Who) -> Round:
    """The round, with what this person may read of it, for somebody who takes part."""
    round_ = queries.find(db, who.team, round_id, NAME, REFLECTION)
    may("take part", round_.roles(who.id))
    return page_of(db, round_, who)


def readable(db: Db, round_id: str, who: Who) -> Round:
    """The same, for somebody who may have left: their own words stay their own."""
    round_ = queries.find(db, who.team, round_id, NAME, REFLECTION)
    may("withdraw", round_.roles(who.id))
    return page_of(db, round_, who)


def page_of(db: Db, round_: Round, who: Who) -> Round:
    return queries.unseal(db, round_, lambda r: standing.may_read(round_, r, who.id))
