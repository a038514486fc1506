"""Records that belong together say so on both, and are found by their tags; copies have it all."""

import csv
import io
import json
from datetime import timedelta

from sqlalchemy import text

from bot.features.options.register.queries import records
from bot.rounds.keeping import queries
from tests.journeys.options_records import (
    HERE,
    QUESTION,
    chooses,
    copies,
    kept,
    labels,
    opens_record,
    opens_register,
)
from tests.journeys.options_steps import (
    ANYBODY,
    BEHIND,
    SHORT_WAY,
    agreed,
    answers,
    card,
    propose,
    quiet,
    sends,
    time_runs_out,
    write_down,
)
from tests.journeys.steps import put_away
from tests.journeys.tampering import submit
from tests.journeys.test_options_register import files_of, granted, looks_for  # noqa: F401
from tests.world import TEAM, Somebody, World


def links(somebody: Somebody, title: str, **answers_: str) -> None:
    """*Links and tags* of that record, sent with these answers; what came of it is put away."""
    opens_record(somebody, title)
    somebody.presses("Links and tags")
    named = {"how": "This one …", "other": "Which one?", "tags": "Tags"}
    outcome = sends(somebody, {named[key]: value for key, value in answers_.items()})
    assert outcome.ok, outcome
    put_away(somebody)


def count(world: World, table: str) -> int:
    with world.bot.store.read() as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


# --- links


def test_what_is_started_again_from_a_record_follows_it_and_both_say_so(worlds: World) -> None:
    world, chloe = worlds, worlds["Chloe"]
    propose(world, question="May visitors come at night?")
    time_runs_out(world)
    time_runs_out(world)
    chloe.presses("Start again from this", HERE)
    chloe.opens_more_choices()
    assert "The new record says what it follows." in chloe.reads
    again = {
        "What is the question?": "May visitors come until ten?",
        "Who decides together?": ["Ana", "Ben"],
        "Whose experience must be among the answers?": ANYBODY,
        "Which way?": SHORT_WAY,
        "Or": True,
    }
    assert sends(chloe, again).ok
    quiet(world)
    assert count(world, "links") == 0  # there is nothing yet that could follow
    answers(world, Ana=BEHIND, Ben=BEHIND)
    write_down(world["Ben"])
    quiet(world)

    told = opens_record(chloe, "May visitors come until ten?")

    assert "*Follows:* May visitors come at night?" in told
    there = chooses(chloe, "Follows:")
    assert "*Followed by:* May visitors come until ten?" in there
    assert "May visitors come until ten?" in chooses(chloe, "Followed by:").partition("Follows")[0]


def test_those_who_decide_link_records_and_take_that_back_on_either_of_them(worlds: World) -> None:
    world, ana, ben = worlds, worlds["Ana"], worlds["Ben"]
    kept(world, "Who rings?", by=("Ana", "Ben"), decision="The ward rings.")
    kept(world, "Who writes?", by=("Ben", "Chloe"), decision="Nobody writes.")

    links(ana, "Who rings?", how="Replaces", other="Who writes?")
    links(ana, "Who rings?", how="Belongs to", other="Who writes?")

    told = opens_record(ben, "Who rings?")
    assert "*Replaces:* Who writes?" in told
    assert "*Belongs to:* Who writes?" in told
    there = chooses(ben, "Replaces:")
    assert "*Replaced by:* Who rings?" in there
    assert "*Has part:* Who rings?" in there
    assert "Nobody writes." in there  # nothing of what was agreed has changed
    assert count(world, "records") == 2
    ben.presses("Links and tags")
    chooses(ben, "Replaced by:")
    assert "Replaced by" not in ben.reads
    assert "Has part" in ben.reads
    put_away(ben)
    assert "Replaces" not in opens_record(ana, "Who rings?")


def test_whoever_does_not_decide_changes_no_links_and_no_tags(world: World) -> None:
    dev = world["Dev"]
    made = kept(world, "Who rings?", by=("Ana", "Ben"))
    other = kept(world, "Who writes?", by=("Ana", "Ben"))
    opens_record(dev, "Who rings?")
    assert "Links and tags" not in labels(dev)

    told = submit(
        world, dev, "options.links", f"{made.round_id}|1", {"how": ("replaces",), "other": (other.id,)}
    )

    assert "for the people who take part in it" in told
    assert count(world, "links") == 0


def test_a_record_of_another_channel_is_not_linked(world: World, ana: Somebody) -> None:
    made = kept(world, "Who rings?", by=("Ana", "Ben"))
    with world.slack.workspace.changing():
        world.slack.conversations["C0STEER"].members.add("U0ALONGSIDE")
    other = kept(world, "Theirs?", channel="C0STEER", by=("Ana",))

    for wrong in (other.id, made.id, "nothing-like-it"):
        typed = {"how": ("replaces",), "other": (wrong,), "tags": "never kept"}
        told = submit(world, ana, "options.links", f"{made.round_id}|1", typed)
        assert "This is not here any more" in told

    assert count(world, "links") == 0
    assert "never kept" not in opens_record(ana, "Who rings?")


# --- tags


def test_tags_are_a_version_of_their_own_and_a_record_is_found_by_them(world: World, ana: Somebody) -> None:
    dev = world["Dev"]
    agreed(world, question=QUESTION)
    write_down(world["Ben"])
    quiet(world)
    before, posts = card(world), len(world.slack.calls)

    links(ana, QUESTION, tags="  night shift,  Discharge ")

    assert "Tags\nnight shift, Discharge" in opens_record(dev)
    dev.presses("History")
    assert "The tags were changed, by Ana" in dev.reads
    assert "Tags – from then on:\nnight shift, Discharge" in dev.reads
    assert "Tags: night shift, Discharge" in opens_register(dev)
    assert looks_for(dev, "discharges") == [QUESTION]
    assert card(world).raw["ts"] == before.raw["ts"]  # nobody in the channel is rung for it
    made = [c for c in world.slack.calls[posts:] if c.method == "chat.postMessage"]
    assert made == []


def test_why_it_was_left_stands_there_still_when_it_has_tags(world: World, ana: Somebody) -> None:
    propose(world, question=QUESTION)
    time_runs_out(world)
    time_runs_out(world)
    assert "Too few of those who decide had answered." in card(world).words

    links(ana, QUESTION, tags="discharge")
    links(ana, QUESTION, tags="discharge, calls")

    assert "Too few of those who decide had answered." in card(world).words
    assert "Left for now: too few had answered" in opens_record(ana, QUESTION)
    ana.presses("History")
    assert ana.reads.count("The tags were changed, by Ana") == 2


def test_tags_that_somebody_changed_meanwhile_are_not_written_over(world: World, ana: Somebody) -> None:
    made = kept(world, "Who rings?", by=("Ana", "Ben"))
    links(ana, "Who rings?", tags="calls")

    told = submit(world, world["Ben"], "options.links", f"{made.round_id}|1", {"tags": "letters"})

    assert "Somebody changed this while you were writing" in told
    assert "Tags\ncalls" in opens_record(ana, "Who rings?")
    links(ana, "Who rings?", tags="")
    assert "Tags\ncalls" not in opens_record(ana, "Who rings?")


def test_a_record_from_before_there_were_tags_is_shown_searched_and_tagged(
    world: World, ana: Somebody
) -> None:
    made = kept(world, "Who rings?", by=("Ana", "Ben"), decision="The ward.")
    from_before(world, made.id)

    assert "The ward." in opens_record(ana, "Who rings?")
    links(ana, "Who rings?", tags="calls")
    assert "Tags\ncalls" in opens_record(ana, "Who rings?")
    ana.presses("History")
    assert "Version 1" in ana.reads


def from_before(world: World, record_id: str) -> None:
    """The record as it was sealed, and its matter as it was kept, before these fields were there."""
    with world.bot.store.begin() as db:
        made = records.newest(db, TEAM, HERE, record_id)
        said = {key: one for key, one in made.words.items() if key not in ("tags", "first_day", "last")}
        made.words = said  # type: ignore[assignment]
        db.execute(text("DELETE FROM records WHERE id = :id"), {"id": record_id})
        records.add(db, made)
        round_ = queries.unseal(db, queries.lock(db, TEAM, made.round_id), lambda _: True)
        (round_.one("record") or round_.replies[0]).rewrite(json.dumps(said))
        for name in ("follows", "tagged"):
            del round_.facts[name]
        queries.save(db, round_)


# --- copies


def test_links_and_tags_are_in_every_copy(granted: World) -> None:  # noqa: F811
    ana = granted["Ana"]
    first = kept(granted, "Who rings?", by=("Ana", "Ben"), ago=timedelta(days=1))
    kept(granted, "Who writes?", by=("Ana", "Ben"))
    links(ana, "Who writes?", how="Replaces", other="Who rings?", tags="night shift")

    for fmt in ("A page", "Markdown", "CSV", "JSON"):
        copies(ana, fmt)

    page, markdown, table, data = (held for _, held in files_of(ana))
    for held in (page, markdown):
        assert held.count("Replaces") == held.count("Replaced by") == 1
        assert "night shift" in held
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [row["Links"] for row in rows] == [
        "Replaced by: “Who writes?”",
        *["Replaces: “Who rings?”"] * 2,
    ]
    assert [row["Tags"] for row in rows] == ["", "", "“night shift”"]
    told = json.loads(data)["records"]
    assert told[1]["links"] == [{"how": "replaces", "record": first.id}]
    assert told[1]["versions"][-1]["tags"] == "night shift"
