"""What goes on about a pair, and what was kept of it: asked of every practice in the same way."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from bot.right import Role
from bot.rounds.feature import Feature, asks, at_home
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round, Status
from bot.rounds.showing.around import Around, Kept
from bot.rounds.showing.drawing import Entry, Weight
from bot.store import Db

_OPEN = (Weight.WAITS, Weight.GOES_ON, Weight.TOOK)


class AllAround:
    """Handed to whoever draws the page of a pair; with a number of statements that does not grow."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self._features = features
        self._asks = asks(features)
        self._released = {feature.name: feature.released for feature in features if feature.released}

    def __call__(self, db: Db, team: str, subject_id: str, person_id: str, now: datetime) -> Around:
        """As this person may read it: of what they have a place in."""
        found = queries.at_home(db, team, person_id, [feature.name for feature in self._features])
        about = [one for one in found if one.subject_id == subject_id and one.id != subject_id]
        about = [one for one in about if Role.SEATED in one.roles(person_id)]
        queries.unseal_all(
            db, about, lambda round_, reply: self._asks(round_, reply) or self._kept(round_, reply)
        )
        return Around(self._open(about, person_id, now), [*chain(*map(self._all_kept, about))])

    def _kept(self, round_: Round, reply: Reply) -> bool:
        released = self._released.get(round_.feature)
        return round_.status == Status.CLOSED and released is not None and released(reply)

    def _all_kept(self, round_: Round) -> list[Kept]:
        asked = next((r.text for r in round_.replies if self._asks(round_, r) and r.text), "")
        kept = [reply for reply in round_.replies if self._kept(round_, reply) and reply.text]
        prompt = str(round_.facts.get("prompt", ""))
        return [Kept(round_.id, one.id, asked, one.text or "", prompt) for one in kept]

    def _open(self, about: Sequence[Round], person_id: str, now: datetime) -> list[Entry]:
        entries = at_home(self._features, about, person_id, now)
        return [entry for entry in entries if entry.weight in _OPEN and entry.of is not None]
