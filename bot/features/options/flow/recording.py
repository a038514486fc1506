"""What a matter came to, as the words of its record; each version is made of the one before it."""

import json
from datetime import datetime, timedelta
from typing import Any, cast

from bot import owners
from bot.features.options.flow import building, standing, testing
from bot.features.options.models import (
    DECIDES,
    GUESSED,
    HIDES,
    KINDS,
    MANDATE,
    REVIEW_WEEKS,
    TRY_WEEKS,
    Change,
    Level,
    Record,
    Reservation,
    State,
    Words,
    blank,
    facts,
    kind_of,
)
from bot.rounds.keeping.models import Reply, Round, Seat, id_from, new_id

_RESERVED = {Level.SUPPORT, Level.LIVE_WITH, Level.TALK, Level.DISAGREE, Level.OBJECT}


def words_of(round_: Round) -> Words:
    """The record as it stands; the words of the matter so far where there is none yet."""
    kept = standing.text(round_, "record")
    return cast(Words, json.loads(kept)) if kept else gathered(round_)


def gathered(round_: Round) -> Words:
    """Everything that the matter itself can say: what was asked, considered, answered."""
    f, words = facts(round_), blank(standing.text(round_, "question"))
    update: dict[str, Any] = {key: standing.text(round_, key) for key in MANDATE}
    update |= {key: "\n".join(standing.texts(round_, key)) for key in ("same", "differ", "absent")}
    chosen = standing.proposal(round_)
    update |= {
        "decision": chosen.text if chosen and chosen.text else "",
        "options": building.considered(round_),
        "contributors": counted(round_),
        "kinds": f["kinds"],
        "skipped": f["skipped"],
    }
    return but(words, update, tested(round_))


def but(words: Words, *fields: dict[str, Any], **more: object) -> Words:
    """The same record, but for these fields."""
    changed: dict[str, Any] = {**words}
    for some in (*fields, more):
        changed |= some
    return cast(Words, changed)


def tested(round_: Round) -> dict[str, Any]:
    """What the newest test says, for the record: reservations word for word."""
    result = testing.result(round_)
    if result is None:
        return {}
    reservations = [Reservation(**r) for r in result["reasons"] if Level(r["level"]) in _RESERVED]
    return {
        "levels": result["levels"],
        "deciders": result["deciders"],
        "missing": result["missing"],
        "aside": result["aside"],
        "reservations": reservations,
        "earlier": [Reservation(**r) for r in result["earlier"]],
        "tests": facts(round_)["test"],
    }


def counted(round_: Round) -> dict[str, int]:
    """Contributors by kind of experience, only where enough hide them; "all" is everybody."""
    f = facts(round_)
    took_part = {reply.author_id for reply in round_.replies if reply.author_id} | {
        *f["wrote"],
        *f["reacted"],
    }
    seats = [s for s in round_.seats if s.person_id in took_part or s.step in DECIDES]
    counts = {"all": len(seats)}
    if len(seats) < GUESSED:
        return counts
    for kind in KINDS:
        many = sum(_is(round_, seat, kind) for seat in seats)
        if many >= HIDES:
            counts[kind] = many
    return counts


def put(
    round_: Round,
    words: Words,
    state: State,
    change: Change,
    now: datetime,
    review_at: datetime | None = None,
) -> None:
    """The next version: the rules say what stands in it, and whoever saves the round keeps it."""
    f = facts(round_)
    f["record"] = f["record"] or id_from(round_.team, "record", round_.id)
    f["version"] += 1
    f["state"], f["review_at"] = state.value, review_at.isoformat() if review_at else ""
    owner = owners.channel(round_.team, round_.channel_id or "")
    body = json.dumps({**words, "change": change}, ensure_ascii=False)
    round_.replies = [r for r in round_.replies if r.kind != "record"]
    round_.replies.append(Reply(new_id(), "", "record", owner, body, now))


def record_of(round_: Round, now: datetime) -> Record:
    """The version that the matter holds now."""
    f = facts(round_)
    return Record(
        round_.team,
        round_.channel_id or "",
        f["record"],
        f["version"],
        State(f["state"]),
        round_.id,
        now,
        review_of(round_),
        words_of(round_),
        f["owner"],
    )


def review_of(round_: Round) -> datetime | None:
    kept = facts(round_)["review_at"]
    return datetime.fromisoformat(kept) if kept else None


def usual_review(state: State, now: datetime) -> datetime:
    """When an agreement is looked at again where nobody said otherwise."""
    return now + timedelta(weeks=TRY_WEEKS if state is State.TRY else REVIEW_WEEKS)


def tidy(round_: Round) -> None:
    """It is written down: what only led there goes."""
    f = facts(round_)
    kept = {"question", "record", *MANDATE}
    round_.replies = [r for r in round_.replies if r.kind in kept]
    f["live"], f["of"], f["proposal"], f["wrote"], f["reacted"] = [], {}, "", [], []


def _is(round_: Round, seat: Seat, kind: str) -> bool:
    return kind_of(round_, seat) in (kind, "both")
