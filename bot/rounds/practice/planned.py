"""A round that opens on its day, which needs people with a part in it, two who look after it, one to turn to.

Moments are in UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.refusal import Refusal
from bot.rounds.company import looking_after
from bot.rounds.company.common import common
from bot.rounds.company.standing import hosts
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice import life, moments, parts
from bot.rounds.practice.declared import HERE, Practice
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


def stand(round_: Round) -> None:
    """It is posted: whoever has a place in it hears of it, each apart."""
    life.stand(round_)
    ring([seat for seat in round_.seats if seat.person_id == round_.facts["handing"]], "handing")
    ring(hosts(round_), "begun")
    ring(moments.support(round_), "support")
