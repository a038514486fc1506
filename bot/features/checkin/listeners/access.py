"""The round that somebody asks for, if they may have it: to look at, or to change.

A short check-in is its channel's: who is there now is asked of Slack before anything is read or locked. A
set's meetings are for those who were asked to them.
"""

from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.meeting.flow import standing
from bot.features.checkin.models import COMMITMENT, MEETING, NAME, RHYTHM, SET, is_in
from bot.features.checkin.set import flow as sets
from bot.right import Role, may
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round
from bot.slack.asked import Who
from bot.slack.members import Members
from bot.store import Db, Store


def inside(store: Store, members: Members, round_id: str, who: Who) -> None:
    """Refuses whoever is not in the channel of a check-in or of a rhythm."""
    with store.read() as db:
        round_ = queries.find(db, who.team, round_id, NAME)
    if round_.channel_id and round_.kind in (MEETING, RHYTHM):
        members.check(round_.channel_id, who.id)


def meeting(db: Db, round_id: str, who: Who) -> Round:
    """The meeting to look at, with what this person may read of it; ask `inside` first."""
    round_ = queries.find(db, who.team, round_id, NAME, MEETING)
    _may_look(round_, who)
    return queries.unseal(db, round_, lambda r: standing.readable(round_, r, who.id))


def in_meeting(db: Db, round_id: str, who: Who) -> Round:
    """The same, for whoever is in it."""
    round_ = meeting(db, round_id, who)
    standing.taking_part(round_, who.id)
    return round_


def own(db: Db, round_id: str, who: Who, *, lock: bool = False) -> Round:
    """The meeting, with this person's own words alone: theirs also when they have left it."""
    round_ = (queries.lock if lock else queries.find)(db, who.team, round_id, NAME, MEETING)
    may("withdraw", round_.roles(who.id))
    return queries.unseal(db, round_, lambda r: r.author_id == who.id)


def held(db: Db, round_id: str, who: Who) -> Round:
    """The meeting, locked, with what its rules weigh; ask `inside` first."""
    round_ = queries.lock(db, who.team, round_id, NAME, MEETING)
    _may_look(round_, who)
    return queries.unseal(db, round_, lambda r: standing.readable(round_, r, who.id))


def commitment(db: Db, round_id: str, who: Who, *, lock: bool = False) -> Round:
    """A commitment, with what this person may read of it."""
    round_ = (queries.lock if lock else queries.find)(db, who.team, round_id, NAME, COMMITMENT)
    may("take part", round_.roles(who.id))
    return queries.unseal(db, round_, lambda r: commitments.readable(round_, r, who.id))


def set_(db: Db, round_id: str, who: Who, *, lock: bool = False) -> Round:
    """A set, for whoever was asked into it; its name for its members."""
    round_ = (queries.lock if lock else queries.find)(db, who.team, round_id, NAME, SET)
    may("take part", round_.roles(who.id))

    def readable(_: Reply) -> bool:
        return is_in(round_, who.id)

    return queries.unseal(db, round_, readable)


def in_set(db: Db, round_id: str, who: Who, *, lock: bool = False) -> Round:
    round_ = set_(db, round_id, who, lock=lock)
    sets.member(round_, who.id)
    return round_


def _may_look(round_: Round, who: Who) -> None:
    around = {Role.AROUND} if round_.channel_id else set()
    may("join", round_.roles(who.id) | around)
