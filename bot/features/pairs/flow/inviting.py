"""Before somebody says yes or no: a question of theirs that whoever invites answers, and taking it back."""

from datetime import datetime

from bot import owners
from bot.features.pairs.models import ASK, ASKED, LAPSED, LINE, PURPOSE, TOLD, WAITS, facts
from bot.rounds.company.standing import filled, refused
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import drop, put, say
from bot.rounds.time.windows import ring


def asked(round_: Round, person_id: str) -> Seat:
    """The seat of somebody who has not said yes or no; refuses anybody else."""
    seat = round_.seat(person_id)
    if seat.step != ASKED or round_.status != Status.RUNNING:
        raise refused(round_, "answered")
    return seat


def purpose(round_: Round, text: str, now: datetime) -> None:
    """What it is for, in the words of whoever invites: those who are asked read it beside the question."""
    if text:
        owner = owners.pair(round_.team, round_.id)
        say(round_, round_.host_id, PURPOSE, text, now, about="what", owner=owner)


def ask(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """Somebody asks a question first, which whoever invites reads alone; there is time for that."""
    seat = asked(round_, person_id)
    filled(round_, text, "ask")
    _forget(round_, seat)
    put(round_, person_id, ASK, text, now)
    round_.ends_at = round_.wakes_at = now + WAITS
    ring([round_.seat(round_.host_id)], f"asks:{now.isoformat()}")


def questions(round_: Round) -> list[Reply]:
    """What was asked first, and not answered."""
    told = {reply.about for reply in round_.of_kind(TOLD)}
    return [reply for reply in round_.of_kind(ASK) if reply.author_id not in told]


def question(round_: Round, person_id: str, asker_id: str) -> Reply:
    """What that person asked; refuses everybody but whoever invites, and where nothing waits."""
    found = next((reply for reply in questions(round_) if reply.author_id == asker_id), None)
    if person_id != round_.host_id or found is None:
        raise refused(round_, "answered")
    return found


def tell(round_: Round, person_id: str, asker_id: str, text: str, now: datetime) -> None:
    """Whoever invites answers what was asked; it is theirs to say yes or no then."""
    question(round_, person_id, asker_id)
    filled(round_, text, "told")
    put(round_, person_id, TOLD, text, now, about=asker_id)
    round_.ends_at = round_.wakes_at = now + WAITS
    ring([round_.seat(asker_id)], f"told:{now.isoformat()}")


def answer_to(round_: Round, person_id: str) -> Reply | None:
    """What whoever invites told this person, who had asked."""
    return next((reply for reply in round_.of_kind(TOLD) if reply.about == person_id), None)


def take_back(round_: Round, person_id: str) -> None:
    """Whoever invited asks no more; refuses where everybody has answered."""
    if person_id != round_.host_id or not waits(round_):
        raise refused(round_, "answered")
    facts(round_)["taken_back"] = True
    lapse(round_)


def waits(round_: Round) -> list[Seat]:
    """Who is asked, and has said neither yes nor no."""
    return [seat for seat in round_.present if seat.step == ASKED]


def lapse(round_: Round) -> None:
    """Who has not answered is not asked any more."""
    for seat in waits(round_):
        seat.step = LAPSED


def settle(round_: Round) -> None:
    """What was asked first goes once they have answered; what it is for stands on the page of those who said
    yes, once nobody is asked any more, unless they wrote there meanwhile.
    """
    for seat in round_.seats:
        if seat.step != ASKED:
            _forget(round_, seat)
    if (aim := round_.one(PURPOSE)) and not waits(round_):
        if any(line.about == aim.about for line in round_.of_kind(LINE)):
            drop(round_, aim.author_id, PURPOSE)
        else:
            aim.kind = LINE


def _forget(round_: Round, seat: Seat) -> None:
    drop(round_, seat.person_id, ASK)
    drop(round_, round_.host_id, TOLD, about=seat.person_id)
