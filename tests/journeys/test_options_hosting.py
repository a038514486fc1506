"""Whoever looks after a it: more time, one step back, leaving it, handing it over; and what all can do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.features.options.models import Step
from tests.journeys.options_steps import (
    BEHIND,
    HERE,
    OBJECT,
    PROPOSAL,
    answer,
    answers,
    begin,
    card,
    form_buttons,
    go_on,
    idea,
    log,
    matter,
    more,
    propose,
    quiet,
    record,
    rung,
    says,
    sends,
    shares,
    start,
    table,
    time_runs_out,
    to_build,
    until_next,
    write_down,
)
from tests.journeys.steps import put_away
from tests.journeys.tampering import press
from tests.world import Seen, Somebody, World


def test_there_is_more_time_once_in_each_step(world: World, ana: Somebody) -> None:
    start(world)
    before = until_next(world)

    more(ana, "More time")

    assert until_next(world) > before + timedelta(days=1)
    more(ana)
    assert "More time" not in form_buttons(ana)
    put_away(ana)
    assert "There has been more time once already in this step." in press(
        world, ana, "options.extend", matter(world).id
    )
    go_on(world)
    more(ana, "More time")
    assert "There is more time now." in ana.reads


def test_one_step_back_has_its_whole_time_and_loses_nothing(world: World, ana: Somebody) -> None:
    to_build(world, PROPOSAL)

    more(ana, "One step back")
    put_away(ana)

    assert matter(world).step == Step.CLARIFY
    more(ana, "One step back")
    put_away(ana)
    assert matter(world).step == Step.GATHER
    idea(world["Dev"], "We write a letter.")
    go_on(world)
    assert "The ideas are open: 2." in card(world).words


def test_it_can_be_left_for_now_and_what_there_was_is_written_down(world: World, ana: Somebody) -> None:
    start(world)
    shares(world["Ben"], "Everybody waits.")
    go_on(world)
    idea(world["Dev"], "We write a letter.")
    more(ana, "Leave it for now")
    assert "2 of you are still waited for" not in ana.reads
    assert "One of you is still waited for" in ana.reads
    world.move(days=2)

    more(ana, "Leave it for now")

    assert card(world).words.startswith("*Left for now*")
    assert "Ana left it for now." in card(world).words
    read = record(world["Esi"])
    assert "Everybody waits." in read
    assert "We write a letter." in read
    assert "Leave it for now" not in _under_more(ana)


def _under_more(somebody: Somebody) -> list[str]:
    more(somebody)
    found = form_buttons(somebody)
    put_away(somebody)
    return found


def test_handing_over_is_theirs_when_they_say_yes(world: World, ana: Somebody, ben: Somebody) -> None:
    start(world)
    more(ana, "Hand it over")
    sends(ana, {"Who could look after it from here?": "Ben"})
    assert "Would you look after this from now on?" in ben.card.words

    ben.presses("No, thank you")
    assert "Ana looks for an agreement with you" in card(world).words
    more(ana, "Hand it over")
    sends(ana, {"Who could look after it from here?": "Ben"})
    ben.presses("Yes, I'll look after it")

    assert "Ben looks for an agreement with you" in card(world).words
    assert "Go on to ideas" not in _under_more(ana)
    assert "It goes on." in go_on(world, "Ben")


def test_two_look_after_it_with_the_same_rights(world: World, ana: Somebody, ben: Somebody) -> None:
    start(world, "Ana", "Ben", "Chloe")
    more(ana, "Hand it over")
    together = "Together with me, with the same rights"
    sends(ana, {"Who could look after it from here?": "Ben", "How?": together})
    ben.presses("Yes, I'll look after it")

    assert "Go on to ideas" in _under_more(ana)
    assert "It goes on." in go_on(world, "Ben")
    more(ana, "Step out")
    assert matter(world).step == Step.GATHER
    more(ben)
    assert "Name more who decide" in form_buttons(ben)
    put_away(ben)
    assert "Ben looks for an agreement with you" in card(world).words


@pytest.mark.parametrize("gone", ["steps out", "is deactivated"])
def test_where_nobody_looks_after_it_anybody_who_decides_may(
    world: World, ana: Somebody, ben: Somebody, gone: str
) -> None:
    start(world, "Ana", "Ben", "Chloe")
    dev = world["Dev"]
    shares(dev, "It is loud.")
    if gone == "steps out":
        more(ana, "Step out")
    else:
        world.slack.deactivate(ana.id)
        world.settle()

    assert "Yes, I'll look after it" not in _under_more(dev)
    more(ben, "Yes, I'll look after it")

    put_away(ben)
    assert "Ben looks for an agreement with you" in seen_by(ben).words
    world.move(days=1)
    more(ben, "Go on to ideas")
    assert matter(world).step == Step.GATHER
    put_away(ben)
    more(ben)
    assert "Name more who decide" in form_buttons(ben)


def seen_by(somebody: Somebody) -> Seen:
    """The channel's card as this person sees it: whoever is gone sees nothing any more."""
    return [m for m in somebody.messages(HERE) if "More" in m.buttons][-1]


def test_a_pause_keeps_the_time_that_is_left(world: World, ana: Somebody, ben: Somebody) -> None:
    propose(world)
    world.move(hours=3)

    more(ben, "Pause for all")

    assert "It rests. Nothing is lost, and its time stands still." in card(world).words
    assert "It rests." in press(world, ana, "options.answer", matter(world).id)
    world.move(days=3)
    ana.presses("Go on", HERE)
    assert matter(world).step == Step.TEST
    # Twelve working hours were left on Tuesday; it is Friday, one in the afternoon.
    assert matter(world).ends_at == datetime(2026, 9, 21, 17, tzinfo=ZoneInfo("Europe/London"))
    answers(world, Ana=BEHIND, Ben=BEHIND)
    assert "You agree." in card(world).words


def test_what_rests_for_fourteen_days_is_left_for_now(world: World, ben: Somebody) -> None:
    start(world)
    more(ben, "Pause for all")
    put_away(ben)

    world.move(days=13)
    assert "It rests." in card(world).words
    world.move(days=2)

    assert card(world).words.startswith("*Left for now*")


def test_what_was_agreed_and_rests_is_written_down_all_the_same(world: World, ben: Somebody) -> None:
    propose(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    more(ben, "Pause for all")
    put_away(ben)

    world.move(days=15)

    assert card(world).words.startswith("*Agreed*")


def test_it_is_taken_back_while_nobody_has_said_anything(world: World, ana: Somebody, ben: Somebody) -> None:
    begin(world, "Ana", "Ben", proposal=PROPOSAL, short=True)

    ana.presses("Take back")

    assert "It is taken back." in ana.reads
    seen = [m.words for m in ben.messages(HERE)]
    assert any("It was taken back." in words for words in seen)
    assert "It was taken back." in ben.card.words
    assert matter(world).wakes_at is None


def test_once_somebody_has_said_something_it_stays(world: World, ana: Somebody, ben: Somebody) -> None:
    begin(world, "Ana", "Ben", proposal=PROPOSAL, short=True)
    answer(ben, BEHIND)

    ana.presses("Take back")

    assert "Others have said something already" in ana.reads
    assert matter(world).step == Step.TEST


def test_everybody_in_the_channel_can_read_what_was_done(world: World, ana: Somebody, ben: Somebody) -> None:
    to_build(world, PROPOSAL)
    more(ana, "More time")
    put_away(ana)
    more(ana, "Hand it over")
    sends(ana, {"Who could look after it from here?": "Ben"})
    ben.presses("Yes, I'll look after it")
    more(ben, "Name more who decide")
    sends(ben, {"Who else decides?": ["Chloe"]})
    world.move(days=6)
    more(ben, "Leave it for now")

    read = log(world["Esi"])

    said = [line.partition(": ")[2] for line in read.split("\n")[1:]]
    assert said == [
        *["Ana moved it on."] * 3,
        "Ana gave it more time.",
        "Ana asked somebody to look after it.",
        "Ben looks after it from here.",
        "Ben named more people who decide.",
        "Ben left it for now.",
    ]


def test_only_those_who_are_there_can_be_named(world: World, ana: Somebody) -> None:
    world.slack.leave("U0ESI", HERE)
    propose(world)
    more(ana, "Name more who decide")

    refused = sends(ana, {"Who else decides?": ["Esi"]})
    assert "Somebody you named is not in this channel." in str(refused.errors)
    refused = sends(ana, {"Who else decides?": ["Ben"]})
    assert "They decide already." in str(refused.errors)
    put_away(ana)
    quiet(world)
    more(ana, "Name more who decide")
    sends(ana, {"Who else decides?": ["Dev"]})

    assert set(rung(world)) == {"Dev"}
    assert "0 of 3" in card(world).words


def test_whoever_looks_after_it_decides_only_where_they_are_named(world: World, ana: Somebody) -> None:
    propose(world, "Ben", "Chloe")

    assert "That is for those who decide" in press(world, ana, "options.answer", matter(world).id)
    answers(world, Ben=BEHIND, Chloe=BEHIND)

    assert "That is for those who decide" in press(world, ana, "options.write", matter(world).id)
    assert write_down(world["Chloe"]).ok
    assert "Correct the wording" not in _under_more(ana)
    time_runs_out(world)
    assert "Is this still working?" in card(world).words


# --- what somebody has answered is nobody's to bury


def test_an_objection_that_is_sealed_is_not_buried_by_whoever_looks_after_it(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    answer(ben, OBJECT, "It wakes my mother.")

    more(ana)
    assert "Leave it for now" in form_buttons(ana)
    ana.presses("Leave it for now")
    assert ana.sends({"Why would you leave it for now?": "We are not ready."}).ok
    put_away(ana)

    assert "Ana would leave it for now, before the answers open." in card(world).words
    assert "It wakes my mother." not in card(world).words
    says(ben, "No")
    says(world["Chloe"])
    assert "2 of 3 said yes, 1 said no. So it goes on." in card(world).words
    assert matter(world).step == Step.TEST
    answers(world, Ana=BEHIND, Chloe=BEHIND)
    assert "It wakes my mother." in table(ana)  # it was heard


def test_what_all_leave_for_now_says_who_and_why_and_that_somebody_had_answered(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    answer(ben, OBJECT, "It wakes my mother.")
    more(ana, "Leave it for now")
    ana.sends({"Why would you leave it for now?": "We are not ready."})
    put_away(ana)
    for name in ("Ben", "Chloe"):
        says(world[name])

    assert card(world).words.startswith("*Left for now*")
    assert "Ana put it to all: We are not ready." in card(world).words
    read = record(ana)
    assert "Did not answer (never counted as agreement): 2" in read
    assert "It wakes my mother." not in read
    assert "What you answered was opened by nobody." in ben.card.words
    ben.presses("Make a note of what I answered")
    assert "It wakes my mother." in ben.reads
    ben.sends({})
    put_away(ben)
    assert "It wakes my mother." in record(ana)


def test_after_two_weeks_what_nobody_has_opened_is_gone(world: World, ana: Somebody, ben: Somebody) -> None:
    propose(world)
    answer(ben, OBJECT, "It wakes my mother.")
    more(ana, "Leave it for now")
    ana.sends({"Why would you leave it for now?": "We are not ready."})
    put_away(ana)
    says(ben)

    world.move(days=15)

    assert "What you answered was opened by nobody." not in ben.card.words
    assert matter(world).of_kind("answer") == []


def test_a_rest_of_two_weeks_buries_no_answer(world: World, ana: Somebody, ben: Somebody) -> None:
    propose(world)
    answer(ben, OBJECT, "It wakes my mother.")
    more(ana, "Pause for all")
    put_away(ana)

    world.move(days=15)

    assert matter(world).step == Step.TEST
    answer(ana, BEHIND)
    assert "It wakes my mother." in table(ana)
