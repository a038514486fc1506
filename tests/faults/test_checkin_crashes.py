"""Check-ins, sets and what people take on, under crashes, and whatever Slack answers.

After each it goes on at the same place: no question, no commitment and no place in the queue is lost or is
there twice, nobody is asked twice, and nobody reads what is not theirs.
"""

import json
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from bot.features.checkin.models import facts
from bot.rounds.time import recurring
from tests.faults.checkin_transitions import (
    BEN,
    CHLOE,
    CROWDED,
    HERE,
    SAID,
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
from tests.faults.harness import (
    Beginnings,
    Fragile,
    Transition,
    Trial,
    by_block,
    perform,
    picture,
    press,
    some,
    some_of,
)

GARBLED = ("500", "fatal_error", "html")
# Few cards follow from the first, many from the last: tried whole on the other database.
WHOLE = ("sits with it", "the first of two that are open", "on the day", "two would like some time")
BY_TIME = ("on the day", "it is Monday", "the quiet is over")
FROM_A_FORM = ("the last thought in the quiet", "takes something on in a meeting")


def named(*names: str) -> list[Transition]:
    found = [transition for transition in TRANSITIONS if transition.name in names]
    assert len(found) == len(names)
    return found


@pytest.fixture
def fragile(sqlite_url: str) -> Iterator[Fragile]:
    yield from _world(sqlite_url)


@pytest.fixture(scope="module")
def known() -> Beginnings:
    return {}


@pytest.fixture(scope="module")
def small(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fragile]:
    """One world on SQLite for many transitions: to come to where they begin takes longer than they do."""
    path = tmp_path_factory.mktemp("checkin") / "alongside.db"
    shutil.copy(sqlite_template, path)
    yield from _world(f"sqlite:///{path}")


@pytest.fixture
def on_postgres(postgres_url: str) -> Iterator[Fragile]:
    yield from _world(postgres_url)


def _world(url: str) -> Iterator[Fragile]:
    world = Fragile(url)
    world.may_look_in_channels()
    yield world
    world.close()


def crash_everywhere(
    world: Fragile, transition: Transition, caplog: pytest.LogCaptureFixture, known: Beginnings | None = None
) -> None:
    caplog.set_level("DEBUG")
    trial = Trial(world, transition, known)
    trial.record()

    for hit in some_of(trial.cases, trial.transition):
        trial.crash_at(hit)

    assert trial.cases
    for words in SAID.values():
        assert words not in caplog.text


# Many cards follow from each, so every third; all with EVERY_CRASH=1.
@pytest.mark.parametrize("transition", some(TRANSITIONS), ids=str)
def test_after_a_crash_at_any_point_it_goes_on_where_it_was(
    small: Fragile, known: Beginnings, transition: Transition, caplog: pytest.LogCaptureFixture
) -> None:
    crash_everywhere(small, transition, caplog, known)


@pytest.mark.parametrize("transition", named(*WHOLE), ids=str)
def test_it_is_the_same_on_the_other_database(
    on_postgres: Fragile, transition: Transition, caplog: pytest.LogCaptureFixture
) -> None:
    crash_everywhere(on_postgres, transition, caplog)


def test_more_than_a_set_has_room_for_become_two_wherever_it_crashed(
    fragile: Fragile, caplog: pytest.LogCaptureFixture
) -> None:
    crash_everywhere(fragile, CROWDED, caplog)


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


@pytest.mark.parametrize(
    ("transition", "garbled"), list(zip(named(*FROM_A_FORM, *BY_TIME), cycle(GARBLED))), ids=str
)
def test_whatever_slack_answers_it_ends_as_it_would_with_good_answers(
    small: Fragile, known: Beginnings, transition: Transition, garbled: str
) -> None:
    trial = Trial(small, transition, known)
    trial.record()

    for kind in ("drop_after", "drop_before", "ratelimited", garbled):

        def wrong(world: Fragile, kind: str = kind) -> None:
            for method in ("chat.postMessage", "chat.update"):
                world.slack.faults.next(method, kind, times=2, retry_after=30)

        trial.again(wrong)
    trial.during_an_outage(hours=1)
