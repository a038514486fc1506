"""When the sentences of a check-in's cards are so that claim an act."""

from bot.features.checkin.commitment.models import ASKER, ENDED, OWNER, STILL_OPEN
from bot.features.checkin.models import DECLINED, IN
from bot.features.checkin.set.models import set_facts
from bot.rounds.keeping.models import Seat, Status
from tests.practices import Claim, History


def _closed(past: History, _: Seat) -> bool:
    return past.round.status == Status.CLOSED


def _only_kept(past: History, seat: Seat) -> bool:
    """What was said is gone, but for how it was, and what those who presented keep."""
    return _closed(past, seat) and {r.kind for r in past.round.replies} <= {
        "question", "process", "brought", "looks", "tries",
    }  # fmt: skip


def _gone(past: History, seat: Seat) -> bool:
    mine = [r for r in past.round.replies if r.author_id == seat.person_id and r.kind != "question"]
    return _only_kept(past, seat) and not [r for r in mine if r.kind != "process"]


def _asked(past: History, seat: Seat) -> bool:
    return bool(past.round.of_kind("asks", seat.person_id))


def _stopped(past: History, _: Seat) -> bool:
    return past.round.status == Status.STOPPED


def _in_set(past: History, seat: Seat) -> bool:
    return seat.step == IN and not seat.left_at and past.round.status == Status.RUNNING


def _became(what: str) -> Claim:
    """So said whoever took it on: not time, and nobody else."""
    return lambda past, seat: (
        past.round.step == what and (seat.step in (OWNER, ASKER)) and past.round.status == Status.CLOSED
    )


def _not_asked(past: History, seat: Seat) -> bool:
    return seat.step != ASKER or past.round.step in ENDED


CLAIMS: dict[str, Claim] = {
    "set.in": _in_set,
    "set.eve": lambda past, seat: _in_set(past, seat) and set_facts(past.round)["told"],
    "set.eve_live": lambda past, seat: _in_set(past, seat) and set_facts(past.round)["told"],
    "set.missed": lambda past, seat: _in_set(past, seat) and set_facts(past.round)["missed"],
    "set.waits": lambda past, seat: _in_set(past, seat) and set_facts(past.round)["waits"],
    "set.declined": lambda _, seat: seat.step == DECLINED,
    "set.left": lambda _, seat: seat.left_at,
    "set.over": _closed,
    **{f"taken.{what}": _became(what) for what in ENDED},
    **{f"asking.over_{what}": _became(what) for what in ENDED},
    "asking.over": _not_asked,
    "asking.open": lambda past, seat: seat.step == ASKER and past.round.step in STILL_OPEN,
    **{
        f"taken.{key}": lambda past, _: past.ever(lambda one: one.step == "asked")
        for key in ("carried", "carried_alone", "again")
    },
    "taken.still_yours": lambda past, _: past.round.facts["dates"] >= 3,
    "card.closed": _closed,
    "card.closed_nobody": _closed,
    "card.stopped": _stopped,
    "card.taken_back": _stopped,
    "mine.asked": _asked,
    "mine.hush_in": _asked,
    "mine.bid_in": lambda past, seat: past.round.of_kind("bid", seat.person_id),
    "mine.offer_in": lambda past, seat: past.round.of_kind("offer", seat.person_id),
    "mine.closed": lambda past, seat: _gone(past, seat) and not past.round.of_kind("process"),
    "mine.closed_but": _only_kept,
    "mine.stopped": _stopped,
    "mine.taken_back": _stopped,
    "mine.left": lambda past, seat: seat.left_at,
}
CLAIMS_NOTHING = ("card.private", "mine.agree", "mine.choose")
