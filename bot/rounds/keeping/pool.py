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
    pool = made(round_, kind, about)
    there = texts(round_, kind, about)
    if len(there) >= most:
        raise Refusal(f"{round_.feature}.refused.too_many", field=field or kind, most=most)
    there.insert(secrets.randbelow(len(there) + 1), text)
    pool.rewrite(_filled(there))


def made(round_: Round, kind: str, about: str = "") -> Reply:
    """The pool itself, with nothing in it yet where it was not there.

    Made for all kinds at once, no order of theirs says what somebody left empty.
    """
    for pool in round_.of_kind(kind):
        if pool.about == about:
            return pool
    pool = Reply(new_id(), "", kind, owners.round_(round_), None, round_.created_at, about=about)
    pool.rewrite(_filled([]))
    round_.replies.append(pool)
    return pool


def texts(round_: Round, kind: str, about: str = "") -> list[str]:
    """What lies there, in an order that says nothing; empty where it may not be read here."""
    pools = [pool for pool in round_.of_kind(kind) if pool.about == about]
    return [text for pool in pools if pool.text for text in json.loads(pool.text)]


def is_empty(reply: Reply) -> bool:
    """Whether it is a pool with nothing in it; False for what may not be read here."""
    return not reply.author_id and reply.text is not None and reply.text.strip() == "[]"


def _filled(there: list[str]) -> str:
    plain = json.dumps(there)  # ASCII: as many bytes as characters
    return plain.ljust(-(-len(plain) // _PAGE) * _PAGE)
