"""The test of a proposal: kept apart, opened together, weighed by a pure function."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, cast

from bot import owners
from bot.features.options.flow import asking, standing
from bot.features.options.flow.outcome import outcome
from bot.features.options.models import (
    AGREED,
    ANSWERED,
    ASKED,
    KINDS,
    LEAST,
    REQUIRED_WHY,
    Level,
    Outcome,
    Reservation,
    Step,
    Working,
    deciders,
    facts,
    kind_of,
)
from bot.rounds.company.standing import at, refused
from bot.rounds.keeping import pool
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.keeping.replies import drop_kinds, put, text_of

_TO_MEET = (Level.OBJECT, Level.TALK)  # what has to be met before a proposal is tested again


class Result(TypedDict):
    """What a test came to, for everybody at once: levels counted, never by person."""

    levels: dict[str, int]
    missing: int
    aside: int
    deciders: int
    reasons: list[Reservation]
    earlier: list[Reservation]  # objections, and what was needed first, of the tests before this one
    lacks: list[str]  # kinds of experience named at the start that nobody who answered brings


@dataclass(frozen=True)
class Answer:
    """One person's answer, as they gave it."""

    level: Level
    why: str = ""
    named: bool = False
    safe: str = ""  # what would make it safe enough to try, of whoever objects

    def sealed(self) -> str:
        said = {"level": self.level, "why": self.why, "named": self.named, "safe": self.safe}
        return json.dumps(said, ensure_ascii=False)


def read(reply: Reply | None) -> Answer | None:
    """None where there is none, or it cannot be read any more: its author was forgotten."""
    kept = json.loads(reply.text) if reply and reply.text else None
    return Answer(Level(kept["level"]), kept["why"], kept["named"], kept.get("safe", "")) if kept else None


def answer(round_: Round, person_id: str, given: Answer, kind: str, now: datetime) -> None:
    """Keep somebody's answer apart; it can be changed until all open."""
    at(round_, Step.TEST)
    seat = standing.deciding(round_, person_id)
    if given.level in REQUIRED_WHY and not given.why:
        raise refused(round_, "say_why", "why")
    put(round_, person_id, "answer", given.sealed(), now, once=True)
    brings(round_, person_id, kind)
    seat.step, seat.due_at, seat.notice = ANSWERED, None, ""


def brings(round_: Round, person_id: str, kind: str) -> None:
    """What somebody says that they bring to this, or would rather not say; "" where they were not asked."""
    said = facts(round_)["said"]
    if kind in (*KINDS, "both"):
        said[person_id] = kind
    elif kind:
        said.pop(person_id, None)


def all_in(round_: Round) -> bool:
    return all(seat.step == ANSWERED for seat in deciders(round_))


def weigh(round_: Round) -> Outcome:
    """What the answers that are in come to; they stay apart until `open_all`."""
    kinds = {seat.person_id: kind_of(round_, seat) for seat in deciders(round_)}
    levels = {who: given.level for who, given in _given(round_).items()}
    came_to = outcome(kinds, levels, facts(round_)["test"], facts(round_)["kinds"])
    return Outcome.NOT_ENOUGH if came_to in AGREED and len(kinds) < LEAST else came_to  # nobody agrees alone


def open_all(round_: Round, now: datetime) -> Result:
    """All at once, for everybody: how many at each level, and the reasons. Nobody's own answer stays."""
    seats, given, before = deciders(round_), _given(round_), result(round_)
    reasons = [
        Reservation(level=a.level, text=a.why, name=round_.seat(who).name if a.named else "", safe=a.safe)
        for who, a in given.items()
        if a.why or a.safe
    ]
    secrets.SystemRandom().shuffle(reasons)
    reasons.sort(key=lambda reason: reason["level"])
    earlier = before["earlier"] + to_meet(round_) if before else []
    opened = Result(
        levels={level: n for level in Level if (n := sum(a.level is level for a in given.values()))},
        missing=len(seats) - len(given),
        aside=sum(a.level is Level.ASIDE for a in given.values()),
        deciders=len(seats),
        reasons=reasons,
        earlier=earlier,
        lacks=_lacks(round_, given),
    )
    facts(round_)["hear"] = _one_kind_disagrees(round_, given)
    asking.close(round_, given, opened["aside"], now)
    drop_kinds(round_, "answer", "result")
    _open(round_, opened, now)
    for seat in seats:
        seat.step, seat.due_at, seat.notice = ASKED, None, ""
    return opened


def working(round_: Round, person_id: str, said: Working, named: bool, now: datetime) -> None:
    """Keep what somebody says of an agreement that is looked at again; late words join the open ones."""
    at(round_, Step.REVIEW)
    seat = standing.deciding(round_, person_id)
    said = Working(answer=said["answer"], text=said["text"], name=seat.name if named else "")
    if facts(round_)["opened"] and seat.step == ANSWERED:
        raise refused(round_, "opened")
    if facts(round_)["opened"]:
        there = looked(round_)
        there.insert(secrets.randbelow(len(there) + 1), said)  # late, but nobody sees whose it is
        _open_looked(round_, there, now)
    else:
        put(round_, person_id, "working", json.dumps(said, ensure_ascii=False), now, once=True)
    seat.step, seat.due_at, seat.notice = ANSWERED, None, ""


def read_working(reply: Reply | None) -> Working | None:
    return cast(Working, json.loads(reply.text)) if reply and reply.text else None


def open_working(round_: Round, now: datetime) -> None:
    """What each said of it, at once and in an order that chance decides."""
    said = [cast(Working, json.loads(r.text)) for r in round_.of_kind("working") if r.text]
    secrets.SystemRandom().shuffle(said)
    drop_kinds(round_, "working")
    _open_looked(round_, said, now)


def looked(round_: Round) -> list[Working]:
    """What was said in this review, once it is open."""
    return cast(list[Working], json.loads(text_of(round_, "looked") or "[]"))


def _open(round_: Round, result: Result, now: datetime) -> None:
    """Nobody's own any more: it is the channel's, in the place of what was open before."""
    owner = owners.channel(round_.team, round_.channel_id or "")
    put(round_, "", "result", json.dumps(result, ensure_ascii=False), now, owner=owner)


def _open_looked(round_: Round, said: list[Working], now: datetime) -> None:
    """The same; each time under another key, for late words join it one by one."""
    owner = owners.channel(round_.team, round_.channel_id or "")
    put(round_, "", "looked", pool.filled(said), now, owner=owner, once=True)


def result(round_: Round) -> Result | None:
    return cast(Result | None, json.loads(text_of(round_, "result") or "null"))


def to_meet(round_: Round) -> list[Reservation]:
    """What the newest test said has to be met before the next one: objections, and what is needed first."""
    opened = result(round_)
    return [one for one in opened["reasons"] if one["level"] in _TO_MEET] if opened else []


def _given(round_: Round) -> dict[str, Answer]:
    found = {reply.author_id: read(reply) for reply in round_.of_kind("answer")}
    who_decides = {seat.person_id for seat in deciders(round_)}
    return {who: a for who, a in found.items() if a is not None and who in who_decides}


def _lacks(round_: Round, given: dict[str, Answer]) -> list[str]:
    there = {kind_of(round_, round_.seat(who)) for who, a in given.items() if a.level is not Level.ASIDE}
    return [kind for kind in facts(round_)["kinds"] if not there & {kind, "both"}]


def _one_kind_disagrees(round_: Round, given: dict[str, Answer]) -> bool:
    """Every "I disagree" comes from one kind that has at least two voices: hear them before it is written."""
    voices = {who: kind_of(round_, round_.seat(who)) for who, a in given.items() if a.level != Level.ASIDE}
    against = {voices[who] for who, a in given.items() if a.level is Level.DISAGREE}
    return len(against) == 1 and against <= set(KINDS) and list(voices.values()).count(*against) > 1
