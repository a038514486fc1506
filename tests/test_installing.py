"""The install pages, as a browser meets them: a state is good once, for ten minutes, and in one browser."""

import logging
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.installed.queries import find
from bot.playground.inbound import Reply
from bot.slack import scopes
from bot.words import phrase
from tests.several import CLIENT_SECRET, NORTH, ORG, OTHER, OWN, Several, several
from tests.world import World, deliver

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Several]:
    with several(sqlite_url) as made:
        yield made


class Browser:
    """Somebody on their way to install it: sent to Slack, with a cookie."""

    def __init__(self, town: Several) -> None:
        self.town = town
        self.sent = town.browses(INSTALL)
        self.there = urlsplit(self.sent.headers["Location"])
        self.cookie = self.sent.headers["Set-Cookie"].partition(";")[0]

    def allowed(self, team: str = OWN) -> str:
        """With what Slack sends it back."""
        return self.town.several.allow(self.there.query, self.town.slacks[team])

    def back(self, query: str, cookie: str | None = None) -> Reply:
        return self.town.browses(f"{BACK}?{query}", self.cookie if cookie is None else cookie)


def tokens(town: Several) -> list[str]:
    return [slack.app.token for slack in town.slacks.values() if slack.app.token]


def test_a_browser_is_sent_to_slack_with_what_the_app_asks_for(town: Several) -> None:
    browser = Browser(town)
    asked = parse_qs(browser.there.query)

    assert browser.sent.status == 302
    assert browser.there.path == "/oauth/v2/authorize"
    assert asked["scope"] == [",".join([*scopes.NEEDED, *scopes.OPTIONAL])]
    assert "user_scope" not in asked  # nobody's own
    assert all(part in browser.sent.headers["Set-Cookie"] for part in ("Secure", "HttpOnly", "Max-Age=600"))
    assert browser.sent.headers["Referrer-Policy"] == "no-referrer"


def test_a_state_is_good_once(town: Several) -> None:
    browser = Browser(town)
    first = browser.back(browser.allowed())

    again = browser.back(browser.allowed(OTHER))

    assert (first.status, again.status) == (200, 401)
    assert len(tokens(town)) == 1


def test_a_state_is_good_for_ten_minutes(town: Several) -> None:
    browser = Browser(town)
    town.later(minutes=11)

    assert browser.back(browser.allowed()).status == 401
    assert tokens(town) == []


@pytest.mark.parametrize("cookie", ["", "slack-app-oauth-state=", "slack-app-oauth-state=1.2.3"])
def test_whoever_is_sent_there_by_somebody_else_installs_nothing(town: Several, cookie: str) -> None:
    browser = Browser(town)
    others = Browser(town).cookie

    answers = [browser.back(browser.allowed(), one).status for one in (cookie, others)]

    assert answers == [400, 400]
    assert tokens(town) == []


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        "..",
        "9999999999.00.",
        "9999999999.00.00",
        "\u00e9.\u00e9.\u00e9",
        "9" * 5000,
        "-1.a.b",
        "1.2.3.4",
    ],
)
def test_a_state_that_we_did_not_make_installs_nothing(town: Several, forged: str) -> None:
    town.bot.installed.pages._flow.settings.state_utils.is_valid_browser = lambda *_: True  # type: ignore

    answer = Browser(town).back(f"code=abc&state={forged}")

    assert answer.status == 401
    assert tokens(town) == []


@pytest.mark.parametrize("code", ["", "nonsense", "%00", "a" * 3000])
def test_a_code_that_slack_did_not_make_installs_nothing(
    town: Several, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(town)
    state = parse_qs(browser.there.query)["state"][0]

    answer = browser.back(f"code={code}&state={state}")

    assert answer.status == 401
    assert answer.body.decode().count(str(phrase("common.install.broke_off"))) == 1
    assert not code or code not in caplog.text


def test_whoever_presses_cancel_at_slack_reads_that_nothing_was_installed(town: Several) -> None:
    answer = Browser(town).back("error=access_denied&state=x")

    assert answer.status == 200
    assert str(phrase("common.install.stopped")) in answer.body.decode()


def test_while_slack_is_away_nothing_is_installed_and_it_can_be_begun_again(town: Several) -> None:
    browser = Browser(town)
    query = browser.allowed()
    town.bot.slack.base_url = "http://127.0.0.1:9/api/"  # nobody is there

    answer = browser.back(query)

    assert answer.status == 503
    assert str(phrase("common.install.away")) in answer.body.decode()


def test_with_one_token_there_are_no_install_pages(world: World) -> None:
    answers = [deliver(world.bot.wsgi, b"", {}, method="GET", path=path).status for path in (INSTALL, BACK)]

    assert answers == [404, 404]


def test_the_pages_take_what_a_browser_asks_and_nothing_else(town: Several) -> None:
    answers = [
        deliver(town.bot.wsgi, b"", {}, method=method, path=path).status
        for method in ("POST", "PUT", "DELETE")
        for path in (INSTALL, BACK)
    ]

    assert answers == [405] * 6


def test_no_token_no_code_and_no_secret_stands_in_a_log_or_open_in_the_database(
    town: Several, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    town.installs(OWN)
    town.installs(ORG)
    for team in (OWN, ORG):
        town.slacks[team].app.ends = 0
        town.there(team, "Ana").home  # noqa: B018 - it asks Slack, which takes the token no more
    town.later(hours=11)
    town.settle()
    secret = [*tokens(town), *(grant.refresh for grant in town.several._grants), CLIENT_SECRET]

    with town.bot.store.engine.connect() as connection:
        connection.info["mode"] = "DEFERRED"
        dumped = "".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]

    assert len(secret) == 5
    assert [one for one in secret if one in caplog.text or one in dumped] == []


def test_a_token_that_was_moved_to_another_workspace_s_row_opens_nothing(town: Several) -> None:
    town.installs(OWN)
    town.installs(OTHER)
    with town.bot.store.begin() as db:
        db.connection.exec_driver_sql(
            "UPDATE installations SET sealed = (SELECT sealed FROM installations WHERE team = 'T0QUAY')"
        )

    with town.bot.store.read() as db:
        found = [find(db, team) for team in (OWN, OTHER)]

    assert found[0] is None
    assert found[1] is not None
    assert "xox" not in repr(found[1])


def test_what_slack_s_own_interface_asks_of_the_store_is_there(town: Several) -> None:
    """An organisation's installation is found by its own id, a workspace's by the workspace's alone."""
    town.installs(OWN)
    town.installs(ORG)
    store = town.bot.installed.pages._flow.settings.installation_store

    org = store.find_bot(enterprise_id=ORG, team_id=None, is_enterprise_install=True)
    own = store.find_bot(enterprise_id=None, team_id=OWN)

    assert (org.enterprise_id, org.team_id, org.is_enterprise_install) == (ORG, None, True)
    assert (own.team_id, own.bot_token) == (OWN, town.slack.app.token)
    assert store.find_bot(enterprise_id=ORG, team_id=NORTH) is None
