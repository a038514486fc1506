"""From one step of a matter to the next: what follows from what people did, and from time.

`by` is who did it, and needs no telling; None where time alone did.
"""

from datetime import datetime, timedelta

from bot.features.options.flow import building, consent, recording, standing, testing
from bot.features.options.models import (
    AGAIN_DAYS,
    AGREED,
    ANSWERED,
    ASKED,
    DAYS,
    LONG,
    MONTH,
    STANDING,
    UNREAD_KEPT,
    WEEK,
    WEEKLY,
    Change,
    Motion,
    Outcome,
    State,
    Step,
    Words,
    deciders,
    decides,
    facts,
)
from bot.rounds.company.coming import gone, leaves
from bot.rounds.company.pausing import rests_until
from bot.rounds.company.standing import hosts, is_late, refused
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.keeping.replies import drop_kinds
from bot.rounds.time import windows
from bot.rounds.time.windows import (
    begin,
    end_of,
    follow_zones,
    move_end,
    no_windows,
    nudge_all,
    nudges_at,
    once_more,
    tell,
)

_ASKS = (Step.GATHER, Step.TEST, Step.REVIEW, Step.CONSENT)  # steps in which each who decides is waited for
_APART = (Step.TEST, Step.CONSENT)  # who is away is waited for
_RINGS = (*_ASKS, Step.INTEGRATE, Step.WRITE)  # the other steps are read on the card in the channel
_SAYS = {
    Step.SHARE: ("same", "differ"),
    Step.CLARIFY: ("asks", "clear", "option"),
    Step.BUILD: ("asks", "clear", "option"),
    Step.MISSING: ("absent",),
    Step.REACT: ("reaction",),
}
_WHY = {Step.GATHER: "no_ideas", Step.BUILD: "not_chosen", Step.INTEGRATE: "not_changed"}
_CHOOSES = (Step.BUILD, Step.INTEGRATE)  # what is tested is said by people, never by the clock


def enter(round_: Round, step: Step, now: datetime, by: str | None) -> None:
    f = facts(round_)
    round_.step, round_.since, round_.ends_at = step, now, end_of(round_.present, now, DAYS[step])
    f["days"], f["retried"], f["extended"] = DAYS[step], False, False
    no_windows(round_)
    if step == Step.TEST:
        f["test"] += 1
    if step in (Step.TEST, Step.REVIEW, Step.CONSENT):
        for seat in deciders(round_):
            seat.step = ASKED
    if step in (Step.TEST, Step.REVIEW):
        drop_kinds(round_, "answer", "working")
    if step in _ASKS:
        begin(deciders(round_), now, round_.ends_at)
    if step in _RINGS:
        # To write it down is theirs first who look after it; the others are told when it is written.
        told = (step == Step.WRITE and hosts(round_)) or standing.concerned(round_)
        count = f["motions"] if step == Step.CONSENT else f["test"]
        tell(told, f"{step}:{f['version']}:{count}", by)


def put_to_all(
    round_: Round, what: str, words: consent.Words, now: datetime, by: str, review: str = ""
) -> None:
    """What one of those who decide proposes is asked of all of them; whoever proposes it says yes."""
    f, until = facts(round_), round_.ends_at
    f["motion"] = Motion(
        what=what, by=by, review=review, back=round_.step, until=until.isoformat() if until else "",
        days=f["days"], opened=f["opened"],
    )  # fmt: skip
    f["motions"], f["stood"], f["opened"] = f["motions"] + 1, None, False
    consent.asks(round_, words, now)
    round_.status = Status.RUNNING
    enter(round_, Step.CONSENT, now, by)
    if decides(round_, by):
        consent.say(round_, by, yes=True, why="", now=now)
    if testing.all_in(round_):  # with the next tick: a version is kept before the one that follows it
        round_.ends_at = now


def decided(round_: Round, now: datetime, by: str | None) -> None:
    """All have said, or the time is up: it takes effect, or everything stands as it was."""
    put, words, came_to = consent.motion(round_), consent.words_of(round_), consent.close(round_, now)
    if consent.passes(came_to):
        _take_effect(round_, put, words, now, by)
    else:
        facts(round_)["stood"] = came_to
        _as_it_was(round_, put, now)
        tell(standing.concerned(round_), f"stood:{facts(round_)['motions']}", by)


def _take_effect(round_: Round, put: Motion, words: consent.Words, now: datetime, by: str | None) -> None:
    f, proposer = facts(round_), next((s.name for s in round_.seats if s.person_id == put["by"]), "")
    called = {"keep": "kept", "end": "ended", "wording": "corrected", "leave": "left"}
    change = Change(what=called[put["what"]], why=words["why"], by=proposer)
    review = datetime.fromisoformat(put["review"]) if put["review"] else None
    if put["what"] == "keep":
        recorded(round_, recording.looked_at(round_), State(f["state"]), change, now, by, review)
    elif put["what"] == "end":
        recorded(round_, recording.looked_at(round_), State.ENDED, change, now, by)
    elif put["what"] == "leave":
        _left(round_, change, now, by)
    else:
        _reworded(round_, put, words, change, now, by)


def _left(round_: Round, change: Change, now: datetime, by: str | None) -> None:
    """It is left for now; answers that nobody has read stay their authors' for two weeks."""
    if facts(round_)["amends"]:
        _held(round_, now, by)
        return
    unread = round_.of_kind("answer")
    facts(round_)["outcome"] = Outcome.DEFERRED.value
    recorded(round_, recording.left(round_), State.DEFERRED, change, now, by)
    round_.replies += unread
    round_.ends_at = now + UNREAD_KEPT if unread else None


def _forget_unread(round_: Round, _: datetime, __: str | None) -> None:
    drop_kinds(round_, "answer")
    round_.ends_at = None


def _reworded(
    round_: Round, put: Motion, words: consent.Words, change: Change, now: datetime, by: str | None
) -> None:
    """The next version of the record; it goes on where it stood."""
    f = facts(round_)
    said = recording.reworded(recording.words_of(round_), words["fields"])
    recording.keep(round_, said, State(f["state"]), change, now, recording.review_of(round_))
    _as_it_was(round_, put, now)
    tell(standing.concerned(round_), f"recorded:{f['version']}", by)


def _as_it_was(round_: Round, put: Motion, now: datetime) -> None:
    """It goes on where it stood; who had answered there, has."""
    f = facts(round_)
    drop_kinds(round_, consent.MOTION)
    f["motion"], f["opened"], f["days"] = None, put["opened"], put["days"]
    round_.step, round_.since = Step(put["back"]), now
    until = datetime.fromisoformat(put["until"]) if put["until"] else None
    no_windows(round_)
    if round_.step == Step.REVIEW:
        until = now + _until_back(f["times"])
    round_.ends_at = until
    if round_.step == Step.TEST:
        for seat in deciders(round_):
            seat.step = ANSWERED if round_.one("answer", seat.person_id) else ASKED
        round_.ends_at = max(until or now, end_of(deciders(round_), now, 1))
        begin(standing.awaited(round_), now, round_.ends_at)
    if round_.step == Step.RECORDED and f["state"] not in STANDING:
        round_.status = Status.CLOSED


def after(round_: Round, now: datetime, by: str | None) -> None:
    """The next step of the long way; a second test comes straight after the change."""
    f = facts(round_)
    leave_out(round_)
    if round_.step == Step.GATHER:
        building.open_ideas(round_)
    if round_.step in _CHOOSES and f["test"]:
        enter(round_, Step.TEST, now, by)
    else:
        enter(round_, LONG[LONG.index(Step(round_.step)) + 1], now, by)


def leave_out(round_: Round) -> None:
    """A step in which nobody spoke is named in the record, among what was left out on the way."""
    f, step, since = facts(round_), Step(round_.step), round_.since or round_.created_at
    said = [r for r in round_.replies if r.kind in _SAYS.get(step, ())]
    if step in (Step.CLARIFY, Step.BUILD):  # these kinds are older, too
        said = [reply for reply in said if reply.created_at >= since]
    if step in _SAYS and not said and not f["test"]:
        f["skipped"] = sorted({*f["skipped"], step.value}, key=lambda one: LONG.index(Step(one)))


def go_on(round_: Round, now: datetime, by: str | None) -> None:
    """If what this step waits for is there, the next one begins."""
    f = facts(round_)
    if round_.status != Status.RUNNING or not deciders(round_):
        return
    if round_.step == Step.TEST and standing.short_of(round_):
        tell(hosts(round_), f"lacking:{f['version']}:{f['test']}", by)
    elif round_.step == Step.TEST and testing.all_in(round_):
        open_test(round_, now, by)
    elif round_.step == Step.REVIEW and not f["opened"] and testing.all_in(round_):
        open_review(round_, now, by)
    elif round_.step == Step.CONSENT and testing.all_in(round_):
        decided(round_, now, by)


def open_test(round_: Round, now: datetime, by: str | None) -> None:
    """All answers at once; too few of them are asked for once more, then it is put off.

    So it is where somebody who decides is still away: nobody is taken out of the count.
    """
    if not deciders(round_):
        put_off(round_, now, by)
        return
    f, came_to = facts(round_), testing.weigh(round_)
    away = any(seat.back_at for seat in standing.awaited(round_))
    if came_to is Outcome.NOT_ENOUGH and not (away or is_late(round_)):
        _again(round_, now)
        return
    if away and came_to is not Outcome.OBJECTION:  # whoever says that it does harm is heard
        came_to = Outcome.NOT_ENOUGH
    why = "too_few" if came_to is Outcome.NOT_ENOUGH else "talk"
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
        _end(round_, State(came_to.value), now, by, why if came_to is Outcome.DEFERRED else "made")


def write_down(round_: Round, now: datetime, by: str | None) -> None:
    """Nobody has written it down: the record stands as far as the matter itself can say it."""
    state = State(facts(round_)["outcome"])
    words, review = recording.gathered(round_), recording.usual_review(state, now)
    recorded(round_, words, state, Change(what="made", why="", by=""), now, by, review)


def recorded(
    round_: Round,
    words: Words,
    state: State,
    change: Change,
    now: datetime,
    by: str | None,
    review: datetime | None = None,
) -> None:
    """The next version of the record: what was agreed holds until it is looked at again, the rest is over."""
    recording.keep(round_, words, state, change, now, review)
    f, round_.status = facts(round_), Status.RUNNING if state in STANDING else Status.CLOSED
    round_.step, round_.since, round_.ends_at = Step.RECORDED, now, review
    f["amends"], f["opened"], f["times"], f["test"], f["days"] = False, False, 0, 0, 0
    f["motion"], f["stood"] = None, None
    recording.tidy(round_)
    no_windows(round_)
    tell(standing.concerned(round_), f"recorded:{f['version']}", by)


def look_again(round_: Round, now: datetime, by: str | None) -> None:
    """It is time to ask each who decides whether it still works."""
    facts(round_)["opened"] = False
    facts(round_)["times"] += 1
    drop_kinds(round_, "looked")
    enter(round_, Step.REVIEW, now, by)


def open_review(round_: Round, now: datetime, by: str | None) -> None:
    """What each said lies beside the reasons of then; it comes back until somebody sees to it."""
    f = facts(round_)
    testing.open_working(round_, now)
    f["opened"] = True
    no_windows(round_)
    f["days"], round_.ends_at = 0, now + _until_back(f["times"])
    tell(deciders(round_), f"looked:{f['version']}:{f['times']}", by)


def put_off(round_: Round, now: datetime, by: str | None, why: str = "") -> None:
    """It is left for now, and says why. A change that was not agreed leaves the agreement as it was."""
    if facts(round_)["amends"]:
        _held(round_, now, by)
        return
    if round_.step == Step.GATHER:  # ideas that nobody has read yet lie on the table
        building.open_ideas(round_)
    drop_kinds(round_, "answer", "working")
    facts(round_)["outcome"] = Outcome.DEFERRED.value
    why = why or ("put_off" if by else _WHY.get(Step(round_.step), "too_few"))
    _end(round_, State.DEFERRED, now, by, why)


def window_over(round_: Round, now: datetime) -> None:
    over = {
        Step.GATHER: _gathered,
        Step.BUILD: _built,
        Step.TEST: open_test,
        Step.INTEGRATE: after if changed_since(round_) else put_off,  # silence is not consent
        Step.WRITE: write_down,
        Step.RECORDED: look_again if standing.holds(round_) else _forget_unread,
        Step.REVIEW: _come_back if facts(round_)["opened"] else open_review,
        Step.CONSENT: decided,
    }
    over.get(Step(round_.step), after)(round_, now, None)


def settle(round_: Round, *, waiting: bool = True) -> None:
    """The row remembers when time has something for it again; `waiting` notices are seen to by the tick."""
    windows.unsay(round_, _still_meant)
    follow_zones(round_, facts(round_)["days"], waited_for(round_) if round_.step in _APART else ())
    moments = [round_.ends_at, rests_until(round_), *nudges_at(waited_for(round_))]
    windows.settle(round_, moments, _still_meant, waiting=waiting)


def time_passes(round_: Round, now: datetime) -> None:
    """What is due by now happens; a machine that slept comes to where it should be."""
    for seat in gone(round_):
        leave(round_, seat, now)
    if (rests := rests_until(round_)) and now >= rests:
        round_.status, round_.paused_by = Status.RUNNING, ""
        if round_.step in (Step.WRITE, Step.REVIEW, Step.CONSENT):
            round_.ends_at = now  # what was agreed is not undone by a rest
        elif round_.of_kind("answer"):  # what somebody has answered is not buried by a rest either
            round_.ends_at = end_of(deciders(round_), now, AGAIN_DAYS)
            wait_again(round_, now)
        else:
            put_off(round_, now, None, "rested")
    if round_.ends_at and now >= round_.ends_at:  # what comes next has its whole time, whenever we woke up
        window_over(round_, now)
    nudge_all(waited_for(round_), now, f"nudge:{round_.step}:{facts(round_)['test']}")
    settle(round_, waiting=False)


def leave(round_: Round, seat: Seat, now: datetime) -> None:
    """Somebody is out of it: what they kept apart goes with them, and it no longer waits for them."""
    leaves(round_, seat, now, "answer", "working", "idea", consent.CONSENT)
    f = facts(round_)
    f["owner"] = "" if f["owner"] == seat.person_id else f["owner"]
    f["said"].pop(seat.person_id, None)
    if round_.step == Step.RECORDED and round_.status == Status.CLOSED and not round_.of_kind("answer"):
        round_.ends_at = None  # nothing that nobody has read is left
    go_on(round_, now, None)


def holds_up(round_: Round) -> list[Seat]:
    """Whom a press may not leave behind, while they have not had their time for this step.

    To clear up and to build nobody can say that they are done. A change that met an objection is made by
    whoever makes it, and everybody answers it in the test.
    """
    if round_.step == Step.REVIEW and facts(round_)["opened"]:
        return []
    if round_.step in (Step.CLARIFY, Step.BUILD) or round_.status == Status.PAUSED:
        return deciders(round_)
    return standing.awaited(round_)


def waited_for(round_: Round) -> list[Seat]:
    """Who is asked again when most of the time is gone."""
    if facts(round_)["opened"]:
        return []
    return [seat for seat in standing.awaited(round_) if seat.due_at]


def _amended(round_: Round, came_to: Outcome, now: datetime, by: str | None) -> None:
    """What came of a change to an agreement that holds."""
    if came_to not in AGREED:
        _held(round_, now, by)
        return
    state, chosen = State(came_to.value), standing.proposal(round_)
    decision = chosen.text if chosen and chosen.text else ""
    before, tested = recording.looked_at(round_), recording.tested(round_)
    # What people had against it before it was changed stays beside it.
    earlier = [*before["earlier"], *before["reservations"], *tested.get("earlier", [])]
    words = recording.but(before, tested, decision=decision, tested="", earlier=earlier)
    change = recording.because(round_, "amended")
    recorded(round_, words, state, change, now, by, recording.usual_review(state, now))


def _held(round_: Round, now: datetime, by: str | None) -> None:
    """A change was looked at and not agreed: what was agreed before holds, and says so."""
    state, review = State(facts(round_)["state"]), recording.review_of(round_)
    review = review if review and review > now else recording.usual_review(state, now)
    change = recording.because(round_, "held")
    recorded(round_, recording.looked_at(round_), state, change, now, by, review)


def _end(round_: Round, state: State, now: datetime, by: str | None, what: str) -> None:
    called = next((seat.name for seat in round_.seats if seat.person_id == by), "")
    change = Change(what=what, why="", by=called if what == "put_off" else "")
    recorded(round_, recording.words_of(round_), state, change, now, by)


def _gathered(round_: Round, now: datetime, by: str | None) -> None:
    if has_ideas(round_):
        after(round_, now, by)
    elif is_late(round_):
        put_off(round_, now, by)
    else:
        _again(round_, now)


def _built(round_: Round, now: datetime, by: str | None) -> None:
    """One option left is what is tested; among several somebody has to choose: the clock does not."""
    f, live = facts(round_), standing.live(round_)
    if len(live) == 1:
        f["proposal"] = live[0].id
    if f["proposal"] in f["live"]:
        after(round_, now, by)
    elif is_late(round_):
        put_off(round_, now, by)
    else:
        f["retried"], f["days"], round_.ends_at = True, 0, end_of(round_.present, now, DAYS[Step.BUILD])
        tell(standing.concerned(round_), f"choose:{f['version']}:{f['test']}", by)


def _come_back(round_: Round, now: datetime, by: str | None) -> None:
    """Nobody has said what is to become of it."""
    f = facts(round_)
    f["times"], round_.ends_at = f["times"] + 1, now + _until_back(f["times"] + 1)
    tell(deciders(round_), f"review:{f['version']}:{f['times']}", by)


def _again(round_: Round, now: datetime) -> None:
    """Too few have answered: once more, and then it is put off."""
    f = facts(round_)
    f["retried"], f["days"] = True, 0
    once_more(round_, standing.awaited(round_), now, AGAIN_DAYS, f"again:{round_.step}")
    if standing.short_of(round_):
        tell(hosts(round_), f"lacking:{f['version']}:{f['test']}", None)


def changed_since(round_: Round) -> bool:
    """Whether the proposal is another one than the one that was tested last."""
    return bool(standing.proposal(round_)) and facts(round_)["proposal"] != facts(round_)["tested"]


def extend(round_: Round, now: datetime) -> None:
    """As much time again; refuses a second time in the same step."""
    f = facts(round_)
    if f["extended"]:
        raise refused(round_, "extended")
    f["extended"], f["days"] = True, 0
    move_end(round_, end_of(round_.present, max(round_.ends_at or now, now), DAYS[round_.step]))


def wait_again(round_: Round, now: datetime) -> None:
    """After a pause: whoever has not answered is waited for again."""
    if round_.step in _ASKS and round_.ends_at:
        begin(standing.awaited(round_), now, round_.ends_at)


def has_ideas(round_: Round) -> bool:
    return bool(facts(round_)["live"] or round_.of_kind(building.POOL) or round_.of_kind("idea"))


def _until_back(times: int) -> timedelta:
    return WEEK if times <= WEEKLY else MONTH


def _still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to this person is still true."""
    kind, _, rest = seat.notice.partition(":")
    waits = rest.partition(":")[0] == round_.step and seat in waited_for(round_)
    meant = {
        "nudge": waits,
        "again": waits,
        "lacking": standing.short_of(round_),
        "choose": round_.step == Step.BUILD,
        "looked": round_.step == Step.REVIEW,
        "review": round_.step == Step.REVIEW,
        "stood": facts(round_)["stood"] is not None,
    }
    return meant.get(kind, kind == round_.step)
