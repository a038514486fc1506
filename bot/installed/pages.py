"""The two addresses by which somebody installs the app in their workspace, or organisation: Slack's OAuth.

Bolt's own flow does it; a browser comes back with the state that it was sent away with, in its cookie too.
"""

import html
import logging
from urllib.parse import urljoin

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.installed.stores import EXPIRES, QUIET, Installations, States
from bot.logs import failure
from bot.slack import scopes
from bot.words import phrase

INSTALL, BACK = "/slack/install", "/slack/oauth_redirect"

log = logging.getLogger(__name__)


class Pages:
    """Answers both addresses; what a browser sends is never logged."""

    def __init__(
        self,
        slack: WebClient,
        credentials: tuple[str, str],
        installations: Installations,
        states: States,
    ) -> None:
        client_id, client_secret = credentials
        settings = OAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=[*scopes.NEEDED, *scopes.OPTIONAL],
            user_scopes=[],
            install_page_rendering_enabled=False,
            callback_options=CallbackOptions(success=_done, failure=_not_done),
            authorization_url=urljoin(slack.base_url, "/oauth/v2/authorize"),
            installation_store=installations,
            state_store=states,
            state_expiration_seconds=int(EXPIRES.total_seconds()),
            logger=QUIET,
        )
        self._flow = OAuthFlow(client=slack, logger=QUIET, settings=settings)

    def __call__(self, path: str, query: str, cookie: str) -> BoltResponse:
        request = BoltRequest(body="", query=query, headers={"cookie": [cookie]})
        if path == INSTALL:
            return self._flow.handle_installation(request)
        try:
            return self._flow.handle_callback(request)
        except (SlackClientError, OSError, ValueError) as error:
            log.warning("an installation got no further: %s", failure(error))
            return page(503, phrase("common.install.away"))


def _done(args: SuccessArgs) -> BoltResponse:
    name = args.installation.team_name or args.installation.enterprise_name or args.installation.team_id
    log.warning("the app was installed in %s", args.installation.team_id or args.installation.enterprise_id)
    response = page(200, phrase("common.install.is_there").plain(name=name or ""))
    return _without_cookie(response, args.settings)


def _not_done(args: FailureArgs) -> BoltResponse:
    """Slack says `access_denied` where somebody pressed *Cancel* there."""
    stopped = args.reason == "access_denied"
    log.info("an installation was not finished")
    words = phrase(f"common.install.{'stopped' if stopped else 'broke_off'}")
    return _without_cookie(page(args.suggested_status_code, words), args.settings)


def _without_cookie(response: BoltResponse, settings: OAuthSettings) -> BoltResponse:
    response.headers["set-cookie"] = [settings.state_utils.build_set_cookie_for_deletion()]
    return response


def page(status: int, words: str) -> BoltResponse:
    """A sentence or two, for a browser."""
    title = html.escape(phrase("common.name"))
    body = (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width">'
        f"<h1>{title}</h1><p>{html.escape(words)}</p></html>"
    )
    return BoltResponse(status=status, body=body, headers={"content-type": "text/html; charset=utf-8"})
