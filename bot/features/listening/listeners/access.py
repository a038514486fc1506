"""The listening round that somebody asks for, if they may have it: to look at, or to change."""

from bot.features.listening.flow import standing
from bot.features.listening.models import NAME
from bot.right import Role, may
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.slack.asked import Who
from bot.store import Db


def mine(db: Db, round_id: str, who: Who) -> Round:
    """The round, locked, for somebody who has a place in it; with what its rules compare."""
    round_ = queries.lock(db, who.team, round_id, NAME)
    may("take part", round_.roles(who.id))
    return queries.unseal(db, round_, lambda r: r.kind in ("question", "ear"))


def to_join(db: Db, round_id: str, who: Who, channel: str) -> Round:
    """The round, locked, for somebody who sees it where it was posted, or was asked by name."""
    round_ = queries.lock(db, who.team, round_id, NAME)
    may("join", _roles(round_, who, channel))
    return queries.unseal(db, round_, lambda r: standing.readable(round_, r, who.id))


def around(db: Db, round_id: str, who: Who, channel: str) -> Round:
    """The round to look at, for the same people: with what this person may read of it."""
    round_ = queries.find(db, who.team, round_id, NAME)
    may("join", _roles(round_, who, channel))
    return queries.unseal(db, round_, lambda r: standing.readable(round_, r, who.id))


def taking_part(db: Db, round_id: str, who: Who) -> Round:
    """The round to look at, for somebody who has a place in it."""
    round_ = queries.find(db, who.team, round_id, NAME)
    may("take part", round_.roles(who.id))
    return queries.unseal(db, round_, lambda r: standing.readable(round_, r, who.id))


def of_author(db: Db, round_id: str, who: Who) -> Round:
    """The round, locked, for somebody who may have left: their own words stay their own."""
    round_ = queries.lock(db, who.team, round_id, NAME)
    may("withdraw", round_.roles(who.id))
    return round_


def page_of(db: Db, round_: Round, who: Who) -> Round:
    return queries.unseal(db, round_, lambda r: standing.readable(round_, r, who.id))


def _roles(round_: Round, who: Who, channel: str) -> set[Role]:
    around_ = {Role.AROUND} if channel and channel == round_.channel_id else set()
    return round_.roles(who.id) | around_
