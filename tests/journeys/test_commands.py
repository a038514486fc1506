"""What people type: help, inviting, asking, and what happens with what does not fit."""

import pytest

from tests.journeys.steps import QUESTION, ask, choices, goes_on_alone, listen, make_trio, put_away
from tests.journeys.tampering import command, press
from tests.world import NAMES, Somebody, World, said


def in_steering(somebody: Somebody) -> list[str]:
    return [m.text for m in somebody.messages("C0STEER")]


@pytest.fixture
def own_channel(world: World) -> str:
    """A private channel with only Ana, Ben and the app in it."""
    world.slack.leave("U0CHLOE", "C0STEER")
    world["Ana"].types("/invite @Alongside", channel="C0STEER")
    return "C0STEER"


@pytest.mark.parametrize("typed", ["/alongside", "/alongside help", "/alongside sing", "/alongside hall"])
def test_help_and_what_is_unknown_are_answered_with_usage_in_private(
    world: World, ana: Somebody, ben: Somebody, typed: str
) -> None:
    answer = ana.types(typed, channel="C0HOME").message

    assert "`/reflect What did we avoid today?`" in said(answer["blocks"])
    assert "/pair @ben" in answer["text"]
    assert [m for m in ben.messages("C0HOME") if "/reflect" in m.text] == []


@pytest.mark.parametrize("typed", ["/reflect help", "/reflect HELP"])
def test_reflect_help_says_how_and_offers_the_catalogue(
    world: World, ana: Somebody, ben: Somebody, typed: str
) -> None:
    answer = ana.types(typed).message

    assert "Type `/reflect` and your question" in said(answer["blocks"])
    assert ben.rang() == []
    ana.presses("Choose a question")
    assert "Seen and heard" in ana.reads


@pytest.mark.parametrize("typed", ["/reflect", "/reflect   "])
def test_reflect_without_a_question_opens_the_catalogue(
    world: World, ana: Somebody, ben: Somebody, typed: str
) -> None:
    ana.types(typed)

    assert "What is it for?" in ana.reads
    assert "Seen and heard" in ana.reads
    assert ben.rang() == []


@pytest.mark.parametrize("typed", ["/pair help", "/pair sing"])
def test_pair_without_a_person_says_how_and_with_whom_one_is(world: World, ana: Somebody, typed: str) -> None:
    answer = ana.types(typed).message

    assert "`/pair @ben` asks Ben" in said(answer["blocks"])
    assert "You are together with Ben." in said(answer["blocks"])
    assert "Invite someone" in said(answer["blocks"])


def test_somebody_who_is_invited_sees_who_asks_for_what_and_what_is_kept(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]

    chloe.types("/pair @dev", channel="C0HOME")

    assert "You will hear from me when they answer" in chloe.messages("C0HOME")[-1].text
    [told] = dev.rang()
    assert "Chloe asks: would you like to reflect together?" in told
    assert "kept for the two of you, until you delete it or 90 days" in told
    assert choices(dev) == ["Yes, gladly", "Not this time", "Better not", "Ask something first"]
    dev.presses("How this works")
    assert "encrypted" in dev.reads
    assert chloe.rang() == []


def test_saying_yes_makes_a_pair_that_can_ask_at_once(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    chloe.types("/pair @dev")
    dev.presses("Yes, gladly")

    receipt = dev.types(f"/reflect {QUESTION}")

    assert "I have asked Chloe and you" in receipt.message["text"]
    assert len([one for one in chloe.rang() if QUESTION in one]) == 1


def test_saying_no_is_told_and_leaves_no_pair(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    chloe.types("/pair @dev")

    dev.presses("Not this time")

    assert "nothing of it is kept" in dev.card.words
    assert "Dev: not this time." in chloe.card.words
    assert "invite someone first" in chloe.types(f"/reflect {QUESTION}").message["text"]


def test_an_answer_to_an_invitation_counts_once(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    chloe.types("/pair @dev")
    old = dev.card
    dev.presses("Not this time")

    yes = next(e for b in old.raw["blocks"] if b["type"] == "actions" for e in b["elements"])
    told = press(world, dev, "pairs.yes", yes["value"])

    assert "This has been answered already." in told
    assert "My pairs" not in dev.home


def test_an_invitation_that_nobody_answers_closes_and_whoever_asked_is_told(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    chloe.types("/pair @dev")
    listen(world)

    world.move(days=15)

    [told] = chloe.rang()
    assert "Your invitation to Dev is over, without an answer." in told
    assert choices(chloe) == ["Invite someone"]
    assert ["This invitation is over" in one for one in dev.rang()] == [True]
    assert "This invitation is over" in dev.card.words
    assert "You said not this time" not in dev.card.words
    assert dev.card.buttons == []


def test_so_it_does_where_one_of_two_said_yes(world: World) -> None:
    chloe, dev, esi = world["Chloe"], world["Dev"], world["Esi"]
    chloe.types("/pair @dev @esi")
    dev.presses("Yes, gladly")
    listen(world)

    world.move(days=15)

    [told] = chloe.rang()
    assert "You and Dev can reflect together." in told
    assert "Your invitation to Esi is over, without an answer." in told
    assert dev.rang() == []
    assert ["This invitation is over" in one for one in esi.rang()] == [True]


def test_nobody_is_called_by_an_id_where_slack_does_not_say_who_they_are(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    world.slack.faults.next("users.info", "503", times=50)

    chloe.types("/pair @dev")
    dev.presses("Yes, gladly")

    for told in (*chloe.rang(), *dev.rang()):
        assert "U0" not in told
    assert "You and your partner can reflect together now." in chloe.card.words


def test_asking_the_same_person_twice_asks_them_once(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]

    chloe.types("/pair @dev")
    chloe.types("/pair @dev")

    assert len(dev.rang()) == 1


def test_people_who_are_together_are_not_asked_again(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types("/pair @ben")

    assert "You are together already" in ana.whispered.text
    assert ben.rang() == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/pair @ana", "somebody other than yourself"),
        ("/pair @ana @dev", "somebody other than yourself"),
        ("/pair @ben @chloe @dev", "three at most"),
        ("/pair @ben @chloe @dev @esi", "three at most"),
    ],
)
def test_whom_one_cannot_ask_is_said_in_private_and_nobody_is_asked(
    world: World, ana: Somebody, typed: str, told: str
) -> None:
    ana.types(typed)

    assert told in ana.whispered.text
    assert {name: world[name].rang() for name in NAMES if world[name].rang()} == {}


def test_whoever_asks_somebody_that_slack_does_not_let_us_write_to_is_told_once(
    world: World, ana: Somebody
) -> None:
    world.slack.faults.next("chat.postMessage", "user_disabled", channel="U0DEV")
    ana.types("/pair @dev")

    [told] = ana.rang()
    assert "Slack would not let me write to Dev." in told
    assert choices(ana) == ["Invite someone"]


def test_whoever_asked_somebody_who_is_gone_is_told(world: World, ana: Somebody) -> None:
    ana.types("/pair @dev")

    world.slack.deactivate("U0DEV")
    world.settle()

    [told] = ana.rang()
    assert "Dev cannot be asked here." in told


def test_inviting_by_the_form_refuses_under_its_question(world: World, ana: Somebody) -> None:
    ana.presses_at_home("Invite someone")

    outcome = ana.sends({"Whom would you like to ask?": ["Ana"]})

    assert outcome.errors == {"people": "Please choose somebody other than yourself."}
    assert ana.form


def test_two_invited_are_a_trio_when_both_say_yes(world: World) -> None:
    chloe, _, _ = make_trio(world)

    receipt = chloe.types(f"/reflect {QUESTION}")

    assert "I have asked Dev and Esi and you" in receipt.message["text"]


def test_two_of_three_who_said_yes_are_a_pair_meanwhile(world: World) -> None:
    chloe, dev, esi = world["Chloe"], world["Dev"], world["Esi"]
    chloe.types("/pair @dev @esi")
    dev.presses("Yes, gladly")

    chloe.types(f"/reflect {QUESTION}")

    assert any(QUESTION in one for one in dev.rang())
    assert all(QUESTION not in one for one in esi.rang())


def test_reflect_asks_ones_one_pair_from_anywhere_and_posts_nothing_there(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    before = len(ben.messages("C0HOME"))

    receipt = ana.types(f"/reflect {QUESTION}", channel="C0HOME")

    assert "I have asked Ben and you" in receipt.message["text"]
    assert QUESTION in ben.card.text
    assert len(ben.messages("C0HOME")) == before


def test_with_several_pairs_a_form_asks_which_and_keeps_what_was_typed(world: World) -> None:
    ana, ben, esi = world["Ana"], world["Ben"], world["Esi"]
    ana.types("/pair @esi")
    esi.presses("Yes, gladly")
    listen(world)

    ana.types(f"/reflect {QUESTION}")
    assert QUESTION in ana.reads
    assert [ben.rang(), esi.rang()] == [[], []]
    ana.sends({"Whom shall I ask?": "Esi"})

    assert "I have asked Esi and you" in ana.reads
    assert QUESTION in esi.card.text
    assert ben.rang() == []


def test_with_no_pair_a_private_note_offers_to_invite_and_keeps_the_question(world: World) -> None:
    dev = world["Dev"]
    answer = dev.types(f"/reflect {QUESTION}", channel="C0HOME").message

    assert QUESTION in said(answer["blocks"])
    dev.presses("Invite someone", channel="C0HOME")
    dev.sends({"Whom would you like to ask?": ["Chloe"]})

    assert "Dev asks: would you like to reflect together?" in world["Chloe"].rang()[0]


def test_the_same_command_delivered_twice_asks_once(world: World, ana: Somebody, ben: Somebody) -> None:
    first, second = command(world, ana, "/reflect", QUESTION, times=2)

    assert first == second
    assert [len(ana.rang()), len(ben.rang())] == [1, 1]


def test_the_same_invitation_delivered_twice_asks_once(world: World) -> None:
    command(world, world["Chloe"], "/pair", "<@U0DEV|dev>", times=2)

    assert len(world["Dev"].rang()) == 1


@pytest.mark.parametrize("typed", ["/alongside reflection", "/alongside Reflection"])
def test_any_practice_starts_with_alongside_and_its_name(
    world: World, ana: Somebody, ben: Somebody, typed: str
) -> None:
    receipt = ana.types(f"{typed} Who & what did we <avoid>?")

    assert "I have asked Ben and you" in receipt.message["text"]
    assert "Who & what did we <avoid>?" in ben.card.words


def test_pairs_starts_with_alongside_too(world: World) -> None:
    world["Chloe"].types("/alongside pairs @dev")

    assert len(world["Dev"].rang()) == 1


def test_a_question_that_is_too_long_is_refused_and_what_was_typed_is_kept(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    question = "Why & how? " * 200

    answer = ana.types(f"/reflect {question}")

    assert answer.ok
    assert "500 characters or fewer" in answer.message["text"]
    assert said(answer.message["blocks"]).count("Why &amp; how?") >= 100
    assert ben.rang() == []


def test_a_question_for_one_of_several_that_is_too_long_stays_in_its_form(world: World) -> None:
    ana, esi = world["Ana"], world["Esi"]
    ana.types("/pair @esi")
    esi.presses("Yes, gladly")
    ana.types(f"/reflect {QUESTION}")

    outcome = ana.sends({"Whom shall I ask?": "Esi", "The question": "Why? " * 120})

    assert outcome.errors
    assert "question" in outcome.errors


def test_a_question_of_the_catalogue_is_asked_with_one_press(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    """By its purpose, and by a word; seen whole, with whom it goes to, before anybody is asked."""
    ana.presses_at_home("Ask my pair")
    ana.sends({"What is it for?": "Seen and heard"})
    assert "What did somebody once do that made you feel seen as a person?" in ana.reads
    assert "thank your partner" not in ana.reads
    ana.sends({"What is it for?": "Anything", "A word to look for": "THANK"})
    assert "seen as a person" not in ana.reads
    assert "What would you like to thank your partner for?" in ana.reads

    ana.presses("Look at it")

    assert "Thanks often stay in our heads." in ana.reads
    assert "About 5 minutes" in ana.reads
    assert "It goes to you and Ben" in ana.reads
    assert ben.rang() == []
    ana.presses("Back to the list")
    assert "What would you like to thank your partner for?" in ana.reads
    ana.presses("Look at it")
    ana.presses("Ask us this")
    assert "I have asked Ben and you" in ana.reads
    assert len(ben.rang()) == 1
    assert "What would you like to thank your partner for?" in ben.card.words


def test_before_a_question_is_asked_it_says_whom_it_goes_to_whoever_there_is(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    dev = world["Dev"]
    assert "There is nobody to ask yet" in press(world, dev, "reflection.look", "F01-01")
    goes_on_alone(ana, ben)
    put_away(ana)

    alone = press(world, ana, "reflection.look", "F01-01")

    assert "It goes to you alone." in alone
    assert "Say it as the other would" not in alone
    ana.types("/pair @dev")
    dev.presses("Yes, gladly")
    assert "you choose next whom it goes to" in press(world, ana, "reflection.look", "F01-01")


def test_what_no_question_has_is_said(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types("/reflect")

    ana.sends({"What is it for?": "Anything", "A word to look for": "zebra"})

    assert "No question has these words." in ana.reads
    ana.sends({"What is it for?": "Anything", "A word to look for": ""})
    assert "more fit. A purpose or a word brings fewer." in ana.reads


def test_a_question_that_can_hurt_says_how_to_take_care_and_whom_to_talk_to(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    """Before it is asked, on both cards, and in the form."""
    ana.types("/reflect")
    ana.sends({"What is it for?": "Fear and change", "A word to look for": "goodbye"})
    ana.presses("Look at it")
    care, let_go = "Go only as near as feels all right today.", "nobody else can tell, and nobody asks why"
    support = "If you would like to talk to somebody:* Maya, staff support"
    assert all(line in ana.reads for line in (care, let_go, support))

    ana.presses("Ask us this")
    ana.closes()

    for somebody in (ana, ben):
        assert all(line in somebody.card.words for line in (care, let_go, "says whom you can talk to"))
        somebody.presses("How this works")
        assert "Maya, staff support" in somebody.reads
        somebody.closes()
        somebody.presses("Write my answer")
        assert all(line in somebody.reads for line in (care, let_go, support))
        somebody.closes()
    before = ana.card.words
    ben.presses("Not this time")
    assert "You are not answering this one" in ben.card.words
    assert ana.card.words == before
    assert ana.rang()[1:] == []


@pytest.mark.parametrize("prompt_id", ["F18-01", "F13-01", "F99-01"])
def test_a_question_for_groups_is_no_question_for_a_pair(
    world: World, ana: Somebody, ben: Somebody, prompt_id: str
) -> None:
    told = press(world, ana, "reflection.ask_prompt", prompt_id)

    assert "This is not here any more." in told
    assert [ana.rang(), ben.rang()] == [[], []]


def test_another_question_can_be_asked_from_a_closed_card(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")
    ben.presses("Not this time")
    ana.presses("Keep it to myself")
    listen(world)

    ana.presses("Ask another question")
    ana.sends({"Whom shall I ask?": "Ben", "The question": "What now?"})

    assert any("What now?" in one for one in ben.rang())


def test_where_the_app_is_not_in_the_channel_it_says_how_to_let_it_in_and_tries_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    world.slack.leave("U0CHLOE", "C0STEER")
    ana.types("/pair here", channel="C0STEER")
    told = [m for m in ana.messages("C0STEER") if m.ephemeral][-1]
    assert "Type `/invite @Alongside`, then press *Try again*" in told.words

    ana.types("/invite @Alongside", channel="C0STEER")
    ana.presses("Try again", channel="C0STEER")

    told = [m for m in ana.messages("C0STEER") if m.ephemeral][-1]
    assert "This channel is yours now" in told.text
    assert not any("This channel is yours" in text for text in in_steering(ben))


def test_a_channel_with_others_in_it_cannot_be_a_pairs_own(world: World, ana: Somebody) -> None:
    ana.types("/invite @Alongside", channel="C0STEER")

    ana.types("/pair here", channel="C0STEER")

    told = [m for m in ana.messages("C0STEER") if m.ephemeral][-1]
    assert "other people in it" in told.text
    assert "/pair here" in told.text


def test_an_open_channel_cannot_be_a_pairs_own(world: World, ana: Somebody) -> None:
    ana.types("/pair here", channel="C0HOME")

    told = [m for m in ana.messages("C0HOME") if m.ephemeral][-1]
    assert "has to be private" in told.text


def test_somebody_without_a_pair_has_no_channel_to_name(world: World) -> None:
    chloe = world["Chloe"]

    chloe.types("/pair here", channel="C0STEER")

    told = [m for m in chloe.messages("C0STEER") if m.ephemeral][-1]
    assert "You are not in a pair yet" in told.text


def test_in_a_pairs_own_channel_reflect_asks_that_pair_and_posts_nothing_there(
    world: World, own_channel: str
) -> None:
    ana, ben, esi = world["Ana"], world["Ben"], world["Esi"]
    ana.types("/pair @esi")
    esi.presses("Yes, gladly")
    ana.types("/pair here", channel=own_channel)
    listen(world)
    before = in_steering(ben)

    receipt = ana.types(f"/reflect {QUESTION}", channel=own_channel)

    assert "I have asked Ben and you" in receipt.message["text"]
    assert QUESTION in ben.card.text
    assert esi.rang() == []
    assert in_steering(ben) == before
    put_away(ana)


def test_either_says_what_experience_they_bring_two_clicks_from_an_answer(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)
    ana.presses("Write my answer")
    ana.presses("What I bring")
    ana.sends(
        {
            "My experience here is mostly …": "of living with it, or of caring for someone",
            "In my own words": "Nine years of it",
            "Who may read my words": True,
        }
    )
    ana.sends({"In your own words": "The money."})
    ben.answers("Who decides.")

    assert "Brings: Nine years of it" in ben.reads
    assert "living with it" not in ben.reads


def test_what_somebody_brings_is_shown_to_nobody_unless_they_say_so(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ana.presses_at_home("What I bring")
    ana.sends({"In my own words": "Nine years of it"})
    ask(world, "Ana", "Ben")

    ben.presses("Read the answers")

    assert "Nine years" not in ben.reads
    assert choices(ben)


def test_from_home_one_reads_how_often_it_reminds_and_can_have_fewer(world: World, ana: Somebody) -> None:
    ana.presses_at_home("Reminders")
    assert "at most twice a week" in ana.reads

    ana.presses("Fewer of these")

    assert "You asked for fewer of these" in ana.reads


def test_at_home_it_says_once_that_nothing_waits_and_shows_no_empty_part(world: World, ben: Somebody) -> None:
    assert "Nothing waits for you just now." in ben.home
    assert "Waiting for you" not in ben.home
    assert "Read again" not in ben.home

    ask(world, "Ana", "Ben")

    assert "Waiting for you" in ben.home
    assert "Nothing waits for you" not in ben.home


def test_a_direct_message_cannot_become_a_pair_s_own_channel(world: World) -> None:
    ana = world["Ana"]

    ana.types("/pair here")

    assert "This is a direct message" in ana.whispered.words
    assert "/pair here" in ana.whispered.words
