"""Options and agreements under crashes, and whatever Slack answers.

After each it goes on at the same place: no word is lost, no decision has two versions, nobody is rung twice,
and no answer gets out before its time.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import vault
from bot.rounds.keeping import queries
from tests.faults.harness import (
    Beginnings,
    Crash,
    Fragile,
    Transition,
    Trial,
    by_block,
    closes,
    hooked,
    perform,
    picture,
    press,
    presses,
    sends,
    some_of,
)
from tests.practices.options.transitions import (
    BEN,
    HERE,
    OBJECT,
    PROPOSAL,
    TRANSITIONS,
    agreed,
    newest,
    of,
    opens,
    quick,
    recorded,
    register,
    versions,
)
from tests.size import SOAK


def named(name: str) -> Transition:
    [found] = [transition for transition in TRANSITIONS if transition.name == name]
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
    path = tmp_path_factory.mktemp("options") / "alongside.db"
    shutil.copy(sqlite_template, path)
    yield from _world(f"sqlite:///{path}")


def _world(url: str) -> Iterator[Fragile]:
    world = Fragile(url)
    world.may("channels:history", "files:write", "bookmarks:write")
    yield world
    world.close()


def test_among_several_options_the_clock_does_not_choose(small: Fragile, known: Beginnings) -> None:
    Trial(small, named("nobody has chosen"), known).record()


# A copy: the file comes, then the channel is told. Slack is asked for nothing twice that it could show twice.


THERE = "Dev has a copy of the register now (A page)."
MAY_BE = "Dev asked for a copy of the register (A page). It is not known whether it came."


def copied(world: Fragile) -> tuple[list[str], list[str]]:
    """What the channel was told of copies, and the files that Dev has."""
    told = [m.text for m in world["Ana"].messages(HERE) if "a copy of the register" in m.text]
    files = [file["name"] for m in world["Dev"].messages() for file in m.raw.get("files") or []]
    return told, files


def test_after_a_crash_at_any_point_of_a_copy_it_comes_and_the_channel_was_told_once(
    small: Fragile, known: Beginnings
) -> None:
    asks = (presses("Dev", "options.export"),)
    trial = Trial(small, of("a copy", (*recorded, *register("Dev")), asks, came(small)), known)
    trial.record()

    for hit in trial.passed if SOAK else some_of(trial.cases, trial.transition):
        trial.crash_at(hit, compare=False)

        if not copied(small)[1]:  # they have read that they asked, and wait in vain
            perform(small, asks)
        small.move(minutes=10)
        told, files = copied(small)
        assert told in ([THERE], [MAY_BE]), hit
        assert 1 <= len(files) <= 2, hit  # twice only where Slack had it and nobody lived to hear so
    assert trial.cases


def came(_: Fragile) -> Callable[[Fragile], bool]:
    return lambda world: [len(one) for one in copied(world)] == [1, 1]


@pytest.mark.parametrize(
    ("method", "kind"),
    [("getUploadURL", "ratelimited"), ("getUploadURL", "html"), ("completeUpload", "500"),
     ("completeUpload", "drop_before")],
)  # fmt: skip
def test_a_file_that_slack_does_not_take_is_said_and_comes_when_it_is_asked_for_again(
    small: Fragile, known: Beginnings, kind: str, method: str
) -> None:
    Trial(small, of("a copy", (*recorded, *register("Dev")), (), came(small)), known)
    small.slack.faults.next(f"files.{method}External", kind)

    perform(small, (presses("Dev", "options.export"),))

    heard = "say whether it took the file" if method == "completeUpload" else "take the file just now"
    assert f"Slack did not {heard}" in small["Dev"].reads
    assert copied(small) == ([], [])
    perform(small, (*register("Dev"), presses("Dev", "options.export")))
    assert len(copied(small)[1]) == 1


def marks(world: Fragile) -> int:
    return len(world.slack.conversations[HERE].bookmarks)


def test_after_a_crash_at_any_point_of_a_bookmark_there_is_one(small: Fragile, known: Beginnings) -> None:
    asks = (presses("Dev", "options.bookmark"),)
    start = (*recorded, *register("Dev"))
    trial = Trial(small, of("a bookmark", start, asks, lambda world: marks(world) == 1), known)
    trial.record()

    for hit in some_of(trial.cases, trial.transition):
        trial.crash_at(hit, compare=False)

        if not marks(small):  # they look, see none, and ask from the register as it is now
            perform(small, (*register("Dev"), presses("Dev", "options.bookmark")))
        assert marks(small) == 1, hit


@pytest.mark.parametrize("kind", ["ratelimited", "500", "html"])
def test_a_bookmark_that_slack_does_not_take_is_said_and_can_be_asked_for_again(
    small: Fragile, known: Beginnings, kind: str
) -> None:
    Trial(small, of("a bookmark", (*recorded, *register("Dev")), (), lambda world: True), known)
    small.slack.faults.next("bookmarks.add", kind)

    perform(small, (presses("Dev", "options.bookmark"),))

    assert "Slack did not take the bookmark just now" in small["Dev"].reads
    perform(small, (*register("Dev"), presses("Dev", "options.bookmark")))
    assert marks(small) == 1


# Who is in the channel, Slack does not say: nobody gets in, and nothing typed is lost.


@pytest.mark.parametrize("kind", ["ratelimited", "500", "html", "503"])
def test_while_slack_does_not_say_who_is_there_nothing_happens_and_the_words_stay(
    small: Fragile, known: Beginnings, kind: str
) -> None:
    Trial(small, of("asked", (*quick, *opens("Ben", "answer")), (), lambda world: True), known)
    ben = small["Ben"]
    small.later(seconds=61)  # what was known of who is there is known no more
    small.slack.faults.next("conversations.members", kind, times=3)
    before = picture(small)
    form = ben.form
    assert form

    sent = small.slack.submit(ben.id, form["id"], by_block(form, {"level": OBJECT, "why": BEN}))
    pressed = press(small["Chloe"], "options.table", where=HERE)
    small.settle()

    assert "Slack" in (sent.errors or {})["level"]
    assert ben.form
    assert ben.form["id"] == form["id"]
    assert BEN in json.dumps(ben.form["state"])  # as it was typed
    assert pressed.ok
    assert PROPOSAL not in small["Chloe"].reads
    perform(small, (closes("Chloe"),))
    register_ = small.slack.post(small["Dev"].id, HERE, "/options")
    small.settle()
    assert register_.ok
    assert small["Dev"].form is None
    assert picture(small) == before
    assert small.slack.submit(ben.id, form["id"], by_block(form, {"level": OBJECT, "why": BEN})).ok
    assert len(newest(small).of_kind("answer")) == 1


# Unsigned: final when it is sent, so that a crash may neither lose nor double it.


def test_an_unsigned_idea_is_there_once_wherever_it_crashed(fragile: Fragile) -> None:
    trial = Trial(fragile, named("an idea, unsigned"))
    trial.record()

    for hit in trial.cases:
        trial.crash_at(hit)

        with fragile.bot.store.read() as db:
            round_ = queries.unseal(db, newest(fragile), lambda _: True)
        [pool] = round_.of_kind("pool")
        assert json.loads(pool.text or "") == [BEN], hit
        assert (pool.author_id, pool.created_at) == ("", round_.created_at)


# Keys may be kept in another database, which is committed first.


def test_a_crash_between_two_databases_loses_no_word_of_a_record_and_leaves_no_key_of_what_led_there(
    sqlite_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "keys.db")
    world = Fragile(sqlite_url, keys_url=f"sqlite:///{tmp_path / 'keys.db'}")
    world.pair("Ana", "Ben", "Chloe")
    perform(world, (*agreed, *opens("Ben", "write")))
    crashed: list[str] = []

    def before_it_is_kept(name: str) -> None:
        if name == "store.before_commit" and not crashed:
            crashed.append(name)
            raise Crash

    with hooked(before_it_is_kept):
        perform(world, (sends("Ben", why="It is kind."),))
    world.recover()

    assert crashed
    assert versions(world) == [(1, "agreed")]
    perform(world, (*register("Dev", "record"),))
    assert world["Dev"].reads.count(PROPOSAL) == 2  # as what was agreed, and among what was considered
    with world.bot.store.read() as db:
        owners = list(db.keys.execute(select(vault.keys.c.owner)).scalars())
    assert [owner for owner in owners if owner.startswith("round:")] == []
    world.close()


# Posts and updates.
