"""Whoever is not in a look back, or of another workspace, can do nothing in it and reads nothing of it."""

import pytest
from sqlalchemy import text

from bot.features.review import FEATURE
from tests.journeys.review_steps import HELPED, SAID, all_say, asked, more, opens, writes
from tests.journeys.steps import listen
from tests.journeys.tampering import ANOTHER_TEAM, press, snapshot, submit
from tests.world import TEAM, World

HERE = "C0HOME"
REFUSED = (
    "This is for those who are asked, and who wrote.",
    "This is for the people who take part in it.",
    "This is not here any more.",
    "You have left this already",
    "That is for Ana to do",
    "This has moved on",
    "This is not yours",
    "How it goes",  # how it works is for everybody around
    "What Ana does for all of you can be read here.",  # and so is what was done
    "It goes on when whoever paused it says so",
)


def opened(world: World) -> str:
    """Ana, Ben and Chloe have written, and it is open; Esi stepped out before. Its id."""
    asked(world, "Ben", "Chloe", "Esi")
    opens(world["Esi"], None)
    more(world["Esi"], "Step out", channel=None)
    all_say(world)
    listen(world)
    with world.bot.store.read() as db:
        return str(db.execute(text("SELECT id FROM rounds WHERE feature = 'review'")).scalar_one())


@pytest.mark.parametrize(
    ("name", "team", "where"),
    [
        ("Dev", TEAM, HERE),
        ("Dev", TEAM, ""),
        ("Esi", TEAM, HERE),
        ("Esi", TEAM, ""),
        ("Ben", ANOTHER_TEAM, HERE),
        ("Ben", ANOTHER_TEAM, ""),
    ],
)
def test_whoever_is_not_in_it_changes_nothing_and_reads_nothing(
    world: World, name: str, team: str, where: str
) -> None:
    round_id, who = opened(world), world[name]
    wrong = []
    before = snapshot(world, round_id)
    for verb in (*FEATURE.actions, *FEATURE.shows):
        said = press(world, who, verb, round_id, team, where)
        wrong += [f"{verb} changed something"] if snapshot(world, round_id) != before else []
        wrong += [f"{verb} says {said!r}"] if not any(line in said for line in REFUSED) else []
        wrong += [f"{verb} shows somebody's words"] if any(one in said for one in SAID.values()) else []
    for verb in FEATURE.forms:
        said = submit(world, who, verb, round_id, {"noticed": "Something."}, team)
        wrong += [f"{verb} changed something"] if snapshot(world, round_id) != before else []
        wrong += [f"{verb} says {said!r}"] if not any(line in said for line in REFUSED) else []

    assert wrong == []


def test_a_form_of_somebody_who_did_not_join_is_no_answer(world: World) -> None:
    asked(world)
    writes(world["Ana"], {HELPED: "Something."})
    with world.bot.store.read() as db:
        round_id = str(db.execute(text("SELECT id FROM rounds WHERE feature = 'review'")).scalar_one())
    before = snapshot(world, round_id)
    said = submit(world, world["Dev"], "review.write", round_id, {"helped": "Something."})

    assert any(line in said for line in REFUSED)
    assert snapshot(world, round_id) == before
