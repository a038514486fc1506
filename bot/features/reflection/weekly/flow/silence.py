"""Somebody lets the questions go by: what they alone are asked, then the others, and when it rests.

Nothing is counted that was not shown to them, or while they are away, and nothing is said of it to anybody.
Each has days of their own to answer, so that never two are asked at once.
"""

from datetime import datetime, timedelta

from bot.features.reflection.models import DRAFT, WAITING, Step
from bot.features.reflection.weekly.models import (
    ANSWER_DAYS,
    HAND,
    HAND_DAYS,
    MISSED,
    MISSED_MORE,
    QUIET,
    REST_DAYS,
    facts,
    place,
)
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time import recurring
from bot.rounds.time.hours import end_after
from bot.rounds.time.windows import say_later, tell

_MINUTE = timedelta(minutes=1)


def time_passes(round_: Round, last: Round | None, now: datetime) -> None:
    """What became of the `last` question is weighed, and whoever may be asked in private is."""
    if not recurring.runs(round_) or recurring.rests(round_):
        return
    _weigh(round_, last)
    for seat in round_.present:
        _hears(seat, now)
    silent, others = _silent(round_), [s for s in round_.present if s not in _silent(round_)]
    if not silent or not others:  # all of them: then it rests by itself, and says so
        _ask_no_more(others)
        return
    for seat in silent:
        if not place(seat)["asks"]:
            _ask(seat, QUIET, now)
    if all(_over(seat, HAND_DAYS, now) for seat in silent):
        asked = [seat for seat in others if not place(seat)["declined"]]
        for seat in asked:
            if not place(seat)["asks"]:
                _ask(seat, HAND, now)
        if all(_had_time(seat, now) for seat in asked) and all(_long(s, REST_DAYS, now) for s in silent):
            rest(round_, now)


def looks_at(round_: Round, last: Round | None, now: datetime) -> datetime | None:
    """When something of this may come about next (UTC); None for never."""
    ends = [last.wakes_at + _MINUTE] if last and last.wakes_at and not _is_over(last) else []
    for seat in round_.present:
        p = place(seat)
        if p["asks"] and p["heard"]:
            ends.append(_after(p["heard"], ANSWER_DAYS, seat))
        if p["asks"] == QUIET and p["since"]:
            ends += [_after(p["since"], days, seat) for days in (HAND_DAYS, REST_DAYS)]
    return min((at for at in ends if at > now), default=None)


def fine(round_: Round, person_id: str) -> None:
    """All fine, or no hand wanted: it counts anew. Refuses where nothing is asked of them."""
    seat = round_.seat(person_id)
    asks = place(seat)["asks"]
    if not asks:
        raise refused(round_, "moved_on")
    begin_anew(seat)
    place(seat)["declined"] = asks == HAND


def rest(round_: Round, now: datetime) -> None:
    """It rests for everybody, who read that, and no reason."""
    recurring.rest(round_, now)
    for seat in round_.present:
        begin_anew(seat)
    tell(round_.present, f"rests:{now.isoformat()}", None)


def begin_anew(seat: Seat) -> None:
    """Nothing is counted of what was before, and nothing is asked of them in private."""
    seat.facts = {}
    if _asking(seat.notice):
        seat.notice = ""


def _is_here(seat: Seat) -> None:
    """They gave a sign: they are not asked why they gave none."""
    if place(seat)["asks"] == QUIET:
        begin_anew(seat)
    place(seat)["missed"], place(seat)["since"] = 0, ""


def missed(question: Round, person_id: str) -> bool | None:
    """Whether it went by without a sign of theirs; None where that says nothing of them."""
    seat = next((seat for seat in question.present if seat.person_id == person_id), None)
    if seat is None or question.step == Step.TAKEN_BACK or seat.facts.get("away"):
        return None
    if seat.step not in (WAITING, DRAFT):
        return False
    return True if seat.told_at else None


def _weigh(round_: Round, last: Round | None) -> None:
    for seat in round_.present:
        if seat.back_at:
            begin_anew(seat)
    if last is None or not _is_over(last) or facts(round_)["weighed"] == last.id:
        return
    facts(round_)["weighed"] = last.id
    for seat in round_.present:
        was = missed(last, seat.person_id)
        if was is False:
            _is_here(seat)
        elif was and not seat.back_at:
            mine = last.seat(seat.person_id)
            since = mine.knows_at or last.created_at
            p = place(seat)
            p["missed"], p["since"] = p["missed"] + 1, p["since"] or since.isoformat()


def _silent(round_: Round) -> list[Seat]:
    return [seat for seat in round_.present if place(seat)["missed"] >= MISSED]


def _ask(seat: Seat, what: str, now: datetime) -> None:
    place(seat)["asks"], place(seat)["heard"] = what, ""
    say_later(seat, f"{what}:{now.isoformat()}")


def _ask_no_more(seats: list[Seat]) -> None:
    """Nobody lets them go by any more: there is no hand to be asked for."""
    for seat in seats:
        if place(seat)["asks"] == HAND or place(seat)["declined"]:
            begin_anew(seat)


def _hears(seat: Seat, now: datetime) -> None:
    if place(seat)["asks"] and not place(seat)["heard"] and _asking(seat.told):
        place(seat)["heard"] = now.isoformat()


def _asking(moment: str) -> bool:
    return moment.partition(":")[0] in (QUIET, HAND)


def _over(seat: Seat, days: int, now: datetime) -> bool:
    """Whether they were asked, had their time, and it has been so long, or so many, since."""
    return _had_time(seat, now) and (place(seat)["missed"] >= MISSED_MORE or _long(seat, days, now))


def _had_time(seat: Seat, now: datetime) -> bool:
    heard = place(seat)["heard"]
    return bool(heard) and now >= _after(heard, ANSWER_DAYS, seat)


def _long(seat: Seat, days: int, now: datetime) -> bool:
    return now >= _after(place(seat)["since"], days, seat)


def _after(moment: str, days: int, seat: Seat) -> datetime:
    return end_after(datetime.fromisoformat(moment), days, [seat.zone])


def _is_over(question: Round) -> bool:
    return question.status in (Status.CLOSED, Status.STOPPED) or question.step == Step.RESTING
