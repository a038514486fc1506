"""How things stand in a matter: who may do what now, and who may read what."""

import json
from collections.abc import Iterable

from bot.features.options.models import (
    ASKED,
    COUNTS_FOR,
    GUESSED,
    LEAST,
    LONG,
    STANDING,
    State,
    Step,
    deciders,
    decides,
    facts,
    kind_of,
)
from bot.refusal import Refusal
from bot.rounds.company.standing import (
    at,
    going,
    host_name,
    hosting,
    hosts,
    is_late,
    looks_after,
    one_of,
    refused,
)
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import text_of

# What everybody in the channel may read; the rest is its author's, or nobody's until it opens.
SHARED = {
    "question", "can_decide", "can_influence", "is_fixed", "who_decides", "same", "differ", "option", "kept",
    "asks", "clear", "absent", "reaction", "result", "looked", "record", "because", "motion", "against",
    "ticks", "beside", "why_now", "unnamed",
}  # fmt: skip


# What nobody but its author reads, until it opens or is gone.
_OWN = {"answer", "working", "idea", "consent", "lives", "sign", "further", "counted"}


def readable(round_: Round, reply: Reply, person_id: str) -> bool:
    """Whether somebody of the channel may read that reply: that they are there, Slack was asked before."""
    if reply.kind in SHARED:
        return True
    if reply.kind == "asked":  # of those who decide, how many answered: theirs to read
        return decides(round_, person_id)
    return reply.author_id == person_id and reply.kind in _OWN


def on_card(_: Round, reply: Reply) -> bool:
    return reply.kind in SHARED


def leading(round_: Round, person_id: str) -> None:
    """Refuses while it does not go on, and everybody but those who look after it."""
    going(round_)
    hosting(round_, person_id)


def steers(round_: Round, person_id: str) -> bool:
    """Who may move it on: who looks after it; without one, or once the step ran out of time, who decides."""
    anybody = is_late(round_) or not hosts(round_)
    return looks_after(round_, person_id) or (anybody and decides(round_, person_id))


def steering(round_: Round, person_id: str) -> None:
    if not steers(round_, person_id):
        name = host_name(round_)
        raise refused(round_, "steer", host=name) if name else refused(round_, "no_host")


def deciding(round_: Round, person_id: str) -> Seat:
    """The seat of somebody who decides."""
    return one_of(round_, person_id, deciders(round_))


def current(round_: Round, chosen: str, there: Iterable[str]) -> None:
    """Refuses what somebody has changed or merged since it was read."""
    if chosen not in there:
        raise refused(round_, "changed_meanwhile", "text")


def may_take(round_: Round, person_id: str) -> bool:
    """Where nobody looks after it: whoever decides; where nobody decides either, whoever has a place."""
    there = deciders(round_) or round_.present
    return not hosts(round_) and any(seat.person_id == person_id for seat in there)


def agreed(round_: Round) -> None:
    """Refuses what only an agreement that holds can have done to it."""
    if not holds(round_):
        raise refused(round_, "not_standing")


def holds(round_: Round) -> bool:
    return facts(round_)["state"] in [state.value for state in STANDING]


def owner(round_: Round) -> str:
    """Who sees to what was agreed, and is in the channel; "" where nobody is."""
    named = facts(round_)["owner"]
    return named if any(s.person_id == named and not s.outside for s in round_.present) else ""


def ownerless(round_: Round) -> bool:
    """Whether somebody was to see to what holds, and is not here any more."""
    named = json.loads(text_of(round_, "record") or "{}").get("owner")
    return holds(round_) and bool(named) and not owner(round_)


def live(round_: Round) -> list[Reply]:
    found = {reply.id: reply for reply in round_.of_kind("option")}
    return [found[id_] for id_ in facts(round_)["live"] if id_ in found]


def proposal(round_: Round) -> Reply | None:
    chosen = facts(round_)["proposal"]
    return next((reply for reply in round_.of_kind("option") if reply.id == chosen), None)


def asked_alone(round_: Round, seat: Seat) -> bool:
    """Whether this is somebody who decides, and has not answered yet what is kept apart."""
    return decides(round_, seat.person_id) and seat.step == ASKED and not facts(round_)["opened"]


def tested(round_: Round) -> Reply | None:
    """The option that was tested last, also where another has taken its place since."""
    return next((r for r in round_.of_kind("option") if r.id == facts(round_)["tested"]), None)


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
    return bool(missing_kinds(round_)) and (done == of or is_late(round_))


def few(round_: Round) -> bool:
    """So few decide that others may guess who wrote what."""
    return len(deciders(round_)) < GUESSED


def finished(round_: Round) -> tuple[int, int]:
    """How many of those who decide have answered this step, of how many."""
    seats, wrote = deciders(round_), facts(round_)["wrote"]
    if round_.step == Step.GATHER:
        return sum(s.person_id in wrote for s in seats), len(seats)
    return sum(s.step != ASKED for s in seats), len(seats)


def concerned(round_: Round) -> list[Seat]:
    """Who is told when it goes on: those who decide, and whoever looks after it."""
    told = [*hosts(round_), *deciders(round_)]
    return [seat for seat in round_.present if seat in told]


def scribe(round_: Round, by: str | None) -> list[Seat]:
    """Who is asked to write it down: somebody who decides, is there, and does not look after it.

    Not `by`, who has it in front of them. Where there is nobody else: whoever looks after it.
    """
    there = [seat for seat in deciders(round_) if not (seat.back_at or seat.outside or seat.unreached)]
    others = [s for s in there if s.person_id != by and not looks_after(round_, s.person_id)]
    return others[:1] or hosts(round_) or concerned(round_)


def at_its_end(round_: Round) -> list[Seat]:
    """Those same people, once it is written down what came of it; nobody before."""
    return concerned(round_) if round_.step == Step.RECORDED else []


def from_on(round_: Round, step: Step) -> tuple[Step, ...]:
    """That step and, on the long way, what comes after it until it is written down: late words are taken."""
    later = () if facts(round_)["short"] else LONG[LONG.index(step) :]
    return (step, *later, Step.INTEGRATE, Step.WRITE) if later else (step,)


def late(round_: Round, person_id: str) -> list[str]:
    """For which steps that went on without them this person's word is still taken."""
    f, step = facts(round_), round_.step
    said = {"share": ("same", "differ"), "missing": ("absent",), "react": ("reaction",)}
    at_ = {"share": Step.SHARE, "missing": Step.MISSING, "react": Step.REACT}
    return [
        name
        for name, kinds in said.items()
        if round_.status == Status.RUNNING and not f["record"] and step != at_[name]
        if step in from_on(round_, at_[name])
        if not any(round_.of_kind(kind, person_id) for kind in kinds)
    ]


def awaits(round_: Round, person_id: str) -> bool:
    """Whether this person has something to do here that somebody hopes for."""
    if round_.status != Status.RUNNING or not decides(round_, person_id):
        return False
    f, asked = facts(round_), round_.seat(person_id).step == ASKED
    hoped_for = {
        Step.SHARE: not (round_.of_kind("same", person_id) or round_.of_kind("differ", person_id)),
        Step.GATHER: person_id not in f["wrote"],
        Step.BUILD: ticks_wait(round_) and not round_.of_kind("further", person_id),
        Step.MISSING: not round_.of_kind("absent"),
        Step.REACT: not round_.of_kind("reaction", person_id),
        Step.TEST: asked,
        Step.WRITE: True,
        Step.REVIEW: asked or f["opened"],
        Step.CONSENT: asked,
    }
    return hoped_for.get(Step(round_.step), False)


def ticks_wait(round_: Round) -> bool:
    """Whether there are several options on the table, and who would take which further is not counted yet."""
    several = round_.step == Step.BUILD and len(facts(round_)["live"]) > 1
    return several and not round_.of_kind("ticks")


def awaited(round_: Round) -> list[Seat]:
    """All of whom that is so."""
    return [seat for seat in deciders(round_) if awaits(round_, seat.person_id)]


def in_record(round_: Round, person_id: str) -> Seat:
    """Whoever decided may have its record corrected, changed or looked at: it is there, and they are."""
    if not facts(round_)["record"]:
        raise refused(round_, "no_record")
    unsealed(round_)
    return deciding(round_, person_id)


def at_rest(round_: Round, person_id: str) -> Seat:
    """Who decided, while those who decide are asked nothing about it."""
    seat = in_record(round_, person_id)
    if round_.status == Status.PAUSED:
        raise refused(round_, "paused")
    if not (round_.step == Step.RECORDED or facts(round_)["opened"]):
        raise refused(round_, "busy")
    return seat


def publishing(round_: Round, person_id: str) -> None:
    """Who may put to all that it can be read outside, and what: an agreement that holds."""
    at_rest(round_, person_id)
    agreed(round_)


def letting_go(round_: Round, person_id: str) -> None:
    """Refuses letting anybody go while a proposal is tested, or changed since: nobody is voted away."""
    going(round_)
    deciding(round_, person_id)
    f, step = facts(round_), round_.step
    if f["test"] or step in (Step.WRITE, Step.CONSENT) or (step == Step.REVIEW and not f["opened"]):
        raise refused(round_, "busy")


def can_let_go(round_: Round, person_id: str) -> bool:
    """Whether there is somebody whom this person could put to the others."""
    try:
        letting_go(round_, person_id)
    except Refusal:
        return False
    return any(seat.person_id != person_id for seat in may_be_let_go(round_))


def may_be_let_go(round_: Round) -> list[Seat]:
    """One of two only where they are not in the channel: nobody alone says who decides."""
    there = deciders(round_)
    return there if len(there) > LEAST else [seat for seat in there if seat.outside or seat.gone]


def unnaming(round_: Round, _: str) -> None:
    """Refuses while it rests, once it was taken back, and where a stone stands."""
    if round_.status == Status.PAUSED:
        raise refused(round_, "paused")
    if round_.step == Step.TAKEN_BACK:
        raise refused(round_, "over")
    unsealed(round_)


def cannot_put(round_: Round, person_id: str) -> str:
    """Why this person cannot put it to all to black something out: the key of a refusal, "" where they can.

    What was put and failed, nobody puts again but those who decide.
    """
    stood = facts(round_)["stood"]
    if not deciders(round_):
        return "nobody_decides"
    if round_.step == Step.CONSENT:
        return "busy"
    return "put_before" if stood and stood["what"] == "unname" and not decides(round_, person_id) else ""


def can_be_ready(round_: Round) -> bool:
    """Whether this is a step in which those who decide say themselves that it may go on."""
    return round_.status == Status.RUNNING and round_.step in (Step.CLARIFY, Step.BUILD)


def has_words(round_: Round) -> bool:
    """Whether there is something that can be blacked out."""
    return round_.status != Status.PAUSED and round_.step != Step.TAKEN_BACK


def unsealed(round_: Round) -> None:
    """Refuses whatever needs its words once they are gone for good."""
    if facts(round_)["state"] == State.SEALED:
        raise refused(round_, "sealed")


def answers_wait(round_: Round) -> bool:
    """Whether somebody has answered a test that is not open yet."""
    return round_.step == Step.TEST and bool(round_.of_kind("answer"))


def may_leave(round_: Round, person_id: str) -> None:
    """Refuses leaving it for now to all but those who look after it or decide."""
    if not (looks_after(round_, person_id) or decides(round_, person_id)):
        hosting(round_, person_id)


def with_record(round_: Round, person_id: str) -> list[str]:
    """What this person may do with the record as it stands: those who decide, as long as it holds.

    Whoever lives with it and does not decide has the stop-sign; everybody reads what became of their words.
    """
    f, step = facts(round_), round_.step
    if not f["record"] or f["state"] == State.SEALED:
        return []
    stands = round_.status == Status.RUNNING and holds(round_)
    if not decides(round_, person_id):
        return ["stop", "became"] if stands and step == Step.RECORDED else ["became"]
    rests = round_.status != Status.PAUSED and (step == Step.RECORDED or f["opened"])
    can = {
        "correct": True,
        "amend": stands and step in (Step.RECORDED, Step.REVIEW),
        "look": stands and step == Step.RECORDED,
        "hand_on": stands and step == Step.RECORDED,
        "became": True,
        "who_asked": may_read_who(round_, person_id),
        "links": True,
        "private" if f["public"] else "public": f["public"] or (stands and rests),
        "seal": rests,
    }
    return [name for name, there in can.items() if there]


def on_record(round_: Round, person_id: str) -> list[str]:
    """The same on the record's page, where whoever reads it can ask to have a passage blacked out."""
    there = has_words(round_) and facts(round_)["state"] != State.SEALED
    return [*with_record(round_, person_id), *(["unname"] if there else [])]


def may_read_who(round_: Round, person_id: str) -> bool:
    """Whether somebody can read who was asked: those who decide, of a test that is over, while none runs."""
    return bool(round_.of_kind("asked")) and decides(round_, person_id) and not test_runs(round_)


def test_runs(round_: Round) -> bool:
    """Whether a proposal is tested, also while something else is put to all meanwhile."""
    motion = facts(round_)["motion"]
    return Step.TEST in (round_.step, motion["back"] if motion else "")


def amending(round_: Round, person_id: str) -> None:
    """Who may put a change to an agreement that holds, and when."""
    in_record(round_, person_id)
    at(round_, Step.RECORDED, Step.REVIEW)
    agreed(round_)


def handing_on(round_: Round, person_id: str) -> Seat:
    """Who may hand on what was agreed, and when: those who decide, while it stands."""
    seat = in_record(round_, person_id)
    at(round_, Step.RECORDED)
    agreed(round_)
    return seat


def written_down(round_: Round, _: str) -> None:
    """Refuses before there is a record."""
    if not facts(round_)["record"]:
        raise refused(round_, "no_record")


def living(round_: Round, person_id: str) -> None:
    """Refuses whoever decides: they are asked for theirs."""
    if decides(round_, person_id):
        raise refused(round_, "you_decide")


def stopping(round_: Round, person_id: str) -> None:
    """Who may pull the stop-sign, and when: whoever does not decide, while it stands."""
    at(round_, Step.RECORDED)
    agreed(round_)
    living(round_, person_id)


def merging(round_: Round, _: str) -> None:
    """Refuses while there are no two options to make one of."""
    at(round_, Step.BUILD)
    if len(live(round_)) < 2:
        raise refused(round_, "merge_two")


def reviewed(round_: Round, person_id: str) -> Seat:
    """Who decides "keep, change or end": after all were asked, never before."""
    at(round_, Step.REVIEW)
    seat = deciding(round_, person_id)
    if not facts(round_)["opened"]:
        raise refused(round_, "not_opened")
    return seat
