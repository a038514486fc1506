"""From one step of a matter to the next: what follows from what people did, and from time.

`by` is who did it, and needs no telling; None where time alone did.
"""

from datetime import datetime, timedelta

from bot.features.options.flow import building, recording, standing, testing
from bot.features.options.models import (
    AGAIN_DAYS,
    AGREED,
    ASKED,
    DAYS,
    LONG,
    MONTH,
    RESTS,
    WEEK,
    WEEKLY,
    Change,
    Outcome,
    State,
    Step,
    deciders,
    facts,
)
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.hours import end_after
from bot.rounds.time.windows import begin, follow_zones, no_windows, nudge, nudge_at, tell, zones

_ASKS = (Step.GATHER, Step.TEST, Step.REVIEW)  # steps in which each who decides is waited for
_RINGS = (*_ASKS, Step.INTEGRATE, Step.WRITE)  # the other steps are read on the card in the channel
_CHOOSES = (Step.BUILD, Step.INTEGRATE)  # what is tested is said by people, never by the clock
_ENDS = {
    Outcome.NOT_AGREED: State.NOT_AGREED,
    Outcome.DEFERRED: State.DEFERRED,
    Outcome.REFERRED: State.REFERRED,
}


def enter(round_: Round, step: Step, now: datetime, by: str | None) -> None:
    """This step begins, with its window."""
    f = facts(round_)
    round_.step, round_.since, round_.ends_at = step, now, end_after(now, DAYS[step], zones(round_))
    f["days"], f["retried"], f["extended"] = DAYS[step], False, False
    no_windows(round_)
    if step == Step.TEST:
        f["test"] += 1
    if step in (Step.TEST, Step.REVIEW):
        for seat in deciders(round_):
            seat.step = ASKED
        round_.replies = [r for r in round_.replies if r.kind not in ("answer", "working")]
    if step in _ASKS:
        begin(deciders(round_), now, round_.ends_at)
    if step in _RINGS:
        tell(standing.concerned(round_), f"{step}:{f['version']}:{f['test']}", by)


def after(round_: Round, now: datetime, by: str | None) -> None:
    """The next step of the long way; a second test comes straight after the change."""
    f = facts(round_)
    if round_.step == Step.GATHER:
        building.open_ideas(round_)
    if round_.step in _CHOOSES and f["test"]:
        enter(round_, Step.TEST, now, by)
    else:
        enter(round_, LONG[LONG.index(Step(round_.step)) + 1], now, by)


def go_on(round_: Round, now: datetime, by: str | None) -> None:
    """If what this step waits for is there, the next one begins."""
    f = facts(round_)
    if round_.status != Status.RUNNING or not deciders(round_):
        return
    if round_.step == Step.TEST and standing.short_of(round_):
        tell(_host(round_), f"lacking:{f['version']}:{f['test']}", by)
    elif round_.step == Step.TEST and testing.all_in(round_):
        open_test(round_, now, by)
    elif round_.step == Step.REVIEW and not f["opened"] and testing.all_in(round_):
        open_review(round_, now, by)


def open_test(round_: Round, now: datetime, by: str | None) -> None:
    """All answers at once; too few of them are asked for once more, then it is put off."""
    if not deciders(round_):
        put_off(round_, now, by)
        return
    f, came_to = facts(round_), testing.weigh(round_)
    if came_to is Outcome.NOT_ENOUGH and not f["retried"]:
        _again(round_, now)
        return
    came_to = Outcome.DEFERRED if came_to is Outcome.NOT_ENOUGH else came_to
    testing.open_all(round_, now)
    f["outcome"], f["tested"] = came_to.value, f["proposal"]
    if came_to is Outcome.OBJECTION:
        enter(round_, Step.INTEGRATE, now, by)
    elif came_to is Outcome.MORE_TALK:
        enter(round_, Step.BUILD, now, by)
    elif f["amends"]:
        _amended(round_, came_to, now, by)
    elif came_to in AGREED:
        enter(round_, Step.WRITE, now, by)
    else:
        end_as(round_, _ENDS[came_to], Change(what="made", why="", by=""), now, by)


def write_down(round_: Round, now: datetime, by: str | None) -> None:
    """Nobody has written it down: the record stands as far as the matter itself can say it."""
    state = State(facts(round_)["outcome"])
    words, review = recording.gathered(round_), recording.usual_review(state, now)
    recording.put(round_, words, state, Change(what="made", why="", by=""), now, review)
    recorded(round_, now, by)


def recorded(round_: Round, now: datetime, by: str | None) -> None:
    """The record holds from now on, until it is looked at again."""
    f = facts(round_)
    round_.step, round_.since, round_.ends_at = Step.RECORDED, now, recording.review_of(round_)
    f["amends"], f["opened"], f["times"], f["test"], f["days"] = False, False, 0, 0, 0
    recording.tidy(round_)
    no_windows(round_)
    tell(standing.concerned(round_), f"recorded:{f['version']}", by)


def end_as(round_: Round, state: State, change: Change, now: datetime, by: str | None) -> None:
    """Not agreed, put off, handed to who decides, or ended: the record says so, and nothing falls due."""
    recording.put(round_, recording.words_of(round_), state, change, now)
    recorded(round_, now, by)
    round_.status, round_.ends_at = Status.CLOSED, None


def look_again(round_: Round, now: datetime, by: str | None) -> None:
    """It is time to ask each who decides whether it still works."""
    facts(round_)["opened"] = False
    facts(round_)["times"] += 1
    round_.replies = [r for r in round_.replies if r.kind != "looked"]
    enter(round_, Step.REVIEW, now, by)


def open_review(round_: Round, now: datetime, by: str | None) -> None:
    """What each said lies beside the reasons of then; it comes back until somebody sees to it."""
    f = facts(round_)
    testing.open_working(round_, now)
    f["opened"] = True
    no_windows(round_)
    f["days"], round_.ends_at = 0, now + _until_back(f["times"])
    tell(deciders(round_), f"looked:{f['version']}:{f['times']}", by)


def put_off(round_: Round, now: datetime, by: str | None) -> None:
    """It is left for now. A change that was not agreed leaves the agreement as it was."""
    if facts(round_)["amends"]:
        _held(round_, now, by)
        return
    _open_what_is_apart(round_)
    facts(round_)["outcome"] = Outcome.DEFERRED.value
    end_as(round_, State.DEFERRED, Change(what="made", why="", by=""), now, by)


def window_over(round_: Round, now: datetime) -> None:
    """The time of this step is over."""
    f = facts(round_)
    if round_.step == Step.TEST:
        open_test(round_, now, None)
    elif round_.step == Step.GATHER and not has_ideas(round_):
        if f["retried"]:
            put_off(round_, now, None)
        else:
            _again(round_, now)
    elif round_.step == Step.INTEGRATE:
        _integrated(round_, now)
    elif round_.step == Step.BUILD:
        _built(round_, now)
    elif round_.step == Step.MISSING and not round_.of_kind("absent"):
        f["skipped"] = [*(step for step in f["skipped"] if step != Step.MISSING), Step.MISSING.value]
        after(round_, now, None)
    elif round_.step == Step.WRITE:
        write_down(round_, now, None)
    elif round_.step == Step.RECORDED:
        look_again(round_, now, None)
    elif round_.step == Step.REVIEW and not f["opened"]:
        open_review(round_, now, None)
    elif round_.step == Step.REVIEW:
        f["times"] += 1
        round_.ends_at = now + _until_back(f["times"])
        tell(deciders(round_), f"review:{f['version']}:{f['times']}", None)
    else:
        after(round_, now, None)


def window(round_: Round) -> datetime | None:
    """When the time of this step is over; None where it rests, or waits for people alone."""
    return round_.ends_at if round_.status == Status.RUNNING else None


def settle(round_: Round, *, waiting: bool = True) -> None:
    """The row remembers when time has something for it again; `waiting` notices are seen to by the tick."""
    follow_zones(round_, facts(round_)["days"])
    for seat in round_.seats:
        if seat.notice and (seat.left_at or not _still_meant(round_, seat)):
            seat.notice = ""
    round_.wakes_at = min(_moments(round_), default=None)
    if any(seat.gone or (waiting and seat.notice) for seat in round_.present):
        round_.wake()


def time_passes(round_: Round, now: datetime) -> None:
    """What is due by now happens; a machine that slept comes to where it should be."""
    for seat in [seat for seat in round_.present if seat.gone]:
        leave(round_, seat, now)
    if round_.status == Status.PAUSED and round_.since and now >= round_.since + RESTS:
        round_.status, round_.paused_by = Status.RUNNING, ""
        if round_.step in (Step.WRITE, Step.REVIEW):
            round_.ends_at = now  # what was agreed is not undone by a rest
        else:
            put_off(round_, now, None)
    if (end := window(round_)) and now >= end:  # what comes next has its whole time, whenever we woke up
        window_over(round_, now)
    for seat in waited_for(round_):
        nudge(seat, seat, now, f"nudge:{round_.step}:{facts(round_)['test']}")
    settle(round_, waiting=False)


def leave(round_: Round, seat: Seat, now: datetime) -> None:
    """Somebody is out of it: what they kept apart goes with them, and it no longer waits for them."""
    seat.left_at, seat.notice, seat.due_at = now, "", None
    mine = {"answer", "working", "idea"}
    round_.replies = [r for r in round_.replies if not (r.author_id == seat.person_id and r.kind in mine)]
    f = facts(round_)
    if round_.paused_by == seat.person_id:
        round_.paused_by = ""
    if f["owner"] == seat.person_id:
        f["owner"] = ""
    if f["handing"] == seat.person_id:
        f["handing"] = ""
    f["said"].pop(seat.person_id, None)
    go_on(round_, now, None)


def waited_for(round_: Round) -> list[Seat]:
    """Who is asked again when most of the time is gone."""
    if round_.status != Status.RUNNING or facts(round_)["opened"]:
        return []
    return [seat for seat in deciders(round_) if seat.due_at and standing.awaits(round_, seat.person_id)]


def _amended(round_: Round, came_to: Outcome, now: datetime, by: str | None) -> None:
    """What came of a change to an agreement that holds."""
    if came_to not in AGREED:
        _held(round_, now, by)
        return
    f, state, chosen = facts(round_), State(came_to.value), standing.proposal(round_)
    decision, looked = chosen.text if chosen and chosen.text else "", testing.looked(round_)
    words = recording.but(
        recording.words_of(round_), recording.tested(round_), decision=decision, working=looked
    )
    change = Change(what="amended", why=standing.text(round_, "because"), by=_name(round_, "because"))
    recording.put(round_, words, state, change, now, recording.usual_review(state, now))
    f["outcome"] = came_to.value
    recorded(round_, now, by)


def _held(round_: Round, now: datetime, by: str | None) -> None:
    """A change was looked at and not agreed: what was agreed before holds, and says so."""
    f = facts(round_)
    review = recording.review_of(round_)
    review = review if review and review > now else recording.usual_review(State(f["state"]), now)
    change = Change(what="held", why=standing.text(round_, "because"), by=_name(round_, "because"))
    words = recording.but(recording.words_of(round_), working=testing.looked(round_))
    recording.put(round_, words, State(f["state"]), change, now, review)
    recorded(round_, now, by)


def _name(round_: Round, kind: str) -> str:
    found = round_.one(kind)
    return next((s.name for s in round_.seats if found and s.person_id == found.author_id), "")


def _integrated(round_: Round, now: datetime) -> None:
    """The objection stands unless the proposal was changed since (silence is not consent)."""
    if changed_since(round_):
        after(round_, now, None)
    else:
        put_off(round_, now, None)


def _built(round_: Round, now: datetime) -> None:
    """One option left is what is tested; among several somebody has to choose: the clock does not."""
    f, live = facts(round_), standing.live(round_)
    if len(live) == 1:
        f["proposal"] = live[0].id
    if standing.proposal(round_) and (f["proposal"] in f["live"]):
        after(round_, now, None)
    elif not f["retried"]:
        f["retried"], f["days"], round_.ends_at = True, 0, end_after(now, DAYS[Step.BUILD], zones(round_))
        tell(standing.concerned(round_), f"choose:{f['version']}:{f['test']}", None)
    else:
        put_off(round_, now, None)


def _again(round_: Round, now: datetime) -> None:
    """Too few have answered: once more, and then it is put off."""
    facts(round_)["retried"], facts(round_)["days"] = True, 0
    round_.ends_at = end_after(now, AGAIN_DAYS, zones(round_))
    for seat in deciders(round_):
        if standing.awaits(round_, seat.person_id):
            seat.since, seat.due_at, seat.notice = now, round_.ends_at, f"again:{round_.step}"
    if standing.short_of(round_):
        tell(_host(round_), f"lacking:{facts(round_)['version']}:{facts(round_)['test']}", None)


def _open_what_is_apart(round_: Round) -> None:
    """Ideas that nobody has read yet lie on the table; answers to a test that did not open are gone."""
    if round_.step == Step.GATHER:
        building.open_ideas(round_)
    round_.replies = [r for r in round_.replies if r.kind not in ("answer", "working")]


def changed_since(round_: Round) -> bool:
    """Whether the proposal is another one than the one that was tested last."""
    return bool(standing.proposal(round_)) and facts(round_)["proposal"] != facts(round_)["tested"]


def extend(round_: Round, now: datetime) -> None:
    """As much time again, once a step."""
    facts(round_)["extended"], facts(round_)["days"] = True, 0
    before, end = round_.ends_at, max(round_.ends_at or now, now)
    round_.ends_at = end_after(end, DAYS[round_.step], zones(round_))
    for seat in round_.seats:
        if seat.due_at and seat.due_at == before:
            seat.due_at = round_.ends_at


def wait_again(round_: Round, now: datetime) -> None:
    """After a pause: whoever has not answered is waited for again."""
    if round_.step in _ASKS and round_.ends_at:
        waits = [s for s in deciders(round_) if standing.awaits(round_, s.person_id)]
        begin(waits, now, round_.ends_at)


def has_ideas(round_: Round) -> bool:
    return bool(facts(round_)["live"] or round_.of_kind("pool") or round_.of_kind("idea"))


def _host(round_: Round) -> list[Seat]:
    return [seat for seat in round_.present if seat.person_id == round_.host_id]


def _until_back(times: int) -> timedelta:
    return WEEK if times <= WEEKLY else MONTH


def _moments(round_: Round) -> list[datetime]:
    moments = [window(round_)]
    if round_.status == Status.PAUSED and round_.since:
        moments.append(round_.since + RESTS)
    moments += [nudge_at(seat, seat.zone) for seat in waited_for(round_)]
    return [at for at in moments if at]


def _still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to this person is still true."""
    kind, _, rest = seat.notice.partition(":")
    if kind in ("nudge", "again"):
        return rest.partition(":")[0] == round_.step and seat in waited_for(round_)
    if kind == "lacking":
        return standing.short_of(round_)
    if kind == "choose":
        return round_.step == Step.BUILD
    if kind in ("looked", "review"):
        return round_.step == Step.REVIEW
    return kind == round_.step
