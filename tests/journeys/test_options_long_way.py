"""The long way to an agreement: what is shared, ideas, questions, building, who is missing, then answers."""

import json
from datetime import timedelta

from sqlalchemy import text

from bot.features.options.models import Step
from tests.journeys.options_steps import (
    BEHIND,
    HERE,
    PROPOSAL,
    QUESTION,
    adds,
    answers,
    card,
    chooses,
    edits,
    form_buttons,
    go_on,
    go_on_now,
    idea,
    matter,
    merges,
    more,
    on_option,
    quiet,
    reacts,
    record,
    rung,
    says_missing,
    sends,
    shares,
    splits,
    start,
    table,
    time_runs_out,
    to_build,
    to_test,
    told,
    write_down,
)
from tests.journeys.steps import put_away
from tests.journeys.tampering import press
from tests.world import Somebody, World


def test_people_move_it_on_from_the_question_to_what_is_written_down(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    start(world, "Ana", "Ben", "Chloe", can_decide="The hour.", is_fixed="The phone.")
    assert "what do you see the same way" in card(world).words
    assert f"In <#{HERE}>: what you see the same way, and where you differ. Until" in ben.home
    assert "Waited for: 3." in ben.home
    assert "We can decide: The hour." in card(world).words
    shares(ben, "Everybody waits.", "How long is too long.")
    assert f"In <#{HERE}>" not in ben.home
    shares(world["Dev"], "It is loud.")
    go_on(world)
    assert set(rung(world)) == {"Ben", "Chloe"}

    idea(ben, PROPOSAL)
    idea(chloe, "We write a letter.", signed=True)
    assert "Have written: 2" in card(world).words
    go_on(world)
    read = table(world["Esi"])
    assert "Ben\nEverybody waits." in read
    assert "Dev\nIt is loud." in read
    assert f"From a member\n{PROPOSAL}" in read
    assert "From Chloe\nWe write a letter." in read

    on_option(world["Esi"], PROPOSAL, "Ask")
    sends(world["Esi"], {"What would you like to understand?": "Who rings?"})
    on_option(world["Esi"], "Who rings?", "Say what you know")
    sends(world["Esi"], {"What do you know about it?": "The ward clerk."})
    assert "Esi asks\nWho rings?\nEsi says\nThe ward clerk." in world["Esi"].reads
    go_on(world)
    merges(world["Dev"], PROPOSAL, "We write a letter.", "We ring, then write.", "The letter.")
    go_on(world)
    says_missing(ben, "The night shift: Ben asks them.")
    go_on(world)
    reacts(chloe, "This would help my mother.")
    assert "One line each\nChloe\nThis would help my mother." in table(ana).replace("*", "")
    go_on(world)
    answers(world, Ana=BEHIND, Ben=BEHIND, Chloe=BEHIND)
    write_down(chloe, why="People plan their lift.", owner="Ben", first_step="Ben rings on Monday.")

    assert card(world).words.startswith("*Agreed*")
    read = record(world["Esi"])
    for part in (
        QUESTION,
        "We ring, then write.",
        "People plan their lift.",
        "Ben rings on Monday.",
        "The hour.",
        "Everybody waits.",
        "How long is too long.",
        "from a member, Chloe, Dev",
        "From Chloe\nWe write a letter.\nWhat was kept of it:\nThe letter.",
        "I'm fully behind this: 3",
        "The night shift: Ben asks them.",
        "Written down, by Chloe",
    ):
        assert part in read
    assert "Left out on the way" not in read
    assert matter(world).host_id == ana.id


def test_time_alone_takes_it_all_the_way(world: World, ben: Somebody) -> None:
    start(world, "Ana", "Ben", proposal=PROPOSAL)
    seen = []
    while (now := matter(world)).step != Step.TEST:
        seen.append(str(now.step))
        time_runs_out(world)
    assert seen == ["share", "gather", "clarify", "build", "missing", "react"]

    answers(world, Ana=BEHIND, Ben=BEHIND)
    time_runs_out(world)

    read = record(ben)
    assert "*Agreed*" in read
    assert PROPOSAL in read
    left_out = one_line(read).partition("Left out on the way: ")[2]
    assert left_out.startswith("What we see the same way, and where we differ, Questions, Working on")
    assert "Who is not here, A line from each" in left_out


def test_each_step_has_its_working_days(world: World, ana: Somebody) -> None:
    start(world, "Ana", "Ben", proposal=PROPOSAL)
    had = {str(matter(world).step): 1 + working_days_left(world)}  # it begins in the morning: that day counts
    while matter(world).step != Step.TEST:
        time_runs_out(world)
        had[str(matter(world).step)] = working_days_left(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    had["write"] = working_days_left(world)
    time_runs_out(world)
    time_runs_out(world)
    had["review"] = working_days_left(world)

    assert had == {
        **{"share": 2, "gather": 3, "clarify": 1, "build": 3, "missing": 1, "react": 1, "test": 2},
        **{"write": 2, "review": 5},
    }


def working_days_left(world: World) -> int:
    """Days from Monday to Friday after today, until this step is over."""
    today = world.clock()
    left = ((matter(world).ends_at or today).date() - today.date()).days
    return sum((today + timedelta(days=n)).weekday() < 5 for n in range(1, left + 1))


def one_line(read: str) -> str:
    """What is read, with each line break a colon: labels stand before what they name."""
    return read.replace("\n", ": ")


def test_a_machine_that_slept_leaves_each_step_its_whole_time(world: World) -> None:
    start(world, "Ana", "Ben", proposal=PROPOSAL)

    world.jump(days=30)

    assert matter(world).step == Step.GATHER
    days = (matter(world).ends_at or world.clock()) - world.clock()
    assert days.days >= 2


def test_nobody_is_skipped_in_silence(world: World, ana: Somebody) -> None:
    to_build(world)
    go_on(world)

    assert "First somebody says who is missing" in go_on(world)

    assert matter(world).step == Step.MISSING
    time_runs_out(world)
    assert matter(world).step == Step.REACT
    more(ana, "One step back")
    put_away(ana)
    go_on(world)
    says_missing(world["Ben"], "We go on, because nobody else is there.")
    go_on(world)
    go_on(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    write_down(ana)
    left_out = record(ana).partition("Left out on the way: ")[2].partition("\n")[0]
    assert "Who is not here" not in left_out  # it was said after all


def test_an_idea_that_is_signed_can_be_taken_back_until_the_ideas_open(
    world: World, ana: Somebody, chloe: Somebody
) -> None:
    start(world, "Ana", "Ben", "Chloe")
    go_on(world)
    idea(chloe, "A signed idea.", signed=True)
    idea(ana, "Another signed idea.", signed=True)
    chloe.presses("Write an idea", HERE)
    assert "You wrote and signed\nA signed idea." in chloe.reads
    assert "Another" not in chloe.reads
    chloe.presses("Take back what I signed")
    assert "What you signed is gone" in chloe.reads

    go_on(world)

    assert "Another signed idea." in table(chloe)
    assert "A signed idea." not in chloe.reads


def test_an_unsigned_idea_is_final_and_nothing_says_whose_it_is(world: World, ben: Somebody) -> None:
    start(world, "Ana", "Ben", "Chloe")
    go_on(world)
    ben.presses("Write an idea", HERE)
    assert "no name and no time is kept beside it, so it is final once it is sent" in ben.reads
    assert "others may guess whose it is" in ben.reads
    sends(ben, {"Your idea": "An unsigned idea."})
    ben.presses("Write another idea")

    assert "An unsigned idea." not in ben.reads
    assert "Take back what I signed" not in form_buttons(ben)

    go_on(world)
    with world.bot.store.read() as db:
        rows = db.execute(text("SELECT author_id, created_at, about FROM replies WHERE kind = 'option'"))
        assert [tuple(row) for row in rows] == [("", rows_at(world), "")]
    assert ben.id not in json.dumps(matter(world).facts["of"])


def rows_at(world: World) -> object:
    """The moment that an unsigned idea bears: when the whole began, which says nothing of its writer."""
    with world.bot.store.read() as db:
        return db.execute(text("SELECT created_at FROM rounds WHERE feature = 'options'")).scalar()


def test_ideas_are_read_in_an_order_that_chance_decides(world: World) -> None:
    written = [f"Idea number {n}." for n in range(10, 22)]
    start(world, "Ana", "Ben")
    go_on(world)
    for place, words in enumerate(written):
        idea(world[("Ana", "Ben", "Chloe")[place % 3]], words, signed=place % 2 == 0)

    go_on(world)

    read = table(world["Dev"])
    world["Dev"].presses("Next")
    read += world["Dev"].reads
    found = sorted(written, key=read.index)
    assert found != written  # one chance in 479 million


def test_what_somebody_changed_meanwhile_refuses_and_keeps_the_words(
    world: World, ben: Somebody, chloe: Somebody
) -> None:
    to_build(world, PROPOSAL, "We write a letter.")
    table(chloe)
    on_option(chloe, PROPOSAL, "Change")
    edits(ben, PROPOSAL, "We ring before ten.")

    late = sends(chloe, {"How should it read?": "We ring before one."})

    assert "Somebody changed this while you were writing." in str(late.errors)
    assert "We ring before one." in str(chloe.form)
    put_away(chloe)
    read = table(chloe)
    assert "From a member, Ben\nWe ring before ten.\nBefore: We ring before noon." in read


def test_an_option_is_split_and_added_and_one_is_chosen(world: World, ana: Somebody, ben: Somebody) -> None:
    to_build(world, PROPOSAL)
    edits(ben, PROPOSAL, "We ring before noon, and after six.", kept="The noon.")
    splits(world["Dev"], "We ring before noon, and after six.", "We ring at noon.", "We ring at six.")
    adds(world["Esi"], "We never ring.")

    assert "There are several options." in go_on(world)
    read = table(ana)
    assert "From a member, Ben, Dev\nWe ring at noon." in read
    assert "Kept of it: The noon." in read
    assert "From Esi\nWe never ring." in read
    chooses(ana, "We ring at six.")
    to_test(world)

    assert "*The proposal*\n“We ring at six.”" in card(world).words
    answers(world, Ana=BEHIND, Ben=BEHIND)
    write_down(ben)
    read = record(ana)
    assert "We never ring." in read
    assert "What was kept of it:\nThe noon." in read


def test_only_whoever_looks_after_it_chooses_until_time_is_up(world: World, ben: Somebody) -> None:
    to_build(world, PROPOSAL, "We write a letter.")
    table(ben)
    assert "Take this one further" not in form_buttons(ben)
    put_away(ben)

    time_runs_out(world)

    assert matter(world).step == Step.BUILD
    assert "No option has been taken further yet, so there is more time." in card(world).words
    chooses(ben, "We write a letter.")
    go_on(world, "Ben")
    assert matter(world).step == Step.MISSING


def test_where_nobody_chooses_the_clock_does_not(world: World) -> None:
    to_build(world, PROPOSAL, "We write a letter.")

    time_runs_out(world)
    time_runs_out(world)

    assert card(world).words.startswith("*Left for now*")
    read = record(world["Ana"])
    assert PROPOSAL in read
    assert "We write a letter." in read


def test_ideas_that_nobody_writes_are_asked_for_once_more_and_then_it_rests(world: World) -> None:
    start(world, "Ana", "Ben")
    go_on(world)
    assert "There is no idea yet" in go_on(world)
    quiet(world)

    time_runs_out(world)
    assert matter(world).step == Step.GATHER
    assert "There is no idea yet, so there is more time." in card(world).words
    time_runs_out(world)

    assert card(world).words.startswith("*Left for now*")
    assert "Start again from this" in card(world).buttons


def test_what_only_led_there_is_gone_once_it_is_written_down(world: World) -> None:
    to_build(world, PROPOSAL)
    to_test(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    write_down(world["Ben"])

    with world.bot.store.read() as db:
        kinds = set(db.execute(text("SELECT kind FROM replies WHERE kind <> 'title'")).scalars())
        keys = db.keys.execute(text("SELECT owner FROM keys WHERE owner LIKE 'round:%'")).scalars().all()
    assert kinds == {"question", "record", "asked", "counted"}
    assert keys == []


def test_a_step_in_which_nobody_spoke_is_named_in_the_record(world: World, ana: Somebody) -> None:
    """Whoever looks after it walks the whole way alone, each step in its time."""
    start(world, "Ana", "Ben")
    go_on(world)
    idea(world["Dev"], "We write a letter.")
    for _ in range(3):
        go_on(world)
    says_missing(ana)
    for _ in range(2):
        go_on(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    write_down(ana)

    left_out = record(world["Chloe"]).partition("Left out on the way: ")[2].partition("\n")[0]

    assert left_out == (
        "What we see the same way, and where we differ, Questions, Working on the ideas together,"
        " A line from each"
    )


def test_while_questions_are_asked_what_they_are_about_stays_as_it_was_written(world: World) -> None:
    start(world)
    go_on(world)
    idea(world["Ben"], PROPOSAL)
    go_on(world)
    dev = world["Dev"]

    table(dev)

    assert "Ask" in form_buttons(dev)
    assert not {"Change", "Split", "Merge two", "Add an option"} & set(form_buttons(dev))
    on_option(dev, PROPOSAL, "Ask")
    sends(dev, {"What would you like to understand?": "Who rings?"})
    [option] = matter(world).of_kind("option")
    refused = press(world, dev, "options.edit", f"{matter(world).id}|{option.id}")
    assert "has moved on" in refused
    go_on(world)
    table(dev)
    assert {"Change", "Split", "Add an option", "Ask"} <= set(form_buttons(dev))


def test_where_all_say_that_they_are_ready_it_goes_on_at_once_until_something_changes(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    """Live, in minutes: questions and building wait for nobody who has said so."""
    to_build(world, "Ring before noon.", "Write a letter.")
    world.move(minutes=1)

    for one in (ana, ben):
        put_away(one)
        one.presses("Ready to go on", HERE)
    assert "Ready to go on: 2 of 2." in card(world).words
    adds(ben, "Ask the family.")
    assert "Ready to go on:" not in card(world).words
    for one in (ana, ben):
        put_away(one)
        one.presses("Ready to go on", HERE)
    chooses(ana, "Ring before noon.")
    go_on_now(world)

    assert matter(world).step == "missing"


def test_one_who_is_not_ready_has_their_time(world: World, ana: Somebody) -> None:
    to_build(world, "Ring before noon.", "Write a letter.")
    world.move(minutes=1)
    ana.presses("Ready to go on", HERE)
    chooses(ana, "Ring before noon.")

    assert "It can go on from" in go_on_now(world)
    assert matter(world).step == "build"


def test_whoever_does_not_decide_is_not_asked_whether_they_are_ready(world: World, chloe: Somebody) -> None:
    to_build(world, "Ring before noon.", "Write a letter.")

    chloe.presses("Ready to go on", HERE)

    assert "This is for the people who take part in it." in told(chloe)
    assert matter(world).facts["ready"] == []
