"""OAuth's other side: codes, tokens that end and are renewed, and what an app hears when it is taken out."""

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from bot.playground.distribution import GOOD_FOR, LASTS, Distribution
from bot.playground.slack import Slack
from tests.playground.conftest import TheApp

FORM = "application/x-www-form-urlencoded"
ASKED = urlencode({"client_id": "1.2", "scope": "chat:write,files:write", "state": "s"})
Asks = Callable[..., dict[str, Any]]


@pytest.fixture
def now() -> list[float]:
    return [1_000.0]


@pytest.fixture
def town(slack: Slack, now: list[float]) -> Distribution:
    slack.app.token = ""
    return Distribution("1.2", "secret", [slack], now=lambda: now[0])


@pytest.fixture
def access(town: Distribution) -> Asks:
    """`oauth.v2.access`, with the app's own credentials."""

    def access(who: str = "1.2:secret", **args: str) -> dict[str, Any]:
        body, basic = urlencode(args).encode(), f"Basic {b64encode(who.encode()).decode()}"
        return json.loads(town.api("oauth.v2.access", body, FORM, basic).body)

    return access


def asks(town: Distribution, token: str) -> dict[str, Any]:
    return json.loads(town.api("auth.test", b"", FORM, f"Bearer {token}").body)


def code(town: Distribution, slack: Slack) -> str:
    return parse_qs(town.allow(ASKED, slack))["code"][0]


def test_a_code_gives_a_token_that_works_once(town: Distribution, slack: Slack, access: Asks) -> None:
    given = code(town, slack)

    first, again = access(code=given), access(code=given)

    assert (first["token_type"], first["team"]["id"], first["is_enterprise_install"]) == (
        "bot",
        "T0PLAY",
        False,
    )
    assert (first["expires_in"], first["refresh_token"][:5]) == (LASTS, "xoxe-")
    assert asks(town, first["access_token"])["ok"]
    assert again == {"ok": False, "error": "invalid_code"}


@pytest.mark.parametrize(
    ("who", "error"),
    [("9.9:secret", "invalid_client_id"), ("1.2:other", "bad_client_secret"), ("", "invalid_client_id")],
)
def test_only_the_app_itself_gets_one(
    town: Distribution, slack: Slack, access: Asks, who: str, error: str
) -> None:
    assert access(who, code=code(town, slack))["error"] == error


def test_a_code_is_good_for_ten_minutes(
    town: Distribution, slack: Slack, access: Asks, now: list[float]
) -> None:
    given = code(town, slack)
    now[0] += GOOD_FOR + 1

    assert access(code=given)["error"] == "invalid_code"


def test_a_token_ends_after_twelve_hours_and_a_refresh_token_works_once(
    town: Distribution, slack: Slack, access: Asks, now: list[float]
) -> None:
    first = access(code=code(town, slack))
    now[0] += LASTS
    over = asks(town, first["access_token"])

    renewed = access(grant_type="refresh_token", refresh_token=first["refresh_token"])
    again = access(grant_type="refresh_token", refresh_token=first["refresh_token"])

    assert over["error"] == "token_expired"
    assert asks(town, renewed["access_token"])["ok"]
    assert asks(town, first["access_token"])["error"] == "invalid_auth"
    assert again["error"] == "invalid_refresh_token"


def test_an_organisation_s_installation_names_no_workspace(
    access: Asks, town: Distribution, slack: Slack
) -> None:
    slack.workspace.enterprise = "E1"

    given = access(code=code(town, slack))

    assert (given["team"], given["enterprise"]["id"], given["is_enterprise_install"]) == (None, "E1", True)


@pytest.mark.parametrize("whole", [False, True])
def test_taken_out_its_token_is_worth_nothing_and_it_hears_of_it(
    town: Distribution, slack: Slack, app: TheApp, access: Asks, whole: bool
) -> None:
    slack.workspace.enterprise = "E1" if whole else ""
    token = access(code=code(town, slack))["access_token"]
    app.sent.clear()

    town.uninstall(slack)

    told = [one.payload for one in app.sent]
    assert [one["event"]["type"] for one in told] == ["app_uninstalled", "tokens_revoked"]
    assert told[1]["event"]["tokens"] == {"oauth": [], "bot": ["U0ALONGSIDE"]}
    assert [one.get("team_id") for one in told] == [None if whole else "T0PLAY"] * 2
    assert [one.get("enterprise_id") for one in told] == ["E1" if whole else None] * 2
    assert asks(town, token)["error"] == "account_inactive"
