"""What a matter came to, as the words of its record; each version is made of the one before it."""

import json
from datetime import datetime, timedelta
from typing import Any, cast

from bot import owners
from bot.features.options.flow import asking, beside, building, further, standing, testing
from bot.features.options.models import (
    DECIDES,
    FRAMED,
    GUESSED,
    HEAR,
    HIDES,
    KINDS,
    REVIEW_WEEKS,
    SEEN_OUTSIDE,
    TRY_WEEKS,
    Change,
    Level,
    Record,
    State,
    Step,
    Words,
    blank,
    deciders,
    done_last,
    facts,
    kind_of,
    words_from,
)
from bot.rounds.company.standing import at, refused
from bot.rounds.keeping.models import Round, Seat, id_from
from bot.rounds.keeping.replies import keep_only, put, text_of

UNNAMED = "unnamed"  # the kind of reply that says that passages were blacked out, before there is a record
_NOTED = {*Level} - {Level.BEHIND}  # at these levels what somebody says with it is written down


def words_of(round_: Round) -> Words:
    """The record as it stands; the words of the matter so far where there is none yet."""
    kept = text_of(round_, "record")
    return words_from(kept) if kept else gathered(round_)


def gathered(round_: Round) -> Words:
    """Everything that the matter itself can say: what was asked, considered, answered."""
    f, words = facts(round_), blank(text_of(round_, "question"))
    update: dict[str, Any] = {key: text_of(round_, key) for key in FRAMED}
    update |= {
        key: "\n".join(r.text for r in round_.of_kind(key) if r.text) for key in ("same", "differ", "absent")
    }
    # Answers belong to what was answered: what it was changed into since is among what was considered.
    chosen = standing.tested(round_) or standing.proposal(round_)
    update |= {
        "decision": chosen.text if chosen and chosen.text else "",
        "options": building.considered(round_, further.counts(round_), further.many(round_)),
        "contributors": counted(round_),
        "kinds": f["kinds"],
        "skipped": f["skipped"],
        "unnamed": json.loads(text_of(round_, UNNAMED) or "[]"),
    }
    return but(words, update, tested(round_))


def but(words: Words, *fields: dict[str, Any], **more: object) -> Words:
    changed: dict[str, Any] = {**words}
    for some in (*fields, more):
        changed |= some
    return cast(Words, changed)


def looked_at(round_: Round) -> Words:
    """The record as it stands, with what was said of it since it was looked at."""
    return but(words_of(round_), working=testing.looked(round_), beside=beside.opened(round_))


def kept_against(round_: Round) -> Words:
    """The record as it stands, with what stood against a change of it."""
    words, result = looked_at(round_), tested(round_)
    against = [*result.get("earlier", []), *result.get("reservations", [])]
    return but(words, held=[*words["held"], *against])


def left(round_: Round) -> Words:
    """The record of what is left for now while answers were given: how many, and never which."""
    of, given = len(deciders(round_)), len(round_.of_kind("answer"))
    return but(words_of(round_), deciders=of, missing=of - given)


def reworded(words: Words, fields: dict[str, str]) -> Words:
    """In other words, to which enough said yes; as what was decided was tested, it can be read beside."""
    tested = (words["tested"] or words["decision"]) if "decision" in fields else words["tested"]
    return but(words, fields, tested=tested)


def unheard(round_: Round, words: Words) -> Words:
    """Nobody has heard those who disagree: that stands among what was left out."""
    return but(words, skipped=[*words["skipped"], HEAR]) if facts(round_)["hear"] else words


def because(round_: Round, what: str) -> Change:
    """Why what was agreed changes, or stays: in the words of whoever asked for a change."""
    asked = round_.one("because")
    by = next((seat.name for seat in round_.seats if asked and seat.person_id == asked.author_id), "")
    return Change(what=what, why=text_of(round_, "because"), by=by)


def tested(round_: Round) -> dict[str, Any]:
    """What the newest test says, for the record: reservations word for word."""
    result = testing.result(round_)
    if result is None:
        return {}
    return {
        "levels": result["levels"],
        "deciders": result["deciders"],
        "missing": result["missing"],
        "aside": result["aside"],
        "reservations": [r for r in result["reasons"] if Level(r["level"]) in _NOTED],
        "earlier": result["earlier"],
        "tests": facts(round_)["test"],
    }


def counted(round_: Round) -> dict[str, int]:
    """Contributors by kind of experience, only where enough hide them; "all" is everybody."""
    f = facts(round_)
    took_part = {*f["wrote"], *(reply.author_id for reply in round_.replies)}
    seats = [s for s in round_.seats if s.person_id in took_part or s.step in DECIDES]
    counts = {"all": len(seats)}
    if len(seats) < GUESSED:
        return counts
    many = {kind: sum(_is(round_, seat, kind) for seat in seats) for kind in KINDS}
    return counts | {kind: count for kind, count in many.items() if count >= HIDES}


def keep(
    round_: Round, words: Words, state: State, change: Change, now: datetime, review_at: datetime | None
) -> None:
    """The next version: the rules say what stands in it, and whoever saves the round keeps it."""
    f = facts(round_)
    f["record"] = f["record"] or id_from(round_.team, "record", round_.id)
    f["version"] += 1
    f["state"], f["review_at"] = state.value, review_at.isoformat() if review_at else ""
    last = [done_last(words)] if change["what"] == "tagged" else []
    put_words(round_, _as_public(round_, but(words, change=change, last=last)), now)


def put_words(round_: Round, words: Words, now: datetime) -> None:
    """They are the channel's, and stand in the place of those that were there."""
    owner = owners.channel(round_.team, round_.channel_id or "")
    put(round_, "", "record", json.dumps(words, ensure_ascii=False), now, owner=owner)
    facts(round_)["public"] = bool(words["public"])


def _as_public(round_: Round, words: Words) -> Words:
    """What may be read outside is what all said yes to: other words of it are the channel's again."""
    kept = text_of(round_, "record")
    before, after = dict(words_from(kept) if kept else words), dict(words)
    same = all(before[key] == after[key] for key in SEEN_OUTSIDE)
    return words if same else but(words, public="")


def record_of(round_: Round, now: datetime) -> Record:
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


def hearing_back(round_: Round, person_id: str) -> Seat:
    """Who may write down what came back: those who decide, also while it is looked at again."""
    seat = standing.in_record(round_, person_id)
    at(round_, Step.RECORDED, Step.REVIEW)
    standing.agreed(round_)
    if not words_of(round_)["handed"]:
        raise refused(round_, "moved_on")
    return seat


def tidy(round_: Round) -> None:
    """It is written down: what only led there goes. A stop-sign stands as long as what was agreed does."""
    f = facts(round_)
    signs = [beside.SIGN] if standing.holds(round_) else []
    keep_only(round_, "question", "record", *FRAMED, asking.ASKED, asking.COUNTED, *signs)
    f["live"], f["of"], f["proposal"], f["wrote"] = [], {}, "", []


def _is(round_: Round, seat: Seat, kind: str) -> bool:
    return kind_of(round_, seat) in (kind, "both")
