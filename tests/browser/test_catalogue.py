"""A question of the catalogue, in a real browser: looked for, read whole, and only then asked.

PICTURES=<folder> saves a picture of each step.
"""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.window import CHROMIUM, Pictures, Window

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


def test_ana_looks_for_a_question_reads_why_it_is_asked_and_asks_it(browser: Any, address: str) -> None:
    pictures = Pictures()
    ana, ben = (Window(browser, address, who, pictures) for who in ("U0ANA", "U0BEN"))

    # By a word, from what is there for two.
    ana.page.get_by_test_id("composer").fill("/reflect")
    ana.page.get_by_test_id("composer").press("Enter")
    expect(ana.form.get_by_text("You see it whole before it is asked.")).to_be_visible()
    ana.picture("the-form")
    ana.form.get_by_label("A word to look for").fill("thank")
    ana.press_in_form("Show questions")
    expect(ana.form.get_by_text("What would you like to thank your partner for?")).to_be_visible()
    ana.picture("found")

    # Whole: why it is asked, how long it takes, whom it goes to. Nobody has heard of it yet.
    ana.form.get_by_role("button", name="Look at: Thanks").click()
    expect(ana.form.get_by_text("Thanks often stay in our heads.")).to_be_visible()
    expect(ana.form.get_by_text("About 5 minutes")).to_be_visible()
    expect(ana.form.get_by_text("It goes to you and Ben.")).to_be_visible()
    ana.picture("whole")
    ben.open_app()
    expect(ben.main.get_by_text("thank your partner")).to_have_count(0)

    # Back, to one that can hurt: how to take care, and whom one can talk to, stand with it.
    ana.press_in_form("Back to the list")
    ana.form.get_by_label("What is it for?").select_option("Fear and change")
    ana.form.get_by_label("A word to look for").fill("")
    ana.press_in_form("Show questions")
    ana.form.get_by_role("button", name="Look at: Safe enough").click()
    expect(ana.form.get_by_text("Go only as near as feels all right today.")).to_be_visible()
    expect(ana.form.get_by_text("Maya Okafor, staff support")).to_be_visible()
    ana.picture("sensitive")

    ana.press_in_form("Ask us this")
    expect(ana.form.get_by_text("I have asked Ben and you")).to_be_visible()
    expect(ben.main.get_by_text("What would make this feel safe enough for you to try?")).to_be_visible()
    expect(ben.main.get_by_text("nobody else can tell")).to_be_visible()
    ben.picture("ben-is-asked")
    ben.press("Write my answer")
    expect(ben.form.get_by_text("Maya Okafor, staff support")).to_be_visible()
    ben.picture("ben-writes")

    assert [*ana.trouble, *ben.trouble] == []
