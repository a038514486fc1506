"""A channel's register: what stands on its card, and who has a copy.

Each channel with a record has one round of this kind, in which nobody has a place.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from bot import owners
from bot.features.options.flow import standing, testing
from bot.features.options.flow.unnaming import Order, in_text, unsigned
from bot.features.options.models import (
    FROM_THERE,
    MATTER,
    NAME,
    REGISTER,
    How,
    Link,
    Record,
    State,
    Step,
    Unnamed,
)
from bot.features.options.models import facts as of_matter
from bot.features.options.register.models import CARD, LABEL, UNHEARD, UNSURE, WAY, WAYS, Facts, facts
from bot.features.options.register.queries import links, records
from bot.refusal import Refusal
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round, Status, id_from, new_id
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import outbox
from bot.store import Db

SHOWN = 10  # titles on it
_HOWS = [one for how in How for one in (how.value, FROM_THERE[how])]
COPIES = 20  # of whom the channel is told are remembered, until each message stands there


class Sending(NamedTuple):
    """A copy on its way: the press that asked for it, the page it stood on, whose it is, and its format."""

    press: str
    page: str
    who: str
    fmt: str


def id_of(team: str, channel_id: str) -> str:
    return id_from(team, NAME, "register", channel_id)


def keep(db: Db, record: Record, now: datetime) -> None:
    """Keep this version of a record, and put its title on the channel's card."""
    records.add(db, record)
    if record.state is State.SEALED:
        records.only(db, record)
    round_ = _locked(db, record.team, record.channel_id, now)
    f = facts(round_)
    f["shown"] = [record.id, *(id_ for id_ in f["shown"] if id_ != record.id)][:SHOWN]
    f["states"] = {id_: f["states"].get(id_, "") for id_ in f["shown"]} | {record.id: record.state.value}
    owner = owners.channel(record.team, record.channel_id)
    title = Reply(new_id(), "", LABEL, owner, record.title, now, about=record.id)
    others = [r for r in round_.replies if r.about in f["shown"] and r.about != record.id]
    round_.replies = [title, *others, *round_.of_kind(WAY)]
    _shows_way(db, round_, now)
    queries.save(db, round_)


def unname(db: Db, matter_: Round, order: Order, line: Unnamed, now: datetime) -> None:
    """Black a passage out in every version of its record, in the notes beside it, and on the card."""
    record_id = of_matter(matter_)["record"]
    records.unname(db, matter_.team, matter_.channel_id or "", record_id, order, line)
    if order["name"] or order["author"]:
        return  # a title is nobody's alone
    round_ = _locked(db, matter_.team, matter_.channel_id or "", now)
    queries.unseal(db, round_, lambda _: True)
    for reply in round_.of_kind(LABEL):
        if reply.about == record_id and reply.text:
            reply.rewrite(in_text(reply.text, order["passage"]))
    queries.save(db, round_)


def newest(db: Db, matter_: Round) -> Record | None:
    """The record of that matter as it stands; None where there is none, or its channel was forgotten."""
    ids = [one for one in [of_matter(matter_)["record"]] if one]
    found = records.these(db, matter_.team, matter_.channel_id or "", ids) if ids else []
    return next(iter(found), None)


def unsign(db: Db, record: Record, person_id: str, name: str) -> None:
    """No version of it says any more that it was this person; their note beside it goes."""
    where = (db, record.team, record.channel_id, record.id, person_id)
    records.unsign(*where, lambda words: unsigned(words, name))
    records.take_note_away(*where)


def on_its_way(db: Db, matter_: Round, now: datetime) -> None:
    """A matter was kept: the channel's card says how it stands, where that is something else than it says.

    Nothing where the channel has no card yet: it comes with the first record.
    """
    there, stands_ = find(db, matter_.team, matter_.channel_id or ""), _on_way(matter_)
    if there is None or there.forged:
        return
    said = next((one for one in facts(there).get("way", []) if one[0] == matter_.id), None)
    if said != stands_ or (stands_ and _asks_else(matter_)):
        round_ = _locked(db, matter_.team, matter_.channel_id or "", now)
        round_.replies = [reply for reply in round_.replies if reply.about != matter_.id]
        _shows_way(db, round_, now)
        queries.save(db, round_)


def linked(db: Db, team: str, channel_id: str, record_id: str) -> list[Link]:
    """What a record is linked with, in both directions, as those are called now."""
    ends = links.of(db, team, channel_id, record_id)
    titles = {one.id: one.title for one in records.these(db, team, channel_id, {id_ for _, id_ in ends})}
    return _in_order(ends, titles)


def everything(db: Db, team: str, channel_id: str) -> list[list[Record]]:
    """Every record of the channel with all its versions, oldest first; each knows its links."""
    kept = records.everything(db, team, channel_id)
    titles = {versions[-1].id: versions[-1].title for versions in kept}
    ends = links.here(db, team, channel_id)
    for versions in kept:
        for record in versions:
            record.links = _in_order(ends.get(record.id, []), titles)
    return kept


def _in_order(ends: list[links.Ends], titles: dict[str, str]) -> list[Link]:
    found = [Link(how, id_, titles[id_]) for how, id_ in ends if id_ in titles]
    return sorted(found, key=lambda link: (_HOWS.index(link.how), link.title, link.record_id))


def tell(db: Db, team: str, channel_id: str, who: str, fmt: str, now: datetime) -> None:
    """There is a copy (whose: a name; "" is on the server): the channel reads it."""
    round_ = _locked(db, team, channel_id, now)
    _told(round_, who, fmt, now)
    queries.save(db, round_)


def sends(db: Db, team: str, channel_id: str, sending: Sending, now: datetime) -> None:
    """A copy is about to go out: should nobody live to hear whether it came, `unheard` tells of it."""
    round_ = _locked(db, team, channel_id, now)
    facts(round_)["sending"].append([*sending, now.isoformat()])
    round_.wakes_at = round_.wakes_at or now + UNHEARD
    queries.save(db, round_)


def sent(db: Db, team: str, channel_id: str, sending: Sending, now: datetime, *, came: bool) -> None:
    """It is there, and the channel reads it, once for a page; or it certainly did not come."""
    round_ = _locked(db, team, channel_id, now)
    f = facts(round_)
    f["sending"] = [one for one in f["sending"] if one[0] != sending.press]
    if came and _first_of(db, round_, sending.page, now):
        _told(round_, sending.who, sending.fmt, now)
    queries.save(db, round_)


def unheard(db: Db, round_: Round, now: datetime) -> None:
    """Of a copy that may have come the channel is told that, unless it knows of one from the same page."""
    f, over = facts(round_), (now - UNHEARD).isoformat()
    f["sending"], late = [s for s in f["sending"] if s[4] > over], [s for s in f["sending"] if s[4] <= over]
    for _, page, who, fmt, _ in late:
        if _first_of(db, round_, page, now):
            _told(round_, who, fmt, now, UNSURE)
    began = [datetime.fromisoformat(one[4]) for one in f["sending"]]
    round_.wakes_at = min(began) + UNHEARD if began else None
    queries.save(db, round_)


def _told(round_: Round, who: str, fmt: str, now: datetime, *how: str) -> None:
    f = facts(round_)
    f["exports"] = [*f["exports"], [who, fmt, now.isoformat(), *how]][-COPIES:]
    f["exported"] += 1


def _first_of(db: Db, round_: Round, page: str, now: datetime) -> bool:
    return queries.once(db, round_.team, id_from(round_.id, "told", page), now)


def mark(db: Db, team: str, channel_id: str, bookmark: str, now: datetime) -> None:
    """A bookmark leads to the card now."""
    round_ = _locked(db, team, channel_id, now)
    facts(round_)["bookmark"] = bookmark
    queries.save(db, round_)


def find(db: Db, team: str, channel_id: str) -> Round | None:
    """The channel's register, only to look at; None before there is a record."""
    try:
        return queries.find(db, team, id_of(team, channel_id), NAME, REGISTER)
    except Refusal:
        return None


def matter(db: Db, record: Record) -> Round | None:
    """The matter that a record came of, only to look at; None where it is not kept any more."""
    try:
        round_ = queries.find(db, record.team, record.round_id, NAME, MATTER)
    except Refusal:
        return None
    return round_ if round_.channel_id == record.channel_id else None


def under_way(db: Db, team: str, channel_id: str) -> list[Round]:
    """The matters of this channel that are on their way, the newest first, each with its question."""
    ids = queries.in_channel(db, team, channel_id, NAME, MATTER, but=Step.RECORDED)
    found = queries.these(db, team, ids)
    queries.unseal_all(db, found, lambda _, reply: reply.kind == "question")
    return sorted(found, key=lambda round_: round_.created_at, reverse=True)


def _shows_way(db: Db, round_: Round, now: datetime) -> None:
    """What is under way just now, on this register's card."""
    found = [one for one in under_way(db, round_.team, round_.channel_id or "") if not one.forged]
    facts(round_)["way"] = [stands_ for one in found if (stands_ := _on_way(one))]
    kept = {reply.about: reply for reply in round_.of_kind(WAY)}
    owner = owners.channel(round_.team, round_.channel_id or "")
    asked = [
        kept.get(one.id) or Reply(new_id(), "", WAY, owner, text_of(one, "question"), now, about=one.id)
        for one in found[:WAYS]
    ]
    round_.replies = [*(reply for reply in round_.replies if reply.kind != WAY), *asked]


def _on_way(matter_: Round) -> list[str | int] | None:
    """How a matter stands that is under way: see Facts."""
    if matter_.status != Status.RUNNING or matter_.step == Step.RECORDED:
        return None
    until = matter_.ends_at.astimezone(UTC).isoformat() if matter_.ends_at else ""
    return [matter_.id, str(matter_.step), until, len(standing.awaited(matter_))]


def _asks_else(matter_: Round) -> bool:
    """Whether its question was written anew since it was loaded."""
    before = matter_.kept.get("replies", {})
    return any(before.get(r.id, {}).get("sealed") != r.sealed for r in matter_.of_kind("question"))


def unread_of(db: Db, record: Record, person_id: str) -> str:
    """Why this person answered as they did, where nobody has read it, for themselves; "" for nothing."""
    round_ = matter(db, record)
    if round_ is None:
        return ""
    queries.unseal(db, round_, lambda reply: reply.kind == "answer" and reply.author_id == person_id)
    given = testing.read(round_.one("answer", person_id))
    return given.why if given else ""


def stands(db: Db, round_: Round) -> tuple[str, str] | None:
    """Where the newest card of this round stands for everybody: channel and ts."""
    posted = [
        card
        for card in outbox.of_round(db, round_.team, round_.id)
        if card.state in ("sent", "stuck") and card.key.startswith((CARD, "channel", "closing"))
    ]
    newest = max(posted, key=lambda card: float(card.ts or 0), default=None)
    return (newest.channel, newest.ts) if newest and newest.channel and newest.ts else None


def _locked(db: Db, team: str, channel_id: str, now: datetime) -> Round:
    """The channel's register, locked; made where there is none."""
    fresh = Facts(shown=[], states={}, way=[], sending=[], exports=[], exported=0, bookmark="")
    round_id = id_of(team, channel_id)
    made = Round(team, round_id, NAME, REGISTER, "stands", "", now, channel_id=channel_id, facts={**fresh})
    queries.add(db, made)
    round_ = queries.lock_at_once(db, team, round_id, NAME, REGISTER)
    facts(round_).setdefault("sending", [])  # an older one has none
    return round_
