"""Over HTTP: Slack's own client, faults on purpose, and a page that only its own browser may use."""

import contextlib
import http.client
import json
import threading
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.playground.inbound import over_http
from bot.playground.server import Running, serve
from bot.playground.slack import Slack

from .conftest import FORM, TOKEN, TheApp


@pytest.fixture
def client(running: Running) -> WebClient:
    return WebClient(token=TOKEN, base_url=f"{running.url}/api/", retry_handlers=[], timeout=5)


def ask(
    running: Running, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, Any] | str]:
    where = urlsplit(running.url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=5)
    sent = {name.replace("_", "-"): one for name, one in headers.items()}
    if body is not None:
        sent.setdefault("Content-Type", "application/json")
    connection.request(method, path, json.dumps(body) if body is not None else None, sent)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, json.loads(text) if text.startswith("{") else text


def test_slacks_own_client_finds_its_way(client: WebClient, slack: Slack, app: TheApp) -> None:
    auth = client.auth_test()
    posted = client.chat_postMessage(channel="C0HOME", text="x", blocks=[{"type": "divider"}])
    client.chat_update(channel="C0HOME", ts=posted["ts"], text="y", blocks=[{"type": "divider"}])
    client.chat_postEphemeral(channel="C0HOME", user="U0ANA", text="psst")
    slack.post("U0ANA", "C0HOME", "/reflect")
    opened = client.views_open(trigger_id=app.last["trigger_id"], view=FORM)
    client.views_update(view_id=opened["view"]["id"], hash=opened["view"]["hash"], view=FORM)
    client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": []})

    assert "chat:write" in auth.headers["x-oauth-scopes"]
    assert client.users_info(user="U0ESI", include_locale=True)["user"]["tz"] == "Africa/Accra"
    assert client.conversations_open(users=["U0ANA"])["channel"]["id"] == "D0ANA"
    assert client.conversations_members(channel="C0HOME")["members"]
    assert client.conversations_history(channel="C0HOME", include_all_metadata=True)["messages"]
    assert client.conversations_info(channel="C0HOME")["channel"]["is_member"]
    assert client.chat_getPermalink(channel="C0HOME", message_ts=posted["ts"])["permalink"]
    assert client.chat_delete(channel="C0HOME", ts=posted["ts"])["ok"]
    assert WebhookClient(app.last["response_url"]).send(text="later").body == "ok"
    assert {call.outcome for call in slack.calls} == {"ok"}


@pytest.mark.parametrize(("kind", "status"), [("ratelimited", 429), ("500", 500), ("503", 503)])
def test_a_call_can_be_refused_on_purpose(client: WebClient, slack: Slack, kind: str, status: int) -> None:
    slack.faults.next("chat.postMessage", kind, times=2, retry_after=7)

    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel="C0HOME", text="x")
        assert refused.value.response.status_code == status
        if status == 429:
            assert refused.value.response.headers["Retry-After"] == "7"
    assert client.chat_postMessage(channel="C0HOME", text="landed")["ok"]
    assert [call.outcome for call in slack.calls] == [kind, kind, "ok"]


@pytest.mark.parametrize("kind", ["fatal_error", "account_inactive"])
def test_a_call_can_get_any_error(client: WebClient, slack: Slack, kind: str) -> None:
    slack.faults.next("*", kind)

    with pytest.raises(SlackApiError) as refused:
        client.auth_test()
    assert refused.value.response["error"] == kind


def test_a_call_can_get_a_page_instead_of_json(client: WebClient, slack: Slack) -> None:
    slack.faults.next("auth.test", "html")

    with pytest.raises(SlackApiError, match="non-JSON"):
        client.auth_test()


@pytest.mark.parametrize(("kind", "landed"), [("drop_before", False), ("drop_after", True)])
def test_a_connection_can_be_dropped(client: WebClient, slack: Slack, kind: str, landed: bool) -> None:
    slack.faults.next("chat.postMessage", kind)

    with pytest.raises(http.client.RemoteDisconnected):
        client.chat_postMessage(channel="C0HOME", text="x")

    assert (slack.seen_by("U0ANA", "C0HOME")[-1]["text"] == "x") is landed


def test_a_call_can_land_and_never_be_answered(running: Running, slack: Slack) -> None:
    # Patient enough that a busy machine has it done by then.
    impatient = WebClient(token=TOKEN, base_url=f"{running.url}/api/", retry_handlers=[], timeout=1)
    slack.faults.next("chat.postMessage", "timeout_after")

    with pytest.raises(TimeoutError):
        impatient.chat_postMessage(channel="C0HOME", text="x")

    assert slack.seen_by("U0ANA", "C0HOME")[-1]["text"] == "x"


def test_an_outage_ends(client: WebClient, slack: Slack) -> None:
    with slack.faults.outage(), pytest.raises(SlackApiError):
        client.auth_test()

    assert client.auth_test()["ok"]


def test_the_page_reads_and_acts(running: Running, slack: Slack) -> None:
    status, state = ask(running, "GET", "/state?as=U0ANA")
    assert status == 200
    assert isinstance(state, dict)
    assert state["me"]["name"] == "Ana"

    said = {"as": "U0ANA", "act": "post", "channel": "C0HOME", "text": "Hello"}
    assert ask(running, "POST", "/do", said) == (200, {"ok": True})
    assert slack.seen_by("U0BEN", "C0HOME")[-1]["text"] == "Hello"
    wrong = ask(running, "POST", "/do", said | {"text": "/dance"})[1]
    assert isinstance(wrong, dict)
    assert "not a valid command" in wrong["error"]


def test_the_page_fills_in_a_form(running: Running, slack: Slack, modal: str) -> None:
    acting = {"as": "U0ANA", "view": modal}
    press = acting | {"act": "press", "action_id": "turn", "block_id": "more", "action": {}}
    assert ask(running, "POST", "/do", press) == (200, {"ok": True})

    empty = ask(running, "POST", "/do", acting | {"act": "submit", "values": {}})
    assert empty == (200, {"ok": False, "errors": {"words": "Please complete this required field."}})
    values = {"words": {"text": {"value": "Hello"}}}
    assert ask(running, "POST", "/do", acting | {"act": "submit", "values": values}) == (200, {"ok": True})
    gone = ask(running, "POST", "/do", acting | {"act": "close"})
    assert gone == (200, {"ok": False, "error": "That is no longer there."})


def test_what_is_no_act_is_refused(running: Running) -> None:
    assert ask(running, "POST", "/do", {"as": "U0ANA", "act": "dance"})[0] == 400
    assert ask(running, "POST", "/do", {"as": "U0ANA", "act": "post"})[0] == 400
    assert ask(running, "POST", "/do", [1])[0] == 400
    assert ask(running, "GET", "/state?as=U0NOBODY")[0] == 404
    assert ask(running, "GET", "/nowhere")[0] == 404
    assert ask(running, "GET", "/static/../server.py")[0] == 404
    assert ask(running, "GET", "/static/%2e%2e/server.py")[0] == 404
    assert ask(running, "PUT", "/do")[0] == 405


def test_the_clock_moves_on(running: Running) -> None:
    moved = ask(running, "POST", "/clock", {"days": 1})
    assert moved == (200, {"ok": True, "now": "2026-09-16T09:00:00+00:00"})

    assert ask(running, "POST", "/clock", {"days": -1})[0] == 400
    assert ask(running, "POST", "/clock", {"years": 1})[0] == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
)
def test_other_sites_are_kept_out(running: Running, headers: dict[str, str]) -> None:
    assert ask(running, "GET", "/state?as=U0ANA", **headers)[0] == 403
    assert ask(running, "POST", "/do", {"as": "U0ANA", "act": "home"}, **headers)[0] == 403
    assert ask(running, "POST", "/clock", {"days": 1}, **headers)[0] == 403


def test_the_page_itself_is_let_in(running: Running) -> None:
    assert ask(running, "GET", "/state?as=U0ANA", Origin=running.url)[0] == 200
    assert ask(running, "POST", "/api/auth.test", {}, Origin=running.url)[0] == 403


def test_a_long_poll_is_answered_when_something_changes(running: Running, slack: Slack) -> None:
    revision = slack.state("U0ANA")["rev"]
    found: list[Any] = []
    path = f"/state?as=U0ANA&rev={revision}&wait=5"
    waiting = threading.Thread(target=lambda: found.append(ask(running, "GET", path)))
    waiting.start()

    slack.post("U0BEN", "C0HOME", "Hello")
    waiting.join(5)

    assert found[0][1]["rev"] > revision


def test_closing_lets_everybody_go(slack: Slack) -> None:
    running = serve(slack)
    revision = slack.state("U0ANA")["rev"]
    path = f"/state?as=U0ANA&rev={revision}&wait=20"

    def wait() -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            ask(running, "GET", path)

    waiting = threading.Thread(target=wait)
    waiting.start()

    running.close()
    waiting.join(5)

    assert not waiting.is_alive()


def test_deliveries_reach_a_bot_over_http(running: Running) -> None:
    # The playground's own server stands for a bot here: it answers what it does not know with 404.
    reply = over_http(f"{running.url}/slack/events")(b"x=1", {"Content-Type": "text/plain"})

    assert reply.status == 404
