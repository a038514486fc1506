"""Windows of time, the same in every practice: who is asked again when, and what rings.

Moments are in UTC.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.rounds.keeping.models import Round, Seat, Status, Word
from bot.rounds.time.hours import DAY, after_work, end_after, known_since, next_noon, share, worked

AFTER_AWAY, LONGEST = 2, 20  # working days
NUDGES = (0.6, 0.9)  # parts of a window, never more (practice text, 2.0)
NEW = "new"  # ends the name of what would remind, and is the first that they hear of it
HALF = 0.5  # of a window, before which nobody is left behind by a press


def zones(round_: Round) -> list[str]:
    """The zones (IANA names) of everybody who is present; UTC where nobody is."""
    return [seat.zone for seat in round_.present] or ["UTC"]


def began(seat: Seat, since: datetime) -> datetime:
    """When a window that opened at `since` began for this person (UTC): once they were waited for, and knew.

    Nothing is put off for whoever is away or not in the channel, or whom Slack does not reach: they hold
    nothing up.
    """
    at = max(since, seat.since or since)
    if seat.waits_to_hear and not (seat.back_at or seat.unreached or seat.outside):
        at = max(at, known_since(seat.tell_at or at, seat.zone))
    return max(at, known_since(seat.knows_at, seat.zone)) if seat.knows_at else at


def end_of(seats: Iterable[Seat], since: datetime, days: int) -> datetime:
    """When a window of so many working days is over that opened at `since`: each has it from when it began
    for them, in their own zone.
    """
    ends = (end_after(began(seat, since), days, [seat.zone]) for seat in seats)
    return max(ends, default=end_after(since, days, ["UTC"]))


def free_from(round_: Round, waited: Iterable[Seat]) -> datetime | None:
    """From when on (UTC) this step may be moved on without these, who are waited for; None for at once.

    For each, half of their window and the next working noon of theirs are over by then; to the nearest
    minute, as it is told.
    """
    free = max((_had_their_time(round_, seat) for seat in waited), default=None)
    return free and (free + timedelta(seconds=30)).replace(second=0, microsecond=0)


def _had_their_time(round_: Round, seat: Seat) -> datetime:
    since = began(seat, round_.since or round_.created_at)
    ends = seat.due_at or round_.ends_at or since
    return max(share(since, ends, HALF, seat.zone), next_noon(since, seat.zone))


def ring(seats: Iterable[Seat], moment: str) -> None:
    """Post these people's cards anew: something happened that they would want to know."""
    for seat in seats:
        if seat.left_at is not None:
            continue
        if seat.back_at:  # they are away: it waits until they are back
            say_later(seat, moment, Word.MISSED)
        else:
            seat.rang, seat.notice, seat.tell_at, seat.gathered = moment, "", None, ""


def bring(seat: Seat) -> None:
    """Their card comes now, of what was said together with other things."""
    seat.rang, seat.gathered, seat.tell_at = seat.gathered, "", None


def say_later(seat: Seat, moment: str, word: Word = Word.FIRST) -> None:
    """The clock has this to say to them; a repeat never takes the place of what they do not know yet."""
    if word != Word.REPEAT or not seat.waits_to_hear:
        # What comes after something that they missed is not dropped either.
        missed = _missed(seat) and word == Word.FIRST
        seat.notice, seat.word, seat.tell_at = moment, Word.MISSED if missed else word, None


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


def tell_a_day_later(seats: Iterable[Seat], moment: str, now: datetime) -> None:
    """A first word, for those who have not seen to it by themselves when a working day of theirs is over."""
    for seat in seats:
        say_later(seat, moment)
        seat.tell_at = end_after(now, 1, [seat.zone])


def no_windows(round_: Round) -> None:
    """Nobody is waited for any more."""
    for seat in round_.seats:
        seat.notice, seat.due_at = seat.notice if _missed(seat) else "", None


def follow_zones(round_: Round, days: int, counted: Iterable[Seat] = ()) -> None:
    """Who somebody is, and so where, may be learnt after a window of so many working days has begun.

    It runs from when the last of them knew of it; whoever leaves meanwhile, or has done theirs, shortens it
    for nobody. Where it waits for the `counted`, who are not left out of the count while they are away, it
    runs until two working days after they are back, but twenty in all at most.
    """
    if not round_.since or round_.status != Status.RUNNING:
        return
    if days:
        _follow(round_, round_.since, days)
    else:
        _wait_for_word(round_)
    no_sooner(round_, _after_away(round_.since, counted))


def _follow(round_: Round, since: datetime, days: int) -> None:
    there = [seat for seat in round_.seats if seat.left_at is None or seat.left_at >= since]
    before, round_.ends_at = round_.ends_at, end_of(there, since, days)
    for seat in round_.present:
        if seat.due_at == before:
            begun = began(seat, since)
            seat.nudges = seat.nudges if begun == seat.since else 0
            seat.since, seat.due_at = begun, round_.ends_at


def _after_away(since: datetime, counted: Iterable[Seat]) -> datetime | None:
    """Until when these are waited for who are away; None for nobody. It stays so when they are back."""
    ends = (
        min(end_after(at, AFTER_AWAY, [seat.zone]), end_after(since, LONGEST, [seat.zone]))
        for seat in counted
        if (at := seat.back_at)
    )
    return max(ends, default=None)


def _wait_for_word(round_: Round) -> None:
    """An end that was set by hand is no sooner than a working day after each who has until then knew."""
    for seat in round_.present:
        if seat.since and seat.due_at and seat.due_at == round_.ends_at:
            known = began(seat, seat.since)
            if known > seat.since:
                move_end(round_, max(round_.ends_at, end_after(known, 1, [seat.zone])))


def begin(seats: Iterable[Seat], now: datetime, end: datetime) -> None:
    """A window opens for these people, with its nudges before it."""
    for seat in seats:
        seat.since, seat.due_at, seat.nudges = now, end, 0
        seat.notice = seat.notice if _missed(seat) else ""


def nudge_at(seat: Seat, zone: str) -> datetime | None:
    """When the next nudge of this window falls due, in the zone of whoever is waited for; None for never.

    None in a window of under a working day, one in up to three, else two; none within half a working day of
    the word before.
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
    """Past 60 or 90 per cent of the window: one repeat, however many were missed meanwhile.

    To whom Slack let nothing through as yet it is the first word, and reads so.
    """
    if skip_nudges(window, now) and not waited.waits_to_hear:
        new = waited.unreached and waited.told_at is None
        said = f"{moment}:{window.nudges}"
        say_later(waited, f"{said}:{NEW}" if new else said, Word.FIRST if new else Word.REPEAT)


def is_new(moment: str) -> bool:
    """Whether that was the first word of it, though it came where others are reminded."""
    return moment.endswith(f":{NEW}")


def nudge_all(seats: Iterable[Seat], now: datetime, moment: str) -> None:
    """Each of these is waited for: one notice each, if a nudge of theirs is due."""
    for seat in seats:
        nudge(seat, seat, now, moment)


def nudges_at(seats: Iterable[Seat]) -> list[datetime | None]:
    """When the next nudge of each of these falls due, in their own zones (UTC)."""
    return [nudge_at(seat, seat.zone) for seat in seats]


def no_sooner(round_: Round, end: datetime | None) -> None:
    """This step ends then at the earliest, if ever: a press gives time, and takes none."""
    if end and round_.ends_at and end > round_.ends_at:
        move_end(round_, end)
        round_.facts["days"] = 0


def move_end(round_: Round, end: datetime) -> None:
    """This step ends then, and with it the windows that ended when it did."""
    before, round_.ends_at = round_.ends_at, end
    for seat in round_.seats:
        if seat.due_at and seat.due_at == before:
            seat.due_at = end


def once_more(round_: Round, seats: Iterable[Seat], now: datetime, days: int, notice: str) -> None:
    """Too little has come: so many working days more, said once to these, and not again."""
    round_.ends_at = end_of(round_.present, now, days)
    for seat in seats:
        seat.since, seat.due_at, seat.nudges = now, round_.ends_at, len(NUDGES)
        say_later(seat, notice)


def unsay(round_: Round, still_meant: Callable[[Round, Seat], bool]) -> None:
    """What waits to be said and is meant no more is not said: no window waits for whoever did not hear it.

    What somebody missed is said, whatever came since, but where they never heard of it and it is over.
    """
    over = round_.status in (Status.CLOSED, Status.STOPPED)
    for seat in [seat for seat in round_.seats if seat.notice]:
        meant = not (over and seat.told_at is None) if _missed(seat) else still_meant(round_, seat)
        if seat.left_at or not meant:
            seat.notice = ""


def _missed(seat: Seat) -> bool:
    return bool(seat.notice) and seat.word == Word.MISSED


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
    unsay(round_, still_meant)
    round_.wakes_at = min((at for at in moments if at), default=None)
    said = waiting and any(seat.notice and seat.tell_at is None for seat in round_.present)
    if said or any(seat.gone for seat in round_.present):
        round_.wake()
