"""A moment for oneself: where help is comes first, and nobody hears of it but those who are ticked.

For a round somebody can be named whom people can turn to (`SUPPORT` in its facts). In the facts of a place
stands whom they would like to hear from (CALLS).
"""

from collections.abc import Sequence
from datetime import datetime

from bot.rounds.company.standing import hosts, one_of
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.practice import caring, life
from bot.rounds.practice.declared import Practice
from bot.rounds.time.windows import ring

SUPPORT, HOSTS, MINE, REST = "support", "hosts", "mine", "rest"  # what can be ticked
CALLS = "calls"


def support(round_: Round) -> list[Seat]:
    """Whom people can turn to here, while they can be reached."""
    there = [seat for seat in round_.present if seat.person_id == round_.facts.get(SUPPORT)]
    return [seat for seat in there if not (seat.gone or seat.unreached)]


def around(round_: Round, me: str) -> dict[str, list[Seat]]:
    """Who could hear of it: whoever is named for it, and those who look after it; but for oneself."""
    found = {SUPPORT: support(round_), HOSTS: hosts(round_)}
    return {what: [seat for seat in seats if seat.person_id != me] for what, seats in found.items()}


def calls(practice: Practice, round_: Round, me: str, ticked: Sequence[str], now: datetime) -> None:
    """Those hear of it who were ticked, and nobody else; it rests for them, or for all, if that was."""
    seat, could = one_of(round_, me, round_.present), around(round_, me)
    caring.ask_later([seat], now)
    seat.facts[CALLS] = [what for what in ticked if what in could]
    ring([one for what in seat.facts[CALLS] for one in could[what]], f"calls:{now.isoformat()}")
    if MINE in ticked:
        life.rest(practice, round_, me, now)
    if REST in ticked and round_.status == Status.RUNNING:  # without this person it may be over
        life.pause(practice, round_, me, now)


def called_by(round_: Round, me: str) -> list[Seat]:
    """Who would like to hear from this person."""
    return [
        seat
        for seat in round_.others(me)
        for what in seat.facts.get(CALLS, [])
        if me in [one.person_id for one in around(round_, seat.person_id)[what]]
    ]
