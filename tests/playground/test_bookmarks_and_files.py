"""Bookmarks above a channel's messages and files in them: what Slack takes, refuses, and shows to whom."""

from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from bot.playground.server import Running
from bot.playground.slack import Slack

from .conftest import TOKEN

Call = Callable[..., dict[str, Any]]
HOME, LINK = "C0HOME", "https://example.org/agreements"
WORDS = "# What we agreed\n\nWe ring before noon. — Ana".encode()


@pytest.fixture(autouse=True)
def granted(slack: Slack) -> None:
    slack.grant("bookmarks:write", "bookmarks:read", "files:write")


def marked(call: Call, **more: str) -> dict[str, Any]:
    return call("bookmarks.add", channel_id=HOME, title="Agreements", type="link", link=LINK, **more)


def bookmarks(slack: Slack, user: str, channel: str = HOME) -> list[tuple[str, str]]:
    conversations = slack.state(user)["conversations"]
    found = next(one["bookmarks"] for one in conversations if one["id"] == channel)
    return [(one["title"], one["link"]) for one in found]


# --- bookmarks


def test_a_bookmark_stands_above_the_channel_for_everybody(call: Call, slack: Slack) -> None:
    made = marked(call, emoji=":memo:")["bookmark"]

    assert (made["title"], made["link"], made["type"]) == ("Agreements", LINK, "link")
    assert bookmarks(slack, "U0ANA") == bookmarks(slack, "U0DEV") == [("Agreements", LINK)]
    assert [one["id"] for one in call("bookmarks.list", channel_id=HOME)["bookmarks"]] == [made["id"]]


def test_a_bookmark_can_be_changed(call: Call, slack: Slack) -> None:
    made = marked(call)["bookmark"]["id"]

    changed = call("bookmarks.edit", channel_id=HOME, bookmark_id=made, title="What we agreed")["bookmark"]

    assert (changed["title"], changed["link"]) == ("What we agreed", LINK)
    assert changed["date_updated"] > 0
    assert bookmarks(slack, "U0BEN") == [("What we agreed", LINK)]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"link": "slack://channel"}, "invalid_link"),
        ({"link": None}, "invalid_link"),
        ({"link": "javascript:alert(1)"}, "invalid_link"),
        ({"emoji": "memo"}, "invalid_emoji"),
        ({"type": "file"}, "invalid_bookmark_type"),
        ({"title": ""}, "invalid_arguments"),
        ({"channel_id": None}, "invalid_arguments"),
        ({"channel": HOME}, "invalid_arguments"),
        ({"channel_id": "C0NOWHERE"}, "channel_not_found"),
        ({"channel_id": "C0STEER"}, "channel_not_found"),
    ],
)
def test_a_bookmark_is_refused(call: Call, slack: Slack, changes: dict[str, Any], error: str) -> None:
    given = {"channel_id": HOME, "title": "Agreements", "type": "link", "link": LINK, **changes}

    assert call("bookmarks.add", **given)["error"] == error
    assert bookmarks(slack, "U0ANA") == []


def test_a_hundred_bookmarks_are_enough(call: Call) -> None:
    assert all(marked(call)["ok"] for _ in range(100))
    assert marked(call)["error"] == "too_many_bookmarks"


def test_only_what_is_there_can_be_changed_and_not_to_no_link(call: Call) -> None:
    made = marked(call)["bookmark"]["id"]

    assert call("bookmarks.edit", channel_id=HOME, bookmark_id="Bk0")["error"] == "not_found"
    assert call("bookmarks.edit", channel_id=HOME, bookmark_id=made, link="x")["error"] == "invalid_link"


def test_where_the_app_was_taken_out_it_keeps_no_bookmarks_and_shares_no_files(
    call: Call, slack: Slack
) -> None:
    slack.kick_app(HOME)

    assert marked(call)["error"] == "not_in_channel"
    assert call("bookmarks.list", channel_id=HOME)["error"] == "not_in_channel"
    assert share(call, slack, uploaded(call, slack))["error"] == "not_in_channel"


@pytest.mark.parametrize(
    ("method", "args", "scope"),
    [
        (
            "bookmarks.add",
            {"channel_id": HOME, "title": "x", "type": "link", "link": LINK},
            "bookmarks:write",
        ),
        ("bookmarks.edit", {"channel_id": HOME, "bookmark_id": "Bk0"}, "bookmarks:write"),
        ("bookmarks.list", {"channel_id": HOME}, "bookmarks:read"),
        ("files.getUploadURLExternal", {"filename": "x", "length": 1}, "files:write"),
        ("files.completeUploadExternal", {"files": [{"id": "F0"}]}, "files:write"),
    ],
)
def test_each_needs_its_scope(call: Call, slack: Slack, method: str, args: Any, scope: str) -> None:
    slack.app.granted.clear()

    answer = call(method, **args)

    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)


# --- files


def uploaded(call: Call, slack: Slack, name: str = "agreements.md", data: bytes = WORDS) -> str:
    """The id of a file whose bytes have come, and which nobody sees yet."""
    place = call("files.getUploadURLExternal", filename=name, length=len(data))
    key = place["upload_url"].rpartition("/")[2]
    assert slack.counter.upload(key, data, "application/octet-stream").status == 200
    return str(place["file_id"])


def share(call: Call, slack: Slack, file_id: str, **more: str) -> dict[str, Any]:
    where = {"channel_id": HOME, **more}
    return call("files.completeUploadExternal", files=[{"id": file_id, "title": "x"}], **where)


def test_a_file_stands_in_a_message_with_its_name_and_size(call: Call, slack: Slack) -> None:
    file_id = uploaded(call, slack)
    assert all(not one["files"] for one in slack.seen_by("U0BEN", HOME))

    answer = share(call, slack, file_id, initial_comment="Here is *all* of it.")

    message = slack.seen_by("U0BEN", HOME)[-1]
    assert answer["files"] == [{"id": file_id, "title": "x"}]
    assert message["text"] == "Here is *all* of it."
    assert message["files"] == [{"id": file_id, "name": "agreements.md", "title": "x", "size": len(WORDS)}]
    assert call("conversations.history", channel=HOME)["messages"][0]["files"][0]["id"] == file_id


def test_a_file_may_come_without_words_or_in_a_thread(call: Call, slack: Slack) -> None:
    first = call("chat.postMessage", channel=HOME, text="x")["ts"]

    share(call, slack, uploaded(call, slack), thread_ts=first)

    assert slack.seen_by("U0BEN", HOME)[-1]["thread_ts"] == first
    assert share(call, slack, uploaded(call, slack), thread_ts="1.0")["ok"]
    assert slack.seen_by("U0BEN", HOME)[-1]["thread_ts"] is None


def test_a_file_is_shared_once_and_not_before_its_bytes_have_come(call: Call, slack: Slack) -> None:
    announced = call("files.getUploadURLExternal", filename="x", length=3)["file_id"]
    whole = uploaded(call, slack)

    assert share(call, slack, announced)["error"] == "file_not_found"
    assert share(call, slack, "F0NONE")["error"] == "file_not_found"
    assert share(call, slack, whole)["ok"]
    assert share(call, slack, whole)["error"] == "file_not_found"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"files": []}, "invalid_arguments"),
        ({"files": [{"title": "x"}]}, "invalid_arguments"),
        ({"files": [{"id": "F0", "name": "x"}]}, "invalid_arguments"),
        ({"channel_id": "C0NOWHERE"}, "channel_not_found"),
        ({"channel_id": "U0ANA"}, "channel_not_found"),
        ({"channel": HOME}, "invalid_arguments"),
    ],
)
def test_a_file_is_not_shared(call: Call, slack: Slack, changes: dict[str, Any], error: str) -> None:
    before = len(slack.seen_by("U0ANA", HOME))
    given = {"files": [{"id": uploaded(call, slack)}], "channel_id": HOME, **changes}

    assert call("files.completeUploadExternal", **given)["error"] == error
    assert len(slack.seen_by("U0ANA", HOME)) == before


@pytest.mark.parametrize("args", [{"length": 3}, {"filename": "x"}, {"filename": "x", "length": 0}])
def test_an_address_for_a_file_needs_its_name_and_length(call: Call, args: dict[str, Any]) -> None:
    assert call("files.getUploadURLExternal", **args)["error"] == "invalid_arguments"


def test_bytes_are_taken_only_raw_whole_and_where_they_were_announced(call: Call, slack: Slack) -> None:
    url = call("files.getUploadURLExternal", filename="x", length=3)["upload_url"]
    key = url.rpartition("/")[2]

    assert slack.counter.upload(key, b"1234", "application/octet-stream").status == 400
    assert slack.counter.upload(key, b"123", "multipart/form-data; boundary=x").status == 400
    assert slack.counter.upload("other", b"123", "application/octet-stream").status == 404


# --- over HTTP


def got(url: str) -> Any:
    return urlopen(url, timeout=5)


def test_slacks_own_client_sends_a_file_and_people_get_its_bytes(running: Running, slack: Slack) -> None:
    client = WebClient(TOKEN, f"{running.url}/api/", retry_handlers=[], timeout=5)
    page = b"<script>alert(1)</script>"

    sent = client.files_upload_v2(channel=HOME, content=page, filename='a "b"\nß.html', title="Notes")

    url = f"{running.url}/files/{sent['file']['id']}?as="
    with got(f"{url}U0BEN") as answer:
        assert answer.read() == page
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == (
            "attachment; filename*=UTF-8''a%20%22b%22%0A%C3%9F.html"
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_only_for_those_who_see_its_message(running: Running, call: Call, slack: Slack) -> None:
    slack.post("U0ANA", "C0STEER", "/invite @Alongside")
    file_id = uploaded(call, slack)
    share(call, slack, file_id, channel_id="C0STEER")

    with got(f"{running.url}/files/{file_id}?as=U0ANA") as answer:
        assert answer.read() == WORDS
    for elsewhere in (f"{file_id}?as=U0DEV", f"{file_id}?as=U0NOBODY", file_id, "F0?as=U0ANA"):
        with pytest.raises(HTTPError, match="404"):
            got(f"{running.url}/files/{elsewhere}")


def test_a_page_from_elsewhere_neither_sends_nor_gets_files(
    running: Running, call: Call, slack: Slack
) -> None:
    file_id = uploaded(call, slack)
    share(call, slack, file_id)
    place = call("files.getUploadURLExternal", filename="x", length=3)["upload_url"]

    upload = Request(place, data=b"123", headers={"Origin": "https://evil.example"})
    with pytest.raises(HTTPError, match="403"):
        urlopen(upload, timeout=5)
    asked = Request(f"{running.url}/files/{file_id}?as=U0ANA", headers={"Sec-Fetch-Site": "cross-site"})
    with pytest.raises(HTTPError, match="403"):
        urlopen(asked, timeout=5)
