"""My words: everything kept under my name, to read, to take back; and to be forgotten."""

import json
from dataclasses import replace

from sqlalchemy import text

from bot.rounds.keeping import covering
from tests.journeys.steps import QUESTION, ask, listen, looks, put_away, words_of
from tests.world import Somebody, World

LOG = "I kept quiet when the plan was read."
GONE = "somebody who is no longer here"


def writes_in_log(somebody: Somebody, words: str) -> None:
    put_away(somebody)
    somebody.types("/alongside log")
    somebody.presses("Write something")
    somebody.sends({"In your own words": words})
    put_away(somebody)


def reads_of(somebody: Somebody, practice: str) -> str:
    """All of one practice, as it stands behind its line."""
    put_away(somebody)
    somebody.types("/alongside me")
    assert somebody.form
    line = next(b for b in somebody.form["blocks"] if b.get("accessory") and practice in b["text"]["text"])
    somebody.presses_this(line, line["accessory"])
    return somebody.reads


def is_forgotten(somebody: Somebody) -> None:
    put_away(somebody)
    somebody.types("/alongside me")
    somebody.presses("Forget me …")
    somebody.presses("Go on …")
    somebody.sends({"Are you sure?": True})
    assert "It is done" in somebody.reads
    put_away(somebody)
    somebody.world.settle()


def dumped(world: World) -> str:
    """Everything that the database has, as whoever has no keys reads it; and what rounds remember."""
    with world.bot.store.read() as db:
        found = [
            covering.said(db, table, row)
            for table, every in covering.EVERY.items()
            for row in db.execute(every).mappings()
        ]
        tables = db.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        found += [str([tuple(row) for row in db.execute(text(f"SELECT * FROM {name}"))]) for name in tables]
    return str(found)


def test_what_i_wrote_stands_there_with_what_it_answered(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")
    writes_in_log(ana, LOG)

    said = reads_of(ana, "Reflections")

    assert QUESTION in said
    assert words_of("Ana") in said
    assert LOG in reads_of(ana, "Your log")
    put_away(ben)
    ben.types("/alongside me")
    assert "There are no words of yours here." in ben.reads
    assert words_of("Ana") not in json.dumps(ben.form)


def test_it_says_what_cannot_be_there(world: World, ana: Somebody) -> None:
    ana.presses_at_home("My words")

    assert "What you sent unsigned is not here." in ana.reads
    assert "What its time has deleted is gone" in ana.reads


def test_what_is_taken_back_there_is_gone_and_the_page_shows_what_is_left(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")
    reads_of(ana, "Reflections")

    ana.presses("Take back")
    ana.presses("What is left")

    assert words_of("Ana") not in ana.reads
    assert QUESTION in ana.reads  # which she put: it belongs to both
    assert words_of("Ben") in looks(ben, "Read the answers")
    assert words_of("Ana") not in looks(ben, "Read the answers")


def test_nobody_is_forgotten_without_a_tick(world: World, ana: Somebody) -> None:
    writes_in_log(ana, LOG)
    ana.types("/alongside me")
    ana.presses("Forget me …")
    ana.presses("Go on …")

    refused = ana.sends()

    assert refused.errors == {"sure": "Please tick that you are sure. Nothing has been deleted."}
    put_away(ana)
    assert LOG in reads_of(ana, "Your log")


def test_whoever_is_forgotten_is_nowhere_and_who_stays_reads_that_they_left(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")
    writes_in_log(ben, LOG)
    assert QUESTION in ben.home

    is_forgotten(ben)
    listen(world)

    assert QUESTION not in json.dumps(world.slack.state(ben.id)["home"])  # before they look there again
    everything = dumped(world)
    assert ben.id not in everything
    assert "'Ben'" not in everything
    assert not [m for m in ben.messages() if not m.ephemeral]
    cards = "".join(m.words for m in ana.messages())
    assert words_of("Ben") not in ana.home + cards
    assert GONE in cards
    assert "<@" + ben.id not in cards


def test_whoever_was_forgotten_may_begin_anew(world: World, ana: Somebody, ben: Somebody) -> None:
    writes_in_log(ben, LOG)
    is_forgotten(ben)

    writes_in_log(ben, "Another beginning.")
    world.move(hours=2)
    world.bot.replay()

    assert "Another beginning." in reads_of(ben, "Your log")
    assert LOG not in ben.reads


def test_what_slack_does_not_delete_is_tried_again_and_then_let_go_of(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")
    listen(world)
    with world.slack.faults.always("chat.delete", "compliance_exports_prevent_deletion"):
        is_forgotten(ben)
        assert [m for m in ben.messages() if not m.ephemeral]

    world.later(hours=1)
    world.settle()

    assert not [m for m in ben.messages() if not m.ephemeral]


def test_a_name_that_was_changed_in_slack_is_asked_for_again(world: World, ana: Somebody) -> None:
    person = world.slack.people[ana.id]
    with world.slack.workspace.changing():
        world.slack.people[ana.id] = replace(person, name="Anastasia")
    ana.types("/alongside me")
    assert "I know you as Ana:" in ana.reads

    ana.presses("Ask Slack for my name again")

    assert "I know you as Anastasia:" in ana.reads


def test_what_is_gone_meanwhile_is_not_on_the_next_page(world: World, ana: Somebody) -> None:
    """Whatever was open before: a page is drawn from what is kept, never from what a form has sent."""
    writes_in_log(ana, LOG)
    assert LOG in reads_of(ana, "Your log")
    with world.bot.store.begin() as db:
        db.execute(text("DELETE FROM replies WHERE kind = 'entry'"))

    ana.presses("My words")

    assert "There are no words of yours here." in ana.reads
