"""A round that somebody asks for, if they may have it: to look at, or to change."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.people import queries as people
from bot.refusal import Refusal
from bot.right import OWN, Role, may
from bot.rounds.company.own import Own, may_read
from bot.rounds.company.there import confirm
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round
from bot.slack.asked import Who
from bot.slack.members import Members
from bot.store import Db, Store


@dataclass(frozen=True)
class Door:
    """How the rounds of one kind are reached.

    `readable` is the practice's one rule of who reads which reply. `weighed` names what its rules compare,
    whoever acts; where it is None, they get what that person may read. `of_channel`: it belongs to its
    channel, and who is there now is asked of Slack before anything is read or locked. `in_channel`: it stands
    in one, and is for those who joined; who of them is there now is asked before they read what others wrote.

    In either, whoever is not in the channel just now reads nothing of others and does nothing but what is
    about themself (`right.OWN`).
    """

    feature: str
    kind: str
    readable: Callable[[Round, Reply, str], bool]
    weighed: Callable[[Reply], bool] | None = None
    of_channel: bool = False
    in_channel: bool = False

    def inside(
        self, store: Store, members: Members, round_id: str, who: Who, *, verb: str = "", others: bool = False
    ) -> str:
        """The round's channel, where it is its channel's; else "". Refuses whoever is not in it.

        Asked before somebody does what is not about themself alone, reads what `others` wrote, or comes back.
        """
        if verb in OWN or not (self.of_channel or self.in_channel):
            return ""
        with store.read() as db:
            round_ = queries.find(db, who.team, round_id, self.feature, self.kind)
        outside = Role.OUTSIDE in round_.roles(who.id)
        if round_.channel_id and (self.of_channel or others or outside):
            confirm(store, members, round_, who.id, reads=others)
        return round_.channel_id or "" if self.of_channel else ""

    def may_read_others(self, store: Store, members: Members, round_id: str, who: Who) -> bool:
        """Whether they are in its channel, so that they read more than their own words."""
        try:
            self.inside(store, members, round_id, who, others=True)
        except Refusal:
            return False
        return True

    def look(
        self,
        db: Db,
        round_id: str,
        who: Who,
        *,
        channel: str = "",
        verb: str = "take part",
        others: bool = True,
    ) -> Round:
        """The round, only to look at, with what this person may read of it; not `others`: their own words.

        `channel` is where they pressed: whoever sees it where it was posted is around it. Refuses whoever
        may not do `verb`, and where there is no such round.
        """
        round_ = queries.find(db, who.team, round_id, self.feature, self.kind)
        for seat in round_.seats:
            seat.outside |= seat.person_id == who.id and not others
        return self.seen(db, self._for(round_, who, channel, verb), who)

    def held(self, db: Db, round_id: str, who: Who, *, channel: str = "", verb: str = "take part") -> Round:
        """The round, locked, with what its rules weigh; refuses like `look`, and what others changed."""
        round_ = queries.lock(db, who.team, round_id, self.feature, self.kind)
        if round_.forged:
            raise Refusal("common.changed_outside")
        self._for(round_, who, channel, verb)
        return queries.unseal(db, round_, self.weighed or (lambda r: self._reads(round_, r, who.id)))

    def seen(self, db: Db, round_: Round, who: Who) -> Round:
        """The same round as this person may read it now, and no more: a step may have come since.

        Only to look at: what was unsealed for the rules is out of it.
        """
        queries.unseal(db, round_, lambda reply: self._reads(round_, reply, who.id))
        mine = [r if self._reads(round_, r, who.id) else replace(r, text=None) for r in round_.replies]
        return replace(round_, replies=mine)

    def _reads(self, round_: Round, reply: Reply, person_id: str) -> bool:
        outside = any(seat.person_id == person_id and seat.outside for seat in round_.seats)
        return (reply.author_id == person_id or not outside) and self.readable(round_, reply, person_id)

    def _for(self, round_: Round, who: Who, channel: str, verb: str) -> Round:
        here = bool(round_.channel_id) and (self.of_channel or channel == round_.channel_id)
        roles = round_.roles(who.id)
        may(verb, roles | ({Role.AROUND} if here and Role.OUTSIDE not in roles else set()))
        return round_


# --- one person's own


def mine(db: Db, own: Own, team: str, person_id: str, now: datetime) -> Round:
    """Only to look at; an empty one where they have written nothing yet."""
    id_ = own.id_of(team, person_id)
    found = queries.these(db, team, [id_])
    if not found:
        return own.begin(team, id_, queries.seat(db, team, person_id), now)
    return _opened(db, found[0], person_id)


def held(db: Db, own: Own, team: str, person_id: str, now: datetime) -> Round:
    """The same, locked, and there from now on."""
    id_ = own.id_of(team, person_id)
    round_ = queries.first(db, team, id_)
    if round_ is None:
        people.meet(db, team, person_id)
        queries.add(db, own.begin(team, id_, queries.seat(db, team, person_id), now))
        round_ = queries.lock(db, team, id_, own.feature, own.kind)
    return _opened(db, round_, person_id)


def _opened(db: Db, round_: Round, person_id: str) -> Round:
    return queries.unseal(db, round_, lambda reply: may_read(round_, reply, person_id))
