"""A set: people who meet again and again, and what a meeting of theirs is, from arriving to the next date."""

import re

import pytest

from bot.features.checkin.models import MEETING, SET, Step
from tests.journeys.checkin_steps import (
    FOUR,
    SIX,
    all_arrive,
    answers,
    asks,
    begin,
    bids,
    brings,
    fill,
    goes_on,
    kept_rounds,
    kept_words,
    looks,
    make_set,
    may,
    meeting,
    meets,
    mine,
    more,
    offers,
    passes,
    posted,
    press,
    reach,
    reads,
    says,
    says_how,
    says_who,
    step,
    takes_on,
    time_is_up,
    where,
    with_it,
)
from tests.journeys.listening_steps import form_buttons, quiet, rung
from tests.journeys.steps import put_away
from tests.world import NAMES, Somebody, World

PEOPLE = "Who could be in it?"


def named(world: World, *names: str, by: str = "Ana", **more_answers: object) -> Somebody:
    """The form of a new set is sent with these people; whoever asks has its answer in front of them."""
    host = world[by]
    host.types("/checkin set")
    host.sends({PEOPLE: [world[name].id for name in names], **more_answers})
    return host


def set_card(somebody: Somebody) -> str:
    """What their newest card of a set says."""
    return [m for m in somebody.messages() if "Your set" in m.words and "meets" not in m.words][-1].words


def sets(world: World) -> list[list[str]]:
    """Who is in or asked into each set, by name."""
    found = [r for r in kept_rounds(world) if r.kind == SET]
    return [sorted(s.name for s in r.present) for r in found]


def newcomers(world: World, *names: str) -> None:
    for name in names:
        world.newcomer(name)


def plans(somebody: Somebody, day: str, button: str = "Choose the next day") -> None:
    """They name the day of the next meeting."""
    fill(somebody, button, {"On which day?": day})


# a set begins


def test_everybody_is_asked_and_says_for_themselves(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types("/checkin set @ben @chloe @dev")
    ana.sends({"A name, if you like": "Going home"})

    assert "I have asked Ben, Chloe and Dev." in ana.reads
    assert set(rung(world)) == {"Ana", "Ben", "Chloe", "Dev"}
    assert "Ana asks whether you would like to be in a set" in ben.card.words
    assert "In it: Ana." in ben.card.words
    assert "Asked: Chloe and Dev." in ben.card.words
    assert "Going home" not in ben.card.words  # its name is for those who are in it
    assert ben.card.buttons == ["Yes, I'm in", "Not this one"]

    ben.presses("Yes, I'm in")

    assert "You are in this set." in ben.card.words
    assert "In it: Ana and Ben." in ben.card.words
    assert "Going home" in more(ben)
    assert rung(world) == {}


def test_no_means_no_and_can_be_thought_over(world: World, ana: Somebody, ben: Somebody) -> None:
    make_set(world, *FOUR, yes=False)

    ben.presses("Not this one")
    assert "that is fine" in ben.card.words
    assert "Ben" not in set_card(ana)
    ben.presses("Yes, I'm in")

    assert "Ben" in set_card(ana)
    assert rung(world) == {}


def test_the_line_about_managers_stands_before_yes(world: World, ben: Somebody) -> None:
    make_set(world, *FOUR, yes=False)

    assert "If somebody in it is your manager" in ben.card.words
    assert "What is said there stays there. None of it is for judging anybody's work." in ben.card.words


@pytest.mark.parametrize("others", [("Ben",), ()])
def test_two_people_are_too_few(world: World, others: tuple[str, ...]) -> None:
    host = world["Ana"]
    host.types("/checkin set")

    outcome = host.sends({PEOPLE: [NAMES[name] for name in others]})

    assert not outcome.ok
    assert sets(world) == []


def test_three_can_do_it_too(world: World, ana: Somebody) -> None:
    named(world, "Ben", "Chloe")

    assert sets(world) == [["Ana", "Ben", "Chloe"]]


@pytest.mark.parametrize("number", [8, 9, 11])
def test_up_to_eight_are_one_set_and_more_are_two(world: World, number: int) -> None:
    more_people = ["Fay", "Gil", "Hana", "Ivo", "Jun", "Kim"][: number - 5]
    newcomers(world, *more_people)
    everybody = [one.name for one in world.everybody]

    host = named(world, *[name for name in everybody if name != "Ana"])

    found = sets(world)
    assert len(found) == (1 if number <= 8 else 2)
    assert sorted(name for group in found for name in group) == sorted(everybody)
    assert max(map(len, found)) - min(map(len, found)) <= 1
    if number > 8:
        assert "smaller sets" in host.reads
    assert all(len(one.rang()) == 1 for one in world.everybody)


def test_two_sets_meet_apart(world: World) -> None:
    newcomers(world, "Fay", "Gil", "Hana", "Ivo")
    everybody = [one.name for one in world.everybody]
    put_away(named(world, *[name for name in everybody if name != "Ana"]))
    for name in everybody:
        if "Yes, I'm in" in world[name].card.buttons:
            world[name].presses("Yes, I'm in")
    quiet(world)

    begin(world)

    with_ana = next(group for group in sets(world) if "Ana" in group)
    assert set(rung(world)) == set(with_ana)
    assert {"Ana", *meeting_people(world)} == set(with_ana)


def meeting_people(world: World) -> set[str]:
    return {seat.name for seat in meeting(world).seats}


def test_in_a_channel_of_few_its_people_are_proposed(world: World, ana: Somebody) -> None:
    ana.types("/invite @Alongside", "C0STEER")
    ana.types("/checkin set", "C0STEER")
    ana.sends({})
    assert sets(world) == [["Ana", "Ben", "Chloe"]]


def test_nobody_needs_to_be_a_pair(world: World, chloe: Somebody) -> None:
    put_away(named(world, "Dev", "Esi", by="Chloe"))
    for name in ("Dev", "Esi"):
        world[name].presses("Yes, I'm in")

    begin(world, by="Chloe")

    assert "begins a meeting of your set" in world["Dev"].card.words


def test_an_app_or_somebody_gone_is_not_asked(world: World) -> None:
    world.slack.deactivate(NAMES["Esi"])

    named(world, "Ben", "Chloe", "Esi")

    assert world["Ana"].form  # it stays open, as it was filled in
    assert sets(world) == []


# it goes on


def test_somebody_leaves_and_keeps_what_they_heard_to_themselves(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    make_set(world, *FOUR)

    read = more(ben, "Leave this set")
    assert "What you heard stays there" in read
    assert "You have left this set." in ben.card.words
    assert ben.card.buttons == []
    assert "Ben" not in set_card(ana)

    begin(world)
    assert "Ben" not in meeting_people(world)


def test_whoever_looks_after_it_leaves_and_somebody_else_does(world: World, ana: Somebody) -> None:
    make_set(world, *FOUR)

    more(ana, "Leave this set")

    assert list(rung(world)) == ["Ben"]
    assert "End this set" in form_of_menu(world["Ben"])


def form_of_menu(somebody: Somebody) -> list[str]:
    press(somebody, "More")
    found = form_buttons(somebody)
    put_away(somebody)
    return found


def test_more_people_can_be_invited_by_anybody_in_it(world: World, ben: Somebody, chloe: Somebody) -> None:
    make_set(world, "Ana", "Ben", "Dev")

    press(ben, "More")
    ben.presses("Invite somebody")
    outcome = ben.sends({"Who could be in it, too?": ["Chloe"]})
    assert outcome.ok
    assert list(rung(world)) == ["Chloe"]
    chloe.presses("Yes, I'm in")

    assert "In it: Ana, Ben, Dev and Chloe." in set_card(ben)


def test_nobody_new_and_too_many_are_refused(world: World, ben: Somebody) -> None:
    make_set(world, *SIX)
    newcomers(world, "Gil", "Hana", "Ivo")

    press(ben, "More")
    ben.presses("Invite somebody")
    assert not ben.sends({"Who could be in it, too?": ["Chloe"]}).ok
    assert not ben.sends({"Who could be in it, too?": [world[n].id for n in ("Gil", "Hana", "Ivo")]}).ok
    assert ben.sends({"Who could be in it, too?": [world[n].id for n in ("Gil", "Hana")]}).ok

    assert len(sets(world)[0]) == 8


def test_everybody_is_told_the_day_before_and_on_its_date_the_next_meeting_begins_by_itself(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    make_set(world, *FOUR)
    plans(ben, "2026-09-29")
    assert "Next meeting: Tuesday 29 September." in set_card(ana)
    assert rung(world) == {}

    world.move(days=12)  # Sunday
    assert rung(world) == {}
    world.move(days=1)
    heard = rung(world)
    assert set(heard) == set(FOUR)
    assert "Your set meets on Tuesday 29 September. It begins by itself" in heard["Dev"][0]
    assert "Whoever misses the beginning can join in later." in heard["Dev"][0]
    world.move(days=1)

    assert {name: len(said) for name, said in rung(world).items()} == dict.fromkeys(FOUR, 1)
    assert "Your set meets today, as you planned." in ben.card.words
    assert "Next meeting" not in set_card(ana)
    for one in (ana, ben):
        all_arrive(world, one.name)
    world.move(hours=25)  # its last morning: who has not answered hears of it once more
    assert "If you cannot say so by then, you can join in later" in rung(world)["Dev"][0]
    world.move(hours=7)
    assert step(world) == Step.BIDS
    all_arrive_late(world["Dev"])
    assert "Would you like some of the time" in world["Dev"].card.words


def all_arrive_late(somebody: Somebody) -> None:
    press(somebody, "Join in")
    assert somebody.sends({}).ok
    put_away(somebody)


def test_a_day_on_the_weekend_becomes_a_working_day_and_another_day_takes_its_place(
    world: World, ana: Somebody
) -> None:
    make_set(world, *FOUR)
    plans(ana, "2026-09-19")
    plans(ana, "2026-09-26")  # a Saturday
    assert "Next meeting: Monday 28 September." in set_card(ana)

    world.move(days=9)
    assert rung(world) == {}
    world.move(days=1)  # Friday
    assert set(rung(world)) == set(FOUR)
    world.move(days=3)

    assert {r.kind for r in kept_rounds(world)} == {SET, MEETING}
    assert step(world) == Step.CHECK_IN


def test_a_date_that_comes_while_a_meeting_goes_on_waits_for_its_end_and_all_are_told(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    people = make_set(world, *FOUR)
    plans(ana, "2026-09-17")
    begin(world)
    all_arrive(world, *FOUR)
    passes(*people)  # all that is left is for Ana to choose a day, or to close it
    quiet(world)

    world.move(days=2)
    heard = rung(world)
    assert "the one before still goes on" in heard["Ben"][-1]
    assert set(heard) == set(FOUR)
    for one in people:
        assert "on the first working morning after that one is over" in set_card(one)
        assert "Next meeting" not in set_card(one)
    more(ben, "Pause for all")
    quiet(world)
    world.move(days=1)
    assert rung(world) == {}  # they know
    assert meetings_of(world) == 1

    press(ben, "Go on")
    press(ana, "Close it")
    world.move(days=2)  # Sunday
    assert meetings_of(world) == 1
    world.move(days=1)
    assert meetings_of(world) == 2
    assert "Your set meets today, as you planned." in ben.card.words
    assert "still goes on" not in set_card(ben)


def meetings_of(world: World) -> int:
    return len([r for r in kept_rounds(world) if r.kind == MEETING])


def how_it_meets(host: Somebody, how: str, where: str = "") -> None:
    """Whoever looks after it says how it would like to be from now on."""
    press(host, "More")
    host.presses("How we meet")
    outcome = host.sends({"How?": how, "Where, if it is live?": where})
    assert outcome.ok, outcome
    put_away(host)


def test_a_set_that_meets_live_says_at_what_hour_and_where_and_begins_like_that_by_itself(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    make_set(world, *FOUR)
    assert "You meet over about two weeks" in set_card(ben)
    assert "How we meet" not in form_of_menu(ben)
    how_it_meets(ana, "Live: you talk with each other", "Room 4")
    assert "You meet live" in set_card(ben)

    press(ben, "Choose the next day")
    assert not ben.sends({"On which day?": "2026-09-29", "At what time?": "soon"}).ok
    assert ben.sends({"On which day?": "2026-09-29", "At what time?": "3pm"}).ok
    put_away(ben)
    world.move(days=13)
    assert "Your set meets live" in (eve := rung(world)["Dev"][0])
    assert "Where: Room 4" in eve
    world.move(days=1)
    assert rung(world) == {}  # before its hour
    world.move(hours=5)

    assert set(rung(world)) == set(FOUR)
    assert meeting(world).facts["live"]
    for name in FOUR:
        assert "Your set meets now, live" in world[name].card.words
        assert "Where: Room 4" in world[name].card.words


def test_a_live_meeting_whose_hour_comes_while_another_goes_on_does_not_begin_and_all_are_told(
    world: World, ana: Somebody
) -> None:
    people = make_set(world, *FOUR)
    how_it_meets(ana, "Live: you talk with each other")
    begin(world)
    press(ana, "Choose the next day")
    assert ana.sends({"On which day?": "2026-09-16", "At what time?": "15:00"}).ok
    put_away(ana)
    world.move(days=1, hours=23)

    assert meetings_of(world) == 1
    assert set(rung(world)) == set(FOUR)
    for one in people:
        assert "Your set was to meet live on Wednesday 16 September." in "".join(
            m.words for m in one.messages()
        )
    press(ana, "Choose the next day")
    assert ana.sends({"On which day?": "2026-09-22", "At what time?": "15:00"}).ok
    assert "was to meet" not in "".join(m.words for m in ana.messages())


def test_a_set_that_takes_about_a_week_has_a_working_day_a_step_and_each_is_told(
    world: World, ana: Somebody
) -> None:
    make_set(world, *FOUR)
    how_it_meets(ana, "Over about a week")
    plans(ana, "2026-09-17")
    world.move(days=2)
    all_arrive(world, *FOUR)

    assert step(world) == Step.BIDS
    assert "Would you like some of the time" in rung(world)["Ana"][-1]  # at once
    world.move(days=1, hours=6, minutes=59)  # Friday
    assert step(world) == Step.BIDS
    world.move(minutes=2)
    assert step(world) == Step.CHECK_OUT


def test_a_day_that_is_over_is_refused_and_none_is_fine(world: World, ana: Somebody) -> None:
    make_set(world, *FOUR)

    press(ana, "Choose the next day")
    assert not ana.sends({"On which day?": "2026-09-14"}).ok
    assert ana.sends({"On which day?": None}).ok

    assert "No day is noted for now." in ana.reads


def test_only_whoever_looks_after_it_ends_it_and_what_people_took_on_stays(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    reach(world, Step.COMMIT)
    takes_on(ben)
    more(ana, "Close it")
    assert "End this set" not in set_menu(ben)

    press_in_set_menu(ana, "End this set")

    assert "This set has ended." in set_card(ben)
    assert "Ring the pharmacy" in mine(ben)


def set_menu(somebody: Somebody) -> list[str]:
    """What *More* on the card of their set holds."""
    found = next(m for m in reversed(somebody.messages()) if "Choose the next day" in m.buttons)
    press_on(somebody, found.raw["ts"], "More")
    buttons = form_buttons(somebody)
    put_away(somebody)
    return buttons


def press_in_set_menu(somebody: Somebody, label: str) -> None:
    found = next(m for m in reversed(somebody.messages()) if "Choose the next day" in m.buttons)
    press_on(somebody, found.raw["ts"], "More")
    somebody.presses(label)
    put_away(somebody)


def press_on(somebody: Somebody, ts: str, label: str) -> None:
    """The button of that name on this one message."""
    put_away(somebody)
    message = next(m for m in somebody.messages() if m.raw["ts"] == ts)
    for block in message.raw["blocks"]:
        for element in block.get("elements", []):
            if element.get("type") == "button" and element["text"]["text"] == label:
                somebody.world.slack.press(
                    somebody.id,
                    channel=somebody.dm,
                    ts=ts,
                    action_id=element["action_id"],
                    block_id=block["block_id"],
                )
    somebody.world.settle()


# a meeting, whole


def test_a_meeting_of_six_with_two_who_bring_something(world: World) -> None:
    ana, ben, chloe, dev, esi, fay = people = make_set(world)
    begin(world)
    assert set(rung(world)) == set(SIX)
    assert "What is said there stays there" in ben.card.words  # agreed again, each time
    press(ben, "I'm in")
    assert "What is said here stays here." in ben.reads
    put_away(ben)
    all_arrive(world, *SIX)

    assert step(world) == Step.BIDS
    for one, weight in ((ana, 2), (ben, 5), (chloe, 3)):
        bids(one, weight=weight)
    passes(dev, esi, fay)
    assert step(world) == Step.CHOOSE
    assert "Chloe's matter" in where(fay)
    assert may(dev) == ["More"]
    assert "Would you like yours now, or can it wait?" in chloe.card.words
    says_who(world, "Ben", "Chloe", wait=("Ana",))
    assert step(world) == Step.PRESENT
    assert "The time is yours" in ben.card.words

    brings(ben, "The wards do not talk.", keep=True)
    assert step(world) == Step.CLARIFY
    assert "The wards do not talk." in where(dev)
    asks(dev, "How many wards are there?")
    answers(ben, "Three.")
    passes(ana, chloe, dev, esi, fay)
    assert step(world) == Step.HUSH
    for one in (ana, chloe, dev, esi):
        asks(one, f"What would {one.name} see there?")
    passes(fay)
    assert step(world) == Step.QUESTIONS
    answers(ben, "A queue.")
    with_it(ben, "Sit with it")
    with_it(ben, "Pass")
    with_it(ben, "Keep it for the offers")
    passes(*[one for one in people if one is not ben and "Nothing to ask" in may(one)])
    assert step(world) == Step.LOOKS
    looks(ben, "I could ring first.", opens=True)
    assert step(world) == Step.OFFERS
    offers(fay, "We rang before noon.")
    passes(*[one for one in people if one is not ben and "Pass" in may(one)])
    assert step(world) == Step.COMMIT
    assert "We rang before noon." in where(ben)
    takes_on(ben, "Ring them", shown=True)
    assert step(world) == Step.PROCESS
    for one in people:
        says_how(one, f"{one.name} liked the quiet.")

    assert step(world) == Step.PRESENT
    assert "The time is yours" in chloe.card.words
    assert "The wards do not talk." not in where(dev)
    brings(chloe, "The lounge is too small.")
    for _ in range(4):
        goes_on(world)
    assert step(world) == Step.COMMIT
    passes(chloe)
    passes(*people)

    assert step(world) == Step.CHECK_OUT
    plans(ana, "2026-10-13", "Choose a day")
    assert step(world) == Step.CLOSED
    assert {kind for _, kind in kept_words(world)} == {"brought", "looks", "process"}
    press(ben, "What I kept")
    assert "The wards do not talk." in ben.reads
    assert "The lounge" not in str([c.args for c in world.slack.calls if c.method == "chat.postMessage"])
    assert posted(world) == []  # no card in any channel
    assert "Next meeting: Tuesday 13 October." in set_card(dev)


def test_weeks_later_what_became_comes_first_and_who_waited_longer_has_the_time(world: World) -> None:
    ana, ben, chloe, dev = reach(world, Step.COMMIT)
    takes_on(ben, "Ring them", shown=True, due="2026-09-25")
    more(ana, "Close it")
    world.move(days=27)
    quiet(world)
    begin(world)
    all_arrive(world, *FOUR)

    assert step(world) == Step.FOLLOW_UP
    says(ben, "Done", learnt="They are glad of a call.", tell=True)
    assert step(world) == Step.BIDS
    bids(ben, weight=5)
    bids(chloe, weight=1)
    bids(dev, weight=3)
    passes(ana)
    assert step(world) == Step.CHOOSE
    time_is_up(world)

    assert step(world) == Step.PRESENT
    assert [meeting(world).facts["presenter"], *meeting(world).facts["chosen"]] == [dev.id, chloe.id]
    press(dev, "Write it")
    assert "Ben learnt" in dev.reads
    assert "They are glad of a call." in dev.reads


def test_what_was_learnt_between_meetings_is_told_at_the_next_one(world: World) -> None:
    ana, ben, chloe, _ = reach(world, Step.COMMIT)
    takes_on(ben, "Ring them")
    more(ana, "Close it")
    world.move(days=8)
    says(ben, "Done", learnt="They are glad of a call.", tell=True)
    quiet(world)

    begin(world)
    all_arrive(world, *FOUR)

    assert step(world) == Step.BIDS  # nothing is open any more
    assert "They are glad of a call." in where(chloe)
    assert "Ring them" not in where(chloe)  # what it was, its owner did not show
    bids(chloe)
    goes_on(world)
    press(chloe, "Write it")
    assert "They are glad of a call." in chloe.reads
    assert ("U0BEN", "became") in kept_words(world)


def test_the_weight_decides_between_those_who_waited_alike_and_nobody_reads_it(world: World) -> None:
    ana, ben, chloe, dev = meets(world, *FOUR)
    bids(ben, weight=1)
    bids(chloe, weight=4)
    bids(dev, weight=5)
    passes(ana)

    read = where(ana)
    assert "5" not in re.sub("<!date[^>]*>", "", read)
    time_is_up(world)

    assert [meeting(world).facts["presenter"], *meeting(world).facts["chosen"]] == [dev.id, chloe.id]


def test_whoever_can_wait_comes_after_those_who_would_like_theirs_now(world: World) -> None:
    ana, ben, chloe, dev = meets(world, *FOUR)
    for one in (ben, chloe, dev):
        bids(one, weight=1 if one is chloe else 5)
    passes(ana)

    says_who(world, "Chloe", wait=("Ben",))
    assert "the others first" in ben.card.words
    assert step(world) == Step.CHOOSE
    press(dev, "I can wait")

    assert step(world) == Step.PRESENT
    assert meeting(world).facts["presenter"] == chloe.id
    assert meeting(world).facts["chosen"] in ([ben.id], [dev.id])


def test_a_bid_can_be_said_otherwise_and_withdrawn_until_it_goes_on(world: World) -> None:
    _, ben, chloe, _ = meets(world, *FOUR)
    bids(ben, "The pharmacy.")
    bids(ben, "The pharmacy, and the porters.", weight=1)
    assert "The pharmacy, and the porters." in where(chloe)
    assert kept_words(world).count((ben.id, "bid")) == 1


def test_by_time_alone_it_goes_from_step_to_step_by_the_day(world: World) -> None:
    _, ben, _, _ = meets(world, *FOUR)
    bids(ben)
    time_is_up(world)
    brings(ben)
    seen = [step(world)]

    for _ in range(20):
        world.move(days=1)
        if step(world) != seen[-1]:
            seen.append(step(world))

    assert seen == ["clarify", "hush", "questions", "looks", "commit", "process", "check_out", "closed"]
    assert kept_words(world) == []


def test_nobody_says_yes_in_time_they_are_asked_once_more_and_then_it_ends_quietly(
    world: World, ana: Somebody
) -> None:
    make_set(world, *FOUR)
    begin(world)
    quiet(world)

    world.move(days=1, hours=8)
    assert step(world) == Step.CHECK_IN
    world.move(days=3)

    assert step(world) == Step.CLOSED
    assert "ended without coming together" in ana.card.words


def test_two_people_who_begin_at_the_same_moment_have_begun_one_meeting(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    make_set(world, *FOUR)
    press(ben, "Begin a meeting")
    begin(world)

    outcome = ben.sends({})

    assert not outcome.ok or "has begun already" in ben.reads
    assert len([r for r in kept_rounds(world) if r.step == Step.CHECK_IN]) == 1
    put_away(ben)
    all_arrive(world, "Ana")
    more(ana, "Close it")
    assert begin(world, by="Ben").ok


def test_not_this_time_is_fine_and_the_others_begin(world: World, ben: Somebody) -> None:
    make_set(world, *FOUR)
    begin(world)

    press(ben, "Not this time")
    assert "Not this time: that is fine." in ben.card.words
    all_arrive(world, "Ana", "Chloe", "Dev")

    assert step(world) == Step.BIDS
    assert rung(world).keys() >= {"Chloe"}
    assert not any("Would you like some of the time" in m.words for m in ben.messages())


def test_whoever_did_not_come_or_did_not_answer_can_still_join(world: World, ben: Somebody) -> None:
    make_set(world, *FOUR)
    begin(world)
    press(ben, "Not this time")
    all_arrive(world, "Ana", "Chloe")
    time_is_up(world)
    assert step(world) == Step.BIDS

    for one in (ben, world["Dev"]):
        press(one, "Join in")
        assert "What is said here stays here." in one.reads
        assert one.sends({}).ok
        put_away(one)

    assert "I'd like some time" in may(ben)
    assert "Ana arrives." in where(world["Dev"])


def test_a_short_check_in_of_a_set_needs_no_channel(world: World, ana: Somebody, ben: Somebody) -> None:
    make_set(world, *FOUR)
    begin(world, short=True)
    for name in FOUR:
        fill(
            world[name],
            "I'm in",
            {
                "Would you like questions on something you are in the middle of? "
                "What is it, in a sentence?": "The pharmacy." if name == "Ben" else ""
            },
        )

    assert step(world) == Step.QUESTIONS
    assert "questions" in ben.card.words.lower()
    asks(ana, "What matters most to you in this?")
    assert "What matters most" in reads(ben)
    assert posted(world) == []


def test_what_is_kept_can_be_let_go(world: World, ben: Somebody) -> None:
    reach(world, Step.PRESENT)
    brings(ben, "The wards do not talk.", keep=True)
    more(world["Ana"], "Close it")
    assert kept_words(world) == [(ben.id, "brought")]

    press(ben, "What I kept")
    ben.presses("Delete it")

    assert kept_words(world) == []


def test_what_was_noticed_about_the_meeting_is_gone_after_a_month(world: World, ben: Somebody) -> None:
    reach(world, Step.PROCESS)
    says_how(ben, "The quiet.", "More of it.")
    more(world["Ana"], "Close it")
    assert "The quiet." in where(world["Dev"])

    world.move(days=31)

    assert kept_words(world) == []
    assert step(world) == Step.FORGOTTEN


def test_how_it_was_is_read_when_all_have_written(world: World, ben: Somebody) -> None:
    reach(world, Step.PROCESS)
    says_how(ben, "The quiet.")
    assert "The quiet." not in where(world["Dev"])
    assert "The quiet." in where(ben)

    passes(*[world[name] for name in ("Ana", "Chloe", "Dev")])

    assert step(world) == Step.CHECK_OUT
    assert "The quiet." in where(world["Dev"])


def test_somebody_with_an_empty_box_is_told_and_nothing_is_lost(world: World, ben: Somebody) -> None:
    reach(world, Step.PRESENT)

    outcome = brings(ben, "   ")

    assert not outcome.ok
    assert step(world) == Step.PRESENT


# people who look once a day


def looks_in(somebody: Somebody, presents: Somebody) -> None:
    """They do what is asked of them just now, once, and go."""
    done: list[str] = []
    for _ in range(8):
        waits = [b for b in may(somebody) if b in _ASKED_OF and b not in done]
        if not waits:
            return
        label = waits[0]
        if label == "Ask something":
            asks(somebody, f"What would {somebody.name} see there?")
            if "Nothing to ask" in may(somebody):
                passes(somebody)
        elif label == "Read it":
            answers(presents)
        elif label == "I'd like some time" and somebody is presents:
            bids(somebody)
        elif label == "Write it":
            brings(somebody)
        elif label == "Look at it":
            looks(somebody)
        elif label == "Say how it was":
            says_how(somebody, f"{somebody.name} liked the quiet.")
        else:
            passes(somebody)
        done += [label] * (label != "Read it")


_ASKED_OF = ("Ask something", "Read it", "I'd like some time", "Write it", "Look at it", "Say how it was")


def test_a_set_of_people_who_look_once_a_day_loses_nobodys_turn(world: World) -> None:
    """Ana looks at half past eight and never else, Ben at a quarter to five; he presents."""
    ana, ben, chloe, dev = people = meets(world, *FOUR)
    at = {8.5: [ana], 12.0: [chloe, dev], 16.75: [ben]}
    world.move(hours=14)  # midnight
    came: set[str] = set()

    for _ in range(28):
        before = 0.0
        for hour, those in at.items():
            world.move(hours=hour - before)
            before = hour
            for one in those:
                if step(world) not in (Step.CHECK_OUT, Step.CLOSED):
                    looks_in(one, ben)
            f = meeting(world).facts
            came |= {r.author_id for r in meeting(world).of_kind("asks") if r.id in f["came"]}
        if step(world) == Step.CHECK_OUT:
            break
        world.move(hours=24 - before)

    assert step(world) == Step.CHECK_OUT
    assert meeting(world).facts["missed"] == []
    assert came == {one.id for one in people if one is not ben}
    assert {who for who, kind in kept_words(world) if kind == "process"} == {one.id for one in people}
