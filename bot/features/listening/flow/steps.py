"""From one step of a listening round to the next: what follows from what people did, and from time.

`by` is who did it, and needs no telling; None where time alone did.
"""

from collections.abc import Callable
from datetime import datetime

from bot.features.listening.flow import floor, pausing, standing
from bot.features.listening.models import (
    AGAIN_DAYS,
    HERE,
    INVITED,
    JOIN_DAYS,
    KEPT,
    LIVE_ENDS,
    MOST,
    OPENED,
    OUT_DAYS,
    PASSED,
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
    lap,
    pace,
    place,
    plan_of,
)
from bot.rounds.company.common import stands_at
from bot.rounds.company.order import rooms
from bot.rounds.company.standing import hosts
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.keeping.replies import drop_kinds
from bot.rounds.time import windows
from bot.rounds.time.windows import (
    begin,
    end_of,
    follow_zones,
    no_windows,
    nudge_all,
    nudges_at,
    once_more,
    tell,
)


def ask(round_: Round, now: datetime) -> None:
    """It opens: everybody writes (gather), or says that they are there (live, relay)."""
    round_.since = now
    if pace(round_) is Pace.GATHER:
        _write(round_, now)
    else:
        round_.step, facts(round_)["days"] = Step.ASKED, 0
        round_.ends_at = now + LIVE_ENDS if pace(round_) is Pace.LIVE else _days(round_, JOIN_DAYS, now)


def start(round_: Round, now: datetime, by: str | None) -> None:
    """Those who are there begin: with a word of arriving each, if wanted."""
    if plan_of(round_).check_in and pace(round_) is Pace.LIVE:
        floor.begin(round_, Step.CHECK_IN, now, by)
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
    elif in_turns(round_) and floor.over(round_):
        after_turns(round_, now, by)
    elif round_.step == Step.CHECK_OUT and not in_turns(round_) and not standing.not_out(round_):
        close(round_, now)


def after_turns(round_: Round, now: datetime, by: str | None) -> None:
    if round_.step == Step.CHECK_OUT or not joined(round_):
        close(round_, now)
    elif round_.step == Step.CHECK_IN:
        _lap(round_, now, by)
    else:
        after_lap(round_, now, by)


def after_lap(round_: Round, now: datetime, by: str | None) -> None:
    """Everybody has been offered it: a question more, once more round, open talk, or the last word."""
    f, form = facts(round_), plan_of(round_).form
    enough = form is Form.SIMPLE or f["quiet"] or f["talked"]
    if f["next"]:
        f["question"] = f["next"].pop(0)
        _lap(round_, now, by, of_form=False)
    elif enough:
        check_out(round_, now, by)
    elif form is Form.COUNCIL or f["base"] < 2:
        _lap(round_, now, by)
    else:
        _talk(round_, now, by)


def asks_next(round_: Round, now: datetime, by: str) -> None:
    """A question was put: it ends open talk that has had its time, and waits for everything else."""
    free = windows.free_from(round_, holds_up(round_))
    if round_.step == Step.TALK and (pace(round_) is Pace.LIVE or not free or now >= free):
        after_lap(round_, now, by)
    go_on(round_, now, by)


def check_out(round_: Round, now: datetime, by: str | None) -> None:
    """One thing I am taking: spoken in turn in a live round, else in a form."""
    f = facts(round_)
    f["extended"], f["holder"], f["order"], f["again"] = False, "", [], []
    if pace(round_) is Pace.LIVE:
        floor.begin(round_, Step.CHECK_OUT, now, by)
    else:
        round_.step, round_.since, round_.ends_at = Step.CHECK_OUT, now, _days(round_, OUT_DAYS, now)
        tell(standing.not_out(round_), "check_out", by)
    go_on(round_, now, by)


def open_all(round_: Round, now: datetime, by: str | None) -> None:
    """What was written apart is there to read, for all who joined, and for as long as one could write."""
    f, could_write = facts(round_), round_.ends_at if holds_up(round_) or standing.may_come(round_) else None
    for reply in round_.replies:
        reply.kind = OPENED.get(reply.kind, reply.kind)
    if not f["rooms"] and len(joined(round_)) > MOST:
        f["rooms"] = rooms(round_.id, joined(round_), ROOM)
    round_.step, round_.since, round_.ends_at = Step.READ, now, _days(round_, READ_DAYS, now)
    f["extended"] = False
    no_windows(round_)
    windows.no_sooner(round_, could_write)
    tell(joined(round_), f"opened:{f['lap']}", by)


def close(round_: Round, now: datetime) -> None:
    """Closed: numbers stay of who listened, and nothing that was kept for a turn."""
    f = facts(round_)
    gathered = round_.of_kind("open") or round_.of_kind("answer")
    round_.step, round_.status, round_.since = Step.CLOSED, Status.CLOSED, now
    round_.paused_by, round_.ends_at = "", now + KEPT if gathered else None
    f["counts"] = {speaker: len(heard) for speaker, heard in f["heard"].items()}
    f["heard"], f["holder"], f["order"], f["again"], f["calling"] = {}, "", [], [], ""
    f["handing"], f["wanted"], f["next"] = "", False, []
    drop_kinds(round_, "ear", "note", "arrival", "arrived")
    no_windows(round_)


def stop(round_: Round, now: datetime) -> None:
    """It ends without having come about; whoever hosts it is told, nobody is named."""
    close(round_, now)
    round_.status = Status.STOPPED
    told = [s for s in round_.present if s in hosts(round_) or round_.of_kind("answer", s.person_id)]
    tell(told, "stopped", None)


def forget(round_: Round, _: datetime | None = None) -> None:
    """Thirty days after the close: the words of everybody who did not choose to keep theirs."""
    keeps = facts(round_)["keeps"]
    round_.ends_at = None
    round_.replies = [
        r
        for r in round_.replies
        if r.kind in ("question", "taking") or (r.author_id in keeps and r.kind == "open")
    ]
    if not round_.of_kind("open"):
        round_.step = Step.FORGOTTEN


def time_passes(round_: Round, now: datetime) -> None:
    """The time of this step is over, or it goes on."""
    over = window(round_)
    if over and now >= over:
        _OVER[Step(round_.step)](round_, now)
    else:
        if round_.status == Status.RUNNING and floor.goes_round(round_):
            floor.time_passes(round_, now)
        # Whoever is waited for is asked again, at 60 and at 90 per cent of their time; in a turn once.
        nudge_all(_reminded(round_), now, f"nudge:{round_.step}:{lap(round_)}")
    go_on(round_, now, None)


def window(round_: Round) -> datetime | None:
    """When the time of this step is over; where the floor goes round, it has its own."""
    return None if round_.status == Status.PAUSED or in_turns(round_) else round_.ends_at


def settle(round_: Round, *, waiting: bool = True) -> None:
    """The row remembers when time has something for it again; `waiting` notices are seen to by the tick."""
    windows.unsay(round_, _still_meant)
    if not in_turns(round_):
        follow_zones(round_, facts(round_)["days"])
    windows.settle(round_, _moments(round_), _still_meant, waiting=waiting)


def holds_up(round_: Round) -> list[Seat]:
    """Whom a press may not leave behind, while they have not had their time for this step."""
    f, step = facts(round_), round_.step
    if step == Step.ASKED:
        return [seat for seat in round_.present if seat.step == INVITED]
    if step == Step.WRITE:
        return standing.to_write(round_)
    if in_turns(round_):
        to_come = (f["holder"], *f["order"], *f["again"])
        return [s for s in joined(round_) if s.person_id in to_come and s.step != PASSED]
    if step == Step.CHECK_OUT:
        return standing.not_out(round_)
    return [] if step == Step.READ and _all_listened(round_) else joined(round_)


def waited_for(round_: Round) -> list[Seat]:
    """Whose words the round waits for: asked by name, or joined."""
    f, waited = facts(round_), list[Seat]()
    if round_.status == Status.RUNNING and round_.step == Step.WRITE:
        waited = standing.to_write(round_)
    elif round_.status == Status.RUNNING and f["told"]:
        waited = [seat for seat in round_.present if seat.person_id == f["holder"]]
    return [seat for seat in waited if seat.due_at]


def _reminded(round_: Round) -> list[Seat]:
    """Who may be asked again: of a turn, however long it has become, once at most."""
    return [s for s in waited_for(round_) if round_.step == Step.WRITE or not s.nudges]


def _lap(round_: Round, now: datetime, by: str | None, *, of_form: bool = True) -> None:
    f = facts(round_)
    f["lap"] += 1
    f["base"] += of_form
    f["added"], f["confirmed"] = not of_form, {}
    if pace(round_) is not Pace.GATHER:
        floor.begin(round_, Step.TURNS, now, by)
        return
    for seat in joined(round_):
        seat.step, place(seat)["listens_to"] = HERE, ""
    _write(round_, now)
    tell(joined(round_), f"write:{f['lap']}", by)


def _write(round_: Round, now: datetime) -> None:
    f = facts(round_)
    f["lap"], f["base"] = max(f["lap"], 1), max(f["base"], 1)
    f["extended"], f["retried"], f["quiet"], f["heard"] = False, False, False, {}
    f["chose_quiet"] = False
    round_.step, round_.since, round_.ends_at = Step.WRITE, now, _days(round_, plan_of(round_).length, now)
    begin(standing.to_write(round_), now, round_.ends_at)


def _talk(round_: Round, now: datetime, by: str | None) -> None:
    live, f = pace(round_) is Pace.LIVE, facts(round_)
    round_.step, round_.since, f["extended"], f["days"] = Step.TALK, now, False, 0
    round_.ends_at = now + TALK if live else _days(round_, TALK_DAYS, now)
    if not live:
        tell(joined(round_), "talk", by)


def _all_in(round_: Round, now: datetime, by: str | None) -> None:
    """All whom it waits for have written, or passed: it opens. While others can come, it has its time."""
    f, (there, wrote) = facts(round_), standing.counts(round_)
    if standing.may_come(round_) or standing.to_write(round_) or not there:
        return
    if not wrote:
        f["quiet"] = f["chose_quiet"] = True  # whoever is in it has said "not this time"
        after_lap(round_, now, by)
    elif wrote > 1 or f["lap"] > 1:
        open_all(round_, now, by)


def _write_over(round_: Round, now: datetime) -> None:
    f = facts(round_)
    wrote = standing.counts(round_)[1]
    if wrote > 1 or (wrote and f["lap"] > 1):
        open_all(round_, now, None)
    elif f["lap"] > 1:
        f["quiet"] = True
        after_lap(round_, now, None)
    elif not f["retried"]:
        _again(round_, AGAIN_DAYS, now)
    else:
        stop(round_, now)


def _nobody_began(round_: Round, now: datetime) -> None:
    here, relay = len(joined(round_)), pace(round_) is Pace.RELAY
    if relay and 1 < here <= MOST:
        start(round_, now, None)
    elif relay and not facts(round_)["retried"]:
        if here > MOST:  # a crowd is parted by whoever lets it begin: anybody may
            pausing.want(round_, now)
        _again(round_, SILENT_DAYS if here > MOST else AGAIN_DAYS, now)
    else:
        stop(round_, now)


def _again(round_: Round, days: int, now: datetime) -> None:
    """Too few have come: so many days more."""
    facts(round_)["retried"], facts(round_)["days"] = True, 0
    waits = [s for s in standing.to_write(round_) if round_.step == Step.WRITE or s.step == INVITED]
    once_more(round_, waits, now, days, "still_good")


def _lap_over(round_: Round, now: datetime) -> None:
    """What was to be read, or talked about, had its time."""
    facts(round_)["talked"] |= round_.step == Step.TALK
    after_lap(round_, now, None)


_OVER: dict[Step, Callable[[Round, datetime], None]] = {
    Step.ASKED: _nobody_began,
    Step.WRITE: _write_over,
    Step.READ: _lap_over,
    Step.TALK: _lap_over,
    Step.CHECK_OUT: close,
    Step.CLOSED: forget,
}


def _all_listened(round_: Round) -> bool:
    """As many have listened as there are people: who, nobody knows."""
    return bool(joined(round_)) and len(facts(round_)["heard"].get("all", [])) >= len(joined(round_))


def in_turns(round_: Round) -> bool:
    """Whether this step goes round with the floor: the last word of a relay is written, like a gather's."""
    live = pace(round_) is Pace.LIVE
    return round_.step in floor.GOES_ROUND and (live or round_.step != Step.CHECK_OUT)


def _moments(round_: Round) -> list[datetime | None]:
    running = round_.status == Status.RUNNING
    return [
        window(round_),
        *pausing.due(round_),
        stands_at(round_),
        *(floor.due(round_) if running and in_turns(round_) else []),
        *nudges_at(_reminded(round_)),
    ]


def _still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to this person is still true."""
    kind, _, rest = seat.notice.partition(":")
    meant = {
        "nudge": seat in waited_for(round_),
        "turn": facts(round_)["holder"] == seat.person_id and not facts(round_)["told"],
        "asked": seat.step == INVITED,
        "still_good": round_.step in (Step.WRITE, Step.ASKED) and seat.step in (INVITED, HERE),
        "stopped": True,
        "played_back": bool(standing.waits_for_word(round_, seat.person_id)),
        "wanted": facts(round_)["wanted"],
        "still_paused": round_.status == Status.PAUSED,
    }
    step = {"opened": Step.READ, "write": Step.WRITE}.get(kind, kind)
    return meant.get(kind, round_.step == step and rest in ("", lap(round_)))


def _days(round_: Round, days: int, now: datetime) -> datetime:
    """The end of a window of so many working days; it follows people's zones, until it is moved."""
    facts(round_)["days"] = days
    return end_of(round_.present, now, days)
