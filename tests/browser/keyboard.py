"""One person's window, gone about in with the keyboard alone: Tab, arrows, Enter, Space, and typing."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.window import Window

FURTHEST = 90  # Tabs from anywhere to anywhere: what is further off is out of reach
_STEP = """one => {
    const at = document.activeElement;
    if (one.type === "radio" && one.name === at.name) return "ArrowDown";
    return one.role === "tab" && at.role === "tab" ? "ArrowRight" : "Tab";
}"""


class Keyboard:
    def __init__(self, window: Window) -> None:
        self.window = window
        self._keys = window.page.keyboard

    @property
    def screen(self) -> Locator:
        """What is before them: the form that is open, else the conversation."""
        return self.window.form if self.window.page.get_by_test_id("dialog").count() else self.window.main

    def opens(self, name: str, tab: str = "") -> None:
        """A conversation from the list beside it, and one of its tabs."""
        self.enters(self.window.page.get_by_role("button", name=re.compile(name)).first)
        if tab:
            self.enters(self.window.page.get_by_test_id(tab))

    def finds(self, words: str) -> None:
        expect(self.window.page.get_by_text(words).filter(visible=True).first).to_be_visible()

    def is_home(self) -> None:
        expect(self.window.page.get_by_test_id("dialog")).to_have_count(0)
        expect(self.window.main.get_by_role("heading", name="How this works")).to_be_visible()

    def presses(self, label: str) -> None:
        self.enters(self.screen.get_by_role("button", name=label, exact=True).first)

    def writes(self, label: str, text: str) -> None:
        self._reach(self.screen.get_by_label(label))
        self._keys.press("Control+a")
        self._keys.insert_text(text)

    def chooses(self, label: str, option: str) -> None:
        """In a list: by the letters that it begins with."""
        box = self.screen.get_by_label(label)
        self._reach(box)
        self._keys.type(option)
        expect(box.locator("option:checked")).to_have_text(option)

    def ticks(self, label: str) -> None:
        """A box, or one of several: Tab leads to the first or the chosen one, arrows to the others."""
        box = self.screen.get_by_label(label)
        self._reach(box)
        self._keys.press("Space")
        expect(box).to_be_checked()

    def goes_back(self) -> None:
        self._keys.press("Escape")
        self.is_home()

    def enters(self, control: Locator) -> None:
        self._reach(control)
        self._keys.press("Enter")

    def _reach(self, control: Locator) -> None:
        expect(control).to_be_visible()
        for _ in range(FURTHEST):
            if control.evaluate("one => one === document.activeElement"):
                return
            self._keys.press(self._step(control))
        raise AssertionError(f"Tab does not lead to it: {control}")

    def _step(self, control: Locator) -> str:
        """Among those of which one is chosen the arrows lead on, from anywhere else Tab."""
        key: str = control.evaluate(_STEP)
        return key
