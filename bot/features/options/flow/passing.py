"""What follows when all who were waited for have spoken, when time is up, and when somebody leaves.

`by` is who did it, and needs no telling; None where time alone did.
"""

from datetime import datetime

from bot.features.options.flow import asking, beside, consent, further, motions, standing, steps, testing
from bot.features.options.models import AGAIN_DAYS, DAYS, Step, deciders, decides, facts
from bot.rounds.company.coming import gone, leaves
from bot.rounds.company.pausing import rests_until
from bot.rounds.company.standing import hosts, is_late
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time import windows
from bot.rounds.time.windows import end_of, follow_zones, nudge_all, nudges_at, tell

_APART = (Step.TEST, Step.CONSENT)  # who is away is waited for


def go_on(round_: Round, now: datetime, by: str | None) -> None:
    """If what this step waits for is there, the next one begins."""
    f = facts(round_)
    if round_.status != Status.RUNNING or not deciders(round_):
        return
    if round_.step == Step.TEST and standing.short_of(round_):
        tell(hosts(round_), f"lacking:{f['version']}:{f['test']}", by)
    elif round_.step == Step.TEST and testing.all_in(round_):
        steps.open_test(round_, now, by)
    elif round_.step == Step.REVIEW and not f["opened"] and testing.all_in(round_):
        steps.open_review(round_, now, by)
    elif round_.step == Step.CONSENT and testing.all_in(round_):
        motions.decided(round_, now, by)
    elif further.all_in(round_):
        further.count_all(round_, now, by)


def window_over(round_: Round, now: datetime) -> None:
    changed = steps.after if steps.changed_since(round_) else steps.put_off  # silence is not consent
    over = {
        Step.GATHER: _gathered,
        Step.BUILD: _built,
        Step.TEST: steps.open_test,
        Step.INTEGRATE: changed,
        Step.WRITE: steps.write_down,
        Step.RECORDED: steps.look_again if standing.holds(round_) else motions.forget_unread,
        Step.REVIEW: _come_back if facts(round_)["opened"] else steps.open_review,
        Step.CONSENT: motions.decided,
    }
    over.get(Step(round_.step), steps.after)(round_, now, None)


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
            steps.wait_again(round_, now)
        else:
            steps.put_off(round_, now, None, "rested")
    if beside.enough(round_):  # somebody is back
        steps.look_again(round_, now, None, sooner=True)
    _ask_who_sees_to_it(round_)
    if round_.ends_at and now >= round_.ends_at:  # what comes next has its whole time, whenever we woke up
        window_over(round_, now)
    nudge_all(waited_for(round_), now, f"nudge:{round_.step}:{facts(round_)['test']}")
    settle(round_, waiting=False)


def leave(round_: Round, seat: Seat, now: datetime) -> None:
    """Somebody is out of it: what they kept apart goes with them, and it no longer waits for them."""
    apart = ("answer", "working", "idea", consent.CONSENT, further.TICKED, beside.LIVES, beside.SIGN)
    leaves(round_, seat, now, *apart, asking.COUNTED)
    f = facts(round_)
    f["owner"] = "" if f["owner"] == seat.person_id else f["owner"]
    f["said"].pop(seat.person_id, None)
    f["ready"] = [one for one in f["ready"] if one != seat.person_id]
    if round_.step == Step.RECORDED and round_.status == Status.CLOSED and not round_.of_kind("answer"):
        round_.ends_at = None  # nothing that nobody has read is left
    _ask_who_sees_to_it(round_)
    go_on(round_, now, None)


def _ask_who_sees_to_it(round_: Round) -> None:
    """Whoever saw to what holds is not here any more: those who decide are told, once."""
    f, gone_ = facts(round_), standing.ownerless(round_)
    if gone_ and not f["ownerless"]:
        tell(standing.concerned(round_), f"ownerless:{f['version']}", None)
    f["ownerless"] = gone_


def holds_up(round_: Round) -> list[Seat]:
    """Whom a press may not leave behind, while they have not had their time for this step.

    To clear up and to build they say that they are ready, until something changes. A change that met an
    objection is made by whoever makes it, and everybody answers it in the test.
    """
    if round_.step == Step.REVIEW and facts(round_)["opened"]:
        return []
    if round_.status == Status.PAUSED:
        return deciders(round_)
    if round_.step in (Step.CLARIFY, Step.BUILD):
        return [seat for seat in deciders(round_) if seat.person_id not in facts(round_)["ready"]]
    return standing.awaited(round_)


def waited_for(round_: Round) -> list[Seat]:
    """Who is asked again when most of the time is gone."""
    if facts(round_)["opened"]:
        return []
    return [seat for seat in standing.awaited(round_) if seat.due_at]


def _gathered(round_: Round, now: datetime, by: str | None) -> None:
    if steps.has_ideas(round_):
        steps.after(round_, now, by)
    elif is_late(round_):
        steps.put_off(round_, now, by)
    else:
        steps.ask_again(round_, now)


def _built(round_: Round, now: datetime, by: str | None) -> None:
    """One option left is what is tested; among several somebody has to choose: the clock does not."""
    f, live = facts(round_), standing.live(round_)
    if further.lie_closed(round_):
        further.count_all(round_, now, by)
    if len(live) == 1:
        f["proposal"] = live[0].id
    if f["proposal"] in f["live"]:
        steps.after(round_, now, by)
    elif is_late(round_):
        steps.put_off(round_, now, by)
    else:
        f["retried"], f["days"], round_.ends_at = True, 0, end_of(round_.present, now, DAYS[Step.BUILD])
        tell(standing.concerned(round_), f"choose:{f['version']}:{f['test']}", by)


def _come_back(round_: Round, now: datetime, by: str | None) -> None:
    """Nobody has said what is to become of it."""
    f = facts(round_)
    f["times"], round_.ends_at = f["times"] + 1, now + steps.until_back(f["times"] + 1)
    tell(deciders(round_), f"review:{f['version']}:{f['times']}", by)


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
        "let_go": not decides(round_, seat.person_id),
        "ownerless": standing.ownerless(round_),
    }
    return meant.get(kind, kind == round_.step)
