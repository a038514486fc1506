"""What only the host of a listening round may do; all of it can be read by everybody in it."""

from collections.abc import Sequence
from dataclasses import asdict, replace
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
    pace,
    plan_of,
    sit,
)
from bot.refusal import Refusal
from bot.rounds.company.order import rooms, shuffled
from bot.rounds.keeping.models import Round, Seat, Status, id_from, new_id
from bot.rounds.time.hours import end_after
from bot.rounds.time.windows import ring, zones


def change(
    round_: Round, person_id: str, plan: Plan, question: str, named: Sequence[Seat], now: datetime
) -> None:
    """Ask it otherwise, while nobody has written or begun."""
    standing.may_change(round_, person_id)
    f = facts(round_)
    f["plan"] = asdict(plan) | {"people": list(plan.people)}
    asked = standing.asked(round_)
    assert asked is not None
    if asked.text != question:
        asked.rewrite(question)
    for seat in round_.present:
        if seat.step == INVITED and seat.person_id not in plan.people:
            seat.step = DECLINED
    for new in named:
        seat = next((s for s in round_.seats if s.person_id == new.person_id), new)
        if seat is new:
            round_.seats.append(sit(seat))
        if seat.person_id != person_id and not is_in(round_, seat.person_id) and seat.step != INVITED:
            seat.step, seat.left_at = INVITED, None
            ring([seat], f"asked:{round_.version}")
    f["lap"], f["base"], f["joined"] = 0, 0, f["joined"] and now.isoformat()
    steps.ask(round_, now)
    _log(round_, person_id, "change", now)
    steps.settle(round_)


def take_back(round_: Round, person_id: str, now: datetime) -> None:
    """It was not meant: gone, while nobody has written or begun."""
    standing.may_change(round_, person_id)
    steps.close(round_, now)
    round_.step, round_.status, round_.ends_at = Step.TAKEN_BACK, Status.STOPPED, None
    steps.settle(round_)


def begin(round_: Round, person_id: str, now: datetime, *, two: bool = False) -> list[Round]:
    """Those who are there begin. More than twelve go on in rooms: these are new rounds, to be kept too."""
    _may(round_, person_id)
    if round_.step != Step.ASKED:
        raise Refusal("listening.refused.moved_on")
    here = len(joined(round_))
    if here < 2:
        raise Refusal("listening.refused.nobody_here")
    if here < LEAST and not two:
        raise Refusal("listening.refused.two")
    if here > MOST:
        return _split(round_, person_id, now)
    _log(round_, person_id, "begin", now)
    steps.start(round_, now, person_id)
    steps.settle(round_)
    return []


def read_now(round_: Round, person_id: str, now: datetime) -> None:
    """Read what is there, without waiting for the end of the window."""
    _may(round_, person_id)
    if round_.step != Step.WRITE or standing.counts(round_)[1] < 2:
        raise Refusal("listening.refused.too_few")
    _log(round_, person_id, "begin", now)
    steps.open_all(round_, now, person_id)
    steps.settle(round_)


def skip(round_: Round, person_id: str, now: datetime) -> None:
    """The turn of whoever is away moves to the end."""
    _may(round_, person_id)
    if round_.step not in floor.GOES_ROUND:
        raise Refusal("listening.refused.nobody_has_it")
    floor.skip(round_, now)
    _log(round_, person_id, "skip", now)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def extend(round_: Round, person_id: str, now: datetime) -> None:
    """Half as much time again, once in a step."""
    _may(round_, person_id)
    f = facts(round_)
    if f["extended"] or round_.step == Step.ASKED or round_.ends_at is None:
        raise Refusal("listening.refused.extended")
    if floor.goes_round(round_):
        floor.extend(round_, now)
    elif round_.step == Step.TALK and pace(round_) is Pace.LIVE:
        round_.ends_at += TALK / 2
    else:
        days = plan_of(round_).length if round_.step == Step.WRITE else 1
        round_.ends_at = end_after(round_.ends_at, (days + 1) // 2, zones(round_))
        for seat in steps.waited_for(round_):
            seat.due_at = round_.ends_at
    f["extended"], f["opens"], f["days"] = True, "", 0
    _log(round_, person_id, "extend", now)
    steps.settle(round_)


def next_question(round_: Round, person_id: str, question: str, now: datetime) -> None:
    """Another question, when it has gone round with this one."""
    _may(round_, person_id)
    if not question:
        raise Refusal("listening.refused.empty", field="question")
    if round_.step == Step.CHECK_OUT:
        raise Refusal("listening.refused.too_late")
    put_question(round_, person_id, question, now)
    _log(round_, person_id, "question", now)
    if round_.step == Step.TALK:
        steps.after_lap(round_, now, person_id)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def offer(round_: Round, person_id: str, to: str, now: datetime) -> None:
    """Ask somebody to host it from here; it is theirs when they say yes."""
    _may(round_, person_id)
    if to == person_id or not is_in(round_, to):
        raise Refusal("listening.refused.choose_somebody", field="who")
    facts(round_)["handing"] = to
    ring([round_.seat(to)], f"handing:{round_.version}")
    _log(round_, person_id, "offer", now)
    steps.settle(round_)


def take(round_: Round, person_id: str, now: datetime) -> None:
    """Yes, I'll host: whoever was asked, or anybody where the host does not answer."""
    standing.taking_part(round_, person_id)
    f = facts(round_)
    if f["handing"] != person_id and not f["wanted"]:
        raise Refusal("listening.refused.moved_on")
    before, round_.host_id = round_.host_id, person_id
    f["handing"], f["wanted"] = "", False
    _log(round_, person_id, "host", now)
    if before != person_id and any(s.person_id == before for s in round_.present):
        ring([round_.seat(before)], f"hosted:{round_.version}")
    steps.settle(round_)


def decline(round_: Round, person_id: str, now: datetime) -> None:
    """No, thank you, to hosting."""
    f = facts(round_)
    if f["handing"] != person_id:
        raise Refusal("listening.refused.moved_on")
    f["handing"] = ""
    if any(s.person_id == round_.host_id for s in round_.present):
        ring([round_.seat(round_.host_id)], f"not_hosting:{round_.version}")
    steps.settle(round_)


def close(round_: Round, person_id: str, now: datetime) -> None:
    """To the last word; where nothing was said yet, it ends."""
    _may(round_, person_id)
    _log(round_, person_id, "close", now)
    if round_.step == Step.CHECK_OUT:
        steps.close(round_, now)
    elif round_.of_kind("open") or (round_.step not in (Step.ASKED, Step.WRITE) and standing.offered(round_)):
        steps.check_out(round_, now, person_id)
    else:
        steps.stop(round_, now)
        round_.seat(person_id).notice = ""
    steps.settle(round_)


def _may(round_: Round, person_id: str) -> None:
    standing.going(round_)
    standing.hosting(round_, person_id)
    facts(round_)["wanted"] = False


def _log(round_: Round, person_id: str, what: str, now: datetime) -> None:
    facts(round_)["log"].append([now.isoformat(), person_id, what])


def _split(round_: Round, person_id: str, now: datetime) -> list[Round]:
    """Too many for one: rooms alike in size and in what people bring, each a round of its own."""
    places = rooms(round_.id, joined(round_), ROOM)
    asked, ear = standing.asked(round_), round_.one("ear")
    assert asked is not None
    made = []
    for number in sorted(set(places.values())):
        seats = [s for s in joined(round_) if places[s.person_id] == number]
        host = next((s for s in seats if s.person_id == person_id), None)
        first = host or min(seats, key=lambda s: shuffled(round_.id, "host", s.person_id))
        room = ask(
            round_.team,
            id_from(round_.id, "room", str(number)),
            replace(first),
            [replace(seat) for seat in seats],
            round_.channel_id or "",
            replace(plan_of(round_), people=tuple(s.person_id for s in seats)),
            asked.text or "",
            f"{ear.text if ear else ''}{number}",
            now,
        )
        for seat in room.seats:
            seat.step, seat.rang = HERE, ""
            for note in round_.of_kind("note", seat.person_id):  # what they kept for their turn
                room.replies.append(replace(note, id=new_id(), sealed=b""))
        if host is None:
            room.host_id, facts(room)["wanted"] = "", True
        steps.start(room, now, None)
        steps.settle(room)
        made.append(room)
    steps.close(round_, now)
    round_.step, round_.ends_at, facts(round_)["rooms"] = Step.SPLIT, None, places
    _log(round_, person_id, "begin", now)
    steps.settle(round_)
    return made
