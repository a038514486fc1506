"""Which token a workspace's calls go with: looked up for each call, and renewed before it ends.

A token that Slack takes no more is renewed at once, and the call made again: nothing of it was done. Slack
takes a refresh token once: one process renews, the others wait for what comes of it.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation import TokenRotator
from slack_sdk.web import SlackResponse

from bot.installed import queries
from bot.installed.queries import Installed
from bot.logs import failure
from bot.slack.kept import Kept, NeverLeft
from bot.store import Store

KEPT = 60  # seconds: another process may have renewed it, or heard that the app was taken out
EARLY = timedelta(hours=2)  # as Bolt renews them: Slack takes the one before until its end
_AT_ONCE = 10**6  # minutes before its end: the rotator is asked only for those that are to be renewed
# Another token may do (docs: authentication/using-token-rotation; apps.connections.open lists them).
_STALE = {"invalid_auth", "token_expired", "token_revoked"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Known:
    at: float
    installed: Installed


class Tokens:
    """`now` is machine time in seconds."""

    def __init__(self, store: Store, now: Callable[[], float], rotator: TokenRotator) -> None:
        self._store, self._now, self._rotator = store, now, rotator
        self._known: dict[str, _Known] = {}
        self._turns: defaultdict[str, Lock] = defaultdict(Lock)  # by workspace

    def of(self, team: str) -> Installed:
        """By which it is served; raises NeverLeft where there is none: the call waits."""
        known = self._known.get(team)
        if known is None or self._now() - known.at >= KEPT:
            with self._store.read() as db:
                known = self._keep(team, queries.find(db, team))
        if known is None:
            raise NeverLeft("the app is not installed there")
        return known.installed

    def serves(self, team: str) -> bool:
        try:
            return bool(self.of(team))
        except NeverLeft:
            return False

    def forget(self) -> None:
        """Something was installed, or taken away: it is looked up anew."""
        self._known.clear()

    def instead(self, team: str, stale: Installed) -> Installed | None:
        """Slack takes that one no more: another one, if there can be one."""
        with self._turns[team]:
            self._known.pop(team, None)
            newer = self.of(team)
            if newer.token == stale.token:
                renewed = self._renew(team)
                self._known.pop(team, None)
                return renewed
            return newer

    def renew(self) -> bool:
        """Those that end soon; True if there was any."""
        with self._store.read() as db:
            ending = queries.expiring(db, EARLY)
        for team in ending:
            with suppress(NeverLeft):  # somebody else does
                self._renew(team)
        if ending:
            self.forget()
        return bool(ending)

    def _renew(self, team: str) -> Installed | None:
        with self._store.begin() as db:
            ours = queries.claim(db, team)
        if ours is None:
            raise NeverLeft("somebody else is renewing it")
        bot = self._asked(ours)
        if bot is None:
            return None
        with self._store.begin() as db:
            seconds = (bot.bot_token_expires_at or 0) - time.time()
            kept = queries.renewed(db, ours, bot, db.machine_now() + timedelta(seconds=seconds))
        return Installed(team, bot) if kept else None

    def _asked(self, ours: Installed) -> Bot | None:
        """None where Slack gives no other one: it is asked again in a minute."""
        try:
            return self._rotator.perform_bot_token_rotation(bot=ours.bot, minutes_before_expiration=_AT_ONCE)
        except SlackTokenRotationError as error:
            cause = error.api_error.response.get("error")
            log.error(
                "Slack does not renew the token of %s (%s): install the app there again", ours.team, cause
            )
        except (SlackClientError, OSError, ValueError) as error:
            log.warning("the token of %s is not renewed yet: %s", ours.team, failure(error))
        return None

    def _keep(self, team: str, found: Installed | None) -> _Known | None:
        if found is None:
            self._known.pop(team, None)
            return None
        self._known[team] = _Known(self._now(), found)
        return self._known[team]


class OfTeam(Kept):
    """The client of one workspace: it has no token of its own."""

    def __init__(self, tokens: Tokens, team: str, **given: Any) -> None:
        super().__init__(**given)
        self._tokens, self._team = tokens, team

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        installed = self._tokens.of(self._team)
        try:
            return self._with(installed, api_method, given)
        except SlackApiError as error:
            if error.response.get("error") not in _STALE:
                raise
            newer = self._tokens.instead(self._team, installed)
            if newer is None:
                raise
        return self._with(newer, api_method, given)

    def _with(self, installed: Installed, api_method: str, given: dict[str, Any]) -> SlackResponse:
        headers = {**(given.get("headers") or {}), "Authorization": f"Bearer {installed.token}"}
        return super().api_call(api_method, **{**given, "headers": headers})
