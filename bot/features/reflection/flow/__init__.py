"""The rules of a reflection: answer apart, read together, play back until "yes, that's it", close.

Every verb is handed the round and the time (aware, UTC); it changes the round or raises Refusal.
"""

from datetime import UTC, date, datetime, time, timedelta

from bot import owners
from bot.features.reflection.flow import hearing, live, other, standing, steps
from bot.features.reflection.flow.steps import settled
from bot.features.reflection.models import (
    ANSWER_DAYS,
    ANSWERED,
    CHOICES,
    DRAFT,
    JOINT,
    NAME,
    NOTE_DAYS,
    PASSED,
    READS,
    REFLECTION,
    THEN,
    UNREAD,
    WAITING,
    Prompt,
    Step,
    as_other,
    facts,
    place,
    remember,
    stands_at,
)
from bot.rounds.company import pausing, taking_back
from bot.rounds.company.coming import gone, leaves
from bot.rounds.company.standing import at, filled, refused
from bot.rounds.keeping.models import Reply, Round, Seat, Status, new_id
from bot.rounds.keeping.replies import drop, drop_kinds, say
from bot.rounds.time.hours import zone
from bot.rounds.time.windows import appoint, begin, end_of, no_sooner, ring


def ask(
    team: str,
    round_id: str,
    host_id: str,
    pair_id: str,
    seats: list[Seat],
    question: str,
    now: datetime,
    prompt: Prompt | None = None,
    *,
    rhythm: str = "",
    planned: datetime | None = None,
    as_other: bool = False,
    looks_back: str = "",
) -> Round:
    """A new reflection; all cards ring: at once, or where a `rhythm` asks, when it was `planned` (UTC).

    `as_other`: each writes it as the next of them would say it. It `looks_back` at the round of that id, in
    which the same was asked at the beginning. Refuses to let what can hurt be said for somebody else.
    """
    round_ = Round(team, round_id, NAME, REFLECTION, Step.ASKED, host_id, now, subject_id=pair_id)
    if as_other and prompt and prompt.sensitive:
        raise refused(round_, "not_for_others")
    round_.seats = seats
    remember(round_, prompt, rhythm, as_other=as_other, looks_back=looks_back)
    if as_other:
        other.go_round(round_)
    say(round_, host_id, "question", question, now, owner=owners.pair(team, pair_id))
    steps.enter(round_, Step.ASKED, now, ANSWER_DAYS)
    if planned:
        appoint(round_.seats, "asked", planned)
    else:
        ring(round_.seats, "asked")
    steps.settle(round_)
    return round_


@settled
def write(
    round_: Round, person_id: str, text: str, now: datetime, *, draft: bool = False, then: str = ""
) -> None:
    """Keep an answer, or a draft of one; the last one that was waited for opens them all.

    `then` is what they wrote when the same was asked at the beginning, where they would open that beside it.
    """
    seat = standing.may_write(round_, person_id)
    filled(round_, text, "answer")
    if round_.step == Step.EMPTY:  # somebody wrote after all: the question is open again
        steps.reopen(round_, now)
    drop(round_, person_id, *UNREAD)
    say(round_, person_id, "draft" if draft else "answer", text, now, about=place(seat)["listens_to"])
    if then and facts(round_).get("looks_back"):
        say(round_, person_id, "then", then, now)
    was, seat.step, seat.notice = seat.step, DRAFT if draft else ANSWERED, ""
    if draft and was in (ANSWERED, PASSED):
        steps.took_back(round_, seat, now)
    elif not draft and round_.step != Step.ALONE:
        steps.all_in(round_, now, by=person_id)


@settled
def erase(round_: Round, person_id: str, now: datetime) -> None:
    """Take an answer or a draft away before anybody could read it: no row of it stays."""
    seat = standing.may_write(round_, person_id)
    if standing.unread(round_, person_id) is None:
        raise refused(round_, "nothing_to_withdraw")
    drop(round_, person_id, *UNREAD)
    if round_.step != Step.ALONE and seat.step != PASSED:
        seat.step, place(seat)["choice"] = WAITING, ""
        steps.took_back(round_, seat, now)


@settled
def pass_on(round_: Round, person_id: str, now: datetime) -> None:
    """Not this time: before answering, or instead of playing back or saying whether that is it."""
    at(round_, Step.ASKED, Step.EMPTY, Step.CHOOSE, Step.READ)
    seat = round_.seat(person_id)
    if round_.step == Step.READ:
        hearing.pass_on(round_, person_id)
        steps.all_heard(round_, now, by=person_id)
    elif seat.step == PASSED:
        raise refused(round_, "moved_on")
    else:
        drop(round_, person_id, *UNREAD)
        had_answered = seat.step == ANSWERED
        seat.step, seat.notice, place(seat)["choice"] = PASSED, "", ""
        if had_answered or seat in standing.let_go(round_):
            steps.look_again(round_, now, by=person_id)
        steps.all_in(round_, now, by=person_id)


@settled
def choose(round_: Round, person_id: str, choice: str, now: datetime) -> None:
    """The author says what happens with an answer that stands alone: share, wait or keep.

    Where two have answered they choose together: shared only if both say so.
    """
    at(round_, Step.CHOOSE)
    seat = round_.seat(person_id)
    if seat.step != ANSWERED or choice not in CHOICES:
        raise refused(round_, "moved_on")
    place(seat)["choice"] = choice
    steps.chosen(round_, now, by=person_id)


@settled
def just_read(round_: Round, person_id: str, now: datetime) -> None:
    """I'd rather just read: no answer of one's own, and what was shared opens."""
    at(round_, Step.SHARED)
    seat = round_.seat(person_id)
    if seat.step not in (WAITING, DRAFT, PASSED):
        raise refused(round_, "moved_on")
    drop(round_, person_id, *UNREAD)
    seat.step = READS
    steps.all_in(round_, now, by=person_id)


@settled
def keep_open(round_: Round, person_id: str, now: datetime, until: date | None = None) -> None:
    """Nobody had answered: the question stays, for another window or until a day of their choice."""
    at(round_, Step.EMPTY)
    here = zone(round_.seat(person_id).zone)
    if until and not now.astimezone(here).date() < until <= (now + timedelta(days=60)).date():
        raise refused(round_, "day", "day")
    steps.reopen(round_, now)
    if until:
        no_sooner(round_, datetime.combine(until, time(17), here).astimezone(UTC))
    ring(round_.others(person_id), f"kept_open:{facts(round_)['reopened']}")


@settled
def play_back(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """Keep what somebody heard; the author is asked whether that is it."""
    hearing.play_back(round_, person_id, text, now)


@settled
def confirm(round_: Round, person_id: str, listener_id: str, choice: str, added: str, now: datetime) -> None:
    """The author says: yes, that's it; nearly; or not yet, and may add something."""
    hearing.confirm(round_, person_id, listener_id, choice, added, now)
    steps.all_heard(round_, now, by=person_id)


@settled
def write_note(round_: Round, person_id: str, text: str, agreed: bool, seen: str, now: datetime) -> None:
    """Propose a joint note, or tick the version that one has seen; saved when all ticked that very one."""
    at(round_, Step.NOTE)
    filled(round_, text, "note")
    current = round_.one("note")
    if (current.id if current else "") != seen:
        raise refused(round_, "note_changed", "note")
    if current is None or text != current.text:
        round_.replies = [r for r in round_.replies if r is not current]
        owner = owners.pair(round_.team, round_.subject_id or "")
        current = say(round_, person_id, "note", text, now, owner=owner)
        for seat in round_.present:
            place(seat)["closes"] = False
        no_sooner(round_, end_of(round_.present, now, NOTE_DAYS))
        begin(round_.present, now, round_.ends_at or now)
        ring(round_.others(person_id), f"note:{current.id}")
    place(round_.seat(person_id))["ticked"] = current.id if agreed else ""
    steps.agreed(round_, now, by=person_id)
    missing = standing.waited_for(round_)
    if [seat.person_id for seat in missing] == [current.author_id] != [person_id]:
        ring(missing, f"note_only_mine:{current.id}")


@settled
def here(round_: Round, person_id: str, now: datetime) -> None:
    """I am here now: once all are, it goes live. It rings for nobody."""
    live.here(round_, person_id, now)


@settled
def in_our_time(round_: Round, person_id: str, now: datetime) -> None:
    """Back to unhurried, whoever says so: nobody's time is any shorter."""
    live.in_our_time(round_, person_id)


@settled
def enough(round_: Round, person_id: str, now: datetime) -> None:
    """That is enough for today: it rests, asks nobody for anything, and can be taken up again."""
    at(round_, Step.READ, Step.NOTE)
    steps.rest(round_, now)
    ring(round_.others(person_id), f"enough:{round_.version}")


@settled
def take_up(round_: Round, person_id: str, now: datetime) -> None:
    """Take a resting reflection up again."""
    at(round_, Step.RESTING)
    ring(round_.others(person_id), f"taken_up:{round_.version}")
    steps.begin_again(round_, now, person_id)


@settled
def landed_badly(round_: Round, person_id: str, now: datetime) -> None:
    """It pauses for everybody: nothing is asked, nothing runs out."""
    at(round_, Step.READ, Step.NOTE)
    pausing.pause(round_, person_id, now)
    facts(round_)["asked_on"] = False
    ring(round_.others(person_id), f"paused:{round_.version}")


@settled
def let_rest(round_: Round, now: datetime) -> None:
    """What was asked and not opened yet rests with the pair: anybody in it lets it go on."""
    at(round_, *standing.BEFORE_READING)
    pausing.pause(round_, "", now)


@settled
def go_on(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever paused it lets it go on; the windows begin anew."""
    pausing.may_resume(round_, person_id, host=False)
    pausing.resume(round_, now)
    ring(round_.others(person_id), f"going_on:{round_.version}")
    steps.begin_again(round_, now, person_id)


@settled
def withdraw(round_: Round, person_id: str, now: datetime) -> None:
    """Take one's answer back after it was read: the text goes, and what others played back of it, or said as
    if they were this person.
    """
    mine = [reply for reply in round_.replies if _is_about(round_, reply, person_id)]
    was_read = any(reply.kind == "open" for reply in mine)
    if not mine:
        raise refused(round_, "nothing_to_withdraw")
    round_.replies = [reply for reply in round_.replies if reply not in mine]
    if was_read:  # that it was taken back stays, without a word of it
        owner = owners.person(round_.team, person_id)
        gone_ = Reply(new_id(), person_id, "withdrawn", owner, None, now, withdrawn_at=now)
        round_.replies.append(gone_)
    seat = round_.seat(person_id)
    if stands_at(round_) == Step.READ:
        hearing.nothing_to_hear(round_)
    if stands_at(round_) == Step.SHARED and not round_.of_kind("open"):
        steps.close(round_, now, by=person_id)
    elif round_.step == Step.SHARED and was_read:
        seat.step = READS
    elif round_.step in standing.BEFORE_READING and seat.step in (ANSWERED, DRAFT):
        seat.step, place(seat)["choice"] = WAITING, ""
        steps.took_back(round_, seat, now)
    elif round_.status == Status.RUNNING:
        steps.all_heard(round_, now, by=person_id)


@settled
def take_note_out(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever agreed to a note that they keep takes it out, for all of them; the others are told."""
    if standing.there(round_, person_id) is None or not round_.one(JOINT):
        raise refused(round_, "no_note")
    drop_kinds(round_, JOINT)
    facts(round_)["note_out"] = person_id
    if round_.step == Step.FORGOTTEN:
        steps.forget(round_)
    ring(round_.others(person_id), f"note_out:{now.isoformat()}")


@settled
def take_back(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever put the question takes it back, while nobody has answered; a draft goes along."""
    taking_back.take_back(round_, person_id, now, begun=standing.has_begun(round_))


@settled
def step_out(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody left: what they kept to themselves goes with them, what was read stays."""
    seat = round_.seat(person_id)
    if seat.left_at:
        return
    leaves(round_, seat, now, *UNREAD)
    other.goes_on_without(round_, seat, now)
    if round_.status in (Status.CLOSED, Status.STOPPED):
        return
    if len(round_.present) < 2:
        steps.alone(round_, now)
    elif stands_at(round_) == Step.READ:
        hearing.nothing_to_hear(round_)
        if round_.status == Status.RUNNING:
            steps.all_heard(round_, now)
    elif round_.step in (Step.ASKED, Step.CHOOSE, Step.SHARED):
        steps.look_again(round_, now)
        steps.all_in(round_, now)
    elif round_.step == Step.EMPTY and standing.let_go(round_) == round_.present:
        steps.stop(round_, now)
    elif round_.step == Step.NOTE and round_.status == Status.RUNNING:
        steps.agreed(round_, now)
        steps.all_would_close(round_, now, "")


@settled
def stop(round_: Round, person_id: str, now: datetime) -> None:
    """Close what is left of it: a question nobody wants now, or one that somebody is alone with.

    A note that the others could still write is waited for until they would close it, too, or have had time.
    """
    at(round_, Step.EMPTY, Step.ALONE, Step.NOTE)
    seat = round_.seat(person_id)
    if round_.step == Step.ALONE:
        steps.close(round_, now, by=person_id)
        return
    if round_.step == Step.NOTE:
        place(seat)["closes"] = True
        steps.all_would_close(round_, now, person_id)
        return
    seat.step, seat.notice = PASSED, ""
    if standing.let_go(round_) == round_.present:
        steps.stop(round_, now)


def time_passes(round_: Round, now: datetime) -> None:
    """What is due happens: people who are gone step out, windows nudge, windows end, texts are forgotten."""
    for seat in gone(round_):
        step_out(round_, seat.person_id, now)
    for seat in round_.present:
        place(seat)["away"] = place(seat).get("away", False) or seat.back_at is not None
    live.time_passes(round_, now)
    if round_.step == Step.FORGOTTEN:
        steps.forget(round_)
    elif round_.status == Status.PAUSED:
        steps.paused_on(round_, now)
    elif round_.step == Step.READ:
        hearing.time_passes(round_, now)
        steps.all_heard(round_, now)
    elif round_.ends_at and now >= round_.ends_at:
        steps.window_over(round_, now)
    else:
        steps.nudge_due(round_, now)
    steps.settle(round_, waiting=False)


def _is_about(round_: Round, reply: Reply, person_id: str) -> bool:
    kinds = (*UNREAD, "open", THEN, "added", *(["heard"] if as_other(round_) else []))
    if reply.author_id == person_id and reply.kind in kinds:
        return True
    said_of_me = reply.kind == "open" and standing.may_read(round_, reply, person_id)
    return reply.about == person_id and (reply.kind == "heard" or said_of_me)
