"""slack_sdk's two stores for OAuth, over ours.

Not its own SQLAlchemy stores: they keep tokens in plain text, in tables of their own, and a row more for each
installation. Ours are sealed and bound to their row, as everything is, and there is one of each.
"""

import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from logging import Logger, getLogger

from slack_sdk.oauth import OAuthStateStore
from slack_sdk.oauth.installation_store import Bot, Installation, InstallationStore

from bot.installed import queries
from bot.store import Store

EXPIRES = timedelta(minutes=10)  # the SDK's own

# What the SDK says of an installation may quote a code or a token: what became of it we say ourselves.
QUIET = getLogger("alongside.quiet")
QUIET.propagate = False
QUIET.disabled = True


class Installations(InstallationStore):
    """Of the app's own tokens: it asks for nobody's. `changed` is told when there is another."""

    def __init__(self, store: Store, clock: Callable[[], datetime], changed: Callable[[], object]) -> None:
        self._store, self._clock, self._changed = store, clock, changed

    @property
    def logger(self) -> Logger:
        return QUIET

    def save(self, installation: Installation) -> None:
        self.save_bot(installation.to_bot())

    def save_bot(self, bot: Bot) -> None:
        with self._store.begin() as db:
            seconds = bot.bot_token_expires_at and bot.bot_token_expires_at - datetime.now(UTC).timestamp()
            ends = db.machine_now() + timedelta(seconds=seconds) if seconds else None
            queries.save(db, bot, self._clock(), ends)
        self._changed()

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        whose = enterprise_id if is_enterprise_install else team_id
        with self._store.read() as db:
            found = queries.find(db, whose or "")
        return found.bot if found else None


class States(OAuthStateStore):
    """A state says until when it is good, and that we made it; each comes back once. None is kept before."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    @property
    def logger(self) -> Logger:
        return QUIET

    def issue(self, *_: object, **__: object) -> str:
        said = f"{int((self._now() + EXPIRES).timestamp())}.{secrets.token_hex(16)}"
        return f"{said}.{self._code(said)}"

    def consume(self, state: str) -> bool:
        said, _, code = state.rpartition(".")
        until = said.partition(".")[0]
        if not state.isascii() or not hmac.compare_digest(code, self._code(said)):
            return False
        now = self._now()
        if now.timestamp() > int(until):
            return False
        with self._store.begin() as db:
            queries.forget_states(db, now - EXPIRES)
            return queries.first_time(db, said, now)

    def _code(self, said: str) -> str:
        return self._store.vault.code(f"state:{said}").hex()
