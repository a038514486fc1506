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


def drop_in(round_: Round, kind: str, text: str, most: int, field: str = "", about: str = "") -> None:
    """One text more, somewhere among the others (about that); refuses above `most`."""
    pool = next((pool for pool in round_.of_kind(kind) if pool.about == about), None)
    if pool is None:
        pool = Reply(new_id(), "", kind, owners.round_(round_), None, round_.created_at, about=about)
        pool.rewrite(_filled([]))
        round_.replies.append(pool)
    there = texts(round_, kind, about)
    if len(there) >= most:
        raise Refusal(f"{round_.feature}.refused.too_many", field=field or kind, most=most)
    there.insert(secrets.randbelow(len(there) + 1), text)
    pool.rewrite(_filled(there))


def texts(round_: Round, kind: str, about: str = "") -> list[str]:
    """What lies there, in an order that says nothing; empty where it may not be read here."""
    return [text for pool in round_.of_kind(kind) if pool.about == about for text in lies_in(pool)]


def lies_in(reply: Reply) -> list[str]:
    """The texts in a pool; the one of a reply that is signed. None where it may not be read here."""
    if reply.text is None:
        return []
    return [reply.text] if reply.author_id else list(json.loads(reply.text))


def _filled(there: list[str]) -> str:
    plain = json.dumps(there)  # ASCII: as many bytes as characters
    return plain.ljust(-(-len(plain) // _PAGE) * _PAGE)
