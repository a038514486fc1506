"""A group listens in a real browser: five gather, three speak in turn, both to the closing card."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.window import CHROMIUM, Pictures, Window

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

FIVE = ("U0ANA", "U0BEN", "U0CHLOE", "U0DEV", "U0ESI")
SAID = {
    "U0ANA": "It was late, and nobody had told us what happens next.",
    "U0BEN": "I was rushing, and I think that it showed.",
    "U0CHLOE": "We had the bed, and no way to say so.",
    "U0DEV": "I waited four hours for one signature.",
    "U0ESI": "I learnt more in the corridor than in the meeting.",
}


def asks(window: Window, line: str) -> None:
    """One line and one Enter."""
    window.page.get_by_test_id("composer").fill(line)
    window.page.get_by_test_id("composer").press("Enter")


def test_five_people_gather_and_read_together_to_the_closing_card(browser: Any, address: str) -> None:
    pictures = Pictures()
    windows = {who: Window(browser, address, who, pictures) for who in FIVE}
    ana = windows["U0ANA"]

    # One line, one Enter, and the card stands.
    asks(ana, "/listen How did today land?")
    expect(ana.main.get_by_text("Nobody has joined yet.").first).to_be_visible()
    expect(ana.main.get_by_text("I have put this to everybody here").first).to_be_visible()
    ana.picture("listening-asked")

    # Each writes apart; the first sees nothing of what the others write.
    for before, (who, window) in enumerate(windows.items()):
        if before:  # the card as it is since the one before wrote
            expect(window.main.get_by_text(f"Written: {before}.")).to_be_visible()
        window.press_what_begins("Write")
        expect(window.form.get_by_text("Only you can read this until it opens")).to_be_visible()
        window.form.get_by_label("In your own words").fill(SAID[who])
        if window is ana:
            ana.picture("listening-writing")
        window.press_in_form("Save")
        expect(window.form.get_by_text("Your words are kept")).to_be_visible()
        window.press_in_form("Close")
    assert not any(SAID[who] in ana.page.content() for who in FIVE)
    expect(ana.main.get_by_text("It opens", exact=False).first).to_be_visible()

    # Others can write until the next day is over; the clock moves on, and it opens.
    ana.later("+1 day", "Wednesday 16 September")
    ana.later("+1 day", "Thursday 17 September")
    expect(ana.main.get_by_text("It is open.").first).to_be_visible()
    for who, window in windows.items():
        window.press_what_begins("Read together")
        for words in SAID.values():
            expect(window.form.get_by_text(words)).to_be_visible()
        if who == "U0DEV":
            window.picture("listening-reading")
        window.press_in_form("I've listened")
        if who == "U0ESI":
            break
        expect(window.form.get_by_label(re.compile("^One thing"))).to_be_visible()
        if who == "U0BEN":
            window.form.get_by_label(re.compile("^One thing")).fill("To ask before the day is over.")
            window.form.get_by_label("Show it there, with my name").check()
        window.press_in_form("Done")
        window.press_in_form("Close")
    esi = windows["U0ESI"]
    expect(esi.form.get_by_label(re.compile("^One thing"))).to_be_visible()
    esi.press_in_form("Done")

    # All have listened and said what they are taking: the closing card.
    expect(ana.main.get_by_text("What we listened to").first).to_be_visible()
    expect(ana.main.get_by_text("To ask before the day is over.").first).to_be_visible()
    expect(ana.main.get_by_text("Offered the floor: Ana, Ben, Chloe, Dev and Esi.").first).to_be_visible()
    ana.picture("listening-closed")
    assert [trouble for window in windows.values() for trouble in window.trouble] == []


def test_three_people_speak_in_turn_to_the_closing_card(browser: Any, address: str) -> None:
    pictures = Pictures()
    windows = {
        name: Window(browser, address, f"U0{name.upper()}", pictures) for name in ("Ana", "Ben", "Chloe")
    }
    ana = windows["Ana"]

    asks(ana, "/listen How are we? -- live 2")
    expect(ana.main.get_by_text("Live, for people who are here now").first).to_be_visible()
    for window in windows.values():
        window.press_what_begins("I'm here")
        # The next one presses when this one is in: the card names people in the order in which they came.
        expect(window.main.get_by_text("You are in.").first).to_be_visible()
    # By their names, no longer by what they log in as: a plain text would take "chloe" for "Chloe".
    here = re.compile(r"Here: Ana, Ben and Chloe\.")
    expect(ana.main.get_by_text(here).first).to_be_visible()
    ana.press_what_begins("Begin")

    # Each has the floor once; a moment of quiet between, which is over when the clock moves on.
    had_it = []
    for _ in windows:
        expect(ana.main.get_by_text(re.compile("has the floor, until")).first).to_be_visible()
        holder = holder_on(ana)
        had_it.append(holder)
        if len(had_it) == 2:
            ana.picture("listening-in-turn")
        with_the_floor(windows[holder], "Done")
        expect(ana.main.get_by_text(f"{holder} has the floor, until").first).to_have_count(0)
        if len(had_it) < len(windows):
            ana.page.get_by_role("button", name="+1 minute").click()
    assert sorted(had_it) == ["Ana", "Ben", "Chloe"]

    # The last word: to pass is always fine.
    for _ in windows:
        expect(ana.main.get_by_text("One thing I am taking with me").first).to_be_visible()
        holder = holder_on(ana)
        with_the_floor(windows[holder], "Pass")
        expect(ana.main.get_by_text(f"{holder} has the floor, until").first).to_have_count(0)

    expect(ana.main.get_by_text("What we listened to").first).to_be_visible()
    expect(ana.main.get_by_text("I have kept nothing of what was said.").first).to_be_visible()
    ana.picture("listening-live-closed")
    assert [trouble for window in windows.values() for trouble in window.trouble] == []


def with_the_floor(window: Window, label: str) -> None:
    """What is the holder's alone stands on their own card, and behind *More* of the channel's."""
    window.press_what_begins("More: everything else")
    window.form.get_by_role("button", name=re.compile(rf"^{label}\b")).click()
    expect(window.form.get_by_text("Done. The card shows how it stands now.")).to_be_visible()
    window.press_in_form("Close")


def holder_on(window: Window) -> str:
    """Who has the floor, as the card says."""
    said = window.main.get_by_text(re.compile("has the floor, until")).first.inner_text()
    found = re.search(r"(\w+) has the floor, until", said)
    assert found, said
    return found[1]


def test_whoever_presses_what_just_changed_is_told_and_can_press_again(browser: Any, address: str) -> None:
    pictures = Pictures()
    ana, ben = (Window(browser, address, who, pictures) for who in ("U0ANA", "U0BEN"))
    asks(ana, "/listen How did today land?")
    ben.main.get_by_role("button", name=re.compile(r"^Write\b")).last.hover()
    ben.page.mouse.down()
    ana.press_what_begins("Write")
    ana.form.get_by_label("In your own words").fill(SAID["U0ANA"])
    ana.press_in_form("Save")  # she is in it now: the card becomes another
    expect(ana.main.get_by_text("Written: 1.")).to_be_visible()

    ben.page.mouse.up()  # on the card as it was

    expect(ben.page.get_by_role("status").get_by_text("That is no longer there.")).to_be_visible()
    expect(ben.main.get_by_text("Written: 1.")).to_be_visible()
    ben.press_what_begins("Write")
    expect(ben.form.get_by_text("Only you can read this until it opens")).to_be_visible()
    assert ben.trouble == []
