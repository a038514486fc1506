"""Blacks a passage out (*Please unname*), wherever it stands; a line says so, and never what.

Its author may do that alone, in what they alone signed and nobody tested. Where it stands in what others
wrote, in what nobody signed or in what was agreed, that is put to all who decide.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, cast

from bot import owners
from bot.features.options.flow import building, recording, standing
from bot.features.options.flow.becoming import called
from bot.features.options.models import Record, Unnamed, Words, facts, words_from
from bot.rounds.keeping import pool
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.keeping.replies import put, say

BLACKED = "█████"
ORDER = "unname"  # the kind of what the register has still to do, in the same transaction
_JSON = ("record", "result", "looked", "beside", "motion", "against")
_OPEN = ("record", "result", "looked", "beside")
NAMED = (*_JSON, recording.UNNAMED)  # kinds of reply in which names stand
_WHOSE = ("name", "by", "owner")
_PLAIN = standing.SHARED - {*_JSON, "ticks", recording.UNNAMED}
# They name what we have words for.
_OURS = {"kinds", "skipped", "level", "answer", "what", "at", "day", "first_day", "public"}
_SIGNED = {"text", "safe", "why"}  # of what stands with a name, what whoever that is wrote


class Order(TypedDict):
    """What is blacked out in every version of a record: `name` is whose words alone, "" for everybody's."""

    passage: str
    name: str
    author: str  # the id of whoever that is


def holds(part: object, passage: str) -> bool:
    """Whether the passage stands anywhere in it, in whatever capitals and spaces."""
    return bool(_blacked(part, _pattern(passage), "") != part)


def in_words(words: Words, order: Order) -> Words:
    """A record's words without it."""
    said, name = cast(Words, _blacked(words, _pattern(order["passage"]), order["name"])), order["name"]
    if not name:
        return said
    # What was made into theirs quotes theirs.
    theirs = {one["text"] for one in words["options"] if one["by"] == [name] and not one["chosen"]}
    for option in said["options"]:
        if option["into"]:
            option["into"] = [in_text(t, order["passage"]) if t in theirs else t for t in option["into"]]
    return said


def _without(kind: str, said: str, order: Order) -> Any:
    """The same of what is kept as JSON under that kind."""
    if kind == "record":
        return in_words(words_from(said), order)
    return _blacked(json.loads(said), _pattern(order["passage"]), order["name"])


def in_text(text: str, passage: str) -> str:
    return _pattern(passage).sub(BLACKED, text)


def own(round_: Round, person_id: str, passage: str, kept: Sequence[Record], mark: str) -> Order | None:
    """What its author may black out alone; None where it stands in nothing of theirs.

    `kept` are the versions of its record, `mark` stands for them beside a note of theirs.
    """
    order = Order(passage=passage, name=called(round_, person_id), author=person_id)
    theirs = any(_mine(round_, reply, person_id) and holds(reply.text, passage) for reply in round_.replies)
    theirs |= any(note.mark == mark and holds(note.text, passage) for one in kept[-1:] for note in one.notes)
    if order["name"]:
        said: list[Any] = [one.words for one in kept]
        said += [json.loads(r.text) for r in _of(round_, *_JSON) if r.text]
        theirs |= any(_blacked(one, _pattern(passage), order["name"]) != one for one in said)
    return order if theirs else None


def stands_elsewhere(round_: Round, person_id: str, passage: str, kept: Sequence[Record], mark: str) -> bool:
    """Whether it stands in what is not theirs alone."""
    order = Order(passage=passage, name=called(round_, person_id), author=person_id)
    if any(holds(r.text, passage) and not _mine(round_, r, person_id) for r in _of(round_, *_PLAIN)):
        return True
    if any(note.mark != mark and holds(note.text, passage) for one in kept[-1:] for note in one.notes):
        return True
    said = [("record", json.dumps(one.words)) for one in kept]
    said += [(reply.kind, reply.text or "") for reply in _of(round_, *_OPEN)]
    left = [_without(kind, text, order) if order["name"] else json.loads(text) for kind, text in said]
    return any(holds(one, passage) for one in left)


def black_out(round_: Round, order: Order, now: datetime, by: str) -> None:
    """Here at once; what stands in the register follows as it is kept. `by`: a name, "" for all of them."""
    passage = order["passage"]
    for reply in _of(round_, *_PLAIN):
        if not order["author"] or _mine(round_, reply, order["author"]):
            reply.rewrite(in_text(reply.text or "", passage))
    for reply in _of(round_, *_JSON):
        if reply.text and (order["name"] or not order["author"]):
            said = _without(reply.kind, reply.text, order)
            reply.rewrite(json.dumps(said, ensure_ascii=False))
    line, owner = Unnamed(by=by, at=now.isoformat()), owners.channel(round_.team, round_.channel_id or "")
    words = recording.words_of(round_)
    lines = [*words["unnamed"], line]
    if facts(round_)["record"]:
        recording.put_words(round_, recording.but(words, unnamed=lines), now)
        said_so = json.dumps({"order": order, "line": line}, ensure_ascii=False)
        say(round_, "", ORDER, said_so, now, owner=owner)
    else:  # until there is one, it stands by itself
        put(round_, "", recording.UNNAMED, json.dumps(lines, ensure_ascii=False), now, owner=owner)


def unsign(round_: Round, name: str) -> None:
    """Whoever is called so was forgotten: what stands with their name stands without one."""
    for reply in _of(round_, *NAMED):
        said = json.loads(reply.text or "null")
        if (left := unsigned(said, name)) != said:
            filled = pool.filled(left) if reply.under and isinstance(left, list) else None
            reply.rewrite(filled or json.dumps(left, ensure_ascii=False))
            reply.under = owners.once(round_.team) if reply.under else ""


def unsigned(part: Any, name: str, key: str = "") -> Any:
    """The same, without that name wherever one says whose it is."""
    if isinstance(part, dict):
        return {inner: unsigned(one, name, inner) for inner, one in part.items()}
    if isinstance(part, list):
        return [unsigned(one, name, key) for one in part]
    return "" if part == name and key in _WHOSE else part


def signed(part: Any, name: str) -> list[str]:
    """Whatever stands there with that name beside it, of what whoever that is wrote."""
    if isinstance(part, list):
        return [said for one in part for said in signed(one, name)]
    if not isinstance(part, dict):
        return []
    whose = name and (part.get("name") == name or part.get("by") in (name, [name]))
    mine = [part[key] for key in sorted(_SIGNED & part.keys()) if whose and part[key]]
    return [*mine, *(said for one in part.values() for said in signed(one, name))]


def orders(round_: Round) -> list[tuple[Order, Unnamed]]:
    """What the register has still to do."""
    kept = [json.loads(reply.text) for reply in round_.of_kind(ORDER) if reply.text]
    return [(one["order"], one["line"]) for one in kept]


def _of(round_: Round, *kinds: str) -> list[Reply]:
    return [reply for reply in round_.replies if reply.kind in kinds and reply.text]


def _mine(round_: Round, reply: Reply, person_id: str) -> bool:
    """Whether they alone had a hand in it, and nobody was asked about it."""
    if reply.kind not in _PLAIN or reply.author_id != person_id or reply.kind == "question":
        return False
    f = facts(round_)
    if reply.kind != "option":
        return True
    alone = building.contributors(round_, reply.id) == [person_id]
    return alone and reply.id not in (f["proposal"], f["tested"])


def _pattern(passage: str) -> re.Pattern[str]:
    """The passage as whole words, whatever capitals and spaces it is written with."""
    said = r"\s+".join(re.escape(word) for word in passage.split())
    begins = r"(?<!\w)" if re.match(r"\w", passage.strip()) else ""
    ends = r"(?!\w)" if re.search(r"\w$", passage.strip()) else ""
    return re.compile(f"{begins}{said}{ends}", re.IGNORECASE)


def _blacked(part: Any, pattern: re.Pattern[str], name: str) -> Any:
    """The same without the passage: in everybody's words, or in those alone that only this name signed."""
    if isinstance(part, str):
        return part if name else pattern.sub(BLACKED, part)
    if isinstance(part, list):
        return [_blacked(one, pattern, name) for one in part]
    if not isinstance(part, dict):
        return part
    signed = [part.get("name"), *(by if isinstance(by := part.get("by"), list) else [by])]
    theirs = bool(name) and [one for one in signed if one] == [name] and not part.get("chosen")
    return {
        key: one if key in _OURS else _blacked(one, pattern, "" if theirs and key in _SIGNED else name)
        for key, one in part.items()
    }
