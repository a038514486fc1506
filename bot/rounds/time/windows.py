"""Windows of time, the same in every practice: who is asked again when, and what rings.

Moments are in UTC.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.rounds.keeping.models import Round, Seat, Status, Word
from bot.rounds.time.hours import DAY, after_work, end_after, share, worked

AFTER_AWAY, LONGEST = 2, 20  # working days
NUDGES = (0.6, 0.9)  # parts of a window, never more (practice text, 2.0)


def zones(round_: Round) -> list[str]:
    """The zones (IANA names) of everybody who is present; UTC where nobody is."""
    return [seat.zone for seat in round_.present] or ["UTC"]


def ring(seats: Iterable[Seat], moment: str) -> None:
    """Post these people's cards anew: something happened that they would want to know."""
    for seat in seats:
        if seat.left_at is not None:
            continue
        if seat.back_at:  # they are away: it waits until they are back
            say_later(seat, moment)
        else:
            seat.rang, seat.notice, seat.tell_at, seat.gathered = moment, "", None, ""


def bring(seat: Seat) -> None:
    """Their card comes now, of what was said together with other things."""
    seat.rang, seat.gathered, seat.tell_at = seat.gathered, "", None


def say_later(seat: Seat, moment: str, word: Word = Word.FIRST) -> None:
    """The clock has this to say to them; a repeat never takes the place of what they do not know yet."""
    if word != Word.REPEAT or not seat.waits_to_hear:
        seat.notice, seat.word, seat.tell_at = moment, word, None


def appoint(seats: Iterable[Seat], moment: str, at: datetime) -> None:
    """An appointment with an hour: they hear of it then (UTC)."""
    for seat in seats:
        say_later(seat, moment, Word.HOUR)
        seat.tell_at = at


def tell(seats: Iterable[Seat], moment: str, by: str | None) -> None:
    """Rings where somebody did something (`by`); what time alone did is a first word, and waits its hours."""
    others = [seat for seat in seats if seat.person_id != by]
    if by is not None:
        ring(others, moment)
    else:
        for seat in others:
            say_later(seat, moment)


def no_windows(round_: Round) -> None:
    """Nobody is waited for any more."""
    for seat in round_.seats:
        seat.notice, seat.due_at = "", None


def starts(round_: Round, seat: Seat) -> datetime:
    """From when this person's time in the step runs: nobody's before they could know (UTC)."""
    since = round_.since or round_.created_at
    if seat.waits_to_hear and not seat.back_at and not seat.unreached:
        return max(since, seat.tell_at or since)
    return max(since, seat.knows_at or since)


def follow_zones(round_: Round, days: int, counted: Iterable[Seat] = ()) -> None:
    """Who somebody is, and so where, may be learnt after a window of so many working days has begun.

    It runs from when the last of them was told of it; where it waits for the `counted`, who are not left out
    of the count while they are away, until two working days after they are back, but twenty in all at most.
    """
    if not days or not round_.since or round_.status != Status.RUNNING:
        return
    ends = [end_after(starts(round_, seat), days, [seat.zone]) for seat in round_.present]
    ends += [
        min(end_after(at, AFTER_AWAY, [seat.zone]), end_after(round_.since, LONGEST, [seat.zone]))
        for seat in counted
        if (at := seat.back_at)
    ]
    before, round_.ends_at = round_.ends_at, max(ends, default=end_after(round_.since, days, ["UTC"]))
    for seat in round_.present:
        if seat.due_at == before:
            begun = max(seat.since or round_.since, starts(round_, seat))
            seat.nudges = seat.nudges if begun == seat.since else 0
            seat.since, seat.due_at = begun, round_.ends_at


def begin(seats: Iterable[Seat], now: datetime, end: datetime) -> None:
    """A window opens for these people, with its nudges before it."""
    for seat in seats:
        seat.since, seat.due_at, seat.nudges, seat.notice = now, end, 0, ""


def nudge_at(seat: Seat, zone: str) -> datetime | None:
    """When the next nudge of this window falls due, in the zone of whoever is waited for; None for never.

    None in a window of under a working day, one in up to three, else two; none within half a working day of
    the word before (issue of the clock's words: repeats are few).
    """
    if seat.since is None or seat.due_at is None:
        return None
    length = worked(seat.since, seat.due_at, zone)
    parts = NUDGES[: 0 if length < DAY else 1 if length <= 3 * DAY else 2]
    if seat.nudges >= len(parts):
        return None
    at = share(seat.since, seat.due_at, parts[seat.nudges], zone)
    soonest = after_work(seat.told_at, DAY / 2, zone) if seat.told_at else at
    return max(at, soonest) if max(at, soonest) < seat.due_at else None


def skip_nudges(window: Seat, now: datetime) -> int:
    """Nudges whose moment is over are not made up for; how many there were."""
    before = window.nudges
    while (at := nudge_at(window, window.zone)) and now >= at:
        window.nudges += 1
    return window.nudges - before


def nudge(window: Seat, waited: Seat, now: datetime, moment: str) -> None:
    """Past 60 or 90 per cent of the window: one repeat, however many were missed meanwhile."""
    if skip_nudges(window, now) and not waited.waits_to_hear:
        say_later(waited, f"{moment}:{window.nudges}", Word.REPEAT)


def nudge_all(seats: Iterable[Seat], now: datetime, moment: str) -> None:
    """Each of these is waited for: one notice each, if a nudge of theirs is due."""
    for seat in seats:
        nudge(seat, seat, now, moment)


def nudges_at(seats: Iterable[Seat]) -> list[datetime | None]:
    """When the next nudge of each of these falls due, in their own zones (UTC)."""
    return [nudge_at(seat, seat.zone) for seat in seats]


def move_end(round_: Round, end: datetime) -> None:
    """This step ends then, and with it the windows that ended when it did."""
    before, round_.ends_at = round_.ends_at, end
    for seat in round_.seats:
        if seat.due_at and seat.due_at == before:
            seat.due_at = end


def once_more(round_: Round, seats: Iterable[Seat], now: datetime, days: int, notice: str) -> None:
    """Too little has come: so many working days more, said once to these, and not again."""
    round_.ends_at = end_after(now, days, zones(round_))
    for seat in seats:
        seat.since, seat.due_at, seat.nudges = now, round_.ends_at, len(NUDGES)
        say_later(seat, notice)


def settle(
    round_: Round,
    moments: Iterable[datetime | None],
    still_meant: Callable[[Round, Seat], bool],
    *,
    waiting: bool = True,
) -> None:
    """The row remembers when time has something for it again.

    `moments` (UTC, None for never) are the practice's; what waits to be said and is not `still_meant` is
    dropped; what waits is seen to by the tick, and so is whoever is gone.
    """
    for seat in round_.seats:
        if seat.notice and (seat.left_at or not still_meant(round_, seat)):
            seat.notice = ""
    round_.wakes_at = min((at for at in moments if at), default=None)
    said = waiting and any(seat.notice and seat.tell_at is None for seat in round_.present)
    if said or any(seat.gone for seat in round_.present):
        round_.wake()
