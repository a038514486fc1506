"""A check-in in a real browser: from one line to what somebody takes on, and what became of it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.window import CHROMIUM, Pictures, Window

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

QUESTION = "How is the discharge work going?"
WISH, ADVICE = "The pharmacy is closed when people go home.", "You should ring the pharmacy first."
ANSWER, TAKEN = "What matters most is the hour.", "I ring them on Monday."


def types(window: Window, line: str) -> None:
    """One line and one Enter."""
    window.page.get_by_test_id("composer").fill(line)
    window.page.get_by_test_id("composer").press("Enter")


def arrives_with_the_keyboard_alone(window: Window) -> None:
    window.main.get_by_role("button", name="I'm in", exact=True).last.focus()
    window.page.keyboard.press("Enter")
    first = window.form.get_by_label(re.compile("^How do you arrive"))
    expect(first).to_be_visible()
    first.focus()
    window.page.keyboard.type("Tired, but glad.")
    window.form.get_by_role("button", name="I'm in", exact=True).focus()
    window.page.keyboard.press("Enter")
    expect(window.form.get_by_text("Tired, but glad.")).to_be_visible()
    window.form.get_by_role("button", name="Close", exact=True).focus()
    window.page.keyboard.press("Enter")
    expect(window.form).to_be_hidden()


def until_it_is_asked_about(window: Window) -> None:
    """A day and another, over a weekend where there is one."""
    asks = window.main.get_by_text("What became of it?", exact=False).first
    for _ in range(5):
        window.page.get_by_role("button", name="+1 day").click()
        try:
            expect(asks).to_be_visible(timeout=2000)
        except AssertionError:
            continue
        return
    expect(asks).to_be_visible()


def test_from_one_line_to_what_somebody_takes_on_and_what_became_of_it(browser: Any, address: str) -> None:
    pictures = Pictures()
    ana = Window(browser, address, "U0ANA", pictures)
    ben = Window(browser, address, "U0BEN", pictures)

    # Ana asks, and both are in it; Ben would like some questions.
    types(ana, f"/checkin {QUESTION}")
    expect(ana.main.get_by_text("Nobody has joined yet.").first).to_be_visible()
    ana.picture("checkin-asked")
    arrives_with_the_keyboard_alone(ana)
    ben.press_what_begins("I'm in")
    ben.press_in_form("More choices")
    ben.form.get_by_label(re.compile("^Would you like questions")).fill(WISH)
    ben.picture("checkin-arriving")
    ben.press_in_form("I'm in")
    expect(ben.form.get_by_text("Tired, but glad.")).to_be_visible()
    ben.press_in_form("Close")
    assert "glad" not in ana.main.inner_text()  # what people say stands on no card

    # The next day others have had time to come, too. Ana moves it on, and asks: a thought about it comes to
    # her alone, and she asks it as it is.
    ana.later("+1 day", "Wednesday 16 September")
    ana.press_what_begins("More: everything")
    ana.press_in_form("Go on")
    expect(ana.form.get_by_role("button", name="Ask something")).to_be_visible()
    ana.press_in_form("Ask something")
    expect(ana.form.get_by_text(WISH)).to_be_visible()
    ana.form.get_by_label("Your question").fill(ADVICE)
    ana.press_in_form("Ask")
    expect(ana.form.get_by_text("A thought, for you alone")).to_be_visible()
    expect(ana.form.get_by_label("Your question")).to_have_value(ADVICE)
    ana.picture("checkin-a-thought")
    ana.press_in_form("Ask it as it is")
    expect(ana.form.get_by_text(ADVICE)).to_be_visible()
    ana.press_in_form("Close")

    # Ben answers, and takes something on.
    ben.open_app()
    expect(ben.main.get_by_text("A question for you, from Ana.", exact=False).first).to_be_visible()
    assert ADVICE not in ben.page.content()
    ben.press_what_begins("Read it")
    expect(ben.form.get_by_text(ADVICE)).to_be_visible()
    ben.form.get_by_label("Your answer").fill(ANSWER)
    ben.picture("checkin-reading")
    ben.press_in_form("Answered")
    expect(ben.form.get_by_text(ANSWER)).to_be_visible()
    ben.press_in_form("Take something on")
    ben.form.get_by_label("What will you do?").fill(TAKEN)
    day = ben.form.get_by_label("By when?")
    tomorrow = date.fromisoformat(day.input_value()) - timedelta(days=6)
    day.fill(tomorrow.isoformat())
    ben.form.get_by_label(re.compile("^How sure are you")).select_option("8")
    ben.picture("checkin-taking-on")
    ben.press_in_form("I take this on")
    expect(ben.form.get_by_text("It is kept.", exact=False)).to_be_visible()
    ben.press_in_form("Close")
    expect(ana.main.get_by_text("One of you took something on.", exact=False).first).to_be_visible()
    assert TAKEN not in ana.page.content()
    ana.picture("checkin-closed")

    # Its day comes.
    until_it_is_asked_about(ben)
    ben.press_what_begins("Say what became of it")
    expect(ben.form.get_by_text(TAKEN)).to_be_visible()
    ben.form.get_by_label("Done", exact=True).check()
    ben.picture("checkin-what-became-of-it")
    ben.press_in_form("That is how it stands")
    expect(ben.form.get_by_text("Thank you. It is done.")).to_be_visible()
    ben.press_in_form("Close")
    expect(ben.main.get_by_text("It is done. Thank you.", exact=False).first).to_be_visible()
    assert [*ana.trouble, *ben.trouble] == []


def test_a_form_that_was_sent_with_the_keyboard_can_be_closed_with_it(browser: Any, address: str) -> None:
    ana = Window(browser, address, "U0ANA", Pictures())
    types(ana, f"/checkin {QUESTION}")
    ana.press_what_begins("I'm in")
    ana.form.get_by_role("button", name="I'm in", exact=True).focus()
    ana.page.keyboard.press("Enter")
    expect(ana.form.get_by_text("Where we are")).to_be_visible()

    ana.page.keyboard.press("Escape")

    expect(ana.form).to_be_hidden()
