"""A step that somebody moves on by a press: when it may, and who it was. Moments are in UTC.

It is one rule for every practice: all whom it waits for have done theirs or passed, or have had half of their
window and a working noon of their own in it (`windows.free_from`). A practice says whom it waits for.
Where people are there together, live, they see for themselves, and nothing of this holds.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.rounds.company.common import common
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.time.hours import zone
from bot.rounds.time.windows import free_from

MOVES = ("moved_on", "begin", "away")  # in the log: what somebody did that began this step


def may_go_on(
    round_: Round,
    person_id: str,
    waited: Sequence[Seat],
    now: datetime,
    *,
    named: bool = False,
    anybody: bool = False,
) -> None:
    """Refuses a press that would leave behind those who are waited for: it says how many they are, and from
    when on it may.

    Whoever presses is not waited for. `named`: the one who is waited for is known to all, by name.
    `anybody`: others can still come of whom nobody knows, and everybody who is there counts.
    """
    others = [seat for seat in waited if seat.person_id != person_id]
    at = free_from(round_, round_.present if anybody else others)
    if at is None or now >= at:
        return
    here = next((seat.zone for seat in round_.present if seat.person_id == person_id), "UTC")
    when, many = at.astimezone(zone(here)), len(others)
    if named and many == 1:
        raise refused(round_, "too_early_name", name=others[0].name, when=when)
    if many > 1:
        raise refused(round_, "too_early", count=many, when=when)
    raise refused(round_, "too_early_one" if many else "too_early_open", when=when)


def moved_by(round_: Round) -> str:
    """Who moved it on to where it stands now; "" where nobody did: all were ready, or its time was over."""
    at, who, what = next(reversed(common(round_).get("log", [])), ("", "", ""))
    return who if what in MOVES and round_.since and at == round_.since.isoformat() else ""
