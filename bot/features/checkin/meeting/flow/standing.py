"""How things stand in a meeting: who may do what now, who may read what, for whom it waits."""

from datetime import datetime

from bot.features.checkin.meeting.flow import queue
from bot.features.checkin.models import (
    INVITED,
    LONG,
    OF_PRESENTER,
    OVER,
    Asking,
    Step,
    facts,
    is_in,
    joined,
)
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat, Status

# What everybody who is in it may read.
_SHARED = {"arrival", "became", "bid", "brought", "answer", "looks", "offer"}
CLOSED = (Step.CLOSED, Step.FORGOTTEN, Step.TAKEN_BACK)
_MOVED_ON = "checkin.refused.moved_on"
_WRITTEN = {  # what each step asks people to write
    Step.FOLLOW_UP: "became",
    Step.BIDS: "bid",
    Step.PROCESS: "process",
}


def readable(round_: Round, reply: Reply, person_id: str) -> bool:
    """Whether this person may read that reply: their own, and what those who are in it share."""
    if reply.kind == "question" or reply.author_id == person_id:
        return True
    if not is_in(round_, person_id):
        return False
    if round_.step in CLOSED and reply.kind != "process":
        return False  # what a presenter keeps is for themselves alone
    if reply.kind == "asks":
        return _may_read_question(round_, reply, person_id)
    if reply.kind == "process":
        return round_.step != Step.PROCESS or reply.about != str(facts(round_)["slot"])
    return reply.kind in _SHARED


def _may_read_question(round_: Round, reply: Reply, person_id: str) -> bool:
    f, state = facts(round_), facts(round_)["queue"].get(reply.id, "")
    presents = person_id == f["presenter"] and reply.about.startswith(f"{f['slot']}:")
    if state == Asking.ASKED:  # waits unseen; what did not come up is the presenter's to read afterwards
        return presents and _past(round_, reply.about.partition(":")[2])
    if state == Asking.PARKED:
        return presents
    return state in (Asking.SHOWN, *OVER)


def _past(round_: Round, step: str) -> bool:
    here = round_.step in LONG
    return here and LONG.index(Step(round_.step)) > LONG.index(Step(step))


def on_card(_: Round, reply: Reply) -> bool:
    """What may stand in Slack: what was put to the channel in the first place."""
    return reply.kind == "question"


def going(round_: Round) -> None:
    """Refuses while it rests, and once it is over."""
    if round_.status == Status.PAUSED:
        raise Refusal("checkin.refused.paused")
    if round_.status != Status.RUNNING:
        raise Refusal("checkin.refused.over")


def stamp(round_: Round) -> str:
    """Where it stands, to put behind a button that the next step has, too."""
    return f"{round_.step}:{facts(round_)['slot']}"


def still(round_: Round, drawn_at: str) -> None:
    """Refuses a button that was drawn for another step: people double-click."""
    if drawn_at and drawn_at != stamp(round_):
        raise Refusal(_MOVED_ON)


def at(round_: Round, *steps: Step) -> None:
    """Refuses what belongs to another step."""
    going(round_)
    if round_.step not in steps:
        raise Refusal("checkin.refused.moved_on")


def taking_part(round_: Round, person_id: str) -> Seat:
    """The seat of somebody who is in it."""
    if not is_in(round_, person_id):
        raise Refusal("checkin.refused.not_in")
    return round_.seat(person_id)


def presenting(round_: Round, person_id: str) -> Seat:
    """The seat of whoever presents."""
    if facts(round_)["presenter"] != person_id:
        name = presenter_name(round_)
        raise Refusal("checkin.refused.not_presenting", name=name) if name else Refusal(_MOVED_ON)
    return taking_part(round_, person_id)


def hosting(round_: Round, person_id: str) -> None:
    """Refuses everybody but whoever looks after it."""
    if person_id != round_.host_id or not host_name(round_):
        raise _of_host(round_)


def may_steer(round_: Round, person_id: str, now: datetime) -> bool:
    """Who may move it on now: where people are there together, everybody once the time is over."""
    late = facts(round_)["live"] and round_.ends_at is not None and now >= round_.ends_at
    return may_lead(round_, person_id) or (late and is_in(round_, person_id))


def may_lead(round_: Round, person_id: str) -> bool:
    """Its host; everybody who is in it while the host presents, or is gone."""
    host, presents = host_name(round_), facts(round_)["presenter"] == round_.host_id
    together = is_in(round_, person_id) and ((presents and round_.step in OF_PRESENTER) or not host)
    return (person_id == round_.host_id and host != "") or together


def steering(round_: Round, person_id: str, now: datetime) -> None:
    if not may_steer(round_, person_id, now):
        raise _of_host(round_)


def _of_host(round_: Round) -> Refusal:
    host = host_name(round_)
    return Refusal("checkin.refused.host", host=host) if host else Refusal("checkin.card.nobody")


def leading(round_: Round, person_id: str) -> None:
    """Refuses whoever may not move it on while its time goes."""
    if not may_lead(round_, person_id):
        raise Refusal("checkin.refused.host", host=host_name(round_))


def may_take(round_: Round, person_id: str) -> bool:
    """Where nobody looks after it: whoever is in it."""
    return not host_name(round_) and is_in(round_, person_id)


def host_name(round_: Round) -> str:
    return next((s.name for s in round_.present if s.person_id == round_.host_id and not s.gone), "")


def presenter_name(round_: Round) -> str:
    return next((s.name for s in round_.seats if s.person_id == facts(round_)["presenter"]), "")


def waited_for(round_: Round) -> list[Seat]:
    """Who has something to do before it can go on; nobody is, where only time or its host says so."""
    f = facts(round_)
    if round_.status != Status.RUNNING:
        return []
    here = [seat for seat in joined(round_) if seat.person_id not in f["done"]]
    if round_.step == Step.CHECK_IN:
        return [seat for seat in round_.present if seat.step == INVITED]
    if round_.step == Step.FOLLOW_UP:
        return [seat for seat in here if seat.person_id in f["follows"]]
    if round_.step in (Step.BIDS, Step.PROCESS):
        return here
    if round_.step in (Step.CHOOSE, Step.CHECK_OUT):
        return [seat for seat in here if seat.person_id == round_.host_id]
    if round_.step in (Step.PRESENT, Step.LOOKS) or (round_.step == Step.COMMIT and f["presenter"]):
        return [seat for seat in here if seat.person_id == f["presenter"]]
    if round_.step in queue.SHOWS and queue.shown(round_):
        return [seat for seat in joined(round_) if seat.person_id == f["presenter"]]
    if round_.step in (Step.CLARIFY, Step.HUSH, Step.QUESTIONS, Step.OFFERS):
        return [seat for seat in here if seat.person_id != f["presenter"]]
    return here


def awaits(round_: Round, person_id: str) -> bool:
    """Whether this person has something to do here that somebody hopes for."""
    return any(seat.person_id == person_id for seat in waited_for(round_))


def mine(round_: Round, person_id: str, kind: str, about: str | None = None) -> Reply | None:
    """This person's newest of that kind."""
    found = [r for r in round_.of_kind(kind, person_id) if about in (None, r.about)]
    return found[-1] if found else None


def of_slot(round_: Round, kind: str) -> list[Reply]:
    """What was said of that kind since this presenter began."""
    return [r for r in round_.of_kind(kind) if r.about.partition(":")[0] == str(facts(round_)["slot"])]


def place_in_queue(round_: Round, person_id: str) -> int:
    """How many questions come before this person's next one; -1 where none of theirs waits."""
    authors = [reply.author_id for reply in queue.waiting(round_)]
    return authors.index(person_id) if person_id in authors else -1


def question(round_: Round) -> str:
    found = round_.one("question")
    return found.text if found and found.text else ""
