"""Whoever lives with an agreement and does not decide: a line of theirs in a review, and the stop-sign.

What they say is counted apart, and never for the opening, the quorum or the outcome. A sign that two people
have pulled brings the review forward; what they have seen is read in it.
"""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import cast

from bot import owners
from bot.features.options.flow import standing
from bot.features.options.models import STOP, Step, Working, facts
from bot.rounds.company.standing import at, filled, one_of, refused
from bot.rounds.keeping import pool
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.keeping.replies import drop, drop_kinds, put, text_of

# Kinds of reply: what one says, until it opens; what is open; what they saw who pulled the sign.
LIVES, BESIDE, SIGN = "lives", "beside", "sign"
PULLS = 2  # people, before it is looked at sooner


def say(round_: Round, person_id: str, said: Working, named: bool, now: datetime) -> None:
    """Keep apart how it is for this person; late words join the open ones, once each."""
    at(round_, Step.REVIEW)
    standing.living(round_, person_id)
    f, seat = facts(round_), one_of(round_, person_id, round_.present)
    said = Working(answer=said["answer"], text=said["text"], name=seat.name if named else "")
    if f["opened"] and person_id in f["said_beside"]:
        raise refused(round_, "opened")
    if f["opened"]:
        there = opened(round_)
        there.insert(secrets.randbelow(len(there) + 1), said)  # late, but nobody sees whose it is
        _open(round_, there, now)
    else:
        put(round_, person_id, LIVES, json.dumps(said, ensure_ascii=False), now, once=True)
    f["said_beside"] = sorted({*f["said_beside"], person_id})


def read(reply: Reply | None) -> Working | None:
    return cast(Working, json.loads(reply.text)) if reply and reply.text else None


def open_all(round_: Round, now: datetime) -> None:
    """What each of them said, at once and in an order that chance decides."""
    said = [_signed(round_, r.author_id, one) for r in round_.of_kind(LIVES) if (one := read(r))]
    drop_kinds(round_, LIVES)
    if said:
        _open(round_, _mixed([*opened(round_), *said]), now)


def opened(round_: Round) -> list[Working]:
    """What all can read of it: from the start of a review what they have seen who had pulled the sign."""
    return cast(list[Working], json.loads(text_of(round_, BESIDE) or "[]"))


def pull(round_: Round, person_id: str, seen: str, now: datetime) -> None:
    """Somebody's stop-sign, with what they have seen; pulled once more it is the same one, in other words."""
    standing.stopping(round_, person_id)
    one_of(round_, person_id, round_.present)
    filled(round_, seen, "seen")
    put(round_, person_id, SIGN, seen, now, once=True)


def take_back(round_: Round, person_id: str, _: datetime) -> None:
    """While it is alone: a second one begins the review, and there is no sign any more."""
    if not round_.of_kind(SIGN, person_id):
        raise refused(round_, "no_sign")
    drop(round_, person_id, SIGN)


def pulled(round_: Round) -> int:
    """How many people have, of those who are here now."""
    here = {seat.person_id for seat in round_.present if not (seat.outside or seat.gone)}
    return len({reply.author_id for reply in round_.of_kind(SIGN)} & here)


def enough(round_: Round) -> bool:
    """Whether so many have pulled it that what holds is looked at again."""
    return round_.step == Step.RECORDED and standing.holds(round_) and pulled(round_) >= PULLS


def begins(round_: Round, now: datetime) -> None:
    """A review begins: what was seen is read in it, and no sign stands any more."""
    seen = [Working(answer=STOP, text=r.text, name="") for r in round_.of_kind(SIGN) if r.text]
    drop_kinds(round_, SIGN, LIVES, BESIDE)
    facts(round_)["said_beside"] = []
    if seen:
        _open(round_, _mixed(seen), now)


def _signed(round_: Round, author_id: str, said: Working) -> Working:
    """With the name that is known by now, where they ticked it: it may have been learnt since they wrote."""
    name = round_.seat(author_id).name if said["name"] else ""
    return Working(answer=said["answer"], text=said["text"], name=name)


def _open(round_: Round, said: list[Working], now: datetime) -> None:
    """Nobody's own any more; each time under another key, for late words join it one by one."""
    owner = owners.channel(round_.team, round_.channel_id or "")
    put(round_, "", BESIDE, pool.filled(said), now, owner=owner, once=True)


def _mixed(said: Iterable[Working]) -> list[Working]:
    mixed = list(said)
    secrets.SystemRandom().shuffle(mixed)
    return mixed
