"""When the sentences of a matter's cards are so that claim an act."""

from bot.features.options.flow.recording import words_of
from bot.features.options.flow.steps import changed_since
from bot.features.options.models import REGISTER, State, decides, facts
from bot.rounds.keeping.models import Seat
from tests.practices import Claim, History


def _came_to(state: State) -> Claim:
    return lambda past, _: past.round.step == "recorded" and facts(past.round)["state"] == state


def _since(what: str) -> Claim:
    return lambda past, _: words_of(past.round)["change"]["what"] == what


def _taken_back(past: History, _: Seat) -> bool:
    return past.round.step == "taken_back"


_LEFT = ("put_off", "no_ideas", "not_chosen", "not_changed", "too_few", "talk", "rested")

_OF_A_MATTER: dict[str, Claim] = {
    **{f"came_to.{state}": _came_to(state) for state in State},
    **{
        f"came_to.{what}": _since(what)
        for what in ("amended", "held", "kept", "corrected", "handed", "public", "private")
    },
    **{f"recorded.change_{what}": _since(what) for what in _LEFT},
    "recorded.change_held": _since("held"),
    "recorded.change_referred": _since("referred"),
    "recorded.change_public_plain": _since("public"),
    "recorded.change_private_plain": _since("private"),
    "recorded.change_sealed": _since("sealed"),
    "mine.let_go": lambda past, seat: not decides(past.round, seat.person_id),
    "recorded.handed": lambda past, _: words_of(past.round)["handed"],
    "recorded.came_back": lambda past, _: words_of(past.round)["came_back"],
    "result.title_before": lambda past, _: changed_since(past.round),
    "card.taken_back": _taken_back,
    "mine.taken_back": _taken_back,
    "mine.unread": lambda past, seat: past.round.of_kind("answer", seat.person_id),
    "mine.left": lambda past, seat: seat.left_at,
    "card.retried": lambda past, _: facts(past.round)["retried"],
}


def _or_a_list(so: Claim) -> Claim:
    """A register lists what came of many matters: that is held by its own tests."""
    return lambda past, seat: past.round.kind == REGISTER or so(past, seat)


CLAIMS = {key: _or_a_list(so) for key, so in _OF_A_MATTER.items()}
CLAIMS_NOTHING = (
    "card.test_amends", "card.write_reservations", "mine.lacking", "mine.write", "mine.review", "mine.beside",
    "recorded.reservations_one", "recorded.reservations_many", "recorded.objections_one",
    "recorded.objections_many", "result.missing",
    "result.lacks",
)  # fmt: skip
