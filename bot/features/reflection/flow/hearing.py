"""The rules of playing back: each hears one other, until the author says "yes, that's it".

In a pair each plays back the other; in a trio A plays back B, B plays back C, C plays back A.
Where each wrote it as another would say it, that is the first play-back: the other says how near it is.
"""

from datetime import datetime

from bot.features.reflection.models import (
    AGAIN_DAYS,
    CONFIRM_DAYS,
    ENDED,
    HEAR_DAYS,
    LOOPS,
    Hearing,
    Step,
    as_other,
    place,
)
from bot.rounds.company.standing import at, filled, refused
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.keeping.replies import say
from bot.rounds.time.hours import end_after
from bot.rounds.time.windows import began, end_of, nudge, ring
from bot.rounds.time.windows import begin as begin_window

_DAYS = {Hearing.HEAR: HEAR_DAYS, Hearing.HEARD: CONFIRM_DAYS, Hearing.AGAIN: AGAIN_DAYS}


def begin(round_: Round, now: datetime) -> None:
    first = Hearing.HEARD if as_other(round_) else Hearing.HEAR
    for seat in round_.present:
        if not as_other(round_):
            place(seat)["listens_to"] = _next_in_circle(round_, seat)
        author = heard_by(round_, seat)
        place(seat)["loops"] = int(bool(author) and first == Hearing.HEARD)
        _stands(round_, seat, first if author else Hearing.NOTHING, now)


def begin_again(round_: Round, now: datetime) -> None:
    """The windows of everything that has not ended begin anew."""
    for seat in round_.present:
        _stands(round_, seat, Hearing(seat.step), now)


def _stands(round_: Round, seat: Seat, step: Hearing, now: datetime) -> None:
    """They stand there from now on: with a window of their own, or at an end."""
    seat.step, seat.due_at = step, None
    if step in _DAYS:
        begin_window([seat], now, end_of(round_.present, now, _DAYS[step]))


def wait_for_word(round_: Round) -> None:
    """A window is no sooner over than a working day after whom it waits for knew: they may have been away."""
    for seat in round_.present:
        waited = waiting_on(round_, seat)
        if waited and seat.since and seat.due_at:
            known = began(waited, seat.since)
            if known > max(seat.since, waited.since or seat.since):
                seat.due_at = max(seat.due_at, end_after(known, 1, [waited.zone]))


def heard_by(round_: Round, seat: Seat) -> str | None:
    """Whose answer this person plays back, or as whom they said it; None where that is gone, or they are."""
    author = place(seat)["listens_to"]
    there = author in [s.person_id for s in round_.present]
    said_by = seat.person_id if as_other(round_) else author
    return author if there and round_.of_kind("open", said_by) else None


def _next_in_circle(round_: Round, seat: Seat) -> str:
    circle = [s.person_id for s in round_.present]
    at = circle.index(seat.person_id)
    readable = {reply.author_id for reply in round_.of_kind("open")}
    return next((person for person in circle[at + 1 :] + circle[:at] if person in readable), "")


def may_play_back(round_: Round, person_id: str) -> str:
    """Whose answer this person may play back now; refuses where there is none, or three times are over."""
    at(round_, Step.READ)
    seat = round_.seat(person_id)
    author = heard_by(round_, seat)
    again = seat.step in (Hearing.HEAR, Hearing.AGAIN, Hearing.LET_GO) and place(seat)["loops"] < LOOPS
    if author is None or not again:
        raise refused(round_, "moved_on")
    return author


def play_back(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """Keep what somebody heard; the author is asked whether that is it."""
    seat, author = round_.seat(person_id), may_play_back(round_, person_id)
    filled(round_, text, "heard")
    say(round_, person_id, "heard", text, now, about=author)
    place(seat)["loops"] += 1
    _stands(round_, seat, Hearing.HEARD, now)
    ring([round_.seat(author)], f"played_back:{person_id}:{place(seat)['loops']}")


def confirm(round_: Round, person_id: str, listener_id: str, choice: str, added: str, now: datetime) -> None:
    """The author says whether that is it. Refuses where this listener waits for no word of theirs."""
    at(round_, Step.READ)
    waiting = waiting_for(round_, round_.seat(person_id))
    listener = next((seat for seat in waiting if seat.person_id == listener_id), None)
    if listener is None:
        raise refused(round_, "moved_on")
    if choice not in ("yes", "nearly", "not_yet"):
        raise refused(round_, "no_choice", "close")
    if added:
        say(round_, person_id, "added", added, now, about=listener_id)
    place(listener)["confirmed"] = choice
    again = Hearing.AGAIN if place(listener)["loops"] < LOOPS else Hearing.OPEN
    _stands(round_, listener, Hearing.AGREED if choice == "yes" else again, now)
    if choice != "yes":  # where they were heard there is nothing left to do: the card says so
        ring([listener], f"{listener.step}:{place(listener)['loops']}")


def pass_on(round_: Round, person_id: str) -> None:
    """Not this time: to playing back or, where that is done, to saying whether it was right."""
    seat = round_.seat(person_id)
    passes = [seat] if seat.step in (Hearing.HEAR, Hearing.AGAIN) else waiting_for(round_, seat)
    if not passes:
        raise refused(round_, "moved_on")
    for listener in passes:
        _ends(listener, Hearing.LET_GO)


def waiting_for(round_: Round, author: Seat) -> list[Seat]:
    """Who has played back, and waits for this author's word."""
    return [s for s in round_.present if s.step == Hearing.HEARD and waiting_on(round_, s) is author]


def all_heard(round_: Round) -> bool:
    """Whether everybody who is there was played back, and said that this is it."""
    heard = {place(s)["listens_to"] for s in round_.present if s.step == Hearing.AGREED}
    return len(round_.present) > 1 and heard >= {s.person_id for s in round_.present}


def _ends(seat: Seat, step: Hearing) -> None:
    seat.step, seat.due_at, seat.notice = step, None, ""


def nothing_to_hear(round_: Round) -> None:
    """An author's words are gone: whoever was to play them back has nothing to do."""
    for seat in round_.present:
        if seat.step not in ENDED and heard_by(round_, seat) is None:
            _ends(seat, Hearing.NOTHING)


def ended(round_: Round) -> bool:
    return all(seat.step in ENDED for seat in round_.present)


def waiting_on(round_: Round, seat: Seat) -> Seat | None:
    """Whom this listener's place waits for: themselves, or the author's word."""
    if seat.step in (Hearing.HEAR, Hearing.AGAIN):
        return seat
    author = heard_by(round_, seat) if seat.step == Hearing.HEARD else None
    return round_.seat(author) if author else None


def time_passes(round_: Round, now: datetime) -> None:
    for seat in [s for s in round_.present if s.step not in ENDED]:
        waited = waiting_on(round_, seat)
        if waited is None:
            nothing_to_hear(round_)
        elif seat.due_at and now >= seat.due_at:
            _ends(seat, Hearing.LET_GO)
        else:
            nudge(seat, waited, now, f"nudge:{seat.step}:{seat.person_id}:{place(seat)['loops']}")
