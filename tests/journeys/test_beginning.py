"""Beginning without typing a command: from the Home tab, from the message box, from three plain questions."""

import pytest

from tests.journeys.steps import put_away
from tests.world import Somebody, World, said

HERE = "C0HOME"
QUESTION = "How did today land?"
WHY = {
    "Ask my pair": "You are two or three.",
    "Look for an agreement": "You want to decide something.",
    "Listen": "You are several, and want to hear each other.",
    "Check in": "You want to go on with something.",
    "Ask somebody": "You would like to go on with something, with somebody who is there for you.",
    "Stories": "You are several, and would like to tell each other how something was.",
}


def from_the_box(somebody: Somebody) -> None:
    """*Begin with Alongside*, in the menu of the message box."""
    assert somebody.world.slack.shortcut(somebody.id, "hall.begin_here").ok
    somebody.world.settle()


def in_channel(somebody: Somebody, channel: str = HERE) -> None:
    somebody.sends({"Which channel?": channel})


@pytest.mark.parametrize("label", ["Listen", "Look for an agreement", "Check in"])
def test_each_practice_of_a_channel_begins_at_home_and_from_the_message_box(
    world: World, ana: Somebody, label: str
) -> None:
    ana.presses_at_home(label)
    in_channel(ana)
    at_home = ana.reads
    put_away(ana)

    from_the_box(ana)
    assert "Nothing is posted before you send it." in ana.reads
    ana.presses(label)
    in_channel(ana)

    assert ana.reads == at_home
    assert "Which channel?" not in ana.reads
    assert world["Ben"].news() == []


def test_a_check_in_begun_at_home_stands_in_the_channel_that_was_chosen(world: World, ana: Somebody) -> None:
    ana.presses_at_home("Check in")
    in_channel(ana)
    form = ana.form or {}
    question = next(block["label"]["text"] for block in form["blocks"] if block["type"] == "input")
    ana.sends({question: QUESTION})

    assert QUESTION in world["Ben"].messages(HERE)[-1].words


def test_a_pair_is_asked_and_invited_from_the_message_box(world: World, ana: Somebody) -> None:
    for label, title in (("Ask my pair", "Choose a question"), ("Invite someone", "Invite")):
        from_the_box(ana)
        ana.presses(label)
        assert title in ana.reads
        put_away(ana)


def test_home_shows_what_was_just_done_in_a_form_that_was_opened_there(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    chloe.types("/pair @dev")
    assert "Chloe asks" in dev.home

    dev.presses_at_home("Read it")
    dev.presses("Yes, gladly")

    shown = said(world.slack.state(dev.id)["home"]["blocks"])
    assert "Chloe asks" not in shown
    assert "You and Chloe" in shown


def test_whoever_is_not_in_the_channel_begins_nothing_there(world: World, ana: Somebody) -> None:
    world.slack.leave(ana.id, HERE)
    ana.presses_at_home("Listen")
    outcome = ana.sends({"Which channel?": HERE})

    assert "you are not in it just now" in outcome.errors["channel"]
    assert "Which channel?" in ana.reads


def test_where_the_app_is_not_it_says_how_to_let_it_in_and_the_same_form_goes_on(
    world: World, ana: Somebody
) -> None:
    ana.presses_at_home("Listen")
    refused = ana.sends({"Which channel?": "C0STEER"})
    assert "Type `/invite @Alongside` there" in refused.errors["channel"]
    assert "Try again" not in refused.errors["channel"]  # no such button stands here

    ana.types("/invite @Alongside", "C0STEER")
    in_channel(ana, "C0STEER")

    assert "Which channel?" not in ana.reads


@pytest.mark.parametrize(
    ("answers", "button"),
    [
        (("Two or three", "To hear each other", "Each when it suits them"), "Ask my pair"),
        (("Two or three", "To go on with something", "Each when it suits them"), "Ask my pair"),
        (("Two or three", "To go on with something", "All at the same time"), "Ask somebody"),
        (("Two or three", "To decide something together", "All at the same time"), "Look for an agreement"),
        (("More of us, in a channel", "To hear each other", "All at the same time"), "Listen"),
        (("More of us, in a channel", "To hear each other", "Each when it suits them"), "Listen"),
        (("More of us, in a channel", "To tell how something was for us", "All at the same time"), "Stories"),
        (("Two or three", "To tell how something was for us", "Each when it suits them"), "Ask my pair"),
        (("More of us, in a channel", "To go on with something", "Each when it suits them"), "Check in"),
    ],
)
def test_three_plain_questions_choose_a_practice_say_why_and_begin_it(
    world: World, ana: Somebody, answers: tuple[str, ...], button: str
) -> None:
    labels = ("How many are you?", "What would help?", "When?")
    ana.presses_at_home("Not sure which?")
    ana.sends(dict(zip(labels, answers, strict=True)))

    assert "This may help" in ana.reads
    assert WHY[button] in ana.reads
    ana.presses("See all of them")
    assert "Look for an agreement" in ana.reads
    put_away(ana)

    ana.presses_at_home("Not sure which?")
    ana.sends(dict(zip(labels, answers, strict=True)))
    ana.presses(button)
    assert "This may help" not in ana.reads
