"""The rules of a reflection: answer apart, read together, play back until "yes, that's it", close.

Every verb is handed the round and the time (aware, UTC); it changes the round or raises Refusal.
"""

from datetime import UTC, date, datetime, time, timedelta

from bot.features.reflection import hearing
from bot.features.reflection.models import (
    ANSWER_DAYS,
    ANSWERED,
    DRAFT,
    EMPTY_DAYS,
    KEPT,
    NAME,
    NOTE_DAYS,
    PASSED,
    READS,
    RESTS,
    WAIT_DAYS,
    WAITING,
    Step,
)
from bot.features.reflection.windows import begin, next_due, ring, zones
from bot.refusal import Refusal
from bot.rounds.hours import end_after, zone
from bot.rounds.models import Reply, Round, Seat, Status, new_id

OPEN = {Step.READ, Step.NOTE}


def ask(
    team: str,
    round_id: str,
    host_id: str,
    pair_id: str,
    seats: list[Seat],
    question: str,
    now: datetime,
    prompt_id: str | None = None,
) -> Round:
    """A new reflection; everybody's card rings."""
    round_ = Round(team, round_id, NAME, Step.ASKED, host_id, now, pair_id=pair_id, prompt_id=prompt_id)
    round_.seats = seats
    owner = f"pair:{team}:{pair_id}"
    round_.replies = [Reply(new_id(), host_id, "question", owner, question, now)]
    ring(round_.seats, "asked")
    _ask_again(round_, now)
    return round_


def write(round_: Round, person_id: str, text: str, now: datetime, *, draft: bool = False) -> None:
    """Keep an answer, or a draft of one; the last one that was waited for opens them all."""
    seat = may_write(round_, person_id)
    if not text:
        raise Refusal("reflection.refused.empty", field="answer")
    if round_.step == Step.EMPTY:  # somebody wrote after all: the question is open again
        round_.step, round_.times = Step.ASKED, round_.times + 1
        _ask_again(round_, now)
    _put(round_, person_id, text, now)
    _mine(round_, person_id).kind = "draft" if draft else "answer"
    was, seat.step, seat.notice = seat.step, DRAFT if draft else ANSWERED, ""
    if draft and was in (ANSWERED, PASSED):
        _took_back(round_, seat, now)
    elif not draft and round_.step != Step.ALONE:
        _all_in(round_, now, by=person_id)
    _settle(round_)


def erase(round_: Round, person_id: str, now: datetime) -> None:
    """Take an answer or a draft away before anybody could read it: no row of it stays."""
    seat = may_write(round_, person_id)
    found = _found(round_, person_id)
    if found is None:
        raise Refusal("reflection.refused.nothing_to_withdraw")
    round_.replies.remove(found)
    if round_.step != Step.ALONE and seat.step != PASSED:
        seat.step, seat.choice = WAITING, ""
        _took_back(round_, seat, now)
    _settle(round_)


def pass_on(round_: Round, person_id: str, now: datetime) -> None:
    """Not this time: before answering, or instead of playing back or saying whether that is it."""
    seat = round_.seat(person_id)
    _going(round_)
    if round_.step == Step.READ:
        hearing.pass_on(round_, person_id)
        _all_heard(round_, now, by=person_id)
    elif round_.step in (Step.ASKED, Step.EMPTY, Step.CHOOSE) and seat.step != PASSED:
        round_.replies = [r for r in round_.replies if r is not _found(round_, person_id)]
        seat.step, seat.choice, seat.notice = PASSED, "", ""
        _look_again(round_, now, by=person_id)
        _all_in(round_, now, by=person_id)
    else:
        raise Refusal("reflection.refused.moved_on")
    _settle(round_)


def choose(round_: Round, person_id: str, choice: str, now: datetime) -> None:
    """The author says what happens with an answer that stands alone: share, wait or keep.

    Where two have answered they choose together: shared only if both say so.
    """
    if round_.step != Step.CHOOSE:
        raise Refusal("reflection.refused.moved_on")
    seat = round_.seat(person_id)
    if seat.step != ANSWERED or choice not in ("share", "wait", "keep"):
        raise Refusal("common.not_yours")
    seat.choice = choice
    _chosen(round_, now, by=person_id)
    _settle(round_)


def just_read(round_: Round, person_id: str, now: datetime) -> None:
    """I'd rather just read: no answer of one's own, and what was shared opens."""
    seat = round_.seat(person_id)
    if round_.step != Step.SHARED or seat.step not in (WAITING, DRAFT, PASSED):
        raise Refusal("reflection.refused.moved_on")
    round_.replies = [r for r in round_.replies if r is not _found(round_, person_id)]
    seat.step = READS
    _all_in(round_, now, by=person_id)
    _settle(round_)


def keep_open(round_: Round, now: datetime, until: date | None = None, person_id: str = "") -> None:
    """Nobody had answered: the question stays, for another window or until a day of their choice."""
    may_keep_open(round_)
    here = zone(round_.seat(person_id).zone) if until else None
    if until and not now.astimezone(here).date() < until <= (now + timedelta(days=60)).date():
        raise Refusal("reflection.refused.day", field="day")
    round_.step, round_.times = Step.ASKED, round_.times + 1
    _ask_again(round_, now)
    if until:
        round_.ends_at = datetime.combine(until, time(17), here).astimezone(UTC)
        begin([s for s in round_.present if s.step in (WAITING, DRAFT)], now, round_.ends_at)
    ring(round_.others(person_id), f"kept_open:{round_.times}")
    _settle(round_)


def may_keep_open(round_: Round) -> None:
    if round_.step != Step.EMPTY:
        raise Refusal("reflection.refused.moved_on")


def may_play_back(round_: Round, person_id: str) -> None:
    reading(round_)
    hearing.may_play_back(round_, round_.seat(person_id))


def play_back(round_: Round, person_id: str, text: str, now: datetime) -> None:
    reading(round_)
    hearing.play_back(round_, person_id, text, now)
    _settle(round_)


def confirm(round_: Round, person_id: str, listener_id: str, choice: str, added: str, now: datetime) -> None:
    """The author says: yes, that's it; nearly; or not yet, and may add something."""
    reading(round_)
    hearing.confirm(round_, person_id, listener_id, choice, added, now)
    _all_heard(round_, now, by=person_id)
    _settle(round_)


def may_note(round_: Round) -> None:
    _going(round_)
    if round_.step != Step.NOTE:
        raise Refusal("reflection.refused.moved_on")


def write_note(round_: Round, person_id: str, text: str, agreed: bool, seen: str, now: datetime) -> None:
    """Propose a joint note, or tick the version that one has seen; saved when all ticked that very one."""
    may_note(round_)
    if not text:
        raise Refusal("reflection.refused.empty", field="note")
    current = round_.one("note")
    if (current.id if current else "") != seen:
        raise Refusal("reflection.refused.note_changed", field="note")
    if current is None or text != current.text:
        owner = f"pair:{round_.team}:{round_.pair_id}"
        current = Reply(new_id(), person_id, "note", owner, text, now)
        round_.replies = [r for r in round_.replies if r.kind != "note"] + [current]
        for seat in round_.present:
            seat.choice = ""
        begin(round_.present, now, end_after(now, NOTE_DAYS, zones(round_)))
        ring(round_.others(person_id), f"note:{current.id}")
    round_.seat(person_id).choice = current.id if agreed else ""
    _agreed(round_, now, by=person_id)
    _settle(round_)


def enough(round_: Round, person_id: str, now: datetime) -> None:
    """That is enough for today: it rests, asks nobody for anything, and can be taken up again."""
    _going(round_)
    if round_.step not in OPEN:
        raise Refusal("reflection.refused.moved_on")
    _rest(round_, now)
    ring(round_.others(person_id), f"enough:{round_.version}")
    _settle(round_)


def take_up(round_: Round, person_id: str, now: datetime) -> None:
    """Take a resting reflection up again."""
    if round_.step != Step.RESTING:
        raise Refusal("reflection.refused.moved_on")
    round_.step, round_.resumes, round_.ends_at = round_.resumes, "", None
    _begin_again(round_, now)
    ring(round_.others(person_id), f"taken_up:{round_.version}")
    _all_heard(round_, now, by=person_id)
    _settle(round_)


def landed_badly(round_: Round, person_id: str, now: datetime) -> None:
    """It pauses for everybody: nothing is asked, nothing runs out."""
    _going(round_)
    if round_.step not in OPEN:
        raise Refusal("reflection.refused.moved_on")
    round_.status = Status.PAUSED
    round_.since = now
    round_.ends_at = now + RESTS
    for seat in round_.seats:
        seat.notice = ""
    round_.resumes = f"{person_id}:0"
    ring(round_.others(person_id), f"paused:{round_.version}")
    _settle(round_)


def go_on(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever paused it lets it go on; the windows begin anew."""
    if round_.status != Status.PAUSED:
        raise Refusal("reflection.refused.moved_on")
    if paused_by(round_) not in (person_id, None):
        raise Refusal("reflection.refused.not_yours_to_resume")
    round_.status, round_.resumes, round_.ends_at = Status.RUNNING, "", None
    _begin_again(round_, now)
    ring(round_.others(person_id), f"going_on:{round_.version}")
    _all_heard(round_, now, by=person_id)
    _settle(round_)


def withdraw(round_: Round, person_id: str, now: datetime) -> None:
    """Take one's answer back after it was read: the text goes, and what others played back of it."""
    mine = [r for r in round_.replies if _is_about(r, person_id)]
    if not mine:
        raise Refusal("reflection.refused.nothing_to_withdraw")
    round_.replies = [r for r in round_.replies if not _is_about(r, person_id)]
    if any(r.kind == "open" for r in mine):  # that it was taken back stays, without a word of it
        owner = f"person:{round_.team}:{person_id}"
        gone = Reply(new_id(), person_id, "withdrawn", owner, None, now, withdrawn_at=now)
        round_.replies.append(gone)
    seat = round_.seat(person_id)
    if Step.READ in (round_.step, round_.resumes):
        hearing.nothing_to_hear(round_, person_id)
    if Step.SHARED in (round_.step, round_.resumes) and not round_.of_kind("open"):
        _close(round_, now, by=person_id)
    elif round_.step == Step.SHARED and any(r.kind == "open" for r in mine):
        seat.step = READS
    elif round_.step in (Step.ASKED, Step.CHOOSE, Step.EMPTY, Step.SHARED) and seat.step in (ANSWERED, DRAFT):
        seat.step, seat.choice = WAITING, ""
        _took_back(round_, seat, now)
    elif round_.status == Status.RUNNING:
        _all_heard(round_, now, by=person_id)
    _settle(round_)


def step_out(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody left: what they kept to themselves goes with them, what was read stays."""
    seat = round_.seat(person_id)
    if seat.left_at:
        return
    seat.left_at, seat.notice = now, ""
    round_.replies = [
        r for r in round_.replies if not (r.author_id == person_id and r.kind in ("draft", "answer"))
    ]
    if round_.status in (Status.CLOSED, Status.STOPPED):
        return
    if paused_by(round_) == person_id:
        round_.resumes = ""
    if len(round_.present) < 2:
        _alone(round_, now)
    elif Step.READ in (round_.step, round_.resumes):
        hearing.nothing_to_hear(round_, person_id)
        if round_.status == Status.RUNNING:
            _all_heard(round_, now)
    elif round_.step in (Step.ASKED, Step.CHOOSE, Step.SHARED):
        _look_again(round_, now)
        _all_in(round_, now)
    elif round_.step == Step.EMPTY and all(s.step == PASSED for s in round_.present):
        _stop(round_, now)
    elif round_.step == Step.NOTE and round_.status == Status.RUNNING:
        _agreed(round_, now)
    _settle(round_)


def stop(round_: Round, person_id: str, now: datetime) -> None:
    """Close what is left of it: a question nobody wants now, or one that somebody is alone with."""
    _going(round_)
    seat = round_.seat(person_id)
    if round_.step == Step.EMPTY:
        seat.step, seat.choice, seat.notice = PASSED, "skip", ""
        if all(s.step == PASSED for s in round_.present):
            _stop(round_, now)
    elif round_.step in (Step.ALONE, Step.NOTE):
        _close(round_, now, by=person_id)
    else:
        raise Refusal("reflection.refused.moved_on")
    _settle(round_)


def time_passes(round_: Round, now: datetime) -> None:
    """What is due happens: people who are gone step out, windows nudge, windows end, texts are forgotten."""
    for seat in [s for s in round_.present if s.gone]:
        step_out(round_, seat.person_id, now)
    if round_.status == Status.PAUSED:
        _paused_on(round_, now)
    elif round_.step == Step.READ:
        hearing.time_passes(round_, now)
        _all_heard(round_, now)
    elif round_.ends_at and now >= round_.ends_at:
        _window_over(round_, now)
    else:
        nudge_due(round_, now)
    _settle(round_, waiting=False)


def nudge_due(round_: Round, now: datetime) -> None:
    """At 60 and 90 per cent of a window, whoever is waited for is asked once more."""
    for seat in waited_for(round_):
        hearing.nudge(seat, seat, now, f"nudge:{round_.step}:{round_.times}")


def by_time(moment: str) -> bool:
    """Whether time alone caused this moment: nobody did anything just now."""
    return moment.partition(":")[0] in ("nudge", "choose", "empty", "still_paused")


def waited_for(round_: Round) -> list[Seat]:
    """Whose answer, or tick, the round is waiting for."""
    if round_.status != Status.RUNNING:
        return []
    if round_.step in (Step.ASKED, Step.SHARED):
        return [s for s in round_.present if s.step in (WAITING, DRAFT)]
    note = round_.one("note")
    if round_.step == Step.NOTE and note:
        return [s for s in round_.present if s.choice != note.id]
    return []


def paused_by(round_: Round) -> str | None:
    """Who paused it; None where it is not paused, or they have left."""
    if round_.status != Status.PAUSED or not round_.resumes:
        return None
    return round_.resumes.partition(":")[0]


def may_read(round_: Round, reply: Reply, person_id: str | None) -> bool:
    """The one rule of who reads what; `None` is a card in a direct message, which holds the question only."""
    if reply.kind == "question":
        return True
    if person_id is None:
        return False
    if reply.kind in ("draft", "answer"):
        return reply.author_id == person_id
    seat = next((s for s in round_.present if s.person_id == person_id), None)
    if seat is None:
        return reply.author_id == person_id
    waits = round_.step == Step.SHARED or round_.resumes == Step.SHARED
    return not (waits and seat.step in (WAITING, DRAFT, PASSED)) or reply.author_id == person_id


def in_order(round_: Round) -> list[Reply]:
    """The open answers, in an order that does not show who was first."""
    return sorted(round_.of_kind("open"), key=lambda r: hearing.shuffled(round_, r.author_id))


def may_write(round_: Round, person_id: str) -> Seat:
    """The seat of somebody who may write or change an answer now; refuses anybody else."""
    seat = round_.seat(person_id)
    writable = (Step.ASKED, Step.EMPTY, Step.CHOOSE, Step.SHARED, Step.ALONE)
    if round_.status != Status.RUNNING or round_.step not in writable or seat.step == READS:
        raise Refusal("reflection.refused.moved_on", field="answer")
    if _found(round_, person_id) is None and round_.of_kind("open", person_id):
        raise Refusal("reflection.refused.moved_on", field="answer")
    return seat


def _found(round_: Round, person_id: str) -> Reply | None:
    mine = [r for r in round_.replies if r.author_id == person_id and r.kind in ("draft", "answer")]
    return mine[-1] if mine else None


def _mine(round_: Round, person_id: str) -> Reply:
    found = _found(round_, person_id)
    assert found is not None
    return found


def _put(round_: Round, person_id: str, text: str, now: datetime) -> None:
    found = _found(round_, person_id)
    if found is None:
        owner = f"person:{round_.team}:{person_id}"
        round_.replies.append(Reply(new_id(), person_id, "draft", owner, text, now))
    else:
        found.rewrite(text)


def _is_about(reply: Reply, person_id: str) -> bool:
    mine = reply.author_id == person_id and reply.kind in ("draft", "answer", "open", "added")
    return mine or (reply.kind == "heard" and reply.about == person_id)


def _with(round_: Round, *steps: str) -> list[Seat]:
    return [seat for seat in round_.present if seat.step in steps]


def _going(round_: Round) -> None:
    if round_.status == Status.PAUSED:
        raise Refusal("reflection.refused.paused")
    if round_.status != Status.RUNNING:
        raise Refusal("reflection.refused.moved_on")


def reading(round_: Round) -> None:
    """Refuse unless the answers are open, and played back."""
    _going(round_)
    if round_.step != Step.READ:
        raise Refusal("reflection.refused.moved_on")


def _ask_again(round_: Round, now: datetime) -> None:
    round_.since, round_.ends_at = now, end_after(now, ANSWER_DAYS, zones(round_))
    begin([s for s in round_.present if s.step in (WAITING, DRAFT)], now, round_.ends_at)
    round_.due_at = next_due(round_, waited_for(round_))


def _all_in(round_: Round, now: datetime, by: str = "") -> None:
    """Open what is complete; where some have passed, those who answered choose."""
    waiting, answered = _with(round_, WAITING, DRAFT), _with(round_, ANSWERED)
    passed = _with(round_, PASSED)
    if round_.step == Step.SHARED:
        if not waiting and not passed:
            _open(round_, now, by)
        return
    if waiting:
        return
    if not answered:
        _stop(round_, now)
    elif passed:
        _to_choose(round_, now)
        ring([s for s in answered if s.person_id != by], f"choose:{round_.times}")
    else:
        _open(round_, now, by)


def _took_back(round_: Round, seat: Seat, now: datetime) -> None:
    """An answer that was in is not in any more: this person is waited for again, without nudges long past."""
    seat.since, seat.due_at, seat.notice = seat.since or now, round_.ends_at, ""
    hearing.skip_nudges(seat, now)
    _look_again(round_, now, by=seat.person_id)


def _look_again(round_: Round, now: datetime, by: str = "") -> None:
    """Somebody chooses no more: the others have chosen, or nobody is left and the question is open again."""
    if round_.step != Step.CHOOSE:
        return
    if _with(round_, ANSWERED):
        _chosen(round_, now, by)
    else:
        round_.step, round_.times = Step.ASKED, round_.times + 1
        round_.since, round_.ends_at = now, end_after(now, WAIT_DAYS, zones(round_))
        begin(_with(round_, WAITING, DRAFT), now, round_.ends_at)


def _chosen(round_: Round, now: datetime, by: str = "") -> None:
    """What those who answered have chosen happens, once it is clear."""
    choices = {s.choice for s in _with(round_, ANSWERED)}
    if "keep" in choices:
        others = [s for s in _with(round_, ANSWERED) if s.person_id != by]
        _close(round_, now)
        ring(others, "closed")
    elif "" not in choices and "wait" in choices:
        _wait(round_, now)
    elif choices == {"share"}:
        _share(round_, now, by)


def _agreed(round_: Round, now: datetime, by: str = "") -> None:
    """A note that everybody has ticked, in its very version, is kept, and closes it."""
    note = round_.one("note")
    if note and all(seat.choice == note.id for seat in round_.present):
        note.kind = "joint"
        _close(round_, now, by=by)


def _alone(round_: Round, now: datetime) -> None:
    round_.step, round_.status = Step.ALONE, Status.RUNNING
    round_.resumes, round_.ends_at = "", now + RESTS
    for seat in round_.seats:
        seat.notice, seat.due_at = "", None


def _open(round_: Round, now: datetime, by: str = "") -> None:
    for reply in round_.of_kind("answer"):
        reply.kind = "open"
    round_.ends_at = None
    if len(round_.present) < 2:  # somebody who goes on alone keeps what they wrote
        _close(round_, now, by)
        return
    round_.step, round_.since = Step.READ, now
    hearing.begin(round_, now)
    ring(round_.others(by), "opened")
    _all_heard(round_, now)  # where there is nothing to play back


def _to_choose(round_: Round, now: datetime) -> None:
    round_.step, round_.since = Step.CHOOSE, now
    round_.ends_at = end_after(now, WAIT_DAYS, zones(round_))
    for seat in round_.present:
        seat.choice, seat.notice = "", ""


def _wait(round_: Round, now: datetime) -> None:
    round_.step, round_.times = Step.ASKED, round_.times + 1
    round_.since, round_.ends_at = now, end_after(now, WAIT_DAYS, zones(round_))
    begin(_with(round_, WAITING, DRAFT), now, round_.ends_at)


def _share(round_: Round, now: datetime, by: str) -> None:
    for reply in round_.of_kind("answer"):
        reply.kind = "open"
    round_.step, round_.since = Step.SHARED, now
    round_.ends_at = end_after(now, WAIT_DAYS, zones(round_))
    begin(_with(round_, WAITING, DRAFT), now, round_.ends_at)
    ring([s for s in round_.present if s.person_id != by], "shared")


def _window_over(round_: Round, now: datetime) -> None:
    if round_.step == Step.ASKED and _with(round_, ANSWERED):
        _to_choose(round_, now)
        for seat in _with(round_, ANSWERED):
            seat.notice = f"choose:{round_.times}"
    elif round_.step == Step.ASKED and round_.times == 0:
        round_.step, round_.since = Step.EMPTY, now
        round_.ends_at = end_after(now, EMPTY_DAYS, zones(round_))
        for seat in _with(round_, WAITING, DRAFT):
            seat.notice = "empty"
    elif round_.step in (Step.ASKED, Step.EMPTY):
        _stop(round_, now)
    elif round_.step == Step.SHARED:
        _rest(round_, now)
    elif round_.step in (Step.CHOOSE, Step.NOTE, Step.RESTING, Step.ALONE):
        _close(round_, now)
    elif round_.step == Step.CLOSED:
        _forget(round_)


def _all_heard(round_: Round, now: datetime, by: str | None = None) -> None:
    """When everybody's playing back has ended, a joint note is offered; where nothing is left, it closes."""
    if round_.step != Step.READ or not hearing.ended(round_):
        return
    if not round_.of_kind("open"):
        _close(round_, now, by)
        return
    round_.step, round_.since = Step.NOTE, now
    round_.ends_at = end_after(now, NOTE_DAYS, zones(round_))
    for seat in round_.present:
        seat.choice, seat.nudges, seat.notice, seat.due_at = "", 0, "", None
    if by:
        ring(round_.others(by), "all_heard")


def _rest(round_: Round, now: datetime) -> None:
    round_.resumes, round_.step = round_.step, Step.RESTING
    round_.since, round_.ends_at = now, now + RESTS
    for seat in round_.seats:
        seat.notice, seat.due_at = "", None


def _begin_again(round_: Round, now: datetime) -> None:
    round_.since = now
    if round_.step == Step.READ:
        hearing.begin_again(round_, now)
    else:
        round_.ends_at = end_after(now, WAIT_DAYS, zones(round_))
        begin(waited_for(round_), now, round_.ends_at)


def _paused_on(round_: Round, now: datetime) -> None:
    who, _, offered = round_.resumes.partition(":")
    if round_.ends_at and now >= round_.ends_at:
        round_.status = Status.RUNNING
        _close(round_, now)
    elif who and offered == "0" and round_.since and now >= end_after(round_.since, 2, zones(round_)):
        round_.seat(who).notice = f"still_paused:{round_.version}"
        round_.resumes = f"{who}:1"


def _close(round_: Round, now: datetime, by: str | None = None) -> None:
    """Closed, with everybody told who did not do it; time alone closes in silence."""
    round_.step, round_.status, round_.since = Step.CLOSED, Status.CLOSED, now
    round_.resumes, round_.ends_at = "", now + KEPT
    for seat in round_.seats:
        seat.notice, seat.due_at = "", None
    if by is not None:
        ring(round_.others(by), "closed")


def _stop(round_: Round, now: datetime) -> None:
    _close(round_, now)
    round_.status = Status.STOPPED


def _forget(round_: Round) -> None:
    round_.step, round_.ends_at = Step.FORGOTTEN, None
    round_.replies = []


def _still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to this person is still true: what they did meanwhile needs no word."""
    kind = seat.notice.partition(":")[0]
    if kind == "nudge":
        heard = (hearing.waiting_on(round_, s) for s in round_.present if round_.step == Step.READ)
        return round_.status == Status.RUNNING and (seat in waited_for(round_) or seat in heard)
    if kind == "choose":
        return round_.step == Step.CHOOSE and seat.step == ANSWERED and not seat.choice
    if kind == "empty":
        return round_.step == Step.EMPTY and seat.step != PASSED
    return kind != "still_paused" or round_.status == Status.PAUSED


def _settle(round_: Round, *, waiting: bool = True) -> None:
    """The row remembers when time has something for it again; `waiting` notices are seen to by the tick."""
    for seat in round_.seats:
        if seat.notice and (seat.left_at or not _still_meant(round_, seat)):
            seat.notice = ""
    round_.due_at = next_due(round_, waited_for(round_))
    if waiting and any(seat.notice for seat in round_.present):
        round_.due_at = round_.created_at
    elif round_.status == Status.PAUSED and round_.resumes.endswith(":0") and round_.since:
        round_.due_at = min(end_after(round_.since, 2, zones(round_)), round_.ends_at or round_.since)
