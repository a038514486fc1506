"""A rhythm for two: a question of the catalogue at a time that comes again, until one of them stops it."""

from bot import catalogue
from bot.features.reflection.weekly.flow.order import in_order
from tests.journeys.steps import put_away
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
