"""A round that somebody asks for, if they may have it: to look at, or to change."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.right import Role, may
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
    channel, and who is there now is asked of Slack before anything is read or locked.
    """

    feature: str
    kind: str
    readable: Callable[[Round, Reply, str], bool]
    weighed: Callable[[Reply], bool] | None = None
    of_channel: bool = False

    def inside(self, store: Store, members: Members, round_id: str, who: Who) -> str:
        """The round's channel, where it is its channel's; else "". Refuses whoever is not in it."""
        if not self.of_channel:
            return ""
        with store.read() as db:
            channel = queries.find(db, who.team, round_id, self.feature, self.kind).channel_id or ""
        if channel:
            members.check(channel, who.id)
        return channel

    def look(self, db: Db, round_id: str, who: Who, *, channel: str = "", verb: str = "take part") -> Round:
        """The round, only to look at, with what this person may read of it.

        `channel` is where they pressed: whoever sees it where it was posted is around it. Refuses whoever
        may not do `verb`, and where there is no such round.
        """
        round_ = queries.find(db, who.team, round_id, self.feature, self.kind)
        return self.seen(db, self._for(round_, who, channel, verb), who)

    def held(self, db: Db, round_id: str, who: Who, *, channel: str = "", verb: str = "take part") -> Round:
        """The round, locked, with what its rules weigh; refuses like `look`."""
        round_ = queries.lock(db, who.team, round_id, self.feature, self.kind)
        self._for(round_, who, channel, verb)
        return queries.unseal(db, round_, self.weighed or (lambda r: self.readable(round_, r, who.id)))

    def seen(self, db: Db, round_: Round, who: Who) -> Round:
        """The same round as this person may read it now, and no more: a step may have come since.

        Only to look at: what was unsealed for the rules is out of it.
        """
        queries.unseal(db, round_, lambda reply: self.readable(round_, reply, who.id))
        mine = [r if self.readable(round_, r, who.id) else replace(r, text=None) for r in round_.replies]
        return replace(round_, replies=mine)

    def _for(self, round_: Round, who: Who, channel: str, verb: str) -> Round:
        here = bool(round_.channel_id) and (self.of_channel or channel == round_.channel_id)
        may(verb, round_.roles(who.id) | ({Role.AROUND} if here else set()))
        return round_
