"""How much one person may ask of others in a day: so much in one channel, and so much of one other person.

A day has that many places, and each takes one of them with it, in the same transaction (`queries.once`): two
at once take no more. A day is one of whoever asks; what a rhythm puts by itself takes no place.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.refusal import Refusal
from bot.rounds.keeping import queries, unasked
from bot.rounds.keeping.models import Round, Seat, id_from
from bot.rounds.time.hours import zone
from bot.settings import Settings
from bot.store import Db


def begins(db: Db, round_: Round, settings: Settings, now: datetime) -> bool:
    """Keep what somebody begins, in its channel and with those who have a place in it; `queries.add` else.

    Refuses where that was enough for a day.
    """
    if not queries.add(db, round_):
        return False
    unasked.hide(db, round_, round_.host_id, round_.others(round_.host_id))
    me = queries.seat(db, round_.team, round_.host_id)
    if round_.channel_id and not _has_place(
        db, round_.team, me, round_.channel_id, settings.rounds_a_day, now
    ):
        raise Refusal("common.enough.channel", most=settings.rounds_a_day).giving_back()
    asks(db, round_.team, me, round_.seats, settings, now)
    return True


def asks(
    db: Db, team: str, me: Seat, seats: Iterable[Seat], settings: Settings, now: datetime, field: str = ""
) -> None:
    """These people are asked for something by name; refuses where one of them was often enough."""
    most = settings.asks_a_day
    for seat in sorted(seats, key=lambda seat: seat.person_id):  # as everybody does: nobody waits in a ring
        if seat.person_id != me.person_id and not _has_place(db, team, me, seat.person_id, most, now):
            raise Refusal("common.enough.person", field or None, name=seat.name, most=most).giving_back()


def _has_place(db: Db, team: str, me: Seat, asked: str, most: int, now: datetime) -> bool:
    day = now.astimezone(zone(me.zone)).date().isoformat()
    places = (id_from("asks", me.person_id, asked, day, str(place)) for place in range(most))
    return not most or any(queries.once(db, team, place, now) for place in places)
