"""The options on the table: ideas are opened, changed, merged and split; every version keeps who made it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot import owners
from bot.features.options.flow import standing
from bot.features.options.flow.consent import says_the_same
from bot.features.options.models import OPTIONS_MOST, Considered, Step, facts
from bot.rounds.company.standing import at, filled, refused
from bot.rounds.keeping import pool
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.keeping.replies import say

_CHANGED = (Step.BUILD, Step.INTEGRATE)  # while questions are asked, what they are about stays
POOL = "pool"  # the kind of those ideas that nobody signed


def drop_in(round_: Round, text: str) -> None:
    """An unsigned idea among the others: no person, no time."""
    pool.drop_in(round_, POOL, text, OPTIONS_MOST, "idea")


def open_ideas(round_: Round) -> None:
    """What was written apart lies on the table, in an order that chance decides."""
    told = [("", text) for text in pool.texts(round_, POOL)]
    told += [(idea.author_id, idea.text) for idea in round_.of_kind("idea") if idea.text]
    secrets.SystemRandom().shuffle(told)
    round_.replies = [r for r in round_.replies if r.kind not in (POOL, "idea")]
    for author_id, text in told:
        _lay(round_, author_id, text, round_.created_at, len(facts(round_)["live"]))


def put(round_: Round, author_id: str, text: str, now: datetime, made_of: Sequence[str] = ()) -> Reply:
    """An option on the table, signed; those it was made of leave it, and stay readable behind it."""
    f = facts(round_)
    for one in made_of:
        standing.current(round_, one, f["live"])
    filled(round_, text, "text")
    if len(f["live"]) - len(made_of) >= OPTIONS_MOST:
        raise refused(round_, "too_many", "text", most=OPTIONS_MOST)
    reply = _lay(round_, author_id, text, now, f["live"].index(made_of[0]) if made_of else len(f["live"]))
    f["ready"] = []  # there is something new
    if made_of:
        f["of"][reply.id] = list(made_of)
    if f["proposal"] in made_of:
        f["proposal"] = reply.id
    return reply


def edit(round_: Round, author_id: str, option: str, text: str, kept: str, now: datetime) -> None:
    """A new version of one option, or of the proposal that met an objection."""
    before = [r.text for r in standing.live(round_) if r.id == option and r.text]
    if round_.step == Step.INTEGRATE and any(says_the_same(text, one) for one in before):
        raise refused(round_, "change_first", "text")
    _change(round_, author_id, [option], [text], kept, now)


def merge(round_: Round, author_id: str, options: list[str], text: str, kept: str, now: datetime) -> None:
    """Two become one: what is kept of each is said."""
    if len(set(options)) < 2:
        raise refused(round_, "merge_two", "second")
    _change(round_, author_id, options, [text], kept, now)


def split(round_: Round, author_id: str, option: str, text: str, second: str, now: datetime) -> None:
    filled(round_, second, "second")
    _change(round_, author_id, [option], [text, second], "", now)


def contributors(round_: Round, option: str) -> list[str]:
    """Ids of everybody who had a hand in it, through all its versions; "" is a member who did not sign."""
    itself = [reply for reply in round_.of_kind("option") if reply.id == option]
    return sorted({reply.author_id for reply in [*itself, *history(round_, option)]})


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


def made_of(round_: Round, option: str) -> list[str]:
    """The texts of what was made of it: one where it was changed or merged, two where it was split."""
    return [r.text or "" for r in round_.of_kind("option") if option in facts(round_)["of"].get(r.id, [])]


def considered(round_: Round, ticks: Mapping[str, int], ticked: int) -> list[Considered]:
    """Every option that was ever on the table, in the order of the table: for the record.

    `ticks`: by option, how many of those who `ticked` would take it further; empty where nobody did.
    """
    f, names = facts(round_), {seat.person_id: seat.name for seat in round_.seats}
    listed: list[Considered] = []
    for one in standing.live(round_):
        for reply in [one, *history(round_, one.id)]:
            by = [names.get(author, "") for author in contributors(round_, reply.id)]
            found = Considered(
                text=reply.text or "",
                kept=kept_of(round_, reply.id),
                by=by,
                chosen=reply.id == f["proposal"],
                into=made_of(round_, reply.id),
            )
            if ticked and reply is one:
                found |= {"further": ticks.get(one.id, 0), "ticked": ticked}
            if found not in listed:
                listed.append(found)
    return listed


def _lay(round_: Round, author_id: str, text: str, now: datetime, place: int) -> Reply:
    reply = say(round_, author_id, "option", text, now, owner=owners.round_(round_))
    facts(round_)["live"].insert(place, reply.id)
    return reply


def _change(
    round_: Round, author_id: str, options: list[str], texts: list[str], kept: str, now: datetime
) -> None:
    """These take the place of those options; what was kept of them is said."""
    at(round_, *_CHANGED)
    for text in texts:
        put(round_, author_id, text, now, options)
    f = facts(round_)
    f["live"] = [one for one in f["live"] if one not in options]
    for option in options if kept else ():
        say(round_, author_id, "kept", kept, now, about=option, owner=owners.round_(round_))
