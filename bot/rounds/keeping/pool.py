"""Unsigned words: one pool a round and kind, in which no text has a person or a time beside it.

Where a new text lies is decided by chance, and what is sealed is filled up, so that neither the order of the
rows nor their length says who wrote what, or when. What is in it is final: nothing says whose it would be.
"""

import json
import secrets

from bot import owners
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, new_id

_PAGE = 4096  # bytes; what is sealed is a whole number of these


def drop_in(round_: Round, kind: str, text: str, most: int, field: str = "") -> None:
    """One text more, somewhere among the others; refuses above `most`."""
    pool = round_.one(kind)
    if pool is None:
        pool = Reply(new_id(), "", kind, owners.round_(round_), None, round_.created_at)
        pool.rewrite(_filled([]))
        round_.replies.append(pool)
    there = texts(round_, kind)
    if len(there) >= most:
        raise Refusal(f"{round_.feature}.refused.too_many", field=field or kind, most=most)
    there.insert(secrets.randbelow(len(there) + 1), text)
    pool.rewrite(_filled(there))


def texts(round_: Round, kind: str) -> list[str]:
    """What lies in it, in an order that says nothing; empty where it may not be read here."""
    pool = round_.one(kind)
    return list(json.loads(pool.text)) if pool and pool.text else []


def _filled(there: list[str]) -> str:
    plain = json.dumps(there)  # ASCII: as many bytes as characters
    return plain.ljust(-(-len(plain) // _PAGE) * _PAGE)
