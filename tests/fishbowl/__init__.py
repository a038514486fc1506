"""Fishbowl: those who live with it speak first; the others listen, say what they heard, and are answered."""

from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice.declared import Box, Practice, Step, joined, nobody
from bot.rounds.practice.install import feature


def inner(round_: Round) -> list[Seat]:
    """Whoever brings lived experience; where nobody says so, everybody but who asked."""
    lived = [seat for seat in joined(round_) if seat.kind in ("lived", "both")]
    return lived or [seat for seat in joined(round_) if seat.person_id != round_.host_id]


def outer(round_: Round) -> list[Seat]:
    return [seat for seat in joined(round_) if seat not in inner(round_)]


PRACTICE = Practice(
    name="fishbowl",
    steps=(
        Step("gather", days=1, joins=True, who=nobody),
        Step("speak", days=2, who=inner, boxes=(Box("story"),), least=1),
        Step("heard", days=2, who=outer, boxes=(Box("heard", most=600), Box("wonder", most=300)), least=1),
        Step("answer", days=2, who=inner, boxes=(Box("answer", most=600),)),
    ),
    most=12,
)

FEATURE = feature(PRACTICE)
