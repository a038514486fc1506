"""Who is in a round's channel now: asked of Slack before somebody acts, reads or is told; written down.

No answer, an archived channel, or an app that was put out of it means that nobody knows: everything waits,
and nobody is taken to be out.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial

from bot.refusal import Refusal
from bot.rounds.keeping import presence
from bot.rounds.keeping.models import Round
from bot.slack.members import Members
from bot.store import Store, again


def heard(store: Store, members: Members, team: str, event: dict[str, str]) -> None:
    """Slack's `member_joined_channel` or `member_left_channel`; in whatever order they come."""
    channel, at = event["channel"], datetime.fromtimestamp(float(event["event_ts"]), UTC)
    members.forget(channel, event["user"])
    with store.begin() as db:
        here = event["type"] == "member_joined_channel"
        presence.heard(db, team, channel, event["user"], here=here, at=at)


def confirm(store: Store, members: Members, round_: Round, person_id: str, *, reads: bool = False) -> None:
    """Refuses whoever is not in the round's channel now, as Slack says.

    It is asked anew before they read there the first time, and where they are taken to be out: they may be
    back.
    """
    channel = round_.channel_id or ""
    seat = next((seat for seat in round_.seats if seat.person_id == person_id), None)
    outside = seat is not None and seat.outside
    try:
        members.check(channel, person_id, reads=round_.id if reads else "", anew=outside)
    except Refusal as refusal:
        if seat and not seat.gone and refusal.key == "common.only_members":
            _write(store, members, round_.team, channel, {person_id: False})
            raise Refusal("common.outside" if seat.left_at is None else refusal.key) from None
        raise
    if outside:
        _write(store, members, round_.team, channel, {person_id: True})


def look_around(
    store: Store, members_of: Callable[[str], Members], team: str, channel: str, people: Iterable[str]
) -> bool:
    """Asked anew which of these are in it, and written down; False where nobody knows."""
    members = members_of(team)
    try:
        there = members.of(channel, anew=True)
    except Refusal:
        return False
    return _write(store, members, team, channel, {person_id: person_id in there for person_id in people})


def _write(store: Store, members: Members, team: str, channel: str, found: dict[str, bool]) -> bool:
    """What differs from what was known of them; False where nobody knows whether they are out."""
    with store.read() as db:
        known = presence.known(db, team, channel)
    new = {person_id: here for person_id, here in found.items() if known.get(person_id, True) != here}
    if not all(new.values()) and not members.sure(channel):
        return False

    def keep(person_id: str) -> None:
        with store.begin() as db:
            presence.found(db, team, channel, person_id, here=new[person_id])

    for person_id in new:
        again(partial(keep, person_id))
    return True
