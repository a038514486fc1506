"""The one door for what time alone causes: three kinds of word, in the hours of whoever hears them.

An appointment with an hour rings at that hour, or at their next working hour. Other first words ring at most
once a working day of theirs; nothing of either is dropped or counted. Repeats are at most two a week over
every practice (practice text, E-50), and none for who asked for fewer. What falls together is one message of
the person's own. Answers to what people do never come here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select

from bot.people import queries as people
from bot.people.models import Person
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat, Word, new_id
from bot.rounds.keeping.tables import notices
from bot.rounds.time.hours import next_day, next_working, zone
from bot.store import Db

REPEATS, WEEK = 2, timedelta(days=7)
DAILY = "day"  # in the table of what was said: the one ring of a working day
GATHERED = "gathered"  # the kind of a person's own message: its id is theirs
KEPT = timedelta(days=30)

Presses = Callable[[Round, str, datetime], bool]

_RECENT = (
    select(notices.c.at, notices.c.moment)
    .where(notices.c.team == bindparam("team"), notices.c.person_id == bindparam("person"))
    .where(notices.c.at > bindparam("after"))
    .order_by(notices.c.at)
)
_ADD = insert(notices)
_OLD = delete(notices).where(
    notices.c.team == bindparam("team"),
    notices.c.person_id == bindparam("person"),
    notices.c.at <= bindparam("before"),
)


@dataclass(frozen=True)
class Said:
    """What time has said to somebody in the last week: the moments (UTC) of each kind."""

    daily: Sequence[datetime] = ()
    repeats: Sequence[datetime] = ()


def wait(round_: Round, now: datetime) -> None:
    """What waits for somebody in this round is seen to from now on (UTC)."""
    for seat in round_.present:
        if seat.notice and seat.tell_at is None:
            seat.tell_at = now


def ticks(
    rule: Callable[[Round, datetime], object], save: Callable[[Db, Round], object] = queries.save
) -> Callable[[Db, Round, datetime], None]:
    """What time does to a kind of round: this rule; what it has to say waits for its moment; it is kept."""

    def tick(db: Db, round_: Round, now: datetime) -> None:
        rule(round_, now)
        wait(round_, now)
        save(db, round_)

    return tick


def say(db: Db, team: str, person_id: str, now: datetime, presses: Presses) -> None:
    """Say to this person what time has for them now; what has to wait is looked at again when it may be said.

    One thing rings with its own card; several are gathered in one message, with what waits there still.
    `presses` says whether a round waits for this person. Skips whoever is being told in another process, and
    whatever is just being changed: the next time is soon.
    """
    person = people.claim(db, team, person_id) or _met(db, team, person_id)
    if person is None:
        return
    if person.back_at and person.back_at <= now:
        # They are waited for again: what they are part of looks, before anything more is said to them.
        people.away(db, team, person_id, None, shown=False)
        queries.wake_person(db, team, person_id, now)
        return
    ids = queries.ids_waiting_for(db, team, person_id)
    if not queries.hold(db, team, ids):
        return
    rounds = queries.held_for(db, team, person_id, ids)
    own = {person_id, *(one for round_ in rounds for one in queries.gathered_by(round_))}
    if not queries.hold(db, team, own):
        return
    seats = [round_.seat(person_id) for round_ in rounds]
    for seat in seats:
        seat.back_at = person.back_at
    going = choose(seats, person, _said(db, team, person_id, now), now)
    if going:
        _count(db, person, going, now)
        _tell(db, person, [r for r in rounds if r.seat(person_id) in going], now, presses)
    for round_ in rounds:
        queries.save(db, round_)


def _met(db: Db, team: str, person_id: str) -> Person | None:
    """Whoever was not known; None where somebody else tells them just now."""
    people.meet(db, team, person_id)
    return people.claim(db, team, person_id)


def choose(seats: Sequence[Seat], person: Person, said: Said, now: datetime) -> list[Seat]:
    """Which of these, where something waits to be said to this person, ring now (UTC).

    The others are told when to look again; a repeat that may never ring is dropped.
    """
    for seat in seats:
        if person.fewer and seat.word == Word.REPEAT:
            seat.notice = ""
    due = [seat for seat in seats if seat.notice and (seat.tell_at or now) <= now]
    free = next_working(max(now, person.back_at or now), person.zone)
    if free > now:
        return _later(due, free)
    hours = [seat for seat in due if seat.word == Word.HOUR]
    tomorrow = next_day(now, person.zone)
    today = [at for at in said.daily if _date(at, person) == _date(now, person)]
    if today and not hours:
        return _later(due, tomorrow)
    week = [at for at in said.repeats if at > now - WEEK]
    repeats = [seat for seat in due if seat.word == Word.REPEAT]
    if len(week) >= REPEATS:
        _later(repeats, next_working(week[-REPEATS] + WEEK, person.zone))
        return [seat for seat in due if seat.word != Word.REPEAT]
    return due


def _later(seats: Sequence[Seat], at: datetime) -> list[Seat]:
    for seat in seats:
        seat.tell_at = at
    return []


def _tell(db: Db, person: Person, rounds: Sequence[Round], now: datetime, presses: Presses) -> None:
    for seat in (round_.seat(person.id) for round_ in rounds if round_.seat(person.id).unasked):
        seat.rang, seat.notice = seat.notice, ""  # they see nothing of it: nobody else can tell
    rounds = [round_ for round_ in rounds if not round_.seat(person.id).unasked]
    seats = [round_.seat(person.id) for round_ in rounds]
    if not seats:
        return
    own, there = _own(db, person, now)
    asked = {r.id: own.facts["things"][r.id] for r in there if r.seat(person.id).gathered}
    # What was done since is in it no more.
    left = {
        r.id: asked[r.id] for r in there if r.id in asked and (presses(r, person.id, now) or not asked[r.id])
    }
    if len(left.keys() | {round_.id for round_ in rounds}) == 1:
        for seat in seats:
            seat.rang, seat.notice, seat.gathered = seat.notice, "", ""
        return
    for round_, seat in zip(rounds, seats, strict=True):
        seat.gathered, seat.notice = seat.notice, ""
        left[round_.id] = presses(round_, person.id, now)
    own.facts["things"], own.since = left, now
    own.seat(person.id).rang = f"{GATHERED}:{now.isoformat()}"
    if own.version:
        queries.save(db, own)
    else:
        queries.add(db, own)


def _own(db: Db, person: Person, now: datetime) -> tuple[Round, list[Round]]:
    """This person's own message, and the rounds that it gathers."""
    own = queries.first(db, person.team, person.id)
    if own is None:
        own = Round(person.team, person.id, "me", GATHERED, GATHERED, person.id, now)
        own.facts, own.seats = {"things": {}}, [queries.seat(db, person.team, person.id)]
    return own, queries.these(db, person.team, own.facts["things"])


def _said(db: Db, team: str, person_id: str, now: datetime) -> Said:
    rows = db.execute(_RECENT, {"team": team, "person": person_id, "after": now - WEEK}).all()
    of = {kind: [row.at for row in rows if row.moment == kind] for kind in (DAILY, Word.REPEAT)}
    return Said(of[DAILY], of[Word.REPEAT])


def _count(db: Db, person: Person, seats: Sequence[Seat], now: datetime) -> None:
    who = {"team": person.team, "person": person.id}
    db.execute(_OLD, {**who, "before": now - KEPT})
    words = {seat.word for seat in seats}
    kinds = [Word.HOUR.value if Word.HOUR in words else DAILY]
    kinds += [Word.REPEAT.value] if Word.REPEAT in words else []
    for kind in kinds:
        row = {"team": person.team, "id": new_id(), "person_id": person.id, "at": now, "moment": kind}
        db.execute(_ADD, row)


def _date(moment: datetime, person: Person) -> object:
    return moment.astimezone(zone(person.zone)).date()
