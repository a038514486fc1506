"""Nobody reads early what was written apart; and whoever leaves takes it with them."""

from copy import deepcopy

import pytest

from bot.refusal import Refusal
from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Reply, Round
from tests.every.drawing import read_by
from tests.every.each import each_practice, holds
from tests.practices import NOW, Handed, never

pytestmark = pytest.mark.usefixtures("doors")

STRANGER = "U0NOBODY"


def wrong(feature: Feature, practice: Handed) -> list[str]:
    """Who reads what is sealed, or sees it on a card; and what was sealed in no sample."""
    readable, found, shown = read_by(feature, practice), list[str](), set[tuple[str, str]]()
    for round_ in practice.scenes():
        apart = _sealed(practice, round_)
        shown |= {(round_.kind, reply.kind) for reply in apart}
        for person in (None, STRANGER, *(seat.person_id for seat in round_.seats)):
            theirs = {reply.id for reply in apart if reply.author_id != person}
            seen = readable(round_, person).replies
            found += [
                f"{person or 'a card'} has the {reply.kind} of another at {round_.step}"
                for reply in seen
                if reply.id in theirs and reply.text is not None
            ]
    return [*dict.fromkeys(found), *_not_shown(practice, shown)]


def _not_shown(practice: Handed, shown: set[tuple[str, str]]) -> list[str]:
    """What is sealed in no sample; where it keeps its kind when it is opened, some of it must be."""
    written = {reply.kind for round_ in practice.scenes() for reply in round_.replies} - {"question"}
    wanted = {(kind, reply) for kind, replies in practice.sealed.items() for reply in replies}
    if not wanted:
        return ["nothing that is written in it counts as sealed"] if written else []
    missing = sorted(wanted - shown) if practice.opened is never or not shown else []
    return [f"{kind} had no {reply}" for kind, reply in missing]


def _sealed(practice: Handed, round_: Round) -> list[Reply]:
    apart = practice.sealed.get(round_.kind, frozenset())
    return [r for r in round_.replies if r.kind in apart and not practice.opened(round_, r)]


def left_behind(feature: Feature, practice: Handed) -> list[str]:
    """What was sealed and is still there when its author has left."""
    if practice.leaves is None:
        return ["nobody can leave"] if practice.sealed else []
    found, wrote, went = list[str](), 0, 0
    for round_ in practice.scenes():
        there = {seat.person_id for seat in round_.present}
        for author in there & {reply.author_id for reply in _sealed(practice, round_)}:
            wrote += 1
            after = _without(practice, round_, author)
            if after is None:
                continue
            went += 1
            found += [
                f"{author} left at {round_.step}, and their {reply.kind} is still there"
                for reply in _sealed(practice, after)
                if reply.author_id == author
            ]
    # Where all that is sealed is unsigned, nobody can find what somebody wrote.
    nobody = ["nobody left who had written"] if wrote and not went else []
    return [*dict.fromkeys(found), *nobody]


def _without(practice: Handed, round_: Round, person_id: str) -> Round | None:
    """The round when this person has left it; None where they cannot leave any more."""
    assert practice.leaves
    after = deepcopy(round_)
    try:
        practice.leaves(after, person_id, NOW)
    except (Refusal, KeyError):
        return None
    return after


@each_practice
def test_nobody_reads_early(feature: Feature, practice: Handed) -> None:
    holds("leaks", wrong, feature, practice)


@each_practice
def test_whoever_leaves_takes_what_was_sealed(feature: Feature, practice: Handed) -> None:
    holds("leaves", left_behind, feature, practice)
