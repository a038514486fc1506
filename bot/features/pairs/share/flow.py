"""Sharing with a channel: all tick the very words, then they stand there; one no is enough."""

from collections.abc import Collection
from datetime import datetime

from bot import owners
from bot.features.pairs.models import NAME
from bot.features.pairs.share.models import KEPT, POSTED, SHARE, WAITS, WORDS, Facts, Step, facts, place
from bot.rounds.company.standing import filled, refused
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import say
from bot.rounds.time.windows import ring


def offer(
    team: str,
    round_id: str,
    pair_id: str,
    seats: list[Seat],
    channel: str,
    text: str,
    now: datetime,
    *,
    signed: bool,
) -> Round:
    """The first of these would share those words there; the others read them, and say whether they would."""
    host = seats[0]
    round_ = Round(team, round_id, NAME, SHARE, Step.OFFERED, host.person_id, now, subject_id=pair_id)
    round_.seats, round_.facts = seats, dict(Facts(channel=channel, signed=signed))
    filled(round_, text, "words")
    host.rang = "offered"
    _put(round_, host.person_id, text, now)
    _settle(round_, now)
    return round_


def words_of(round_: Round) -> Reply | None:
    """What is to be posted, or was."""
    return round_.one(POSTED) or round_.one(WORDS)


def changed(round_: Round, text: str, seen: str) -> bool:
    """Whether somebody changed the words since this person's form was opened, and theirs are others."""
    current = words_of(round_)
    return current is not None and current.id != seen and text != current.text


def agree(round_: Round, person_id: str, text: str, seen: str, now: datetime, *, signed: bool) -> None:
    """These very words may stand there; others in their place are a new version, for all to tick."""
    offered(round_, person_id)
    filled(round_, text, "words")
    current = words_of(round_)
    if current is None or current.id != seen:
        raise refused(round_, "share_changed", "words")
    if text != current.text or signed != facts(round_)["signed"]:
        facts(round_)["signed"] = signed
        _put(round_, person_id, text, now)
    else:
        place(round_.seat(person_id))["ticked"] = current.id
    _settle(round_, now, by=person_id)


def offered(round_: Round, person_id: str) -> Seat:
    """The seat of somebody whom it waits for, or who waits; refuses once it is settled."""
    if round_.step != Step.OFFERED:
        raise refused(round_, "share_over")
    return round_.seat(person_id)


def _put(round_: Round, person_id: str, text: str, now: datetime) -> None:
    round_.replies = []
    owner = owners.pair(round_.team, round_.subject_id or "")
    new = say(round_, person_id, WORDS, text, now, owner=owner)
    place(round_.seat(person_id))["ticked"] = new.id
    round_.ends_at = now + WAITS
    ring(round_.others(person_id), f"share:{new.id}")


def has_ticked(round_: Round, seat: Seat) -> bool:
    """Whether they ticked the words as they stand."""
    current = words_of(round_)
    return current is not None and place(seat).get("ticked") == current.id


def rather_not(round_: Round, person_id: str) -> None:
    """It is not shared, and nobody reads who would rather not, or why."""
    offered(round_, person_id)
    _end(round_)


def take_back(round_: Round, person_id: str) -> None:
    """Either of them takes it out of the channel again, for as long as it is kept here."""
    if round_.step != Step.SHARED or not round_.replies:
        raise refused(round_, "share_over")
    round_.seat(person_id)
    round_.step, round_.replies, round_.ends_at, round_.wakes_at = Step.TAKEN_BACK, [], None, None


def leave(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever leaves has not ticked it: what is not shared by then is not."""
    seat = next((seat for seat in round_.present if seat.person_id == person_id), None)
    if seat is None:
        raise refused(round_, "not_in_it")
    seat.left_at = now
    if round_.step == Step.OFFERED:
        _end(round_)


def time_passes(round_: Round, inside: Collection[str], now: datetime) -> None:
    """What nobody settled is not shared; who is not in the pair has left it; its words are let go."""
    for seat in round_.present:
        if seat.gone or seat.person_id not in inside:
            leave(round_, seat.person_id, now)
    over = round_.ends_at is not None and now >= round_.ends_at
    if over and round_.step == Step.OFFERED:
        _end(round_)
    elif over:
        round_.replies, round_.ends_at = [], None
    _settle(round_, now)


def may_read(round_: Round, reply: Reply, person_id: str) -> bool:
    """Those who are in it; what was posted stands there for everybody."""
    return reply.kind == POSTED or person_id in [seat.person_id for seat in round_.present]


def on_card(_: Round, reply: Reply) -> bool:
    """What all have ticked."""
    return reply.kind == POSTED


def _end(round_: Round) -> None:
    round_.step, round_.status, round_.replies, round_.ends_at = Step.NOT, Status.STOPPED, [], None
    for seat in round_.seats:
        seat.notice = ""
    round_.wakes_at = None


def _settle(round_: Round, now: datetime, by: str = "") -> None:
    if round_.step == Step.OFFERED and all(has_ticked(round_, seat) for seat in round_.present):
        for words in round_.of_kind(WORDS):
            words.kind = POSTED
        round_.step, round_.status, round_.ends_at = Step.SHARED, Status.CLOSED, now + KEPT
        ring(round_.others(by), "posted")
    round_.wakes_at = round_.ends_at
