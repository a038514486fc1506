"""Questions from a channel that a pair lets in, at each step, and all that is drawn of that."""

from copy import deepcopy
from datetime import timedelta
from functools import cache

from bot.features.reflection.flow import standing
from bot.features.reflection.models import LAUNCHED, NAME, VISITS
from bot.features.reflection.visits import cards
from bot.features.reflection.visits import flow as visits
from bot.people.models import Member, Pair
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import say
from tests.practices import HERE, IDS, NOW, PLAIN, TEAM, Drawn, Names, Readable

ASKED_BY = IDS[2]


def _seats() -> list[Seat]:
    return [Seat(person, name=name) for person, name in zip(IDS[:2], PLAIN, strict=False)]


@cache
def scenes() -> list[Round]:
    """Asked, open with a question that waits, ended, and unanswered; the question that came, and its card."""
    asked = visits.propose(TEAM, IDS[0], "pair-1", HERE, _seats(), NOW)
    opened = deepcopy(asked)
    opened.id = "visits-open"
    visits.agree(opened, IDS[1], NOW)
    visits.take_in(opened, ASKED_BY, "What did we put off?", NOW)
    ended, lapsed, came = deepcopy(opened), deepcopy(asked), deepcopy(opened)
    ended.id, lapsed.id = "visits-ended", "visits-lapsed"
    visits.end(ended, IDS[1], NOW)
    visits.time_passes(lapsed, NOW + timedelta(days=15))
    put = visits.put(came, came.of_kind(visits.WAITING)[0], _seats(), NOW)
    for seat in (*put.seats, *(seat for one in (asked, opened, ended, lapsed) for seat in one.seats)):
        seat.rang, seat.notice = seat.notice or seat.rang or "visits", ""
    return [asked, opened, ended, lapsed, put, launched(2), launched(3)]


def may_read(round_: Round, reply: Reply, person_id: str) -> bool:
    """What waits for its turn nobody reads; the rest as in any reflection."""
    return round_.kind != VISITS and standing.may_read(round_, reply, person_id)


def launched(many: int) -> Round:
    """What stands in the channel."""
    round_ = Round(TEAM, f"launched-{many}", NAME, LAUNCHED, "went", IDS[0], NOW, Status.CLOSED)
    round_.channel_id, round_.seats, round_.facts = HERE, _seats()[:1], {"pairs": many}
    say(round_, IDS[0], "question", "What did we put off?", NOW)
    return round_


def of_visits(round_: Round, readable: Readable) -> Drawn:
    if round_.kind == LAUNCHED:
        yield "visits.cards.went", cards.went(readable(round_, None))["channel"].message
        return
    for seat in round_.seats:
        yield "visits.cards.card", cards.card(round_, seat)
        yield "visits.cards.how", cards.how(round_, seat.person_id)
    if round_.kind == VISITS and round_.status == Status.RUNNING:
        pair = Pair(TEAM, "pair-1", NOW, members=[Member(s.person_id, s.name) for s in round_.seats])
        yield "visits.cards.form", cards.form(pair, IDS[0], [round_])


def of_no_round(_: Names, words: str) -> Drawn:
    yield "visits.cards.usage", cards.usage()
    yield "visits.cards.receipt", cards.receipt()
    yield "visits.cards.nobody", cards.nobody(words.strip()[:500] or "?")
    yield "visits.cards.proposed", cards.proposed(HERE)
