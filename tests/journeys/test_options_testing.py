"""A proposal is answered apart, at six levels or "not mine to decide"; all opens together, by one rule."""

from datetime import timedelta

import pytest

from bot.features.options.models import Step
from tests.journeys.options_steps import (
    ASIDE,
    BEHIND,
    BOTH,
    DISAGREE,
    HERE,
    LIVE_WITH,
    LIVED,
    OBJECT,
    PROFESSIONAL,
    PROPOSAL,
    SUPPORT,
    TALK,
    amends,
    answer,
    answers,
    card,
    edits,
    form_buttons,
    go_on,
    matter,
    more,
    propose,
    quiet,
    record,
    rung,
    sends,
    table,
    time_runs_out,
    until_next,
    write_down,
)
from tests.journeys.steps import put_away
from tests.journeys.tampering import submit
from tests.world import Somebody, World, everything_outgoing

FOUR = ("Ana", "Ben", "Chloe", "Dev")
SIX = (*FOUR, "Esi", "U0FAY")
LEFT = "*Left for now*"
KINDS = "Lived and professional experience"


@pytest.mark.parametrize(
    ("levels", "comes_to"),
    [
        ({"Ana": BEHIND, "Ben": SUPPORT}, "You agree."),
        ({"Ana": LIVE_WITH, "Ben": LIVE_WITH}, "You are ready to try it for now"),
        ({"Ana": DISAGREE, "Ben": BEHIND}, "You agree, with reservations"),
        ({"Ana": DISAGREE, "Ben": DISAGREE}, "*Not agreed*"),
        ({"Ana": ASIDE, "Ben": ASIDE}, "*Handed to who decides*"),
        ({"Ana": BEHIND, "Ben": SUPPORT, "Chloe": ASIDE}, "You agree."),
    ],
)
def test_what_comes_of_the_answers_is_a_rule_and_no_majority(
    world: World, levels: dict[str, str], comes_to: str
) -> None:
    propose(world, *levels)

    answers(world, **levels)

    assert comes_to in card(world).words


def test_six_who_decide_need_four_answers_and_one_objection_is_never_outvoted(world: World) -> None:
    world.newcomer("Fay")
    propose(world, *SIX)
    answers(world, Ana=BEHIND, Ben=BEHIND, Chloe=SUPPORT)
    time_runs_out(world)
    assert matter(world).step == Step.TEST
    answers(world, Dev=LIVE_WITH)

    time_runs_out(world)

    assert "You agree, with reservations" in card(world).words
    assert "Have not answered: 2" in card(world).words
    assert "I support it, with a small reservation: 1" in card(world).words


def test_reasons_are_asked_for_and_an_objection_needs_one(world: World, ana: Somebody, ben: Somebody) -> None:
    propose(world)
    ana.presses("Answer", HERE)
    ana.opens_more_choices()
    assert "what harm, and to whom?" in str(ana.form)

    refused = sends(ana, {"Where are you with this proposal?": OBJECT})

    assert "An objection needs its reason" in str(refused.errors)
    put_away(ana)
    assert answer(ana, LIVE_WITH).ok
    assert "1 of 2" in card(world).words
    assert answer(ben, DISAGREE).ok
    assert matter(world).step == Step.WRITE


def test_answers_are_changed_until_they_open_and_nobody_sees_them_before(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    propose(world, "Ben", "Chloe")  # Ana looks after it, and does not decide
    answer(ben, OBJECT, "My first words.", named=True)
    ben.presses("Answer", HERE)
    assert "My first words." in ben.reads
    put_away(ben)
    answer(ben, LIVE_WITH, "My second words.", named=True)

    for somebody in (ana, chloe):
        read = table(somebody) + card(world).words + somebody.home
        assert "words." not in read
    ana.presses("Answer")
    assert "That is for those who decide" in ana.reads
    put_away(ana)
    answer(chloe, SUPPORT, "Not every day.")

    assert f"{LIVE_WITH}: 1" in card(world).words
    assert "words." not in card(world).words
    read = table(ana)
    assert f"{LIVE_WITH} – Ben\nMy second words." in read
    assert f"{SUPPORT} – a member\nNot every day." in read
    assert "My first words." not in read


def test_the_answers_open_once_for_all_and_ring_who_is_to_write_them_down(world: World) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    answers(world, Ana=BEHIND, Ben=BEHIND)
    assert rung(world) == {}

    answers(world, Chloe=BEHIND)

    assert set(rung(world)) == {"Ben"}  # neither who looks after it, nor who has it open in front of them
    assert "The answers are open" in world["Ben"].card.words
    assert "Write it down" in world["Ben"].card.buttons


@pytest.mark.parametrize(
    ("deciders", "last", "asked"),
    [
        (("Ana", "Ben"), "Ana", {"Ben"}),
        (("Ana", "Ben"), "Ben", {"Ana"}),
        (("Ana", "Ben", "Chloe"), "Ben", {"Chloe"}),
        (("Ben", "Chloe"), "Ben", {"Chloe"}),
    ],
)
def test_somebody_else_than_whoever_looks_after_it_is_asked_to_write_it_down(
    world: World, deciders: tuple[str, ...], last: str, asked: set[str]
) -> None:
    propose(world, *deciders, by="Ana")
    answers(world, **dict.fromkeys([name for name in deciders if name != last], BEHIND))
    quiet(world)

    answers(world, **{last: BEHIND})

    assert set(rung(world)) == asked


def test_somebody_asks_once_to_be_waited_for(world: World, ana: Somebody, ben: Somebody) -> None:
    propose(world)
    before = matter(world).ends_at
    ben.presses("Please wait for me")
    assert "They wait for you" in [m for m in ben.messages() if m.ephemeral][-1].words

    more(ana)
    assert "Please wait for me" not in form_buttons(ana)
    put_away(ana)

    later = matter(world).ends_at
    assert before
    assert later
    assert later > before


def test_nobody_answers_twice_and_it_is_left_for_now(world: World, ana: Somebody) -> None:
    propose(world)

    time_runs_out(world)
    assert matter(world).step == Step.TEST
    assert "Not everybody who is needed has answered, so there is more time." in card(world).words
    time_runs_out(world)

    assert LEFT in card(world).words
    read = record(ana)
    assert "Did not answer (never counted as agreement): 2" in read.replace("\n", " ").replace(":  ", ": ")
    assert [b for b in card(world).buttons if b.startswith(("Start", "Hand"))] == [
        "Start again from this",
        "Hand it to who decides",
    ]


def test_one_of_a_pair_is_not_enough(world: World) -> None:
    propose(world)
    answers(world, Ana=BEHIND)

    time_runs_out(world)
    time_runs_out(world)

    assert LEFT in card(world).words
    assert "Too few of those who decide had answered." in card(world).words


def test_an_objection_changes_the_proposal_and_it_is_tested_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world)
    answer(ana, BEHIND)
    answer(ben, OBJECT, "It wakes my mother.", named=True)
    assert "It wakes my mother." in table(world["Chloe"])
    put_away(world["Chloe"])
    assert "Nothing has changed yet, and the objection stands." in go_on(world)
    table(world["Chloe"])
    assert "Change" in form_buttons(world["Chloe"])
    put_away(world["Chloe"])
    same = edits(ben, PROPOSAL, PROPOSAL.replace(".", "!"))  # other marks are no change
    assert "Nothing has changed yet" in str(same.errors)
    put_away(ben)

    assert edits(ben, PROPOSAL, "We ring after ten.", kept="Before noon.").ok
    go_on(world)

    assert matter(world).step == Step.TEST
    assert "Once more, after what was changed." in card(world).words
    assert "*The proposal*\n“We ring after ten.”" in card(world).words
    assert "It wakes my mother." not in card(world).words
    answers(world, Ana=BEHIND, Ben=BEHIND)
    write_down(ben)
    read = record(ana)
    assert "Times it was put to the test: 2" in read
    assert "What stood against it on the way" in read
    assert "It wakes my mother." in read


def test_a_change_that_time_finds_is_tested_by_itself(world: World, ben: Somebody) -> None:
    propose(world)
    answers(world, Ana=BEHIND, Ben=OBJECT)
    edits(ben, PROPOSAL, "We ring after ten.")
    quiet(world)

    time_runs_out(world)

    assert matter(world).step == Step.TEST
    assert rung(world) == {}  # five in the afternoon: what time alone causes waits for the morning
    world.move(days=1)
    assert set(rung(world)) == {"Ana", "Ben"}


def test_the_third_objection_ends_it_and_what_there_was_can_begin_anew(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    propose(world)
    for number in range(3):
        if number:
            edits(ben, f"Version {number - 1}" if number > 1 else PROPOSAL, f"Version {number}")
            go_on(world)
        answers(world, Ana=BEHIND, Ben=OBJECT)

    assert "*Not agreed*" in card(world).words
    assert "One objection is written down with it." in card(world).words
    assert "reservation" not in card(world).words
    chloe.presses("Start again from this", HERE)
    assert "Version 2" in chloe.reads
    put_away(chloe)
    chloe.presses("Hand it to who decides", HERE)
    assert "*Not agreed*" in card(world).words
    ana.presses("Hand it to who decides", HERE)
    assert "*Handed to who decides*" in card(world).words
    assert "Handed on by Ana." in card(world).words
    assert "*Handed to who decides*" in record(chloe)


def test_more_talk_goes_back_to_building_and_the_third_time_it_rests(world: World, ben: Somebody) -> None:
    propose(world)
    answer(world["Ana"], BEHIND)
    answer(ben, TALK, "Who would do it?")
    assert "Some need more talk or information first." in card(world).words
    assert "Who would do it?" in table(ben)
    put_away(ben)
    edits(ben, PROPOSAL, "The clerk rings before noon.")
    go_on(world)
    assert matter(world).step == Step.TEST
    answers(world, Ana=BEHIND, Ben=TALK)
    go_on(world)

    answers(world, Ana=TALK, Ben=BEHIND)

    assert LEFT in card(world).words


def test_kinds_of_experience_are_said_with_the_answer(world: World, ana: Somebody, ben: Somebody) -> None:
    propose(world, kinds=KINDS)
    answer(ana, BEHIND, brings=LIVED)

    answer(ben, BEHIND, brings=PROFESSIONAL)

    assert "You agree." in card(world).words
    seen = everything_outgoing(world.slack)
    assert "Nobody among them brings" not in seen


def test_without_anybody_who_brings_it_there_is_no_agreement(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world, by="Ana", kinds=KINDS)
    answer(ana, BEHIND, brings=PROFESSIONAL)
    answer(ben, BEHIND, brings=PROFESSIONAL)
    assert matter(world).step == Step.TEST
    assert "Nobody among them brings lived experience so far." in card(world).words
    assert "Somebody more has to decide" in ana.card.words

    ana.presses("Name more who decide")
    sends(ana, {"Who else decides?": ["Chloe"]})
    answer(world["Chloe"], SUPPORT, brings=BOTH)

    assert "You agree." in card(world).words


def test_where_whoever_brings_it_stands_aside_it_is_left_for_now(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world, kinds=KINDS)
    answer(ana, ASIDE, brings=LIVED)
    answer(ben, BEHIND, brings=PROFESSIONAL)
    assert matter(world).step == Step.TEST

    time_runs_out(world)

    assert LEFT in card(world).words


def test_in_a_small_group_the_form_says_that_others_may_guess(world: World, ben: Somebody) -> None:
    propose(world)

    ben.presses("Answer", HERE)

    assert "There are fewer than five of you" in ben.reads
    assert "Only you can read this until all answers open together" in ben.reads


def test_those_who_disagree_and_all_bring_the_same_are_heard_first(world: World) -> None:
    propose(world, *FOUR, kinds=KINDS)
    answer(world["Ana"], DISAGREE, brings=LIVED)
    answer(world["Ben"], BEHIND, brings=LIVED)
    answer(world["Chloe"], BEHIND, brings=PROFESSIONAL)

    answer(world["Dev"], BEHIND, brings=PROFESSIONAL)

    assert "You agree, with reservations" in card(world).words
    assert "Hear them first, each without interruption" in card(world).words
    assert set(write_down(world["Chloe"]).errors) == {"heard"}
    assert "What should not be lost? Or: we go on, because …" in world["Chloe"].reads
    put_away(world["Chloe"])
    typed = {"decision": PROPOSAL}
    assert "hear them first" in submit(world, world["Chloe"], "options.write", matter(world).id, typed)
    assert write_down(world["Chloe"], heard="It costs us the mornings.").ok
    assert card(world).words.startswith("*Agreed, with reservations*")  # what came of the answers stays
    assert "What those said who disagree\nIt costs us the mornings." in record(world["Esi"])


def one_kind_disagrees(world: World) -> None:
    propose(world, *FOUR, kinds=KINDS)
    for name, level, brings in (
        ("Ana", DISAGREE, LIVED), ("Ben", BEHIND, LIVED), ("Chloe", BEHIND, PROFESSIONAL),
        ("Dev", BEHIND, PROFESSIONAL),
    ):  # fmt: skip
        answer(world[name], level, brings=brings)


def test_where_nobody_heard_those_who_disagree_the_record_says_so(world: World) -> None:
    one_kind_disagrees(world)

    time_runs_out(world)

    assert "Hearing those who disagree" in record(world["Ana"]).partition("Left out on the way: ")[2]


def test_so_it_does_of_a_change_to_what_was_agreed(world: World, ana: Somebody) -> None:
    propose(world, *FOUR, kinds=KINDS)
    for name, brings in zip(FOUR, (LIVED, LIVED, PROFESSIONAL, PROFESSIONAL), strict=True):
        answer(world[name], BEHIND, brings=brings)
    write_down(ana)
    amends(ana, "We ring before ten.", "Noon is too late.")

    answers(world, Ana=DISAGREE, Ben=BEHIND, Chloe=BEHIND, Dev=BEHIND)

    assert "We ring before ten." in card(world).words
    assert "Hearing those who disagree" in record(ana).partition("Left out on the way: ")[2]


def test_those_who_disagree_from_several_sides_need_no_hearing_first(world: World) -> None:
    propose(world, *FOUR, kinds=KINDS)
    for name, level, brings in (
        ("Ana", DISAGREE, LIVED), ("Ben", BEHIND, LIVED), ("Chloe", DISAGREE, PROFESSIONAL),
        ("Dev", BEHIND, PROFESSIONAL),
    ):  # fmt: skip
        answer(world[name], level, brings=brings)

    assert "Hear them first" not in card(world).words
    assert write_down(world["Ben"]).ok


# --- what the answers lead to


def test_what_is_tried_for_now_is_looked_at_again_in_eight_weeks(world: World, ana: Somebody) -> None:
    propose(world)
    answers(world, Ana=LIVE_WITH, Ben=LIVE_WITH)
    assert "look at it again in eight weeks" in card(world).words

    write_down(ana)

    assert card(world).words.startswith("*Agreed to try it for now*")
    assert until_next(world) // timedelta(days=1) in (55, 56)
    time_runs_out(world)
    assert "Is this still working?" in card(world).words


@pytest.mark.parametrize(
    ("level", "called"),
    [
        (SUPPORT, "Agreed"),
        (LIVE_WITH, "Agreed, with reservations"),
        (DISAGREE, "Agreed, with reservations"),
    ],
)
def test_a_reservation_is_written_down_word_for_word_where_one_is_given(
    world: World, level: str, called: str
) -> None:
    propose(world, "Ana", "Ben", "Chloe", "Dev")
    answer(world["Ana"], level, "Not on  Sundays, *please*.")
    answer(world["Ben"], level)
    answers(world, Chloe=BEHIND, Dev=BEHIND)

    write_down(world["Ben"])

    read = record(world["Esi"])
    assert card(world).words.startswith(f"*{called}*")
    assert f"a member – {level}\nNot on  Sundays, *please*." in read
    assert f"{level}: 2" in read


def test_where_it_is_not_agreed_there_are_ways_on(world: World, ana: Somebody) -> None:
    propose(world)

    answers(world, Ana=DISAGREE, Ben=DISAGREE)

    seen = card(world)
    assert "something to try for a while" in seen.words
    assert "each part by itself" in seen.words
    assert {"Start again from this", "Hand it to who decides"} <= set(seen.buttons)
    ana.presses("Start again from this", HERE)
    assert PROPOSAL in ana.reads


@pytest.mark.parametrize("how", ["first", "once more", "after a change", "of an agreement"])
def test_while_it_is_tested_the_thread_is_asked_to_be_quiet(world: World, ben: Somebody, how: str) -> None:
    propose(world)
    if how == "once more":
        answers(world, Ana=BEHIND, Ben=TALK)
        go_on(world)
    elif how == "after a change":
        answers(world, Ana=BEHIND, Ben=OBJECT)
        edits(ben, PROPOSAL, "We ring after ten.")
        go_on(world)
    elif how == "of an agreement":
        answers(world, Ana=BEHIND, Ben=BEHIND)
        write_down(ben)
        amends(ben, "We ring before ten.", "Noon is too late.")

    assert matter(world).step == Step.TEST
    assert "Please leave the thread quiet until then." in card(world).words


def test_nobody_has_the_choice_of_a_majority_and_it_goes_to_whoever_decides_instead(
    world: World, ana: Somebody
) -> None:
    propose(world, "Ana", "Ben", "Chloe", who_decides="The board")
    more(ana)
    assert not [label for label in form_buttons(ana) if "vote" in label.lower()]
    put_away(ana)
    answers(world, Ana=DISAGREE, Ben=DISAGREE, Chloe=BEHIND)

    ana.presses("Hand it to who decides", HERE)

    assert card(world).words.startswith("*Handed to who decides*")
    read = record(world["Dev"])
    assert "Handed on to whoever decides, by Ana" in read
    assert "Who decides in the end\nThe board" in read


def test_why_it_is_nobodys_to_decide_goes_along_and_is_no_reservation(world: World, ana: Somebody) -> None:
    propose(world)
    answer(ana, ASIDE, "The board has the money.")
    answer(world["Ben"], ASIDE)

    assert card(world).words.startswith("*Handed to who decides*")
    assert "reservation" not in card(world).words
    assert f"a member – {ASIDE}\nThe board has the money." in record(world["Chloe"])
