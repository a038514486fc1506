"""From one step of a meeting to the next: what follows from what people did, and from time.

`by` is who did it, and needs no telling; None where time alone did.
"""

from datetime import datetime, timedelta

from bot.features.checkin.meeting.flow import queue, standing
from bot.features.checkin.models import (
    DECLINED,
    EACH,
    HOURS,
    IN,
    INVITED,
    KEPT,
    LIVE_ENDS,
    LOOKS_IN,
    MINUTES,
    NEARLY,
    OF_PRESENTER,
    PRESENTERS,
    RESTS,
    SHORT_HOURS,
    Asking,
    Step,
    facts,
    joined,
)
from bot.rounds.company.order import shuffled
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.time.hours import after_work, worked
from bot.rounds.time.windows import begin, no_windows, nudge, nudge_at, tell

_AGAIN_HOURS = 8  # where nobody has said that they are in: a working day more
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
# What goes with the end of a presenter's time, where they stop it or bring something else.
_OF_SLOT = ("brought", "asks", "answer", "looks", "idea", "offer")


def enter(round_: Round, step: Step, now: datetime, by: str | None) -> None:
    """This step begins, with its window; those for whom it waits are told."""
    f = facts(round_)
    queue.let_pass(round_)
    round_.step, round_.since = step, now
    f["done"], f["extended"], f["retried"], f["mark"], f["stems"] = [], False, False, 0, False
    f["days"] = not f["live"]
    round_.ends_at = _end(round_, now)
    no_windows(round_)
    if step == Step.OFFERS:
        _open_ideas(round_)
    if step in queue.SHOWS:
        bring_next(round_, now, by)
    wait(round_, now)
    if not f["live"]:
        tell(standing.waited_for(round_), f"{step}:{f['slot']}", by)
    go_on(round_, now, by)


def go_on(round_: Round, now: datetime, by: str | None) -> None:
    """If what this step waits for is there, the next one begins."""
    if round_.status != Status.RUNNING or round_.step in standing.CLOSED:
        return
    f = facts(round_)
    if round_.step == Step.CHECK_IN and (f["live"] or not f["set"]):
        return  # who else will come, nobody knows
    if round_.step in queue.SHOWS and not queue.empty(round_):
        return
    if round_.step == Step.HUSH and f["live"]:
        return  # a minute of quiet is a minute
    if not standing.waited_for(round_):
        after(round_, now, by)


def after(round_: Round, now: datetime, by: str | None) -> None:
    """What comes after this step."""
    f, step = facts(round_), Step(round_.step)
    if step == Step.CHECK_IN:
        _begin(round_, now, by)
    elif step == Step.FOLLOW_UP:
        _to_bids(round_, now, by)
    elif step == Step.BIDS:
        _bids_are_in(round_, now, by)
    elif step == Step.CHOOSE:
        choose_by_rule(round_)
        next_presenter(round_, now, by)
    elif step == Step.QUESTIONS and f["short"]:
        enter(round_, Step.COMMIT, now, by)
    elif step == Step.LOOKS:
        enter(round_, Step.OFFERS if f["offers"] else Step.COMMIT, now, by)
    elif step == Step.COMMIT:
        if f["short"]:
            close(round_, now)
        else:
            enter(round_, Step.PROCESS, now, by)
    elif step == Step.PROCESS:
        next_presenter(round_, now, by)
    elif step == Step.CHECK_OUT:
        close(round_, now)
    else:
        following = {
            Step.PRESENT: Step.CLARIFY,
            Step.CLARIFY: Step.HUSH,
            Step.HUSH: Step.QUESTIONS,
            Step.QUESTIONS: Step.LOOKS,
            Step.OFFERS: Step.COMMIT,
        }
        enter(round_, following[step], now, by)


def _begin(round_: Round, now: datetime, by: str | None) -> None:
    """Those who are in it begin; nobody is alone in it."""
    f, here = facts(round_), joined(round_)
    if len(here) < 2:
        stop(round_, now)
        return
    for seat in round_.present:
        if seat.step == INVITED:
            seat.notice = ""
    if any(seat.person_id in f["follows"] for seat in here):
        enter(round_, Step.FOLLOW_UP, now, by)
    else:
        _to_bids(round_, now, by)


def _to_bids(round_: Round, now: datetime, by: str | None) -> None:
    if not facts(round_)["short"]:
        enter(round_, Step.BIDS, now, by)
        return
    choose_by_rule(round_, most=1)
    next_presenter(round_, now, by)


def _bids_are_in(round_: Round, now: datetime, by: str | None) -> None:
    f = facts(round_)
    if len(bidders(round_)) > room(round_):
        enter(round_, Step.CHOOSE, now, by)
        return
    f["chosen"] = choice(round_, room(round_))
    next_presenter(round_, now, by)


def bidders(round_: Round) -> list[str]:
    """Who would like the time, is there, and has not had it or missed it."""
    f, here = facts(round_), {seat.person_id for seat in joined(round_)}
    return [who for who in f["bids"] if who in here and who not in (*f["missed"], *had(round_))]


def had(round_: Round) -> list[str]:
    """Who has had the time in this meeting."""
    presented = facts(round_)["presented"].items()
    return [who for who, at in presented if datetime.fromisoformat(at) >= round_.created_at]


def room(round_: Round) -> int:
    """How many can still present."""
    return max(1, PRESENTERS - len(had(round_)))


def choice(round_: Round, most: int) -> list[str]:
    """Whoever has waited longest to present, then whom it weighs on most, then chance (practice text)."""
    f = facts(round_)

    def place(who: str) -> tuple[str, int, str]:
        return f["presented"].get(who, ""), -f["weights"].get(who, 0), shuffled(round_.id, "bids", who)

    return sorted(bidders(round_), key=place)[:most]


def choose_by_rule(round_: Round, most: int = PRESENTERS) -> None:
    """Where the group has not agreed on somebody."""
    f = facts(round_)
    f["chosen"] = f["chosen"] or choice(round_, min(most, room(round_)))


def next_presenter(round_: Round, now: datetime, by: str | None) -> None:
    """The time is the next one's; after the last it draws to its end."""
    f, here = facts(round_), {seat.person_id for seat in joined(round_)}
    f["chosen"] = [who for who in f["chosen"] if who in here]
    round_.replies = [r for r in round_.replies if r.kind not in ("asks", "idea") or _was_read(round_, r)]
    if f["chosen"]:
        f["presenter"], f["slot"], f["offers"] = f["chosen"].pop(0), f["slot"] + 1, False
        f["bids"] = [who for who in f["bids"] if who != f["presenter"]]
        if f["short"]:
            _brings_wish(round_)
        enter(round_, Step.QUESTIONS if f["short"] else Step.PRESENT, now, by)
        return
    f["presenter"] = ""
    if f["short"]:
        enter(round_, Step.COMMIT, now, by)
    else:
        enter(round_, Step.CHECK_OUT, now, by)


def _brings_wish(round_: Round) -> None:
    """In a short check-in what somebody would like questions on is all that they bring."""
    f = facts(round_)
    for wish in round_.of_kind("bid", f["presenter"]):
        wish.kind, wish.about = "brought", str(f["slot"])


def absent(round_: Round, now: datetime, by: str | None) -> None:
    """Whoever presents is not there: the next one, or somebody else who would like the time."""
    f = facts(round_)
    f["missed"].append(f["presenter"])
    f["bids"] = [*(who for who in f["bids"] if who != f["presenter"]), f["presenter"]]
    undo_slot(round_)
    f["presenter"] = ""
    if not f["chosen"]:
        f["chosen"] = choice(round_, 1)
    if not f["chosen"] and not f["short"] and f["missed"] == f["missed"][:1] and len(joined(round_)) > 1:
        f["bids"] = [who for who in f["bids"] if who in f["missed"]]
        enter(round_, Step.BIDS, now, by)
        f["done"] = [who for who in f["missed"] if who]
        go_on(round_, now, by)
        return
    next_presenter(round_, now, by)


def undo_slot(round_: Round) -> None:
    """Nothing of what this presenter brought is kept, nor of what was asked."""
    f = facts(round_)
    about = f"{f['slot']}"
    gone = [r for r in round_.replies if r.kind in _OF_SLOT and r.about.partition(":")[0] == about]
    round_.replies = [r for r in round_.replies if r not in gone]
    f["offers"] = False
    for reply in gone:
        f["queue"].pop(reply.id, None)
    f["kept"] = [who for who in f["kept"] if who != f["presenter"]]
    f["presented"].pop(f["presenter"], None)


def bring_next(round_: Round, now: datetime, by: str | None) -> None:
    """The next question comes to the presenter, who is told of it, unless they have just asked for it."""
    found = queue.show_next(round_, now)
    if found:
        presents = [s for s in joined(round_) if s.person_id == facts(round_)["presenter"]]
        begin(presents, now, round_.ends_at or now)
        tell(presents, f"shown:{found.id}", by)


def close(round_: Round, now: datetime) -> None:
    """Closed: what was said here stays nowhere, but what its presenters keep and how it was."""
    f = facts(round_)
    round_.step, round_.status, round_.since = Step.CLOSED, Status.CLOSED, now
    round_.replies = [
        r
        for r in round_.replies
        if r.kind in ("question", "process") or (r.kind in ("brought", "looks") and r.author_id in f["kept"])
    ]
    left = any(r.kind != "question" for r in round_.replies)
    round_.paused_by, round_.ends_at = "", (now + KEPT if left else None)
    f["queue"], f["came"], f["handing"], f["presenter"], f["chosen"], f["done"] = {}, [], "", "", [], []
    f["weights"], f["bids"], f["missed"] = {}, [], []
    no_windows(round_)


def stop(round_: Round, now: datetime) -> None:
    """It ends without having come about; whoever looks after it is told, nobody is named."""
    close(round_, now)
    round_.replies = [r for r in round_.replies if r.kind == "question"]
    round_.status, round_.ends_at = Status.STOPPED, None
    for seat in round_.seats:
        seat.notice = "stopped" if seat.person_id == round_.host_id and not seat.left_at else ""


def window_over(round_: Round, now: datetime) -> None:
    """The time of this step is over."""
    f = facts(round_)
    if round_.step == Step.CLOSED:
        round_.replies = [r for r in round_.replies if r.kind == "question" or r.author_id in f["kept"]]
        round_.replies = [r for r in round_.replies if r.kind != "process"]
        round_.step, round_.ends_at = Step.FORGOTTEN, None
    elif round_.step == Step.CHECK_IN and len(joined(round_)) < 2 and not f["retried"] and f["set"]:
        _again(round_, now)
    elif round_.step == Step.PRESENT and not round_.of_kind("brought", f["presenter"]):
        absent(round_, now, None)
    else:
        after(round_, now, None)


def window(round_: Round) -> datetime | None:
    """When time moves it on; where people are there together it does so after a long while only."""
    if round_.status == Status.PAUSED or round_.ends_at is None:
        return None
    f = facts(round_)
    if f["live"] and round_.status == Status.RUNNING and round_.step != Step.HUSH:
        return round_.ends_at + LIVE_ENDS
    return round_.ends_at


def time_passes(round_: Round, now: datetime) -> None:
    """What is due by now happens; a machine that slept comes to where it should be."""
    f = facts(round_)
    for seat in [seat for seat in round_.present if seat.gone]:
        leave(round_, seat, now)
    if round_.status == Status.RUNNING and now >= round_.created_at + LOOKS_IN:
        f["there"] = True
    if round_.status == Status.PAUSED and round_.since and now >= round_.since + RESTS:
        close(round_, now)
    if (end := window(round_)) and now >= end:  # what comes next has its whole time, whenever we woke up
        if f["live"] and round_.step not in (Step.HUSH, Step.CLOSED):
            close(round_, now)
        else:
            window_over(round_, now)
    _mark(round_, now)
    if round_.step in queue.SHOWS:
        bring_next(round_, now, None)
    if (quiet := queue.quiet_at(round_)) and now >= quiet:
        f["stems"] = True
        tell(queue.askers(round_), f"stems:{f['slot']}", "" if f["live"] else None)
    for seat in standing.waited_for(round_):
        if not f["live"]:
            nudge(seat, seat, now, f"nudge:{round_.step}:{f['slot']}")
    settle(round_, waiting=False)


def leave(round_: Round, seat: Seat, now: datetime) -> None:
    """Somebody is out of it: what nobody has read of theirs goes with them."""
    f, me = facts(round_), seat.person_id
    seat.left_at, seat.notice, seat.due_at = now, "", None
    queue.drop(round_, me)
    round_.replies = [r for r in round_.replies if not (r.author_id == me and r.kind in ("idea", "bid"))]
    f["chosen"] = [who for who in f["chosen"] if who != me]
    f["bids"] = [who for who in f["bids"] if who != me]
    f["weights"].pop(me, None)
    if f["handing"] == me:
        f["handing"] = ""
    if round_.paused_by == me:
        round_.paused_by = ""
    if round_.status == Status.RUNNING and f["presenter"] == me and round_.step in OF_PRESENTER:
        undo_slot(round_)
        next_presenter(round_, now, None)
    elif round_.status == Status.RUNNING and round_.step not in standing.CLOSED:
        if round_.step != Step.CHECK_IN and not joined(round_):
            close(round_, now)
        if round_.step in queue.SHOWS:
            bring_next(round_, now, None)
        go_on(round_, now, None)


def settle(round_: Round, *, waiting: bool = True) -> None:
    """The row remembers when time has something for it again; `waiting` notices are seen to by the tick."""
    _follow_zones(round_)
    for seat in round_.seats:
        if seat.notice and (seat.left_at or not _still_meant(round_, seat)):
            seat.notice = ""
    round_.wakes_at = min(_moments(round_), default=None)
    if any(seat.gone or (waiting and seat.notice) for seat in round_.present):
        round_.wake()


def time_left(round_: Round, now: datetime) -> timedelta:
    """How much of this step's time is left: of working time, unless people are there together."""
    ends = round_.ends_at or now
    if facts(round_)["live"]:
        return ends - now
    return max((worked(now, ends, s.zone) for s in _there(round_)), default=timedelta())


def end_after(round_: Round, now: datetime, left: timedelta) -> datetime:
    """When so much time has passed: of working time, unless people are there together."""
    return now + left if facts(round_)["live"] else _latest(round_, now, left)


def longer(round_: Round, now: datetime) -> None:
    """Half as much time again."""
    f, key = facts(round_), str(round_.step)
    end = max(round_.ends_at or now, now)
    f["days"], f["mark"] = False, 0
    if f["live"]:
        round_.ends_at = end + _minutes(round_, key) / 2
    else:
        round_.ends_at = _latest(round_, end, timedelta(hours=_hours(round_, key)) / 2)
    for seat in round_.seats:
        if seat.due_at:
            seat.due_at = round_.ends_at


def _open_ideas(round_: Round) -> None:
    """What people had kept for this lies on the table now: one each, the first."""
    f, given = facts(round_), set[str]()
    parked = queue.of(round_, Asking.PARKED, about=f"{f['slot']}:{Step.QUESTIONS}")
    kept: list[Reply] = [*round_.of_kind("idea"), *parked]
    for reply in kept:
        if reply.author_id in given:
            continue
        given.add(reply.author_id)
        reply.kind, reply.about = "offer", str(f["slot"])
        f["queue"].pop(reply.id, None)
    round_.replies = [r for r in round_.replies if r.kind != "idea"]
    f["done"] = sorted(given)


def _was_read(round_: Round, reply: Reply) -> bool:
    return reply.kind == "asks" and facts(round_)["queue"].get(reply.id) not in (
        Asking.ASKED.value,
        Asking.PARKED.value,
    )


def _again(round_: Round, now: datetime) -> None:
    """Hardly anybody has said that they are in: once more, and then it ends quietly."""
    f = facts(round_)
    f["retried"], f["days"] = True, False
    round_.ends_at = _latest(round_, now, _AGAIN_HOURS * _HOUR)
    for seat in round_.present:
        if seat.step == INVITED:
            seat.since, seat.due_at, seat.notice = now, round_.ends_at, "still_good"


def wait(round_: Round, now: datetime) -> None:
    """Whoever has something to do now is waited for until the end of this step."""
    if not facts(round_)["live"] and round_.ends_at:
        begin(standing.waited_for(round_), now, round_.ends_at)


def _mark(round_: Round, now: datetime) -> None:
    f = facts(round_)
    if f["live"] and round_.status == Status.RUNNING and round_.ends_at:
        f["mark"] = sum(now >= at for at in _marks(round_))


def _marks(round_: Round) -> list[datetime]:
    begins, ends = round_.since or round_.created_at, round_.ends_at or round_.created_at
    return [begins + (ends - begins) * NEARLY, ends]


def _end(round_: Round, now: datetime) -> datetime:
    key = str(round_.step)
    if facts(round_)["live"]:
        return now + _minutes(round_, key)
    return _latest(round_, now, timedelta(hours=_hours(round_, key)))


def _minutes(round_: Round, key: str) -> timedelta:
    many = max(1, len(joined(round_))) if key in EACH else 1
    return MINUTES.get(key, 1) * many * _MINUTE


def _hours(round_: Round, key: str) -> int:
    return (SHORT_HOURS if facts(round_)["short"] else HOURS).get(key, HOURS.get(key, 1))


def _latest(round_: Round, start: datetime, work: timedelta) -> datetime:
    """When that much working time has passed for everybody: the latest of their own."""
    found = [after_work(start, work, s.zone) for s in _there(round_)]
    return max(found, default=after_work(start, work, "UTC"))


def _there(round_: Round) -> list[Seat]:
    """Whose hours count."""
    return [s for s in round_.present if s.step in (IN, INVITED)] or round_.present


def _follow_zones(round_: Round) -> None:
    """Who somebody is, and so where, may be learnt after a window has begun."""
    f = facts(round_)
    if not f["days"] or not round_.since or round_.status != Status.RUNNING:
        return
    was, round_.ends_at = round_.ends_at, _end(round_, round_.since)
    for seat in round_.present:
        if seat.due_at == was:
            seat.due_at = round_.ends_at


def _moments(round_: Round) -> list[datetime]:
    f, running = facts(round_), round_.status == Status.RUNNING
    moments = [window(round_)]
    if running and not f["there"]:
        moments.append(round_.created_at + LOOKS_IN)
    if round_.status == Status.PAUSED and round_.since:
        moments.append(round_.since + RESTS)
    if running and f["live"] and round_.ends_at:
        moments += _marks(round_)[f["mark"] :]
    if running:
        moments += [*queue.due(round_), queue.quiet_at(round_)]
    if not f["live"]:
        moments += [nudge_at(seat, seat.zone) for seat in standing.waited_for(round_)]
    return [at for at in moments if at]


def _still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to this person is still true."""
    kind, _, rest = seat.notice.partition(":")
    if kind == "stopped":
        return round_.step in standing.CLOSED
    if kind == "still_good":
        return round_.step == Step.CHECK_IN and seat.step == INVITED
    if kind == "shown":
        found = queue.shown(round_)
        return found is not None and found.id == rest
    if kind == "stems":
        return round_.step == Step.QUESTIONS and queue.empty(round_)
    step = rest.partition(":")[0] if kind == "nudge" else kind
    return round_.step == step and standing.awaits(round_, seat.person_id) and seat.step != DECLINED
