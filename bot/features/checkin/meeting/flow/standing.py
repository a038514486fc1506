"""How things stand in a meeting: who may do what now, who may read what, for whom it waits."""

from datetime import datetime

from bot.features.checkin.meeting.flow import queue
from bot.features.checkin.models import (
    INVITED,
    LONG,
    OF_PRESENTER,
    OVER,
    TOLD,
    Asking,
    Step,
    facts,
    is_in,
    joined,
)
from bot.rounds.company.moving_on import may_go_on
from bot.rounds.company.standing import at, hosting, hosts, looks_after, one_of, refused
from bot.rounds.keeping.models import TRIES, Reply, Round, Seat, Status

# What everybody who is in it may read.
_SHARED = {"arrival", "became", "bid", "brought", "answer", "looks", "offer"}
CLOSED = (Step.CLOSED, Step.FORGOTTEN, Step.TAKEN_BACK)


def readable(round_: Round, reply: Reply, person_id: str) -> bool:
    """Whether this person may read that reply: their own, and what those who are in it share."""
    if reply.kind in ("question", "where", TRIES) or reply.author_id == person_id:
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
    return here and step in LONG and LONG.index(Step(round_.step)) > LONG.index(Step(step))


def on_card(_: Round, reply: Reply) -> bool:
    """What may stand in Slack: what was put to the channel in the first place."""
    return reply.kind in ("question", "where")


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
    asks_each = round_.step != Step.CHECK_IN and not (round_.step in queue.SHOWS and queue.shown(round_))
    done = facts(round_)["done"] if asks_each else []
    return [seat for seat in asked_now(round_) if seat.person_id not in done]


def asked_now(round_: Round) -> list[Seat]:
    """The same, with those who have done it: who has, nobody learns."""
    if round_.status != Status.RUNNING:
        return []
    if round_.step == Step.CHECK_IN:
        return [seat for seat in round_.present if seat.step == INVITED]
    f, presenter = facts(round_), facts(round_)["presenter"]
    if round_.step in queue.SHOWS and queue.shown(round_):
        return [seat for seat in joined(round_) if seat.person_id == presenter]
    here, ours = ([seat.person_id for seat in seats] for seats in (joined(round_), hosts(round_)))
    led = [] if set(ours) & set(f["done"]) else ours  # one of those who look after it is enough
    choose = led if f["live"] else bidders(round_)
    others = [who for who in here if who != presenter]
    asking = [seat.person_id for seat in queue.askers(round_)]
    asked = {
        Step.FOLLOW_UP: f["follows"], Step.CHOOSE: choose, Step.PRESENT: [presenter], Step.CLARIFY: asking,
        Step.HUSH: asking, Step.QUESTIONS: asking, Step.LOOKS: [presenter], Step.OFFERS: others,
        Step.COMMIT: [presenter] if presenter else here, Step.CHECK_OUT: led,
    }.get(Step(round_.step), here)  # fmt: skip
    return [seat for seat in joined(round_) if seat.person_id in asked]


def bidders(round_: Round) -> list[str]:
    """Who would like the time, is there, and has not had it or missed it."""
    f, here = facts(round_), {seat.person_id for seat in joined(round_)}
    return [who for who in f["bids"] if who in here and who not in (*f["missed"], *had(round_))]


def had(round_: Round) -> list[str]:
    """Who has had the time in this meeting."""
    presented = facts(round_)["presented"].items()
    return [who for who, at in presented if datetime.fromisoformat(at) >= round_.created_at]


def from_on(step: Step) -> tuple[Step, ...]:
    """That step and what comes after it: words for it are taken until the close."""
    return LONG[LONG.index(step) :]


def late(round_: Round, person_id: str) -> list[str]:
    """For which steps that went on without them this person's word is still taken."""
    f, step = facts(round_), Step(round_.step) if round_.step in LONG else None
    if round_.status != Status.RUNNING or step is None or not is_in(round_, person_id):
        return []
    said = {kind: [r.author_id for r in of_slot(round_, kind)] for kind in ("offer", "process")}
    followed = [r.author_id for r in round_.of_kind("became")]
    open_ = {
        "became": step in from_on(Step.BIDS) and person_id in f["follows"] and person_id not in followed,
        "bid": step == Step.CHOOSE and person_id not in (*f["bids"], *had(round_)),
        "offer": step in (Step.COMMIT, Step.PROCESS) and f["offers"] and person_id != f["presenter"],
        "process": step == Step.CHECK_OUT and bool(f["slot"]),
    }
    return [name for name, there in open_.items() if there and person_id not in said.get(name, [])]


def nobody_left_behind(round_: Round, person_id: str, now: datetime) -> None:
    """Refuses a press before those who are waited for have had their time; people who are live see that."""
    f, known = facts(round_), (Step.PRESENT, Step.LOOKS)  # all know for whom it waits there
    come = round_.step == Step.CHECK_IN and not f["set"] and round_.status == Status.RUNNING
    if not f["live"]:
        may_go_on(round_, person_id, holds_up(round_), now, named=round_.step in known, anybody=come)


def holds_up(round_: Round) -> list[Seat]:
    """Whom a press may not leave behind: those who ask are waited for beside whoever answers."""
    if round_.status == Status.PAUSED:
        return joined(round_)
    waited = waited_for(round_)
    asking = queue.askers(round_) if round_.step in queue.SHOWS else []
    done = facts(round_)["done"]
    return [*waited, *(seat for seat in asking if seat not in waited and seat.person_id not in done)]


def awaits(round_: Round, person_id: str) -> bool:
    """Whether this person has something to do here that somebody hopes for."""
    return any(seat.person_id == person_id for seat in waited_for(round_))


def quiet(round_: Round) -> bool:
    """Whether this step is said in silence: a set's cards show it, and whoever looks once a day sees it.

    Whoever has not done theirs when a working day is over gets a word, and a working day from then.
    """
    f = facts(round_)
    return not (f["live"] or f["short"] or f.get("quick")) and round_.step in LONG and round_.step not in TOLD


def of_slot(round_: Round, kind: str) -> list[Reply]:
    """What was said of that kind since this presenter began."""
    return [r for r in round_.of_kind(kind) if r.about.partition(":")[0] == str(facts(round_)["slot"])]
