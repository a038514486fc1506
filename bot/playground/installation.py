"""The app as installed in the workspace: its manifest, its token and secret, the scopes it was granted."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .arguments import ApiError
from .manifest import Manifest
from .records import APP_USER, Conversation, Person
from .workspace import Workspace

READ = {"public": "channels:read", "private": "groups:read", "app": "im:read"}
HISTORY = {"public": "channels:history", "private": "groups:history", "app": "im:history"}


@dataclass
class Installation:
    workspace: Workspace
    manifest: Manifest
    token: str
    signing_secret: str
    granted: set[str] = field(default_factory=set)  # of the optional scopes
    base_url: str = "http://127.0.0.1"
    problems: list[str] = field(default_factory=list)  # what Slack would have dropped without a word
    org_wide: bool = False  # by the installation of its whole organisation
    ends: float | None = None  # of the token, in seconds of this machine; None for never
    now: Callable[[], float] = time.time

    @property
    def scopes(self) -> frozenset[str]:
        return self.manifest.scopes | (self.manifest.optional_scopes & self.granted)

    @property
    def teams(self) -> set[str]:
        """Its workspaces: several where it is a whole organisation."""
        theirs = {one.team for one in self.workspace.people.values() if not one.stranger}
        return {self.workspace.id} | (theirs if self.org_wide else set())

    def take(self, token: str) -> None:
        """Refuses every token but its own; an old one where it was renewed, and every one once it is out."""
        if not self.token:
            raise ApiError("account_inactive")
        if token != self.token:
            raise ApiError("invalid_auth")
        if self.ends is not None and self.now() >= self.ends:
            raise ApiError("token_expired")

    def need(self, scope: str) -> None:
        if scope not in self.scopes:
            provided = ",".join(sorted(self.scopes))
            raise ApiError("missing_scope", needed=scope, provided=provided)

    def person(self, user: str, code: str = "user_not_found") -> Person:
        found = self.workspace.people.get(user)
        if found is None:
            raise ApiError(code)
        return found

    def conversation(self, channel: str) -> Conversation:
        """A conversation the app can know of: a private one only while it is in there."""
        found = self.workspace.conversations.get(channel)
        if found is None or (found.kind != "public" and not found.has_app):
            raise ApiError("channel_not_found")
        return found

    def open_to_posts(self, channel: str) -> Conversation:
        """Where a post to `channel` lands: a person's id means their conversation with the app."""
        if channel in self.workspace.people:
            if channel == APP_USER:
                raise ApiError("channel_not_found")
            # Posting to somebody who was deactivated succeeds; nobody will read it.
            return self.workspace.direct(channel)
        found = self.conversation(channel)
        if found.archived:
            raise ApiError("is_archived")
        if not found.has_app and "chat:write.public" not in self.scopes:
            raise ApiError("not_in_channel")
        return found
