"""The first step of what was agreed may have a day: it stands beside the step, and comes into a calendar."""

from tests.journeys.options_records import HERE, copies, opens_record, opens_register
from tests.journeys.options_steps import (
    QUESTION,
    agreed,
    card,
    corrects,
    matter,
    quiet,
    record,
    recorded,
    write_down,
)
from tests.journeys.test_options_register import files_of, granted  # noqa: F401
from tests.world import Somebody, World


def test_the_day_of_the_first_step_stands_on_the_card_and_on_the_page(world: World, ben: Somebody) -> None:
    agreed(world)

    assert write_down(ben, first_step="Ana tells the clerk.", first_day="2026-10-05").ok

    assert "tells the clerk.\nDay of the first step: Monday 5 October 2026" in card(world).words
    told = record(world["Dev"])
    assert "Ana tells the clerk.\nDay of the first step: Monday 5 October 2026" in told


def test_another_day_is_written_at_once_and_the_history_says_so(world: World, ana: Somebody) -> None:
    recorded(world, record={"first_step": "Ana tells the clerk.", "first_day": "2026-10-05"})

    assert corrects(ana, "The clerk is away.", first_day="2026-10-12").ok

    assert matter(world).step == "recorded"  # nobody is asked for it
    quiet(world)
    assert "Day of the first step: Monday 12 October 2026" in opens_record(ana, QUESTION)
    ana.presses("History")
    assert "The day of the first step – before:\nMonday 5 October 2026" in ana.reads
    assert "The day of the first step – from then on:\nMonday 12 October 2026" in ana.reads
    assert corrects(ana, "It has none any more.", first_day=None).ok
    assert "Day of the first step" not in record(ana)


def test_a_calendar_brings_the_day_of_the_first_step(granted: World) -> None:  # noqa: F811
    recorded(granted, record={"first_step": "Ana tells the clerk.", "first_day": "2026-10-05"})
    assert "the days of first steps" in opens_register(granted["Dev"], HERE)

    copies(granted["Dev"], "Calendar")

    [(_, held)] = files_of(granted["Dev"])
    assert held.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20261005" in held
    assert f"SUMMARY:First step: {QUESTION}" in held
