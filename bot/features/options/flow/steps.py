"""From one step of a matter to the next, and what a test and a review come to.

`by` is who did it, and needs no telling; None where time alone did.
"""

from datetime import datetime, timedelta

from bot.features.options.flow import asking, beside, building, further, recording, standing, testing
from bot.features.options.models import (
    AGAIN_DAYS,
    AGREED,
    ASKED,
    DAYS,
    LONG,
    MONTH,
    STANDING,
    WEEK,
    WEEKLY,
    Change,
    Outcome,
    State,
    Step,
    Words,
    deciders,
    facts,
)
from bot.rounds.company.standing import hosts, is_late, refused
from bot.rounds.keeping.models import Round, Status
from bot.rounds.keeping.replies import drop_kinds
from bot.rounds.time.windows import (
    begin,
    end_of,
    move_end,
    no_sooner,
    no_windows,
    once_more,
    tell,
)

ASKS = (Step.GATHER, Step.TEST, Step.REVIEW, Step.CONSENT)  # steps in which each who decides is waited for
_RINGS = (*ASKS, Step.INTEGRATE, Step.WRITE)  # the other steps are read on the card in the channel
_SAYS = {
    Step.SHARE: ("same", "differ"),
    Step.CLARIFY: ("asks", "clear"),
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
    f["ready"] = []
    if step in (Step.TEST, Step.REVIEW, Step.CONSENT):
        for seat in deciders(round_):
            seat.step = ASKED
    if step == Step.TEST:
        asking.begin(round_, now, by)
    if step in (Step.TEST, Step.REVIEW):
        drop_kinds(round_, "answer", "working")
    if step in ASKS:
        begin(deciders(round_), now, round_.ends_at)
    if step in _RINGS:
        # Somebody is asked to write it down; the others are told when it is written.
        told = standing.concerned(round_) if step != Step.WRITE else standing.scribe(round_, by)
        count = f["motions"] if step == Step.CONSENT else f["test"]
        tell(told, f"{step}:{f['version']}:{count}", by)


def after(round_: Round, now: datetime, by: str | None) -> None:
    """The next step of the long way; a second test comes straight after the change."""
    f = facts(round_)
    leave_out(round_)
    if round_.step == Step.GATHER:
        building.open_ideas(round_)
    if further.lie_closed(round_):  # what people would take further is not passed over
        further.count_all(round_, now, by)
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
        ask_again(round_, now)
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
        further.forget(round_)
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
    words = recording.unheard(round_, recording.gathered(round_))
    review = recording.usual_review(state, now)
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
    asking.leave(round_, now)
    recording.keep(round_, words, state, change, now, review)
    f, round_.status = facts(round_), Status.RUNNING if state in STANDING else Status.CLOSED
    round_.step, round_.since, round_.ends_at = Step.RECORDED, now, review
    f["amends"], f["opened"], f["hear"], f["times"], f["test"], f["days"] = False, False, False, 0, 0, 0
    f["motion"], f["stood"], f["said_beside"], f["sooner"] = None, None, [], False
    f["within"] = 0
    recording.tidy(round_)
    no_windows(round_)
    tell(standing.concerned(round_), f"recorded:{f['version']}", by)


def look_again(round_: Round, now: datetime, by: str | None, *, sooner: bool = False) -> None:
    """It is time to ask each who decides whether it still works; `sooner`: two have pulled the stop-sign."""
    facts(round_)["opened"], facts(round_)["sooner"] = False, sooner
    facts(round_)["times"] += 1
    drop_kinds(round_, "looked")
    beside.begins(round_, now)
    enter(round_, Step.REVIEW, now, by)


def open_review(round_: Round, now: datetime, by: str | None) -> None:
    """What each said lies beside the reasons of then; it comes back until somebody sees to it."""
    f = facts(round_)
    testing.open_working(round_, now)
    beside.open_all(round_, now)
    f["opened"] = True
    no_windows(round_)
    f["days"], round_.ends_at = 0, now + until_back(f["times"])
    tell(deciders(round_), f"looked:{f['version']}:{f['times']}", by)


def put_off(round_: Round, now: datetime, by: str | None, why: str = "") -> None:
    """It is left for now, and says why. A change that was not agreed leaves the agreement as it was."""
    if facts(round_)["amends"]:
        held(round_, now, by)
        return
    if round_.step == Step.GATHER:  # ideas that nobody has read yet lie on the table
        building.open_ideas(round_)
    if further.lie_closed(round_):  # nobody alone puts away what others ticked
        further.count_all(round_, now, by)
    drop_kinds(round_, "answer", "working")
    facts(round_)["outcome"] = Outcome.DEFERRED.value
    why = why or ("put_off" if by else _WHY.get(Step(round_.step), "too_few"))
    _end(round_, State.DEFERRED, now, by, why)


def _amended(round_: Round, came_to: Outcome, now: datetime, by: str | None) -> None:
    """What came of a change to an agreement that holds."""
    if came_to not in AGREED:
        held(round_, now, by)
        return
    state, chosen = State(came_to.value), standing.proposal(round_)
    decision = chosen.text if chosen and chosen.text else ""
    before, tested = recording.looked_at(round_), recording.tested(round_)
    # What people had against it before it was changed stays beside it.
    earlier = [*before["earlier"], *before["reservations"], *tested.get("earlier", [])]
    words = recording.but(before, tested, decision=decision, tested="", earlier=earlier, heard="")
    words = recording.unheard(round_, words)
    change = recording.because(round_, "amended")
    recorded(round_, words, state, change, now, by, recording.usual_review(state, now))


def held(round_: Round, now: datetime, by: str | None) -> None:
    """A change was looked at and not agreed: what was agreed before holds, and says so.

    Where its review was on, that comes back in a week: nobody has said that it is kept.
    """
    state, review = State(facts(round_)["state"]), recording.review_of(round_)
    review = review if review and review > now else now + WEEK
    change = recording.because(round_, "held")
    recorded(round_, recording.kept_against(round_), state, change, now, by, review)


def _end(round_: Round, state: State, now: datetime, by: str | None, what: str) -> None:
    called = next((seat.name for seat in round_.seats if seat.person_id == by), "")
    change = Change(what=what, why="", by=called if what == "put_off" else "")
    recorded(round_, recording.words_of(round_), state, change, now, by)


def ask_again(round_: Round, now: datetime) -> None:
    """Too few have answered: once more, and then it is put off."""
    f, before = facts(round_), round_.ends_at
    f["retried"], f["days"] = True, 0
    once_more(round_, standing.awaited(round_), now, AGAIN_DAYS, f"again:{round_.step}")
    no_sooner(round_, before)  # the last answer may be what brings it here
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
    if round_.step in ASKS and round_.ends_at:
        begin(standing.awaited(round_), now, round_.ends_at)


def has_ideas(round_: Round) -> bool:
    return bool(facts(round_)["live"] or round_.of_kind(building.POOL) or round_.of_kind("idea"))


def until_back(times: int) -> timedelta:
    return WEEK if times <= WEEKLY else MONTH
