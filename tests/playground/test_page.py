"""The page in a real browser: bookmarks, files, and the shortcuts in the menu of a message."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.playground.server import Running
from bot.playground.slack import Slack
from tests.browser.window import CHROMIUM

from .conftest import TheApp

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

HOME, BYTES = "C0HOME", b"<script>alert(1)</script>"


def test_a_channels_bookmark_file_and_message_shortcut_are_there_by_mouse_and_by_keyboard(
    running: Running, slack: Slack, app: TheApp, call: Callable[..., dict[str, Any]], browser: Any
) -> None:
    slack.grant("bookmarks:write", "files:write")
    ts = call("chat.postMessage", channel=HOME, text="What we agreed")["ts"]
    link = call("chat.getPermalink", channel=HOME, message_ts=ts)["permalink"]
    call("bookmarks.add", channel_id=HOME, title="Our agreements", type="link", link=link)
    place = call("files.getUploadURLExternal", filename="agreements.html", length=len(BYTES))
    slack.counter.upload(place["upload_url"].rpartition("/")[2], BYTES, "application/octet-stream")
    call("files.completeUploadExternal", files=[{"id": place["file_id"]}], channel_id=HOME)

    page = browser.new_page()
    page.goto(f"{running.url}/?as=U0ANA&in={HOME}")

    page.get_by_role("navigation", name="Bookmarks").get_by_role("link", name="Our agreements").click()
    expect(page.locator(f'[data-ts="{ts}"]')).to_be_focused()

    with page.expect_download() as download:
        page.get_by_role("link", name="Download agreements.html").click()
    assert Path(download.value.path()).read_bytes() == BYTES

    more = page.locator(f'[data-ts="{ts}"]').get_by_role("button", name="More actions")
    more.hover()
    more.click()
    with asking(page):
        page.get_by_role("menuitem", name="Reflect on this").click()
    expect(more).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Reflect on this")).to_be_focused()
    with asking(page):
        page.keyboard.press("Enter")

    told = [sent.payload for sent in app.sent]
    assert [(one["type"], one["callback_id"], one["message_ts"]) for one in told] == [
        ("message_action", "reflect_on", ts)
    ] * 2


def asking(page: Page) -> Any:
    """Until the playground has told the app of the shortcut."""
    return page.expect_response(lambda answer: "message_shortcut" in (answer.request.post_data or ""))
