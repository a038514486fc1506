"""An agreement in a real browser: the short way, an objection that changes it, a record found again."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.window import CHROMIUM, Pictures, Window

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

QUESTION = "How do we tell people when they can go home?"
FIRST, SECOND = "We ring at six in the morning.", "We ring between ten and noon, or write."
BEHIND, OBJECT = "I'm fully behind this", re.compile("^I object")


def types(window: Window, line: str) -> None:
    """One line and one Enter."""
    window.page.get_by_test_id("composer").fill(line)
    window.page.get_by_test_id("composer").press("Enter")


def answers(window: Window, level: Any, why: str = "") -> None:
    window.press_what_begins("Answer")
    window.form.get_by_label(level).check()
    window.form.get_by_label(re.compile("^Why")).fill(why)
    window.press_in_form("Send my answer")


def test_two_people_come_to_an_agreement_and_it_is_found_again(browser: Any, address: str) -> None:
    pictures = Pictures()
    ana = Window(browser, address, "U0ANA", pictures)
    ben = Window(browser, address, "U0BEN", pictures)

    # Ana asks, and says who decides and what is proposed.
    types(ana, f"/options {QUESTION}")
    expect(ana.form.get_by_label("What is the question?")).to_have_value(QUESTION)
    ana.form.get_by_role("group", name="Who decides together?").get_by_label("Ben").check()
    ana.press_in_form("More choices")
    ana.form.get_by_label(re.compile("^Nobody's in particular")).check()
    ana.form.get_by_label(re.compile("^The short way")).check()
    ana.form.get_by_label(re.compile("^A proposal or a first option")).fill(FIRST)
    ana.form.get_by_label(re.compile("^We do not know yet")).check()
    ana.picture("options-starting")
    ana.press_in_form("Start")
    expect(ana.form.get_by_text("It is in the channel")).to_be_visible()
    ana.press_in_form("Close")
    expect(ana.form).not_to_be_visible()  # what was focused before comes back only then
    expect(ana.main.get_by_text("Answered: 0 of 2", exact=False).first).to_be_visible()
    ana.picture("options-asked")

    # She answers, with the keyboard alone; Ben sees that she has, and no word of it.
    ana.main.get_by_role("button", name="Answer", exact=True).last.focus()
    ana.page.keyboard.press("Enter")
    level = ana.form.get_by_label(BEHIND)
    expect(level).to_be_visible()
    level.focus()
    ana.page.keyboard.press("Space")
    ana.page.keyboard.press("Tab")
    ana.page.keyboard.type("Nobody waits in vain.")
    ana.form.get_by_role("button", name="Send my answer").focus()
    ana.page.keyboard.press("Enter")
    expect(ana.form.get_by_text("1 of 2 have answered", exact=False)).to_be_visible()
    ana.press_in_form("Close")
    expect(ben.main.get_by_text("Answered: 1 of 2", exact=False).first).to_be_visible()
    assert "in vain" not in ben.page.content()

    # Ben objects: all answers open, and the proposal is changed.
    answers(ben, OBJECT, "Six is too early for people who sleep badly.")
    expect(ben.form.get_by_text("now all are open", exact=False)).to_be_visible()
    ben.press_in_form("Close")
    expect(ana.main.get_by_text("Somebody objects", exact=False).first).to_be_visible()
    ana.picture("options-objection")
    assert "Six is too early" not in ana.main.inner_text()  # what people write is read in forms
    ana.press_what_begins("Change the proposal")
    ana.press_in_form("Change")
    ana.form.get_by_label("How should it read?").fill(SECOND)
    ana.press_in_form("Keep this")
    expect(ana.form.get_by_text(SECOND).first).to_be_visible()
    ana.press_in_form("Close")
    expect(
        ana.main.get_by_text(SECOND).first
    ).to_be_visible()  # what is drawn anew cannot be pressed just then
    ana.press_what_begins("Ask for answers again")

    # Both are behind it now, and it is written down.
    for already, window in enumerate((ana, ben)):
        expect(
            window.main.get_by_text("Once more, after what was changed", exact=False).first
        ).to_be_visible()
        expect(window.main.get_by_text(f"Answered: {already} of 2", exact=False).first).to_be_visible()
        answers(window, BEHIND)
        expect(window.form.get_by_text("Your answer is in", exact=False)).to_be_visible()
        window.press_in_form("Close")
    ben.press_what_begins("Write it down")
    ben.form.get_by_label("Why?").fill("Everybody is awake by then.")
    ben.picture("options-writing-down")
    ben.press_in_form("Write it down")
    expect(ben.form.get_by_text("It is written down.")).to_be_visible()
    ben.press_in_form("Close")
    expect(ana.main.get_by_text("What was agreed here").first).to_be_visible()
    ana.picture("options-agreed")

    # Somebody who was not there finds it by one of its words, and reads it whole.
    dev = Window(browser, address, "U0DEV", pictures)
    types(dev, "/options")
    dev.form.get_by_label("Words to look for").fill("awake")
    dev.press_in_form("Search")
    expect(dev.form.get_by_text("Found: 1.")).to_be_visible()
    dev.picture("options-register")
    dev.form.get_by_role("button", name=re.compile("^Open")).first.click()
    for words in (QUESTION, SECOND, "Everybody is awake by then."):
        expect(dev.form.get_by_text(words).first).to_be_visible()
    dev.picture("options-record")
    assert [*ana.trouble, *ben.trouble, *dev.trouble] == []
