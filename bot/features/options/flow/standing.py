"""How things stand in a matter: who may do what now, and who may read what."""

from bot.features.options.models import (
    ASKED,
    COUNTS_FOR,
    GUESSED,
    LEAST,
    STANDING,
    Facts,
    Step,
    deciders,
    decides,
    facts,
    kind_of,
)
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat, Status

# What everybody in the channel may read; the rest is its author's, or nobody's until it opens.
SHARED = {
    "question", "can_decide", "can_influence", "is_fixed", "who_decides", "same", "differ", "option", "kept",
    "asks", "clear", "absent", "reaction", "result", "looked", "record", "because",
}  # fmt: skip


def readable(_: Round, reply: Reply, person_id: str) -> bool:
    """Whether somebody of the channel may read that reply: that they are there, Slack was asked before."""
    if reply.kind in SHARED:
        return True
    return reply.author_id == person_id and reply.kind in ("answer", "working", "idea")


def on_card(_: Round, reply: Reply) -> bool:
    """What may stand in the channel."""
    return reply.kind in SHARED


def going(round_: Round) -> None:
    """Refuses while it rests, and once it is over."""
    if round_.status == Status.PAUSED:
        raise Refusal("options.refused.paused")
    if round_.status != Status.RUNNING:
        raise Refusal("options.refused.over")


def at(round_: Round, *steps: Step) -> None:
    """Refuses what belongs to another step."""
    going(round_)
    if round_.step not in steps:
        raise Refusal("options.refused.moved_on")


def hosting(round_: Round, person_id: str) -> None:
    """Refuses everybody but the host."""
    if person_id != round_.host_id:
        raise Refusal("options.refused.host", host=host_name(round_))


def steering(round_: Round, person_id: str) -> None:
    """Who may move it on: its host; without one, or once the step ran out of time, whoever decides."""
    if person_id == round_.host_id:
        return
    if not decides(round_, person_id):
        raise Refusal("options.refused.steer", host=host_name(round_))
    if host_name(round_) and not is_late(round_):
        raise Refusal("options.refused.steer", host=host_name(round_))


def is_late(round_: Round) -> bool:
    """The time of this step was up once, and too little had come of it."""
    return facts(round_)["retried"]


def deciding(round_: Round, person_id: str) -> Seat:
    """The seat of somebody who decides."""
    if not decides(round_, person_id):
        raise Refusal("options.refused.not_deciding")
    return round_.seat(person_id)


def may_take(round_: Round, person_id: str) -> bool:
    """Where nobody looks after it: whoever decides; where nobody decides either, whoever has a place."""
    there = deciders(round_) or round_.present
    return not host_name(round_) and any(seat.person_id == person_id for seat in there)


def host_name(round_: Round) -> str:
    return next((s.name for s in round_.present if s.person_id == round_.host_id and not s.gone), "")


def agreed(round_: Round) -> None:
    """Refuses what only an agreement that holds can have done to it."""
    if not holds(round_):
        raise Refusal("options.refused.not_standing")


def holds(round_: Round) -> bool:
    return facts(round_)["state"] in [state.value for state in STANDING]


def text(round_: Round, kind: str) -> str:
    """What was last written of that kind, where it may be read here."""
    found = round_.one(kind)
    return found.text if found and found.text else ""


def texts(round_: Round, kind: str) -> list[str]:
    return [reply.text for reply in round_.of_kind(kind) if reply.text]


def live(round_: Round) -> list[Reply]:
    """The options on the table."""
    found = {reply.id: reply for reply in round_.of_kind("option")}
    return [found[id_] for id_ in facts(round_)["live"] if id_ in found]


def proposal(round_: Round) -> Reply | None:
    chosen = facts(round_)["proposal"]
    return next((reply for reply in round_.of_kind("option") if reply.id == chosen), None)


def missing_kinds(round_: Round) -> list[str]:
    """The kinds of experience named at the start that nobody brings who decides."""
    there: set[str] = set()
    for seat in deciders(round_):
        there |= COUNTS_FOR.get(kind_of(round_, seat), set())
    return [kind for kind in facts(round_)["kinds"] if kind not in there]


def short_of(round_: Round) -> bool:
    """Whether somebody more has to decide: one alone is left, or nobody brings what has to be heard."""
    done, of = finished(round_)
    if round_.step != Step.TEST or of < LEAST:
        return round_.step == Step.TEST
    return bool(missing_kinds(round_)) and (done == of or facts(round_)["retried"])


def few(round_: Round) -> bool:
    """So few decide that others may guess who wrote what."""
    return len(deciders(round_)) < GUESSED


def finished(round_: Round) -> tuple[int, int]:
    """How many of those who decide have answered this step, of how many."""
    seats = deciders(round_)
    if round_.step == Step.GATHER:
        wrote = facts(round_)["wrote"]
        return sum(s.person_id in wrote for s in seats), len(seats)
    return sum(s.step != ASKED for s in seats), len(seats)


def concerned(round_: Round) -> list[Seat]:
    """Who is told when it goes on: those who decide, and whoever looks after it."""
    return [s for s in round_.present if s.person_id == round_.host_id or decides(round_, s.person_id)]


def awaits(round_: Round, person_id: str) -> bool:
    """Whether this person has something to do here that somebody hopes for."""
    f: Facts = facts(round_)
    if round_.status != Status.RUNNING or not decides(round_, person_id):
        return False
    if round_.step == Step.TEST:
        return round_.seat(person_id).step == ASKED
    if round_.step == Step.REVIEW:
        return round_.seat(person_id).step == ASKED or f["opened"]
    if round_.step == Step.GATHER:
        return person_id not in f["wrote"]
    if round_.step == Step.REACT:
        return person_id not in f["reacted"]
    if round_.step == Step.SHARE:
        return not (round_.of_kind("same", person_id) or round_.of_kind("differ", person_id))
    if round_.step == Step.MISSING:
        return not round_.of_kind("absent")
    return round_.step == Step.WRITE


def in_record(round_: Round, person_id: str) -> None:
    """Whoever decided may have its record corrected, changed or looked at: it is there, and they are."""
    if not facts(round_)["record"]:
        raise Refusal("options.refused.no_record")
    deciding(round_, person_id)


def amending(round_: Round, person_id: str) -> None:
    """Who may put a change to an agreement that holds, and when."""
    in_record(round_, person_id)
    at(round_, Step.RECORDED, Step.REVIEW)
    agreed(round_)


def merging(round_: Round) -> None:
    """Refuses while there are no two options to make one of."""
    at(round_, Step.BUILD)
    if len(live(round_)) < 2:
        raise Refusal("options.refused.merge_two")


def reviewed(round_: Round, person_id: str) -> Seat:
    """Who decides "keep, change or end": after all were asked, never before."""
    at(round_, Step.REVIEW)
    seat = deciding(round_, person_id)
    if not facts(round_)["opened"]:
        raise Refusal("options.refused.not_opened")
    return seat
