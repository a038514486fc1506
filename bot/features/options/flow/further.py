"""Which options people would take further: each who decides ticks any of them apart; then all are counted.

How many ticked each is for everybody in the channel; who did stands nowhere once it is open.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from bot import owners
from bot.features.options.flow import building, standing
from bot.features.options.models import Step, deciders, facts
from bot.rounds.company.standing import at, hosts, refused
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.replies import drop_kinds, put, text_of
from bot.rounds.time.windows import tell

TICKED, OPENED = "further", "ticks"  # kinds of reply: what somebody ticked; what each did, without who


def tick(round_: Round, person_id: str, options: Sequence[str], now: datetime) -> None:
    """These somebody would take further, or none; it can be changed until all are counted."""
    asked(round_, person_id)
    known = {reply.id for reply in round_.of_kind("option")}
    if not known.issuperset(options):
        raise refused(round_, "changed_meanwhile", "options0")
    text = json.dumps(sorted(set(options)))
    put(round_, person_id, TICKED, text, now, once=True)


def asked(round_: Round, person_id: str) -> None:
    """Refuses who does not decide, and while there is nothing to tick."""
    at(round_, Step.BUILD)
    standing.deciding(round_, person_id)
    if not standing.ticks_wait(round_):
        raise refused(round_, "ticks_over")


def has_ticked(round_: Round, person_id: str) -> bool:
    return bool(round_.of_kind(TICKED, person_id))


def ticked(round_: Round, person_id: str) -> list[str]:
    """Which options on the table somebody would take further, for themselves: also what became of those."""
    mine = set(_read(text_of(round_, TICKED, person_id)))
    return [one for one in facts(round_)["live"] if mine & _made_of(round_, one)]


def finished(round_: Round) -> tuple[int, int]:
    """How many of those who decide have ticked, of how many."""
    seats = deciders(round_)
    return sum(has_ticked(round_, seat.person_id) for seat in seats), len(seats)


def all_in(round_: Round) -> bool:
    done, of = finished(round_)
    return standing.ticks_wait(round_) and 0 < done == of


def lie_closed(round_: Round) -> bool:
    """Whether somebody has ticked what nobody else has read."""
    return bool(round_.of_kind(TICKED)) and not is_open(round_)


def is_open(round_: Round) -> bool:
    return bool(round_.of_kind(OPENED))


def count_all(round_: Round, now: datetime, by: str | None) -> None:
    """All at once, in an order that chance decides: nobody's own stays."""
    said = [_read(reply.text) for reply in round_.of_kind(TICKED) if reply.text]
    secrets.SystemRandom().shuffle(said)
    drop_kinds(round_, TICKED)
    put(round_, "", OPENED, json.dumps(said), now, owner=owners.round_(round_), once=True)
    tell(hosts(round_), f"choose:{facts(round_)['version']}:{facts(round_)['test']}:counted", by)


def forget(round_: Round) -> None:
    """It is asked anew, of other options."""
    drop_kinds(round_, TICKED, OPENED)


def counts(round_: Round) -> dict[str, int]:
    """By option on the table: how many ticked it, or something that it was made of, each of them once."""
    said = _opened(round_)
    return {
        one: sum(not _made_of(round_, one).isdisjoint(ticks) for ticks in said)
        for one in facts(round_)["live"]
    }


def many(round_: Round) -> int:
    """How many have ticked, once that is open."""
    return len(_opened(round_))


def _opened(round_: Round) -> list[list[str]]:
    return cast(list[list[str]], json.loads(text_of(round_, OPENED) or "[]"))


def _read(text: str | None) -> list[str]:
    return cast(list[str], json.loads(text or "[]"))


def _made_of(round_: Round, option: str) -> set[str]:
    return {option, *(before.id for before in building.history(round_, option))}
