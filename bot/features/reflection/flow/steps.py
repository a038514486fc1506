"""From one step of a reflection to the next: what follows from what people did, and from time."""

from datetime import datetime

from bot.features.reflection.flow import hearing, standing
from bot.features.reflection.models import (
    ANSWER_DAYS,
    ANSWERED,
    DRAFT,
    EMPTY_DAYS,
    KEPT,
    NOTE_DAYS,
    PASSED,
    RESTS,
    WAIT_DAYS,
    WAITING,
    Step,
    facts,
    place,
)
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.time.hours import end_after
from bot.rounds.time.windows import begin, nudge, nudge_at, ring, skip_nudges, zones


def ask(round_: Round, now: datetime, days: int = ANSWER_DAYS) -> None:
    """Whoever has not answered has so many working days."""
    round_.step, round_.since, round_.ends_at = Step.ASKED, now, end_after(now, days, zones(round_))
    begin(standing.those(round_, WAITING, DRAFT), now, round_.ends_at)


def reopen(round_: Round, now: datetime, days: int = ANSWER_DAYS) -> None:
    facts(round_)["reopened"] += 1
    ask(round_, now, days)


def all_in(round_: Round, now: datetime, by: str = "") -> None:
    """Open what is complete; where some have passed, those who answered choose."""
    waiting, answered = standing.those(round_, WAITING, DRAFT), standing.those(round_, ANSWERED)
    passed = standing.those(round_, PASSED)
    if round_.step == Step.SHARED:
        if not waiting and not passed:
            open_all(round_, now, by)
        return
    if waiting:
        return
    if not answered:
        stop(round_, now)
    elif passed:
        to_choose(round_, now)
        ring([s for s in answered if s.person_id != by], f"choose:{facts(round_)['reopened']}")
    else:
        open_all(round_, now, by)


def took_back(round_: Round, seat: Seat, now: datetime) -> None:
    """An answer that was in is not in any more: this person is waited for again, without nudges long past."""
    seat.since, seat.due_at, seat.notice = seat.since or now, round_.ends_at, ""
    skip_nudges(seat, now)
    look_again(round_, now, by=seat.person_id)


def look_again(round_: Round, now: datetime, by: str = "") -> None:
    """Somebody chooses no more: the others have chosen, or nobody is left and the question is open again."""
    if round_.step != Step.CHOOSE:
        return
    if standing.those(round_, ANSWERED):
        chosen(round_, now, by)
    else:
        reopen(round_, now, WAIT_DAYS)


def chosen(round_: Round, now: datetime, by: str = "") -> None:
    """What those who answered have chosen happens, once it is clear."""
    choices = {place(s)["choice"] for s in standing.those(round_, ANSWERED)}
    if "keep" in choices:
        others = [s for s in standing.those(round_, ANSWERED) if s.person_id != by]
        close(round_, now)
        ring(others, "closed")
    elif "" not in choices and "wait" in choices:
        reopen(round_, now, WAIT_DAYS)
    elif choices == {"share"}:
        share(round_, now, by)


def to_choose(round_: Round, now: datetime) -> None:
    round_.step, round_.since = Step.CHOOSE, now
    round_.ends_at = end_after(now, WAIT_DAYS, zones(round_))
    for seat in round_.present:
        place(seat)["choice"], seat.notice = "", ""


def share(round_: Round, now: datetime, by: str) -> None:
    for reply in round_.of_kind("answer"):
        reply.kind = "open"
    round_.step, round_.since = Step.SHARED, now
    round_.ends_at = end_after(now, WAIT_DAYS, zones(round_))
    begin(standing.those(round_, WAITING, DRAFT), now, round_.ends_at)
    ring([s for s in round_.present if s.person_id != by], "shared")


def open_all(round_: Round, now: datetime, by: str = "") -> None:
    for reply in round_.of_kind("answer"):
        reply.kind = "open"
    round_.ends_at = None
    if len(round_.present) < 2:  # somebody who goes on alone keeps what they wrote
        close(round_, now, by)
        return
    round_.step, round_.since = Step.READ, now
    hearing.begin(round_, now)
    ring(round_.others(by), "opened")
    all_heard(round_, now)  # where there is nothing to play back


def all_heard(round_: Round, now: datetime, by: str | None = None) -> None:
    """When everybody's playing back has ended, a joint note is offered; where nothing is left, it closes."""
    if round_.step != Step.READ or not hearing.ended(round_):
        return
    if not round_.of_kind("open"):
        close(round_, now, by)
        return
    round_.step, round_.since = Step.NOTE, now
    round_.ends_at = end_after(now, NOTE_DAYS, zones(round_))
    for seat in round_.present:
        seat.nudges, seat.notice, seat.due_at = 0, "", None
    if by:
        ring(round_.others(by), "all_heard")


def agreed(round_: Round, now: datetime, by: str = "") -> None:
    """A note that everybody has ticked, in its very version, is kept, and closes it."""
    note = round_.one("note")
    if note and all(place(seat)["ticked"] == note.id for seat in round_.present):
        note.kind = "joint"
        close(round_, now, by=by)


def alone(round_: Round, now: datetime) -> None:
    round_.step, round_.status = Step.ALONE, Status.RUNNING
    round_.paused_by, facts(round_)["rests_from"], round_.ends_at = "", "", now + RESTS
    for seat in round_.seats:
        seat.notice, seat.due_at = "", None


def rest(round_: Round, now: datetime) -> None:
    facts(round_)["rests_from"], round_.step = round_.step, Step.RESTING
    round_.since, round_.ends_at = now, now + RESTS
    for seat in round_.seats:
        seat.notice, seat.due_at = "", None


def begin_again(round_: Round, now: datetime) -> None:
    round_.since = now
    if round_.step == Step.READ:
        hearing.begin_again(round_, now)
    else:
        round_.ends_at = end_after(now, WAIT_DAYS, zones(round_))
        begin(standing.waited_for(round_), now, round_.ends_at)


def window_over(round_: Round, now: datetime) -> None:
    if round_.step == Step.ASKED and standing.those(round_, ANSWERED):
        to_choose(round_, now)
        for seat in standing.those(round_, ANSWERED):
            seat.notice = f"choose:{facts(round_)['reopened']}"
    elif round_.step == Step.ASKED and not facts(round_)["reopened"]:
        round_.step, round_.since = Step.EMPTY, now
        round_.ends_at = end_after(now, EMPTY_DAYS, zones(round_))
        for seat in standing.those(round_, WAITING, DRAFT):
            seat.notice = "empty"
    elif round_.step in (Step.ASKED, Step.EMPTY):
        stop(round_, now)
    elif round_.step == Step.SHARED:
        rest(round_, now)
    elif round_.step in (Step.CHOOSE, Step.NOTE, Step.RESTING, Step.ALONE):
        close(round_, now)
    elif round_.step == Step.CLOSED:
        forget(round_)


def paused_on(round_: Round, now: datetime) -> None:
    if round_.ends_at and now >= round_.ends_at:
        close(round_, now)
    elif (at := _asks_on(round_)) and now >= at:
        round_.seat(round_.paused_by).notice = f"still_paused:{round_.version}"
        facts(round_)["asked_on"] = True


def close(round_: Round, now: datetime, by: str | None = None) -> None:
    """Closed, with everybody told who did not do it; time alone closes in silence."""
    round_.step, round_.status, round_.since = Step.CLOSED, Status.CLOSED, now
    round_.paused_by, facts(round_)["rests_from"], round_.ends_at = "", "", now + KEPT
    for seat in round_.seats:
        seat.notice, seat.due_at = "", None
    if by is not None:
        ring(round_.others(by), "closed")


def stop(round_: Round, now: datetime) -> None:
    close(round_, now)
    round_.status = Status.STOPPED


def forget(round_: Round) -> None:
    round_.step, round_.ends_at = Step.FORGOTTEN, None
    round_.replies = []


def settle(round_: Round, *, waiting: bool = True) -> None:
    """The row remembers when time has something for it again; `waiting` notices are seen to by the tick."""
    for seat in round_.seats:
        if seat.notice and (seat.left_at or not standing.still_meant(round_, seat)):
            seat.notice = ""
    round_.wakes_at = _next_due(round_)
    if any(seat.gone or (waiting and seat.notice) for seat in round_.present):
        round_.wake()


def nudge_due(round_: Round, now: datetime) -> None:
    """At 60 and 90 per cent of a window, whoever is waited for is asked once more."""
    for seat in standing.waited_for(round_):
        nudge(seat, seat, now, f"nudge:{round_.step}:{facts(round_)['reopened']}")


def _asks_on(round_: Round) -> datetime | None:
    """When whoever paused it is asked about that; None where they were, or are gone."""
    if not round_.paused_by or not round_.since or facts(round_)["asked_on"]:
        return None
    return end_after(round_.since, 2, zones(round_))


def _next_due(round_: Round) -> datetime | None:
    """The first of: the end of the step, the end of somebody's window, a nudge, a word about a pause."""
    moments = [round_.ends_at, _asks_on(round_)]
    for seat in standing.waited_for(round_):
        moments.append(nudge_at(seat, seat.zone))
    if round_.step == "read" and round_.status == "running":
        for seat in round_.present:
            moments += [seat.due_at, nudge_at(seat, seat.zone) if seat.due_at else None]
    return min((moment for moment in moments if moment), default=None)
