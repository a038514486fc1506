"""A rhythm for two: a question of the catalogue at a time that comes again, until one of them stops it."""

from bot import catalogue
from bot.features.reflection.weekly.flow.order import in_order
from tests.journeys.steps import goes_on_alone, leaves, listen, put_away
from tests.journeys.tampering import press
from tests.world import Somebody, World


def questions() -> list[str]:
    """In the order in which they come by themselves."""
    found = [catalogue.find(prompt_id) for prompt_id in in_order(catalogue.families("pair"))]
    return [prompt.question for prompt in found if prompt]


def begins(ana: Somebody, text: str = "/reflect weekly thu 15:00") -> str:
    ana.types(text)
    return ana.whispered.words


def test_the_receipt_names_when_in_whose_zone_and_with_whom(ana: Somebody, ben: Somebody) -> None:
    told = begins(ana)

    assert "every Thursday at 15:00 (Europe/London), for you and Ben" in told
    assert "Thursday 17 September, 3 pm" in told
    assert "every Thursday at 15:00" in ben.card.words
    assert len(ben.rang()) == 1


def test_both_get_a_question_a_week_in_the_order_of_the_weeks(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    first, second = questions()[:2]

    world.move(days=2, hours=4, minutes=59)
    assert not any(first in m.words for m in ben.messages())
    world.move(minutes=2)
    assert first in ben.card.words
    assert first in ana.card.words
    assert "Planned for" not in ben.card.words
    for somebody in (ana, ben):
        somebody.answers(f"What {somebody.name} wrote.")

    world.move(days=7)
    assert any(second in m.words for m in ben.messages())


def test_a_machine_that_slept_says_what_it_was_planned_for(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)

    world.jump(days=3, hours=1)

    assert questions()[0] in ben.card.words
    assert "Planned for" in ben.card.words
    assert "Thursday 17 September, 3 pm" in ben.card.words


def test_what_is_too_late_waits_for_the_next_time(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)

    world.jump(days=6)
    assert not any(questions()[0] in m.words for m in ben.messages())

    world.move(days=4)
    assert any(questions()[0] in m.words for m in ben.messages())


def test_the_next_can_be_left_out_and_only_that_one(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)

    ben.presses("Leave out the next")
    assert "Thursday 24 September, 3 pm" in ben.card.words
    world.move(days=4)
    assert not any(questions()[0] in m.words for m in ana.messages())
    world.move(days=7)

    assert any(questions()[0] in m.words for m in ana.messages())


def test_it_can_rest_until_a_day_and_both_read_it_and_no_cause(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    ben.rang()

    ana.presses("Rest for a while")
    ana.sends({"The last day of rest": "2026-10-10"})

    assert "It rests." in ana.reads
    for somebody in (ana, ben):
        assert "It rests until the end of Saturday 10 October." in somebody.card.words
        assert "Thursday 15 October, 3 pm" in somebody.card.words
    assert len(ben.rang()) == 1
    world.move(days=29)
    assert not any(questions()[0] in m.words for m in ben.messages())
    world.move(days=2)
    assert any(questions()[0] in m.words for m in ben.messages())


def test_it_can_rest_until_one_of_them_says_and_what_is_open_rests_with_it(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    world.move(days=3)
    ben.answers("Mine.")
    listen(world)

    ana.presses("What comes again")
    ana.presses("Rest for a while")
    ana.sends()
    put_away(ana)
    world.move(days=12)

    assert ana.rang() == []
    assert [("It rests." in said) for said in ben.rang()] == [True]
    question = next(m for m in ana.messages() if questions()[0] in m.words)
    assert "This is resting for now." in question.words
    ben.presses("Start it again")
    ana.presses("Go on")
    assert "Ben has answered: only yours is missing." in ana.card.words


def test_a_day_that_is_over_is_refused_and_nothing_rests(ana: Somebody, ben: Somebody) -> None:
    begins(ana)

    ana.presses("Rest for a while")
    ana.sends({"The last day of rest": "2026-09-01"})

    assert ana.form
    assert "rests" not in ben.card.words


def test_either_of_them_can_stop_it(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)

    ben.presses("Stop it")
    world.move(days=20)

    assert "has stopped" in ana.messages()[-1].words
    assert not any(questions()[0] in m.words for m in ana.messages())


def test_a_new_one_takes_the_place_of_the_old(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)
    world.later(seconds=1)
    begins(ana, "/reflect weekly fri 9:00")

    world.move(days=2, hours=6)
    assert not any(questions()[0] in m.words for m in ben.messages())
    world.move(days=1)

    asked = [m for m in ben.messages() if questions()[0] in m.words]
    assert len(asked) == 1


def test_it_stops_when_somebody_leaves_the_workspace(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)

    world.slack.deactivate(ben.id)
    world.move(days=4)

    assert not any(questions()[0] in m.words for m in ana.messages())


def test_it_keeps_the_weekly_budget_and_working_hours(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana, "/reflect weekly sat 22:00")

    world.move(days=5)
    assert not any(questions()[0] in m.words for m in ben.messages())  # Saturday night
    world.move(days=1)

    assert any(questions()[0] in m.words for m in ben.messages())  # Monday morning


def test_without_anybody_to_reflect_with_it_says_how_to_begin(chloe: Somebody) -> None:
    assert "/pair" in begins(chloe)


def test_what_cannot_be_read_is_answered_and_a_question_stays_one(ana: Somebody, ben: Somebody) -> None:
    assert "weekly mon 9:30" in begins(ana, "/reflect weekly someday")

    begins(ana, "/reflect Every Monday the same handover: what do we avoid?")
    assert "the same handover" in ben.card.words


def test_a_restart_in_between_asks_once(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)
    world.restart()

    world.move(days=3)
    world.restart()
    world.move(hours=1)

    asked = [m for m in ben.messages() if questions()[0] in m.words]
    assert len(asked) == 1


def test_the_next_waits_while_the_last_one_is_open_and_the_card_says_so(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    world.move(days=2, hours=5)
    for somebody in (ana, ben):
        somebody.answers(f"What {somebody.name} wrote.")
    ana.presses("Read the answers")
    put_away(ana)
    ben.presses("This landed badly")  # it is paused: still open, for two weeks

    world.move(days=7)

    assert not any(questions()[1] in m.words for m in ben.messages())
    rhythm = next(m.words for m in ben.messages() if "every Thursday at 15:00" in m.words)
    assert "The next question waits" in rhythm
    assert "the one before was still open" in rhythm
    assert "Thursday 24 September, 3 pm" in rhythm


def test_one_that_somebody_put_by_hand_is_no_reason_to_wait(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    ana.types("/reflect And what is on your mind?")

    world.move(days=2, hours=5)

    assert questions()[0] in ben.card.words


def test_after_two_that_nobody_answered_it_rests_until_somebody_starts_it_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    world.move(days=29)  # each is open for a week: asked on the 17th and on 1 October
    ana.rang(), ben.rang()

    world.move(days=2)  # past Thursday the 15th

    for somebody in (ana, ben):
        (told,) = somebody.rang()
        assert "nobody answered the last two" in told
    world.move(days=14)
    assert not any(questions()[2] in m.words for m in ben.messages())

    ben.presses("Start it again")
    world.move(days=7)

    assert any(questions()[2] in m.words for m in ana.messages())


def test_a_question_that_came_by_itself_says_so_and_leads_to_its_rhythm(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    world.move(days=3)
    asked = next(m for m in ben.messages() if questions()[0] in m.words)
    assert "It came by itself" in asked.words

    ben.presses("What comes again")
    assert "It comes every Thursday at 15:00" in ben.reads
    ben.presses("Leave out the next")

    assert "The next one is left out." in ben.reads


def test_a_new_one_asks_nothing_that_the_one_before_has_asked(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    world.move(days=3)
    ana.presses("Not this time"), ben.presses("Not this time")

    begins(ben, "/reflect weekly fri 9:00")
    world.move(days=8)

    assert any(questions()[1] in m.words for m in ana.messages())
    assert len([m for m in ana.messages() if questions()[0] in m.words]) == 1


def test_one_that_was_put_by_hand_does_not_come_by_itself_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    prompt = next(p for p in catalogue.families("pair")[0].prompts if p.question == questions()[0])
    press(world, ana, "reflection.ask_prompt", prompt.id)
    begins(ana)

    world.move(days=3)

    assert any(questions()[1] in m.words for m in ben.messages())


def starts_again_alone(world: World, ana: Somebody, ben: Somebody) -> None:
    """Ben steps out; Ana goes on by herself, and a week goes by."""
    goes_on_alone(ana, ben)
    ana.presses("Our questions")
    ana.presses("Start it again")
    put_away(ana)
    world.move(days=7)


def is_asked_alone(somebody: Somebody) -> bool:
    """Whether a question for one alone stands before them."""
    alone = [p.question for family in catalogue.families("alone") for p in family.prompts]
    return any(question in m.words for question in alone for m in somebody.messages())


def test_who_is_left_alone_can_start_it_again_for_themselves(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    leaves(ben)
    put_away(ben)
    world.move(days=7)
    card = next(m for m in ana.messages() if m.words.startswith("*A question from the catalogue"))
    assert "You are on your own in this now." in card.words

    ana.presses("Start it again")
    world.move(days=7)

    assert is_asked_alone(ana)
    assert len([m for m in ben.messages() if "A question for" in m.words]) == 0
    assert "A question from the catalogue, for you alone" in ana.home
    assert not any("for you alone" in m.words for m in ben.messages())


def test_whoever_goes_on_by_themselves_finds_the_rhythm_beside_that(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    starts_again_alone(world, ana, ben)

    assert is_asked_alone(ana)


def test_why_a_question_came_says_of_nobody_that_they_began_it_who_did_not(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ben)
    starts_again_alone(world, ana, ben)

    ana.presses("How this works")

    assert "It came by itself" in ana.reads
    assert "that you began" not in ana.reads


def test_whoever_is_by_themselves_begins_one_for_themselves(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    goes_on_alone(ana, ben)
    put_away(ana)

    ana.types("/reflect weekly")
    assert "For you alone." in ana.reads
    ana.sends({"On which day?": "Thursday", "At what time?": "15:00"})

    assert "every Thursday at 15:00 (Europe/London), for you alone" in ana.reads
    for shown in (ana.card.words, ana.home):
        assert "A question from the catalogue, for you alone" in shown
    put_away(ana)
    world.move(days=3)
    assert is_asked_alone(ana)


def test_what_it_asks_about_and_for_how_long_is_chosen_behind_more_choices(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    world.slack.change(ben.id, tz="America/New_York")
    world.settle()
    family = next(family for family in catalogue.families("pair") if family.id == "F10")
    begins(ana)
    ana.presses("Change")
    assert "What shall it ask about?" not in ana.reads

    ana.presses("More choices")
    ana.sends(
        {
            "On which day?": "Friday",
            "At what time?": "11:00",
            "In which time zone?": "America/New_York",
            "What shall it ask about?": [family.title],
            "For how long?": "For 4 weeks",
        }
    )

    assert "every Friday at 11:00 (America/New_" in ben.card.words
    assert f"It asks about: {family.title}." in ben.card.words
    assert "It comes until Thursday 15 October." in ana.card.words
    world.move(days=4)
    assert any(p.question in m.words for p in family.prompts for m in ana.messages())


def test_it_ends_when_it_has_come_for_as_long_as_was_planned(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ana.types("/reflect weekly")
    ana.presses("More choices")
    ana.sends({"On which day?": "Thursday", "At what time?": "15:00", "For how long?": "For 4 weeks"})
    put_away(ana)
    for _ in range(4):
        world.move(days=7)
        for one in (ana, ben):
            if "Not this time" in one.card.buttons:
                one.presses("Not this time")
    listen(world)
    card = next(m for m in ana.messages() if m.words.startswith("*A question from the catalogue"))
    for shown in (card.words, ben.home):
        assert "It came every Thursday at 15:00. No more of them is planned." in shown
        assert "next one" not in shown
    assert card.buttons == ["Change", "Stop it"]

    world.move(days=7)

    for somebody in (ana, ben):
        assert [("has ended" in said) for said in somebody.rang()] == [True]
    ben.presses("Let it come again")
    assert "For you and Ana." in ben.reads


def test_whoever_leads_to_the_rhythm_of_a_pair_finds_its_page_or_the_form_to_begin_one(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    pair = "ready-pair"

    assert "How often?" in press(world, ana, "reflection.rhythm_of", pair)
    put_away(ana)
    begins(ana)

    assert "It comes every Thursday" in press(world, ben, "reflection.rhythm_of", pair)
    assert "every Thursday" not in press(world, chloe, "reflection.rhythm_of", pair)
