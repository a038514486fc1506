"""When a round is over and its day has come, no text of it is left, but for what a practice says it keeps."""

import pytest

from bot.rounds.feature import Feature
from tests.every.each import each_practice, holds
from tests.every.left import alone
from tests.every.test_ends import OVER
from tests.practices import Handed

pytestmark = pytest.mark.usefixtures("doors")


def wrong(feature: Feature, practice: Handed) -> list[str]:
    left = [
        f"{after.kind} at {after.step} still has its {reply.kind}"
        for _, after in alone(feature)
        for reply in after.replies
        if reply.text and reply.kind not in practice.keeps
    ]
    waits = [
        f"{after.kind} at {after.step} still waits"
        for _, after in alone(feature)
        if after.wakes_at and after.status in OVER
    ]
    return list(dict.fromkeys([*left, *waits]))


@each_practice
def test_its_texts_are_forgotten_on_their_day(feature: Feature, practice: Handed) -> None:
    holds("forgets", wrong, feature, practice)


@each_practice
def test_what_it_says_that_it_keeps_is_something_that_people_write(
    feature: Feature, practice: Handed
) -> None:
    written = {reply.kind for round_ in practice.scenes() for reply in round_.replies}

    assert set(practice.keeps) <= written
