"""How things stand: who may do what now, and who may read what."""

from bot.features.listening.models import (
    BY_TIME,
    DONE,
    HERE,
    INVITED,
    LATE,
    LEAST,
    OPEN_TO_JOIN,
    OPENED,
    PASSED,
    Pace,
    Step,
    facts,
    is_in,
    joined,
    lap,
    pace,
    place,
    plan_of,
)
from bot.rounds.company.order import shuffled
from bot.rounds.company.standing import going, hosting, looks_after, one_of, refused
from bot.rounds.keeping.models import Reply, Round, Seat, Status


def taking_part(round_: Round, person_id: str) -> Seat:
    """The seat of somebody who is in it; refuses whoever has not joined."""
    return one_of(round_, person_id, joined(round_))


def inside(round_: Round, person_id: str) -> None:
    """Refuses whoever has not joined, but for the host, who may look after it without a turn."""
    if not looks_after(round_, person_id):
        taking_part(round_, person_id)


def may_join(round_: Round, person_id: str) -> None:
    """Refuses somebody for whom it is not, and everybody once it draws to its end."""
    going(round_)
    if is_in(round_, person_id):
        return
    if why_not := cannot_join(round_, person_id):
        raise refused(round_, why_not)


def cannot_join(round_: Round, person_id: str) -> str:
    """Why somebody who is not in it cannot come while it goes on: the key of a refusal, "" where they can."""
    named = plan_of(round_).people
    if named and person_id not in named and not looks_after(round_, person_id):
        return "named"
    return "" if round_.step in OPEN_TO_JOIN or takes_late(round_) else "too_late"


def takes_late(round_: Round) -> bool:
    """Whether it has opened, and what somebody writes now is read with the rest."""
    return pace(round_) is Pace.GATHER and round_.step in LATE


def may_write_late(round_: Round, person_id: str) -> bool:
    """The same, for somebody of whom nothing is read yet."""
    return takes_late(round_) and own(round_, person_id, "open") is None


def may_come(round_: Round) -> bool:
    """Whether somebody can still come, until the first window is over, who was not asked by name."""
    return round_.step in (Step.ASKED, Step.WRITE) and facts(round_)["lap"] < 2 and not plan_of(round_).people


def plays_back(round_: Round) -> bool:
    """Whether turns of this round begin with one thing heard, now or later."""
    begins = round_.step in (Step.ASKED, Step.CHECK_IN, Step.TURNS)
    return plan_of(round_).play_back and begins and pace(round_) is not Pace.GATHER


def just_two(round_: Round) -> bool:
    """Whether it would begin with two: they are asked first."""
    return round_.step == Step.ASKED and len(joined(round_)) == LEAST - 1


def may_write(round_: Round, person_id: str) -> Seat:
    """Refuses where nothing is written apart, or words are read already that would be changed."""
    going(round_)
    seat = taking_part(round_, person_id)
    now = pace(round_) is Pace.GATHER and round_.step == Step.WRITE
    if not (now or may_write_late(round_, person_id)):
        raise refused(round_, "moved_on")
    return seat


def may_change(round_: Round, person_id: str) -> None:
    """How it was asked for can be changed, or taken back, by its host while nobody has written or begun."""
    hosting(round_, person_id)
    going(round_)
    if has_begun(round_):
        raise refused(round_, "begun")


def has_begun(round_: Round) -> bool:
    """Whether somebody has written, or it has gone round."""
    return not untouched(round_) or facts(round_)["lap"] > 1


def untouched(round_: Round) -> bool:
    return round_.step in (Step.ASKED, Step.WRITE) and not round_.of_kind("answer")


def may_read(round_: Round, person_id: str) -> None:
    """What was gathered is for those who joined, one's own words for oneself, while there is something."""
    mine = written(round_, person_id)
    if not mine:
        taking_part(round_, person_id)
    taken = round_.status == Status.CLOSED and round_.of_kind("taking")
    if not (round_.of_kind("open") or mine or taken):
        raise refused(round_, "nothing_to_read")


def may_hear(round_: Round, person_id: str) -> None:
    """Refuses whoever is not in it, and where there is nobody to play back."""
    taking_part(round_, person_id)
    if round_.step != Step.READ or not heard_next(round_, person_id):
        raise refused(round_, "moved_on")


def written(round_: Round, person_id: str) -> list[str]:
    """Of which kinds this person's gathered words are: opened, or not yet."""
    kinds = ("answer", "open")
    return [r.kind for r in round_.replies if r.author_id == person_id and r.kind in kinds]


def readable(round_: Round, reply: Reply, person_id: str) -> bool:
    """Whether this person may read that reply: their own, and what was opened for those who joined."""
    if reply.kind in ("question", "taking"):
        return True
    if reply.author_id == person_id and reply.kind in (*OPENED, *OPENED.values(), "note", "heard"):
        return True
    return reply.kind in (*OPENED.values(), "heard") and _together(round_, reply.author_id, person_id)


def on_card(round_: Round, reply: Reply) -> bool:
    """What may stand in the channel: questions, what people put there, and what is published."""
    if reply.kind in ("question", "taking"):
        return True
    return reply.kind == "open" and plan_of(round_).publish


def voices(round_: Round, person_id: str) -> list[Reply]:
    """What was opened of the newest lap that was read, in an order that no speed decides."""
    opened = [r for r in round_.replies if r.kind in ("open", "withdrawn")]
    newest = max((lap_of(round_, r) for r in opened), default=0)
    mine = [r for r in opened if lap_of(round_, r) == newest and _may_see(round_, r, person_id)]
    return sorted(mine, key=lambda r: place_of(round_, r))


def lap_of(round_: Round, reply: Reply) -> int:
    """In which lap it was said; 0 for none that there was, as a row says that somebody else changed."""
    there = {str(lap): lap for lap in range(1, facts(round_)["lap"] + 1)}
    return there.get(reply.about, 0)


def place_of(round_: Round, reply: Reply) -> str:
    """Where a reply stands among those of its lap, whoever was quicker."""
    return shuffled(round_.id, f"read:{reply.about}", reply.author_id)


def was_asked(round_: Round) -> list[str]:
    """The questions that were asked, in their order; those that did not come up are left out."""
    questions = round_.of_kind("question")
    now = asked(round_)
    came_up = questions[: questions.index(now) + 1] if now else questions[:1]
    return [reply.text for reply in came_up if reply.text]


def own(round_: Round, person_id: str, kind: str) -> Reply | None:
    """This person's newest reply of that kind, in this lap."""
    mine = [r for r in round_.of_kind(kind, person_id) if r.about == lap(round_)]
    return next(reversed(mine), None)


def heard_next(round_: Round, person_id: str) -> str:
    """Whose words this person plays back, where that was chosen: who comes before them; "" for nobody's."""
    ids = [r.author_id for r in voices(round_, person_id) if r.kind == "open"]
    if not plan_of(round_).play_back or len(ids) < 2 or person_id not in ids:
        return ""
    return ids[ids.index(person_id) - 1]


def has_to_hear(round_: Round, person_id: str) -> bool:
    """Whether somebody's words wait for this person to play one thing of them back."""
    return bool(heard_next(round_, person_id)) and person_id not in facts(round_)["confirmed"]


def waits_for_word(round_: Round, person_id: str) -> str:
    """Whose play-back waits for this person's word, once it can be heard or read; "" for nobody's."""
    f = facts(round_)
    to_come = f["holder"] if pace(round_) is Pace.RELAY else ""
    heard = [s.person_id for s in round_.present if place(s)["listens_to"] == person_id]
    waits = (listener for listener in heard if f["confirmed"].get(listener) == "" and listener != to_come)
    return next(waits, "")


def asked(round_: Round) -> Reply | None:
    """The question that is asked now."""
    now = facts(round_)["question"]
    return next((r for r in round_.of_kind("question") if r.id == now), None)


def question(round_: Round) -> str:
    """Its text, where it may be read here; else ""."""
    found = asked(round_)
    return found.text if found and found.text else ""


def offered(round_: Round) -> list[Seat]:
    """Who was offered the floor, in all: never who was quiet."""
    return [seat for seat in round_.seats if place(seat)["turns"]]


def counts(round_: Round) -> tuple[int, int]:
    """How many have joined, and how many of them have written."""
    seats = joined(round_)
    return len(seats), sum(seat.step == DONE for seat in seats)


def to_write(round_: Round) -> list[Seat]:
    """Who was asked by name, or joined, and has not written."""
    return [seat for seat in round_.present if seat.step in (INVITED, HERE)]


def not_out(round_: Round) -> list[Seat]:
    """Who has not said yet what they are taking with them, or that it stays with them."""
    return [seat for seat in joined(round_) if seat.person_id not in facts(round_)["out"]]


def awaits(round_: Round, person_id: str) -> bool:
    """Whether this person has something to do here that somebody hopes for."""
    step, ids = round_.step, [facts(round_)["holder"]]
    if step == Step.WRITE:
        ids = [seat.person_id for seat in to_write(round_)]
    elif step == Step.ASKED:
        ids = [seat.person_id for seat in round_.present if seat.step == INVITED]
    elif step == Step.READ or (step == Step.CHECK_OUT and pace(round_) is not Pace.LIVE):
        ids = [seat.person_id for seat in not_out(round_)]
    return round_.status == Status.RUNNING and person_id in ids


def awaited(round_: Round) -> list[Seat]:
    """All of whom that is so."""
    return [seat for seat in round_.present if awaits(round_, seat.person_id)]


def asked_to_write(round_: Round) -> list[Seat]:
    """Whom this step asks for words, whether they have written, passed or not: who has, nobody learns."""
    asked_ = (INVITED, HERE, DONE, PASSED)
    return [seat for seat in round_.present if seat.step in asked_] if round_.step == Step.WRITE else []


def by_time(moment: str) -> bool:
    """Whether time alone caused this moment: nobody did anything just now."""
    return moment.partition(":")[0] in BY_TIME


def _may_see(round_: Round, reply: Reply, person_id: str) -> bool:
    """Somebody's words, or that they took them back."""
    if reply.kind == "withdrawn":
        return _together(round_, reply.author_id, person_id)
    return readable(round_, reply, person_id)


def _together(round_: Round, author_id: str, person_id: str) -> bool:
    """Whether this person is in it, and there, and reads with that one where it is read in rooms."""
    rooms = facts(round_)["rooms"]
    there = any(seat.person_id == person_id and not seat.outside for seat in joined(round_))
    apart = author_id in rooms and person_id in rooms and rooms[author_id] != rooms[person_id]
    return there and not apart
