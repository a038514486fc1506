"""The rules of a reflection: answer apart, read together, play back until "yes, that's it", close.

Every verb is handed the round and the time (aware, UTC); it changes the round or raises Refusal.
"""

from datetime import UTC, date, datetime, time, timedelta

from bot import owners
from bot.features.reflection.flow import hearing, standing, steps
from bot.features.reflection.models import (
    ANSWERED,
    DRAFT,
    NAME,
    NOTE_DAYS,
    PASSED,
    READS,
    REFLECTION,
    RESTS,
    WAITING,
    Step,
    facts,
    place,
    remember,
    stands_at,
)
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat, Status, new_id
from bot.rounds.time.hours import end_after, zone
from bot.rounds.time.windows import begin, ring, zones

OPEN = {Step.READ, Step.NOTE}


def ask(
    team: str,
    round_id: str,
    host_id: str,
    pair_id: str,
    seats: list[Seat],
    question: str,
    now: datetime,
    prompt: str = "",
    *,
    rings: bool = True,
) -> Round:
    """A new reflection; everybody's card rings, at once or, where time alone asks, when it may."""
    round_ = Round(team, round_id, NAME, REFLECTION, Step.ASKED, host_id, now, subject_id=pair_id)
    round_.seats = seats
    remember(round_, prompt)
    owner = owners.pair(team, pair_id)
    round_.replies = [Reply(new_id(), host_id, "question", owner, question, now)]
    steps.ask(round_, now)
    if rings:
        ring(round_.seats, "asked")
    else:
        for seat in round_.seats:
            seat.notice = "asked"
    steps.settle(round_, waiting=False)
    return round_


def write(round_: Round, person_id: str, text: str, now: datetime, *, draft: bool = False) -> None:
    """Keep an answer, or a draft of one; the last one that was waited for opens them all."""
    seat = standing.may_write(round_, person_id)
    if not text:
        raise Refusal("reflection.refused.empty", field="answer")
    if round_.step == Step.EMPTY:  # somebody wrote after all: the question is open again
        steps.reopen(round_, now)
    _put(round_, person_id, text, now)
    _mine(round_, person_id).kind = "draft" if draft else "answer"
    was, seat.step, seat.notice = seat.step, DRAFT if draft else ANSWERED, ""
    if draft and was in (ANSWERED, PASSED):
        steps.took_back(round_, seat, now)
    elif not draft and round_.step != Step.ALONE:
        steps.all_in(round_, now, by=person_id)
    steps.settle(round_)


def erase(round_: Round, person_id: str, now: datetime) -> None:
    """Take an answer or a draft away before anybody could read it: no row of it stays."""
    seat = standing.may_write(round_, person_id)
    found = standing.unread(round_, person_id)
    if found is None:
        raise Refusal("reflection.refused.nothing_to_withdraw")
    round_.replies.remove(found)
    if round_.step != Step.ALONE and seat.step != PASSED:
        seat.step, place(seat)["choice"] = WAITING, ""
        steps.took_back(round_, seat, now)
    steps.settle(round_)


def pass_on(round_: Round, person_id: str, now: datetime) -> None:
    """Not this time: before answering, or instead of playing back or saying whether that is it."""
    seat = round_.seat(person_id)
    standing.going(round_)
    if round_.step == Step.READ:
        hearing.pass_on(round_, person_id)
        steps.all_heard(round_, now, by=person_id)
    elif round_.step in (Step.ASKED, Step.EMPTY, Step.CHOOSE) and seat.step != PASSED:
        round_.replies = [r for r in round_.replies if r is not standing.unread(round_, person_id)]
        seat.step, seat.notice, place(seat)["choice"] = PASSED, "", ""
        steps.look_again(round_, now, by=person_id)
        steps.all_in(round_, now, by=person_id)
    else:
        raise Refusal("reflection.refused.moved_on")
    steps.settle(round_)


def choose(round_: Round, person_id: str, choice: str, now: datetime) -> None:
    """The author says what happens with an answer that stands alone: share, wait or keep.

    Where two have answered they choose together: shared only if both say so.
    """
    if round_.step != Step.CHOOSE:
        raise Refusal("reflection.refused.moved_on")
    seat = round_.seat(person_id)
    if seat.step != ANSWERED or choice not in ("share", "wait", "keep"):
        raise Refusal("common.not_yours")
    place(seat)["choice"] = choice
    steps.chosen(round_, now, by=person_id)
    steps.settle(round_)


def just_read(round_: Round, person_id: str, now: datetime) -> None:
    """I'd rather just read: no answer of one's own, and what was shared opens."""
    seat = round_.seat(person_id)
    if round_.step != Step.SHARED or seat.step not in (WAITING, DRAFT, PASSED):
        raise Refusal("reflection.refused.moved_on")
    round_.replies = [r for r in round_.replies if r is not standing.unread(round_, person_id)]
    seat.step = READS
    steps.all_in(round_, now, by=person_id)
    steps.settle(round_)


def keep_open(round_: Round, now: datetime, until: date | None = None, person_id: str = "") -> None:
    """Nobody had answered: the question stays, for another window or until a day of their choice."""
    standing.may_keep_open(round_)
    here = zone(round_.seat(person_id).zone) if until else None
    if until and not now.astimezone(here).date() < until <= (now + timedelta(days=60)).date():
        raise Refusal("reflection.refused.day", field="day")
    steps.reopen(round_, now)
    if until:
        round_.ends_at = datetime.combine(until, time(17), here).astimezone(UTC)
        begin([s for s in round_.present if s.step in (WAITING, DRAFT)], now, round_.ends_at)
    ring(round_.others(person_id), f"kept_open:{facts(round_)['reopened']}")
    steps.settle(round_)


def play_back(round_: Round, person_id: str, text: str, now: datetime) -> None:
    standing.reading(round_)
    hearing.play_back(round_, person_id, text, now)
    steps.settle(round_)


def confirm(round_: Round, person_id: str, listener_id: str, choice: str, added: str, now: datetime) -> None:
    """The author says: yes, that's it; nearly; or not yet, and may add something."""
    standing.reading(round_)
    hearing.confirm(round_, person_id, listener_id, choice, added, now)
    steps.all_heard(round_, now, by=person_id)
    steps.settle(round_)


def write_note(round_: Round, person_id: str, text: str, agreed: bool, seen: str, now: datetime) -> None:
    """Propose a joint note, or tick the version that one has seen; saved when all ticked that very one."""
    standing.may_note(round_)
    if not text:
        raise Refusal("reflection.refused.empty", field="note")
    current = round_.one("note")
    if (current.id if current else "") != seen:
        raise Refusal("reflection.refused.note_changed", field="note")
    if current is None or text != current.text:
        owner = owners.pair(round_.team, round_.subject_id or "")
        current = Reply(new_id(), person_id, "note", owner, text, now)
        round_.replies = [r for r in round_.replies if r.kind != "note"] + [current]
        for seat in round_.present:
            place(seat)["ticked"] = ""
        begin(round_.present, now, end_after(now, NOTE_DAYS, zones(round_)))
        ring(round_.others(person_id), f"note:{current.id}")
    place(round_.seat(person_id))["ticked"] = current.id if agreed else ""
    steps.agreed(round_, now, by=person_id)
    steps.settle(round_)


def enough(round_: Round, person_id: str, now: datetime) -> None:
    """That is enough for today: it rests, asks nobody for anything, and can be taken up again."""
    standing.going(round_)
    if round_.step not in OPEN:
        raise Refusal("reflection.refused.moved_on")
    steps.rest(round_, now)
    ring(round_.others(person_id), f"enough:{round_.version}")
    steps.settle(round_)


def take_up(round_: Round, person_id: str, now: datetime) -> None:
    """Take a resting reflection up again."""
    if round_.step != Step.RESTING:
        raise Refusal("reflection.refused.moved_on")
    round_.step, facts(round_)["rests_from"], round_.ends_at = stands_at(round_), "", None
    steps.begin_again(round_, now)
    ring(round_.others(person_id), f"taken_up:{round_.version}")
    steps.all_heard(round_, now, by=person_id)
    steps.settle(round_)


def landed_badly(round_: Round, person_id: str, now: datetime) -> None:
    """It pauses for everybody: nothing is asked, nothing runs out."""
    standing.going(round_)
    if round_.step not in OPEN:
        raise Refusal("reflection.refused.moved_on")
    round_.status, round_.paused_by, facts(round_)["asked_on"] = Status.PAUSED, person_id, False
    round_.since = now
    round_.ends_at = now + RESTS
    for seat in round_.seats:
        seat.notice = ""
    ring(round_.others(person_id), f"paused:{round_.version}")
    steps.settle(round_)


def go_on(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever paused it lets it go on; the windows begin anew."""
    if round_.status != Status.PAUSED:
        raise Refusal("reflection.refused.moved_on")
    if round_.paused_by not in (person_id, ""):
        raise Refusal("reflection.refused.not_yours_to_resume")
    round_.status, round_.paused_by, round_.ends_at = Status.RUNNING, "", None
    steps.begin_again(round_, now)
    ring(round_.others(person_id), f"going_on:{round_.version}")
    steps.all_heard(round_, now, by=person_id)
    steps.settle(round_)


def withdraw(round_: Round, person_id: str, now: datetime) -> None:
    """Take one's answer back after it was read: the text goes, and what others played back of it."""
    mine = [r for r in round_.replies if _is_about(r, person_id)]
    if not mine:
        raise Refusal("reflection.refused.nothing_to_withdraw")
    round_.replies = [r for r in round_.replies if not _is_about(r, person_id)]
    if any(r.kind == "open" for r in mine):  # that it was taken back stays, without a word of it
        owner = owners.person(round_.team, person_id)
        gone = Reply(new_id(), person_id, "withdrawn", owner, None, now, withdrawn_at=now)
        round_.replies.append(gone)
    seat = round_.seat(person_id)
    if stands_at(round_) == Step.READ:
        hearing.nothing_to_hear(round_, person_id)
    if stands_at(round_) == Step.SHARED and not round_.of_kind("open"):
        steps.close(round_, now, by=person_id)
    elif round_.step == Step.SHARED and any(r.kind == "open" for r in mine):
        seat.step = READS
    elif round_.step in (Step.ASKED, Step.CHOOSE, Step.EMPTY, Step.SHARED) and seat.step in (ANSWERED, DRAFT):
        seat.step, place(seat)["choice"] = WAITING, ""
        steps.took_back(round_, seat, now)
    elif round_.status == Status.RUNNING:
        steps.all_heard(round_, now, by=person_id)
    steps.settle(round_)


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
    if round_.paused_by == person_id:
        round_.paused_by = ""
    if len(round_.present) < 2:
        steps.alone(round_, now)
    elif stands_at(round_) == Step.READ:
        hearing.nothing_to_hear(round_, person_id)
        if round_.status == Status.RUNNING:
            steps.all_heard(round_, now)
    elif round_.step in (Step.ASKED, Step.CHOOSE, Step.SHARED):
        steps.look_again(round_, now)
        steps.all_in(round_, now)
    elif round_.step == Step.EMPTY and all(s.step == PASSED for s in round_.present):
        steps.stop(round_, now)
    elif round_.step == Step.NOTE and round_.status == Status.RUNNING:
        steps.agreed(round_, now)
    steps.settle(round_)


def stop(round_: Round, person_id: str, now: datetime) -> None:
    """Close what is left of it: a question nobody wants now, or one that somebody is alone with."""
    standing.going(round_)
    seat = round_.seat(person_id)
    if round_.step == Step.EMPTY:
        seat.step, seat.notice = PASSED, ""
        if all(s.step == PASSED for s in round_.present):
            steps.stop(round_, now)
    elif round_.step in (Step.ALONE, Step.NOTE):
        steps.close(round_, now, by=person_id)
    else:
        raise Refusal("reflection.refused.moved_on")
    steps.settle(round_)


def time_passes(round_: Round, now: datetime) -> None:
    """What is due happens: people who are gone step out, windows nudge, windows end, texts are forgotten."""
    for seat in [s for s in round_.present if s.gone]:
        step_out(round_, seat.person_id, now)
    if round_.status == Status.PAUSED:
        steps.paused_on(round_, now)
    elif round_.step == Step.READ:
        hearing.time_passes(round_, now)
        steps.all_heard(round_, now)
    elif round_.ends_at and now >= round_.ends_at:
        steps.window_over(round_, now)
    else:
        steps.nudge_due(round_, now)
    steps.settle(round_, waiting=False)


def _mine(round_: Round, person_id: str) -> Reply:
    found = standing.unread(round_, person_id)
    assert found is not None
    return found


def _put(round_: Round, person_id: str, text: str, now: datetime) -> None:
    found = standing.unread(round_, person_id)
    if found is None:
        owner = owners.person(round_.team, person_id)
        round_.replies.append(Reply(new_id(), person_id, "draft", owner, text, now))
    else:
        found.rewrite(text)


def _is_about(reply: Reply, person_id: str) -> bool:
    mine = reply.author_id == person_id and reply.kind in ("draft", "answer", "open", "added")
    return mine or (reply.kind == "heard" and reply.about == person_id)
