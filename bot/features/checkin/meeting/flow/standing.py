"""How things stand in a meeting: who may do what now, who may read what, for whom it waits."""

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
from bot.rounds.company.standing import at, hosting, hosts, looks_after, one_of, refused
from bot.rounds.keeping.models import TRIES, Reply, Round, Seat, Status

# What everybody who is in it may read.
_SHARED = {"arrival", "became", "bid", "brought", "answer", "looks", "offer"}
CLOSED = (Step.CLOSED, Step.FORGOTTEN, Step.TAKEN_BACK)


def readable(round_: Round, reply: Reply, person_id: str) -> bool:
    """Whether this person may read that reply: their own, and what those who are in it share."""
    if reply.kind in ("question", TRIES) or reply.author_id == person_id:
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


def stamp(round_: Round) -> str:
    """Where it stands, to put behind a button that the next step has, too."""
    return f"{round_.step}:{facts(round_)['slot']}"


def still(round_: Round, drawn_at: str) -> None:
    """Refuses a button that was drawn for another step: people double-click."""
    if drawn_at and drawn_at != stamp(round_):
        raise refused(round_, "moved_on")


def taking_part(round_: Round, person_id: str, *steps: Step) -> Seat:
    """The seat of somebody who is in it; refuses what belongs to another step than these, if any."""
    if steps:
        at(round_, *steps)
    return one_of(round_, person_id, joined(round_))


def presenting(round_: Round, person_id: str, *steps: Step) -> Seat:
    """The same, of whoever presents."""
    if steps:
        at(round_, *steps)
    if facts(round_)["presenter"] != person_id:
        name = presenter_name(round_)
        raise refused(round_, "not_presenting", name=name) if name else refused(round_, "moved_on")
    return taking_part(round_, person_id)


def listening(round_: Round, person_id: str, *steps: Step) -> Seat:
    """The same, of somebody who does not present."""
    seat = taking_part(round_, person_id, *steps)
    if facts(round_)["presenter"] == person_id:
        raise refused(round_, "presents")
    return seat


def may_steer(round_: Round, person_id: str) -> bool:
    """Who may move it on now: where people are there together, everybody once the time is over."""
    late = facts(round_)["mark"] == 2
    return may_lead(round_, person_id) or (late and is_in(round_, person_id))


def may_lead(round_: Round, person_id: str) -> bool:
    """Who looks after it; everybody who is in it while those present, or are gone."""
    return looks_after(round_, person_id) or (is_in(round_, person_id) and not _free_hosts(round_))


def host_presents(round_: Round) -> bool:
    """Whether whoever looks after it has something else to do."""
    return bool(hosts(round_)) and not _free_hosts(round_)


def _free_hosts(round_: Round) -> list[Seat]:
    busy = facts(round_)["presenter"] if round_.step in OF_PRESENTER else ""
    return [seat for seat in hosts(round_) if seat.person_id != busy]


def steering(round_: Round, person_id: str) -> None:
    """Refuses whoever may not move it on now."""
    if not may_steer(round_, person_id):
        hosting(round_, person_id)


def may_take(round_: Round, person_id: str) -> bool:
    """Where nobody looks after it: whoever is in it."""
    return not hosts(round_) and is_in(round_, person_id)


def presenter_name(round_: Round) -> str:
    return next((s.name for s in round_.seats if s.person_id == facts(round_)["presenter"]), "")


def waited_for(round_: Round) -> list[Seat]:
    """Who has something to do before it can go on; nobody is, where only time or its host says so."""
    if round_.status != Status.RUNNING:
        return []
    if round_.step == Step.CHECK_IN:
        return [seat for seat in round_.present if seat.step == INVITED]
    f, presenter = facts(round_), facts(round_)["presenter"]
    if round_.step in queue.SHOWS and queue.shown(round_):
        return [seat for seat in joined(round_) if seat.person_id == presenter]
    here, ours = ([seat.person_id for seat in seats] for seats in (joined(round_), hosts(round_)))
    led = [] if set(ours) & set(f["done"]) else ours  # one of those who look after it is enough
    others = [who for who in here if who != presenter]
    asked = {
        Step.FOLLOW_UP: f["follows"], Step.CHOOSE: led, Step.PRESENT: [presenter], Step.CLARIFY: others,
        Step.HUSH: others, Step.QUESTIONS: others, Step.LOOKS: [presenter], Step.OFFERS: others,
        Step.COMMIT: [presenter] if presenter else here, Step.CHECK_OUT: led,
    }.get(Step(round_.step), here)  # fmt: skip
    return [s for s in joined(round_) if s.person_id in asked and s.person_id not in f["done"]]


def awaits(round_: Round, person_id: str) -> bool:
    """Whether this person has something to do here that somebody hopes for."""
    return any(seat.person_id == person_id for seat in waited_for(round_))


def of_slot(round_: Round, kind: str) -> list[Reply]:
    """What was said of that kind since this presenter began."""
    return [r for r in round_.of_kind(kind) if r.about.partition(":")[0] == str(facts(round_)["slot"])]
