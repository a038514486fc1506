"""An app that several workspaces install by themselves: OAuth's other side, and whose a call is.

Source: docs.slack.dev/authentication/installing-with-oauth, …/using-token-rotation, …/reference/methods/
oauth.v2.access. Assumed: that a token which was renewed works no more (Bolt takes it to work until its end).
An organisation with all its workspaces is one `Slack` here, whose people say of which they are.
"""

import json
import secrets
import time
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from .arguments import ApiError, decode
from .counter import Answer
from .records import APP_ID, APP_USER
from .slack import Slack

LASTS = 43_200  # seconds; docs: using-token-rotation
GOOD_FOR = 600  # seconds that a code is; docs: installing-with-oauth


@dataclass
class Grant:
    """What one installation was given."""

    slack: Slack
    org_wide: bool
    refresh: str = ""


@dataclass
class Distribution:
    """`rotates`: whether its tokens end; `now`: this machine's seconds."""

    client_id: str
    client_secret: str
    slacks: Sequence[Slack]
    rotates: bool = True
    now: Callable[[], float] = time.time
    _codes: dict[str, tuple[Grant, float]] = field(default_factory=dict)
    _grants: list[Grant] = field(default_factory=list)

    def allow(self, query: str, slack: Slack) -> str:
        """Somebody there presses *Allow* on the page of this query: what their browser comes back with."""
        asked = {name: found[0] for name, found in parse_qs(query, keep_blank_values=True).items()}
        if asked.get("client_id") != self.client_id:
            raise ApiError("invalid_client_id")
        slack.app.granted = set(asked["scope"].split(",")) & slack.app.manifest.optional_scopes
        code = secrets.token_hex(12)
        self._codes[code] = (Grant(slack, bool(slack.workspace.enterprise)), self.now())
        return urlencode({"code": code, "state": asked.get("state", "")})

    def uninstall(self, slack: Slack) -> None:
        """It is taken out; of a whole organisation it is told with its id, and no workspace's (assumed)."""
        with slack.inbound.of_organisation(slack.app.org_wide):
            slack.uninstall()

    def api(self, method: str, body: bytes, kind: str, authorization: str) -> Answer:
        scheme, _, said = authorization.partition(" ")
        token = said.strip() if scheme.lower() == "bearer" else None
        try:
            args = decode(body, kind)
            if method == "oauth.v2.access":
                return _json(self._access(args, said if scheme.lower() == "basic" else ""))
        except ApiError as refusal:
            return _json(refusal.body())
        return self._whose(token or args.get("token")).counter.api(method, body, kind, token)

    def holding(self, key: str) -> Slack:
        """The workspace in which that address for a response or an upload was given out."""
        held = (s for s in self.slacks if key in s.workspace.response_urls or key in s.workspace.uploads)
        return next(held, self.slacks[0])

    def _whose(self, token: str | None) -> Slack:
        return next((slack for slack in self.slacks if token and slack.app.token == token), self.slacks[0])

    def _access(self, args: dict[str, Any], basic: str) -> dict[str, Any]:
        given = b64decode(basic).decode() if basic else f"{args.get('client_id')}:{args.get('client_secret')}"
        if given.partition(":")[0] != self.client_id:
            raise ApiError("invalid_client_id")
        if given.partition(":")[2] != self.client_secret:
            raise ApiError("bad_client_secret")
        if args.get("grant_type") == "refresh_token":
            return self._given(self._refreshed(str(args.get("refresh_token"))))
        grant, at = self._codes.pop(str(args.get("code")), (None, 0.0))
        if grant is None or self.now() - at > GOOD_FOR:
            raise ApiError("invalid_code")
        self._grants.append(grant)
        return self._given(grant)

    def _refreshed(self, refresh: str) -> Grant:
        """Once: then there is another one."""
        found = next((one for one in self._grants if one.refresh and one.refresh == refresh), None)
        if found is None or not found.slack.app.token:
            raise ApiError("invalid_refresh_token")
        return found

    def _given(self, grant: Grant) -> dict[str, Any]:
        token = ("xoxe.xoxb-1-" if self.rotates else "xoxb-") + secrets.token_hex(12)
        grant.refresh = f"xoxe-1-{secrets.token_hex(12)}" if self.rotates else ""
        there = grant.slack
        there.app.token, there.app.now, there.app.org_wide = token, self.now, grant.org_wide
        there.app.ends = self.now() + LASTS if self.rotates else None
        enterprise = there.workspace.enterprise
        answer: dict[str, Any] = {
            "ok": True,
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(there.app.scopes)),
            "bot_user_id": APP_USER,
            "app_id": APP_ID,
            "team": None if grant.org_wide else {"id": there.workspace.id, "name": there.workspace.team},
            "enterprise": {"id": enterprise, "name": enterprise} if enterprise else None,
            "is_enterprise_install": grant.org_wide,
            "authed_user": {"id": "U0ANA"},
        }
        return answer | ({"refresh_token": grant.refresh, "expires_in": LASTS} if self.rotates else {})


def _json(body: dict[str, Any]) -> Answer:
    return Answer(200, json.dumps(body).encode())
