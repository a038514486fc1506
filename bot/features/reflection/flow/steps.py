"""From one step of a reflection to the next: what follows from what people did, and from time."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from bot.features.reflection.flow import hearing, live, standing
from bot.features.reflection.models import (
    ANSWER_DAYS,
    ANSWERED,
    DRAFT,
    EMPTY_DAYS,
    JOINT,
    KEPT,
    NOTE_DAYS,
    THEN,
    WAIT_DAYS,
    WAITING,
    Step,
    facts,
    place,
    stands_at,
)
from bot.rounds.company.common import common
from bot.rounds.company.pausing import RESTS, rests_until
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.keeping.replies import keep_only
from bot.rounds.time import windows
from bot.rounds.time.windows import (
    begin,
    end_of,
    follow_zones,
    free_from,
    no_sooner,
    no_windows,
    nudge_all,
    nudges_at,
    ring,
    skip_nudges,
    tell,
)

_P = ParamSpec("_P")


def settled(verb: Callable[Concatenate[Round, _P], None]) -> Callable[Concatenate[Round, _P], None]:
    """A verb after which the row remembers when time has something for it again."""

    @wraps(verb)
    def ruled(round_: Round, /, *args: _P.args, **named: _P.kwargs) -> None:
        verb(round_, *args, **named)
        settle(round_)

    return ruled


def settle(round_: Round, *, waiting: bool = True) -> None:
    """The same, where what is `waiting` to be said is seen to by the tick, or is at once."""
    live.ends_if_it_cannot_be(round_)
    windows.unsay(round_, standing.still_meant)
    if round_.status == Status.RUNNING and round_.step in standing.TIMED:
        follow_zones(round_, common(round_).get("days", 0))
    if round_.status == Status.RUNNING and round_.step == Step.READ:
        hearing.wait_for_word(round_)
    windows.settle(round_, _moments(round_), standing.still_meant, waiting=waiting)


def _moments(round_: Round) -> list[datetime | None]:
    """The end of the step or of a pause, a word about that, the end of somebody's window, a nudge."""
    reading = round_.present if round_.step == Step.READ else []
    ends = [round_.ends_at, rests_until(round_), _asks_on(round_), *(seat.due_at for seat in reading)]
    return ends + live.moments(round_) + nudges_at([*reading, *standing.waited_for(round_)])


def _asks_on(round_: Round) -> datetime | None:
    """When whoever paused it is asked about that; None where they were, or are gone."""
    if not round_.paused_by or not round_.since or facts(round_)["asked_on"]:
        return None
    return end_of(round_.present, round_.since, WAIT_DAYS)


def enter(round_: Round, step: str, now: datetime, days: int) -> None:
    """It stands there from now on, for so many working days, which whoever has not answered has."""
    round_.step, round_.since, round_.ends_at = step, now, end_of(round_.present, now, days)
    common(round_)["days"] = days
    begin(standing.those(round_, WAITING, DRAFT), now, round_.ends_at)


def reopen(round_: Round, now: datetime, days: int = ANSWER_DAYS) -> None:
    """The question is open again, and for no less time than it was."""
    facts(round_)["reopened"] += 1
    before = round_.ends_at
    enter(round_, Step.ASKED, now, days)
    no_sooner(round_, before)


def all_in(round_: Round, now: datetime, by: str = "") -> None:
    """Open what is complete; where some have passed, those who answered choose."""
    waiting, passed = standing.unanswered(round_), standing.let_go(round_)
    answered = standing.those(round_, ANSWERED)
    if waiting or (passed and round_.step == Step.SHARED):
        return
    if passed and answered:
        to_choose(round_, now)
        tell(answered, f"choose:{facts(round_)['reopened']}", by)
    elif answered or round_.step == Step.SHARED:
        open_all(round_, now, by)
    else:
        stop(round_, now)


def took_back(round_: Round, seat: Seat, now: datetime) -> None:
    """An answer that was in is not in any more: this person is waited for again, without nudges long past."""
    seat.since, seat.due_at, seat.notice = seat.since or now, round_.ends_at, ""
    skip_nudges(seat, now)
    look_again(round_, now, by=seat.person_id)


def look_again(round_: Round, now: datetime, by: str = "") -> None:
    """Somebody chooses no more: the others have chosen, or nobody is left and the question is open again."""
    if round_.step == Step.CHOOSE and standing.those(round_, ANSWERED):
        chosen(round_, now, by)
    elif round_.step == Step.CHOOSE:
        reopen(round_, now, WAIT_DAYS)


def chosen(round_: Round, now: datetime, by: str = "") -> None:
    """What those who answered have chosen happens, once it is clear."""
    answered = standing.those(round_, ANSWERED)
    choices = {place(seat)["choice"] for seat in answered}
    if "keep" in choices:
        close(round_, now)
        tell(answered, "closed", by)
    elif "" not in choices and "wait" in choices:
        reopen(round_, now, WAIT_DAYS)
    elif choices == {"share"}:
        open_answers(round_)
        enter(round_, Step.SHARED, now, WAIT_DAYS)
        tell(round_.present, "shared", by)


def to_choose(round_: Round, now: datetime) -> None:
    enter(round_, Step.CHOOSE, now, WAIT_DAYS)
    for seat in round_.present:
        place(seat)["choice"], seat.notice = "", ""


def open_answers(round_: Round) -> None:
    answers = round_.of_kind("answer")
    for reply in answers:
        reply.kind = "open"
    for then in round_.of_kind("then"):
        if then.author_id in [reply.author_id for reply in answers]:
            then.kind = THEN


def open_all(round_: Round, now: datetime, by: str = "") -> None:
    open_answers(round_)
    if len(round_.present) < 2:  # somebody who goes on alone keeps what they wrote
        close(round_, now, by)
        return
    round_.step, round_.since, round_.ends_at = Step.READ, now, None
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
    no_windows(round_)
    enter(round_, Step.NOTE, now, NOTE_DAYS)


def agreed(round_: Round, now: datetime, by: str = "") -> None:
    """A note that everybody has ticked, in its very version, is kept, and closes it."""
    note = round_.one("note")
    if note and all(place(seat)["ticked"] == note.id for seat in round_.present):
        note.kind = JOINT
        close(round_, now, by)


def all_would_close(round_: Round, now: datetime, by: str) -> None:
    """It closes without a note once all would close it; or some, when the others have had time for one."""
    would = [seat for seat in round_.present if place(seat).get("closes")]
    free = free_from(round_, [seat for seat in round_.present if seat not in would])
    if round_.step == Step.NOTE and would and (free is None or now >= free):
        close(round_, now, by)


def rest(round_: Round, now: datetime) -> None:
    """It can be taken up again where it stood."""
    facts(round_)["rests_from"] = round_.step
    _lies(round_, Step.RESTING, now)


def alone(round_: Round, now: datetime) -> None:
    """It is one person's, to write in or to end."""
    facts(round_)["rests_from"] = ""
    _lies(round_, Step.ALONE, now)


def _lies(round_: Round, step: Step, now: datetime) -> None:
    """Nobody is asked for anything."""
    round_.step, round_.status, round_.paused_by = step, Status.RUNNING, ""
    round_.since, round_.ends_at = now, now + RESTS
    no_windows(round_)


def begin_again(round_: Round, now: datetime, by: str) -> None:
    """It is taken up where it stood, and the windows of everything that has not ended begin anew."""
    step, facts(round_)["rests_from"] = stands_at(round_), ""
    enter(round_, step, now, WAIT_DAYS)
    if step == Step.READ:
        round_.ends_at = None
        hearing.begin_again(round_, now)
    else:
        begin(standing.waited_for(round_), now, round_.ends_at or now)
    all_heard(round_, now, by)


def window_over(round_: Round, now: datetime) -> None:
    answered = standing.those(round_, ANSWERED)
    if round_.step == Step.ASKED and answered:
        to_choose(round_, now)
        tell(answered, f"choose:{facts(round_)['reopened']}", None)
    elif round_.step == Step.ASKED and not facts(round_)["reopened"]:
        enter(round_, Step.EMPTY, now, EMPTY_DAYS)
        tell(standing.those(round_, WAITING, DRAFT), "empty", None)
    elif round_.step in (Step.ASKED, Step.EMPTY):
        stop(round_, now)
    elif round_.step == Step.SHARED:
        rest(round_, now)
    elif round_.step == Step.CLOSED:
        forget(round_)
    else:
        close(round_, now)


def paused_on(round_: Round, now: datetime) -> None:
    over, asks = rests_until(round_), _asks_on(round_)
    if over and now >= over:
        close(round_, now)
    elif asks and now >= asks:
        tell([round_.seat(round_.paused_by)], f"still_paused:{round_.version}", None)
        facts(round_)["asked_on"] = True


def close(round_: Round, now: datetime, by: str | None = None) -> None:
    """Closed, with everybody told who did not do it; time alone closes in silence."""
    round_.step, round_.status, round_.since = Step.CLOSED, Status.CLOSED, now
    round_.paused_by, facts(round_)["rests_from"], round_.ends_at = "", "", now + KEPT
    no_windows(round_)
    if by is not None:
        ring(round_.others(by), "closed")


def stop(round_: Round, now: datetime) -> None:
    close(round_, now)
    round_.status = Status.STOPPED


def forget(round_: Round) -> None:
    """Its day has come; a note that all ticked stays, with its question, while one of them is in the pair."""
    stays = ("question", JOINT) if round_.present and round_.one(JOINT) else ()
    round_.step, round_.ends_at = Step.FORGOTTEN, None
    keep_only(round_, *stays)


def nudge_due(round_: Round, now: datetime) -> None:
    """At 60 and 90 per cent of a window, whoever is waited for is asked once more."""
    nudge_all(standing.waited_for(round_), now, f"nudge:{round_.step}:{facts(round_)['reopened']}")
