"""Forgets people: written down beside the keys first, then carried out here, as often as it takes.

Whoever is to be forgotten leaves what goes on by each practice's own rules, as somebody does whose account is
closed; others are told what they are told then. Killed half-way it goes on at the next start, and so it does
after a restore: what is written down and was not carried out in this database is done again.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from bot.failpoints import failpoint
from bot.logs import failure
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.feature import Feature, Kind, kinds_of
from bot.rounds.keeping import erasures, left_behind, queries, unnaming
from bot.rounds.keeping.models import Round, Status
from bot.slack.calls import call
from bot.slack.codes import Kind as Came
from bot.slack.spaces import ClientOf
from bot.store import Db, Store, passing

log = logging.getLogger(__name__)

_OPEN = (Status.RUNNING, Status.PAUSED)


def _nothing(_team: str, _person_id: str) -> None:
    pass


def carry_out(
    store: Store, features: Sequence[Feature], now: datetime, then: Callable[[str, str], object] = _nothing
) -> bool:
    """Everything that is written down and was not carried out here (`now` in UTC); `then`: of each (team,
    person) once nothing of them is left.

    False where something of it has to wait for what is just being told to Slack: a moment later it goes on.
    """
    with store.read() as db:
        left = erasures.left(db)
        found = erasures.whom(db, left.values()) if left else []
    for team, person_id in found:
        try:
            _forget(store, features, team, person_id, now)
            then(team, person_id)
        except unnaming.Busy:
            return False
        except DBAPIError as error:
            if not passing(error):
                raise
            return False
    if left:
        with store.begin() as db:
            erasures.done(db, left)
    return True


def _forget(store: Store, features: Sequence[Feature], team: str, person_id: str, now: datetime) -> None:
    """Out of every round first, then out of pairs, then their account; what is done already is found no more.

    In this order nothing that looks at a round meanwhile, or after a crash, takes them to be gone whose words
    are still there. What somebody began with them meanwhile goes last.
    """
    with store.read() as db:
        name = people.find(db, team, person_id).name
        pairs = [pair.id for pair in people.pairs_of(db, team, person_id)]
    _leave_all(store, features, team, person_id, name, now, last=pairs)
    for pair in pairs:
        with store.begin() as db:
            queries.lock_these(db, team, [pair])  # its invitation, whose lock is that of the pair
            people.leave(db, team, pair, person_id, now)
            queries.wake_subject(db, team, pair, now)
    with store.begin() as db:
        unnaming.goes(db, team, person_id)
    _leave_all(store, features, team, person_id, name, now)
    with store.begin() as db:
        unnaming.beside(db, team, person_id)


def _leave_all(
    store: Store,
    features: Sequence[Feature],
    team: str,
    person_id: str,
    name: str,
    now: datetime,
    last: Collection[str] = (),
) -> None:
    """Round after round, each in a transaction of its own; `last`: pairs, whose other rounds look again."""
    with store.read() as db:
        ids = unnaming.rounds_of(db, team, person_id)
    for id_ in sorted(ids, key=lambda one: one in last):
        try:
            _leave(store, features, team, id_, person_id, name, now)
        except (unnaming.Busy, DBAPIError):
            raise
        except Exception as error:  # noqa: BLE001 - a rule that breaks must not keep their name there
            log.error("leaving round %s by its rules failed: %s", id_, failure(error))
            _leave(store, (), team, id_, person_id, name, now)
        failpoint("erasing.left")


def _leave(
    store: Store,
    features: Sequence[Feature],
    team: str,
    round_id: str,
    person_id: str,
    name: str,
    now: datetime,
) -> None:
    """Out of this round, by its practice's own rules; then nothing in it says that they were there.

    Of a practice that is not among these `features` only the words and the name go.
    """
    feature_of = {feature.name: feature for feature in features}
    with store.begin() as db:
        round_ = queries.first(db, team, round_id)
        if round_ is None:
            return
        feature = feature_of.get(round_.feature)
        if feature and not round_.forged:
            _goes(db, feature, kinds_of(features), round_, person_id, now)
            round_ = queries.lock(db, team, round_id)
            if feature.unnames:
                feature.unnames(db, round_, person_id, name)
        unnaming.out_of(db, round_, person_id)


def _goes(
    db: Db,
    feature: Feature,
    kinds: Mapping[tuple[str, str], Kind],
    round_: Round,
    person_id: str,
    now: datetime,
) -> None:
    """What they wrote is taken back, and what others said back of it; what goes on does so without them."""
    kind = kinds.get((round_.feature, round_.kind))
    theirs = [seat for seat in round_.seats if seat.person_id == person_id]
    if not theirs or kind is None:
        return
    for seat in theirs:
        seat.gone = True  # here before anywhere else
    back = takes_back(feature, round_, person_id, now)
    if back or round_.status in _OPEN:
        with suppress(Refusal):  # that somebody is out of it already is nothing to stop at
            kind.tick(db, round_, now)


def takes_back(feature: Feature, round_: Round, person_id: str, now: datetime) -> bool:
    """By its practice's own rule, where it has one; False where there was nothing to take back."""
    rule = feature.takes_back.get(round_.kind)
    with suppress(Refusal):
        if rule:
            rule(round_, person_id, now)
            return True
    return False


def take_out(store: Store, slack: ClientOf) -> bool:
    """What stands in Slack for who was forgotten is deleted there; False where nothing may be tried now."""
    with store.read() as db:
        found = left_behind.due(db)
    for left in found:
        answer = call(slack(left.team), "chat.delete", channel=left.channel, ts=left.ts)
        with store.begin() as db:
            if answer.ok or answer.error == "message_not_found":
                left_behind.gone(db, left)
            else:
                left_behind.later(db, left, answer.wait if answer.kind is Came.LATER else 0)
    return bool(found)
