"""What a newcomer does, in a real browser: open the page, ask, answer, read, play back, close, find it again.

PICTURES=<folder> saves a picture of each step; two of them stand in the README.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.window import CHROMIUM, Pictures, Window

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


def test_a_newcomer_reflects_with_a_partner_and_finds_it_again(browser: Any, address: str) -> None:
    pictures = Pictures()
    ana = Window(browser, address, "U0ANA", pictures)

    # Ana asks, from the channel that is open before her.
    ana.page.get_by_test_id("composer").fill("/reflect What did we avoid today?")
    ana.picture("typing-the-command")
    ana.page.get_by_test_id("composer").press("Enter")
    expect(ana.main.get_by_text("I have asked Ben and you")).to_be_visible()
    ana.picture("receipt")
    ana.open_app()
    expect(ana.main.get_by_text("A question for you and Ben")).to_be_visible()
    ana.picture("first-card")

    # She answers; Ben sees that she has, and not a word of it.
    ana.press("Write my answer")
    expect(ana.form.get_by_text("Only you can read this")).to_be_visible()
    ana.form.get_by_label("In your own words").fill("That nobody knows who pays for the night visits.")
    ana.picture("answer-form")
    ana.press_in_form("Save")
    expect(ana.main.get_by_text("Your answer is in")).to_be_visible()
    ana.picture("answered")
    ben = Window(browser, address, "U0BEN", pictures)
    ben.open_app()
    expect(ben.main.get_by_text("Ana has answered: only yours is missing.")).to_be_visible()
    assert "night visits" not in ben.page.content()
    ben.picture("ben-before-answering")

    # Ben answers, and the form turns to what both wrote.
    ben.press("Write my answer")
    ben.form.get_by_label("In your own words").fill("Who decides. I find it hard to let go of that.")
    ben.press_in_form("Save")
    expect(ben.form.get_by_text("night visits")).to_be_visible()
    expect(ben.form.get_by_text("hard to let go")).to_be_visible()
    ben.picture("reading-both")

    # He plays back what he heard; she says: yes, that's it.
    ben.press_in_form("Play back what I heard")
    ben.form.get_by_label("What I heard Ana say is").fill("That the money frightens you, and nobody says so.")
    ben.picture("playing-back")
    ben.press_in_form("Send")
    expect(ana.main.get_by_text("Ben has said back what they heard from you")).to_be_visible()
    ana.press("Is that it?")
    expect(ana.form.get_by_text("nobody says so")).to_be_visible()
    ana.form.get_by_label("Yes, that's it").check()
    ana.picture("is-that-it")
    ana.press_in_form("Send")
    expect(ben.main.get_by_text("Ana says: yes, that's it.")).to_be_visible()
    ben.picture("yes-thats-it")

    # And the other way round.
    ana.press("Read the answers")
    ana.press_in_form("Play back what I heard")
    ana.form.get_by_label("What I heard Ben say is").fill("That deciding together costs you something.")
    ana.press_in_form("Send")
    expect(ben.main.get_by_text("Ana has said back what they heard from you")).to_be_visible()
    ben.press("Is that it?")
    ben.form.get_by_label("Yes, that's it").check()
    ben.press_in_form("Send")
    expect(ana.main.get_by_text("You have both been heard.")).to_be_visible()

    # They close it without a note, and each finds it again.
    for window in (ana, ben):
        window.press("Close it here", sure="Close it")
    expect(ana.main.get_by_text("This one is closed.")).to_be_visible()
    expect(ben.main.get_by_text("This one is closed.")).to_be_visible()
    ben.page.get_by_test_id("home-tab").click()
    expect(ben.main.get_by_role("heading", name="My words")).to_be_visible()
    ben.picture("home")
    ben.press("Read again")
    expect(ben.form.get_by_text("night visits")).to_be_visible()
    expect(ben.form.get_by_text("deciding together costs you something")).to_be_visible()
    ben.picture("reading-again")
    assert [*ana.trouble, *ben.trouble] == []


def test_an_empty_answer_is_refused_in_the_form_and_a_week_can_be_walked(browser: Any, address: str) -> None:
    ana = Window(browser, address, "U0ANA", Pictures())
    ana.page.get_by_test_id("composer").fill("/reflect What did we avoid today?")
    ana.page.get_by_test_id("composer").press("Enter")
    ana.open_app()

    ana.press("Write my answer")
    ana.press_in_form("Save")
    expect(ana.form.get_by_text("Please complete this required field.")).to_be_visible()
    ana.press_in_form("Not now")
    ana.page.get_by_test_id("clock-week").click()

    expect(ana.main.get_by_text("Nobody has answered this one yet")).to_be_visible()
    assert ana.trouble == []


def test_whoever_tries_it_reads_what_is_ready_and_can_start_again(browser: Any, address: str) -> None:
    pictures = Pictures()
    ana, ben = (Window(browser, address, person_id, pictures) for person_id in ("U0ANA", "U0BEN"))
    expect(ana.page.get_by_test_id("note")).to_have_text(re.compile("Ana and Ben are a pair already"))
    expect(ana.page.locator("#now")).to_contain_text("London time")
    ana.page.get_by_test_id("composer").fill("/reflect What did we avoid today?")
    ana.page.get_by_test_id("composer").press("Enter")
    ben.open_app()
    expect(ben.main.get_by_text("What did we avoid today?")).to_be_visible()
    ana.page.get_by_test_id("clock-hour").click()
    expect(ana.page.locator("#now")).to_contain_text("11:00")

    ana.page.get_by_test_id("again").click()
    ana.picture("start-again")
    with ana.page.expect_navigation():
        ana.page.get_by_test_id("confirm-yes").click()

    expect(ana.page.locator("#now")).to_contain_text("10:00")
    expect(ben.main.get_by_text("What did we avoid today?")).to_have_count(0)
    ana.page.get_by_test_id("composer").fill("/reflect What is new?")
    ana.page.get_by_test_id("composer").press("Enter")
    expect(ben.main.get_by_text("What is new?")).to_be_visible()
    assert [*ana.trouble, *ben.trouble] == []


def test_everything_can_be_done_with_the_keyboard_alone(browser: Any, address: str) -> None:
    ana = Window(browser, address, "U0ANA", Pictures())
    ana.page.get_by_test_id("composer").focus()
    ana.page.keyboard.type("/reflect What did we avoid today?")
    ana.page.keyboard.press("Enter")
    expect(ana.main.get_by_text("I have asked Ben and you")).to_be_visible()
    ana.page.get_by_role("button", name=re.compile("Alongside")).first.focus()
    ana.page.keyboard.press("Enter")
    ana.page.get_by_test_id("messages-tab").focus()
    ana.page.keyboard.press("Enter")

    ana.main.get_by_role("button", name="Write my answer").last.focus()
    ana.page.keyboard.press("Enter")
    expect(ana.form.get_by_label("In your own words")).to_be_focused()
    ana.page.keyboard.type("The money.")
    ana.page.keyboard.press("Escape")

    expect(ana.page.get_by_test_id("dialog")).to_have_count(0)
    expect(ana.main.get_by_role("button", name="Write my answer").last).to_be_focused()
