"""The rules of a pair: somebody invites, each says yes or no for themselves, either can leave."""

from datetime import datetime

from bot.features.pairs.models import ASKED, LAPSED, MOST, NAME, NO, PAIR, WAITS, YES, Step, place
from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Seat, Status


def invite(team: str, round_id: str, host: Seat, invited: list[Seat], now: datetime) -> Round:
    """An invitation to one person, or to two for a trio. Its id is the pair's id."""
    if not invited:
        raise Refusal("pairs.refused.nobody", field="people")
    if any(seat.person_id == host.person_id for seat in invited):
        raise Refusal("pairs.refused.yourself", field="people")
    if len(invited) + 1 > MOST:
        raise Refusal("pairs.refused.too_many", field="people")
    round_ = Round(team, round_id, NAME, PAIR, Step.INVITED, host.person_id, now, subject_id=round_id)
    round_.seats = [host, *invited]
    host.step = YES
    for seat in invited:
        seat.step, seat.rang = ASKED, "invited"
    round_.ends_at = round_.wakes_at = now + WAITS
    return round_


def answer(round_: Round, person_id: str, yes: bool) -> None:
    """Yes or no; whoever asked hears of it. Two who said yes are a pair."""
    seat = round_.seat(person_id)
    if seat.step != ASKED or round_.status != Status.RUNNING:
        raise Refusal("pairs.refused.answered")
    seat.step = YES if yes else NO
    if yes:
        together = [s for s in round_.present if s.step == YES and s is not seat]
        for other in together:
            other.rang = f"joined:{person_id}"
    elif round_.seat(round_.host_id).left_at is None:
        round_.seat(round_.host_id).rang = f"declined:{person_id}"
    _settle(round_)


def leave(round_: Round, person_id: str, now: datetime) -> None:
    """Either can leave, with no reason asked; who stays is told, and chooses how to go on."""
    seat = round_.seat(person_id)
    if seat.left_at or seat.step != YES or round_.step != Step.TOGETHER:
        raise Refusal("pairs.refused.not_in_it")
    seat.left_at = now
    for other in round_.present:
        if other.step == YES:
            other.rang = f"left:{person_id}"
    _settle(round_)


def go_on_alone(round_: Round, person_id: str) -> None:
    """Somebody who was left alone goes on with questions to themselves."""
    seat = round_.seat(person_id)
    if members(round_) != [seat]:
        raise Refusal("pairs.refused.not_in_it")
    place(seat)["alone"] = True


def stop(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody who was left alone says that this is the end of it."""
    seat = round_.seat(person_id)
    if len(members(round_)) != 1 or seat.left_at:
        raise Refusal("pairs.refused.not_in_it")
    seat.left_at = now
    _settle(round_)


def time_passes(round_: Round, now: datetime) -> list[str]:
    """Who is gone leaves (their ids come back); an invitation that nobody answered closes quietly."""
    gone = [s.person_id for s in round_.present if s.gone and s.step == YES]
    if round_.step == Step.TOGETHER:
        for person_id in gone:
            leave(round_, person_id, now)
    asker_gone = any(s.person_id == round_.host_id and s.gone for s in round_.seats)
    over = asker_gone or (round_.ends_at and now >= round_.ends_at)
    for seat in round_.present:
        if seat.step == ASKED and (over or seat.gone):
            seat.step = LAPSED
            if seat.gone and not seat.unreached and round_.step == Step.INVITED:
                round_.seat(round_.host_id).rang = f"unreachable:{seat.person_id}"
    _settle(round_)
    return gone


def members(round_: Round) -> list[Seat]:
    return [seat for seat in round_.present if seat.step == YES]


def _settle(round_: Round) -> None:
    asked = any(seat.step == ASKED for seat in round_.present)
    together = len(members(round_))
    if round_.step == Step.INVITED and together > 1:
        round_.step = Step.TOGETHER
    elif round_.step == Step.INVITED and not asked:
        round_.step, round_.status = Step.APART, Status.STOPPED
    elif round_.step == Step.TOGETHER and not together:
        round_.step, round_.status = Step.APART, Status.CLOSED
    if not asked:
        round_.ends_at = None
    round_.wakes_at = round_.ends_at
