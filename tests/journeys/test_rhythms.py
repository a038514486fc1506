"""What comes again: a form to begin it in, a line for each at home, and *Change* wherever it is shown."""

import pytest

from tests.journeys.checkin_steps import HERE
from tests.journeys.steps import boxes, listen, put_away
from tests.journeys.test_checkin_rhythm import came, move_to, rhythm_card
from tests.journeys.test_listening_planned import plan, plan_card, put
from tests.journeys.test_weekly import questions
from tests.world import Somebody, World

THURSDAYS = {"How often?": "Every week", "On which day?": "Thursday", "At what time?": "3pm"}


def test_weekly_alone_opens_a_form_that_says_in_whose_time_zone(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    world.slack.change(ana.id, tz="America/New_York")
    ana.types("/reflect weekly")
    assert "The time is in your time zone: America/New_" in ana.reads
    assert "Ben" in ana.reads

    ana.sends(THURSDAYS)

    assert "every Thursday at 15:00 (America/New_" in ana.reads
    assert "every Thursday at 15:00" in ben.card.words
    assert len(ben.rang()) == 1


def test_whoever_reflects_with_more_than_one_chooses_with_whom(world: World, ana: Somebody) -> None:
    ana.types("/pair @chloe")
    world["Chloe"].presses("Yes, gladly")
    listen(world)

    ana.types("/reflect fortnightly")
    ana.sends({**THURSDAYS, "How often?": "Every second week", "With whom?": "Chloe"})

    assert "every second Thursday at 15:00 (Europe/London), for you and Chloe" in ana.reads
    assert len(world["Chloe"].rang()) == 1
    assert world["Ben"].rang() == []


@pytest.mark.parametrize("wrong", [{"On which day?": None}, {"At what time?": "soon"}])
def test_without_a_day_or_a_time_the_form_stays_and_nothing_begins(
    world: World, ana: Somebody, ben: Somebody, wrong: dict[str, str | None]
) -> None:
    ana.types("/reflect weekly")

    ana.sends({label: text for label, text in (THURSDAYS | wrong).items() if text})

    assert "How often?" in str(ana.form)
    assert ben.rang() == []


def test_without_anybody_to_reflect_with_it_says_how_to_begin(chloe: Somebody) -> None:
    chloe.types("/reflect weekly")

    assert "/pair" in chloe.whispered.words


def test_from_home_one_begins_and_finds_each_again_with_the_way_to_change_it(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    assert "What comes again" not in ana.home.replace("Let it come again", "")
    ana.presses_at_home("Let it come again")
    ana.sends(THURSDAYS)
    put_away(ana)
    ana.types("/checkin weekly mon 9:30", HERE)
    plan(world, "weekly fri 10:00")
    listen(world)

    for every in ("every Thursday at 15:00", "every Monday at 09:30", "every Friday at 10:00"):
        assert every in ana.home
    assert "every Thursday at 15:00" in ben.home
    assert "every Monday" not in ben.home
    ben.presses_at_home("What comes again")
    ben.presses("Change")
    ben.sends({"How often?": "Every working day", "At what time?": "9:00"})

    assert "It is changed" in ben.reads
    assert "every working day at 09:00" in ana.home
    assert [("every working day at 09:00" in told) for told in ana.rang()] == [True]


def test_a_changed_one_comes_at_its_new_time_and_not_at_the_old(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ana.types("/reflect weekly thu 15:00")
    ana.presses("Change")
    assert "15:00" in ana.reads
    ana.sends({"On which day?": "Friday", "At what time?": "11:00"})
    listen(world)

    world.move(days=3)
    assert not any(questions()[0] in m.words for m in ben.messages())
    world.move(hours=1, minutes=1)

    assert questions()[0] in ben.card.words


def test_to_change_one_that_rests_starts_it_again(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types("/reflect weekly thu 15:00")
    world.move(days=31)
    assert "It rests" in ben.home

    ben.presses("Change")
    ben.sends({"At what time?": "16:00"})

    assert "It comes every Thursday at 16:00" in ana.card.words


def test_in_a_channel_weekly_alone_opens_it_too_and_anybody_there_changes_it(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ana.types("/checkin weekly", HERE)
    ana.sends({**THURSDAYS, "On which day?": "Wednesday"})
    assert "every Wednesday at 15:00 (Europe/London)" in ana.reads

    ben.presses("Change", HERE)
    ben.sends({"At what time?": "16:00"})
    move_to(world, 2026, 9, 16, 15, 30)
    assert came(world) == []
    move_to(world, 2026, 9, 16, 16, 1)

    assert len(came(world)) == 1
    assert "every Wednesday at 16:00" in rhythm_card(world).words


def test_a_question_to_listen_to_that_time_put_says_so_and_leads_to_its_rhythm(
    world: World, ben: Somebody
) -> None:
    plan(world, "weekly thu 15:00 @ben")
    assert plan_card(world).buttons == ["Leave out the next", "Rest for four weeks", "Change", "Stop it"]

    move_to(world, 2026, 9, 17, 15, 1)

    for card in (put(world)[0], ben.card):
        assert "It came by itself" in card.words
        assert "What comes again" in card.buttons
    ben.presses("What comes again")
    ben.presses("Stop it")
    assert "has stopped" in plan_card(world).words


def test_daily_rings_for_its_questions_once_a_working_day_at_most(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    """One is where it is night then; one writes and keeps it, the other lets each go by."""
    world.slack.change(ben.id, tz="Asia/Tokyo")
    world.settle()
    ana.types("/reflect daily 15:00")

    for _ in range(28):
        world.move(hours=12)
        if "Write my answer" in ana.card.buttons:
            ana.presses("Write my answer")
            ana.sends(dict.fromkeys(boxes(ana), "Mine."))
            put_away(ana)
        if "Not this time" in ben.card.buttons:
            ben.presses("Not this time")
        if "Keep it to myself" in ana.card.buttons:
            ana.presses("Keep it to myself")

    for one in (ana, ben):
        days = [at.date() for at, text in one.rang_with() if "Write my answer" in text]
        assert len(days) > 4
        assert len(set(days)) == len(days)
        assert all(day.weekday() < 5 for day in days)
