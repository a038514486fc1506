"""One person's browser window on the playground, and pictures of it."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Response, expect

from bot.playground.page_acts import GONE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# What a browser would ask of the network by itself is switched off: nothing here leaves the machine.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"desk": (1280, 800), "phone": (390, 844)}
AXE = Axe()
PRESSES = 3  # of one button, until whoever presses takes it for broken
expect.set_options(timeout=20_000)  # what a busy machine adds: how fast it is, benchmarks say


class Window:
    """One person's browser window."""

    def __init__(self, browser: Any, address: str, who: str, pictures: "Pictures") -> None:
        self._pictures = pictures
        self.page: Page = browser.new_page(viewport={"width": 1100, "height": 760})
        self.trouble: list[str] = []
        self.page.on("console", lambda m: self.trouble.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.goto(f"{address}/?as={who}")
        self.main = self.page.get_by_role("main")
        self.form = self.page.get_by_test_id("dialog").last

    def open_app(self) -> None:
        self.page.get_by_role("button", name=re.compile("Alongside")).first.click()
        self.page.get_by_test_id("messages-tab").click()

    def press(self, label: str, sure: str = "") -> None:
        """The last button of that name; where the page asks whether they are sure, they say so."""
        self._press(self.main.get_by_role("button", name=label, exact=True).last, sure)

    def press_what_begins(self, label: str) -> None:
        """The last button whose name begins like that: some say more to a screen reader."""
        self._press(self.main.get_by_role("button", name=re.compile(rf"^{re.escape(label)}\b")).last)

    def _press(self, button: Locator, sure: str = "") -> None:
        """Once more, where it was drawn anew just then and the page said so: people do, too."""
        for _ in range(PRESSES):
            drawn = button.element_handle()
            with self.page.expect_response(_answers_a_press) as answer:
                button.click()
                if sure:
                    self.page.get_by_role("button", name=sure, exact=True).click()
            if answer.value.json().get("error") != GONE:
                return
            self.page.wait_for_function("button => !button.isConnected", arg=drawn)
        raise AssertionError(f"{button} is drawn anew again and again")

    def press_in_form(self, label: str) -> None:
        self.form.get_by_role("button", name=label, exact=True).click()

    def later(self, much: str, until: str) -> None:
        """The practice clock moves on so much, until it shows this day."""
        self.page.get_by_role("button", name=much, exact=True).click()
        expect(self.page.get_by_role("group", name="Practice clock").get_by_text(until)).to_be_visible()

    def hinders_nobody(self, name: str) -> None:
        """axe-core finds nothing on what is open, at a desk and on a phone."""
        usual = self.page.viewport_size or {}
        for size, (width, height) in SIZES.items():
            self.page.set_viewport_size({"width": width, "height": height})
            found = AXE.run(self.page)
            assert found.violations_count == 0, f"{name}, {size}: {found.generate_report()}"
            self.picture(f"{name}-{size}")
        self.page.set_viewport_size({"width": usual["width"], "height": usual["height"]})

    def picture(self, name: str) -> None:
        self._pictures.take(self.page, name)


def _answers_a_press(response: Response) -> bool:
    request = response.request
    return request.url.endswith("/do") and request.post_data_json.get("act") == "press"


class Pictures:
    def __init__(self) -> None:
        self._folder = os.environ.get("PICTURES")
        self._taken = 0

    def take(self, page: Page, name: str) -> None:
        self._taken += 1
        if self._folder:
            page.screenshot(path=Path(self._folder) / f"{self._taken:02d}-{name}.png")
