"""Putting what somebody wrote into a round, and taking it out again. Moments are in UTC."""

from datetime import datetime

from bot import owners
from bot.rounds.keeping.models import Reply, Round, new_id


def say(
    round_: Round,
    author_id: str,
    kind: str,
    text: str,
    now: datetime,
    *,
    about: str = "",
    owner: str = "",
    once: bool = False,
) -> Reply:
    """One more of that kind, sealed with its author's key, or the `owner`'s (see `owners`).

    `once`: under a key of its own besides, where it is read without its author later (see `Reply.under`).
    """
    key = owner or owners.person(round_.team, author_id)
    under = owners.once(round_.team) if once else ""
    reply = Reply(new_id(), author_id, kind, key, text, now, about=about, under=under)
    round_.replies.append(reply)
    return reply


def put(
    round_: Round,
    author_id: str,
    kind: str,
    text: str,
    now: datetime,
    *,
    about: str = "",
    owner: str = "",
    once: bool = False,
) -> None:
    """This person's one reply of that kind (about that); it takes another's place; empty takes it away."""
    drop(round_, author_id, kind, about=about)
    if text:
        say(round_, author_id, kind, text, now, about=about, owner=owner, once=once)


def drop(round_: Round, author_id: str, *kinds: str, about: str | None = None) -> None:
    """Take this person's replies of these kinds away; only those about that, where it is named."""

    def goes(reply: Reply) -> bool:
        return reply.author_id == author_id and reply.kind in kinds and about in (None, reply.about)

    round_.replies = [reply for reply in round_.replies if not goes(reply)]


def drop_kinds(round_: Round, *kinds: str) -> None:
    """Everybody's replies of these kinds are gone."""
    round_.replies = [reply for reply in round_.replies if reply.kind not in kinds]


def keep_only(round_: Round, *kinds: str) -> None:
    """Everything else that was written is gone."""
    round_.replies = [reply for reply in round_.replies if reply.kind in kinds]


def text_of(round_: Round, kind: str, author_id: str | None = None, about: str | None = None) -> str:
    """The newest text of that kind (author, about that), where it may be read here; "" for none."""
    found = [reply for reply in round_.of_kind(kind, author_id) if about in (None, reply.about)]
    return found[-1].text or "" if found else ""
