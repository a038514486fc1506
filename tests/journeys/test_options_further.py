"""The way to a test and out of it: what people would take further, what would make it safe, who was asked."""

from sqlalchemy import text

from bot import owners
from bot.features.options.models import Step, facts
from bot.features.options.register.cards import exports
from bot.features.options.register.queries import records
from tests.journeys.options_steps import (
    ASIDE,
    BEHIND,
    DISAGREE,
    HERE,
    OBJECT,
    PROPOSAL,
    TALK,
    adds,
    amends,
    answer,
    answers,
    card,
    chooses,
    edits,
    form_buttons,
    go_on,
    log,
    matter,
    merges,
    more,
    on_option,
    propose,
    quiet,
    record,
    recorded,
    rung,
    says,
    sends,
    splits,
    table,
    ticks,
    time_runs_out,
    to_build,
    to_test,
    under,
    who_asked,
    write_down,
)
from tests.journeys.steps import put_away
from tests.world import TEAM, Somebody, World

LETTER, NEVER = "We write a letter.", "We never ring."
THREE = ("Ana", "Ben", "Chloe")
QUESTION = "Which would you take further?"
HARM, CURE = "It wakes my mother.", "Ring me first and not her"


# --- which of these would you take further?


def test_those_who_decide_tick_apart_and_it_opens_when_all_have(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER, NEVER, deciders=THREE)
    assert "Which of these would you take further?" in card(world).words
    assert f"In <#{HERE}>: which options you would take further, until" in ben.home
    assert ticks(ben, PROPOSAL, LETTER).ok
    assert "would take further" not in ben.home
    assert "Your ticks are in." in ben.card.words
    assert ticks(chloe, PROPOSAL).ok
    assert "Have ticked: 2 of 3." in card(world).words
    for somebody in (ana, world["Dev"]):
        assert "Would take this further" not in table(somebody)
        put_away(somebody)

    quiet(world)
    assert ticks(ben, PROPOSAL, LETTER).ok
    assert ticks(ana, NEVER).ok

    assert rung(world) == {}
    assert "How many would take each of them further can be read now." in card(world).words
    assert QUESTION not in card(world).buttons
    table(world["Esi"])
    assert "Would take this further: 2 of 3" in under(world["Esi"], PROPOSAL)
    assert "Would take this further: 1 of 3" in under(world["Esi"], LETTER)
    assert "Would take this further: 1 of 3" in under(world["Esi"], NEVER)


def test_whoever_looks_after_it_reads_what_lies_closed_before_they_choose(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER, deciders=THREE)
    ticks(ben, LETTER)
    table(ana)
    on_option(ana, PROPOSAL, "Take this one further")

    assert not facts(matter(world))["proposal"]
    assert "Would take this further: 1 of 1" in under(ana, LETTER)
    assert "Would take this further: 0 of 1" in under(ana, PROPOSAL)
    assert "Now choose" in ana.reads
    put_away(ana)
    assert "Ana had it counted" in log(ben)
    chooses(ana, LETTER)

    assert "This one goes on." in table(ben)


def test_where_nobody_has_ticked_one_is_taken_further_at_once(world: World, ana: Somebody) -> None:
    to_build(world, PROPOSAL, LETTER)

    chooses(ana, LETTER)

    assert "This one goes on." in table(ana)
    assert "Would take this further" not in ana.reads


def test_the_button_to_take_one_further_stands_before_those_alone_who_may(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER)

    offered = {}
    for somebody in (ana, ben, chloe):
        table(somebody)
        offered[somebody.name] = {"Take this one further", QUESTION} & {*form_buttons(somebody)}
        put_away(somebody)

    assert offered == {"Ana": {"Take this one further", QUESTION}, "Ben": {QUESTION}, "Chloe": set()}
    chloe.presses(QUESTION, HERE)
    assert "That is for those who decide." in chloe.reads


def test_an_option_that_was_merged_or_changed_counts_each_person_once(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER, NEVER)
    ticks(ben, PROPOSAL, LETTER)
    merges(ben, PROPOSAL, LETTER, "We ring, then write.")
    edits(ana, "We ring, then write.", "We ring and write.")
    ben.presses(QUESTION, HERE)
    assert ben.form
    [boxes] = [b["element"] for b in ben.form["blocks"] if b.get("element", {}).get("type") == "checkboxes"]
    assert [one["text"]["text"] for one in boxes["initial_options"]] == ["We ring and write."]
    put_away(ben)
    ticks(ana, NEVER)
    splits(ben, "We ring and write.", "We ring.", "We write.")

    table(ana)
    assert "Would take this further: 1 of 2" in under(ana, "We ring.")
    assert "Would take this further: 1 of 2" in under(ana, "We write.")
    assert "Would take this further: 1 of 2" in under(ana, NEVER)
    put_away(ana)
    merges(ben, "We ring.", "We write.", "We ring, then we write.")
    table(ana)
    assert "Would take this further: 1 of 2" in under(ana, "We ring, then we write.")


def test_ticks_are_changed_until_they_open_go_with_who_leaves_and_nothing_ties_them_to_anybody(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER, deciders=THREE)
    ticks(chloe, PROPOSAL, LETTER)
    ticks(ben, PROPOSAL)
    ticks(ben, LETTER)
    ticks(ana)
    table(ana)
    assert "Would take this further: 2 of 3" in under(ana, LETTER)
    with world.bot.store.read() as db:
        rows = db.execute(text("SELECT author_id FROM replies WHERE kind IN ('further', 'ticks')"))
        assert rows.scalars().all() == [""]


def test_when_whoever_was_waited_for_leaves_what_the_others_ticked_opens_without_theirs(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER, deciders=(*THREE, "Dev"))
    ticks(chloe, PROPOSAL)
    ticks(ana, LETTER)
    ticks(ben, LETTER)
    more(chloe, "Step out")
    put_away(chloe)
    assert "Have ticked: 2 of 3." in card(world).words

    more(world["Dev"], "Step out")

    table(ana)
    assert "Would take this further: 0 of 2" in under(ana, PROPOSAL)
    assert "Would take this further: 2 of 2" in under(ana, LETTER)


def test_time_opens_what_was_ticked_and_what_came_later_has_no_ticks(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER)
    ticks(ben, LETTER)

    time_runs_out(world)

    adds(world["Esi"], NEVER)
    table(ana)
    assert "Would take this further: 1 of 1" in under(ana, LETTER)
    assert "Would take this further: 0 of 1" in under(ana, NEVER)


def test_it_is_asked_anew_after_a_test_that_needed_more_talk(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER)
    ticks(ana, PROPOSAL)
    ticks(ben, PROPOSAL)
    chooses(ana, PROPOSAL)
    to_test(world)
    answers(world, Ana=BEHIND, Ben=TALK)

    assert matter(world).step == Step.BUILD
    assert "Have ticked: 0 of 2." in card(world).words


# --- what would make it safe enough to try?


def test_what_would_make_it_safe_enough_is_asked_with_the_objection_and_read_before_it_is_changed(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    propose(world)
    answer(ben, OBJECT, HARM, safe=CURE)
    assert CURE not in table(ana) + card(world).words
    put_away(ana)
    ben.presses("Answer", HERE)
    ben.opens_more_choices()
    assert CURE in ben.reads
    put_away(ben)
    answer(ana, BEHIND)

    read = table(chloe)
    assert read.index(HARM) < read.index(CURE) < read.index(f"From Ana\n{PROPOSAL}")
    on_option(chloe, PROPOSAL, "Change")
    read = chloe.reads
    assert read.index(HARM) < read.index(CURE) < read.index("Ways that have helped")
    assert CURE not in card(world).words


def test_the_second_test_shows_objection_answer_and_change_side_by_side(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world)
    answer(ben, OBJECT, HARM, safe=CURE)
    answer(ana, BEHIND)
    edits(ben, PROPOSAL, "We ring after ten.")
    go_on(world)

    ana.presses("Answer", HERE)

    parts = [HARM, CURE, "How it read then", PROPOSAL, "How it reads now", "We ring after ten."]
    places = [ana.reads.index(part) for part in parts]
    assert places == sorted(places)


def test_a_second_test_of_the_same_words_says_that_nothing_has_changed(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world)
    answer(ben, TALK, "Who would do it?")
    answer(ana, BEHIND)
    edits(ana, PROPOSAL, PROPOSAL.replace(".", "!"))
    go_on(world)

    ben.presses("Answer", HERE)

    assert "Who would do it?" in ben.reads
    assert "It has not changed since." in ben.reads


def test_what_would_make_it_safe_stands_beside_the_objection_in_the_record_and_its_copies(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world)
    answer(ben, OBJECT, HARM, safe=CURE)
    answer(ana, BEHIND)
    edits(ben, PROPOSAL, "We ring after ten.")
    go_on(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    write_down(ben)

    read = record(ana)

    assert read.index(HARM) < read.index("What would make it safe enough to try") < read.index(CURE)
    with world.bot.store.read() as db:
        kept = records.everything(db, TEAM, HERE)
    for fmt in ("md", "csv", "json", "html"):
        _, copy = exports.export(kept, fmt, channel_name="home", now=world.clock())
        assert CURE in copy.decode(), fmt


# --- who was asked, and how many answered


def test_who_was_asked_is_read_once_a_test_is_over_and_never_who_answered(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    propose(world, *THREE, "Dev", "Esi")
    answers(world, Ana=BEHIND, Ben=BEHIND, Chloe=ASIDE, Dev=BEHIND)
    more(world["Esi"], "Step out")
    quiet(world)

    read = who_asked(ana)

    assert "Asked (5): Ana, Ben, Chloe, Dev and Esi." in read
    for line in (
        "Answered: 3",
        "Not theirs to decide: 1",
        "Did not answer: 0",
        "Had left before it opened: 1",
    ):
        assert line in read
    assert "Reached, as far as Slack says: 5" in read
    assert "your own answer was counted" in read
    assert "your own answer was counted" in who_asked(chloe)


def test_who_did_not_answer_reads_that_alone_and_it_stays_with_the_record(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world, *THREE, "Dev")
    answers(world, Ana=BEHIND, Ben=BEHIND, Chloe=BEHIND)
    time_runs_out(world)
    write_down(ana)
    quiet(world)

    record(world["Dev"])
    world["Dev"].presses("Open what was written down", HERE)
    world["Dev"].presses("Who was asked")

    assert "Asked (4): Ana, Ben, Chloe and Dev." in world["Dev"].reads
    assert "Did not answer: 1" in world["Dev"].reads
    assert "no answer of yours was counted" in world["Dev"].reads
    assert "your own answer was counted" in who_asked(ben)


def test_nothing_of_who_was_asked_is_read_while_a_test_runs_or_by_who_does_not_decide(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    propose(world, by="Ben")
    answers(world, Ana=BEHIND, Ben=OBJECT)
    table(chloe)
    assert "Who was asked" not in form_buttons(chloe)
    table(ana)
    assert "Who was asked" in form_buttons(ana)
    edits(ben, PROPOSAL, "We ring after ten.")
    go_on(world, "Ben")

    ana.presses("Who was asked")  # on a page that is older

    assert "Those who decide are being asked just now." in ana.reads
    assert "Asked (" not in ana.reads
    put_away(ana)
    table(ana)
    assert "Who was asked" not in form_buttons(ana)


def test_it_is_each_ones_own_whether_they_were_counted_and_goes_with_who_is_forgotten(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    with world.bot.store.begin() as db:
        db.forget(owners.person(TEAM, ben.id))

    assert "Only you read this" not in who_asked(ben)
    assert "Only you read this" in who_asked(ana)


def test_whom_slack_did_not_reach_is_not_counted_as_reached(world: World, ana: Somebody) -> None:
    for _ in range(9):
        world.slack.faults.next("chat.postMessage", "user_disabled", channel=world["Dev"].id)
    propose(world, *THREE, "Dev")
    answers(world, Ana=BEHIND, Ben=BEHIND, Chloe=BEHIND)
    time_runs_out(world)

    read = who_asked(ana)

    assert "Asked (4): Ana, Ben, Chloe and Dev." in read
    assert "Reached, as far as Slack says: 3" in read
    assert "Did not answer: 1" in read


def test_a_change_that_was_not_agreed_has_a_page_of_who_was_asked_of_its_own(
    world: World, ana: Somebody
) -> None:
    recorded(world, *THREE)
    assert "The last time that a proposal was put to the test here" in who_asked(ana)
    amends(ana, "We ring after ten.", "It is calmer.")
    more(ana)
    assert "Who was asked" not in form_buttons(ana)
    put_away(ana)

    answers(world, Ana=BEHIND, Ben=DISAGREE, Chloe=DISAGREE)

    assert "The last time that a change to what was agreed was put to the test here" in who_asked(ana)


def test_whoever_looks_after_it_hears_that_all_have_ticked(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER)
    ticks(ana, PROPOSAL)
    quiet(world)

    ticks(ben, LETTER)

    assert set(rung(world)) == {"Ana"}
    assert "How many would take each option further can be read now." in ana.card.words


def test_many_options_are_ticked_in_several_blocks(world: World, ana: Somebody, ben: Somebody) -> None:
    to_build(world, PROPOSAL, LETTER)
    for number in range(10):
        adds(ben, f"Way number {number}.")
    ana.presses(QUESTION, HERE)
    sends(ana, {"Which of these would you take further?": [PROPOSAL], "And of these?": ["Way number 9."]})

    ben.presses(QUESTION, HERE)
    sends(ben, {"And of these?": ["Way number 9."]})

    assert "Would take this further: 1 of 2" in under(ben, PROPOSAL)
    ben.presses("Next")
    assert "Would take this further: 2 of 2" in under(ben, "Way number 9.")


def test_an_option_too_long_for_a_box_is_read_whole_beside_it(world: World, ben: Somebody) -> None:
    long = "We ring every family before noon, and if nobody answers we ring again at two and leave a number."
    to_build(world, PROPOSAL, long)

    ben.presses(QUESTION, HERE)

    assert long in ben.reads
    assert ben.reads.count(PROPOSAL) == 1


def test_ticks_that_come_when_all_is_counted_are_refused_and_say_so(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER, deciders=THREE)
    ticks(chloe, PROPOSAL)
    ben.presses(QUESTION, HERE)
    chooses(ana, LETTER)

    late = sends(ben, {"Which of these would you take further?": [LETTER]})

    assert "This is counted already" in str(late.errors)
    table(ana)
    assert "Would take this further: 1 of 1" in under(ana, PROPOSAL)


def test_a_test_that_was_left_before_it_opened_says_who_was_asked_and_that_nothing_counted(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world, *THREE)
    answers(world, Ana=BEHIND, Ben=OBJECT)
    more(ana, "Leave it for now")
    sends(ana, {"Why would you leave it for now?": "Not yet."})
    put_away(ana)
    says(ben)
    says(world["Chloe"])

    read = who_asked(ben)

    assert "It was left before the answers opened." in read
    assert "Asked (3): Ana, Ben and Chloe." in read
    assert "Answered: 2" in read
    assert "Did not answer: 1" in read
    assert "Not theirs to decide" not in read
    assert "no answer of yours was counted" in read


def test_what_was_ticked_stands_beside_the_options_in_the_record_also_where_it_is_left_for_now(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    to_build(world, PROPOSAL, LETTER, deciders=THREE)
    ticks(ben, LETTER)
    world.move(days=4)
    more(ana, "Leave it for now")
    put_away(ana)

    read = record(ben)

    assert read.index(LETTER) < read.index("Would take it further: 1 of 1 who ticked")
    assert "Would take it further: 0 of 1 who ticked" in read
    with world.bot.store.read() as db:
        _, copy = exports.export(
            records.everything(db, TEAM, HERE), "html", channel_name="h", now=world.clock()
        )
    assert "Would take it further: 1 of 1 who ticked" in copy.decode()
