"""What a newcomer finds in Home, in a real browser, with the keyboard alone and without typing a command:
each of the practices begun, a rhythm set, *away* said, an invitation found and answered.

On each page that opens axe-core looks for what would hinder somebody, at a desk and on a phone.
PICTURES=<folder> saves a picture of each.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.window import CHROMIUM, Pictures, Window

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

CHANNEL = "#going-home-well"
QUESTION = "How did today land?"


def begins_in_the_channel(ana: Keyboard, label: str, name: str) -> None:
    """The button at home, or after three plain questions; then in which channel."""
    ana.presses(label)
    ana.finds("Which channel?")
    ana.window.hinders_nobody(f"{name}-where")
    ana.chooses("Which channel?", CHANNEL)
    ana.presses("Go on")


def asks_her_pair(ana: Keyboard) -> None:
    ana.presses("Ask my pair")
    ana.finds("You see it whole before it is asked.")
    ana.window.hinders_nobody("choosing-a-question")
    ana.chooses("What is it for?", "Thinking together")
    ana.presses("Show questions")
    look = ana.window.form.get_by_role("button", name=re.compile("^Look at")).first
    expect(look).to_be_visible()
    ana.window.hinders_nobody("questions")
    ana.enters(look)
    ana.finds("It goes to you and Ben.")
    ana.window.hinders_nobody("a-question-whole")
    ana.presses("Ask us this")
    ana.finds("I have asked Ben and you")
    ana.goes_back()


def listens(ana: Keyboard) -> None:
    begins_in_the_channel(ana, "Listen", "listening")
    ana.finds("Everybody here can join, unless you name people.")
    ana.window.hinders_nobody("listening")
    ana.writes("What would you like to ask?", QUESTION)
    ana.presses("More choices")
    ana.finds("Only for certain people?")
    ana.window.hinders_nobody("listening-more")
    ana.presses("Ask")
    ana.finds("I have put this to everybody here")
    ana.goes_back()


def looks_for_an_agreement(ana: Keyboard) -> None:
    begins_in_the_channel(ana, "Look for an agreement", "agreement")
    ana.finds("Nobody is outvoted, and silence is never a yes.")
    ana.window.hinders_nobody("agreement")
    ana.writes("What is the question?", "How do we tell people when they can go home?")
    ana.ticks("Ben")
    ana.writes("What can we decide here?", "Who tells them, and when.")
    ana.presses("Start")
    ana.finds("It is in the channel")
    ana.goes_back()


def checks_in_where_she_was_not_sure(ana: Keyboard) -> None:
    ana.presses("Not sure which?")
    ana.finds("How many are you?")
    ana.window.hinders_nobody("not-sure")
    for answer in ("More of us, in a channel", "To go on with something", "Each when it suits them"):
        ana.ticks(answer)
    ana.presses("Suggest one")
    ana.finds("This may help")
    ana.window.hinders_nobody("suggested")
    begins_in_the_channel(ana, "Check in", "check-in")
    ana.finds("Whoever likes joins.")
    ana.window.hinders_nobody("check-in")
    ana.writes("What would you like to ask everybody?", "How is the discharge work going?")
    ana.presses("Post it")
    ana.finds("It has begun.")
    ana.goes_back()


def sets_a_rhythm(ana: Keyboard) -> None:
    ana.presses("Let it come again")
    ana.finds("For you and Ben.")
    ana.window.hinders_nobody("rhythm")
    ana.ticks("Every second week")
    ana.ticks("Thursday")
    ana.writes("At what time?", "15:00")
    ana.presses("Let it come")
    ana.finds("A question from the catalogue comes")
    ana.goes_back()


def says_away(ana: Keyboard) -> None:
    ana.presses("Away")
    ana.finds("No reason is asked or kept.")
    ana.window.hinders_nobody("away")
    ana.ticks("Pause everything for me until I say that I am back")
    ana.presses("Save")
    ana.finds("Everything is paused for you.")
    ana.goes_back()


def invites(ana: Keyboard, whom: str) -> None:
    ana.presses("Invite someone")
    ana.finds("Whom would you like to ask?")
    ana.window.hinders_nobody("inviting")
    ana.ticks(whom)
    ana.writes("What would you like to do together?", "Make the first day at home a good one.")
    ana.presses("Ask them")
    ana.finds(f"I have asked {whom}")
    ana.goes_back()


def finds_an_invitation_and_says_yes(chloe: Keyboard) -> None:
    expect(chloe.window.main.get_by_role("heading", name="Waiting for you")).to_be_visible()
    chloe.finds("Ana asks: would you like to reflect together?")
    chloe.window.hinders_nobody("invited")
    chloe.presses("Read it")
    chloe.finds("Make the first day at home a good one.")
    chloe.window.hinders_nobody("invitation")
    chloe.presses("Yes, gladly")
    chloe.finds("What helps me")
    chloe.window.hinders_nobody("what-helps")
    chloe.goes_back()
    chloe.opens("Alongside", "home-tab")
    chloe.finds("You and Ana")


def reads_what_stands_in_messages(chloe: Keyboard) -> None:
    chloe.opens("Alongside", "messages-tab")
    chloe.finds("You and Ana can reflect together now.")
    chloe.window.hinders_nobody("messages")
    chloe.opens("going-home-well")
    chloe.finds(QUESTION)
    chloe.window.hinders_nobody("channel")


@pytest.fixture
def windows(browser: Any, address: str) -> Iterator[tuple[Keyboard, Keyboard]]:
    pictures = Pictures()
    ana, chloe = (Window(browser, address, who, pictures) for who in ("U0ANA", "U0CHLOE"))
    yield Keyboard(ana), Keyboard(chloe)
    assert [*ana.trouble, *chloe.trouble] == []


def test_a_newcomer_begins_everything_at_home_with_the_keyboard_alone(
    windows: tuple[Keyboard, Keyboard],
) -> None:
    ana, chloe = windows
    ana.opens("Alongside", "home-tab")
    ana.window.hinders_nobody("home")

    asks_her_pair(ana)
    listens(ana)
    looks_for_an_agreement(ana)
    checks_in_where_she_was_not_sure(ana)
    sets_a_rhythm(ana)
    invites(ana, "Chloe")
    says_away(ana)
    ana.window.hinders_nobody("home-with-much")

    chloe.opens("Alongside", "home-tab")
    finds_an_invitation_and_says_yes(chloe)
    reads_what_stands_in_messages(chloe)
