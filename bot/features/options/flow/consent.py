"""Silence changes nothing: what would keep, end, reword or put off what all made is put to all who decide.

Each says yes or no apart, within two working days. Where not enough say yes, or somebody objects, everything
stands word for word, and whoever decides may put it again.
"""

import json
import re
from datetime import datetime
from typing import TypedDict, cast

from bot import owners
from bot.features.options.flow import standing
from bot.features.options.flow.outcome import consents
from bot.features.options.models import ANSWERED, COUNTS_FOR, Motion, Step, Stood, deciders, facts, kind_of
from bot.rounds.company.standing import at, refused
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.keeping.replies import drop_kinds, put, text_of

_BY_EACH_KIND = ("end", "seal")  # nothing is closed by those of one kind of experience alone
MOTION, CONSENT, AGAINST = "motion", "consent", "against"  # kinds of reply: its words, who says what, why not


class Words(TypedDict):
    """The words of a motion: why, and how the record would read."""

    why: str
    fields: dict[str, str]


class Said(TypedDict):
    """What one person says to it."""

    yes: bool
    why: str


def asks(round_: Round, words: Words, now: datetime) -> None:
    """Its words lie there for all who are in the channel."""
    drop_kinds(round_, MOTION, CONSENT, AGAINST)
    put(round_, "", MOTION, json.dumps(words, ensure_ascii=False), now, owner=_channel(round_))


def words_of(round_: Round) -> Words:
    kept = text_of(round_, MOTION)
    return cast(Words, json.loads(kept)) if kept else Words(why="", fields={})


def motion(round_: Round) -> Motion:
    """What is put to all; refuses where nothing is."""
    found = facts(round_)["motion"]
    if found is None:
        raise refused(round_, "moved_on")
    return found


def say(round_: Round, person_id: str, *, yes: bool, why: str, now: datetime) -> None:
    """Yes or no, kept apart; it can be changed as long as others are waited for."""
    at(round_, Step.CONSENT)
    seat = standing.deciding(round_, person_id)
    said = json.dumps(Said(yes=yes, why=why), ensure_ascii=False)
    put(round_, person_id, CONSENT, said, now, once=True)
    seat.step, seat.due_at, seat.notice = ANSWERED, None, ""


def read(reply: Reply | None) -> Said | None:
    return cast(Said, json.loads(reply.text)) if reply and reply.text else None


def weigh(round_: Round) -> Stood:
    """How many of those who decide say what. A yes of whoever it is about does not count, a no does."""
    put, who = motion(round_), [seat.person_id for seat in deciders(round_)]
    said = {r.author_id: one for r in round_.of_kind(CONSENT) if r.author_id in who and (one := read(r))}
    about = put.get("about", "")  # what was put before there was any has none
    yes = sum(one["yes"] for person, one in said.items() if person != about)
    against = sum(not one["yes"] for one in said.values())
    stood = Stood(what=put["what"], yes=yes, against=against, of=len(who) - (about in who))
    return Stood(**stood, lacks=_lacks(round_, said)) if put["what"] in _BY_EACH_KIND else stood


def _lacks(round_: Round, said: dict[str, Said]) -> list[str]:
    there: set[str] = set()
    for seat in deciders(round_):
        if seat.person_id in said and said[seat.person_id]["yes"]:
            there |= COUNTS_FOR.get(kind_of(round_, seat), set())
    return [kind for kind in facts(round_)["kinds"] if kind not in there]


def passes(came_to: Stood) -> bool:
    if came_to.get("lacks"):
        return False
    if came_to["what"] == "let_go":
        return came_to["yes"] == came_to["of"] > 0 and not came_to["against"]
    return consents(came_to["of"], came_to["yes"], came_to["against"])


def close(round_: Round, now: datetime) -> Stood:
    """Nobody's own yes or no stays; why not can be read by all, without a name."""
    came_to = weigh(round_)
    why_not = [
        one["why"] for r in round_.of_kind(CONSENT) if (one := read(r)) and not one["yes"] and one["why"]
    ]
    drop_kinds(round_, CONSENT)
    if why_not:
        put(round_, "", AGAINST, json.dumps(sorted(why_not), ensure_ascii=False), now, owner=_channel(round_))
    return came_to


def why_not(round_: Round) -> list[str]:
    """Why somebody said no to the last one."""
    return cast(list[str], json.loads(text_of(round_, AGAINST) or "[]"))


def says_the_same(one: str, other: str) -> bool:
    """Whether two texts differ in marks, spaces and capitals at most: that changes nothing."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold()) or [text.strip()]  # signs alone are all that it says


def _channel(round_: Round) -> str:
    return owners.channel(round_.team, round_.channel_id or "")
