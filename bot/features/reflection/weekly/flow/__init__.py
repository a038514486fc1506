"""A rhythm for a pair: a question of the catalogue at a time that comes again, until one of them stops it.

It is a round of its own, which holds the rhythm and what it has asked. The questions are rounds besides.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.features.reflection.models import NAME, PASSED, READS, WEEKLY, Step
from bot.features.reflection.weekly.flow import order, silence
from bot.features.reflection.weekly.models import LONGEST_REST, LOOKS, Family, First, facts
from bot.rounds.company.coming import gone
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.time import recurring
from bot.rounds.time.hours import zone
from bot.rounds.time.rhythm import Due, Rhythm
from bot.rounds.time.windows import ring, tell


def start(
    team: str, round_id: str, host_id: str, pair_id: str, seats: list[Seat], wanted: Rhythm, now: datetime
) -> Round:
    """A new rhythm; everybody in the pair is told."""
    round_ = Round(team, round_id, NAME, WEEKLY, "runs", host_id, now, subject_id=pair_id, since=now)
    round_.seats = seats
    ring(seats, "weekly")
    facts(round_)
    return recurring.start(round_, wanted, now)


def take_after(round_: Round, earlier: Round) -> None:
    """It takes another's place: what that one asked is not asked again, and its first question comes back."""
    new, old = facts(round_), facts(earlier)
    new["asked"], new["first"], new["looked_back"] = old["asked"], old["first"], old["looked_back"]


def time_passes(round_: Round, last: Round | None, now: datetime) -> None:
    """Who is gone is out of it, and what became of the `last` question is weighed."""
    if recurring.runs(round_):
        _leave(round_, now)
        _remember(round_, last)
        silence.time_passes(round_, last, now)


def settle(round_: Round, last: Round | None, now: datetime) -> None:
    """It wakes when it is due, or when something of the `last` question may have come about."""
    looks_at = silence.looks_at(round_, last, now) if recurring.runs(round_) else None
    facts(round_)["looks_at"] = looks_at.isoformat() if looks_at else ""
    recurring.settle(round_, now)


def _leave(round_: Round, now: datetime) -> None:
    """Where nobody is left it stops; whoever is left alone finds it resting, to start again or to stop."""
    left = gone(round_)
    for seat in left:
        seat.left_at, seat.notice = now, ""
    if not round_.present:
        recurring.stop(round_, now)
    elif left and len(round_.present) == 1:
        recurring.rest(round_, now)


def last_has_come(round_: Round) -> bool:
    """Whether what would come next is past its end."""
    planned, here = recurring.planned(round_), zone(recurring.of(round_).zone)
    return planned is not None and _past_end(round_, planned.astimezone(here).date())


def has_ended(round_: Round, due: Due, now: datetime) -> bool:
    """Whether it has come for as long as was planned; then it ends, and says so."""
    if not _past_end(round_, due.day):
        return False
    recurring.stop(round_, now)
    facts(round_)["ended"] = True
    tell(round_.present, "ended", None)
    return True


def _past_end(round_: Round, day: date) -> bool:
    ends = facts(round_)["ends"]
    return bool(ends) and day > date.fromisoformat(ends)


def held_by(round_: Round, person_id: str = "") -> list[Seat]:
    """For whom the next question waits: who is away, and lets others read that."""
    return [seat for seat in round_.others(person_id) if seat.back_at and seat.away_shown]


def answered(question: Round) -> bool:
    """Whether anybody gave a sign of theirs; what was deleted since does not count as silence."""
    wrote = any(reply.kind != "question" for reply in question.replies)
    said = any(seat.step in (PASSED, READS) for seat in question.seats)
    return wrote or said or question.step in (Step.FORGOTTEN, Step.TAKEN_BACK)


def _remember(round_: Round, question: Round | None) -> None:
    """The first one in which somebody wrote comes back."""
    f = facts(round_)
    if f["first"] is None and question and any(reply.kind != "question" for reply in question.replies):
        prompt, at = question.facts["prompt"], question.created_at.isoformat()
        f["first"] = First(id=question.id, prompt=prompt, at=at)


def looks_back(round_: Round, now: datetime) -> First | None:
    """The first question, where it is time that it comes back; None where it is not. It comes once a time."""
    f = facts(round_)
    first, times = f["first"], f["looked_back"]
    if first is None or times >= len(LOOKS) or now < datetime.fromisoformat(first["at"]) + LOOKS[times]:
        return None
    f["looked_back"] = sum(now >= datetime.fromisoformat(first["at"]) + span for span in LOOKS)
    return first


def next_prompt(round_: Round, families: Sequence[Family], by_hand: Sequence[str] = ()) -> str:
    """The id of the prompt that comes next, kept as asked; `by_hand`: those that they were asked besides."""
    f = facts(round_)
    chosen = order.next_one(families, f["families"], [*f["asked"], *by_hand])
    if chosen:
        f["asked"].append(chosen)
    return chosen


def rest(round_: Round, person_id: str, now: datetime, until: date | None = None) -> None:
    """Nothing comes until the end of that day where they are, or until one of them says; the others read it.

    Refuses a day that is over, or too far, and what has stopped.
    """
    if until is None:
        recurring.rest(round_, now)
    else:
        here = zone(round_.seat(person_id).zone)
        today = now.astimezone(here).date()
        if not today <= until <= today + LONGEST_REST:
            raise refused(round_, "rest_day", "until")
        recurring.snooze(
            round_, now, datetime.combine(until + timedelta(days=1), time(), here).astimezone(UTC)
        )
    anew(round_)
    ring(round_.others(person_id), f"rests:{now.isoformat()}")


def start_again(round_: Round, now: datetime) -> None:
    """It goes on; refuses where it does not rest."""
    recurring.start_again(round_, now)
    anew(round_)


def change(round_: Round, person_id: str, wanted: Rhythm, now: datetime) -> None:
    """It comes so from now on; the others are told. Refuses where it has stopped."""
    recurring.change(round_, wanted, person_id, now)
    anew(round_)


def asks_of(round_: Round, families: list[str]) -> None:
    """It asks questions of these families (ids) alone; none for all."""
    facts(round_)["families"] = families


def fine(round_: Round, person_id: str) -> None:
    """Nothing is to be changed; refuses where nothing is asked of them in private."""
    silence.fine(round_, person_id)


def last_for(round_: Round, weeks: int, now: datetime) -> None:
    """It ends when it has come for so many weeks from now on; 0 for no end."""
    first = recurring.next_at(round_, now)
    here = zone(recurring.of(round_).zone)
    day = first.astimezone(here).date() + timedelta(weeks=weeks, days=-1) if first and weeks > 0 else None
    facts(round_)["ends"] = day.isoformat() if day else ""


def anew(round_: Round) -> None:
    """Somebody did something about it: nothing is counted of what was before."""
    for seat in round_.present:
        silence.begin_anew(seat)


def is_alone(round_: Round) -> bool:
    """Whether nobody else is in it: everybody has left, or it was begun so."""
    return len(round_.present) == 1
