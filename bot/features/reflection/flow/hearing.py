"""The rules of playing back: each hears one other, until the author says "yes, that's it".

In a pair each plays back the other; in a trio A plays back B, B plays back C, C plays back A.
"""

from datetime import datetime
from hashlib import sha256

from bot import owners
from bot.features.reflection.models import (
    AGAIN_DAYS,
    CONFIRM_DAYS,
    ENDED,
    HEAR_DAYS,
    LOOPS,
    Hearing,
    place,
)
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat, new_id
from bot.rounds.time.hours import end_after
from bot.rounds.time.windows import begin as begin_window
from bot.rounds.time.windows import nudge, ring, zones


def shuffled(round_: Round, person_id: str) -> str:
    """A place in an order that no speed decides: the same for the same round, other in the next."""
    return sha256(f"{round_.id}|{person_id}".encode()).hexdigest()


def begin(round_: Round, now: datetime) -> None:
    for seat in round_.present:
        place(seat)["listens_to"] = _next_in_circle(round_, seat)
        seat.step = Hearing.HEAR if place(seat)["listens_to"] else Hearing.NOTHING
    begin_again(round_, now)


def begin_again(round_: Round, now: datetime) -> None:
    """The windows of everything that has not ended begin anew."""
    for seat in round_.present:
        days = {Hearing.HEAR: HEAR_DAYS, Hearing.HEARD: CONFIRM_DAYS, Hearing.AGAIN: AGAIN_DAYS}
        if seat.step in days:
            begin_window([seat], now, end_after(now, days[Hearing(seat.step)], zones(round_)))
        else:
            seat.due_at = None


def heard_by(round_: Round, seat: Seat) -> str | None:
    """Whose answer this person plays back; None where it is gone, or its author."""
    author = place(seat)["listens_to"]
    there = author in [s.person_id for s in round_.present]
    return author if there and round_.of_kind("open", author) else None


def _next_in_circle(round_: Round, seat: Seat) -> str:
    circle = [s.person_id for s in round_.present]
    at = circle.index(seat.person_id)
    readable = {reply.author_id for reply in round_.of_kind("open")}
    return next((person for person in circle[at + 1 :] + circle[:at] if person in readable), "")


def may_play_back(round_: Round, seat: Seat) -> str:
    """Whose answer this person may play back now; refuses where there is none, or three times are over."""
    author = heard_by(round_, seat)
    again = seat.step in (Hearing.HEAR, Hearing.AGAIN, Hearing.LET_GO) and place(seat)["loops"] < LOOPS
    if author is None or not again:
        raise Refusal("reflection.refused.moved_on")
    return author


def play_back(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """Keep what somebody heard; the author is asked whether that is it."""
    seat = round_.seat(person_id)
    author = may_play_back(round_, seat)
    if not text:
        raise Refusal("reflection.refused.empty", field="heard")
    owner = owners.person(round_.team, person_id)
    round_.replies.append(Reply(new_id(), person_id, "heard", owner, text, now, about=author))
    seat.step, place(seat)["loops"] = Hearing.HEARD, place(seat)["loops"] + 1
    begin_window([seat], now, end_after(now, CONFIRM_DAYS, zones(round_)))
    ring([round_.seat(author)], f"played_back:{person_id}:{place(seat)['loops']}")


def confirm(round_: Round, person_id: str, listener_id: str, choice: str, added: str, now: datetime) -> None:
    listener = round_.seat(listener_id)
    if listener.step != Hearing.HEARD or heard_by(round_, listener) != person_id:
        raise Refusal("reflection.refused.moved_on")
    if choice not in ("yes", "nearly", "not_yet"):
        raise Refusal("reflection.refused.no_choice", field="close")
    if added:
        owner = owners.person(round_.team, person_id)
        round_.replies.append(Reply(new_id(), person_id, "added", owner, added, now, about=listener_id))
    place(listener)["confirmed"] = choice
    if choice == "yes":
        listener.step = Hearing.AGREED
    elif place(listener)["loops"] >= LOOPS:
        listener.step = Hearing.OPEN
    else:
        listener.step = Hearing.AGAIN
    if listener.step == Hearing.AGAIN:
        begin_window([listener], now, end_after(now, AGAIN_DAYS, zones(round_)))
    else:
        listener.due_at = None
    ring([listener], f"{listener.step}:{place(listener)['loops']}")


def pass_on(round_: Round, person_id: str) -> None:
    """Not this time: to playing back or, where that is done, to saying whether it was right."""
    seat = round_.seat(person_id)
    passes = [seat] if seat.step in (Hearing.HEAR, Hearing.AGAIN) else _waiting_for(round_, seat)
    if not passes:
        raise Refusal("reflection.refused.moved_on")
    for listener in passes:
        let_go(round_, listener)


def _waiting_for(round_: Round, author: Seat) -> list[Seat]:
    """Who has played back, and waits for this author's word."""
    return [s for s in round_.present if s.step == Hearing.HEARD and waiting_on(round_, s) is author]


def let_go(round_: Round, seat: Seat) -> None:
    if seat.step in (Hearing.HEAR, Hearing.AGAIN, Hearing.HEARD):
        seat.step, seat.due_at, seat.notice = Hearing.LET_GO, None, ""


def nothing_to_hear(round_: Round, author_id: str) -> None:
    """An author's words are gone: whoever was to play them back has nothing to do."""
    for seat in round_.present:
        if seat.step not in ENDED and place(seat)["listens_to"] == author_id:
            seat.step, seat.due_at, seat.notice = Hearing.NOTHING, None, ""


def ended(round_: Round) -> bool:
    return all(seat.step in ENDED for seat in round_.present)


def waiting_on(round_: Round, seat: Seat) -> Seat | None:
    """Whom this listener's place waits for: themselves, or the author's word."""
    if seat.step in (Hearing.HEAR, Hearing.AGAIN):
        return seat
    author = heard_by(round_, seat) if seat.step == Hearing.HEARD else None
    return round_.seat(author) if author else None


def time_passes(round_: Round, now: datetime) -> None:
    for seat in round_.present:
        if seat.step in ENDED:
            continue
        waited = waiting_on(round_, seat)
        if waited is None:
            nothing_to_hear(round_, place(seat)["listens_to"])
        elif seat.due_at and now >= seat.due_at:
            let_go(round_, seat)
        else:
            nudge(seat, waited, now, f"nudge:{seat.step}:{seat.person_id}:{place(seat)['loops']}")
