"""The rules of being there together: for twenty minutes what is on has its minutes, and nothing ends by them.

The unhurried windows stand as they are all the while, so that nobody's time gets shorter and to take one's
time needs no rule of its own. What time does here is to let the next thing begin beside the one before.
"""

from datetime import datetime, timedelta

from bot.features.reflection.models import (
    BOTH_WITHIN,
    ENDED,
    MINUTES,
    NEARLY,
    TOGETHER,
    Hearing,
    Live,
    Step,
    facts,
    live_of,
    place,
)
from bot.rounds.company.order import shuffled
from bot.rounds.company.standing import at, refused
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.windows import end_of, no_sooner

STEPS = (Step.ASKED, Step.READ, Step.NOTE)
_PARTS = {Hearing.HEAR: "hear", Hearing.AGAIN: "again", Hearing.HEARD: "confirm"}


def can(round_: Round) -> bool:
    """Whether people can be there together in it: it goes on, at a step of theirs, and there are several."""
    return round_.status == Status.RUNNING and round_.step in STEPS and len(round_.present) > 1


def here(round_: Round, person_id: str, now: datetime) -> None:
    """I am here: when all have said so within two minutes, they are there together."""
    at(round_, *STEPS)
    if len(round_.present) < 2:
        raise refused(round_, "moved_on")
    if live_of(round_):  # somebody was a moment faster
        return
    mine = place(round_.seat(person_id))
    mine["here"], mine["unhurried"] = now.isoformat(), ""
    if all(_is_here(seat, now) for seat in round_.present):
        _begin(round_, now)


def in_our_time(round_: Round, person_id: str) -> None:
    """Back to unhurried, for everybody; or not here after all."""
    mine = place(round_.seat(person_id))
    if live_of(round_):
        _ends(round_)
    elif mine.get("here"):
        mine["here"], mine["unhurried"] = "", round_.step
    else:
        raise refused(round_, "moved_on")


def ends_if_it_cannot_be(round_: Round) -> None:
    """Where it rests, is over, or somebody is to choose, nobody is there together any more."""
    if not can(round_) and (live_of(round_) or any(place(seat).get("here") for seat in round_.seats)):
        facts(round_)["live"] = None
        for seat in round_.seats:
            place(seat)["here"] = ""


def time_passes(round_: Round, now: datetime) -> None:
    """Nobody came; the time together is over; or what is on has had its minutes."""
    for seat in round_.present:
        if place(seat).get("here") and not live_of(round_) and not _is_here(seat, now):
            place(seat)["here"], place(seat)["unhurried"] = "", round_.step
    live = live_of(round_)
    if live is None:
        return
    if now >= _moment(live["until"]):
        _ends(round_)
        return
    if live["part"] != part(round_):
        _goes_on(round_, live, now)
    elif live["over"] and now >= _moment(live["over"]):
        live["past"].append(live["part"])
        _goes_on(round_, live, now)
    elif live["over"] and now >= _moment(live["near"]):
        live["nearly"] = True


def moments(round_: Round) -> list[datetime | None]:
    """When time has something for it again."""
    live = live_of(round_)
    if live is None:
        said = [place(seat).get("here") for seat in round_.present]
        return [_moment(one) + BOTH_WITHIN for one in said if one]
    if live["part"] != part(round_):
        return [round_.created_at]  # at once
    next_ = live["over"] if live["nearly"] else live["near"]
    return [_moment(live["until"]), _moment(next_) if live["over"] else None]


def part(round_: Round) -> str:
    """What is on: its name, and whose turn to play back it is, the how many-th; "" for whatever is open."""
    live = live_of(round_)
    past = live["past"] if live else []
    if round_.step != Step.READ:
        name = "write" if round_.step == Step.ASKED else "note"
        return "" if name in past else name
    if "read" not in past and not _begun(round_):
        return "read"
    return next((name for seat in in_turn(round_) if (name := part_of(seat)) not in past), "")


def part_of(seat: Seat) -> str:
    """Its name, while it is this listener's turn."""
    return f"{_PARTS[Hearing(seat.step)]}:{seat.person_id}:{place(seat)['loops']}"


def turn(round_: Round) -> Seat | None:
    """The listener whose turn it is: to play back, or to hear whether that is it; None for nobody's."""
    live = live_of(round_)
    past = live["past"] if live else []
    return next((seat for seat in in_turn(round_) if part_of(seat) not in past), None)


def in_turn(round_: Round) -> list[Seat]:
    """Who has not ended, one after the other: in an order that puts nobody first because of who they are, and
    first those whose minutes are not over.
    """
    live = live_of(round_)
    had = {name.split(":")[1] for name in live["past"] if ":" in name} if live else set()
    going = [seat for seat in round_.present if round_.step == Step.READ and seat.step not in ENDED]
    return sorted(
        going, key=lambda seat: (seat.person_id in had, shuffled(round_.id, "live", seat.person_id))
    )


def waits(round_: Round, seat: Seat) -> bool:
    """Whether somebody else plays back first; whoever had their turn may, all the same."""
    live, first = live_of(round_), turn(round_)
    if live is None or first is None or seat.step != Hearing.HEAR:
        return False
    return first is not seat and part_of(seat) not in live["past"]


def _begun(round_: Round) -> bool:
    """Whether somebody has played back, or said how near it was."""
    return bool(round_.of_kind("heard")) or any(place(seat)["confirmed"] for seat in round_.seats)


def _is_here(seat: Seat, now: datetime) -> bool:
    said = place(seat).get("here")
    return bool(said) and now < _moment(str(said)) + BOTH_WITHIN


def _begin(round_: Round, now: datetime) -> None:
    """Nothing that is open ends before the next working day is over: nobody is hurried afterwards either."""
    until = now + TOGETHER
    live = Live(until=until.isoformat(), part="", over="", near="", nearly=False, past=[])
    facts(round_)["live"] = live
    tomorrow = end_of(round_.present, now, 1)
    no_sooner(round_, tomorrow)
    for seat in round_.present:
        place(seat)["here"] = ""
        if seat.due_at and round_.step == Step.READ:
            seat.due_at = max(seat.due_at, tomorrow)
    _goes_on(round_, live, now)


def _goes_on(round_: Round, live: Live, now: datetime) -> None:
    """What is on begins, with its minutes."""
    live["part"] = part(round_)
    minutes = MINUTES.get(live["part"].partition(":")[0], 0)
    live["nearly"] = False
    live["over"] = (now + timedelta(minutes=minutes)).isoformat() if minutes else ""
    live["near"] = (now + NEARLY * timedelta(minutes=minutes)).isoformat() if minutes else ""


def _ends(round_: Round) -> None:
    facts(round_)["live"] = None
    for seat in round_.present:
        place(seat)["here"], place(seat)["unhurried"] = "", round_.step


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
