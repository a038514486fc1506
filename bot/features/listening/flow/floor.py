"""The floor: one person has it at a time, everybody is offered it once before anybody is offered it twice."""

from datetime import datetime, timedelta

from bot.features.listening.flow.order import places
from bot.features.listening.models import (
    CALL,
    DONE,
    HERE,
    HOUR,
    HUSH,
    MINUTE,
    MORE,
    NEARLY,
    OVER,
    PASSED,
    Facts,
    Pace,
    Step,
    facts,
    joined,
    kept_moment,
    pace,
    place,
    plan_of,
)
from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.hours import after_work, is_working, next_working
from bot.rounds.time.windows import begin as begin_window
from bot.rounds.time.windows import ring

GOES_ROUND = (Step.CHECK_IN, Step.TURNS, Step.CHECK_OUT)


def begin(round_: Round, step: Step, now: datetime) -> None:
    """It goes round: everybody who is in it will be offered the floor."""
    f, seats = facts(round_), joined(round_)
    lap = f"{step}:{f['lap']}"
    volunteers = (
        [s.person_id for s in seats if place(s)["volunteers"]] if f["lap"] in (0, 1) or f["lap"] % 2 else []
    )
    round_.step, f["extended"], f["heard"] = step, False, {}
    f["quiet"] = f["quiet"] and step == Step.CHECK_OUT  # what the group chose stays true to the end
    f["order"] = places(round_.id, lap, seats, round_.host_id, volunteers)
    f["again"], f["offered"], f["holder"], f["spoke"] = [], [], "", ""
    for seat in seats:
        seat.step, place(seat)["listens_to"], seat.notice, seat.due_at = HERE, "", "", None
    move_on(round_, now)


def goes_round(round_: Round) -> bool:
    """Whether the floor is in this step: in a gathered round it never is."""
    return round_.step in GOES_ROUND and bool(facts(round_)["holder"] or following(round_))


def over(round_: Round) -> bool:
    f = facts(round_)
    return not f["holder"] and not following(round_)


def following(round_: Round) -> str:
    """Who comes next: first whoever was not offered it yet, then whoever is offered it once more."""
    f = facts(round_)
    return next(iter([*f["order"], *f["again"]]), "")


def holds(round_: Round, person_id: str) -> Seat:
    """The seat of whoever has the floor; refuses everybody else."""
    f = facts(round_)
    if round_.step not in GOES_ROUND or f["holder"] != person_id:
        raise Refusal("listening.refused.not_your_turn")
    return round_.seat(person_id)


def done(round_: Round, person_id: str, now: datetime) -> None:
    """They have spoken; a hush, and it is passed on."""
    seat, f = holds(round_, person_id), facts(round_)
    seat.step, f["spoke"] = DONE, person_id
    move_on(round_, now, hush=pace(round_) is Pace.LIVE)


def pass_on(round_: Round, person_id: str, now: datetime) -> None:
    """Not now: always fine, and offered once more when the others have had it."""
    seat = holds(round_, person_id)
    seat.step = PASSED
    if round_.step == Step.TURNS:  # arriving and leaving take a word: that one is not asked for twice
        _comes_back(round_, person_id)
    move_on(round_, now)


def skip(round_: Round, now: datetime) -> None:
    """The turn of whoever is away moves to the end; it is not a refusal of theirs."""
    f = facts(round_)
    if not f["holder"]:
        raise Refusal("listening.refused.nobody_has_it")
    _comes_back(round_, f["holder"])
    move_on(round_, now)


def more(round_: Round, person_id: str, now: datetime) -> None:
    """A minute more in a live round, an hour of working time in a relay."""
    seat, f = holds(round_, person_id), facts(round_)
    if f["more"] >= MORE:
        raise Refusal("listening.refused.no_more")
    f["more"] += 1
    _longer(round_, MINUTE if pace(round_) is Pace.LIVE else HOUR, seat.zone, now)


def extend(round_: Round, now: datetime) -> None:
    """The host gives this turn half as much again."""
    f = facts(round_)
    if not f["holder"]:
        raise Refusal("listening.refused.nobody_has_it")
    _longer(round_, turn(round_) / 2, round_.seat(f["holder"]).zone, now)


def seek(round_: Round, now: datetime) -> None:
    """Somebody misses the holder: a quiet call, and after it the turn moves to the end."""
    f = facts(round_)
    if not f["holder"] or pace(round_) is not Pace.LIVE:
        raise Refusal("listening.refused.nobody_has_it")
    if not f["calling"]:
        f["calling"] = (now + CALL).isoformat()
        seat = round_.seat(f["holder"])
        ring([seat], f"call:{_name(round_, seat)}:{f['calling']}")


def is_here(round_: Round, person_id: str) -> None:
    holds(round_, person_id)
    facts(round_)["calling"] = ""


def comes_late(round_: Round, person_id: str) -> None:
    """Somebody joins while it goes round: their turn comes when the others have had theirs."""
    f = facts(round_)
    if round_.step in GOES_ROUND and person_id not in (*f["order"], *f["again"], *f["offered"]):
        f["order"].append(person_id)


def leaves(round_: Round, person_id: str, now: datetime) -> None:
    """The order closes up; if they had the floor, it is passed on."""
    f = facts(round_)
    for queue in (f["order"], f["again"]):
        if person_id in queue:
            queue.remove(person_id)
    if f["holder"] != person_id:
        return
    if round_.status == Status.PAUSED:  # nothing begins in a pause: who comes next has the floor after it
        round_.seat(person_id).due_at = None
        f["holder"], f["calling"], f["left"] = "", "", 0
    else:
        move_on(round_, now)


def move_on(round_: Round, now: datetime, *, hush: bool = False) -> None:
    """The floor to whoever comes next: at once, or after a hush; to nobody where all have had it."""
    f = facts(round_)
    for seat in round_.seats:
        if seat.person_id == f["holder"]:
            seat.due_at, seat.notice = None, ""
    f["holder"], f["calling"] = "", ""
    quiet = round_.step == Step.TURNS and not f["order"] and not f["spoke"]
    if quiet and all(s.step == PASSED for s in joined(round_)):
        f["again"] = []  # a whole group that passes has said something
    if not following(round_):
        f["quiet"] = f["quiet"] or (quiet and bool(joined(round_)))
        return
    if hush:
        round_.since, round_.ends_at = now, now + HUSH
    else:
        _offer(round_, following(round_), now)


def time_passes(round_: Round, now: datetime) -> None:
    """A hush ends; a turn begins in its holder's hours; time is up, and nobody is cut off who is there."""
    f = facts(round_)
    if not f["holder"]:
        if following(round_) and round_.ends_at and now >= round_.ends_at:
            move_on(round_, now)
        return
    called = kept_moment(f["calling"])
    seat = round_.seat(f["holder"])
    if called and now >= called:
        skip(round_, now)
    elif pace(round_) is Pace.LIVE:
        past = sum(now >= at for at in _marks(round_))
        if past > f["mark"]:
            f["mark"] = past
            if past == 2:
                ring([seat], f"over:{_name(round_, seat)}:{f['more']}:{f['extended']:d}")
    elif round_.ends_at and now >= round_.ends_at:
        skip(round_, now)
    elif round_.since and now >= round_.since and not f["told"]:
        _begins(round_, seat)


def due(round_: Round) -> list[datetime]:
    """When time has something for the floor."""
    f = facts(round_)
    if not f["holder"]:
        return [round_.ends_at] if following(round_) and round_.ends_at else []
    called = kept_moment(f["calling"])
    if pace(round_) is Pace.LIVE:
        return [*_marks(round_)[f["mark"] :], *([called] if called else [])]
    untold = [round_.since] if round_.since and not f["told"] else []
    return [*untold, *([round_.ends_at] if round_.ends_at else [])]


def has_begun(round_: Round) -> bool:
    """Whether a turn has begun: in a relay it waits for its holder's working hours."""
    f = facts(round_)
    return bool(f["holder"]) and f["told"]


def turn(round_: Round) -> timedelta:
    """How long a turn usually is: of working time, in a relay."""
    if round_.step != Step.TURNS:
        return MINUTE  # arriving and leaving take a word
    return plan_of(round_).length * (MINUTE if pace(round_) is Pace.LIVE else HOUR)


def _offer(round_: Round, person_id: str, now: datetime) -> None:
    f, seat = facts(round_), round_.seat(person_id)
    for queue in (f["order"], f["again"]):
        if person_id in queue:
            queue.remove(person_id)
    f["holder"], f["told"], f["more"], f["mark"] = person_id, False, 0, 0
    f["offered"].append(person_id)
    place(seat)["turns"] += 1
    if pace(round_) is Pace.LIVE:
        round_.since, round_.ends_at = now, now + turn(round_)
    else:
        round_.since = next_working(now, seat.zone)
        round_.ends_at = after_work(round_.since, turn(round_), seat.zone)
        begin_window([seat], round_.since, round_.ends_at)
    if round_.since <= now:
        _begins(round_, seat)
    _plays_back(round_, f, seat, now)


def _begins(round_: Round, seat: Seat) -> None:
    facts(round_)["told"] = True
    ring([seat], f"turn:{_name(round_, seat)}")


def _plays_back(round_: Round, f: Facts, seat: Seat, now: datetime) -> None:
    """Where chosen, a turn begins with one thing heard; whoever spoke before says whether that is it."""
    before = f["spoke"]
    if not plan_of(round_).play_back or round_.step != Step.TURNS or before in ("", seat.person_id):
        return
    for speaker in [s for s in round_.present if s.person_id == before]:
        place(seat)["listens_to"], f["confirmed"][seat.person_id] = before, ""
        name = f"played_back:{_name(round_, seat)}:{seat.person_id}"
        if pace(round_) is Pace.LIVE or is_working(now, speaker.zone):
            ring([speaker], name)
        else:
            speaker.notice = name  # a turn may pass on at night, where somebody else is awake


def _comes_back(round_: Round, person_id: str) -> None:
    f = facts(round_)
    if f["offered"].count(person_id) == 1:
        f["again"].append(person_id)


def _longer(round_: Round, by: timedelta, zone: str, now: datetime) -> None:
    f = facts(round_)
    ends = max(now, round_.ends_at or now)
    round_.ends_at = ends + by if pace(round_) is Pace.LIVE else after_work(ends, by, zone)
    f["calling"] = ""
    seat = round_.seat(f["holder"])
    seat.due_at = round_.ends_at if seat.due_at else None
    f["mark"] = sum(now >= at for at in _marks(round_)) if pace(round_) is Pace.LIVE else 0


def _marks(round_: Round) -> list[datetime]:
    """When time is nearly up, and twice past it."""
    begins, ends = round_.since, round_.ends_at
    assert begins is not None
    assert ends is not None
    return [begins + (ends - begins) * NEARLY, *(ends + over for over in OVER)]


def _name(round_: Round, seat: Seat) -> str:
    """Tells one turn from every other."""
    return f"{round_.step}:{facts(round_)['lap']}:{place(seat)['turns']}"
