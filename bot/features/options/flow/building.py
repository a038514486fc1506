"""The options on the table: ideas are opened, changed, merged and split; every version keeps who made it."""

import json
import secrets
from datetime import datetime

from bot import owners
from bot.features.options.flow import standing
from bot.features.options.models import OPTIONS_MOST, Considered, Step, facts
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, new_id

_CHANGED = (Step.BUILD, Step.INTEGRATE, Step.CLARIFY)


def drop_in(round_: Round, text: str) -> None:
    """An unsigned idea into the pool: no person, no time; where it lies there is decided by chance."""
    pool = round_.one("pool")
    if pool is None:
        pool = Reply(new_id(), "", "pool", owners.round_(round_), "[]", round_.created_at)
        round_.replies.append(pool)
    ideas = json.loads(pool.text or "[]")
    if len(ideas) >= OPTIONS_MOST:
        raise Refusal("options.refused.too_many", field="idea", most=OPTIONS_MOST)
    ideas.insert(secrets.randbelow(len(ideas) + 1), text)
    pool.rewrite(json.dumps(ideas, ensure_ascii=False))


def open_ideas(round_: Round) -> None:
    """What was written apart lies on the table, in an order that chance decides."""
    pool = round_.one("pool")
    unsigned = json.loads(pool.text) if pool and pool.text else []
    opened = [
        Reply(new_id(), "", "option", owners.round_(round_), idea, round_.created_at) for idea in unsigned
    ]
    for signed in round_.of_kind("idea"):
        if signed.text:
            opened.append(
                Reply(
                    new_id(),
                    signed.author_id,
                    "option",
                    owners.round_(round_),
                    signed.text,
                    round_.created_at,
                )
            )
    secrets.SystemRandom().shuffle(opened)
    round_.replies = [r for r in round_.replies if r.kind not in ("pool", "idea")] + opened
    facts(round_)["live"] += [reply.id for reply in opened]


def put(round_: Round, author_id: str, text: str, now: datetime, made_of: list[str] | None = None) -> Reply:
    """An option on the table, signed; those it was made of leave it, and stay readable behind it."""
    f = facts(round_)
    for one in made_of or []:
        _live(round_, one)
    if not text:
        raise Refusal("options.refused.empty", field="text")
    if len(f["live"]) - len(made_of or []) >= OPTIONS_MOST:
        raise Refusal("options.refused.too_many", field="text", most=OPTIONS_MOST)
    reply = Reply(new_id(), author_id, "option", owners.round_(round_), text, now)
    round_.replies.append(reply)
    place = f["live"].index(made_of[0]) if made_of else len(f["live"])
    f["live"].insert(place, reply.id)
    if made_of:
        f["of"][reply.id] = made_of
        if f["proposal"] in made_of:
            f["proposal"] = reply.id
    return reply


def edit(round_: Round, author_id: str, option: str, text: str, kept: str, now: datetime) -> None:
    """A new version of one option, or of the proposal that met an objection."""
    _changing(round_)
    _live(round_, option)
    if round_.step == Step.INTEGRATE and text in [r.text for r in standing.live(round_) if r.id == option]:
        raise Refusal("options.refused.change_first", field="text")
    put(round_, author_id, text, now, [option])
    _leave(round_, [option])
    _keep(round_, author_id, [option], kept, now)


def merge(round_: Round, author_id: str, options: list[str], text: str, kept: str, now: datetime) -> None:
    """Two become one: what is kept of each is said."""
    _changing(round_)
    if len(set(options)) < 2:
        raise Refusal("options.refused.merge_two", field="second")
    put(round_, author_id, text, now, options)
    _leave(round_, options)
    _keep(round_, author_id, options, kept, now)


def split(round_: Round, author_id: str, option: str, parts: tuple[str, str], now: datetime) -> None:
    """One becomes two."""
    _changing(round_)
    first, second = parts
    if not second:
        raise Refusal("options.refused.empty", field="second")
    put(round_, author_id, first, now, [option])
    put(round_, author_id, second, now, [option])
    _leave(round_, [option])


def contributors(round_: Round, option: str) -> list[str]:
    """Ids of everybody who had a hand in it, through all its versions; "" is a member who did not sign."""
    authors: list[str] = []
    found = {reply.id: reply for reply in round_.of_kind("option")}
    waits, seen = [option], set()
    while waits:
        one = waits.pop(0)
        if one in seen or one not in found:
            continue
        seen.add(one)
        if found[one].author_id not in authors:
            authors.append(found[one].author_id)
        waits += facts(round_)["of"].get(one, [])
    return sorted(authors)


def history(round_: Round, option: str) -> list[Reply]:
    """The versions that it was made of, the newest first."""
    found = {reply.id: reply for reply in round_.of_kind("option")}
    waits, past = list(facts(round_)["of"].get(option, [])), []
    while waits:
        one = found.get(waits.pop(0))
        if one and one not in past:
            past.append(one)
            waits += facts(round_)["of"].get(one.id, [])
    return past


def kept_of(round_: Round, option: str) -> str:
    """What was kept of it where another was made of it."""
    return "\n".join(r.text for r in round_.of_kind("kept") if r.about == option and r.text)


def considered(round_: Round) -> list[Considered]:
    """Every option that was ever on the table, in the order of the table: for the record."""
    f, names = facts(round_), {seat.person_id: seat.name for seat in round_.seats}
    listed: list[Considered] = []
    for one in standing.live(round_):
        for reply in [one, *history(round_, one.id)]:
            by = [names.get(author, "") for author in contributors(round_, reply.id)]
            found = Considered(
                text=reply.text or "", kept=kept_of(round_, reply.id), by=by, chosen=reply.id == f["proposal"]
            )
            if found not in listed:
                listed.append(found)
    return listed


def _live(round_: Round, option: str) -> None:
    if option not in facts(round_)["live"]:
        raise Refusal("options.refused.changed_meanwhile", field="text")


def _leave(round_: Round, options: list[str]) -> None:
    f = facts(round_)
    f["live"] = [one for one in f["live"] if one not in options]


def _keep(round_: Round, author_id: str, options: list[str], kept: str, now: datetime) -> None:
    if kept:
        round_.replies += [
            Reply(new_id(), author_id, "kept", owners.round_(round_), kept, now, about=option)
            for option in options
        ]


def _changing(round_: Round) -> None:
    standing.at(round_, *_CHANGED)
