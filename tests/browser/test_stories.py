"""Eight people in a real browser: two tell, the others read and say what rang true; then nothing is left."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.words import ROOT
from tests.browser.window import CHROMIUM, Pictures, Window

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

NAMES = ("Ana", "Ben", "Chloe", "Dev", "Esi", "Fay", "Gus", "Hal")
TOLD = {"Chloe": "The night when nobody came, and I waited.", "Dev": "He held my hand until the morning."}
RANG = "The waiting. I know that waiting."
EIGHT = """
import sys
from bot.cli import main
from bot.playground import seed
seed.PEOPLE += tuple(seed.Person(f"U0{name.upper()}", name.lower(), name) for name in ("Fay", "Gus", "Hal"))
sys.exit(main())
"""


@pytest.fixture
def address() -> Iterator[str]:
    """`python -m bot play`, in a workspace of eight."""
    command = [sys.executable, "-c", EIGHT, "play", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    found = re.search(r"http://\S+", process.stdout.readline())
    assert found
    yield found.group()
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=20)
    assert (process.returncode, rest.strip()) == (0, "")


def writes(window: Window, button: str, label: str, words: str) -> None:
    window.press(button)
    window.form.get_by_label(label).fill(words)
    window.press_in_form("Send it")
    window.press_in_form("Close")


def test_eight_people_tell_and_listen_and_nothing_that_was_told_is_left(browser: Any, address: str) -> None:
    pictures = Pictures()
    windows = {name: Window(browser, address, f"U0{name.upper()}", pictures) for name in NAMES}
    ana, ben = windows["Ana"], windows["Ben"]

    # Ana says who might tell and who looks after it with her; each is asked apart.
    ana.page.get_by_test_id("composer").fill("/alongside stories A day that stayed with me")
    ana.page.get_by_test_id("composer").press("Enter")
    who = ana.form.get_by_role("group", name=re.compile("^Who might tell"))
    for name in TOLD:
        who.get_by_label(name).check()
    ana.form.get_by_label(re.compile("^Who looks after it")).select_option("Ben")
    ana.picture("stories-asking")
    ana.press_in_form("We are ready: ask them")
    ana.press_in_form("Close")
    expect(ana.main.get_by_text("Stories, looked after by Ana").first).to_be_visible()
    for there, name in enumerate(("Esi", "Fay", "Gus", "Hal"), start=1):  # one press after the other is seen
        expect(windows[name].main.get_by_text(f"{there} will be there.").first).to_be_visible()
        windows[name].press("I'm in")
    for name in ("Ben", *TOLD):
        windows[name].open_app()
    ben.press("Yes, I'll look after it", sure="Yes, I have")
    for name, words in TOLD.items():
        looked_after = windows[name].main.get_by_text("Stories, looked after by Ana and Ben")
        expect(looked_after.last).to_be_visible()
        windows[name].press("What telling means")
        windows[name].picture("stories-telling")
        windows[name].press_in_form("Yes, I will tell")
        windows[name].press_in_form("Close")
        writes(windows[name], "Write my story", "My story", words)
    expect(ana.main.get_by_text("8 will be there.").first).to_be_visible()
    assert not any(words in ana.page.content() for words in TOLD.values())

    # It opens; they read, and say what rang true.
    ana.later("+1 week", "Tuesday 22 September")
    fay = windows["Fay"]
    fay.open_app()
    fay.press("Read it")
    for words in TOLD.values():
        expect(fay.form.get_by_text(words)).to_be_visible()
    fay.picture("stories-reading")
    fay.press_in_form("Close")
    for day in ("Wednesday 23", "Thursday 24", "Friday 25"):
        ana.later("+1 day", f"{day} September")
    writes(fay, "What rang true", "What of this rang true for me", RANG)
    windows["Chloe"].press("Read it")
    expect(windows["Chloe"].form.get_by_text(RANG)).to_be_visible()
    windows["Chloe"].press_in_form("Close")

    # A day after the close nothing of it is left in front of anybody.
    ana.later("+1 week", "Friday 2 October")
    ana.later("+1 week", "Friday 9 October")
    expect(ana.main.get_by_text("8 were there.").first).to_be_visible()
    for window in windows.values():
        expect(window.main.get_by_text("Nothing that was told is kept.").first).to_be_visible()
        assert not any(words in window.page.content() for words in (*TOLD.values(), RANG))
        assert window.trouble == []
    ana.picture("stories-over")
