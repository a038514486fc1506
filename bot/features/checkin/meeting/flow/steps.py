"""From one step of a meeting to the next: what follows from what people did, and from time.

`by` is who did it, and needs no telling; None where time alone did.
"""

from datetime import datetime, timedelta

from bot.features.checkin.meeting.flow import queue, standing
from bot.features.checkin.models import (
    DAYS,
    DECLINED,
    EACH,
    IN,
    IN_SET,
    INVITED,
    KEPT,
    LIVE_ENDS,
    LONGER,
    MINUTES,
    NEARLY,
    OF_PRESENTER,
    PRESENTERS,
    Asking,
    Step,
    facts,
    joined,
)
from bot.rounds.company.coming import gone, leaves
from bot.rounds.company.common import stands_at, stands_by_now
from bot.rounds.company.order import shuffled
from bot.rounds.company.pausing import rests_until
from bot.rounds.company.standing import hosts
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import drop_kinds, keep_only
from bot.rounds.time import windows
from bot.rounds.time.windows import (
    begin,
    end_of,
    follow_zones,
    move_end,
    no_sooner,
    no_windows,
    nudge_all,
    nudges_at,
    once_more,
    say_later,
    tell,
    tell_a_day_later,
)

# What goes with the end of a presenter's time, where they stop it or bring something else.
_OF_SLOT = ("brought", "asks", "answer", "looks", "idea", "offer")


def enter(round_: Round, step: Step, now: datetime, by: str | None) -> None:
    """This step begins, with its window; those for whom it waits are told."""
    f = facts(round_)
    queue.let_pass(round_)
    round_.step, round_.since = step, now
    f["done"], f["extended"], f["retried"], f["mark"], f["stems"] = [], False, False, 0, False
    f["days"] = 0 if f["live"] or standing.quiet(round_) else _days(round_)
    round_.ends_at = _ends(round_, now)
    no_windows(round_)
    if step == Step.OFFERS:
        _open_ideas(round_)
    if step == Step.CHOOSE:
        f["yields"] = []
    bring_next(round_, now, by)
    wait(round_, now)
    if standing.quiet(round_):
        tell_a_day_later(standing.waited_for(round_), f"{step}:{f['slot']}", now)
    elif not f["live"] and step != Step.CHECK_IN:  # who is asked to it is told by whatever begins it
        tell(standing.waited_for(round_), f"{step}:{f['slot']}", by)
    go_on(round_, now, by)


def go_on(round_: Round, now: datetime, by: str | None) -> None:
    """If what this step waits for is there, the next one begins."""
    f, step = facts(round_), round_.step
    if round_.status != Status.RUNNING:
        return
    unknown = step == Step.CHECK_IN and (f["live"] or not f["set"])  # who else will come
    quiet = step == Step.HUSH and f["live"]  # a minute of quiet is a minute
    asked = step in queue.SHOWS and not queue.empty(round_)
    if not (unknown or quiet or asked or standing.waited_for(round_)):
        after(round_, now, by)


def after(round_: Round, now: datetime, by: str | None) -> None:
    """What comes after this step."""
    own = {
        Step.CHECK_IN: _begin,
        Step.FOLLOW_UP: _to_bids,
        Step.BIDS: _bids_are_in,
        Step.CHOOSE: _chosen,
        Step.PROCESS: next_presenter,
        Step.CHECK_OUT: _end,
    }
    if round_.step == Step.COMMIT and facts(round_)["short"]:
        close(round_, now)
    elif goes := own.get(Step(round_.step)):
        goes(round_, now, by)
    else:
        enter(round_, _following(round_), now, by)


_FOLLOWING = {
    Step.PRESENT: Step.CLARIFY,
    Step.CLARIFY: Step.HUSH,
    Step.HUSH: Step.QUESTIONS,
    Step.QUESTIONS: Step.LOOKS,
    Step.LOOKS: Step.COMMIT,
    Step.OFFERS: Step.COMMIT,
    Step.COMMIT: Step.PROCESS,
}


def _following(round_: Round) -> Step:
    f, step = facts(round_), Step(round_.step)
    if step == Step.LOOKS and f["offers"]:
        return Step.OFFERS
    return Step.COMMIT if step == Step.QUESTIONS and f["short"] else _FOLLOWING[step]


def _chosen(round_: Round, now: datetime, by: str | None, most: int = PRESENTERS) -> None:
    """By rule, where the group has not agreed on somebody."""
    f = facts(round_)
    f["chosen"] = f["chosen"] or choice(round_, min(most, room(round_)))
    next_presenter(round_, now, by)


def _end(round_: Round, now: datetime, by: str | None) -> None:
    close(round_, now)


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
    if facts(round_)["short"]:
        _chosen(round_, now, by, most=1)
    else:
        enter(round_, Step.BIDS, now, by)


def _bids_are_in(round_: Round, now: datetime, by: str | None) -> None:
    if len(standing.bidders(round_)) > room(round_):
        enter(round_, Step.CHOOSE, now, by)
    else:
        _chosen(round_, now, by)


def room(round_: Round) -> int:
    """How many can still present."""
    return max(1, PRESENTERS - len(standing.had(round_)))


def choice(round_: Round, most: int) -> list[str]:
    """Whoever has waited longest to present, then whom it weighs on most, then chance (practice text).

    Those who can wait come after the others.
    """
    f = facts(round_)

    def place(who: str) -> tuple[bool, str, int, str]:
        chance, waits = shuffled(round_.id, "bids", who), who in f.get("yields", [])
        return waits, f["presented"].get(who, ""), -f["weights"].get(who, 0), chance

    return sorted(standing.bidders(round_), key=place)[:most]


def next_presenter(round_: Round, now: datetime, by: str | None) -> None:
    """The time is the next one's; after the last it draws to its end."""
    f, here = facts(round_), {seat.person_id for seat in joined(round_)}
    f["chosen"] = [who for who in f["chosen"] if who in here]
    drop_kinds(round_, "idea")
    waits = (Asking.ASKED, Asking.PARKED)
    queue.drop(round_, [r for r in round_.of_kind("asks") if f["queue"].get(r.id) in waits])
    if f["chosen"]:
        f["presenter"], f["slot"], f["offers"] = f["chosen"].pop(0), f["slot"] + 1, False
        strike(round_, f["presenter"], "bids")
        if f["short"]:
            _brings_wish(round_)
        enter(round_, Step.QUESTIONS if f["short"] else Step.PRESENT, now, by)
        return
    f["presenter"] = ""
    enter(round_, Step.COMMIT if f["short"] else Step.CHECK_OUT, now, by)


def _brings_wish(round_: Round) -> None:
    """In a short check-in what somebody would like questions on is all that they bring."""
    f = facts(round_)
    for wish in round_.of_kind("bid", f["presenter"]):
        wish.kind, wish.about = "brought", str(f["slot"])


def absent(round_: Round, now: datetime, by: str | None) -> None:
    """Whoever presents is not there: the next one, or somebody else who would like the time."""
    f = facts(round_)
    strike(round_, f["presenter"], "bids")
    for slot in (f["missed"], f["bids"]):
        slot.append(f["presenter"])
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


def strike(round_: Round, person_id: str, *slots: str) -> None:
    """They stand no more in these lists of what the meeting remembers."""
    for slot in slots:
        round_.facts[slot] = [who for who in round_.facts[slot] if who != person_id]


def undo_slot(round_: Round) -> None:
    """Nothing of what this presenter brought is kept, nor of what was asked."""
    f, about = facts(round_), str(facts(round_)["slot"])
    queue.drop(
        round_, [r for r in round_.replies if r.kind in _OF_SLOT and r.about.partition(":")[0] == about]
    )
    f["offers"] = False
    strike(round_, f["presenter"], "kept")
    f["presented"].pop(f["presenter"], None)


def bring_next(round_: Round, now: datetime, by: str | None) -> None:
    """The next question comes to the presenter, who is told of it, unless they have just asked for it.

    The first rings; from then on they know that there are questions, and in a set look by themselves.
    """
    found = queue.show_next(round_, now)
    if found:
        f = facts(round_)
        came = [r for r in standing.of_slot(round_, "asks") if r.id in f["came"]]
        known = not (came == [found] or f["live"] or f["short"])
        presents = [s for s in joined(round_) if s.person_id == f["presenter"]]
        if not f["live"]:  # each question can be answered by whoever looks once a day
            no_sooner(round_, end_of(presents, now, DAYS + known))
        begin(presents, now, round_.ends_at or now)
        if known:
            tell_a_day_later(presents, f"shown:{found.id}", now)
        else:
            tell(presents, f"shown:{found.id}", by if came == [found] or f["live"] else None)


def close(round_: Round, now: datetime) -> None:
    """Closed: what was said here stays nowhere, but what its presenters keep and how it was."""
    f = facts(round_)
    round_.step, round_.status, round_.since = Step.CLOSED, Status.CLOSED, now
    _keep(round_, "question", "process")
    left = any(r.kind != "question" for r in round_.replies)
    round_.paused_by, round_.ends_at = "", (now + KEPT if left else None)
    f["queue"], f["came"], f["handing"], f["presenter"], f["chosen"], f["done"] = {}, [], "", "", [], []
    f["weights"], f["bids"], f["missed"] = {}, [], []
    no_windows(round_)


def _keep(round_: Round, *kinds: str) -> None:
    """These, and what a presenter keeps for themselves."""
    kept = facts(round_)["kept"]
    round_.replies = [
        r
        for r in round_.replies
        if r.kind in kinds or (r.kind in ("brought", "looks") and r.author_id in kept)
    ]


def stop(round_: Round, now: datetime) -> None:
    """It ends without having come about; whoever looks after it is told, nobody is named."""
    close(round_, now)
    keep_only(round_, "question")
    round_.status, round_.ends_at = Status.STOPPED, None
    for seat in hosts(round_):
        say_later(seat, "stopped")


def window_over(round_: Round, now: datetime) -> None:
    """The time of this step is over."""
    f = facts(round_)
    if f["live"] and round_.step not in (Step.HUSH, Step.CLOSED):
        close(round_, now)
    elif round_.step == Step.CLOSED:
        _keep(round_, "question")
        round_.step, round_.ends_at = Step.FORGOTTEN, None
    elif round_.step == Step.CHECK_IN and len(joined(round_)) < 2 and not f["retried"] and f["set"]:
        _again(round_, now)
    elif round_.step == Step.PRESENT and not round_.of_kind("brought", f["presenter"]):
        absent(round_, now, None)
    else:
        after(round_, now, None)


def window(round_: Round) -> datetime | None:
    """When time moves it on; where people are there together it does so after a long while only."""
    live = facts(round_)["live"] and round_.status == Status.RUNNING and round_.step != Step.HUSH
    return round_.ends_at + (LIVE_ENDS if live else timedelta()) if round_.ends_at else None


def time_passes(round_: Round, now: datetime) -> None:
    """What is due by now happens; a machine that slept comes to where it should be."""
    f = facts(round_)
    for seat in gone(round_):
        leave(round_, seat, now)
    f["there"] |= stands_by_now(round_, now)
    if (rests := rests_until(round_)) and now >= rests:
        close(round_, now)
    if (end := window(round_)) and now >= end:  # what comes next has its whole time, whenever we woke up
        window_over(round_, now)
    if round_.status == Status.RUNNING:
        f["mark"] = sum(now >= at for at in _marks(round_))
    bring_next(round_, now, None)
    if (quiet := queue.quiet_at(round_)) and now >= quiet:
        f["stems"] = True
        tell(queue.askers(round_), f"stems:{f['slot']}", "" if f["live"] else None)
    if _reminds(round_):
        nudge_all(standing.waited_for(round_), now, f"nudge:{round_.step}:{f['slot']}")
    settle(round_, waiting=False)


def leave(round_: Round, seat: Seat, now: datetime) -> None:
    """Somebody is out of it: what nobody has read of theirs goes with them."""
    f, me = facts(round_), seat.person_id
    leaves(round_, seat, now, "idea", "bid")
    queue.drop(round_, queue.unread(round_, me))
    strike(round_, me, "chosen", "bids")
    f["weights"].pop(me, None)
    if round_.status != Status.RUNNING:
        return
    if f["presenter"] == me and round_.step in OF_PRESENTER:
        undo_slot(round_)
        next_presenter(round_, now, None)
        return
    if round_.step != Step.CHECK_IN and not joined(round_):
        close(round_, now)
    bring_next(round_, now, None)
    go_on(round_, now, None)


def settle(round_: Round, *, waiting: bool = True) -> None:
    """The row remembers when time has something for it again; `waiting` notices are seen to by the tick."""
    windows.unsay(round_, _still_meant)
    follow_zones(round_, facts(round_)["days"])
    windows.settle(round_, _moments(round_), _still_meant, waiting=waiting)


def zones(round_: Round) -> list[str]:
    """Where those live whose hours count."""
    return [s.zone for s in round_.present if s.step in (IN, INVITED)] or windows.zones(round_)


def longer(round_: Round, now: datetime) -> None:
    """Half as much time again: where it takes days, a day."""
    f, end = facts(round_), max(round_.ends_at or now, now)
    live = f["live"]
    f["days"], f["mark"] = 0, 0
    move_end(round_, end + _minutes(round_) / 2 if live else end_of(round_.present, end, DAYS))


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
    drop_kinds(round_, "idea")
    f["done"] = sorted(given)


def _again(round_: Round, now: datetime) -> None:
    """Hardly anybody has said that they are in: once more, and then it ends quietly."""
    f = facts(round_)
    f["retried"], f["days"] = True, 0
    once_more(round_, standing.waited_for(round_), now, DAYS, "still_good")


def wait(round_: Round, now: datetime) -> None:
    """Whoever has something to do now is waited for until the end of this step."""
    if not facts(round_)["live"] and round_.ends_at:
        begin(standing.waited_for(round_), now, round_.ends_at)


def _marks(round_: Round) -> list[datetime]:
    """Where people are there together: when its time is nearly up, and when it is over."""
    begins, ends = round_.since or round_.created_at, round_.ends_at
    return [begins + (ends - begins) * NEARLY, ends] if facts(round_)["live"] and ends else []


def _ends(round_: Round, now: datetime) -> datetime:
    """When this step, begun now, is over at the latest."""
    if facts(round_)["live"]:
        return now + _minutes(round_)
    return end_of(round_.present, now, _days(round_))


def _minutes(round_: Round) -> timedelta:
    """How long this step takes where people are there together."""
    many = max(1, len(joined(round_))) if round_.step in EACH else 1
    return timedelta(minutes=MINUTES.get(round_.step, 1) * many)


def _days(round_: Round) -> int:
    f = facts(round_)
    if f["short"]:
        return LONGER.get(round_.step, DAYS)
    return DAYS if f.get("quick") else IN_SET[Step(round_.step)]


def _moments(round_: Round) -> list[datetime | None]:
    f, running = facts(round_), round_.status == Status.RUNNING
    moments = [window(round_), rests_until(round_), stands_at(round_)]
    if running:
        moments += [*_marks(round_)[f["mark"] :], queue.due(round_), queue.quiet_at(round_)]
    return [*moments, *nudges_at(standing.waited_for(round_))] if _reminds(round_) else moments


def _reminds(round_: Round) -> bool:
    """Whether a word of this step may be repeated before it is over."""
    f = facts(round_)
    return not f["live"] and (f["short"] or round_.step in (Step.CHECK_IN, Step.PRESENT))


def _still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to this person is still true."""
    kind, _, rest = seat.notice.partition(":")
    step, shown = rest.partition(":")[0] if kind == "nudge" else kind, queue.shown(round_)
    waits = round_.step == step and standing.awaits(round_, seat.person_id) and seat.step != DECLINED
    meant = {
        "invited": round_.step == Step.CHECK_IN and seat.step == INVITED,
        "stopped": round_.step in standing.CLOSED,
        "still_good": round_.step == Step.CHECK_IN and seat.step == INVITED,
        "shown": shown is not None and shown.id == rest,
        "stems": round_.step == Step.QUESTIONS and queue.empty(round_),
    }
    return meant.get(kind, waits)
