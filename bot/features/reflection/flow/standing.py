"""How a reflection stands: who reads what, who may do what, who is waited for. Nothing here changes it."""

from bot.features.reflection.flow import hearing
from bot.features.reflection.models import (
    ANSWERED,
    DRAFT,
    MINE,
    PASSED,
    READS,
    UNREAD,
    WAITING,
    Step,
    live_of,
    place,
    stands_at,
)
from bot.rounds.company.order import shuffled
from bot.rounds.company.standing import at, refused
from bot.rounds.keeping.models import Reply, Round, Seat, Status

TIMED = (Step.ASKED, Step.EMPTY, Step.CHOOSE, Step.SHARED, Step.NOTE)  # with one window for all
BEFORE_READING = (Step.ASKED, Step.EMPTY, Step.CHOOSE, Step.SHARED)


def may_read(round_: Round, reply: Reply, person_id: str | None) -> bool:
    """The one rule of who reads what; `None` is a card in a direct message, which holds the question only."""
    if reply.kind == "question" or person_id is None:
        return reply.kind == "question"
    if reply.author_id == person_id or reply.kind in UNREAD:
        return reply.author_id == person_id
    seat = there(round_, person_id)
    return seat is not None and (stands_at(round_) != Step.SHARED or seat.step in (ANSWERED, READS))


def there(round_: Round, person_id: str) -> Seat | None:
    """The seat of somebody who is in it; None for anybody else."""
    return next((seat for seat in round_.present if seat.person_id == person_id), None)


def in_order(round_: Round) -> list[Reply]:
    """The open answers, in an order that does not show who was first."""
    return sorted(round_.of_kind("open"), key=lambda reply: shuffled(round_.id, "", reply.author_id))


def may_write(round_: Round, person_id: str) -> Seat:
    """The seat of somebody who may write or change an answer now; refuses anybody else."""
    at(round_, *BEFORE_READING, Step.ALONE)
    seat = round_.seat(person_id)
    is_open = unread(round_, person_id) is None and round_.of_kind("open", person_id)
    if seat.step == READS or is_open:
        raise refused(round_, "moved_on", "answer")
    return seat


def has_begun(round_: Round) -> bool:
    """Whether somebody has answered: from then on it is not only whoever asked whose it is."""
    answered = round_.of_kind("answer") or round_.of_kind("open")
    return bool(answered) or round_.step not in (Step.ASKED, Step.EMPTY)


def waited_for(round_: Round) -> list[Seat]:
    """Whose answer, or tick, the round is waiting for."""
    if round_.status != Status.RUNNING:
        return []
    if round_.step in (Step.ASKED, Step.SHARED):
        return those(round_, WAITING, DRAFT)
    note = round_.one("note")
    ticks = round_.present if round_.step == Step.NOTE and note else []
    return [seat for seat in ticks if note and place(seat)["ticked"] != note.id]


def by_time(moment: str) -> bool:
    """Whether time alone caused this moment: nobody did anything just now."""
    return moment.partition(":")[0] in ("nudge", "choose", "empty", "still_paused")


def still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to this person is still true: what they did meanwhile needs no word."""
    kind = seat.notice.partition(":")[0]
    if kind == "nudge" and live_of(round_):  # they are there
        return False
    if kind == "nudge":
        return round_.step not in (Step.EMPTY, Step.CHOOSE) and awaits(round_, seat.person_id)
    if kind == "choose":
        return round_.step == Step.CHOOSE and awaits(round_, seat.person_id)
    if kind == "empty":
        return round_.step == Step.EMPTY and seat.step != PASSED
    return kind != "still_paused" or round_.status == Status.PAUSED


def unread(round_: Round, person_id: str) -> Reply | None:
    """What this person wrote that nobody else may read: an answer, or a draft of one."""
    return next((r for r in round_.replies if r.author_id == person_id and r.kind in MINE), None)


def those(round_: Round, *steps: str) -> list[Seat]:
    return [seat for seat in round_.present if seat.step in steps]


def let_go(round_: Round) -> list[Seat]:
    """Of whom others may know that they let it go by: of nobody, where that is to leave no trace."""
    return [] if leaves_no_trace(round_) else those(round_, PASSED)


def unanswered(round_: Round) -> list[Seat]:
    """Who has not answered, as far as others may know."""
    return those(round_, WAITING, DRAFT, *((PASSED,) if leaves_no_trace(round_) else ()))


def leaves_no_trace(round_: Round) -> bool:
    """Whether nobody may learn that somebody else let its question go by."""
    return bool(round_.facts.get("quiet"))


def awaits(round_: Round, person_id: str) -> bool:
    """Whether this person has something to do here that somebody hopes for."""
    seat = there(round_, person_id)
    if seat is None or round_.status != Status.RUNNING:
        return False
    if round_.step == Step.EMPTY:
        return seat.step in (WAITING, DRAFT)
    if round_.step == Step.CHOOSE:
        return seat.step == ANSWERED and not place(seat)["choice"]
    if round_.step == Step.READ:
        return any(hearing.waiting_on(round_, s) is seat for s in round_.present)
    return seat in waited_for(round_)


def awaits_answer(round_: Round, person_id: str) -> bool:
    """Whether it is an answer of theirs that the round waits for."""
    return round_.step in BEFORE_READING and round_.step != Step.CHOOSE and awaits(round_, person_id)


def played_back_to(round_: Round, person_id: str) -> Seat:
    """The first listener whose play-back waits for this author's word; refuses where there is none."""
    at(round_, Step.READ)
    waiting = hearing.waiting_for(round_, round_.seat(person_id))
    if not waiting:
        raise refused(round_, "moved_on")
    return waiting[0]
