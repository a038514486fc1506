"""Whoever lives with an agreement and does not decide: how it is for them, and the stop-sign."""

import pytest

from bot.features.options.models import Step
from tests.journeys.options_records import opens_record
from tests.journeys.options_steps import (
    BEHIND,
    DISAGREE,
    HERE,
    QUESTION,
    amends,
    answers,
    card,
    form_buttons,
    keeps,
    lives,
    looks,
    matter,
    more,
    pulls,
    quiet,
    record,
    recorded,
    rung,
    says,
    time_runs_out,
    works,
)
from tests.journeys.steps import put_away
from tests.world import Somebody, World

WORKS_NOT = "No, not any more"
ONE = "One person has pulled the stop-sign: a second brings the review forward."
CAME = "Two people who live with it have pulled the stop-sign, so it is looked at now."


# --- a line of theirs in the review


def test_whoever_lives_with_it_says_how_it_is_for_them_and_it_is_counted_apart(
    world: World, ana: Somebody, chloe: Somebody
) -> None:
    recorded(world)
    looks(ana)

    assert lives(chloe, WORKS_NOT, "It wakes my mother.").ok
    assert lives(world["Dev"], "Partly", "It rings twice.", named=True).ok

    assert "Said so far: 0 of 2" in card(world).words
    assert "It wakes my mother." not in card(world).words
    works(ana)
    works(world["Ben"], "Partly")
    assert "*From those who live with it*\nPartly: 1\nNo, not any more: 1" in card(world).words
    assert "*How it works*\nYes, it works for me: 1\nPartly: 1" in card(world).words
    world["Esi"].presses("Read what was said", HERE)
    read = world["Esi"].reads
    assert "No, not any more – a member\nIt wakes my mother." in read
    assert "Partly – Dev\nIt rings twice." in read
    put_away(world["Esi"])
    keeps(ana)
    says(world["Ben"])
    kept = record(world["Esi"])
    assert "From those who live with it" in kept
    assert "It wakes my mother." in kept


def test_before_it_opens_their_line_is_theirs_alone_and_they_can_change_it(
    world: World, ana: Somebody, chloe: Somebody
) -> None:
    recorded(world)
    looks(ana)
    lives(chloe, words="It wakes my mother.")

    for somebody in (ana, world["Dev"]):
        more(somebody, "Read everything so far")
        assert "It wakes my mother." not in somebody.reads
    chloe.presses("How is it for you?", HERE)
    assert "It wakes my mother." in str(chloe.form)
    put_away(chloe)
    lives(chloe, WORKS_NOT, "It wakes her twice.")
    for name in ("Ana", "Ben"):
        works(world[name])

    assert "No, not any more: 1" in card(world).words
    world["Dev"].presses("Read what was said", HERE)
    assert "It wakes her twice." in world["Dev"].reads
    assert "It wakes my mother." not in world["Dev"].reads


def test_late_words_of_theirs_join_the_open_ones_once(world: World, ana: Somebody, chloe: Somebody) -> None:
    recorded(world)
    looks(ana)
    works(ana)
    works(world["Ben"])

    assert lives(chloe, words="It wakes my mother.").ok

    assert "*From those who live with it*\nYes, it works for me: 1" in card(world).words
    again = lives(chloe, WORKS_NOT)
    assert not again.ok
    put_away(chloe)
    assert "No, not any more" not in card(world).words


def test_what_they_say_opens_nothing_and_decides_nothing(world: World, ana: Somebody) -> None:
    recorded(world)
    looks(ana)
    works(ana)

    for name in ("Chloe", "Dev", "Esi"):
        lives(world[name], WORKS_NOT)

    assert not matter(world).facts["opened"]
    assert "Said so far: 1 of 2" in card(world).words
    works(world["Ben"])
    keeps(ana)
    says(world["Ben"])
    assert matter(world).step == Step.RECORDED


def test_whoever_decides_says_it_in_their_own_place(world: World, ana: Somebody) -> None:
    recorded(world)
    looks(ana)

    ana.presses("How is it for you?", HERE)

    assert "You are one of those who decide" in ana.reads


# --- the stop-sign


def test_two_who_live_with_it_bring_the_review_forward_and_what_they_saw_is_read_in_it(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    recorded(world, record={"stop": "Two complaints."})
    more(chloe, "Pull the stop-sign")
    assert "Two complaints." in chloe.reads
    put_away(chloe)

    pulls(chloe, "My mother fell.")

    assert ONE in card(world).words
    assert "Chloe" not in card(world).words
    assert "My mother fell." not in record(world["Dev"])
    assert rung(world) == {}
    assert matter(world).step == Step.RECORDED
    pulls(world["Dev"], "Nobody rang on Monday.")

    assert matter(world).step == Step.REVIEW
    assert CAME in card(world).words
    told = rung(world)
    assert set(told) == {"Ana", "Ben"}
    assert all(CAME in posts[-1] for posts in told.values())
    ben.presses("Say how it works", HERE)
    assert "My mother fell." in ben.reads
    assert "Nobody rang on Monday." in ben.reads
    put_away(ben)
    ana.presses("Read what was said", HERE)
    assert "Stop-sign – a member\nMy mother fell." in ana.reads
    put_away(ana)
    works(ana)
    works(ben)
    keeps(ana)
    says(ben)
    assert "My mother fell." in record(world["Esi"])
    assert ONE not in card(world).words
    assert CAME not in card(world).words


def test_one_person_alone_pulls_once_however_often(world: World, chloe: Somebody) -> None:
    recorded(world)
    pulls(chloe, "My mother fell.")

    pulls(chloe, "My mother fell twice.")

    assert matter(world).step == Step.RECORDED
    assert ONE in card(world).words


def test_a_sign_needs_what_was_seen_and_can_be_taken_back_while_it_is_alone(
    world: World, chloe: Somebody
) -> None:
    recorded(world)
    assert not pulls(chloe, "").ok
    put_away(chloe)
    pulls(chloe, "My mother fell.")

    more(chloe, "Pull the stop-sign")
    assert "You have pulled it." in chloe.reads
    chloe.presses("Take it back")

    assert "Nobody has read it." in chloe.reads
    assert ONE not in card(world).words
    assert not matter(world).of_kind("sign")


def test_the_sign_stands_on_the_page_of_the_record_for_whoever_does_not_decide(
    world: World, ana: Somebody
) -> None:
    recorded(world)

    opens_record(world["Dev"], QUESTION)
    assert "Pull the stop-sign" in form_buttons(world["Dev"])
    world["Dev"].presses("Pull the stop-sign")
    assert "What have you seen?" in str(world["Dev"].form)
    opens_record(ana, QUESTION)
    assert "Pull the stop-sign" not in form_buttons(ana)


def test_whoever_has_left_the_channel_does_not_count_until_they_are_back(
    world: World, chloe: Somebody
) -> None:
    recorded(world)
    pulls(chloe, "My mother fell.")
    world.slack.leave(chloe.id, HERE)
    world.settle()

    pulls(world["Dev"], "Nobody rang on Monday.")

    assert matter(world).step == Step.RECORDED
    assert ONE in card(world).words
    world.slack.join(chloe.id, HERE)
    world.settle()
    world.later(seconds=61)
    world.settle()
    assert matter(world).step == Step.REVIEW


def test_a_lone_sign_is_read_in_the_review_that_comes_in_its_own_time(
    world: World, ben: Somebody, chloe: Somebody
) -> None:
    recorded(world)
    pulls(chloe, "My mother fell.")

    time_runs_out(world)

    assert CAME not in card(world).words
    ben.presses("Say how it works", HERE)
    assert "My mother fell." in ben.reads
    assert not matter(world).of_kind("sign")


@pytest.mark.parametrize("level", [BEHIND, DISAGREE])
def test_a_change_that_somebody_asks_for_does_not_bury_a_sign(
    world: World, ana: Somebody, chloe: Somebody, level: str
) -> None:
    recorded(world)
    pulls(chloe, "My mother fell.")
    amends(ana, "We ring before ten.", "Noon is too late.")
    answers(world, Ana=level, Ben=level)
    assert ONE in card(world).words

    pulls(world["Dev"], "Nobody rang on Monday.")

    assert matter(world).step == Step.REVIEW


def test_whoever_steps_out_takes_their_sign_along(world: World, chloe: Somebody) -> None:
    recorded(world)
    pulls(chloe, "My mother fell.")
    more(chloe, "Step out")
    quiet(world)

    pulls(world["Dev"], "Nobody rang on Monday.")

    assert matter(world).step == Step.RECORDED
