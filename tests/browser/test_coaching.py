"""Two people in a real browser coach each other: how each would like to be heard, a half each, and thanks."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.window import CHROMIUM, Pictures, Window

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

A_WHILE = 20_000  # what a busy machine adds
OWN, THANKS = "In my own words: what I take from it", "What helped me think"


def writes(window: Window, *said: tuple[str, str]) -> None:
    window.press("Write")
    for label, words in said:
        window.form.get_by_label(label).fill(words)
    window.press_in_form("Send it")
    window.press_in_form("Close")


def half(thinks: Window, there: Window, name: str) -> None:
    """One question, what was heard, and what whoever thinks takes from it."""
    expect(thinks.main.get_by_text("It is your time.").last).to_be_visible(timeout=A_WHILE)
    thinks.picture(f"{name}-focus")
    writes(thinks, ("What I would like to think about", f"How {name} comes home from the ward."))
    expect(there.main.get_by_text("ask one open question").last).to_be_visible(timeout=A_WHILE)
    there.press("Write")
    expect(there.form.get_by_text(f"How {name} comes home from the ward.")).to_be_visible()
    there.form.get_by_label("One open question").fill("You should walk home.")
    there.press_in_form("Send it")
    expect(there.form.get_by_text("This reads like advice")).to_be_visible()
    there.picture(f"{name}-advice")
    there.form.get_by_label("One open question").fill("What is it like when you come in at the door?")
    there.press_in_form("Send it")
    there.press_in_form("Close")
    expect(thinks.main.get_by_text("There is a question for you.").last).to_be_visible(timeout=A_WHILE)
    thinks.picture(f"{name}-question")
    writes(thinks, ("What comes to me", "Quiet, and then it all comes at once."))
    there.press("No more questions")
    expect(there.main.get_by_text("What did you hear?").last).to_be_visible(timeout=A_WHILE)
    writes(there, ("What I heard", "The quiet comes first."))
    expect(thinks.main.get_by_text("In your own words").last).to_be_visible(timeout=A_WHILE)
    writes(thinks, (OWN, "I would like to keep the quiet."), (THANKS, "That you waited."))


def test_two_people_have_a_half_each_and_thank_each_other(browser: Any, address: str) -> None:
    pictures = Pictures()
    ana, ben = (Window(browser, address, who, pictures) for who in ("U0ANA", "U0BEN"))

    # Ana asks Ben, who says yes; each says how they would like to be heard.
    ana.page.get_by_test_id("composer").fill("/alongside coaching")
    ana.page.get_by_test_id("composer").press("Enter")
    ana.form.get_by_role("group", name=re.compile("^Whom would you like to ask")).get_by_label("Ben").check()
    ana.picture("asking")
    ana.press_in_form("Ask them")
    ana.press_in_form("Close")
    for window in (ana, ben):
        window.open_app()
    ben.picture("asked")
    ben.press("Yes, gladly")
    for window in (ana, ben):
        expect(window.main.get_by_text("how would you like to be heard?").last).to_be_visible(timeout=A_WHILE)
        window.press("Write")
        window.form.get_by_label(re.compile("asks me open questions")).check()
        window.picture("contract")
        window.press_in_form("Send it")
        window.press_in_form("Close")

    # Whoever has the first half is no matter of who asked.
    expect(ana.main.get_by_text(re.compile("This is (your|Ben's) half")).last).to_be_visible(timeout=A_WHILE)
    first, second = (ana, ben) if ana.main.get_by_text("This is your half").count() else (ben, ana)
    half(first, second, "first")
    half(second, first, "second")
    for window in (first, second):
        expect(window.main.get_by_text("note for yourself").last).to_be_visible(timeout=A_WHILE)
        window.press("Not this time")

    # What was said can be read, thanks too, in forms alone.
    for window in (first, second):
        expect(window.main.get_by_text("It is over, and thank you.").last).to_be_visible(timeout=A_WHILE)
        window.picture("over")
        window.press("Read it")
        expect(window.form.get_by_text("How first comes home from the ward.")).to_be_visible()
        expect(window.form.get_by_text("That you waited.").first).to_be_visible()
        window.picture("read")
        window.press_in_form("Close")
        expect(window.page.get_by_text("How first comes home")).to_have_count(0)  # no message has it
        assert window.trouble == []
