"""The floor: one person has it at a time, everybody is offered it once before anybody is offered it twice."""

from datetime import datetime, timedelta

from bot.features.listening.flow.order import places
from bot.features.listening.models import (
    CALL,
    DONE,
    HERE,
    HOUR,
    HUSH,
    LEAST,
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
from bot.rounds.company.standing import going, refused
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.hours import after_work, is_working, next_working
from bot.rounds.time.windows import begin as begin_window
from bot.rounds.time.windows import end_of, ring, say_later, tell

GOES_ROUND = (Step.CHECK_IN, Step.TURNS, Step.CHECK_OUT)


def begin(round_: Round, step: Step, now: datetime, by: str | None) -> None:
    """It goes round: everybody who is in it will be offered the floor; `by` is None where time began it."""
    f, seats = facts(round_), joined(round_)
    opening = not f["lap"] or f["lap"] % 2  # those who offered to open do so every other time
    volunteers = [s.person_id for s in seats if opening and place(s)["volunteers"]]
    round_.step, f["extended"], f["heard"] = step, False, {}
    f["quiet"] = f["quiet"] and step == Step.CHECK_OUT  # what the group chose stays true to the end
    f["chose_quiet"] = f["quiet"] and f["chose_quiet"]
    f["order"] = places(round_.id, f"{step}:{f['lap']}", seats, round_.host_id, volunteers)
    f["again"], f["offered"], f["holder"], f["spoke"] = [], [], "", ""
    for seat in seats:
        seat.step, place(seat)["listens_to"], seat.notice, seat.due_at = HERE, "", "", None
    move_on(round_, now, by=by)


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
    """The seat of whoever has the floor; refuses everybody else, and while it does not go on."""
    f = facts(round_)
    going(round_)
    if round_.step not in GOES_ROUND or f["holder"] != person_id:
        raise refused(round_, "not_your_turn")
    return round_.seat(person_id)


def held(round_: Round) -> Seat:
    """The same, whoever it is; refuses where nobody has it."""
    if not facts(round_)["holder"]:
        raise refused(round_, "nobody_has_it")
    return round_.seat(facts(round_)["holder"])


def done(round_: Round, person_id: str, now: datetime) -> None:
    """They have spoken; a hush, and it is passed on."""
    seat, f = holds(round_, person_id), facts(round_)
    seat.step, f["spoke"] = DONE, person_id
    if pace(round_) is Pace.RELAY:  # aloud they hear it as the turn begins, here once it is there to read
        _asks_whether_that_is_it(round_, seat, now)
    move_on(round_, now, hush=pace(round_) is Pace.LIVE)


def pass_on(round_: Round, person_id: str, now: datetime) -> None:
    """Not now: always fine, and offered once more when the others have had it."""
    seat = holds(round_, person_id)
    seat.step = PASSED
    plays_nothing_back(round_, person_id)
    if round_.step == Step.TURNS:  # arriving and leaving take a word: that one is not asked for twice
        _comes_back(round_, person_id)
    move_on(round_, now)


def skip(round_: Round, now: datetime, by: str | None) -> None:
    """The turn of whoever is away moves to the end; it is not a refusal of theirs."""
    plays_nothing_back(round_, held(round_).person_id)
    _comes_back(round_, held(round_).person_id)
    move_on(round_, now, by=by)


def more(round_: Round, person_id: str, now: datetime) -> None:
    """A minute more in a live round, an hour of working time in a relay."""
    seat, f = holds(round_, person_id), facts(round_)
    if f["more"] >= MORE:
        raise refused(round_, "no_more")
    f["more"] += 1
    _longer(round_, MINUTE if pace(round_) is Pace.LIVE else HOUR, seat.zone, now)


def extend(round_: Round, now: datetime) -> None:
    """The host gives this turn half as much again."""
    _longer(round_, turn(round_) / 2, held(round_).zone, now)


def leave_out(round_: Round, person_id: str) -> None:
    """Whoever has the floor begins with their own words; nobody is asked whether they were heard."""
    holds(round_, person_id)
    if not asks_to_play_back(round_, person_id):
        raise refused(round_, "moved_on")
    plays_nothing_back(round_, person_id)


def asks_to_play_back(round_: Round, person_id: str) -> bool:
    """Whether they were to begin with one thing heard, and nobody has said yet whether that is it."""
    return facts(round_)["confirmed"].get(person_id) == "" and bool(
        place(round_.seat(person_id))["listens_to"]
    )


def plays_nothing_back(round_: Round, person_id: str) -> None:
    """They play nothing back this time; what somebody said of it already stands."""
    if asks_to_play_back(round_, person_id):
        place(round_.seat(person_id))["listens_to"] = ""
        del facts(round_)["confirmed"][person_id]


def seek(round_: Round, now: datetime) -> None:
    """Somebody misses the holder: a quiet call, and after it the turn moves to the end."""
    f, seat = facts(round_), held(round_)
    if pace(round_) is not Pace.LIVE:
        raise refused(round_, "nobody_has_it")
    if not f["calling"]:
        f["calling"] = (now + CALL).isoformat()
        ring([seat], f"call:{_name(round_, seat)}:{f['calling']}")


def comes_late(round_: Round, person_id: str) -> None:
    """Somebody joins while it goes round: their turn comes when the others have had theirs."""
    f = facts(round_)
    if goes_round(round_) and person_id not in (*f["order"], *f["again"], *f["offered"]):
        f["order"].append(person_id)


def leaves(round_: Round, person_id: str, now: datetime) -> None:
    """The order closes up; if they had the floor, it is passed on."""
    f = facts(round_)
    f["order"], f["again"] = ([p for p in queue if p != person_id] for queue in (f["order"], f["again"]))
    if f["holder"] != person_id:
        return
    if round_.status == Status.PAUSED:  # nothing begins in a pause: who comes next has the floor after it
        round_.seat(person_id).due_at = None
        f["holder"], f["calling"], f["left"], f["mark"] = "", "", 0, 0
    else:
        move_on(round_, now)


def move_on(round_: Round, now: datetime, *, hush: bool = False, by: str | None = "") -> None:
    """The floor to whoever comes next: at once, or after a hush; to nobody where all have had it.

    `by` is None where time moves it on: then whose turn it is hears so as a first word of the clock's.
    """
    f = facts(round_)
    for seat in [s for s in round_.seats if s.person_id == f["holder"]]:
        seat.due_at, seat.notice = None, ""
    f["holder"], f["calling"], f["mark"] = "", "", 0  # that the time is over goes with the turn
    quiet = round_.step == Step.TURNS and not f["order"] and not f["spoke"]
    if quiet and all(s.step == PASSED for s in joined(round_)):
        f["again"] = []  # a whole group that passes has said something
    if not following(round_):
        now_quiet = quiet and bool(joined(round_))
        f["quiet"] = f["quiet"] or now_quiet
        f["chose_quiet"] = f["chose_quiet"] or (now_quiet and all(s.step == PASSED for s in joined(round_)))
        return
    if hush:
        round_.since, round_.ends_at = now, now + HUSH
    else:
        _offer(round_, following(round_), now, by)


def time_passes(round_: Round, now: datetime) -> None:
    """A hush ends; a turn begins in its holder's hours; time is up, and nobody is cut off who is there."""
    f, over = facts(round_), [what for at, what in _comes(round_) if now >= at]
    if "hush" in over:
        move_on(round_, now, by=None)
    elif "skip" in over:
        skip(round_, now, None)
    elif "begins" in over:
        _comes_up(round_, held(round_))
    elif "mark" in over:
        f["mark"] += over.count("mark")
        if f["mark"] == 2:
            ring([held(round_)], f"over:{_name(round_, held(round_))}:{f['more']}:{f['extended']:d}")


def due(round_: Round) -> list[datetime]:
    """When time has something for the floor."""
    return [at for at, _ in _comes(round_)]


def _comes(round_: Round) -> list[tuple[datetime, str]]:
    """What time has for the floor, and when."""
    f, ends = facts(round_), round_.ends_at
    if not f["holder"]:
        return [(ends, "hush")] if following(round_) and ends else []
    called = kept_moment(f["calling"])
    moments = [(called, "skip")] if called else []
    if pace(round_) is Pace.LIVE:
        return moments + [(at, "mark") for at in _marks(round_)[f["mark"] :]]
    if f["told"]:
        return moments + ([(ends, "skip")] if ends else [])
    seat, since = held(round_), round_.since or round_.created_at
    if seat.waits_to_hear and not seat.outside:
        return [*moments, (seat.tell_at or ends or since, "look")]
    if _is_being_told(round_, seat):  # should Slack never take it, time goes on all the same
        return [*moments, (after_work(seat.tell_at or since, turn(round_), seat.zone), "skip")]
    return [*moments, (since, "begins")]


def turn(round_: Round) -> timedelta:
    """How long a turn usually is: of working time, in a relay."""
    if round_.step != Step.TURNS:
        return MINUTE  # arriving and leaving take a word
    return plan_of(round_).length * (MINUTE if pace(round_) is Pace.LIVE else HOUR)


def _offer(round_: Round, person_id: str, now: datetime, by: str | None) -> None:
    f, seat = facts(round_), round_.seat(person_id)
    f["order"], f["again"] = ([p for p in queue if p != person_id] for queue in (f["order"], f["again"]))
    f["holder"], f["told"], f["more"], f["mark"] = person_id, False, 0, 0
    f["offered"].append(person_id)
    place(seat)["turns"] += 1
    if pace(round_) is Pace.LIVE:
        round_.since, round_.ends_at = now, now + turn(round_)
    else:
        _runs(round_, seat, next_working(now, seat.zone))
    if (round_.since or now) <= now and (by is not None or pace(round_) is Pace.LIVE):
        _begins(round_, seat)
    _plays_back(round_, f, seat, now)


def _runs(round_: Round, seat: Seat, since: datetime) -> None:
    """A turn of working hours runs from then on (UTC)."""
    round_.since, round_.ends_at = since, after_work(since, turn(round_), seat.zone)
    if facts(round_)["offered"].count(seat.person_id) > 1:
        # It does not come back after this: nobody loses it in hours.
        round_.ends_at = max(round_.ends_at, end_of([seat], since, 1))
    begin_window([seat], round_.since, round_.ends_at)


def _comes_up(round_: Round, seat: Seat) -> None:
    """Time brings their turn: they hear of it as of any first word, and have it from when they know.

    Whoever is away or not in the channel, or whom Slack does not reach, has it as it was planned.
    """
    moment = f"turn:{_name(round_, seat)}"
    if moment != seat.told and not (seat.back_at or seat.unreached or seat.outside):
        say_later(seat, moment)
        return
    facts(round_)["told"] = True
    if seat.knows_at and round_.since and seat.knows_at > round_.since:
        _runs(round_, seat, seat.knows_at)


def _is_being_told(round_: Round, seat: Seat) -> bool:
    """Whether it waits to be said that this is their turn, or was said and Slack has not taken it yet."""
    moment = f"turn:{_name(round_, seat)}"
    waits = moment in (seat.notice, seat.rang, seat.gathered) and moment != seat.told
    return waits and not (seat.unreached or seat.outside)


def _begins(round_: Round, seat: Seat) -> None:
    facts(round_)["told"] = True
    ring([seat], f"turn:{_name(round_, seat)}")


def _plays_back(round_: Round, f: Facts, seat: Seat, now: datetime) -> None:
    """From three people on, a turn begins with one thing heard; who spoke before says whether that is it."""
    before = f["spoke"]
    wanted = plan_of(round_).play_back and round_.step == Step.TURNS and len(joined(round_)) >= LEAST
    if wanted and before not in ("", seat.person_id) and before in [s.person_id for s in round_.present]:
        place(seat)["listens_to"], f["confirmed"][seat.person_id] = before, ""
        if pace(round_) is Pace.LIVE:
            _asks_whether_that_is_it(round_, seat, now)


def _asks_whether_that_is_it(round_: Round, listener: Seat, now: datetime) -> None:
    """Whoever spoke before hears that they were played back; at night, in the morning."""
    before = place(listener)["listens_to"]
    if not asks_to_play_back(round_, listener.person_id):
        return
    for speaker in [s for s in round_.present if s.person_id == before]:
        # A turn may pass on at night, where somebody else is awake.
        awake = pace(round_) is Pace.LIVE or is_working(now, speaker.zone)
        moment = f"played_back:{_name(round_, listener)}:{listener.person_id}"
        tell([speaker], moment, listener.person_id if awake else None)


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
    return [begins + (ends - begins) * NEARLY, *(ends + over for over in OVER)] if begins and ends else []


def _name(round_: Round, seat: Seat) -> str:
    """Tells one turn from every other."""
    return f"{round_.step}:{facts(round_)['lap']}:{place(seat)['turns']}"
