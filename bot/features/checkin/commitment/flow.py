"""A commitment: what somebody took on, asked about in private, and what became of it.

It is asked about two working days before its day, where its owner wants that, and on the day; never more, and
nobody is told who has not answered (practice text, D3). What no meeting asks after is asked about twice, then
once a month, until its owner says that it is over.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.features.checkin.commitment.models import (
    ASKER,
    OWNER,
    STILL_OPEN,
    SURE,
    Commitment,
    Doing,
    commitment,
)
from bot.features.checkin.models import COMMITMENT, NAME
from bot.refusal import Refusal
from bot.rounds.company.coming import gone
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Reply, Round, Seat, Status, Word
from bot.rounds.keeping.replies import put, text_of
from bot.rounds.time import windows
from bot.rounds.time.hours import OPENS, days_on, next_day, next_working, zone
from bot.rounds.time.windows import ring, say_later

BEFORE, AFTER = 2, 2  # working days: when it is asked about before, and how long an answer is waited for
MOST_DATES = 3  # then it is asked whether it is still theirs
LONGEST = timedelta(days=365)
TWICE, WEEK, MONTH = 2, timedelta(weeks=1), timedelta(weeks=4)  # how often, and how far apart, by oneself
FIELDS = ("what", "first", "know")


@dataclass(frozen=True)
class Taken:
    """What somebody takes on, as they wrote it."""

    what: str
    first: str
    know: str
    due: date
    sure: int
    before: bool
    shown: bool


@dataclass(frozen=True)
class From:
    """Where it came from: the practice, what it was about, and the place whose next meeting asks."""

    feature: str
    title: str
    place: str
    channel: str = ""
    round_id: str = ""  # what was closed with it, "" for none


def start(
    team: str, round_id: str, owner: Seat, asker: Seat | None, taken: Taken, origin: From, now: datetime
) -> Round:
    """It stands from now on, until something became of it."""
    if not taken.what:
        raise Refusal("checkin.refused.empty", field="what")
    check_date(taken.due, owner, now)
    if taken.sure not in SURE:
        raise Refusal("checkin.refused.sure", field="sure")
    if asker and asker.person_id == owner.person_id:
        raise Refusal("checkin.refused.asks_oneself", field="asker")
    round_ = Round(team, round_id, NAME, COMMITMENT, Doing.OPEN, owner.person_id, now, since=now)
    round_.channel_id, round_.subject_id = origin.channel or None, origin.round_id or None
    round_.facts = dict(
        Commitment(
            due=taken.due.isoformat(), before=taken.before, sure=taken.sure, shown=taken.shown,
            place=origin.place, feature=origin.feature, named=now.isoformat(), asked=0, dates=0, moved=0,
            learnt=False,
        )
    )  # fmt: skip
    owner.step, round_.seats = OWNER, [owner]
    if asker:
        asker.step = ASKER
        round_.seats.append(asker)
    said = {"what": taken.what, "first": taken.first, "know": taken.know, "title": origin.title}
    for kind, text in said.items():
        put(round_, owner.person_id, kind, text, now)
    ring([owner], "taken")
    settle(round_)
    return round_


def became(
    round_: Round, person_id: str, what: Doing, learnt: str, until: date | None, *, tell: bool, now: datetime
) -> None:
    """What became of it, as its owner says; a new date keeps it open."""
    may_follow(round_, person_id)
    p = commitment(round_)
    if what is Doing.OPEN and until is None:
        raise refused(round_, "which_day", "due")
    if until and what not in (Doing.OPEN, Doing.PART):
        until = None  # it is ended: there is no day for it any more
    if until:
        check_date(until, round_.seat(person_id), now)
    put(round_, person_id, "learnt", learnt, now)
    p["learnt"] = tell and bool(learnt)
    round_.since = now
    if until:
        _new_day(round_, until, now)
    else:
        round_.step, round_.status = what, Status.CLOSED
    settle(round_)


def change(
    round_: Round, person_id: str, what: str, first: str, know: str, until: date | None, now: datetime
) -> None:
    """Its owner says it otherwise, or names another day."""
    may_follow(round_, person_id)
    if not what:
        raise refused(round_, "empty", "what")
    if until is None:
        raise refused(round_, "which_day", "due")
    for kind, text in {"what": what, "first": first, "know": know}.items():
        put(round_, person_id, kind, text, now)
    if until != due_day(round_):
        check_date(until, round_.seat(person_id), now)
        round_.since = now
        _new_day(round_, until, now)
    settle(round_)


def _new_day(round_: Round, day: date, now: datetime) -> None:
    """It is open, with that day: an earlier one costs nothing."""
    p = commitment(round_)
    p["moved"] = version(round_) + 1
    p["dates"] += day > due_day(round_)
    p["due"], p["named"], p["asked"], round_.step = day.isoformat(), now.isoformat(), 0, Doing.OPEN


def told(round_: Round) -> tuple[str, str, str]:
    """How it stands, what it is where its owner shows that, and what they learnt: told once."""
    commitment(round_)["learnt"] = False
    state = Doing.OPEN if round_.step in STILL_OPEN else round_.step
    return state, shown(round_), text_of(round_, "learnt")


def shown(round_: Round) -> str:
    """What it is, for those to whom its owner shows that."""
    return text_of(round_, "what") if commitment(round_)["shown"] else ""


def shows(round_: Round) -> Seat | None:
    """Whose words those who look at it again may read: its owner's, who ticked that; None for nobody's."""
    owners = [s for s in round_.present if s.step == OWNER and not s.gone and not s.forged]
    return owners[0] if owners and not round_.forged and commitment(round_)["shown"] else None


def let_know(round_: Round, person_id: str) -> None:
    """Nobody is asked to ask any more."""
    theirs(round_, person_id)
    for seat in round_.seats:
        if seat.step == ASKER:
            seat.step = ""  # a card that they had stays, and says nothing of it
    settle(round_)


def erase(round_: Round, person_id: str) -> None:
    """Its owner would rather that nothing of it stays."""
    theirs(round_, person_id)
    round_.replies = []
    if round_.step in STILL_OPEN:
        round_.step, round_.status = Doing.NO_LONGER, Status.CLOSED
    settle(round_)


def time_passes(round_: Round, now: datetime) -> None:
    """It is asked about when it is time, once for all that was slept through; then it waits in silence."""
    for seat in gone(round_):
        seat.left_at = now
    p, owner = commitment(round_), owner_of(round_)
    if owner.left_at:
        round_.step, round_.status = Doing.NO_LONGER, Status.CLOSED
    elif round_.step in (Doing.OPEN, Doing.DUE_SOON) and now >= on_the_day(round_):
        round_.step, round_.since, p["asked"] = Doing.ASKED, now, p["asked"] + 1
        for seat in round_.present:
            say_later(seat, f"{'due' if seat is owner else 'asker'}:{p['due']}")
    elif round_.step == Doing.OPEN and (at := before(round_)) and now >= at:
        round_.step, round_.since, p["asked"] = Doing.DUE_SOON, now, p["asked"] + 1
        say_later(owner, f"soon:{p['due']}")
    elif round_.step == Doing.ASKED and now >= _answered_by(round_):
        round_.step = Doing.CARRIED
    elif round_.step == Doing.CARRIED and (at := _again(round_)) and now >= at:
        round_.since, p["asked"] = now, p["asked"] + 1
        say_later(owner, f"again:{p['due']}:{p['asked']}", Word.REPEAT)
    settle(round_, waiting=False)


def settle(round_: Round, *, waiting: bool = True) -> None:
    """The row remembers when time has something for it again."""
    windows.settle(round_, [_next(round_)], _still_meant, waiting=waiting)


def _still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to its owner, or to whoever may ask, is still true."""
    asks = {
        Doing.DUE_SOON: {OWNER: "soon"},
        Doing.ASKED: {OWNER: "due", ASKER: "asker"},
        Doing.CARRIED: {OWNER: "again"},
    }
    return seat.notice.partition(":")[0] == asks.get(Doing(round_.step), {}).get(seat.step)


def owner_of(round_: Round) -> Seat:
    """Whose it is; refuses where somebody changed who that is."""
    for seat in round_.seats:
        if seat.step == OWNER:
            return seat
    raise Refusal("common.unreadable")


def theirs(round_: Round, person_id: str) -> None:
    """Refuses everybody but whoever took it on."""
    if owner_of(round_).person_id != person_id:
        raise Refusal("common.not_yours")


def may_follow(round_: Round, person_id: str) -> None:
    """Refuses everybody else, and where something became of it."""
    theirs(round_, person_id)
    if round_.step not in STILL_OPEN:
        raise refused(round_, "moved_on")


def check_date(day: date, owner: Seat, now: datetime) -> None:
    """Refuses a day that is over where its owner lives, or too far."""
    today = now.astimezone(zone(owner.zone)).date()
    if not today <= day <= today + LONGEST:
        raise Refusal("checkin.refused.day", field="due")


def asks(round_: Round, person_id: str) -> bool:
    """Whether it asks this person, its owner, what became of it."""
    waits = round_.step in (Doing.DUE_SOON, Doing.ASKED) or (round_.step == Doing.CARRIED and alone(round_))
    return waits and owner_of(round_).person_id == person_id


def due_day(round_: Round) -> date:
    return date.fromisoformat(commitment(round_)["due"])


def alone(round_: Round) -> bool:
    """Whether no meeting will ask what became of it."""
    return not commitment(round_)["place"]


def version(round_: Round) -> int:
    """Which of its days this is, counted from 0, for calendars."""
    p = commitment(round_)
    return p.get("moved", p["dates"])


def on_the_day(round_: Round) -> datetime:
    """When it is asked about on its day: as a working day opens where its owner lives.

    On the next one, where that one is none, or had opened when it was named.
    """
    seat, named = owner_of(round_), commitment(round_).get("named")
    at = next_working(datetime.combine(due_day(round_), OPENS, zone(seat.zone)), seat.zone)
    set_at = datetime.fromisoformat(named) if named else at
    return next_day(set_at, seat.zone) if set_at > at else at


def asked_on(round_: Round) -> date:
    """The day of that, where its owner lives."""
    return on_the_day(round_).astimezone(zone(owner_of(round_).zone)).date()


def before(round_: Round) -> datetime | None:
    """When it is asked about before; None where that is not wanted, or was over when it was made."""
    p, seat = commitment(round_), owner_of(round_)
    if not p["before"]:
        return None
    at = datetime.combine(days_on(due_day(round_), -BEFORE), OPENS, zone(seat.zone))
    return at if round_.since and at > round_.since else None


def is_still_theirs(round_: Round) -> bool:
    """Whether it had three later days: then it is asked whether it is still theirs to do."""
    return commitment(round_)["dates"] >= MOST_DATES


def readable(round_: Round, reply: Reply, person_id: str) -> bool:
    """Its owner's words; whoever may ask reads what it is, where its owner shows it."""
    owner = owner_of(round_)
    if owner.person_id == person_id and not owner.forged:
        return True
    asks = any(seat.person_id == person_id and seat.step == ASKER for seat in round_.present)
    return asks and commitment(round_)["shown"] and reply.kind in ("what", "title")


def _next(round_: Round) -> datetime | None:
    if round_.step not in STILL_OPEN:
        return None
    if round_.step == Doing.CARRIED:
        return _again(round_)
    if round_.step == Doing.ASKED:
        return _answered_by(round_)
    at = before(round_) if round_.step == Doing.OPEN else None
    return at or on_the_day(round_)


def _again(round_: Round) -> datetime | None:
    """When what was not answered is asked about again; None where a meeting will."""
    if not alone(round_):
        return None
    seat, since = owner_of(round_), round_.since or round_.created_at
    later = WEEK if commitment(round_)["asked"] < TWICE else MONTH
    day = (since.astimezone(zone(seat.zone)) + later).date()
    return next_working(datetime.combine(day, OPENS, zone(seat.zone)), seat.zone)


def _answered_by(round_: Round) -> datetime:
    """Until when an answer is waited for, from when the question reached its owner."""
    owner = owner_of(round_)
    asked = windows.began(owner, round_.since or round_.created_at).astimezone(zone(owner.zone))
    return datetime.combine(days_on(asked.date(), AFTER), asked.timetz()).astimezone(UTC)
