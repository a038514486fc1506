"""How a reflection stands: who reads what, who may do what, who is waited for. Nothing here changes it."""

from bot.features.reflection.flow import hearing
from bot.features.reflection.models import (
    ANSWERED,
    DRAFT,
    PASSED,
    READS,
    WAITING,
    Hearing,
    Step,
    place,
    stands_at,
)
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat, Status


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
    waits = stands_at(round_) == Step.SHARED
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
    if unread(round_, person_id) is None and round_.of_kind("open", person_id):
        raise Refusal("reflection.refused.moved_on", field="answer")
    return seat


def may_keep_open(round_: Round) -> None:
    if round_.step != Step.EMPTY:
        raise Refusal("reflection.refused.moved_on")


def may_play_back(round_: Round, person_id: str) -> None:
    reading(round_)
    hearing.may_play_back(round_, round_.seat(person_id))


def reading(round_: Round) -> None:
    """Refuse unless the answers are open, and played back."""
    going(round_)
    if round_.step != Step.READ:
        raise Refusal("reflection.refused.moved_on")


def may_note(round_: Round) -> None:
    going(round_)
    if round_.step != Step.NOTE:
        raise Refusal("reflection.refused.moved_on")


def going(round_: Round) -> None:
    if round_.status == Status.PAUSED:
        raise Refusal("reflection.refused.paused")
    if round_.status != Status.RUNNING:
        raise Refusal("reflection.refused.moved_on")


def waited_for(round_: Round) -> list[Seat]:
    """Whose answer, or tick, the round is waiting for."""
    if round_.status != Status.RUNNING:
        return []
    if round_.step in (Step.ASKED, Step.SHARED):
        return [s for s in round_.present if s.step in (WAITING, DRAFT)]
    note = round_.one("note")
    if round_.step == Step.NOTE and note:
        return [s for s in round_.present if place(s)["ticked"] != note.id]
    return []


def by_time(moment: str) -> bool:
    """Whether time alone caused this moment: nobody did anything just now."""
    return moment.partition(":")[0] in ("nudge", "choose", "empty", "still_paused")


def still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to this person is still true: what they did meanwhile needs no word."""
    kind = seat.notice.partition(":")[0]
    if kind == "nudge":
        heard = (hearing.waiting_on(round_, s) for s in round_.present if round_.step == Step.READ)
        return round_.status == Status.RUNNING and (seat in waited_for(round_) or seat in heard)
    if kind == "choose":
        return round_.step == Step.CHOOSE and seat.step == ANSWERED and not place(seat)["choice"]
    if kind == "empty":
        return round_.step == Step.EMPTY and seat.step != PASSED
    return kind != "still_paused" or round_.status == Status.PAUSED


def unread(round_: Round, person_id: str) -> Reply | None:
    mine = [r for r in round_.replies if r.author_id == person_id and r.kind in ("draft", "answer")]
    return mine[-1] if mine else None


def those(round_: Round, *steps: str) -> list[Seat]:
    return [seat for seat in round_.present if seat.step in steps]


def awaits(round_: Round, person_id: str) -> bool:
    """Whether this person has something to do here that somebody hopes for."""
    seat = next((s for s in round_.present if s.person_id == person_id), None)
    if seat is None or round_.status != Status.RUNNING:
        return False
    if round_.step in (Step.ASKED, Step.SHARED, Step.EMPTY):
        return seat.step in (WAITING, DRAFT)
    if round_.step == Step.CHOOSE:
        return seat.step == ANSWERED and not place(seat)["choice"]
    if round_.step == Step.READ:
        return any(hearing.waiting_on(round_, s) is seat for s in round_.present)
    return seat in waited_for(round_)


def awaits_answer(round_: Round, person_id: str) -> bool:
    """Whether it is an answer of theirs that the round waits for."""
    return round_.step in (Step.ASKED, Step.SHARED, Step.EMPTY) and awaits(round_, person_id)


def played_back_to(round_: Round, person_id: str) -> Seat:
    """The first listener whose play-back waits for this author's word; refuses where there is none."""
    reading(round_)
    for seat in round_.present:
        if place(seat)["listens_to"] == person_id and seat.step == Hearing.HEARD:
            return seat
    raise Refusal("reflection.refused.moved_on")
