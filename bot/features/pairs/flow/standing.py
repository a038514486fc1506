"""How a pair stands: who is in it, and who reads what. Nothing here changes it."""

from bot.features.pairs.models import ASK, ASKED, CHANGE, LINE, PURPOSE, TOLD, YES, Step
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Reply, Round, Seat, Status

ON_PAGE = (LINE, CHANGE)


def members(round_: Round) -> list[Seat]:
    """Who said yes, and is there."""
    return [seat for seat in round_.present if seat.step == YES]


def member(round_: Round, person_id: str) -> Seat:
    """The seat of somebody who is in the pair; refuses anybody else, and before it is one."""
    seat = next((seat for seat in members(round_) if seat.person_id == person_id), None)
    if seat is None or round_.step != Step.TOGETHER:
        raise refused(round_, "not_in_it")
    return seat


def on_card(_: Round, reply: Reply) -> bool:
    """What an invitation is for stands beside it, as its form says beforehand; nothing else does."""
    return reply.kind == PURPOSE


def _is_asked(round_: Round, person_id: str) -> bool:
    seats = [seat for seat in round_.present if seat.person_id == person_id and seat.step in (ASKED, YES)]
    return bool(seats) and round_.status == Status.RUNNING


def may_read(round_: Round, reply: Reply, person_id: str) -> bool:
    """Who reads what: the pair's page is read by those who are in it.

    What an invitation is for is read by those who are asked; what somebody asks first by whoever invites,
    and the answer by whoever asked.
    """
    if reply.kind == PURPOSE:
        return _is_asked(round_, person_id)
    if reply.kind in (ASK, TOLD):
        return round_.status == Status.RUNNING and person_id in (
            reply.author_id,
            round_.host_id if reply.kind == ASK else reply.about,
        )
    inside = round_.step == Step.TOGETHER and person_id in [seat.person_id for seat in members(round_)]
    return inside and reply.kind in ON_PAGE
