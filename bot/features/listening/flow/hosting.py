"""What only the host of a listening round may do; all of it can be read by everybody in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.features.listening.flow import ask, floor, put_question, standing, steps
from bot.features.listening.models import (
    DECLINED,
    HERE,
    INVITED,
    LEAST,
    MOST,
    ROOM,
    TALK,
    Pace,
    Plan,
    Step,
    facts,
    is_in,
    joined,
    kept,
    pace,
    plan_of,
    sit,
)
from bot.rounds.company import coming, looking_after, taking_back
from bot.rounds.company.looking_after import log
from bot.rounds.company.moving_on import may_go_on
from bot.rounds.company.order import rooms, shuffled
from bot.rounds.company.standing import at, filled, going, hosting, refused
from bot.rounds.keeping.models import Round, Seat, id_from, new_id
from bot.rounds.keeping.replies import text_of
from bot.rounds.time.windows import end_of, move_end, no_sooner, ring


def change(
    round_: Round, person_id: str, plan: Plan, question: str, named: Sequence[Seat], now: datetime
) -> None:
    """Ask it otherwise, while nobody has written or begun."""
    standing.may_change(round_, person_id)
    f, asked = facts(round_), standing.asked(round_)
    if asked and asked.text != question:
        asked.rewrite(question)
    for seat in [s for s in round_.present if s.step == INVITED and s.person_id not in plan.people]:
        seat.step = DECLINED
    for new in named:
        seat = sit(coming.place(round_, new))
        if seat.person_id != person_id and not is_in(round_, seat.person_id) and seat.step != INVITED:
            seat.step, seat.left_at = INVITED, None
            ring([seat], f"asked:{round_.version}")
    f["lap"], f["base"], f["joined"] = 0, 0, f["joined"] and now.isoformat()
    before = round_.ends_at if pace(round_) is not Pace.LIVE and plan.pace is pace(round_) else None
    f["plan"] = kept(plan)
    steps.ask(round_, now)
    no_sooner(round_, before)
    log(round_, person_id, "change", now)


def take_back(round_: Round, person_id: str, now: datetime) -> None:
    """It was not meant: gone, while nobody has written or begun."""
    taking_back.take_back(round_, person_id, now, begun=standing.has_begun(round_))


def begin(round_: Round, person_id: str, now: datetime, *, two: bool = False) -> list[Round]:
    """Those who are there begin. More than twelve go on in rooms: these are new rounds, to be kept too."""
    _may(round_, person_id)
    at(round_, Step.ASKED)
    here = len(joined(round_))
    if here < 2:
        raise refused(round_, "alone_here")
    if here < LEAST and not two:
        raise refused(round_, "two")
    _nobody_left_behind(round_, person_id, now)
    log(round_, person_id, "begin", now)
    if here > MOST:
        return _split(round_, person_id, now)
    steps.start(round_, now, person_id)
    return []


def read_now(round_: Round, person_id: str, now: datetime) -> None:
    """Read what is there, without waiting for the end of the window."""
    _may(round_, person_id)
    if round_.step != Step.WRITE or standing.counts(round_)[1] < 2:
        raise refused(round_, "too_few")
    _nobody_left_behind(round_, person_id, now)
    log(round_, person_id, "begin", now)
    steps.open_all(round_, now, person_id)


def skip(round_: Round, person_id: str, now: datetime) -> None:
    """The turn of whoever is away moves to the end."""
    _may(round_, person_id)
    if pace(round_) is not Pace.LIVE:
        may_go_on(round_, person_id, [floor.held(round_)], now, named=True)
    floor.skip(round_, now, person_id)
    log(round_, person_id, "skip", now)
    steps.go_on(round_, now, person_id)


def extend(round_: Round, person_id: str, now: datetime) -> None:
    """Half as much time again, once in a step."""
    _may(round_, person_id)
    f, ends = facts(round_), round_.ends_at
    if f["extended"] or round_.step == Step.ASKED or ends is None:
        raise refused(round_, "extended")
    if floor.goes_round(round_):
        floor.extend(round_, now)
    elif round_.step == Step.TALK and pace(round_) is Pace.LIVE:
        move_end(round_, ends + TALK / 2)
    else:
        days = plan_of(round_).length if round_.step == Step.WRITE else 1
        move_end(round_, end_of(round_.present, ends, (days + 1) // 2))
    f["extended"], f["days"] = True, 0
    log(round_, person_id, "extended", now)


def leave_out(round_: Round, person_id: str, now: datetime) -> None:
    """From now on nobody begins with one thing heard, and nobody is asked whether that is it."""
    _may(round_, person_id)
    if not standing.plays_back(round_):
        raise refused(round_, "moved_on")
    facts(round_)["plan"] = kept(replace(plan_of(round_), play_back=False))
    for seat in round_.present:
        floor.plays_nothing_back(round_, seat.person_id)
    log(round_, person_id, "plain", now)


def next_question(round_: Round, person_id: str, question: str, now: datetime) -> None:
    """Another question, when it has gone round with this one."""
    _may(round_, person_id)
    filled(round_, question, "question")
    if round_.step == Step.CHECK_OUT:
        raise refused(round_, "too_late")
    put_question(round_, person_id, question, now)
    log(round_, person_id, "question", now)
    steps.asks_next(round_, now, person_id)


def take(round_: Round, person_id: str, now: datetime) -> None:
    """Yes, I'll host: whoever was asked, or anybody where the host does not answer."""
    standing.taking_part(round_, person_id)
    before = looking_after.take(round_, person_id, now, free=facts(round_)["wanted"])
    together = facts(round_)["beside"] == person_id
    ring([before] if before else [], f"{'beside' if together else 'hosted'}:{round_.version}")


def decline(round_: Round, person_id: str, now: datetime) -> None:
    """No, thank you, to hosting."""
    before = looking_after.decline(round_, person_id, now)
    ring([before] if before else [], f"not_hosting:{round_.version}")


def close(round_: Round, person_id: str, now: datetime) -> None:
    """To the last word; where nothing was said yet, it ends."""
    _may(round_, person_id)
    _nobody_left_behind(round_, person_id, now)
    begun = round_.step not in (Step.ASKED, Step.WRITE) and standing.offered(round_)
    if round_.step == Step.CHECK_OUT:
        log(round_, person_id, "closed", now)
        steps.close(round_, now)
    elif round_.of_kind("open") or begun:
        log(round_, person_id, "moved_on", now)
        steps.check_out(round_, now, person_id)
    else:
        log(round_, person_id, "closed", now)
        steps.stop(round_, now)
        round_.seat(person_id).notice = ""


def _may(round_: Round, person_id: str) -> None:
    going(round_)
    hosting(round_, person_id)
    facts(round_)["wanted"] = False


def _nobody_left_behind(round_: Round, person_id: str, now: datetime) -> None:
    """Refuses what would go on without those who have not had their time; people who are live see that."""
    if pace(round_) is Pace.LIVE:
        return
    waited, come = steps.holds_up(round_), standing.may_come(round_)
    unknown = bool(waited) and round_.step == Step.READ  # who has listened, nobody knows
    may_go_on(round_, person_id, waited, now, anybody=come or unknown)


def _split(round_: Round, person_id: str, now: datetime) -> list[Round]:
    """Too many for one: rooms alike in size and in what people bring, each a round of its own."""
    places = rooms(round_.id, joined(round_), ROOM)
    parts: dict[int, list[Seat]] = {}
    for seat in joined(round_):
        parts.setdefault(places[seat.person_id], []).append(seat)
    made = [_room(round_, number, parts[number], person_id, now) for number in sorted(parts)]
    steps.close(round_, now)
    round_.step, round_.ends_at, facts(round_)["rooms"] = Step.SPLIT, None, places
    return made


def _room(round_: Round, number: int, seats: Sequence[Seat], host_id: str, now: datetime) -> Round:
    """One of them, with what its people kept for their turn; the host goes on hosting theirs."""
    host = next((s for s in seats if s.person_id == host_id), None)
    first = host or min(seats, key=lambda s: shuffled(round_.id, "host", s.person_id))
    room = ask(
        round_.team,
        id_from(round_.id, "room", str(number)),
        replace(first),
        [replace(seat) for seat in seats],
        round_.channel_id or "",
        replace(plan_of(round_), people=tuple(s.person_id for s in seats)),
        standing.question(round_),
        f"{text_of(round_, 'ear')}{number}",
        now,
    )
    for seat in room.seats:
        seat.step, seat.rang = HERE, ""
        notes = round_.of_kind("note", seat.person_id)
        room.replies += [replace(note, id=new_id(), sealed=b"") for note in notes]
    if host is None:
        room.host_id, facts(room)["wanted"] = "", True
    steps.start(room, now, None)
    steps.settle(room)
    return room
