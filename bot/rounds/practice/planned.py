"""A round that opens on its day, which needs people with a part in it, two who look after it, one to turn to.

Moments are in UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.refusal import Refusal
from bot.rounds.company import coming, looking_after
from bot.rounds.company.common import common
from bot.rounds.company.standing import going, hosting, hosts, refused
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice import life, moments, parts
from bot.rounds.practice.declared import HERE, INVITED, Practice
from bot.rounds.time.windows import ring


@dataclass(frozen=True)
class Opening:
    """What is declared of it: the step in which it waits where it is live (else the first one); how many are
    asked for the part; nobody later than so long ahead; how long it lasts at most, live.
    """

    practice: Practice
    live: str
    least: int
    most: int
    ahead: timedelta
    lasts: timedelta


@dataclass(frozen=True)
class Plan:
    """Who is asked for the part, who looks after it with the host, whom people can turn to; when it opens."""

    named: Sequence[Seat]
    beside: Seat
    support: Seat
    opens: datetime
    live: bool


def ask(
    opening: Opening,
    team: str,
    id_: str,
    host: Seat,
    channel: str | None,
    theme: str,
    plan: Plan,
    now: datetime,
) -> Round:
    """They are asked, each apart.

    Refuses what is too soon, fewer or more than can have the part, and one person in two places.
    """
    practice = opening.practice
    _fits(opening, host, plan, now)
    round_ = life.ask(practice, team, id_, host, plan.named, channel, theme, now)
    round_.seats += [plan.beside, plan.support]
    round_.facts |= {
        moments.SUPPORT: plan.support.person_id,
        "handing": plan.beside.person_id,
        "shares": True,
    }
    looking_after.log(round_, host.person_id, "offered", now)
    host.step = HERE
    parts.asks(plan.named)
    if plan.live:
        life.enter(practice, round_, opening.live, now, host.person_id)
        round_.facts[life.LAST] = (plan.opens + opening.lasts).isoformat()
    round_.ends_at, common(round_)["days"] = plan.opens, 0
    life.settle(practice, round_, now)
    return round_


def _fits(opening: Opening, host: Seat, plan: Plan, now: datetime) -> None:
    name, many = opening.practice.name, len(plan.named)
    if plan.opens < now + opening.ahead:
        raise Refusal(f"{name}.refused.too_soon", "day")
    if not opening.least <= many <= opening.most:
        raise Refusal(f"{name}.refused.how_many_named", "named", least=opening.least, most=opening.most)
    if len({seat.person_id for seat in (host, plan.beside, plan.support, *plan.named)}) < many + 3:
        raise Refusal(f"{name}.refused.twice", "named")


def ask_more(opening: Opening, round_: Round, me: str, named: Sequence[Seat], now: datetime) -> None:
    """Others are asked for the part, too, where somebody would rather not: each apart, and no log says so.

    Refuses whoever does not look after it, once it has opened, nearer to that than is fair to whoever is
    asked, more than can have the part, and who has a place in it or has said no.
    """
    room = room_for(opening, round_)
    going(round_)
    hosting(round_, me)
    if not room:
        raise refused(round_, "moved_on")
    if round_.ends_at and round_.ends_at < now + opening.ahead:
        raise refused(round_, "too_near")
    if not 0 < len(named) <= room:
        raise refused(round_, "no_more_named", "named", most=room)
    placed = [*hosts(round_), *moments.support(round_), *(s for s in round_.seats if s.facts.get(parts.PART))]
    if {seat.person_id for seat in named} & {round_.facts["handing"], *(seat.person_id for seat in placed)}:
        raise refused(round_, "has_place", "named")
    found = [coming.place(round_, seat) for seat in named]
    for seat in found:
        seat.step, seat.left_at = seat.step or INVITED, None
    parts.asks(found)
    ring(found, f"asked:{now.isoformat()}")


def room_for(opening: Opening, round_: Round) -> int:
    """How many more can be asked for the part: nobody once it has opened."""
    waits = round_.step in (opening.practice.steps[0].name, opening.live)
    return opening.most - len(parts.of(round_, parts.ASKED, parts.YES)) if waits else 0


def stand(round_: Round) -> None:
    """It is posted: whoever has a place in it hears of it, each apart."""
    life.stand(round_)
    ring([seat for seat in round_.seats if seat.person_id == round_.facts["handing"]], "handing")
    ring(hosts(round_), "begun")
    ring(moments.support(round_), "support")
