"""Who was asked in a test, and how many of them answered: never who did, never what, and no time.

It is kept when the test is over, and stays until another one is. Whether one's own answer counted is each
one's own to read.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypedDict, cast

from bot import owners
from bot.features.options.flow import standing
from bot.features.options.models import Asking, deciders, facts
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.keeping.replies import drop_kinds, put, text_of

ASKED, COUNTED = "asked", "counted"  # kinds of reply: of the test; of one person: whether they were counted
_YES, _NO = "1", "0"  # of one length: how much is kept tells nothing


class Asked(TypedDict):
    """One test: the ids of those who were asked; of how many of them what is so."""

    who: list[str]
    reached: int  # Slack took what asked them, or they asked or answered themselves
    answered: int
    aside: int
    missing: int
    left: int
    amends: bool  # it was about a change to what was agreed
    opened: bool  # not where it was left before the answers opened: then those aside are among the answered


def begin(round_: Round, now: datetime, by: str | None) -> None:
    """These are asked from now on."""
    who = [seat.person_id for seat in deciders(round_)]
    facts(round_)["asking"] = Asking(who=who, at=now.isoformat(), by=by or "")


def more(round_: Round, seats: Iterable[Seat]) -> None:
    """They are named while it runs."""
    asking = facts(round_)["asking"]
    if asking:
        asking["who"] = list(dict.fromkeys([*asking["who"], *(seat.person_id for seat in seats)]))


def close(
    round_: Round, answered: Collection[str], aside: int, now: datetime, *, opened: bool = True
) -> None:
    """It is over: what can be read of it takes the place of the one before."""
    there = [seat.person_id for seat in deciders(round_)]
    asking = facts(round_)["asking"] or Asking(who=there, at=round_.created_at.isoformat(), by="")
    who = list(dict.fromkeys([*asking["who"], *there]))
    found = Asked(
        who=sorted(who),
        reached=sum(_knew(seat, asking, answered) for seat in round_.seats if seat.person_id in who),
        answered=len(answered) - aside,
        aside=aside,
        missing=len(there) - len(answered),
        left=len(who) - len(there),
        amends=facts(round_)["amends"],
        opened=opened,
    )
    drop_kinds(round_, ASKED, COUNTED)
    owner = owners.channel(round_.team, round_.channel_id or "")
    put(round_, "", ASKED, json.dumps(found), now, owner=owner)
    for person_id in there:
        put(round_, person_id, COUNTED, _YES if opened and person_id in answered else _NO, now)
    facts(round_)["asking"] = None


def leave(round_: Round, now: datetime) -> None:
    """A test that runs, if one does, is over before the answers opened: they count for nothing."""
    if facts(round_)["asking"]:
        there = [seat.person_id for seat in deciders(round_)]
        answered = {reply.author_id for reply in round_.of_kind("answer")} & {*there}
        close(round_, answered, 0, now, opened=False)


def asked(round_: Round) -> Asked | None:
    return cast(Asked | None, json.loads(text_of(round_, ASKED) or "null"))


def counted(round_: Round, person_id: str) -> bool | None:
    """Whether this person's own answer counted, for themselves; None where nothing of that is kept."""
    kept = text_of(round_, COUNTED, person_id)
    return kept == _YES if kept else None


def reads(round_: Round, person_id: str) -> None:
    """Refuses who does not decide, while a test runs, and where none was closed."""
    standing.deciding(round_, person_id)
    if standing.test_runs(round_):
        raise refused(round_, "test_runs")
    if not round_.of_kind(ASKED):
        raise refused(round_, "nobody_asked")


def _knew(seat: Seat, asking: Asking, answered: Collection[str]) -> bool:
    told = seat.told_at is not None and seat.told_at >= datetime.fromisoformat(asking["at"])
    return told or seat.person_id in answered or seat.person_id == asking["by"]
