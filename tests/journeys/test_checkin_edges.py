"""What goes otherwise in a meeting: somebody is not there, leaves, rests, has had enough, hands it over."""

from datetime import timedelta

import pytest

from bot.features.checkin.models import Step
from bot.rounds.time.hours import is_working, worked
from tests.journeys.checkin_steps import (
    FOUR,
    all_arrive,
    arrives,
    ask,
    asks,
    begin,
    bids,
    brings,
    card,
    fill,
    goes_on,
    kept_words,
    make_set,
    may,
    meeting,
    meets,
    more,
    passes,
    posted,
    press,
    reach,
    reads,
    says_who,
    short,
    step,
    takes_on,
    time_is_up,
    where,
)
from tests.journeys.listening_steps import form_buttons, quiet, rung
from tests.journeys.steps import put_away
from tests.world import Somebody, World

OPEN = "What matters most to you in this?"
AWAY = "They are not here"


def two_chosen(world: World) -> list[Somebody]:
    """Ben and then Chloe have been chosen; it is Ben's turn."""
    people = meets(world, *FOUR)
    for one, weight in zip(people[1:], (5, 3, 1), strict=True):
        bids(one, weight=weight)
    passes(people[0])
    says_who(world, "Ben", "Chloe", wait=("Dev",))
    assert step(world) == Step.PRESENT
    quiet(world)
    return people


def menu_of(somebody: Somebody) -> list[str]:
    press(somebody, "More")
    found = form_buttons(somebody)
    put_away(somebody)
    return found


def presents(world: World) -> str:
    """Who has the time."""
    f = meeting(world).facts
    return next((s.name for s in meeting(world).seats if s.person_id == f["presenter"]), "")


# whoever presents is not there


def test_whoever_does_not_come_in_time_gives_way_to_the_next(world: World) -> None:
    two_chosen(world)

    world.move(days=1)
    assert presents(world) == "Ben"
    time_is_up(world)

    assert step(world) == Step.PRESENT
    assert presents(world) == "Chloe"
    assert "The time is yours" in world["Chloe"].card.words
    assert ("U0BEN", "bid") in kept_words(world)


def test_they_are_not_here_gives_the_time_to_the_next(world: World, ana: Somebody) -> None:
    _, ben, chloe, _ = two_chosen(world)
    assert AWAY not in menu_of(chloe)

    assert "has not written yet" in more(ana, "Go on")
    more(ana, AWAY)

    assert presents(world) == "Chloe"
    assert list(rung(world)) == ["Chloe"]
    assert "Ana gave the time to somebody else." in more(ben, "What was done")


def test_whoever_would_rather_not_passes_it_on_and_their_wish_stays(world: World) -> None:
    _, ben, _, _ = two_chosen(world)

    passes(ben)

    assert presents(world) == "Chloe"
    assert (ben.id, "bid") in kept_words(world)


def test_where_nobody_else_was_chosen_the_others_are_asked_again(world: World) -> None:
    ana, ben, chloe, dev = reach(world, Step.PRESENT)

    passes(ben)
    assert step(world) == Step.BIDS
    assert "Would you like some of the time" in dev.card.words
    bids(dev)
    passes(ana, chloe)

    assert presents(world) == "Dev"


def test_whoever_was_away_can_still_have_the_time_when_they_say_so(world: World) -> None:
    ana, ben, chloe, dev = reach(world, Step.PRESENT)
    passes(ben)

    bids(ben)
    passes(ana, chloe, dev)

    assert step(world) == Step.PRESENT
    assert presents(world) == "Ben"


def test_where_nobody_else_would_like_it_it_draws_to_its_end(world: World) -> None:
    ana, ben, chloe, dev = reach(world, Step.PRESENT)
    passes(ben)
    passes(ana, chloe, dev)

    assert step(world) == Step.CHECK_OUT
    assert presents(world) == ""


# somebody leaves


@pytest.mark.parametrize(
    "at",
    [Step.BIDS, Step.PRESENT, Step.CLARIFY, Step.HUSH, Step.QUESTIONS, Step.LOOKS, Step.OFFERS],
)
def test_somebody_steps_out_and_nobody_waits_for_them(world: World, at: Step) -> None:
    _, _, _, dev = reach(world, at)

    read = more(dev, "Step out")

    assert "What you heard stays there" in read
    assert "You have stepped out. What you heard stays there: please keep it so." in dev.card.words
    assert dev.card.buttons == []
    assert step(world) == at
    assert rung(world) == {}
    assert "Dev" not in [s.name for s in meeting(world).present]


@pytest.mark.parametrize("at", [Step.COMMIT, Step.PROCESS, Step.CHECK_OUT])
def test_in_the_end_too(world: World, at: Step) -> None:
    _, _, _, dev = reach(world, at)

    more(dev, "Step out")

    assert dev.card.buttons == []
    assert step(world) == at


def test_what_nobody_has_read_goes_with_whoever_leaves(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)
    asks(dev, "What would Dev open?")
    asks(dev, "You should ring them.", "Keep it for the offers")

    more(dev, "Step out")

    assert not [kind for who, kind in kept_words(world) if who == dev.id and kind in ("asks", "idea")]
    assert OPEN in reads(ben)


@pytest.mark.parametrize("at", [Step.PRESENT, Step.CLARIFY, Step.QUESTIONS, Step.COMMIT])
def test_when_whoever_presents_leaves_nothing_of_theirs_stays(world: World, at: Step) -> None:
    _, ben, chloe, _ = reach(world, at)
    quiet(world)

    more(ben, "Step out")

    assert step(world) == Step.CHECK_OUT
    assert not [kind for who, kind in kept_words(world) if who == ben.id and kind in ("brought", "looks")]
    assert "The wards do not talk." not in where(chloe)


def test_when_an_account_is_gone_the_meeting_goes_on(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)
    world.slack.deactivate(dev.id)
    world.move(minutes=10)

    assert dev.id not in [s.person_id for s in meeting(world).present]
    assert OPEN in reads(ben)


def test_when_whoever_presents_is_gone_somebody_else_has_the_time(world: World) -> None:
    _, _, chloe, dev = meets(world, *FOUR)
    for one in (world["Ana"], chloe, dev):
        bids(one, weight=5 if one is dev else 3)
    passes(world["Ben"])
    says_who(world, "Dev", "Chloe", wait=("Ana",))
    world.slack.deactivate(dev.id)
    world.move(minutes=10)

    assert presents(world) == "Chloe"


def test_when_all_but_one_have_left_it_does_not_hang(world: World) -> None:
    _, _, chloe, dev = reach(world, Step.QUESTIONS)
    for one in (chloe, dev, world["Ana"]):
        more(one, "Step out")

    world.move(days=12)

    assert step(world) == Step.CLOSED


# nobody would like the time


def test_nobody_would_like_the_time_and_one_shared_question_is_asked(world: World) -> None:
    people = meets(world, *FOUR)
    passes(*people)
    assert step(world) == Step.CHECK_OUT
    ana = people[0]
    assert "Nobody would like the time today, and that is fine." in ana.card.words
    quiet(world)

    fill(ana, "One shared question", {"What would you like to ask everybody?": "What helped this week?"})

    assert step(world) == Step.CHECK_IN
    assert meeting(world).facts["short"]
    assert set(rung(world)) == set(FOUR)
    assert "What helped this week?" in people[2].card.words
    assert posted(world) == []


def test_nobody_would_like_the_time_and_it_closes_with_thanks(world: World) -> None:
    people = meets(world, *FOUR)
    passes(*people)

    press(people[0], "Close it")

    assert step(world) == Step.CLOSED
    assert kept_words(world) == []


def test_only_whoever_looks_after_it_is_asked_what_then(world: World) -> None:
    people = meets(world, *FOUR)
    passes(*people)

    assert "One shared question" not in may(people[1])
    assert people[1].card.buttons[-1] == "More"


# three people


def test_three_people_have_somebody_who_asks_and_somebody_who_notices(world: World) -> None:
    three = ("Ana", "Ben", "Chloe")
    people = reach(world, Step.QUESTIONS, *three)
    ben = people.pop(1)

    asks_now, notices = sorted(people, key=lambda one: "you ask" not in one.card.words)
    assert "this time you ask, and" in asks_now.card.words
    assert f"this time {asks_now.name} asks, and you notice" in notices.card.words
    assert f"this time {asks_now.name} asks, and {notices.name} notices" in ben.card.words
    assert "Questions to you, one at a time." in where(ben)
    assert "Nothing is asked of you: notice what helps" in notices.card.words
    assert {"Ask something", "Nothing to ask"}.isdisjoint(notices.card.buttons)
    assert {"Ask something", "Nothing to ask"} <= set(asks_now.card.buttons)

    passes(asks_now)
    assert step(world) == Step.LOOKS  # nobody waits for whoever notices


# it is too much


def test_whoever_presents_pauses_and_chooses_to_go_on(world: World) -> None:
    _, ben, chloe, _ = reach(world, Step.QUESTIONS)

    more(ben, "Pause for all")
    assert ben.card.buttons == ["Go on", "Bring something else", "Stop here"]
    assert "nothing of it is kept" in ben.card.words
    assert "This is resting for now." in chloe.card.words
    press(ben, "Go on")

    assert step(world) == Step.QUESTIONS
    assert "The wards do not talk." in where(chloe)


def test_whoever_presents_stops_and_nothing_of_it_is_kept(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)
    more(dev, "Pause for all")  # somebody else sees it

    press(ben, "Stop here")

    assert step(world) == Step.CHECK_OUT
    assert not [kind for _, kind in kept_words(world) if kind in ("brought", "asks", "looks")]
    assert "The wards do not talk." not in where(chloe)
    assert OPEN not in where(ben)


def test_whoever_presents_brings_something_else(world: World) -> None:
    _, ben, chloe, _ = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)

    more(ben, "Bring something else")
    assert step(world) == Step.PRESENT
    assert presents(world) == "Ben"
    assert not [kind for _, kind in kept_words(world) if kind in ("brought", "asks")]
    brings(ben, "The lounge is too small.")

    assert "The lounge is too small." in where(chloe)
    assert "The wards do not talk." not in where(chloe)


def test_stopped_it_is_the_next_ones_time(world: World) -> None:
    _, ben, _, _ = two_chosen(world)
    brings(ben)

    more(ben, "Stop here")

    assert presents(world) == "Chloe"
    assert step(world) == Step.PRESENT


def test_only_whoever_presents_can_stop_it_for_themselves(world: World) -> None:
    ana, ben, chloe, _ = reach(world, Step.QUESTIONS)

    assert "Stop here" in menu_of(ben)
    for one in (ana, chloe):
        assert "Stop here" not in menu_of(one)
        assert "Bring something else" not in menu_of(one)


def test_in_a_short_check_in_it_can_be_stopped_too(world: World, ben: Somebody, chloe: Somebody) -> None:
    short(world)
    asks(chloe, OPEN)

    more(ben, "Stop here")

    assert step(world) == Step.COMMIT
    assert kept_words(world) == [("U0ANA", "question")]


def test_before_one_bids_the_line_about_managers_stands_there(world: World) -> None:
    _, ben, _, _ = meets(world, *FOUR)

    press(ben, "I'd like some time")

    assert "If your manager is here, or somebody you manage, you can keep it for another." in ben.reads
    assert "Nobody reads this." in ben.reads


# whoever looks after it presents


def test_while_whoever_looks_after_it_presents_anybody_moves_it_on_and_only_then(world: World) -> None:
    ana, ben, chloe, _ = meets(world, *FOUR)
    bids(ana)
    assert "Go on" not in menu_of(chloe)
    goes_on(world)
    assert presents(world) == "Ana"
    brings(ana)
    assert step(world) == Step.CLARIFY
    assert "each of you can move it on" in chloe.card.words

    goes_on(world, by="Chloe")
    assert step(world) == Step.HUSH
    for name in ("Ben", "Chloe", "Dev"):
        goes_on(world, by=name)
    assert step(world) == Step.COMMIT
    passes(ana)

    assert step(world) == Step.PROCESS
    assert "Go on" not in menu_of(chloe)
    log = more(ben, "What was done")
    assert "Chloe moved it on." in log
    assert "Dev moved it on." in log


# a rest


def test_a_pause_keeps_the_time_that_was_left_and_who_paused_says_when(world: World) -> None:
    _, _, chloe, dev = reach(world, Step.QUESTIONS)
    before = meeting(world).ends_at
    assert before
    left = worked(world.clock(), before, "Europe/London")

    more(chloe, "Pause for all")
    assert "Go on" in chloe.card.buttons
    assert "Go on" not in dev.card.buttons
    assert "This is resting for now." in dev.card.words
    world.move(days=5)
    assert step(world) == Step.QUESTIONS
    press(chloe, "Go on")

    after = meeting(world).ends_at
    assert after
    assert worked(world.clock(), after, "Europe/London") == left  # not to the hour: it is Sunday
    assert is_working(after - timedelta(seconds=1), "Europe/London")


def test_whoever_looks_after_it_can_let_it_go_on_and_somebody_else_cannot(world: World) -> None:
    ana, _, chloe, dev = reach(world, Step.QUESTIONS)
    more(chloe, "Pause for all")

    press(dev, "Where we are")
    assert "Go on" not in form_buttons(dev)
    put_away(dev)
    press(ana, "Go on")

    assert step(world) == Step.QUESTIONS
    assert "resting" not in chloe.card.words


def test_after_fourteen_days_it_closes_by_itself_and_nothing_is_kept(world: World) -> None:
    _, _, chloe, _ = reach(world, Step.QUESTIONS)
    more(chloe, "Pause for all")
    quiet(world)

    world.move(days=13)
    assert step(world) == Step.QUESTIONS
    world.move(days=2)

    assert step(world) == Step.CLOSED
    assert kept_words(world) == []
    assert rung(world) == {}


def test_while_it_rests_nobody_is_reminded(world: World) -> None:
    _, _, chloe, _ = reach(world, Step.HUSH)
    more(chloe, "Pause for all")
    quiet(world)

    world.move(days=7)

    assert rung(world) == {}


def test_in_a_channel_the_card_says_that_it_rests_and_never_who(world: World, chloe: Somebody) -> None:
    short(world)

    more(chloe, "Pause for all")

    assert "This is resting for now. Nothing runs out." in card(world).words
    assert "Chloe" not in card(world).words.partition("resting")[2]


# looking after it


def test_handed_over_when_the_other_says_yes(world: World) -> None:
    ana, _, chloe, dev = reach(world, Step.QUESTIONS)

    hands(ana, "Chloe")
    assert list(rung(world)) == ["Chloe"]
    assert "Ana asks whether you would look after this from here" in chloe.card.words
    assert "Go on" in menu_of(ana)  # until then it is hers
    press(chloe, "Yes, I'll look after it")
    put_away(chloe)

    assert "Go on" in menu_of(chloe)
    assert "Go on" not in menu_of(ana)
    assert "Chloe looks after it from here." in more(dev, "What was done")


def hands(somebody: Somebody, to: str) -> None:
    press(somebody, "More")
    somebody.presses("Hand it over")
    assert somebody.sends({"Who could look after it from here?": to}).ok
    put_away(somebody)


def test_no_thank_you_changes_nothing(world: World) -> None:
    ana, _, chloe, dev = reach(world, Step.QUESTIONS)
    hands(ana, "Chloe")

    press(chloe, "No, thank you")
    put_away(chloe)

    assert "Go on" in menu_of(ana)
    assert "Go on" not in menu_of(chloe)
    assert "Ask something" in may(chloe)
    assert "Chloe would rather not look after it." in more(dev, "What was done")


def test_when_whoever_looked_after_it_is_gone_whoever_is_in_it_can(world: World) -> None:
    chloe, ben, dev, _ = reach(world, Step.QUESTIONS, "Chloe", "Ben", "Dev", "Esi")
    world.slack.deactivate(chloe.id)
    world.move(minutes=10)

    assert "Go on" in menu_of(dev)
    more(dev, "Yes, I'll look after it")

    assert meeting(world).host_id == dev.id
    assert "Close it" in menu_of(dev)
    assert "Go on" not in menu_of(ben)


def test_whoever_looks_after_it_steps_out_and_somebody_else_can_take_it(world: World) -> None:
    ana, _, chloe, _ = reach(world, Step.QUESTIONS)

    more(ana, "Step out")
    assert "Yes, I'll look after it" in menu_of(chloe)
    more(chloe, "Yes, I'll look after it")

    assert meeting(world).host_id == chloe.id


def test_more_time_once_a_step(world: World) -> None:
    ana, _, _, dev = reach(world, Step.QUESTIONS)
    before = meeting(world).ends_at
    assert before

    assert "There is more time now." in more(ana, "Half as much time again")
    longer = meeting(world).ends_at
    assert longer
    assert longer > before
    assert "There has been more time once already" in more(ana, "Half as much time again")
    assert meeting(world).ends_at == longer
    assert "Half as much time again" not in menu_of(dev)
    goes_on(world)

    assert "There is more time now." in more(ana, "Half as much time again")


def test_closed_early_everything_said_is_deleted(world: World) -> None:
    ana, ben, chloe, _ = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)
    press(chloe, "More")
    chloe.presses("Take something on")
    takes_on(chloe)

    more(ana, "Close it")

    assert step(world) == Step.CLOSED
    assert kept_words(world) == []
    for one in (ana, ben, chloe):
        assert any("This is closed. Thank you. What was said is deleted." in m.words for m in one.messages())
    assert "Read it" not in ben.card.buttons


def test_what_whoever_looks_after_it_does_can_be_read_by_everybody_in_it(world: World) -> None:
    ana, ben, chloe, _ = reach(world, Step.CLARIFY)
    more(ana, "Half as much time again")
    more(ana, "Go on")

    for one in (ben, chloe):
        read = more(one, "What was done")
        assert "Ana moved it on." in read
        assert "Ana gave it more time." in read


def test_before_anything_was_done_it_says_so(world: World, ben: Somebody) -> None:
    ask(world)
    arrives(ben)

    assert "Nothing yet. What Ana does for all of you can be read here." in more(ben, "What was done")


def test_how_this_works_names_who_to_turn_to(world: World, ben: Somebody) -> None:
    make_set(world, *FOUR)
    begin(world)

    press(ben, "How this works")

    assert "Maya, staff support" in ben.reads
    assert "nobody is watching in real time" in ben.reads
    assert "Please use it in no appraisal" in ben.reads


def test_a_restart_in_the_middle_loses_nothing(world: World) -> None:
    _, ben, chloe, dev = reach(world, Step.QUESTIONS)
    asks(chloe, OPEN)
    asks(dev, "What would Dev open?")
    quiet(world)

    world.restart()

    assert OPEN in reads(ben)
    assert "It comes next." in where(dev)
    assert rung(world) == {}


def test_a_machine_that_slept_through_a_step_gives_the_next_its_whole_time(world: World) -> None:
    reach(world, Step.CLARIFY)

    world.jump(days=2)

    assert step(world) == Step.HUSH
    ends = meeting(world).ends_at
    assert ends
    assert "Monday 21 September, 5 pm" in world["Ana"].card.words


def test_nobody_hears_of_a_set_meeting_in_any_channel(world: World) -> None:
    people = make_set(world, *FOUR)
    begin(world)
    all_arrive(world, *FOUR)

    esi = world["Esi"]

    assert posted(world) == []
    assert esi.messages() == []
    assert len(people) == 4
