"""How it was kept before, small: the attacks name everybody there, so that they are known to work.

A pool lay under the round's one key, in whole pages, beside who had written; an answer was as long as it was,
under a key that stayed; a late word was appended.
"""

import json
from random import Random
from typing import Any

from tests.forensics.attacks import Keys, Sealed
from tests.forensics.lives import FIVE, Life, Seen, said
from tests.world import TEAM

_PAGE, _ROUND = 4096, "round:before"


def pool_of(texts: tuple[str, ...]) -> str:
    plain = json.dumps(texts)
    return plain.ljust(-(-len(plain) // _PAGE) * _PAGE)


def answer_of(texts: tuple[str, ...]) -> str:
    return json.dumps({"level": "3", "why": texts[0], "named": False}, ensure_ascii=False)


def ideas(chance: Random) -> Life:
    life = Life(dict(zip(FIVE, said(chance), strict=True)), [_seen([], [])])
    order, there = chance.sample(FIVE, len(FIVE)), list[str]()
    for number, who in enumerate(order):
        there.insert(chance.randrange(len(there) + 1), life.truth[who])
        life.seen.append(_seen(order[: number + 1], [_row("pool", "", pool_of(tuple(there)))]))
    life.told = chance.sample(there, len(there))
    return life


def answers(chance: Random) -> Life:
    life = Life(dict(zip(FIVE, said(chance), strict=True)), [_seen([], [])])
    order, rows = chance.sample(FIVE, len(FIVE)), list[dict[str, Any]]()
    for number, who in enumerate(order):
        rows = [*rows, _row("answer", who, answer_of((life.truth[who],)))]
        life.seen.append(_seen(order[: number + 1], rows))
    life.told = chance.sample(list(life.truth.values()), len(FIVE))
    return life


def late(chance: Random) -> Life:
    texts = said(chance)
    who = chance.choice(FIVE)
    opened = [_row("looked", "", json.dumps(texts[:n], ensure_ascii=False)) for n in (4, 5)]
    return Life({who: texts[4]}, [_seen([], opened[:1]), _seen([who], opened[1:])], texts)


KEYS: Keys = {_ROUND: b"\0" * 32}


def _seen(wrote: list[str], replies: list[dict[str, Any]]) -> Seen:
    facts = json.dumps({"wrote": sorted(wrote)})
    seats = [{"person_id": who, "step": "", "due_at": "", "notice": "", "facts": "{}"} for who in FIVE]
    round_ = {"team": TEAM, "id": "r", "feature": "options", "kind": "matter", "step": "", "host_id": FIVE[0]}
    return Seen([{**round_, "facts": facts}], seats, replies)


def _row(kind: str, author_id: str, text: str) -> dict[str, Any]:
    row = {"id": f"{kind} {author_id}", "author_id": author_id, "kind": kind, "owner": _ROUND, "about": ""}
    return {**row, "created_at": None, "sealed": Sealed(KEYS[_ROUND]).of(row, text)}
