"""How things stand: who may do what now, and who may read what."""

from bot.features.listening.models import (
    BY_TIME,
    DECLINED,
    DONE,
    HERE,
    INVITED,
    LEAST,
    OPEN_TO_JOIN,
    Pace,
    Step,
    facts,
    is_in,
    joined,
    pace,
    place,
    plan_of,
)
from bot.refusal import Refusal
from bot.rounds.company.order import shuffled
from bot.rounds.keeping.models import Reply, Round, Seat, Status


def going(round_: Round) -> None:
    if round_.status == Status.PAUSED:
        raise Refusal("listening.refused.paused")
    if round_.status != Status.RUNNING:
        raise Refusal("listening.refused.over")


def taking_part(round_: Round, person_id: str) -> Seat:
    """The seat of somebody who is in it; refuses whoever has not joined."""
    if not is_in(round_, person_id):
        raise Refusal("listening.refused.not_in")
    return round_.seat(person_id)


def hosting(round_: Round, person_id: str) -> None:
    """Refuses everybody but the host."""
    if person_id != round_.host_id:
        host = next((s.name for s in round_.present if s.person_id == round_.host_id), "")
        raise Refusal("listening.refused.host" if host else "listening.refused.no_host", host=host)


def may_join(round_: Round, person_id: str) -> None:
    """Refuses somebody for whom it is not, and everybody once it draws to its end."""
    going(round_)
    plan = plan_of(round_)
    if is_in(round_, person_id):
        return
    if plan.people and person_id not in (*plan.people, round_.host_id):
        raise Refusal("listening.refused.named")
    if round_.step not in OPEN_TO_JOIN:
        raise Refusal("listening.refused.too_late")


def writes_apart(round_: Round) -> None:
    if pace(round_) is not Pace.GATHER:
        raise Refusal("listening.refused.moved_on")


def goes_by_turns(round_: Round) -> None:
    if pace(round_) is Pace.GATHER:
        raise Refusal("listening.refused.moved_on")


def just_two(round_: Round) -> bool:
    """Whether it would begin with two: they are asked first."""
    return round_.step == Step.ASKED and len(joined(round_)) == LEAST - 1


def may_write(round_: Round, person_id: str) -> Seat:
    """Refuses where nothing is written apart, or words are read already that would be changed."""
    going(round_)
    seat = taking_part(round_, person_id)
    late = round_.step == Step.READ and not own(round_, person_id, "open")
    if pace(round_) is not Pace.GATHER or not (round_.step == Step.WRITE or late):
        raise Refusal("listening.refused.moved_on")
    return seat


def may_change(round_: Round, person_id: str) -> None:
    """How it was asked for can be changed, or taken back, by its host while nobody has written or begun."""
    hosting(round_, person_id)
    going(round_)
    begun = round_.step not in (Step.ASKED, Step.WRITE) or facts(round_)["lap"] > 1
    if begun or round_.of_kind("answer"):
        raise Refusal("listening.refused.begun")


def may_read(round_: Round, person_id: str) -> None:
    """What was gathered is for those who joined, one's own words for oneself, while there is something."""
    mine = [r for r in round_.replies if r.author_id == person_id and r.kind in ("answer", "open")]
    if not mine:
        taking_part(round_, person_id)
    kept = round_.status == Status.CLOSED and round_.of_kind("taking")
    if not (round_.of_kind("open") or mine or kept):
        raise Refusal("listening.refused.nothing_to_read")


def readable(round_: Round, reply: Reply, person_id: str) -> bool:
    """Whether this person may read that reply: their own, and what was opened for those who joined."""
    if reply.kind in ("question", "taking"):
        return True
    if reply.author_id == person_id and reply.kind in ("answer", "open", "note", "arrival", "heard"):
        return True
    opened = reply.kind in ("open", "heard") or (reply.kind == "arrival" and _is_open(round_, reply))
    return opened and is_in(round_, person_id) and _same_room(round_, reply.author_id, person_id)


def on_card(round_: Round, reply: Reply) -> bool:
    """What may stand in the channel: questions, what people put there, and what is published."""
    if reply.kind in ("question", "taking"):
        return True
    return reply.kind == "open" and plan_of(round_).publish


def voices(round_: Round, person_id: str = "") -> list[Reply]:
    """What was opened of the newest lap that was read, in an order that no speed decides."""
    opened = [r for r in round_.replies if r.kind in ("open", "withdrawn")]
    laps = [int(r.about) for r in opened]
    newest = [r for r in opened if laps and int(r.about) == max(laps)]
    mine = [r for r in newest if not person_id or _may_see(round_, r, person_id)]
    return sorted(mine, key=lambda r: place_of(round_, r))


def place_of(round_: Round, reply: Reply) -> str:
    """Where a reply stands among those of its lap, whoever was quicker."""
    return shuffled(round_.id, f"read:{reply.about}", reply.author_id)


def was_asked(round_: Round) -> list[Reply]:
    """The questions that were asked, in their order; those that did not come up are left out."""
    asked = round_.of_kind("question")
    ids = [reply.id for reply in asked]
    now = facts(round_)["question"]
    return asked[: ids.index(now) + 1] if now in ids else asked[:1]


def own(round_: Round, person_id: str, kind: str) -> Reply | None:
    """This person's newest reply of that kind, in this lap."""
    lap = str(facts(round_)["lap"])
    return next((r for r in reversed(round_.of_kind(kind, person_id)) if r.about == lap), None)


def heard_next(round_: Round, person_id: str) -> str:
    """Whose words this person plays back, where that was chosen: who comes before them; "" for nobody's."""
    ids = [r.author_id for r in voices(round_, person_id) if r.kind == "open"]
    if not plan_of(round_).play_back or len(ids) < 2 or person_id not in ids:
        return ""
    return ids[ids.index(person_id) - 1]


def waits_for_word(round_: Round, person_id: str) -> str:
    """Whose play-back waits for this person's word; "" for nobody's."""
    said = facts(round_)["confirmed"]
    heard = [s.person_id for s in round_.present if place(s)["listens_to"] == person_id]
    return next((listener for listener in heard if said.get(listener) == ""), "")


def asked(round_: Round) -> Reply | None:
    """The question that is asked now."""
    now = facts(round_)["question"]
    return next((r for r in round_.of_kind("question") if r.id == now), None)


def offered(round_: Round) -> list[Seat]:
    """Who was offered the floor, in all: never who was quiet."""
    return [seat for seat in round_.seats if place(seat)["turns"]]


def counts(round_: Round) -> tuple[int, int]:
    """How many have joined, and how many of them have written."""
    seats = joined(round_)
    return len(seats), sum(seat.step == DONE for seat in seats)


def awaits(round_: Round, person_id: str) -> bool:
    """Whether this person has something to do here that somebody hopes for."""
    seat = next((s for s in round_.present if s.person_id == person_id), None)
    if seat is None or round_.status != Status.RUNNING or seat.step == DECLINED:
        return False
    f = facts(round_)
    if round_.step in (Step.WRITE, Step.ASKED):
        return seat.step == INVITED or (seat.step == HERE and round_.step == Step.WRITE)
    if round_.step == Step.CHECK_OUT and pace(round_) is not Pace.LIVE:
        return is_in(round_, person_id) and person_id not in f["out"]
    reads = round_.step == Step.READ and is_in(round_, person_id) and person_id not in f["out"]
    return f["holder"] == person_id or reads


def by_time(moment: str) -> bool:
    """Whether time alone caused this moment: nobody did anything just now."""
    return moment.partition(":")[0] in BY_TIME


def _may_see(round_: Round, reply: Reply, person_id: str) -> bool:
    """Somebody's words, or that they took them back."""
    if reply.kind == "withdrawn":
        return is_in(round_, person_id) and _same_room(round_, reply.author_id, person_id)
    return readable(round_, reply, person_id)


def _is_open(round_: Round, reply: Reply) -> bool:
    return any(r.author_id == reply.author_id and r.about == reply.about for r in round_.of_kind("open"))


def _same_room(round_: Round, author_id: str, person_id: str) -> bool:
    rooms = facts(round_)["rooms"]
    return (
        not rooms or author_id not in rooms or person_id not in rooms or rooms[author_id] == rooms[person_id]
    )
