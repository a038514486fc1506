"""What somebody takes on: asked about in private, in their own hours, weeks later, and what became of it."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.features.checkin.commitment.models import Doing
from bot.features.checkin.models import Step
from tests.journeys.checkin_steps import (
    CHANGED,
    DONE,
    FOUR,
    HERE,
    NO_LONGER,
    NOT_YET,
    PART,
    STILL_MINE,
    all_arrive,
    arrives,
    ask,
    begin,
    by_oneself,
    card,
    fill,
    make_set,
    mine,
    more,
    passes,
    press,
    reach,
    says,
    short,
    step,
    taken,
    takes_on,
    where,
)
from tests.journeys.listening_steps import QUESTION as LISTENED
from tests.journeys.listening_steps import closed, form_buttons, opened, quiet, rung
from tests.journeys.options_steps import QUESTION as AGREED
from tests.journeys.options_steps import recorded
from tests.journeys.steps import QUESTION as REFLECTED
from tests.journeys.steps import ask as reflect
from tests.journeys.steps import hear_each_other, put_away
from tests.journeys.test_my_copy import ADDRESS, goes
from tests.journeys.test_my_copy import asks as asks_for_a_copy
from tests.world import Somebody, World, everything_outgoing

LONDON = ZoneInfo("Europe/London")
SOON, TODAY = "In two working days it is the day", "What became of it?"


def heard(somebody: Somebody) -> list[str]:
    return somebody.rang()


def at(world: World, zone: str = "Europe/London") -> datetime:
    return world.clock().astimezone(ZoneInfo(zone))


def until(world: World, day: int, hour: int = 23, zone: str = "Europe/London", month: int = 9) -> None:
    """Time walks on to that hour of that day of 2026."""
    wanted = datetime(2026, month, day, hour, tzinfo=ZoneInfo(zone))
    world.move(seconds=(wanted - world.clock()).total_seconds())


def state(world: World) -> str:
    return taken(world)[-1].step


# taking something on


def test_the_form_asks_what_first_step_day_how_to_know_who_asks_and_how_sure(
    world: World, ana: Somebody
) -> None:
    ana.types("/checkin mine")
    ana.presses("Take something on")
    ana.opens_more_choices()
    for words in (
        "What will you do?",
        "What is the very first step?",
        "By when?",
        "How will you know that it is done?",
        "How sure are you that you will?",
        "Who may ask you how it went?",
    ):
        assert words in ana.reads

    outcome = takes_on(ana, "Ring the pharmacy", due="2026-09-29")

    assert outcome.ok
    assert "You took something on. The day you had in mind: Tuesday 29 September." in ana.card.words
    assert "Taken on by yourself." in ana.card.words
    assert "Ring the pharmacy" not in messages(world)


def messages(world: World) -> str:
    return str([c.args for c in world.slack.calls if c.method in ("chat.postMessage", "chat.update")])


@pytest.mark.parametrize(
    "wrong",
    [{"due": "2026-09-14"}, {"due": "2027-10-01"}, {"what": "   "}, {"asker": "Ana"}],
    ids=["a day that is over", "in more than a year", "nothing", "oneself as the one who asks"],
)
def test_what_cannot_be_is_refused_in_the_form(world: World, ana: Somebody, wrong: dict[str, str]) -> None:
    outcome = by_oneself(ana, **wrong)  # type: ignore[arg-type]

    assert not outcome.ok
    assert taken(world) == []


def test_without_a_number_it_is_refused_and_nothing_typed_is_lost(world: World, ana: Somebody) -> None:
    ana.types("/checkin mine")
    ana.presses("Take something on")

    outcome = ana.sends({"What will you do?": "Ring the pharmacy"})

    assert not outcome.ok
    assert taken(world) == []


# asked about


def test_asked_two_working_days_before_and_on_the_day_and_nobody_else_hears(
    world: World, ana: Somebody
) -> None:
    by_oneself(ana, due="2026-09-28")  # a Monday
    quiet(world)

    until(world, 24, 8)
    assert rung(world) == {}
    until(world, 24, 10)
    (first,) = heard(ana)
    assert SOON in first
    assert "Monday 28 September" in first
    until(world, 27)
    assert heard(ana) == []
    until(world, 28, 11)
    (second,) = heard(ana)
    assert TODAY in second
    assert "Every answer is a good one." in second

    until(world, 25, month=10)
    assert rung(world) == {}
    assert state(world) == Doing.CARRIED


def test_by_oneself_it_is_asked_about_twice_and_then_once_a_month_until_it_is_said_to_be_over(
    world: World, ana: Somebody
) -> None:
    by_oneself(ana, due="2026-09-28", before=False)
    quiet(world)

    until(world, 28, 11)
    assert TODAY in heard(ana)[0]
    until(world, 5, 12, month=10)
    (second,) = heard(ana)
    assert "To let it go is a good answer, too." in second
    until(world, 1, month=11)
    assert heard(ana) == []
    until(world, 2, 12, month=11)
    assert len(heard(ana)) == 1
    assert "What became of it?" in ana.home

    says(ana, NO_LONGER)
    until(world, 31, month=12)

    assert heard(ana) == []


def test_what_is_promised_is_a_working_day_that_is_still_to_come(world: World, ana: Somebody) -> None:
    def taken_on(due: str, **how: Any) -> str:
        ana.types("/checkin mine")
        ana.presses("Take something on")
        assert "When and where will you do it?" in str(ana.form)
        ana.opens_more_choices()
        answers = {"What will you do?": "Ring", "How sure are you that you will?": "8", "By when?": due}
        assert ana.sends({**answers, **how}).ok
        return ana.reads

    assert "I ask you in private on Monday 28 September." in taken_on("2026-09-26")  # a Saturday, not before
    assert "on Wednesday 16 September." in taken_on("2026-09-15")  # today, where it is ten in the morning
    asked_before = {"Beforehand": True}
    assert "on Thursday 24 September, and on Monday 28 September." in taken_on("2026-09-28", **asked_before)
    assert "on Thursday 17 September." in taken_on("2026-09-17", **asked_before)  # two days before is today
    quiet(world)

    until(world, 15)
    assert heard(ana) == []
    until(world, 16, 10)
    assert len(heard(ana)) == 1


def test_its_words_and_its_day_can_be_changed_and_an_earlier_day_costs_nothing(
    world: World, ana: Somebody
) -> None:
    by_oneself(ana, due="2026-09-28", before=False)

    def changes(**said: str) -> Any:
        press(ana, "Look at it")
        ana.presses("Change it")
        outcome = ana.sends({{"what": "What will you do?", "due": "By when?"}[k]: v for k, v in said.items()})
        read = ana.reads
        put_away(ana)
        return outcome, read

    assert not changes(due="2026-09-14")[0].ok
    assert not changes(what="  ")[0].ok
    outcome, read = changes(what="Ring the ward", due="2026-09-24")
    assert outcome.ok
    assert "on Thursday 24 September." in read
    assert "Ring the ward" in mine(ana)
    assert "Ring the pharmacy" not in mine(ana)
    assert taken(world)[0].facts["dates"] == 0
    quiet(world)
    until(world, 24, 11)
    assert TODAY in heard(ana)[0]

    changes(due="2026-09-30")

    assert taken(world)[0].facts["dates"] == 1
    until(world, 30, 11)
    assert len(heard(ana)) == 1


def test_without_wanting_it_before_it_comes_on_the_day_alone(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-28", before=False)
    quiet(world)

    until(world, 28, 8)
    assert rung(world) == {}
    until(world, 28, 11)

    assert len(heard(ana)) == 1


def test_a_day_on_the_weekend_is_asked_about_on_monday_morning(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-26", before=False)
    quiet(world)

    until(world, 27)
    assert rung(world) == {}
    until(world, 28, 10)

    assert len(heard(ana)) == 1


def test_three_weeks_later_three_people_are_each_asked_in_their_own_zone(world: World) -> None:
    ana, ben, esi = world["Ana"], world["Ben"], world["Esi"]
    world.slack.change(ben.id, tz="America/New_York")
    for one in (ana, ben, esi):
        by_oneself(one, f"What {one.name} does", due="2026-10-06", before=False)
    quiet(world)

    until(world, 6, 8, month=10)
    assert rung(world) == {}
    until(world, 6, 9, month=10)
    assert list(rung(world)) == ["Ana"]
    until(world, 6, 10, month=10)
    assert list(rung(world)) == ["Esi"]  # Accra is an hour behind London's summer
    until(world, 6, 13, month=10)
    assert rung(world) == {}
    until(world, 6, 14, month=10)
    assert list(rung(world)) == ["Ben"]


def test_whoever_moves_to_another_zone_is_asked_in_the_new_one(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-29", before=False)
    quiet(world)
    world.move(days=2)
    world.slack.change(ana.id, tz="America/New_York")
    world.move(days=2)
    assert ana.home

    until(world, 29, 13)
    assert rung(world) == {}
    until(world, 29, 16)

    assert list(rung(world)) == ["Ana"]


def test_answered_before_the_day_nothing_more_is_asked(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-28")
    until(world, 24, 10)
    quiet(world)

    says(ana, DONE)
    assert "It is done. Thank you." in ana.card.words
    until(world, 30)

    assert rung(world) == {}
    assert state(world) == Doing.DONE


@pytest.mark.parametrize(
    ("how", "kept", "told"),
    [
        (DONE, Doing.DONE, "It is done."),
        (PART, Doing.PART, "It is done in part."),
        (CHANGED, Doing.CHANGED, "It became something else."),
        (NO_LONGER, Doing.NO_LONGER, "You have let it go."),
    ],
)
def test_every_answer_is_a_good_one_and_ends_it(
    world: World, ana: Somebody, how: str, kept: Step, told: str
) -> None:
    by_oneself(ana)

    says(ana, how, learnt="A call is quicker than a letter.")

    assert state(world) == kept
    assert told in ana.card.words
    assert ana.card.buttons == ["Look at it"]
    press(ana, "Look at it")
    assert "A call is quicker than a letter." in ana.reads
    put_away(ana)
    assert "Ring the pharmacy" in mine(ana).partition("What became of the last ones")[2]


def test_not_yet_wants_a_new_day_and_is_asked_about_again(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-28", before=False)
    until(world, 28, 11)
    quiet(world)

    assert not says(ana, NOT_YET).ok
    assert not ana.sends({"A new day": "2026-09-20"}).ok
    put_away(ana)
    says(ana, NOT_YET, due="2026-10-12")

    assert "Monday 12 October" in ana.card.words
    until(world, 11, month=10)
    assert rung(world) == {}
    until(world, 12, 11, month=10)
    assert len(heard(ana)) == 1


def test_done_in_part_with_another_day_stays_open(world: World, ana: Somebody) -> None:
    by_oneself(ana)

    says(ana, PART, due="2026-10-12")

    assert state(world) == Doing.OPEN
    assert "Monday 12 October" in ana.card.words


def test_after_three_new_days_it_is_asked_whether_it_is_still_theirs(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-21", before=False)
    for day in ("2026-09-28", "2026-10-05", "2026-10-12"):
        says(ana, NOT_YET, due=day)
    until(world, 12, 11, month=10)
    (asked,) = heard(ana)[-1:]
    assert "is it still yours to do?" in asked

    press(ana, "Say what became of it")
    assert "To let it go is an honourable answer." in ana.reads
    put_away(ana)
    says(ana, STILL_MINE, due="2026-10-19")
    assert state(world) == Doing.OPEN

    says(ana, NO_LONGER)

    assert state(world) == Doing.NO_LONGER


def test_no_card_ever_says_that_somebody_is_late(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-28")
    until(world, 20, month=10)

    assert "It is still open" in ana.card.words
    for words in ("overdue", "late", "missed", "failed"):
        assert words not in "\n".join(m.words for m in ana.messages()).lower()


# who hears of it


def test_whoever_may_ask_gets_one_friendly_message_and_words_only_where_shown(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    by_oneself(ana, due="2026-09-28", before=False, asker="Ben")
    by_oneself(chloe, "Count the beds", due="2026-09-28", before=False, asker="Dev", shown=True)
    quiet(world)
    until(world, 28, 12)

    assert set(rung(world)) == {"Ana", "Ben", "Chloe", "Dev"}
    assert "Ana took something on" in ben.card.words
    assert "Look at it" not in ben.card.buttons
    press(world["Dev"], "Look at it")
    assert "Count the beds" in world["Dev"].reads
    assert "How sure" not in world["Dev"].reads
    put_away(world["Dev"])

    says(ana, DONE)

    assert "Ana has done it." in ben.card.words
    assert rung(world) == {}


def test_nobody_asks_me_is_kept_to(world: World, ana: Somebody, ben: Somebody) -> None:
    by_oneself(ana, due="2026-09-28", before=False, asker="Ben")
    press(ana, "Look at it")
    ana.presses("Nobody needs to ask me")
    assert "Nobody needs to ask me" not in form_buttons(ana)
    put_away(ana)
    quiet(world)

    until(world, 28, 12)

    assert list(rung(world)) == ["Ana"]


def test_nobody_asks_me_after_they_were_told_takes_their_words_away(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-28", before=False, asker="Ben", shown=True)
    until(world, 28, 12)
    ben = world["Ben"]
    assert "Look at it" in ben.card.buttons

    press(ana, "Look at it")
    ana.presses("Nobody needs to ask me")

    assert not any("Look at it" in m.buttons for m in ben.messages())


def test_erased_nothing_of_it_stays_and_nobody_is_asked(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-28", asker="Ben", shown=True)
    press(ana, "Look at it")
    ana.presses("Delete it")
    put_away(ana)
    quiet(world)

    until(world, 30)

    assert rung(world) == {}
    assert "Ring the pharmacy" not in mine(ana)
    assert taken(world)[0].replies == []


def test_the_list_is_its_owners_wherever_they_took_it_on(world: World, ben: Somebody) -> None:
    short(world, "Ana", "Ben")
    passes(world["Ana"])
    takes_on(ben, "Ring the pharmacy", shown=True)
    by_oneself(ben, "Read the letter")

    read = mine(ben)

    assert "Ring the pharmacy" in read
    assert "From a check-in in <#C0HOME>." in read
    assert "Read the letter" in read
    assert "Taken on by yourself." in read
    assert "Ring the pharmacy" not in mine(world["Ana"])
    assert "2 things that are still open" in ben.home
    assert "Ring the pharmacy" not in ben.home


def test_when_its_owners_account_is_gone_it_ends(world: World, chloe: Somebody) -> None:
    by_oneself(chloe, due="2026-09-28", asker="Ben")
    quiet(world)
    world.slack.deactivate(chloe.id)

    until(world, 30)

    assert rung(world) == {}
    assert state(world) == Doing.NO_LONGER


# in the next meeting


def test_not_answered_twice_it_is_carried_in_silence_to_the_next_meeting(world: World) -> None:
    ana, ben, chloe, _ = reach(world, Step.COMMIT)
    takes_on(ben, "Ring the pharmacy", due="2026-09-28")
    more(ana, "Close it")
    until(world, 12, 10, month=10)
    quiet(world)

    begin(world)
    all_arrive(world, *FOUR)

    assert step(world) == Step.FOLLOW_UP
    assert list(rung(world)) != []
    press(ben, "Say what became of it")
    assert "Ring the pharmacy" in ben.reads
    assert "From a meeting of your set." in ben.reads
    put_away(ben)
    assert "Ring the pharmacy" not in where(chloe)


def test_the_others_see_how_it_stands_and_words_only_where_ticked(world: World) -> None:
    ana, ben, chloe, _ = reach(world, Step.COMMIT)
    takes_on(ben, "Ring the pharmacy")
    press(chloe, "More")
    chloe.presses("Take something on")
    takes_on(chloe, "Count the beds", shown=True)
    more(ana, "Close it")
    world.move(days=14)
    begin(world)
    all_arrive(world, *FOUR)
    assert step(world) == Step.FOLLOW_UP

    in_meeting(ben, DONE, learnt="Mine alone.")
    in_meeting(chloe, PART, learnt="For all.", tell=True)

    read = where(ana)
    assert "Ben: done" in read
    assert "Ring the pharmacy" not in read
    assert "Mine alone." not in read
    assert "Chloe: done in part" in read
    assert "Count the beds" in read
    assert "For all." in read
    assert step(world) == Step.BIDS


def in_meeting(somebody: Somebody, how: str, **said: object) -> None:
    """What became of it, said in the meeting."""
    press(somebody, "Where we are")
    somebody.presses("Say what became of it")
    answers = {
        "How does it stand? Every answer is a good one.": how,
        "For the others": said.get("tell", False),
    }
    if said.get("learnt"):
        answers["What did you learn, also from what you did not do?"] = said["learnt"]
    if said.get("due"):
        answers["A new day"] = said["due"]
    assert somebody.sends(answers).ok
    put_away(somebody)


@pytest.mark.parametrize("first", [DONE, NOT_YET])
def test_two_things_are_asked_one_after_the_other(world: World, first: str) -> None:
    _, ben, chloe, _ = reach(world, Step.COMMIT)
    for what, day in (("Count the beds", "2026-09-25"), ("Ask the porters", "2026-09-26")):
        press(chloe, "More")
        chloe.presses("Take something on")
        takes_on(chloe, what, due=day)
    more(world["Ana"], "Close it")
    world.move(days=1)
    begin(world)
    all_arrive(world, *FOUR)
    press(chloe, "Where we are")
    how = "How does it stand? Every answer is a good one."

    chloe.presses("Say what became of it")
    assert "Count the beds" in chloe.reads
    chloe.sends({how: first} | ({"A new day": "2026-10-02"} if first == NOT_YET else {}))
    assert "Ask the porters" in chloe.reads
    assert "Count the beds" not in chloe.reads
    chloe.sends({how: NOT_YET, "A new day": "2026-10-02"})
    put_away(chloe)

    assert step(world) == Step.BIDS
    read = where(ben)
    assert ("Chloe: done" in read) == (first == DONE)
    assert read.count("Chloe: not yet, and there is a new day") == (1 if first == DONE else 2)


def test_what_was_answered_in_private_while_they_meet_is_not_asked_again(world: World) -> None:
    ana, ben, chloe, _ = reach(world, Step.COMMIT)
    takes_on(ben, "Ring the pharmacy")
    more(ana, "Close it")
    world.move(days=1)
    begin(world)
    all_arrive(world, *FOUR)
    assert step(world) == Step.FOLLOW_UP

    mine_form(ben)
    ben.presses("Say what became of it")
    assert ben.sends({"How does it stand? Every answer is a good one.": DONE}).ok
    put_away(ben)
    press(ben, "Where we are")
    ben.presses("Say what became of it")
    assert "There is nothing open of yours from here." in ben.reads
    ben.presses("Pass")
    put_away(ben)

    assert step(world) == Step.BIDS
    assert "Ring the pharmacy" not in where(chloe)


def mine_form(somebody: Somebody) -> None:
    """What they have taken on, open in front of them."""
    put_away(somebody)
    somebody.types("/checkin mine")


def test_whoever_may_ask_reads_whose_it_is_and_its_owner_who_may(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-24", asker="Ben", shown=True)
    until(world, 24, 11)
    ben = world["Ben"]

    assert "What Ana took on" in ben.card.words
    assert "What you took on" not in ben.card.words
    ben.presses("Look at it")
    assert "Ana took this on." in ben.reads
    assert "yourself" not in ben.reads
    assert "Ring the pharmacy" in ben.reads
    ana.presses("Look at it")
    assert "Ben may ask you how it went, and can read what it is." in ana.reads
    put_away(ana)
    ana.types("/checkin mine")
    assert "Look at it: Ring the pharmacy" in str(ana.form)


# the days, for a calendar


@pytest.fixture
def reached(worlds: World) -> World:
    """People's browsers reach it."""
    worlds.settings = replace(worlds.settings, public_url=ADDRESS)
    worlds.restart()
    return worlds


def files_allowed(world: World) -> None:
    """As if whoever runs it had added the scope."""
    manifest = world.slack.app.manifest
    world.slack.app.manifest = replace(manifest, scopes=manifest.scopes | {"files:write"})


def calendars_of(somebody: Somebody) -> list[str]:
    """What is in the files in their direct message with the app."""
    messages = somebody.world.slack.conversations[somebody.dm].messages
    return [(file.data or b"").decode() for message in messages for file in message.files]


def test_the_days_come_as_a_calendar_that_says_nothing_of_what_was_taken_on(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    files_allowed(world)
    by_oneself(ana, "Ring the pharmacy", due="2026-09-24")
    by_oneself(ana, "Ask about the night", due="2026-09-28")
    by_oneself(ben, "Write to the ward", due="2026-10-01")

    mine_form(ana)
    ana.presses("The days, for my calendar")

    assert "The days are in your direct message with me" in ana.reads
    [held] = calendars_of(ana)
    assert re.findall("DTSTART;VALUE=DATE:(.*)\r\n", held) == ["20260924", "20260928"]
    assert not any(said in held for said in ("Ring", "Ask about", "Write"))
    assert calendars_of(ben) == []


def test_a_new_day_takes_the_place_of_the_old_one_in_a_calendar(world: World, ana: Somebody) -> None:
    files_allowed(world)
    by_oneself(ana, due="2026-09-24")
    mine_form(ana)
    ana.presses("The days, for my calendar")

    says(ana, NOT_YET, due="2026-09-30")
    mine_form(ana)
    ana.presses("The days, for my calendar")

    first, second = (re.findall("(?:UID|SEQUENCE|DATE):(.*)\r\n", held) for held in calendars_of(ana))
    assert (first[0], first[1:], second[1:]) == (second[0], ["0", "20260924"], ["1", "20260930"])


def test_a_calendar_is_offered_only_where_it_can_come_and_where_there_are_days(
    world: World, ana: Somebody
) -> None:
    by_oneself(ana)
    assert "for my calendar" not in mine(ana)

    files_allowed(world)
    says(ana, DONE)
    assert "for my calendar" not in mine(ana)


def test_where_browsers_reach_it_the_days_come_by_a_link_that_works_once(reached: World) -> None:
    """Without a scope for files, and without a message: those of their sets, too."""
    ana, *_ = make_set(reached, *FOUR)
    fill(ana, "Choose the next day", {"On which day?": "2026-09-30"})
    by_oneself(ana, "Ring the pharmacy", due="2026-09-24")
    mine_form(ana)
    ana.presses("The days, for my calendar")
    found = re.search(r"/copy/(days/([\w-]+))", str(ana.form))
    assert found

    looked, as_words, came, again = (
        goes(reached, found[1], "GET"),
        goes(reached, found[2]),  # to nothing else
        goes(reached, found[1]),
        goes(reached, found[1]),
    )

    assert (looked[0], as_words[0], came[0], again[0]) == (200, 404, 200, 404)
    assert "are ready for your calendar" in looked[2].decode()
    assert "alongside.ics" in came[1]["Content-Disposition"]
    held = came[2].decode()
    assert re.findall("DTSTART;VALUE=DATE:(.*)\r\n", held) == ["20260924", "20260930"]
    assert not any(said in held for said in ("Ring", "Ana", "Ben"))
    assert calendars_of(ana) == []
    assert "type /checkin mine" in again[2].decode()


def test_a_link_to_all_my_words_is_none_to_the_days(reached: World) -> None:
    ana = reached["Ana"]
    by_oneself(ana)
    token = asks_for_a_copy(ana)

    assert goes(reached, f"days/{token}")[0] == goes(reached, f"nothing/{token}")[0] == 404
    assert goes(reached, token)[0] == 200


def test_where_slack_does_not_take_a_calendar_that_is_said(world: World, ana: Somebody) -> None:
    files_allowed(world)
    by_oneself(ana)
    mine_form(ana)
    world.slack.faults.next("files.completeUploadExternal", "restricted_action")

    ana.presses("The days, for my calendar")

    assert "Slack did not say that it took the file" in ana.reads
    assert calendars_of(ana) == []


# from other practices, and from oneself


def test_in_a_closed_check_in_anybody_who_was_in_it_can_still_take_something_on(
    world: World, ana: Somebody
) -> None:
    short(world, "Ana", "Ben")
    more(ana, "Close it")
    assert "Take something on" in card(world).buttons

    takes_on(ana, "Ring the pharmacy", channel=HERE)

    assert "One of you took something on." in card(world).words
    chloe = world["Chloe"]
    chloe.presses("Take something on", HERE)
    assert "What will you do?" not in chloe.reads


def test_a_meeting_names_how_many_took_something_on_and_never_what(world: World, ana: Somebody) -> None:
    short(world, "Ana", "Ben")
    more(ana, "Close it")
    takes_on(ana, "Ring the pharmacy", channel=HERE)
    takes_on(world["Ben"], "Count the beds", channel=HERE)

    assert "2 of you took something on." in card(world).words
    assert "Ring the pharmacy" not in messages(world)
    assert everything_outgoing(world.slack)


def test_from_listening_together(world: World, ben: Somebody) -> None:
    opened(world, "Ana", "Ben", "Chloe")
    world.move(days=5)
    assert closed(world)

    takes_on(ben, "Ring the pharmacy", channel=HERE)

    read = mine(ben)
    assert "From listening together in <#C0HOME>." in read
    assert LISTENED in read
    assert taken(world)[0].facts["place"] == HERE


def test_from_an_agreement(world: World, ben: Somebody) -> None:
    recorded(world, "Ana", "Ben")

    takes_on(ben, "Ring the pharmacy", channel=HERE)

    read = mine(ben)
    assert "From looking for an agreement in <#C0HOME>." in read
    assert AGREED in read


def test_from_a_reflection_of_two(world: World, ana: Somebody, ben: Somebody) -> None:
    reflect(world, "Ana", "Ben")
    hear_each_other(world, "Ana", "Ben")
    ana.presses("A note together")
    ana.sends({"Our note": "We ask early.", "These very words": True})
    ben.presses("A note together")
    ben.sends({"These very words": True})
    put_away(ana)

    takes_on(ana, "Ring the pharmacy")

    read = mine(ana)
    assert "From a reflection of yours." in read
    assert REFLECTED in read
    assert "Ring the pharmacy" not in mine(ben)


def test_whoever_was_not_in_it_cannot_take_it_from_there(world: World) -> None:
    opened(world, "Ana", "Ben", "Chloe")
    world.move(days=5)
    esi = world["Esi"]

    esi.presses("Take something on", HERE)

    assert "What will you do?" not in (esi.reads if esi.form else "")


# hours, budget, sleep


def test_what_is_due_on_one_day_is_one_message_with_a_line_for_each(world: World, ana: Somebody) -> None:
    for number in range(4):
        by_oneself(ana, f"Number {number}", due="2026-09-28", before=False)
    heard(ana)

    until(world, 28, 12)

    (asked,) = heard(ana)
    assert asked.startswith("Four things wait for you")
    assert ana.card.buttons.count("Say what became of it") == 4


def test_of_more_than_five_the_next_gets_its_button_as_soon_as_one_is_pressed(
    world: World, ana: Somebody
) -> None:
    for number in range(6):
        by_oneself(ana, f"Number {number}", due="2026-09-28", before=False)
    heard(ana)
    until(world, 28, 12)
    asked = ana.card
    assert asked.buttons == ["Say what became of it"] * 5
    assert "gets one as soon as you have pressed another" in asked.words

    ana.presses("Say what became of it")
    put_away(ana)

    [still] = [one for one in ana.messages() if "Five things wait for you" in one.words]
    assert still.buttons == ["Say what became of it"] * 5
    assert "gets one" not in still.words


def test_a_reflection_a_set_and_what_one_took_on_come_together(world: World, ana: Somebody) -> None:
    make_set(world, *FOUR)
    fill(ana, "Choose the next day", {"On which day?": "2026-09-18"})
    reflect(world)  # it reminds whoever has not answered
    for number in range(2):
        by_oneself(ana, f"Number {number}", due="2026-09-17", before=False)
    heard(ana)

    until(world, 17, 12)

    reminded, gathered = heard(ana)  # on Wednesday, of the question; on Thursday, of all that has its day
    assert "This is still open" in reminded
    assert gathered.startswith("Three things wait for you")


def test_whoever_asked_for_fewer_of_these_is_asked_on_the_day_that_they_chose_and_not_again(
    world: World, ana: Somebody
) -> None:
    by_oneself(ana, due="2026-09-21", before=False)
    until(world, 21, 11)
    press(ana, "Why this came")
    ana.presses("Fewer of these")
    put_away(ana)
    says(ana, NOT_YET, due="2026-09-28")
    quiet(world)

    until(world, 28, 12)
    assert ["What became of it?" in text for text in rung(world)["Ana"]] == [True]
    until(world, 29)

    assert rung(world) == {}
    assert "Ring the pharmacy" in mine(ana)
    assert "What became of it?" in ana.card.words


def test_a_machine_that_slept_past_the_day_asks_once(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-28")
    quiet(world)

    world.jump(days=14)  # a Tuesday morning, a day late

    (asked,) = heard(ana)
    assert TODAY in asked
    world.move(days=6)
    assert heard(ana) == []


def test_a_machine_that_slept_past_the_weekend_does_not_ask_at_night(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-25")
    quiet(world)

    world.jump(days=11, hours=12)  # Saturday, ten at night
    assert heard(ana) == []
    world.move(days=2)

    assert len(heard(ana)) == 1


def test_a_restart_in_between_asks_once(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-09-28", before=False)
    quiet(world)
    until(world, 28, 10)
    world.restart()

    world.move(hours=3)

    assert len(heard(ana)) == 1


def test_over_the_end_of_summer_time_it_stays_nine_in_the_morning(world: World, ana: Somebody) -> None:
    by_oneself(ana, due="2026-10-27", before=False)  # clocks go back on the 25th
    quiet(world)

    until(world, 27, 8, month=10)
    assert rung(world) == {}
    until(world, 27, 9, month=10)

    assert at(world).tzname() == "GMT"
    assert len(heard(ana)) == 1


def test_the_next_check_in_in_a_channel_asks_too(world: World, ana: Somebody, ben: Somebody) -> None:
    short(world, "Ana", "Ben")
    more(ana, "Close it")
    takes_on(ana, "Ring the pharmacy", due="2026-09-16", before=False, channel=HERE)
    world.move(days=20)
    ask(world, "And now?")
    arrives(ana)
    arrives(ben)
    more(ana, "Go on", channel=HERE)

    assert step(world) == Step.FOLLOW_UP
    in_meeting(ana, DONE)

    assert step(world) == Step.COMMIT
