"""Unsigned words: one pool a round and kind, in which no text has a person or a time beside it.

Where a new text lies is decided by chance, and each takes up as much room as the longest could, so that
neither order nor length says who wrote what. Each time it is written it has another key, and the one before
it is destroyed: nobody who finds an older state of it can open that. What is in it is final: nothing says
whose it would be.
"""

import json
import secrets
from collections.abc import Sequence

from bot import owners
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, new_id

_BYTES = 4  # at most, of one character; what JSON escapes has two
_BESIDE = 75  # characters: what stands beside a text, names among it
LONGEST = 1500  # characters, of what a form takes


def drop_in(
    round_: Round,
    kind: str,
    text: str,
    most: int,
    field: str = "",
    about: str = "",
    longest: int = LONGEST,
) -> None:
    """One text more, somewhere among the others (about that); refuses above `most`.

    `longest`: characters of the longest text that may come there. An empty text takes up room like any other,
    and is read by nobody: where several pools are written at once, none tells what was left out.
    """
    pool = made(round_, kind, about)
    there = json.loads(pool.text or "[]")
    if text and sum(map(bool, there)) >= most:
        raise Refusal(f"{round_.feature}.refused.too_many", field=field or kind, most=most)
    there.insert(secrets.randbelow(len(there) + 1), text)
    _write(round_, pool, there, longest)


def made(round_: Round, kind: str, about: str = "") -> Reply:
    """The pool itself, with nothing in it yet where it was not there.

    Made for all kinds at once, no order of theirs says what somebody left empty.
    """
    for pool in round_.of_kind(kind):
        if pool.about == about and not pool.author_id and not pool.unreadable:
            return pool
    pool = Reply(new_id(), "", kind, owners.round_(round_), None, round_.created_at, about=about)
    _write(round_, pool, [], 0)
    round_.replies.append(pool)
    return pool


def texts(round_: Round, kind: str, about: str = "") -> list[str]:
    """What lies there, in an order that says nothing; empty where it may not be read here."""
    pools = [pool for pool in round_.of_kind(kind) if pool.about == about and not pool.author_id]
    return [text for pool in pools if pool.text for text in json.loads(pool.text) if text]


def is_empty(reply: Reply) -> bool:
    """Whether it is a pool with nothing in it; False for what may not be read here."""
    if reply.author_id or reply.text is None:
        return False
    return reply.text.strip() == "[]" or (bool(reply.under) and not any(json.loads(reply.text)))


def filled(there: Sequence[object], longest: int = LONGEST) -> str:
    """A list as JSON, as long as if each thing in it had a text of so many characters."""
    plain = json.dumps(there, ensure_ascii=False)
    room = len(there) * (longest + _BESIDE) * _BYTES
    return plain + " " * (room - len(plain.encode()))


def _write(round_: Round, pool: Reply, there: list[str], longest: int) -> None:
    pool.under = owners.once(round_.team)
    pool.rewrite(filled(there, longest))
