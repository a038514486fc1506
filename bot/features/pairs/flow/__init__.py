"""The rules of a pair: somebody invites, each says yes or no for themselves, either can leave."""

from datetime import datetime

from bot.features.pairs.flow import inviting, page
from bot.features.pairs.flow.standing import members
from bot.features.pairs.models import (
    ASKED,
    LAPSED,
    MOST,
    NAME,
    NO,
    PAIR,
    WAITS,
    YES,
    Facts,
    Step,
    facts,
    place,
)
from bot.refusal import Refusal
from bot.rounds.company.coming import gone
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.windows import ring, tell


def invite(
    team: str,
    round_id: str,
    host: Seat,
    invited: list[Seat],
    now: datetime,
    *,
    purpose: str = "",
    minutes: int = 0,
    whole: bool = False,
) -> Round:
    """An invitation to one person, or to two for a trio, for that purpose and about so many minutes a week.

    Its id is the pair's id. Where it is `whole`, all must say yes.
    """
    if not invited:
        raise Refusal("pairs.refused.nobody", field="people")
    if any(seat.person_id == host.person_id for seat in invited):
        raise Refusal("pairs.refused.yourself", field="people")
    if len(invited) + 1 > MOST:
        raise Refusal("pairs.refused.too_many", field="people")
    round_ = Round(team, round_id, NAME, PAIR, Step.INVITED, host.person_id, now, subject_id=round_id)
    round_.seats, round_.facts = [host, *invited], dict(Facts(minutes=minutes, whole=whole))
    inviting.purpose(round_, purpose, now)
    host.step = YES
    for seat in invited:
        seat.step, seat.rang = ASKED, "invited"
    round_.ends_at = round_.wakes_at = now + WAITS
    return round_


def answer(round_: Round, person_id: str, yes: bool) -> None:
    """Yes or no; whoever asked hears of it. Two who said yes are a pair, or all, where it is to be whole."""
    seat = inviting.asked(round_, person_id)
    inside, host, whole = members(round_), round_.seat(round_.host_id), facts(round_).get("whole")
    seat.step = YES if yes else NO
    if not yes:
        ring(inside if whole else [host], f"declined:{person_id}")
    elif not whole or not inviting.waits(round_):
        ring(inside, f"joined:{person_id}")
    _settle(round_)


def take_back(round_: Round, person_id: str) -> None:
    """Whoever invited asks no more those who have not answered."""
    inviting.take_back(round_, person_id)
    _settle(round_)


def leave(round_: Round, person_id: str, now: datetime) -> None:
    """Either can leave, with no reason asked; who stays is told, and chooses how to go on."""
    seat = round_.seat(person_id)
    if seat not in members(round_) or round_.step != Step.TOGETHER:
        raise refused(round_, "not_in_it")
    seat.left_at = now
    ring(members(round_), f"left:{person_id}")
    _settle(round_)


def go_on_alone(round_: Round, person_id: str) -> None:
    """Somebody who was left alone goes on with questions to themselves."""
    place(_left_alone(round_, person_id))["alone"] = True


def stop(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody who was left alone says that this is the end of it."""
    _left_alone(round_, person_id).left_at = now
    _settle(round_)


def _left_alone(round_: Round, person_id: str) -> Seat:
    seat = round_.seat(person_id)
    if round_.step != Step.TOGETHER or members(round_) != [seat]:
        raise refused(round_, "not_in_it")
    return seat


def time_passes(round_: Round, now: datetime) -> None:
    """Who is gone leaves; an invitation that was not answered closes, and whoever asked is told."""
    for seat in gone(round_):
        if seat.step == YES and round_.step == Step.TOGETHER:
            leave(round_, seat.person_id, now)
    asker_gone = any(s.person_id == round_.host_id and s.gone for s in round_.seats)
    over = asker_gone or (round_.ends_at and now >= round_.ends_at)
    for seat in round_.present:
        if seat.step == ASKED and (over or seat.gone):
            seat.step = LAPSED
            if seat.gone and not seat.unreached and round_.step == Step.INVITED:
                ring([round_.seat(round_.host_id)], f"unreachable:{seat.person_id}")
            elif not (seat.gone or asker_gone):
                tell([round_.seat(round_.host_id), seat], f"lapsed:{seat.person_id}", None)
    _settle(round_)


def _settle(round_: Round) -> None:
    if all(seat.person_id != round_.host_id for seat in round_.present):
        inviting.lapse(round_)  # who invites has left
    if facts(round_).get("whole") and round_.step == Step.INVITED:
        _all_or_none(round_)
    asked = bool(inviting.waits(round_))
    together = len(members(round_))
    if round_.step == Step.INVITED and together > 1 and not (asked and facts(round_).get("whole")):
        round_.step = Step.TOGETHER
    elif round_.step == Step.INVITED and not asked:
        round_.step, round_.status = Step.APART, Status.STOPPED
    elif round_.step == Step.TOGETHER and not together:
        round_.step, round_.status = Step.APART, Status.CLOSED
    inviting.settle(round_)
    _let_go(round_)
    round_.wakes_at = round_.ends_at = round_.ends_at if asked else None


def _all_or_none(round_: Round) -> None:
    """Once one has said no, or not answered, the others are not asked any more."""
    if any(seat.step in (NO, LAPSED) for seat in round_.seats):
        inviting.lapse(round_)
        round_.step, round_.status = Step.APART, Status.STOPPED


def _let_go(round_: Round) -> None:
    """What stands on their page goes with the last of them; until then whoever stays keeps it."""
    if round_.step == Step.APART:
        round_.replies = []
    page.settle(round_)
