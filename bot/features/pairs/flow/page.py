"""What stands on a pair's page: changed by one, it stands once the others have seen it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot import owners
from bot.features.pairs.flow.standing import member, members
from bot.features.pairs.models import CHANGE, LINE, place
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.keeping.replies import say
from bot.rounds.time.windows import ring


def stands(round_: Round, field: str) -> Reply | None:
    """What that line says; None while they are still choosing."""
    return next((reply for reply in round_.of_kind(LINE) if reply.about == field), None)


def change(round_: Round, field: str) -> Reply | None:
    """What one of them would have it say, while the others have not seen that; None for nothing."""
    return next((reply for reply in round_.of_kind(CHANGE) if reply.about == field), None)


def newest(round_: Round, field: str) -> Reply | None:
    return change(round_, field) or stands(round_, field)


def text_of(reply: Reply | None) -> str:
    return reply.text or "" if reply else ""


def changes(round_: Round) -> list[Reply]:
    return round_.of_kind(CHANGE)


def unseen(round_: Round, seat: Seat) -> list[Reply]:
    """The changes of others that this person has not seen."""
    seen = place(seat).get("seen", [])
    return [one for one in round_.of_kind(CHANGE) if one.author_id != seat.person_id and one.id not in seen]


def waits_for(round_: Round, reply: Reply) -> list[Seat]:
    """Who has not seen that change."""
    return [seat for seat in members(round_) if reply in unseen(round_, seat)]


def crossed(round_: Round, typed: Mapping[str, str], known: Sequence[str]) -> list[str]:
    """Lines that somebody else wrote anew since this person's form was opened, and that they wrote in, too.

    `known`: the ids of what stood in that form.
    """
    return [
        field
        for field, text in typed.items()
        if _is_new(round_, field, known)
        and text not in (text_of(stands(round_, field)), text_of(newest(round_, field)))
    ]


def kept(round_: Round, typed: Mapping[str, str], known: Sequence[str]) -> dict[str, str]:
    """What stays of all that was typed, where some of it was crossed: but for what others alone wrote in."""
    new = {field for field in typed if _is_new(round_, field, known)} - {*crossed(round_, typed, known)}
    return {field: text for field, text in typed.items() if field not in new}


def _is_new(round_: Round, field: str, known: Sequence[str]) -> bool:
    """Whether something was written there since."""
    now = newest(round_, field)
    return now is not None and now.id not in known


def write(
    round_: Round, person_id: str, typed: Mapping[str, str], known: Sequence[str], now: datetime
) -> None:
    """What this person would have those lines say; whoever has nothing new to see yet is told, once.

    What others wrote anew since the form was opened (`known`, as above) stays where it was not written in.
    """
    me = member(round_, person_id)
    waits = [seat for seat in members(round_) if unseen(round_, seat)]
    wrote = [
        _write(round_, person_id, field, text, now)
        for field, text in typed.items()
        if text != text_of(newest(round_, field)) and not _is_new(round_, field, known)
    ]
    settle(round_)
    others = [seat for seat in members(round_) if seat not in (me, *waits) and unseen(round_, seat)]
    if wrote:
        ring(others, f"page:{wrote[-1]}")


def _write(round_: Round, person_id: str, field: str, text: str, now: datetime) -> str:
    """The id of the change; what is as it was before is none."""
    _drop(round_, change(round_, field))
    if text == text_of(stands(round_, field)):
        return ""
    return say(
        round_, person_id, CHANGE, text, now, about=field, owner=owners.pair(round_.team, round_.id)
    ).id


def see(round_: Round, person_id: str, ids: Iterable[str]) -> None:
    """This person has seen these very changes: what all have seen stands."""
    me, there = member(round_, person_id), {reply.id for reply in round_.of_kind(CHANGE)}
    place(me)["seen"] = [*place(me).get("seen", []), *(one for one in ids if one in there)]
    settle(round_)


def settle(round_: Round) -> None:
    """What everybody in it has seen stands; what somebody wrote who has left does not come to stand."""
    inside = [seat.person_id for seat in members(round_)]
    for reply in round_.of_kind(CHANGE):
        if reply.author_id not in inside:
            _drop(round_, reply)
        elif not waits_for(round_, reply):
            _drop(round_, stands(round_, reply.about))
            reply.kind = LINE
    open_ = {reply.id for reply in round_.of_kind(CHANGE)}
    for seat in round_.seats:
        if seat.notice.startswith("page:") and not unseen(round_, seat):
            seat.notice = ""
        if seen := place(seat).get("seen"):
            place(seat)["seen"] = [one for one in seen if one in open_]


def _drop(round_: Round, reply: Reply | None) -> None:
    round_.replies = [one for one in round_.replies if one is not reply]
