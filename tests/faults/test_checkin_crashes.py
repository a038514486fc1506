"""Check-ins, sets and what people take on, under crashes, and whatever Slack answers.

After each it goes on at the same place: no question, no commitment and no place in the queue is lost or is
there twice, nobody is asked twice, and nobody reads what is not theirs.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.features.checkin.models import facts
from bot.rounds.time import recurring
from tests.faults.harness import (
    Beginnings,
    Fragile,
    Trial,
    by_block,
    perform,
    picture,
    press,
    some_of,
)
from tests.practices.checkin.transitions import (
    BEN,
    CHLOE,
    HERE,
    TRANSITIONS,
    commitments,
    meeting,
    of,
    opens,
    question,
    questions,
    rhythm,
    rhythms,
    to_commit,
)


@pytest.fixture(scope="module")
def known() -> Beginnings:
    return {}


@pytest.fixture(scope="module")
def small(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fragile]:
    """One world on SQLite for many transitions: to come to where they begin takes longer than they do."""
    path = tmp_path_factory.mktemp("checkin") / "alongside.db"
    shutil.copy(sqlite_template, path)
    yield from _world(f"sqlite:///{path}")


def _world(url: str) -> Iterator[Fragile]:
    world = Fragile(url)
    world.may_look_in_channels()
    yield world
    world.close()


# A rhythm is set after Slack was answered: whoever sees nothing of it types it again.


def test_after_a_crash_at_any_point_one_rhythm_runs(small: Fragile, known: Beginnings) -> None:
    trial = Trial(small, of("a rhythm", (), rhythm, lambda world: len(rhythms(world)) == 1), known)
    trial.record()

    for hit in some_of(trial.cases, trial.transition):
        trial.crash_at(hit, compare=False)

        if not rhythms(small):
            perform(small, rhythm)
        assert [recurring.runs(one) for one in rhythms(small)].count(True) == 1, hit
        cards = [m.words for m in small["Dev"].messages(HERE) if "It comes" in m.words]
        assert len(cards) == 1, hit


# Who is in the channel, Slack does not say: nobody gets in, and nothing typed is lost.


@pytest.mark.parametrize("kind", ["ratelimited", "500", "html", "503"])
def test_while_slack_does_not_say_who_is_there_nothing_happens_and_the_words_stay(
    small: Fragile, known: Beginnings, kind: str
) -> None:
    Trial(small, of("asked", (*questions, *opens("Chloe", "ask")), (), lambda world: True), known)
    chloe, asks = small["Chloe"], {"asks": question(CHLOE)}
    small.later(seconds=61)  # what was known of who is there is known no more
    small.slack.faults.next("conversations.members", kind, times=2)
    before = picture(small)
    form = chloe.form
    assert form

    sent = small.slack.submit(chloe.id, form["id"], by_block(form, asks))
    pressed = press(small["Dev"], "checkin.arrive", where=HERE)
    small.settle()

    assert "Slack" in (sent.errors or {})["asks"]
    assert chloe.form
    assert chloe.form["id"] == form["id"]
    assert CHLOE in json.dumps(chloe.form["state"])  # as it was typed
    assert pressed.ok
    assert "What is said here stays here" not in small["Dev"].reads
    assert picture(small) == before
    assert small.slack.submit(chloe.id, form["id"], by_block(form, asks)).ok
    assert list(facts(meeting(small))["queue"].values()) == ["shown"]


@pytest.mark.parametrize("kind", ["ratelimited", "500", "html"])
def test_what_somebody_would_take_on_stays_in_the_form_while_slack_does_not_say_who_is_there(
    small: Fragile, known: Beginnings, kind: str
) -> None:
    start = (*to_commit, *opens("Ben", "commit"))
    Trial(small, of("taken on", start, (), lambda world: True), known)
    ben, taken = small["Ben"], {"what": BEN, "sure": "8"}
    small.later(seconds=61)
    small.slack.faults.next("conversations.members", kind)
    form = ben.form
    assert form

    sent = small.slack.submit(ben.id, form["id"], by_block(form, taken))
    small.settle()

    assert "Slack" in next(iter((sent.errors or {}).values()))
    assert ben.form
    assert BEN in json.dumps(ben.form["state"])
    assert commitments(small) == []
    assert small.slack.submit(ben.id, form["id"], by_block(form, taken)).ok
    assert len(commitments(small)) == 1
    assert facts(meeting(small))["committed"] == 1


# Posts and updates.


def test_a_card_whose_change_slack_took_before_a_crash_is_drawn_again(
    small: Fragile, known: Beginnings
) -> None:
    """Though it is to say by then what it said before: nobody knows what stands there."""
    trial = Trial(small, next(one for one in TRANSITIONS if one.name == "somebody joins late"), known)
    trial.record()

    for hit in [one for one in trial.cases if one.name == "show.told"]:
        trial.crash_at(hit)
