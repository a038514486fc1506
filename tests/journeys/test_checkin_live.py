"""Live: people are there at once and speak aloud; the bot keeps the time, and cuts nobody off."""

from bot.features.checkin.models import Step
from tests.journeys.checkin_steps import (
    FOUR,
    HERE,
    all_arrive,
    answers,
    arrives,
    asks,
    begin,
    bids,
    brings,
    card,
    kept_words,
    looks,
    make_set,
    may,
    meeting,
    meets,
    more,
    notes,
    passes,
    posted,
    press,
    reads,
    says_how,
    step,
    takes_on,
    where,
)
from tests.journeys.listening_steps import form_buttons, quiet, rung
from tests.journeys.steps import put_away
from tests.world import Somebody, World

OPEN = "What matters most to you in this?"


def live_short(world: World, *names: str, wish: str = "") -> None:
    """A short check-in for people who are here now; the second of these would like questions."""
    ana = world["Ana"]
    ana.types("/checkin", HERE)
    ana.presses("A short check-in here")
    ana.sends({"What would you like to ask everybody?": "How are we?", "How?": "Live: people are here now"})
    put_away(ana)
    for name in names:
        arrives(world[name], wish=wish if name == names[1] else "")
    quiet(world)


def on_card(somebody: Somebody, label: str) -> None:
    """A button of the card in the channel."""
    put_away(somebody)
    somebody.presses(label, HERE)
    put_away(somebody)


def seconds_left(world: World) -> float:
    ends = meeting(world).ends_at
    assert ends
    return (ends - world.clock()).total_seconds()


# a short one


def test_a_short_one_goes_from_arriving_to_its_end(world: World, ana: Somebody, ben: Somebody) -> None:
    live_short(world, "Ana", "Ben", "Chloe", wish="The pharmacy.")
    assert "Live, for people who are here now." in card(world).words
    on_card(ana, "Begin")
    assert step(world) == Step.QUESTIONS
    assert "One question each, for Ben." in card(world).words

    asks(world["Chloe"], OPEN)
    passes(ana)
    press(ben, "Read it")
    assert ben.sends({}).ok  # answered aloud
    put_away(ben)
    assert step(world) == Step.COMMIT
    passes(ben)

    assert step(world) == Step.CLOSED
    assert kept_words(world) == [("U0ANA", "question")]


def test_it_waits_for_whoever_began_it_whatever_the_clock_says(world: World, ana: Somebody) -> None:
    live_short(world, "Ana", "Ben")

    world.move(minutes=20)
    assert step(world) == Step.CHECK_IN
    on_card(ana, "Begin")

    assert step(world) == Step.COMMIT


def test_begin_is_for_whoever_asked(world: World, ben: Somebody) -> None:
    live_short(world, "Ana", "Ben")

    ben.presses("Begin", HERE)

    assert step(world) == Step.CHECK_IN


def test_nobody_begins_alone(world: World, ana: Somebody) -> None:
    live_short(world, "Ana", "Ben")
    more(world["Ben"], "Step out", channel=HERE)

    ana.presses("Begin", HERE)

    assert step(world) == Step.CHECK_IN


def test_once_the_time_is_over_anybody_in_it_moves_it_on(world: World, ana: Somebody, ben: Somebody) -> None:
    live_short(world, "Ana", "Ben", "Chloe", wish="The pharmacy.")
    on_card(ana, "Begin")
    on_card(ben, "Go on")
    assert step(world) == Step.QUESTIONS

    world.move(minutes=16)
    assert "The time is over. No hurry" in card(world).words
    on_card(ben, "Go on")

    assert step(world) == Step.COMMIT


def test_time_is_shown_and_nobody_is_cut_off(world: World, ana: Somebody) -> None:
    live_short(world, "Ana", "Ben", "Chloe", wish="The pharmacy.")
    on_card(ana, "Begin")
    quiet(world)
    assert "10:15 am" in card(world).words

    world.move(minutes=11)
    assert "Time is nearly up." not in card(world).words
    world.move(minutes=2)
    assert "Time is nearly up." in card(world).words
    world.move(minutes=30)

    assert "Time is nearly up." not in card(world).words
    assert "The time is over." in card(world).words
    assert step(world) == Step.QUESTIONS


def test_one_that_everybody_has_left_closes_by_itself(world: World, ana: Somebody) -> None:
    live_short(world, "Ana", "Ben", "Chloe", wish="The pharmacy.")
    on_card(ana, "Begin")

    world.move(minutes=74)
    assert step(world) == Step.QUESTIONS
    world.move(minutes=2)

    assert step(world) == Step.CLOSED
    assert kept_words(world) == [("U0ANA", "question")]


def test_one_in_which_nobody_ever_arrived_closes_by_itself_too(world: World) -> None:
    live_short(world)

    world.move(hours=2)

    assert step(world) == Step.CLOSED


def test_half_as_much_time_again_and_only_once(world: World, ana: Somebody) -> None:
    live_short(world, "Ana", "Ben", "Chloe", wish="The pharmacy.")
    on_card(ana, "Begin")
    assert seconds_left(world) == 15 * 60

    more(ana, "Half as much time again")
    assert seconds_left(world) == 22.5 * 60

    assert "There has been more time once already" in more(ana, "Half as much time again")
    assert seconds_left(world) == 22.5 * 60


def test_it_stands_still_while_it_is_paused_and_has_the_same_time_left(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    live_short(world, "Ana", "Ben", "Chloe", wish="The pharmacy.")
    on_card(ana, "Begin")
    world.move(minutes=5)

    more(world["Chloe"], "Pause for all")
    assert "This is resting for now. Nothing runs out." in card(world).words
    world.move(hours=3)
    assert step(world) == Step.QUESTIONS
    more(world["Chloe"], "Go on")

    assert seconds_left(world) == 10 * 60


# where


LINK = "https://calls.example.org/a_b_c"


def test_a_live_meeting_says_where_from_the_invitation_to_its_end(world: World) -> None:
    ana, ben, chloe, dev = make_set(world, *FOUR)
    press(ana, "Begin a meeting")
    way = {"How?": "Live: you talk with each other"}
    refused = ana.sends({**way, "Where, if it is live?": "x" * 301})
    assert "300" in str(refused.errors)
    assert ana.sends({**way, "Where, if it is live?": f" {LINK} \n or room 4 "}).ok
    put_away(ana)

    where = f"Where: {LINK} or room 4"  # as it was written, so that it can be copied
    for one in (ana, ben, chloe, dev):
        assert where in one.card.words
    assert "Please tell the others where." not in ana.card.words
    all_arrive(world, *FOUR)
    press(ana, "Begin")
    assert where in ben.card.words
    more(ana, "Close it")

    assert "Where:" not in "".join(one.card.words for one in (ana, ben))
    assert not [kind for _, kind in kept_words(world) if kind == "where"]


def test_a_live_check_in_says_on_its_card_where_and_one_that_takes_days_does_not(
    world: World, ana: Somebody
) -> None:
    for how, shown in (
        ("Live: people are here now", True),
        ("In everybody's own time, over some working days", False),
    ):
        ana.types("/checkin", HERE)
        ana.presses("A short check-in here")
        answers = {"What would you like to ask everybody?": f"How are we? {how}", "How?": how}
        assert ana.sends({**answers, "Where, if it is live?": LINK}).ok
        put_away(ana)

        assert (f"Where: {LINK}" in posted(world)[-1].words) == shown


# a set meeting


def test_a_meeting_of_a_set_live_goes_as_its_own_cards_say(world: World) -> None:
    ana, ben, chloe, dev = people = make_set(world, *FOUR)
    begin(world, live=True)
    assert "Ana begins a live meeting of your set: you talk with each other" in ben.card.words
    assert "It takes about an hour and a half." in ben.card.words
    assert "Please tell the others where." in ana.card.words
    assert "Where:" not in ben.card.words
    world.move(minutes=7)  # nobody has to be there within a minute
    assert meeting(world).facts["mark"] == 0
    all_arrive(world, *FOUR)
    assert step(world) == Step.CHECK_IN  # whoever looks after it begins, once people are there
    press(ana, "Begin")
    assert step(world) == Step.BIDS
    for one in (ben, chloe, dev):
        bids(one)
    passes(ana)
    notes(ana, "Ben")
    assert step(world) == Step.PRESENT
    assert may(ben)[:2] == ["Write it", "I have said it"]

    press(ben, "I have said it")
    assert step(world) == Step.CLARIFY
    press(ana, "Go on")
    assert step(world) == Step.HUSH
    assert seconds_left(world) == 60
    for one in (ana, chloe, dev):
        asks(one, f"What would {one.name} see?")
    assert step(world) == Step.HUSH  # a minute of quiet is a minute
    world.move(seconds=61)
    assert step(world) == Step.QUESTIONS
    assert "What would" in reads(ben)
    answers(ben, "A queue.")
    answers(ben, "Another queue.")
    answers(ben, "A third one.")
    passes(*[one for one in people if one is not ben and "Nothing to ask" in may(one)])
    assert step(world) == Step.LOOKS
    looks(ben)
    takes_on(ben)
    for one in people:
        says_how(one)
    assert step(world) == Step.CHECK_OUT
    more(ana, "Close it")

    assert step(world) == Step.CLOSED
    assert set(kept_words(world)) == {(one.id, "process") for one in people}


def test_the_hush_moves_on_by_itself_after_a_minute(world: World, ana: Somebody, ben: Somebody) -> None:
    to_hush(world)

    world.move(seconds=50)
    assert step(world) == Step.HUSH
    world.move(seconds=15)

    assert step(world) == Step.QUESTIONS


def to_hush(world: World) -> list[Somebody]:
    people = meets(world, *FOUR, live=True)
    bids(people[1])
    for _ in range(3):
        press(people[0], "Go on")
    assert step(world) == Step.HUSH
    quiet(world)
    return people


def test_live_nobody_is_rung_by_time_and_the_next_step_is_on_their_cards(world: World) -> None:
    _, _, chloe, _ = to_hush(world)

    world.move(minutes=1, seconds=5)

    assert "Ask something" in may(chloe)
    assert rung(world) == {}


def test_a_minute_without_a_question_and_beginnings_are_there(world: World) -> None:
    _, ben, chloe, _ = to_hush(world)
    world.move(seconds=61)

    world.move(seconds=65)

    assert "What would be a first small step?" in chloe.card.words
    assert "Nobody has a question just now." in ben.card.words
    assert "Ask myself something" in may(ben)


def test_while_whoever_looks_after_it_presents_anybody_moves_it_on(world: World) -> None:
    ana, ben, chloe, _ = meets(world, *FOUR, live=True)
    bids(ana)
    press(ana, "Go on")
    assert step(world) == Step.PRESENT
    assert "each of you can move it on" in chloe.card.words

    press(chloe, "Go on")

    assert step(world) == Step.CLARIFY
    assert "Chloe moved it on." in more(ben, "What was done")


def test_what_is_said_aloud_need_not_be_written_and_can_be(world: World) -> None:
    _, ben, chloe, _ = meets(world, *FOUR, live=True)
    bids(ben)
    press(world["Ana"], "Go on")

    brings(ben, "The wards do not talk.")

    assert "The wards do not talk." in where(chloe)
    assert step(world) == Step.CLARIFY


def test_a_meeting_that_all_have_left_closes_by_itself(world: World) -> None:
    meets(world, *FOUR, live=True)

    world.move(hours=3)

    assert step(world) == Step.CLOSED
    assert "This is closed." in world["Ben"].card.words


def test_whoever_comes_late_joins_in(world: World, ben: Somebody) -> None:
    make_set(world, *FOUR)
    begin(world, live=True)
    all_arrive(world, "Ana", "Chloe", "Dev")
    press(world["Ana"], "Begin")
    assert step(world) == Step.BIDS

    arrives(ben, late=True)

    assert "I'd like some time" in may(ben)
    assert "Begin" not in form_buttons_of(ben)


def form_buttons_of(somebody: Somebody) -> list[str]:
    press(somebody, "More")
    found = form_buttons(somebody)
    put_away(somebody)
    return found
