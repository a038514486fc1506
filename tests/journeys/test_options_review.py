"""What was agreed lives on: its wording is corrected, it is changed, looked at again, kept or ended."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bot.features.options.models import State, Step
from bot.features.options.register.cards.exports import export
from bot.features.options.register.queries import records as register
from tests.journeys.checkin_steps import takes_on
from tests.journeys.options_records import opens_register, register_card
from tests.journeys.options_steps import (
    ASIDE,
    BEHIND,
    DISAGREE,
    HERE,
    LIVE_WITH,
    OBJECT,
    PROPOSAL,
    QUESTION,
    amends,
    answer,
    answers,
    card,
    corrects,
    ends,
    form_buttons,
    go_on,
    history,
    keeps,
    looks,
    matter,
    more,
    propose,
    quiet,
    record,
    recorded,
    rung,
    says,
    says_missing,
    sends,
    table,
    time_runs_out,
    to_build,
    to_review,
    until_next,
    works,
    write_down,
)
from tests.journeys.steps import put_away
from tests.journeys.test_my_words import is_forgotten
from tests.world import TEAM, Somebody, World

WORKS_PARTLY, WORKS_NOT = "Partly", "No, not any more"


def in_weeks(world: World, weeks: float) -> str:
    return f"{(world.clock() + timedelta(weeks=weeks)).date():%Y-%m-%d}"


# --- correcting and changing


def test_a_correction_is_a_new_version_that_says_what_and_why(
    world: World, ana: Somebody, chloe: Somebody
) -> None:
    recorded(world, record={"why": "People plan."})

    corrects(ana, "Noon is not clear.", decision="We ring before 12.")
    assert "We ring before 12." not in card(world).words
    assert f"*As it stands*\n“{PROPOSAL}”" in card(world).words
    says(world["Ben"])

    assert "We ring before 12." in card(world).words
    assert "Wording corrected by Ana: Noon is not clear." in card(world).words
    assert f"Put to the test as\n{PROPOSAL}" in record(chloe)
    read = history(chloe)
    assert "Noon is not clear." in read
    assert PROPOSAL in read
    assert "We ring before 12." in read
    assert "People plan." in record(chloe)


def test_of_two_who_correct_at_once_the_second_keeps_their_words(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world)
    more(ben, "Correct the wording")
    corrects(ana, "Noon is not clear.", decision="We ring before 12.")

    late = sends(ben, {"What do you correct, and why?": "A word.", "What was agreed?": "We ring by noon."})

    assert "Those who decide are being asked about this just now" in str(late.errors)
    assert "We ring by noon." in str(ben.form)
    put_away(ben)
    assert matter(world).facts["version"] == 1  # and Ana's is put to both


def test_only_those_who_decide_correct_and_change(world: World, chloe: Somebody) -> None:
    recorded(world)

    more(chloe)

    assert not {"Correct the wording", "Change it", "Look at it now"} & set(form_buttons(chloe))


def test_a_change_is_answered_by_all_and_meanwhile_the_agreement_holds(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    recorded(world)

    amends(ana, "We ring before ten.", "Noon is too late.")

    assert "Until it is agreed, the agreement holds as it was." in card(world).words
    assert "We ring before ten." in card(world).words
    assert set(rung(world)) == {"Ben"}
    more(chloe, "Open what was written down")
    assert "*Agreed*" in chloe.reads
    assert PROPOSAL in chloe.reads
    assert "We ring before ten." not in chloe.reads
    answers(world, Ana=BEHIND, Ben=LIVE_WITH)

    assert card(world).words.startswith("*Agreed, with reservations*")
    assert "Changed by Ana: Noon is too late." in card(world).words
    assert "We ring before ten." in record(chloe)
    assert PROPOSAL in history(chloe)


def test_what_some_had_against_it_before_it_was_changed_stays_beside_it(world: World, ana: Somebody) -> None:
    propose(world)
    answer(ana, LIVE_WITH, "It is a lot of work.")
    answer(world["Ben"], BEHIND)
    write_down(ana)
    quiet(world)
    amends(ana, "We ring before ten.", "Noon is too late.")

    answers(world, Ana=BEHIND, Ben=BEHIND)

    read = record(world["Chloe"])
    assert "We ring before ten." in read
    assert "What stood against it on the way" in read
    assert "It is a lot of work." in read


@pytest.mark.parametrize("level", [DISAGREE, OBJECT])
def test_a_change_that_is_not_agreed_leaves_what_was_agreed_and_the_record_says_so(
    world: World, level: str
) -> None:
    recorded(world)
    amends(world["Ana"], "We never ring.", "It is a lot of work.")

    answers(world, Ana=level, Ben=level)
    if level == OBJECT:
        time_runs_out(world)

    assert card(world).words.startswith("*Agreed*")
    assert (
        "A change was put to all who decide, and not agreed. What was agreed before holds."
        in card(world).words
    )
    read = record(world["Chloe"])
    assert PROPOSAL in read
    assert "We never ring." not in read
    assert matter(world).facts["version"] == 2


def test_a_change_that_nobody_answers_leaves_what_was_agreed(world: World) -> None:
    recorded(world)
    amends(world["Ana"], "We never ring.", "It is a lot of work.")

    time_runs_out(world)
    time_runs_out(world)

    assert "What was agreed before holds." in card(world).words


def test_what_was_not_agreed_has_its_wording_corrected_too(world: World, ben: Somebody) -> None:
    propose(world)
    answers(world, Ana=DISAGREE, Ben=DISAGREE)

    assert corrects(ben, "A word was missing.", why="It is a lot of work.").ok

    assert card(world).words.startswith("*Not agreed*")
    assert "It is a lot of work." in record(world["Chloe"])
    assert matter(world).wakes_at is None


# --- looking at it again


def test_it_comes_back_by_itself_asks_each_and_is_kept(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    recorded(world, record={"why": "People plan."})
    more(ana)
    assert "Keep it" not in form_buttons(ana)
    time_runs_out(world)
    assert "Is this still working?" in card(world).words
    assert "Keep it" not in card(world).buttons
    world.move(days=1)
    assert set(rung(world)) == {"Ana", "Ben"}
    assert f"In <#{HERE}>: is it still working for you? Until" in ben.home
    assert PROPOSAL not in ben.home

    works(ana, WORKS_PARTLY, "It rings twice.", named=True)
    assert "It rings twice." not in card(world).words
    assert "Said so far: 1 of 2" in card(world).words
    works(ben)

    seen = card(world).words
    assert "Yes, it works for me: 1\nPartly: 1" in seen
    assert "It rings twice." not in seen
    assert "*Why, back then*\n“People plan.”" in seen
    chloe.presses("Read what was said", HERE)
    assert "Partly – Ana\nIt rings twice." in chloe.reads
    assert "Yes, it works for me – a member" in chloe.reads
    put_away(chloe)
    keeps(ben, "It helps.")
    says(ana)
    assert "Looked at again, and kept. It helps." in card(world).words
    assert "It rings twice." in record(chloe)
    assert until_next(world) > timedelta(weeks=7)


def test_it_comes_back_with_its_own_measures(world: World, ben: Somebody) -> None:
    measures = {
        "first_step": "Ben rings on Monday.",
        "know": "Nobody waits after noon.",
        "harms": "People who cannot hear well.",
        "stop": "Two complaints.",
    }
    to_build(world, PROPOSAL)
    go_on(world)
    says_missing(ben, "The night shift: Ben asks them.")
    for _ in range(2):
        go_on(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    write_down(ben, **measures)
    time_runs_out(world)

    ben.presses("Say how it works", HERE)

    for asked, said in (
        ("was it taken?", measures["first_step"]),
        ("what have you seen of that?", measures["know"]),
        ("have you seen any?", measures["harms"]),
        ("has it come?", measures["stop"]),
        ("how you wanted to hear them: have you?", "The night shift: Ben asks them."),
    ):
        assert f"{asked}*\n{said}" in ben.reads


def test_it_is_ended_with_a_reason_and_stays_readable(world: World, ben: Somebody) -> None:
    recorded(world)
    to_review(world, "Ana", "Ben")

    assert not ends(ben, "").ok
    put_away(ben)
    ends(ben, "The ward has closed.")
    says(world["Ana"])

    assert card(world).words.startswith("*Ended*")
    assert "Ben: The ward has closed." in card(world).words
    assert PROPOSAL in record(world["Chloe"])
    assert matter(world).wakes_at is None


def test_it_is_changed_from_the_review(world: World, ana: Somebody) -> None:
    recorded(world)
    to_review(world, "Ana", "Ben")

    ana.presses("Change it", HERE)
    sends(ana, {"How should it read?": "We ring before ten.", "Why should it change?": "Noon is late."})
    answers(world, Ana=BEHIND, Ben=BEHIND)

    assert "We ring before ten." in card(world).words
    assert matter(world).step == Step.RECORDED
    with world.bot.store.read() as db:
        keys = db.keys.execute(text("SELECT owner FROM keys WHERE owner LIKE 'round:%'")).scalars().all()
    assert keys == []  # what only led to the change is gone with its key


def test_somebody_looks_at_it_sooner(world: World, ben: Somebody) -> None:
    recorded(world)

    looks(ben)

    assert "Is this still working?" in card(world).words
    assert set(rung(world)) == {"Ana"}


def test_where_nobody_sees_to_it_it_comes_back_weekly_three_times_then_every_four_weeks(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world)
    time_runs_out(world)
    time_runs_out(world)
    assert "Nobody has said how it works." in card(world).words
    quiet(world)

    waits, stood = [], {card(world).raw["ts"]}
    for _ in range(5):
        waits.append(until_next(world) + timedelta(seconds=1))
        time_runs_out(world)
        stood.add(card(world).raw["ts"])
        world.move(days=3)
        assert set(rung(world)) == {"Ana", "Ben"}

    weeks = [round(one / timedelta(weeks=1)) for one in waits]
    assert weeks == [1, 1, 1, 4, 4]
    assert len(stood) == 6  # each time it is put anew where the channel reads
    assert matter(world).facts["state"] == State.AGREED
    more(ben, "Say how it works")
    sends(ben, {"Is this still working for you?": WORKS_NOT})
    assert "No, not any more: 1" in card(world).words
    keeps(ana)
    says(ben)
    assert matter(world).step == Step.RECORDED


def test_a_review_that_rests_is_not_dropped(world: World, ana: Somebody) -> None:
    recorded(world)
    looks(ana)
    more(ana, "Pause for all")
    put_away(ana)

    world.move(days=15)

    assert "Keep it, change it, or end it?" in card(world).words
    assert matter(world).facts["state"] == State.AGREED


def test_the_day_of_the_review_is_at_most_half_a_year_away_and_not_today(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world, record={"review": in_weeks(world, 26)})
    assert (matter(world).ends_at or world.clock()).date() == date(2027, 3, 16)

    for weeks in (0, 26.2):
        refused = corrects(ben, "Another day.", review=in_weeks(world, weeks))
        assert "at most 26 weeks from now" in str(refused.errors)
        put_away(ben)
    assert corrects(ana, "Sooner.", review=in_weeks(world, 2)).ok

    assert until_next(world) < timedelta(weeks=3)


def test_a_correction_while_it_is_looked_at_again_needs_no_other_day(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world)
    time_runs_out(world)
    refused = corrects(ana, "A word.", decision="We ring before 12.")
    assert "Those who decide are being asked about this just now" in str(refused.errors)
    put_away(ana)
    for one in (ana, ben):
        works(one)

    assert corrects(ana, "A word.", decision="We ring before 12.").ok
    says(ben)

    assert matter(world).step == Step.REVIEW
    assert "We ring before 12." in card(world).words


# --- silence changes nothing, and neither does one hand

SEVEN = ("Ana", "Ben", "Chloe", "Dev", "Esi", "Fay", "Gus")


def seven_agree(world: World) -> None:
    """Seven who decide, of whom six say that it works, and Gus that it does not."""
    for name in SEVEN[5:]:
        world.newcomer(name)
    world.later(minutes=2)  # who is in it is known for a minute
    propose(world, *(world[name].id for name in SEVEN))
    answers(world, **dict.fromkeys(SEVEN, BEHIND))
    write_down(world["Ben"])
    time_runs_out(world)
    for name in SEVEN:
        works(world[name], WORKS_NOT if name == "Gus" else "Yes, it works for me")
    quiet(world)


def test_one_against_six_ends_nothing(world: World) -> None:
    seven_agree(world)

    ends(world["Gus"], "It never worked for me.")

    assert "Gus would end what was agreed." in card(world).words
    assert f"*As it stands*\n“{PROPOSAL}”" in card(world).words
    assert set(rung(world)) == {*SEVEN} - {"Gus"}
    says(world["Ana"], "No", "My mother relies on it.")
    for name in SEVEN[1:-1]:
        says(world[name])
    assert matter(world).facts["state"] == State.AGREED
    assert "6 of 7 said yes, 1 said no. So it holds as it was agreed." in card(world).words
    assert "My mother relies on it." not in card(world).words
    world["Dev"].presses("Read what was said", HERE)
    assert "My mother relies on it." in world["Dev"].reads


def test_what_is_put_to_all_and_answered_by_too_few_changes_nothing(world: World) -> None:
    seven_agree(world)
    ends(world["Gus"], "It never worked for me.")
    for name in SEVEN[:3]:
        says(world[name])

    time_runs_out(world)

    assert "4 of 7 said yes, 0 said no. So it holds as it was agreed." in card(world).words
    assert matter(world).facts["state"] == State.AGREED
    assert "End it" in card(world).buttons  # whoever decides can put it again


def test_two_thirds_without_an_objection_are_enough(world: World) -> None:
    seven_agree(world)
    ends(world["Gus"], "The ward has closed.")
    for name in SEVEN[:4]:
        says(world[name])

    time_runs_out(world)

    assert card(world).words.startswith("*Ended*")


def test_one_who_keeps_what_does_not_work_for_the_others_keeps_nothing(world: World, ana: Somebody) -> None:
    recorded(world)
    to_review(world, "Ana", "Ben")

    keeps(ana, "I like it.")
    says(world["Ben"], "No", "It wakes my mother.")

    assert "1 of 2 said yes, 1 said no. So that is not settled." in card(world).words
    assert matter(world).step == Step.REVIEW


def test_other_words_than_those_that_were_tested_are_put_to_all_as_it_is_written_down(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    propose(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)

    write_down(ana, decision="We never ring.")

    assert PROPOSAL in record(world["Chloe"])
    assert "We never ring." not in record(world["Chloe"])
    ben.presses("Say yes or no")
    assert f"*As it stands*\n{PROPOSAL}" in ben.reads
    assert "We never ring." in ben.reads
    put_away(ben)
    says(ben, "No")
    assert "So every word stands as it was." in card(world).words
    assert PROPOSAL in record(world["Chloe"])


def test_other_marks_are_no_other_words(world: World, ana: Somebody) -> None:
    propose(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)

    write_down(ana, decision=PROPOSAL.replace(".", "!"))

    assert matter(world).step == Step.RECORDED
    assert matter(world).facts["version"] == 1


def test_what_stood_empty_and_who_sees_to_it_is_written_at_once(world: World, ana: Somebody) -> None:
    recorded(world)

    assert corrects(ana, "It was left open.", first_step="On Monday.", owner="Dev").ok

    assert matter(world).step == Step.RECORDED
    assert "First step: On Monday." in card(world).words


# --- one name for what came of it, wherever it is said


@pytest.mark.parametrize(
    ("came_of", "called"),
    [
        ("both are behind it", "Agreed"),
        ("one can live with it", "Agreed, with reservations"),
        ("both can live with it", "Agreed to try it for now"),
        ("both disagree", "Not agreed"),
        ("nobody answers", "Left for now"),
        ("nobody decides", "Handed to who decides"),
        ("it is ended", "Ended"),
    ],
)
def test_what_came_of_it_has_one_name_on_the_card_in_the_register_and_in_every_copy(
    world: World, ana: Somebody, came_of: str, called: str
) -> None:
    levels = {
        "one can live with it": (BEHIND, LIVE_WITH),
        "both can live with it": (LIVE_WITH, LIVE_WITH),
        "both disagree": (DISAGREE, DISAGREE),
        "nobody decides": (ASIDE, ASIDE),
    }
    propose(world)
    if came_of == "nobody answers":
        time_runs_out(world)
        time_runs_out(world)
    else:
        first, second = levels.get(came_of, (BEHIND, BEHIND))
        answers(world, Ana=first, Ben=second)
        if matter(world).step == Step.WRITE:
            write_down(ana)
    if came_of == "it is ended":
        to_review(world, "Ana", "Ben")
        ends(ana, "The ward has closed.")
        says(world["Ben"])

    assert card(world).words.startswith(f"*{called}*")
    assert f"{QUESTION} – {called}\n" in register_card(world).words
    assert f"\n{called}, " in opens_register(ana)
    assert f"*{called}*, " in record(ana)
    with world.bot.store.read() as db:
        kept = register.everything(db, TEAM, HERE)
    for fmt in ("md", "html", "csv"):
        assert called in export(kept, fmt, channel_name="home", now=world.clock())[1].decode(), fmt


# --- what else nobody does alone


def test_nobody_alone_puts_off_the_day_on_which_it_is_looked_at_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world)
    before = matter(world).ends_at

    assert corrects(ana, "Not so soon.", review=in_weeks(world, 20)).ok

    assert f"*As it stands*\n“{PROPOSAL}”" in card(world).words
    ben.presses("Say yes or no")
    assert "It would be looked at again" in ben.reads
    put_away(ben)
    says(ben, "No", "My mother waits for it.")
    assert matter(world).ends_at == before
    corrects(ana, "Not so soon, please.", review=in_weeks(world, 20))
    says(ben)
    assert until_next(world) > timedelta(weeks=19)
    assert corrects(ben, "It is urgent.", review=in_weeks(world, 2)).ok  # sooner is anybody's
    assert until_next(world) < timedelta(weeks=3)


def test_what_some_have_said_in_a_review_is_heard_though_somebody_asks_for_a_change(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world)
    time_runs_out(world)
    works(ben, WORKS_NOT, "It wakes my mother.")
    world.move(days=4)

    amends(ana, "We ring before ten.", "Noon is too late.")

    assert matter(world).step == Step.TEST
    assert "It wakes my mother." in table(world["Chloe"])
    put_away(world["Chloe"])
    answers(world, Ana=BEHIND, Ben=BEHIND)
    assert "It wakes my mother." in record(world["Chloe"])


@pytest.mark.parametrize("level", [DISAGREE, OBJECT])
def test_what_stood_against_a_change_that_was_not_agreed_is_written_down(
    world: World, ana: Somebody, ben: Somebody, level: str
) -> None:
    recorded(world)
    amends(ana, "We never ring.", "It is a lot of work.")
    answer(ben, level, "My mother relies on it.")
    answer(ana, level, "On second thoughts.")
    if level == OBJECT:
        time_runs_out(world)

    read = record(world["Chloe"])

    assert PROPOSAL in read
    against = read.partition("What stood against a change that was not agreed, word for word")[2]
    assert "My mother relies on it." in against
    assert "On second thoughts." in against


def test_a_change_that_nobody_answers_is_no_way_round_the_review(world: World, ana: Somebody) -> None:
    recorded(world)
    to_review(world, "Ana", "Ben")
    amends(ana, "We never ring.", "It is a lot of work.")

    time_runs_out(world)
    time_runs_out(world)

    assert "What was agreed before holds." in card(world).words
    assert until_next(world) <= timedelta(weeks=1)
    time_runs_out(world)
    assert "Is this still working?" in card(world).words


def test_what_people_took_on_from_it_comes_back_counted_and_never_whose_or_what(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world)
    takes_on(ana, "Ring the pharmacy", channel=HERE)
    takes_on(ben, "Count the beds", channel=HERE)
    ana.types("/checkin mine")
    ana.presses("Say what became of it")
    ana.sends({"How does it stand? Every answer is a good one.": "Done"})
    put_away(ana)
    time_runs_out(world)

    ben.presses("Say how it works", HERE)

    assert "What people took on: what have you seen of that?" in ben.reads
    assert "What people took on from this: 2. Done: 1, in part: 0" in ben.reads
    assert "still open: 1." in ben.reads
    assert "Ring the pharmacy" not in ben.reads


def test_what_somebody_ticked_for_the_others_they_read_when_it_is_looked_at_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    recorded(world)
    takes_on(ana, "Ring the pharmacy", channel=HERE, shown=True)
    takes_on(ben, "Count the beds", channel=HERE)
    time_runs_out(world)

    ben.presses("Say how it works", HERE)
    assert "What people took on from this: 2." in ben.reads
    assert "Ana: open" in ben.reads
    assert "Ring the pharmacy" in ben.reads
    assert "Count the beds" not in ben.reads

    put_away(ben)
    is_forgotten(ana)
    ben.presses("Say how it works", HERE)
    assert "Ring the pharmacy" not in ben.reads


def test_where_nobody_took_anything_on_nothing_is_said_of_it(world: World, ben: Somebody) -> None:
    recorded(world)
    time_runs_out(world)

    ben.presses("Say how it works", HERE)

    assert "took on" not in ben.reads
