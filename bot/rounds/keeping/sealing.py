"""How a reply is sealed: bound to what it may be shown as, and to whom, at a length that need say nothing."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.rounds.keeping.models import Reply, Round
from bot.store import Db
from bot.vault import Gone, Opener, WrongKeys

_STEP = 8192  # bytes: as long as the longest answer that a form takes, with what stands beside it


def seal(db: Db, round_: Round, reply: Reply) -> None:
    """Seal its text, with its owner's key; where it has one of its own, in that, filled up."""
    text, identity = (reply.text or "").encode(), identity_of(round_, reply)
    if reply.under:
        text += b"\0" * (-len(text) % _STEP)  # no text has one: nothing that people type keeps it
    reply.sealed = db.seal(reply.owner, text, identity)
    if reply.under:
        reply.sealed = db.seal(reply.under, reply.sealed, identity)


def opened(openers: Mapping[str, Opener], round_: Round, reply: Reply) -> str:
    """Its text; raises Gone where a key was destroyed, WrongKeys where somebody else changed its row."""
    text = reply.sealed
    for owner in owners_of(reply):
        if owner not in openers:
            raise Gone(owner)
        text = openers[owner](text, identity_of(round_, reply))
    return text.rstrip(b"\0").decode()


def owners_of(reply: Reply) -> list[str]:
    """Whose keys it takes to open it, the outermost first."""
    return [reply.under, reply.owner] if reply.under else [reply.owner]


def identity_of(round_: Round, reply: Reply) -> str:
    """What its seal is bound to: as another kind, by another author, about another thing it does not open."""
    bound = [round_.team, round_.id, reply.id, reply.author_id, reply.kind, reply.about]
    return f"v2|reply|{json.dumps(bound)}"


def bind_anew(db: Db, round_: Round, reply: Reply, before: Mapping[str, Any]) -> None:
    """It is shown as something else, or to others, from now on; what does not open stays as it is."""
    was = replace(reply, **{name: before[name] for name in ("author_id", "kind", "about", "under", "sealed")})
    with suppress(Gone, WrongKeys):
        text = opened(db.openers(owners_of(was)), round_, was)
        now = replace(reply, text=text)
        seal(db, round_, now)
        reply.sealed = now.sealed


def is_bound(reply: Reply, before: Mapping[str, Any]) -> bool:
    """Whether what it is, and of whom, is what it was when it was loaded."""
    return all(getattr(reply, name) == before[name] for name in ("author_id", "kind", "about"))
