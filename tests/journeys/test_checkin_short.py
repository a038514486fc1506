"""A short check-in in a channel: one line, a word from each, one question each to one, what they do."""

import pytest

from bot.features.checkin.models import Step
from bot.playground import payloads
from bot.rounds.company.order import shuffled
from tests.journeys.checkin_steps import (
    ARRIVAL,
    DONE,
    HERE,
    QUESTION,
    WISH,
    answers,
    arrives,
    ask,
    asks,
    card,
    fill,
    kept_words,
    may,
    meeting,
    mine,
    more,
    passes,
    posted,
    press,
    reads,
    says,
    short,
    step,
    taken,
    takes_on,
    told,
    where,
    with_it,
)
from tests.journeys.listening_steps import form_buttons, quiet, rung
from tests.journeys.steps import put_away
from tests.world import Somebody, World, everything_outgoing

STEERING = "C0STEER"  # Ana, Ben and Chloe; the app is not in it
OPEN = "What matters most to you in this?"


# how it begins


def test_one_line_posts_it_at_once_and_the_receipt_says_how_it_was_read(world: World, ana: Somebody) -> None:
    ask(world)

    assert QUESTION in card(world).words
    assert "Ana asks for a short check-in" in card(world).words
    assert "Nobody has joined yet." in card(world).words
    assert "Wednesday 16 September, 5 pm" in told(ana).words
    assert told(ana).buttons == ["I'm in", "Take back"]
    assert rung(world) == {}  # a card in the channel is enough


@pytest.mark.parametrize("typed", ["/checkin How are we?", "/alongside checkin How are we?"])
def test_both_commands_ask_the_same(world: World, ana: Somebody, typed: str) -> None:
    ana.types(typed, HERE)

    assert "How are we?" in card(world).words


def test_typed_twice_it_is_one_and_from_somebody_else_it_is_another(world: World) -> None:
    ask(world)
    ask(world)
    assert len(posted(world)) == 1

    ask(world, by="Ben")

    assert len(posted(world)) == 2


def test_the_same_command_delivered_twice_is_one(world: World, ana: Somebody) -> None:
    slack = world.slack
    with slack.workspace.changing():
        key, trigger = slack.workspace.response_url(ana.id, HERE), slack.workspace.trigger(ana.id)
    url = f"{slack.base_url}/response/{key}"
    fields = payloads.command(
        slack.people[ana.id], slack.conversations[HERE], "/checkin", QUESTION, url, trigger
    )

    for _ in range(2):  # Slack sends again what it did not hear answered
        assert slack.inbound.command(fields).error is None
    world.settle()

    assert len(posted(world)) == 1


def test_what_is_too_long_is_quoted_back_and_nothing_is_posted(world: World, ana: Somebody) -> None:
    ask(world, "Why " + "so " * 110 + "long?")

    assert "300 characters" in told(ana).words
    assert "so so so" in told(ana).words
    assert posted(world) == []


def test_in_a_direct_message_it_says_where_it_works_and_keeps_what_was_typed(
    world: World, ana: Somebody
) -> None:
    ask(world, channel=ana.dm)

    assert "This works in a channel" in ana.whispered.words
    assert QUESTION in ana.whispered.words
    assert posted(world) == []


def test_where_the_app_is_not_it_can_be_tried_again_once_it_is(world: World, ana: Somebody) -> None:
    ask(world, channel=STEERING)
    assert "/invite @Alongside" in told(ana, STEERING).words

    ana.types("/invite @Alongside", STEERING)
    ana.presses("Try again", STEERING)

    assert QUESTION in card(world, STEERING).words


def test_it_can_be_taken_back_while_nobody_is_in_it(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world)

    ana.presses("Take back", HERE)

    assert "This has been taken back." in card(world).words
    assert card(world).buttons == []

    ask(world, "Another one?")
    arrives(ben)
    ana.presses("Take back", HERE)

    assert "Somebody else is in it already" in told(ana).words
    assert "In it: Ben." in card(world).words


def test_alone_it_opens_the_choice_and_the_form_posts_what_was_chosen(world: World, ana: Somebody) -> None:
    ana.types("/checkin", HERE)
    assert form_buttons(ana) == [
        "A short check-in here",
        "Let it come again",
        "Begin a new set",
        "What I have taken on",
        "For the next meeting",
    ]

    ana.presses("A short check-in here")
    assert not ana.sends({"What would you like to ask everybody?": "   "}).ok
    ana.sends({"What would you like to ask everybody?": "How are we?"})

    assert "It has begun." in ana.reads
    assert "How are we?" in card(world).words


def test_in_a_direct_message_the_choice_is_without_a_channel(ana: Somebody) -> None:
    ana.types("/checkin")

    assert form_buttons(ana) == ["Begin a new set", "What I have taken on", "For the next meeting"]


def test_help_says_how(ana: Somebody) -> None:
    ana.types("/checkin help", HERE)

    assert "/checkin weekly mon 9:30" in told(ana).words
    assert "/checkin mine" in told(ana).words


def test_while_slack_does_not_say_whether_the_app_is_there_it_is_asked_all_the_same(world: World) -> None:
    world.slack.faults.next("conversations.info", "503")

    ask(world)

    assert QUESTION in card(world).words


# who is in it


def test_people_arrive_with_a_line_or_without_and_agree_that_it_stays_here(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)

    ben.presses("I'm in", HERE)
    assert "What is said here stays here." in ben.reads
    ben.sends({ARRIVAL: "Tired, but glad."})
    put_away(ben)
    arrives(ana)

    assert "In it: Ben and Ana." in card(world).words or "In it: Ana and Ben." in card(world).words
    assert "Tired" not in everything_outgoing(world.slack)
    assert kept_words(world) == [("U0ANA", "question"), ("U0BEN", "arrival")]


def test_those_in_it_read_each_others_words_and_nobody_else_does(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    ask(world)
    arrives(ana, "Tired, but glad.")
    ben.presses("I'm in", HERE)
    assert "Tired" not in ben.reads
    ben.sends({ARRIVAL: "Well."})
    assert "Tired, but glad." in ben.reads
    put_away(ben)
    more(ana, "Go on")

    chloe.presses("Where we are", HERE)

    assert "This is for those who are in it" in chloe.reads
    assert "Tired" not in chloe.reads


def test_one_can_say_it_otherwise_until_it_begins(world: World, ben: Somebody) -> None:
    ask(world)
    arrives(ben, "Tired.", wish="The pharmacy.")

    ben.presses("I'm in", HERE)
    assert "Tired." in ben.reads
    ben.opens_more_choices()
    assert "The pharmacy." in ben.reads
    ben.sends({ARRIVAL: "Awake.", WISH: ""})

    assert kept_words(world) == [("U0ANA", "question"), ("U0BEN", "arrival")]


def test_nobody_joins_and_it_ends_quietly_and_whoever_asked_is_told_once(world: World, ana: Somebody) -> None:
    ask(world)

    world.move(days=5)

    assert "ended without coming together" in card(world).words
    assert [(name, len(posts)) for name, posts in rung(world).items()] == [("Ana", 1)]
    assert "ended without coming together" in ana.card.words
    assert kept_words(world) == [("U0ANA", "question")]


def test_one_person_alone_is_not_kept_waiting(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world)
    arrives(ben, "Here I am.")
    more(ana, "Go on")
    assert step(world) == Step.CHECK_IN

    world.move(days=1, hours=8)

    assert "ended without coming together" in card(world).words
    assert kept_words(world) == [("U0ANA", "question")]


def test_somebody_may_join_later_and_is_told_when_it_is_too_late(world: World, chloe: Somebody) -> None:
    short(world, "Ana", "Ben", "Dev")

    arrives(chloe, late=True)
    assert "Chloe" in card(world).words
    assert "One question each, for Ben" in card(world).words

    world.move(days=8)
    assert step(world) == Step.CLOSED
    assert "Join in" not in card(world).buttons


def test_whoever_has_left_the_channel_can_do_nothing_more_in_it(world: World, chloe: Somebody) -> None:
    short(world)
    press(chloe, "Ask something")
    world.slack.leave(chloe.id, HERE)
    world.later(minutes=1)  # who is in it is known for as long

    outcome = chloe.sends({"Your question": OPEN})

    assert not outcome.ok
    assert kept_words(world).count(("U0CHLOE", "asks")) == 0


# whose turn it is


def test_where_nobody_has_a_wish_it_goes_straight_to_what_people_do(world: World, ben: Somebody) -> None:
    ask(world)
    arrives(world["Ana"])
    arrives(ben)

    more(world["Ana"], "Go on")

    assert "Would somebody like to take something on?" in card(world).words
    assert may(ben)[:2] == ["Take something on", "Pass"]


@pytest.mark.parametrize("quicker", ["Ben", "Chloe"])
def test_of_two_wishes_one_is_chosen_and_not_by_who_was_quicker(world: World, quicker: str) -> None:
    ask(world)
    for name in (quicker, "Chloe" if quicker == "Ben" else "Ben"):
        arrives(world[name], wish=f"{name} would like some.")
    more(world["Ana"], "Go on", channel=HERE)

    drawn = sorted(("U0BEN", "U0CHLOE"), key=lambda who: shuffled(meeting(world).id, "bids", who))
    assert meeting(world).facts["presenter"] == drawn[0]


def test_what_somebody_took_on_here_comes_first(world: World, ana: Somebody, ben: Somebody) -> None:
    short(world, "Ana", "Ben")
    world.move(days=2)
    takes_on(ben, "Ring the pharmacy", shown=True)
    assert step(world) == Step.CLOSED
    ask(world, "And now?")
    arrives(ana)
    arrives(ben)

    more(ana, "Go on", channel=HERE)
    assert "First, what became of what people took on." in card(world).words
    says(ben, DONE, learnt="They are glad of a call.", tell=True)

    assert step(world) == Step.COMMIT
    read = where(ana)
    assert "Ben: done" in read
    assert "Ring the pharmacy" in read
    assert "They are glad of a call." in read
    assert "Ring the pharmacy" not in messages(world)


def test_what_became_of_it_can_be_passed_and_stays_open(world: World, ana: Somebody, ben: Somebody) -> None:
    short(world, "Ana", "Ben")
    world.move(days=2)
    takes_on(ben, "Ring the pharmacy")
    ask(world, "And now?")
    arrives(ana)
    arrives(ben)
    more(ana, "Go on", channel=HERE)

    passes(ben)

    assert step(world) == Step.COMMIT
    assert "Ring the pharmacy" in mine(ben)
    assert "Ring the pharmacy" not in where(ana)


# one question each


def test_each_asks_one_question_and_a_second_is_refused(world: World, chloe: Somebody) -> None:
    short(world)

    read = asks(chloe, OPEN)
    assert OPEN in read
    press(chloe, "Where we are")
    assert "Ask something" not in form_buttons(chloe)
    put_away(chloe)

    assert kept_words(world).count(("U0CHLOE", "asks")) == 1


def test_a_card_not_yet_redrawn_does_not_bring_a_second_question(world: World, chloe: Somebody) -> None:
    short(world)
    chloe.presses("Ask something")
    assert chloe.send_only({"Your question": OPEN}).ok
    world.slack.close(chloe.id, form_id(chloe))

    chloe.press_only("Ask something")
    outcome = chloe.sends({"Your question": "What else do you see?"})

    assert not outcome.ok
    assert kept_words(world).count(("U0CHLOE", "asks")) == 1


def form_id(somebody: Somebody) -> str:
    assert somebody.form
    return str(somebody.form["id"])


def test_the_presenter_answers_sits_with_passes_and_keeps_and_all_read_it(
    world: World, ben: Somebody
) -> None:
    askers = ("Ana", "Chloe", "Dev", "Esi")
    short(world, "Ana", "Ben", "Chloe", "Dev", "Esi")
    for name in askers:
        asks(world[name], f"What would {name} see?")

    first = reads(ben)
    author = next(name for name in askers if f"What would {name} see?" in first)
    assert author in first
    answers(ben, "They would see a queue.")
    with_it(ben, "Sit with it")
    with_it(ben, "Pass")
    kept = next(name for name in askers if f"What would {name} see?" in reads(ben))
    with_it(ben, "Keep it for the offers")

    assert step(world) == Step.COMMIT
    read = where(world["Ana"])
    assert "They would see a queue." in read
    assert "Ben sits with it." in read
    assert "Ben has let it pass." in read
    other = next(name for name in askers if name != kept)
    assert f"What would {kept} see?" not in where(world[other])


def test_in_the_end_whoever_brought_something_can_hear_ideas(world: World, ben: Somebody) -> None:
    short(world)
    for name in ("Ana", "Chloe"):
        asks(world[name], OPEN)
    with_it(ben, "Sit with it")
    with_it(ben, "Sit with it")

    press(ben, "Hear ideas")
    assert "what others have seen help" in card(world).words
    fill(world["Chloe"], "Offer something", {"What have you seen help?": "We rang before noon."})
    passes(world["Ana"])

    assert step(world) == Step.COMMIT
    assert "We rang before noon." in where(ben)
    assert "Hear ideas" not in may(ben)


def test_only_whoever_brought_something_takes_part_in_the_end_of_it(world: World, ben: Somebody) -> None:
    short(world)
    passes(world["Ana"], world["Chloe"])
    assert step(world) == Step.COMMIT

    takes_on(ben)

    assert step(world) == Step.CLOSED
    assert len(taken(world)) == 1


# the end


def test_closed_everything_said_is_deleted_and_what_people_took_on_lives_on(
    world: World, ana: Somebody, ben: Somebody, chloe: Somebody
) -> None:
    short(world)
    asks(chloe, OPEN)
    passes(ana)
    answers(ben, "My mother would say rest.")
    assert ("U0BEN", "answer") in kept_words(world)

    takes_on(ben, "Ring the pharmacy")

    assert kept_words(world) == [("U0ANA", "question")]
    assert "This is closed. Thank you: " in card(world).words
    assert "One of you took something on." in card(world).words
    assert "Ring the pharmacy" in mine(ben)
    assert "Ring the pharmacy" not in mine(chloe)
    for words in (OPEN, "My mother", "The pharmacy.", "Ring the pharmacy"):
        assert words not in messages(world), words


def messages(world: World) -> str:
    """Every message that the bot posted or changed."""
    return str([c.args for c in world.slack.calls if c.method in ("chat.postMessage", "chat.update")])


def test_by_time_alone_it_comes_to_its_end_by_the_day(world: World) -> None:
    short(world)  # others had until half past nine on Wednesday to come
    assert step(world) == Step.QUESTIONS

    world.move(days=1)
    assert step(world) == Step.QUESTIONS
    world.move(hours=8)
    assert step(world) == Step.COMMIT  # from Thursday at five
    world.move(days=1)
    assert step(world) == Step.COMMIT
    world.move(days=3)

    assert step(world) == Step.CLOSED


def test_after_a_machine_slept_what_comes_next_has_its_whole_time(world: World) -> None:
    ask(world)
    for name in ("Ana", "Ben", "Chloe"):
        arrives(world[name], wish="The pharmacy." if name == "Ben" else "")

    world.jump(days=3)
    assert step(world) == Step.QUESTIONS
    assert "Monday 21 September, 5 pm" in card(world).words

    world.jump(days=4)
    assert step(world) == Step.COMMIT


def test_who_has_not_asked_is_reminded_in_their_own_hours_and_others_are_not(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    short(world)
    asks(ana, OPEN)
    quiet(world)

    world.move(hours=27)

    assert list(rung(world)) == ["Ben"]  # the question is in front of him


def test_at_home_it_says_that_something_waits_and_never_what(world: World, chloe: Somebody) -> None:
    short(world)

    home = chloe.home

    assert "Waiting for you" in home
    assert "A check-in: <#C0HOME>" in home
    assert "pharmacy" not in home
