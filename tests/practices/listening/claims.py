"""When the sentences of a listening round's cards are so that claim an act."""

from bot.features.listening.models import PASSED, facts, joined, place
from bot.rounds.keeping.models import Round, Seat, Status
from tests.practices import Claim, History


def _closed(past: History, _: Seat) -> bool:
    return past.round.status == Status.CLOSED


def _stopped(past: History, _: Seat) -> bool:
    return past.round.status == Status.STOPPED


def _no_words(past: History, _: Seat) -> bool:
    return not past.round.of_kind("open")


def _all_passed(past: History, _: Seat) -> bool:
    """When that was said first, everybody but whoever pressed just then had passed before."""
    states = [*past.before, past.round]
    since = next(n for n in reversed(range(len(states))) if n == 0 or not _quiet(states[n - 1]))
    before = states[max(since - 1, 0)]
    return sum(seat.step != PASSED for seat in joined(before)) <= 1


def _quiet(round_: Round) -> bool:
    return bool(facts(round_)["chose_quiet"])


def _heard(past: History, seat: Seat) -> bool:
    return past.ever(lambda one: any(place(s)["listens_to"] == seat.person_id for s in one.seats))


CLAIMS: dict[str, Claim] = {
    "card.chosen": _all_passed,
    "card.closed": _closed,
    "card.stopped": _stopped,
    "card.taken_back": lambda past, _: past.round.step == "taken_back",
    "card.forgotten": _no_words,
    "mine.played_back": _heard,
    "mine.played_back_written": _heard,
    "mine.played_back_relay": lambda past, seat: past.ever(
        lambda one: any(
            place(s)["listens_to"] == seat.person_id and facts(one)["holder"] == s.person_id
            for s in one.seats
        )
    ),
    "mine.turn_first": lambda past, seat: place(seat)["listens_to"],
    "mine.confirmed_yes": lambda past, seat: past.ever(
        lambda one: facts(one)["confirmed"].get(seat.person_id) == "yes"
    ),
    "mine.closed": _closed,
    "mine.closed_aloud": _closed,
    "mine.stopped": _stopped,
    "mine.stopped_written": _stopped,
    "mine.stopped_alone": lambda past, seat: _stopped(past, seat) and len(past.round.of_kind("answer")) == 1,
    "mine.taken_back": lambda past, _: past.round.step == "taken_back",
    "mine.left": lambda past, seat: seat.left_at,
    "mine.forgotten": _no_words,
    "closing.deleted": _no_words,
    "closing.kept_takings": lambda past, _: past.round.of_kind("taking") and not past.round.of_kind("open"),
    "closing.kept_on": lambda past, _: past.round.of_kind("open") and facts(past.round)["keeps"],
}
CLAIMS_NOTHING = (
    "card.plays_back", "card.hears", "card.wanted", "mine.wanted", "card.private", "card.published",
    "closing.kept", "closing.kept_thread",
)  # fmt: skip
