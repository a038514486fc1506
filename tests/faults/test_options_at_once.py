"""Many who answer, write and press at the same instant, and what Slack delivers twenty times over.

Answers are opened once, a decision has one version, and whoever was second keeps their words.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.features.options.flow import standing
from bot.features.options.models import facts
from bot.features.options.register import queries as register_queries
from bot.features.options.register.models import facts as register_facts
from bot.playground.box import Outcome
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.tables import rounds
from tests.faults.harness import Step, closes, filling, had_time, perform, press, sends, types, walks
from tests.faults.test_at_once import Busy, Recorder, at_once, many_times
from tests.practices.options.transitions import (
    BEHIND,
    HERE,
    LIVE_WITH,
    OTHER,
    PROPOSAL,
    QUESTION,
    THREE,
    agreed,
    begins,
    building,
    framed,
    gathering,
    menu,
    newest,
    opens,
    quick,
    recorded,
    register,
    versions,
)
from tests.world import NAMES, TEAM, Somebody, World, said

CROWD = (*NAMES, *(f"P{number}" for number in range(20)))


@pytest.fixture
def busy(database_url: str) -> Iterator[Busy]:
    yield from _busy(database_url)


@pytest.fixture
def small(sqlite_url: str) -> Iterator[Busy]:
    """On SQLite alone: what is under test does not touch the database's own ways."""
    yield from _busy(sqlite_url)


def _busy(url: str) -> Iterator[Busy]:
    world = Busy(url)
    manifest = world.slack.app.manifest
    world.slack.app.manifest = replace(manifest, scopes=manifest.scopes | {"files:write"})
    yield world
    problems = list(world.slack.problems)
    world.close()
    assert problems == []


def begun(world: Any, *steps: Step) -> None:
    perform(world, steps)


def fills_in(person: Somebody, **answers: Any) -> Callable[[], Outcome]:
    """Send the form in front of them, filled in by block_id."""
    form = person.form
    assert form
    values = filling(person, form, answers)
    return lambda: person.world.slack.submit(person.id, form["id"], values)


def opened(world: World) -> Round:
    """The matter, with everything that anybody wrote."""
    round_ = newest(world)
    with world.bot.store.read() as db:
        return queries.unseal(db, round_, lambda _: True)


def posted(world: World, where: str) -> list[str]:
    calls = world.slack.calls
    return [c.args["text"] for c in calls if c.method == "chat.postMessage" and c.args["channel"] == where]


def test_twenty_five_who_answer_at_the_same_instant_open_all_answers_once(busy: Busy) -> None:
    for name in CROWD[len(NAMES) :]:
        busy.newcomer(name, HERE)
    who = [busy[name].id for name in CROWD]
    asked = sends("Ana", deciders=who, kinds="any", way="short", proposal=PROPOSAL, unknown=True)
    begun(busy, types("Ana", f"/options {QUESTION}", HERE), asked, closes("Ana"))
    for name in CROWD:
        press(busy[name], "options.answer", where=HERE)
        busy.settle()
    sending = [fills_in(busy[name], level=BEHIND, why=f"Because, says {name}.") for name in CROWD]
    busy.slack.calls.clear()
    busy.work_in_threads()

    outcomes = at_once(sending)
    late = [send for send, outcome in zip(sending, outcomes, strict=True) if not outcome.ok]
    assert all(send().ok for send in late)  # where a busy machine took longer than Slack waits
    busy.rest()

    round_ = opened(busy)
    assert (round_.step, facts(round_)["outcome"], facts(round_)["test"]) == ("write", "agreed", 1)
    [result] = [json.loads(r.text or "") for r in round_.of_kind("result")]
    assert result["levels"] == {BEHIND: 25}
    assert sorted(r["text"] for r in result["reasons"]) == sorted(f"Because, says {name}." for name in CROWD)
    assert round_.of_kind("answer") == []
    told = Counter("now all are open" in busy[name].reads for name in CROWD)
    assert 1 <= told[True] <= 1 + len(late)  # whoever was last reads it at once
    assert "You agree." in busy["Ana"].messages(HERE)[-1].text
    assert posted(busy, HERE) == []  # on the way its card stays where it is
    rung = {name for name in CROWD if posted(busy, busy[name].id)}
    assert len(rung) == 1  # whoever is asked to write it down
    assert "Ana" not in rung  # who looks after it


def test_of_several_matters_that_are_answered_at_the_same_instant_the_card_says_how_each_stands(
    busy: Busy,
) -> None:
    begun(busy, *recorded)
    ids = []
    for _ in THREE:
        begun(busy, walks(minutes=1), *quick)
        ids.append(newest(busy).id)
    for name, id_ in zip(THREE, ids, strict=True):
        press(busy[name], "options.answer", id_, where=HERE)
        busy.settle()
    assert len(set(ids)) == 3
    sending = [fills_in(busy[name], level=BEHIND) for name in THREE]
    busy.work_in_threads()

    outcomes = at_once(sending)
    late = [send for send, outcome in zip(sending, outcomes, strict=True) if not outcome.ok]
    assert all(send().ok for send in late)
    busy.rest()

    with busy.bot.store.read() as db:
        kept = register_queries.find(db, TEAM, HERE)
        assert kept
        waits = {id_: len(standing.awaited(queries.find(db, TEAM, id_))) for id_ in ids}
    assert {str(id_): waits_ for id_, _, _, waits_ in register_facts(kept)["way"]} == waits
    assert set(waits.values()) == {2}
    [card] = [m for m in busy["Ana"].messages(HERE) if "What was agreed here" in m.words]
    assert card.words.count("Waited for: 2.") == 3


def test_three_who_write_it_down_at_the_same_instant_make_one_record_and_two_keep_their_words(
    busy: Busy,
) -> None:
    begun(busy, *agreed)
    for name in THREE:
        begun(busy, *opens(name, "write"))
    sending = [fills_in(busy[name], why=f"As {name} has it.") for name in THREE]
    busy.work_in_threads()

    outcomes = at_once(sending)
    busy.rest()

    assert versions(busy) == [(1, "agreed")]
    refused = [next(iter(outcome.errors.values())) for outcome in outcomes if outcome.errors]
    assert len(refused) == 2
    assert all("This has moved on" in words for words in refused)


def test_two_who_change_the_same_option_at_once_make_one_version_and_the_other_keeps_their_words(
    busy: Busy,
) -> None:
    begun(busy, *building)
    ben, chloe = busy["Ben"], busy["Chloe"]
    begun(busy, *opens("Ben", "table", "edit"), *opens("Chloe", "table", "edit"))
    sending = [fills_in(ben, text="Ben's way."), fills_in(chloe, text="Chloe's way.")]
    busy.work_in_threads()

    outcomes = at_once(sending)
    busy.rest()

    round_ = opened(busy)
    [live] = facts(round_)["live"]
    assert [r.text for r in round_.of_kind("option") if r.id == live] in (["Ben's way."], ["Chloe's way."])
    assert len(round_.of_kind("option")) == 2  # the one before, and one new
    [refused] = [outcome.errors for outcome in outcomes if outcome.errors]
    assert "Your words are still here" in refused["text"]


def test_two_who_correct_the_same_record_at_once_make_one_version(small: Busy) -> None:
    begun(small, *recorded, *menu("Ana", "correct"), *menu("Ben", "correct"))
    sending = [fills_in(small[name], why_changed="A word.", know=name) for name in ("Ana", "Ben")]
    small.work_in_threads()

    outcomes = at_once(sending)
    small.rest()

    assert versions(small) == [(1, "agreed"), (2, "agreed")]
    [refused] = [outcome.errors for outcome in outcomes if outcome.errors]
    assert "Your words are still here" in refused["why_changed"]


def test_ideas_that_come_at_the_same_instant_are_all_there_once(busy: Busy) -> None:
    begun(busy, *gathering)
    for name in NAMES:
        begun(busy, *opens(name, "idea"))
    sending = [fills_in(busy[name], idea=f"An idea of {name}'s.") for name in NAMES]
    busy.work_in_threads()

    at_once(sending)
    busy.rest()

    [pool] = opened(busy).of_kind("pool")
    assert sorted(json.loads(pool.text or "")) == sorted(f"An idea of {name}'s." for name in NAMES)


# What Slack delivers twenty times over.


def twenty_times(world: Busy, act: Callable[[], Any]) -> None:
    arriving = Recorder(world).never_arrives(act)
    world.work_in_threads()
    answers = many_times(world, arriving)
    world.rest()
    assert set(answers) == {200}


def test_a_form_that_begins_a_matter_and_arrives_twenty_times_begins_one(small: Busy) -> None:
    begun(small, *begins()[:1])

    twenty_times(small, lambda: framed("short").first(small))  # type: ignore[arg-type]

    with small.bot.store.read() as db:
        found = list(db.execute(select(rounds.c.step).where(rounds.c.feature == "options")).scalars())
    assert found == ["test"]
    assert len(posted(small, HERE)) == 1
    assert len(small["Ben"].news()) == 1


def test_an_unsigned_idea_that_arrives_twenty_times_is_one_idea(busy: Busy) -> None:
    begun(busy, *gathering, *opens("Ben", "idea"))

    twenty_times(busy, fills_in(busy["Ben"], idea=OTHER))

    [pool] = opened(busy).of_kind("pool")
    assert json.loads(pool.text or "") == [OTHER]


def test_an_answer_that_arrives_twenty_times_is_one_answer(busy: Busy) -> None:
    begun(busy, *quick, *opens("Ben", "answer"))

    twenty_times(busy, fills_in(busy["Ben"], level=LIVE_WITH, why="It is late."))

    assert len(opened(busy).of_kind("answer")) == 1


def test_a_record_that_is_written_down_twenty_times_over_is_one_record(small: Busy) -> None:
    begun(small, *agreed, *opens("Ben", "write"))

    twenty_times(small, fills_in(small["Ben"], why="It is kind."))

    assert versions(small) == [(1, "agreed")]
    cards = [m for m in small["Dev"].messages(HERE) if "What was agreed here" in m.words]
    assert len(cards) == 1


@pytest.mark.parametrize("action", ["move_on", "extend"])
def test_a_press_that_arrives_twenty_times_is_one_press(small: Busy, action: str) -> None:
    begun(small, *gathering, had_time, *menu("Ana"))
    before = newest(small)

    twenty_times(small, lambda: press(small["Ana"], f"options.{action}"))

    after = newest(small)
    assert len(facts(after)["log"]) == len(facts(before)["log"]) + 1
    assert after.step == ("clarify" if action == "move_on" else "gather")


def test_a_copy_that_is_asked_for_twenty_times_over_is_told_once_and_comes_once(small: Busy) -> None:
    begun(small, *recorded, *register("Dev"))

    twenty_times(small, lambda: press(small["Dev"], "options.export"))

    told = [m.text for m in small["Ana"].messages(HERE) if "has a copy" in m.text]
    assert told == ["Dev has a copy of the register now (A page)."]
    files = [m for m in small["Dev"].messages() if m.raw.get("files")]
    assert len(files) == 1


def test_a_command_that_arrives_twenty_times_opens_the_register_and_changes_nothing(small: Busy) -> None:
    begun(small, *recorded)
    small.slack.calls.clear()

    twenty_times(small, lambda: small.slack.post(NAMES["Dev"], HERE, "/options"))

    assert versions(small) == [(1, "agreed")]
    assert posted(small, HERE) == []
    assert QUESTION in said(small["Dev"].form["blocks"])  # type: ignore[index]
