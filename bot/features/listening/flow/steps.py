"""From one step of a listening round to the next: what follows from what people did, and from time.

`by` is who did it, and needs no telling; None where time alone did.
"""

from datetime import datetime

from bot.features.listening.flow import floor, pausing, standing
from bot.features.listening.models import (
    AGAIN_DAYS,
    DONE,
    GRACE,
    HERE,
    INVITED,
    JOIN_DAYS,
    KEPT,
    LEAST,
    LIVE_ENDS,
    LOOKS,
    MOST,
    OUT_DAYS,
    READ_DAYS,
    ROOM,
    SILENT_DAYS,
    TALK,
    TALK_DAYS,
    Form,
    Pace,
    Step,
    facts,
    joined,
    kept_moment,
    pace,
    place,
    plan_of,
)
from bot.rounds.company.order import rooms
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.hours import end_after
from bot.rounds.time.windows import NUDGES, begin, follow_zones, no_windows, nudge, nudge_at, tell, zones

_IN_DAYS = (Step.ASKED, Step.WRITE, Step.READ, Step.TALK)


def ask(round_: Round, now: datetime) -> None:
    """It opens: everybody writes (gather), or says that they are there (live, relay)."""
    round_.since = now
    if pace(round_) is Pace.GATHER:
        _write(round_, now)
    else:
        round_.step = Step.ASKED
        facts(round_)["days"] = 0
        round_.ends_at = now + LIVE_ENDS if pace(round_) is Pace.LIVE else _days(round_, JOIN_DAYS, now)


def start(round_: Round, now: datetime, by: str | None) -> None:
    """Those who are there begin: with a word of arriving each, if wanted."""
    if plan_of(round_).check_in and pace(round_) is Pace.LIVE:
        floor.begin(round_, Step.CHECK_IN, now)
    else:
        _lap(round_, now, by)
    go_on(round_, now, by)


def go_on(round_: Round, now: datetime, by: str | None) -> None:
    """If what this step waits for is there, the next one begins."""
    if round_.status != Status.RUNNING:
        return
    if round_.step == Step.WRITE:
        _all_in(round_, now, by)
    elif round_.step == Step.READ and _all_listened(round_):
        after_lap(round_, now, by)
    elif _in_turns(round_) and floor.over(round_):
        after_turns(round_, now, by)
    elif round_.step == Step.CHECK_OUT and not _by_turns(round_) and not _not_out(round_):
        close(round_, now)


def after_turns(round_: Round, now: datetime, by: str | None) -> None:
    if not joined(round_):
        close(round_, now)
    elif round_.step == Step.CHECK_IN:
        _lap(round_, now, by)
    elif round_.step == Step.TURNS:
        after_lap(round_, now, by)
    else:
        close(round_, now)


def after_lap(round_: Round, now: datetime, by: str | None) -> None:
    """Everybody has been offered it: a question more, once more round, open talk, or the last word."""
    f, form = facts(round_), plan_of(round_).form
    if f["next"]:
        f["question"] = f["next"].pop(0)
        _lap(round_, now, by, of_form=False)
    elif f["quiet"] or f["talked"]:
        check_out(round_, now, by)
    elif form is Form.COUNCIL or (form is Form.CAFE and f["base"] < 2):
        _lap(round_, now, by)
    elif form is Form.CAFE:
        _talk(round_, now, by)
    else:
        check_out(round_, now, by)


def check_out(round_: Round, now: datetime, by: str | None) -> None:
    """One thing I am taking: spoken in turn in a live round, else in a form."""
    f = facts(round_)
    f["extended"], f["opens"], f["holder"], f["order"], f["again"] = False, "", "", [], []
    if pace(round_) is Pace.LIVE:
        floor.begin(round_, Step.CHECK_OUT, now)
    else:
        round_.step, round_.since, round_.ends_at = Step.CHECK_OUT, now, _days(round_, OUT_DAYS, now)
        tell(_not_out(round_), "check_out", by)
    go_on(round_, now, by)


def open_all(round_: Round, now: datetime, by: str | None) -> None:
    """What was written apart is there to read, for all who joined."""
    f = facts(round_)
    for reply in round_.of_kind("answer"):
        reply.kind = "open"
    if not f["rooms"] and len(joined(round_)) > MOST:
        f["rooms"] = rooms(round_.id, joined(round_), ROOM)
    round_.step, round_.since, round_.ends_at = Step.READ, now, _days(round_, READ_DAYS, now)
    f["extended"], f["opens"] = False, ""
    no_windows(round_)
    tell(joined(round_), f"opened:{f['lap']}", by)


def close(round_: Round, now: datetime) -> None:
    """Closed: numbers stay of who listened, and nothing that was kept for a turn."""
    f = facts(round_)
    round_.step, round_.status, round_.since = Step.CLOSED, Status.CLOSED, now
    gathered = any(r.kind in ("open", "answer") for r in round_.replies)
    round_.paused_by, round_.ends_at = "", now + KEPT if gathered else None
    f["counts"] = {speaker: len(heard) for speaker, heard in f["heard"].items()}
    f["heard"], f["holder"], f["order"], f["again"], f["calling"], f["opens"] = {}, "", [], [], "", ""
    f["handing"], f["wanted"], f["next"] = "", False, []
    round_.replies = [r for r in round_.replies if r.kind not in ("ear", "note", "arrival")]
    no_windows(round_)


def stop(round_: Round, now: datetime) -> None:
    """It ends without having come about; whoever hosts it is told, nobody is named."""
    close(round_, now)
    round_.status = Status.STOPPED
    for seat in round_.present:
        if seat.person_id == round_.host_id or round_.of_kind("answer", seat.person_id):
            seat.notice = "stopped"


def forget(round_: Round) -> None:
    """Thirty days after the close: the words of everybody who did not choose to keep theirs."""
    f = facts(round_)
    round_.ends_at = None
    round_.replies = [
        r
        for r in round_.replies
        if r.kind in ("question", "taking") or (r.author_id in f["keeps"] and r.kind == "open")
    ]
    if not round_.of_kind("open"):
        round_.step = Step.FORGOTTEN


def window_over(round_: Round, now: datetime) -> None:
    """The time of this step is over."""
    if round_.step == Step.ASKED:
        _nobody_began(round_, now)
    elif round_.step == Step.WRITE:
        _write_over(round_, now)
    elif round_.step == Step.READ:
        after_lap(round_, now, None)
    elif round_.step == Step.TALK:
        facts(round_)["talked"] = True
        after_lap(round_, now, None)
    elif round_.step == Step.CHECK_OUT:
        close(round_, now)
    elif round_.step == Step.CLOSED:
        forget(round_)


def window(round_: Round) -> datetime | None:
    """When the time of this step is over; where the floor goes round, it has its own."""
    if round_.status == Status.PAUSED or _in_turns(round_):
        return None
    opens = kept_moment(facts(round_)["opens"])
    return min((t for t in (round_.ends_at, opens) if t), default=None)


def settle(round_: Round, *, waiting: bool = True) -> None:
    """The row remembers when time has something for it again; `waiting` notices are seen to by the tick."""
    _follow_zones(round_)
    for seat in round_.seats:
        if seat.notice and (seat.left_at or not _still_meant(round_, seat)):
            seat.notice = ""
    round_.wakes_at = min(_moments(round_), default=None)
    if any(seat.gone or (waiting and seat.notice) for seat in round_.present):
        round_.wake()


def nudge_due(round_: Round, now: datetime) -> None:
    """Whoever is waited for is asked again, at 60 and at 90 per cent of their time."""
    for seat in waited_for(round_):
        nudge(seat, seat, now, f"nudge:{round_.step}:{facts(round_)['lap']}")


def waited_for(round_: Round) -> list[Seat]:
    """Whose words the round waits for: asked by name, or joined."""
    if round_.status != Status.RUNNING:
        return []
    if round_.step == Step.WRITE:
        return [s for s in round_.present if s.step in (INVITED, HERE) and s.due_at]
    holder = facts(round_)["holder"]
    return [s for s in round_.present if s.person_id == holder and s.due_at and facts(round_)["told"]]


def _lap(round_: Round, now: datetime, by: str | None, *, of_form: bool = True) -> None:
    f = facts(round_)
    f["lap"] += 1
    f["base"] += of_form
    f["added"], f["confirmed"] = not of_form, {}
    if pace(round_) is not Pace.GATHER:
        floor.begin(round_, Step.TURNS, now)
        return
    for seat in joined(round_):
        seat.step, place(seat)["listens_to"] = HERE, ""
    _write(round_, now)
    tell(joined(round_), f"write:{f['lap']}", by)


def _write(round_: Round, now: datetime) -> None:
    f = facts(round_)
    f["lap"], f["base"] = max(f["lap"], 1), max(f["base"], 1)
    f["extended"], f["retried"], f["quiet"], f["opens"], f["heard"] = False, False, False, "", {}
    round_.step, round_.since = Step.WRITE, now
    round_.ends_at = _days(round_, plan_of(round_).length, now)
    begin([s for s in round_.present if s.step in (INVITED, HERE)], now, round_.ends_at)


def _talk(round_: Round, now: datetime, by: str | None) -> None:
    round_.step, round_.since = Step.TALK, now
    facts(round_)["extended"] = False
    live = pace(round_) is Pace.LIVE
    facts(round_)["days"] = 0
    round_.ends_at = now + TALK if live else _days(round_, TALK_DAYS, now)
    if not live:
        tell(joined(round_), "talk", by)


def _all_in(round_: Round, now: datetime, by: str | None) -> None:
    """All who joined have written: it opens, in an open round after a little time for others to join."""
    f, seats = facts(round_), joined(round_)
    waits = [s for s in round_.present if s.step in (INVITED, HERE)]
    wrote = [s for s in seats if s.step == DONE]
    first, named = f["lap"] == 1, bool(plan_of(round_).people)
    f["opens"] = f["opens"] if f["opens"] and not waits and len(wrote) >= LEAST else ""
    if waits or not seats:
        return
    if not wrote and (not first or named):
        f["quiet"] = True
        after_lap(round_, now, by)
    elif wrote and (not first or (named and len(wrote) > 1)):
        open_all(round_, now, by)
    elif first and not named and len(wrote) >= LEAST and not f["opens"]:
        f["opens"] = (now + GRACE).isoformat()


def _write_over(round_: Round, now: datetime) -> None:
    f = facts(round_)
    wrote = [s for s in joined(round_) if s.step == DONE]
    if len(wrote) > 1 or (wrote and f["lap"] > 1):
        open_all(round_, now, by=None if now >= (round_.ends_at or now) else "")
    elif f["lap"] > 1:
        f["quiet"] = True
        after_lap(round_, now, None)
    elif not f["retried"]:
        f["retried"], f["days"], round_.ends_at = True, 0, end_after(now, AGAIN_DAYS, zones(round_))
        for seat in round_.present:
            if seat.step in (INVITED, HERE):
                seat.since, seat.due_at, seat.nudges = now, round_.ends_at, len(NUDGES)
                seat.notice = "still_good"
    else:
        stop(round_, now)


def _nobody_began(round_: Round, now: datetime) -> None:
    f, here = facts(round_), len(joined(round_))
    if pace(round_) is Pace.RELAY and 1 < here <= MOST:
        start(round_, now, None)
    elif pace(round_) is Pace.RELAY and not f["retried"]:
        if here > MOST:  # a crowd is parted by whoever lets it begin: anybody may
            pausing.want(round_, now)
        days = SILENT_DAYS if here > MOST else AGAIN_DAYS
        f["retried"], f["days"], round_.ends_at = True, 0, end_after(now, days, zones(round_))
        for seat in round_.present:
            if seat.step == INVITED:
                seat.notice = "still_good"
    else:
        stop(round_, now)


def _all_listened(round_: Round) -> bool:
    """As many have listened as there are people: who, nobody knows."""
    return bool(joined(round_)) and len(facts(round_)["heard"].get("all", [])) >= len(joined(round_))


def _not_out(round_: Round) -> list[Seat]:
    return [seat for seat in joined(round_) if seat.person_id not in facts(round_)["out"]]


def _by_turns(round_: Round) -> bool:
    """Whether this step goes round with the floor: the last word of a relay is written, like a gather's."""
    return pace(round_) is Pace.LIVE or round_.step != Step.CHECK_OUT


def _in_turns(round_: Round) -> bool:
    return round_.step in floor.GOES_ROUND and _by_turns(round_)


def _moments(round_: Round) -> list[datetime]:
    f, running = facts(round_), round_.status == Status.RUNNING
    moments = [window(round_), *pausing.due(round_)]
    if running and not f["there"]:
        moments.append(round_.created_at + LOOKS)
    if running and _in_turns(round_):
        moments += floor.due(round_)
    for seat in waited_for(round_):
        moments.append(nudge_at(seat, seat.zone))
    return [at for at in moments if at]


def _still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to this person is still true."""
    kind, _, rest = seat.notice.partition(":")
    step = {"opened": Step.READ, "write": Step.WRITE}.get(kind, kind)
    if kind == "nudge":
        return seat in waited_for(round_)
    if kind == "still_good":
        return round_.step in (Step.WRITE, Step.ASKED) and seat.step in (INVITED, HERE)
    if kind == "stopped":
        return True
    if kind == "played_back":
        return bool(standing.waits_for_word(round_, seat.person_id))
    if kind == "wanted":
        return facts(round_)["wanted"]
    if kind == "still_paused":
        return round_.status == Status.PAUSED
    return round_.step == step and (not rest or rest == str(facts(round_)["lap"]))


def _days(round_: Round, days: int, now: datetime) -> datetime:
    """The end of a window of so many working days; it follows people's zones, until it is moved."""
    facts(round_)["days"] = days
    return end_after(now, days, zones(round_))


def _follow_zones(round_: Round) -> None:
    in_days = round_.step in _IN_DAYS or (round_.step == Step.CHECK_OUT and not _by_turns(round_))
    if in_days:
        follow_zones(round_, facts(round_)["days"])
