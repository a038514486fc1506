"""Forms have workers of their own: nobody's form waits for another's, or for what is said and published."""

from collections import Counter
from collections.abc import Iterator
from threading import Condition, Event
from types import SimpleNamespace
from typing import Any, cast

import pytest
from cryptography.fernet import Fernet
from slack_sdk import WebClient

from bot.app import Alongside
from bot.clock import Clock
from bot.settings import Settings
from bot.slack.asked import MESSAGE, Asked, Who
from bot.slack.blocks import View, section
from bot.slack.surface import Surface

AT_ONCE = 200  # people who open a form before Slack has answered the first of them
LONG = 30  # seconds, after which it is taken that they never come


class Slow:
    """Slack, which answers nothing until it is let go."""

    def __init__(self) -> None:
        self._let_go, self._came, self._calls = Event(), Condition(), Counter[str]()

    def api_call(self, method: str, **_: Any) -> Any:
        with self._came:
            self._calls[method] += 1
            self._came.notify_all()
        self._let_go.wait(LONG)
        return SimpleNamespace(data={"ok": True}, headers={})

    def have_come(self, method: str, times: int) -> bool:
        with self._came:
            return self._came.wait_for(lambda: self._calls[method] >= times, LONG)

    def let_go(self) -> None:
        self._let_go.set()


@pytest.fixture
def slack() -> Iterator[Slow]:
    made = Slow()
    yield made
    made.let_go()


@pytest.fixture
def surface(slack: Slow) -> Iterator[Surface]:
    """As the app has it."""
    keys = (Fernet.generate_key().decode(),)
    bot = Alongside(
        Settings(slack_bot_token="xoxb-1", database_url="sqlite://", encryption_keys=keys), Clock()
    )
    yield bot.surface
    slack.let_go()
    bot.stop()


def form() -> View:
    return View("A form", [section("Here it is.")])


def opens(surface: Surface, slack: Slow, number: int) -> None:
    asked = Asked(MESSAGE, "made.open", Who("T1", f"U{number}", "Ana"), f"{number}", trigger=f"{number}")
    surface.show(form, asked, lambda *_, **__: None, cast(WebClient, slack))  # type: ignore[arg-type]


def test_while_slack_takes_its_time_everybody_s_form_is_asked_for_at_once(
    surface: Surface, slack: Slow
) -> None:
    for number in range(AT_ONCE):
        opens(surface, slack, number)

    assert slack.have_come("views.open", AT_ONCE)


def test_no_form_waits_for_what_is_said_or_published(surface: Surface, slack: Slow) -> None:
    for _ in range(3 * AT_ONCE):  # more than there are workers of any kind
        surface.later(lambda: slack.api_call("views.publish"))

    opens(surface, slack, 1)

    assert slack.have_come("views.open", 1)
