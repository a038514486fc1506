"""Away: dates alone, no reason; nothing is sent, nothing is held against anybody, and all of it waits."""

import json
import re
from datetime import timedelta

import pytest

from bot.features.options.models import Step
from tests.journeys import checkin_steps, options_steps
from tests.journeys.checkin_steps import make_set
from tests.journeys.listening_steps import HERE
from tests.journeys.options_steps import BEHIND, PROPOSAL, answers, begin, card, matter, propose
from tests.journeys.steps import QUESTION, ask, listen, play_back, put_away
from tests.journeys.test_weekly import questions
from tests.world import Somebody, World

UNTIL = "/alongside away until 17 September"  # it is Tuesday the 15th


def test_one_line_and_nothing_is_sent_until_then(world: World, ana: Somebody, ben: Somebody) -> None:
    ben.types(UNTIL)
    assert "until the end of Thursday 17 September" in ben.whispered.words
    assert "nobody is told" in ben.whispered.words
    listen(world)

    ana.types(f"/reflect {QUESTION}")
    world.move(days=2, hours=12)
    assert ben.rang() == []

    world.move(days=1)
    assert len(ben.rang()) == 1  # on Friday morning, and what it says is how it stands then


def test_others_see_the_same_as_of_somebody_who_has_not_answered(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ana.types(f"/reflect {QUESTION}")
    before = ana.card.words

    ben.types(UNTIL)

    assert ana.card.words == before


def test_in_a_form_it_can_be_without_a_date_and_ends_with_a_press(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ben.types("/alongside away")
    ben.sends({"Without a date": True})
    assert "Everything is paused for you" in ben.reads
    ben.closes()
    listen(world)

    ana.types(f"/reflect {QUESTION}")
    world.move(days=3)
    assert ben.rang() == []
    ben.types("/alongside back")
    world.move(days=1)

    assert len(ben.rang()) == 1


@pytest.mark.parametrize("typed", ["until 14 September", "until yesterday", "until 31 February"])
def test_what_is_over_or_cannot_be_read_is_answered_and_nothing_changes(
    world: World, ana: Somebody, ben: Somebody, typed: str
) -> None:
    ben.types(f"/alongside away {typed}")
    listen(world)

    ana.types(f"/reflect {QUESTION}")

    assert len(ben.rang()) == 1


def test_from_home_one_says_it_and_reads_how_it_stands(ben: Somebody) -> None:
    assert "Away for a while?" in ben.home

    ben.presses_at_home("Away")
    ben.sends({"My last day away": "2026-09-24", "Who may read it": True})

    assert "others may read that you are away" in ben.reads


@pytest.mark.parametrize(
    ("shown", "who"), [(True, "others may read that you are away"), (False, "nobody is told")]
)
def test_without_a_date_one_reads_who_may_read_it_too(ben: Somebody, shown: bool, who: str) -> None:
    ben.presses_at_home("Away")
    ben.sends({"Without a date": True, "Who may read it": shown})

    assert "until you say that you are back" in ben.reads
    assert who in ben.reads


def away(somebody: Somebody, until: str = "", *, shown: bool) -> None:
    """They say so at home, in the form: the last day or none; whether others may read it."""
    somebody.presses_at_home("Away")
    day = {"My last day away": until} if until else {"Without a date": True}
    somebody.sends({**day, "Who may read it": shown})
    put_away(somebody)


def everywhere(world: World) -> None:
    """Something waits for Ben, besides others, in each practice: Ana asks it."""
    ana = world["Ana"]
    ana.types(f"/reflect {QUESTION}")
    ana.types("/listen How are we? -- gather @ben @chloe", HERE)
    begin(world, "Ana", "Ben", "Chloe", proposal=PROPOSAL, short=True)
    make_set(world, "Ana", "Ben", "Chloe")
    checkin_steps.begin(world)
    listen(world)


def shown_to(world: World) -> list[str]:
    """All that Ana and Chloe read on their cards and in the channel, byte for byte, but for moments."""
    seen = [*world["Ana"].messages(), *world["Chloe"].messages(), *world["Ana"].messages(HERE)]
    texts = [json.dumps([m.text, m.raw.get("blocks")]) for m in seen]
    return [re.sub(r'<!date[^>]*>|"block_id": "[^"]*"', "", text) for text in texts]


def test_whoever_ticked_it_is_said_to_be_away_wherever_they_are_waited_for_until_they_are_back(
    world: World, ben: Somebody
) -> None:
    everywhere(world)

    away(ben, "2026-09-16", shown=True)

    told = "Ben is away until Wednesday 16 September."
    assert sum(told in text for text in shown_to(world)) == 7
    assert not any(told in m.words for m in ben.messages())

    ben.types("/alongside back")
    assert not any("away" in text for text in shown_to(world))


def test_the_line_goes_when_their_day_has_come(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types(f"/reflect {QUESTION}")
    away(ben, "2026-09-15", shown=True)
    assert "Ben is away until Tuesday 15 September." in ana.card.words

    world.move(hours=13, minutes=59)  # it is nearly midnight
    assert "Ben is away" in ana.card.words
    world.move(minutes=2)

    assert "Ben is away" not in ana.card.words


def test_without_a_date_it_says_so_without_one(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types(f"/reflect {QUESTION}")

    away(ben, shown=True)

    assert "Ben is away for now." in ana.card.words


def test_without_the_tick_there_is_not_a_trace_in_any_practice(world: World, ben: Somebody) -> None:
    everywhere(world)
    before = shown_to(world)

    away(ben, "2026-09-24", shown=False)

    assert shown_to(world) == before


def test_what_time_put_looks_the_same_too_whoever_is_away_and_does_not_show_it(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ana.types("/reflect weekly thu 15:00")
    away(ben, shown=False)

    world.move(days=2, hours=6)

    assert questions()[0] in ana.card.words
    assert not any(questions()[0] in m.words for m in ben.messages())
    assert "reached" not in ana.card.words
    assert "away" not in ana.card.words


def test_whom_it_has_not_reached_yet_is_said_and_no_more_once_it_has(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    world.slack.change(ben.id, tz="America/New_York")
    world.settle()
    ana.types("/reflect weekly thu 10:00")

    world.move(days=2, hours=1)
    assert questions()[0] in ana.card.words
    assert "This has not reached Ben yet." in ana.card.words
    world.move(hours=4)

    assert any(questions()[0] in m.words for m in ben.messages())
    assert "has not reached" not in ana.card.words


def test_whom_slack_refuses_is_among_them(world: World, ana: Somebody, ben: Somebody) -> None:
    world.slack.faults.next("chat.postMessage", "user_disabled", channel=ben.id)

    ana.types(f"/reflect {QUESTION}")

    assert "This has not reached Ben yet." in ana.card.words


def test_whom_slack_let_nothing_through_to_is_not_told_that_it_is_still_open(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    world.slack.faults.next("chat.postMessage", "user_disabled", channel=ben.id)
    ana.types(f"/reflect {QUESTION}")

    world.move(days=2)

    (said,) = ben.rang()
    assert QUESTION in said
    assert "still open" not in said
    assert "has not reached" not in ana.card.words


def test_a_decider_who_is_away_is_waited_for_until_two_working_days_after_they_are_back(
    world: World, ben: Somebody
) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    away(ben, "2026-09-27", shown=False)  # a Sunday
    answers(world, Ana=BEHIND, Chloe=BEHIND)

    world.move(days=13)  # past noon on Monday, when Ben is back
    assert matter(world).step == Step.TEST
    assert "2 of 3" in card(world).words
    world.move(hours=20)
    answers(world, Ben=BEHIND)

    assert matter(world).step == Step.WRITE


def test_back_and_silent_for_two_working_days_they_are_asked_once_more_like_anybody(
    world: World, ben: Somebody
) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    away(ben, "2026-09-20", shown=False)
    answers(world, Ana=BEHIND, Chloe=BEHIND)

    world.move(days=7, hours=6, minutes=59)  # Tuesday the 22nd, before five
    assert "there is more time" not in card(world).words
    world.move(hours=2)

    assert "there is more time" in card(world).words


def test_after_twenty_working_days_it_is_left_for_now(world: World, ben: Somebody) -> None:
    propose(world, "Ana", "Ben", "Chloe", "Dev")
    away(ben, shown=False)
    answers(world, Ana=BEHIND, Chloe=BEHIND, Dev=BEHIND)  # enough, if nobody were away

    world.move(days=27)  # 12 October, a Monday: the twentieth working day
    assert matter(world).step == Step.TEST
    world.move(days=1)

    assert "Left for now" in card(world).words


def test_nobodys_answer_makes_it_earlier_for_the_others(world: World, ben: Somebody) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    away(ben, "2026-09-24", shown=False)
    until = matter(world).ends_at

    answers(world, Ben=BEHIND)

    assert matter(world).ends_at == until


def test_everything_else_goes_on_in_its_own_time(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types(f"/reflect {QUESTION}")
    ana.answers("Mine.")
    away(ben, "2026-09-24", shown=True)

    world.move(days=3)

    assert "Share it anyway" in ana.card.buttons


# --- what others did meanwhile


def away_for_a_week(somebody: Somebody) -> None:
    last = (somebody.world.clock() + timedelta(days=7)).date()
    somebody.types(f"/alongside away until {last.isoformat()}")
    somebody.rang()


def test_who_was_named_while_they_were_away_hears_of_it_when_they_are_back(
    world: World, chloe: Somebody
) -> None:
    """Though nothing of it rang since, and nothing waits for them just now."""
    options_steps.to_build(world, "Letters.", "Phones.")
    last = (world.clock() + timedelta(days=1)).date()
    chloe.types(f"/alongside away until {last.isoformat()}")
    chloe.rang()
    options_steps.more(world["Ana"], "Name more who decide")
    world["Ana"].sends({"Who else decides?": ["Chloe"]})

    world.move(days=4)

    [said] = chloe.rang()
    assert "You are one of those who decide." in said


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/alongside review @ben @chloe", []),  # that is over by then
        ("/listen How are we? -- @ben @chloe", []),
        ("/checkin set @ben @chloe @dev", ["would like to be in a set"]),
    ],
)
def test_who_was_asked_while_they_were_away_hears_of_what_still_goes_on_and_it_breaks_nothing(
    world: World, ana: Somebody, ben: Somebody, caplog: pytest.LogCaptureFixture, typed: str, heard: list[str]
) -> None:
    away_for_a_week(ben)
    ana.types(typed, HERE)
    if ana.form:
        ana.sends({})

    world.move(days=8)

    assert "failed" not in caplog.text
    rang = ben.rang()
    assert len(rang) == len(heard)
    assert all(words in said for words, said in zip(heard, rang, strict=True))


def test_whoever_was_away_when_the_answers_opened_has_a_working_day_to_play_back(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ben")
    away(ben, shown=False)
    ana.answers("Mine.")  # Tuesday at ten: they are open, and whoever is there has until Wednesday at five
    world.move(days=1, hours=5)
    ben.types("/alongside back")

    world.move(hours=3)
    play_back(ben)

    assert "Ben has said back what they heard from you" in ana.card.text
