"""Composition root: builds the Bolt app, hands out store and clock, gathers what FEATURES offer."""

import logging
import re
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot import tick
from bot.clock import Clock
from bot.features import FEATURES
from bot.home import home
from bot.people.refresh import keep, refresh
from bot.rounds import closing, outbox, queries
from bot.rounds.feature import Feature, Listener
from bot.rounds.show import Show
from bot.settings import Settings
from bot.slack import asked as kinds
from bot.slack.asked import Asked, opened
from bot.slack.blocks import Message, section
from bot.slack.calls import call, client
from bot.slack.guard import Guard
from bot.slack.surface import Surface
from bot.slack.there import AGAIN
from bot.store import Db, Store
from bot.vault import Vault
from bot.words import Words

log = logging.getLogger(__name__)
words = Words("common")

COMMANDS = ("/alongside",)
EVENTS = ("app_home_opened", "user_change")
_WORKERS = 16  # showing listeners and what comes after an ack
_SHOWERS = 4


class Alongside:
    """The whole bot. With `threads` it works by itself; without, `settle` does what is left to do."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        threads: bool = True,
        features: tuple[Feature, ...] = FEATURES,
    ) -> None:
        self.features = features
        self.clock = clock
        self.store = Store(settings.database_url, settings.keys_url, Vault(list(settings.encryption_keys)))
        self.slack = client(settings.slack_bot_token, settings.slack_api_url)
        self._pool = ThreadPoolExecutor(_WORKERS, "listener") if threads else None
        offered = {"store": self.store, "clock": clock, "settings": settings}
        self.surface = Surface(self._pool, offered)
        self.show = Show(
            self.store, self.slack, {f.name: f.drawn for f in features}, _SHOWERS if threads else 0
        )
        closing.gather(
            [offer for f in features for offer in f.offers],
            {name: offer for f in features for name, offer in f.doors.items()},
        )
        self._bolt = self._wired(settings.slack_bot_token)
        self.wsgi = (
            Guard(self.dispatch, settings.slack_signing_secret, self.ready)
            if settings.slack_signing_secret
            else None
        )
        self._ticker: Any = None

    def dispatch(self, payload: dict[str, Any], headers: Mapping[str, str]) -> BoltResponse:
        """One request of Slack's, decoded and verified: the same for HTTP and Socket Mode."""
        request = BoltRequest(body=payload, mode="socket_mode", headers=dict(headers))
        response = self._bolt.dispatch(request)
        self.surface.finish()
        return response

    @property
    def bolt(self) -> App:
        """For Bolt's own Socket Mode handler."""
        return self._bolt

    def ready(self) -> bool:
        """Whether it can serve: the database answers, and the keys open it."""
        try:
            with self.store.begin() as db:
                self.store.vault.prove(db.keys)
        except Exception as error:  # noqa: BLE001 - whatever it is, we are not ready
            log.error("not ready: %s", type(error).__name__)
            return False
        return True

    def start(self) -> None:
        self._ticker = tick.start([(self.beat, 2), (self.ask_who, 2), (self.show.sweep, 1)])

    def stop(self) -> None:
        if self._ticker:
            self._ticker.shutdown(wait=True)
        if self._pool:
            self._pool.shutdown(wait=True)
        self.show.close()
        self.store.close()

    def beat(self) -> bool:
        return tick.pass_time(self.store, self.features, self.clock())

    def ask_who(self) -> bool:
        return refresh(self.store, self.slack, self._wake, self.clock())

    def settle(self) -> None:
        """Without threads: do everything that is to be done now, until nothing is left."""
        for _ in range(100):
            self.surface.finish()
            if not any([self.beat(), self.ask_who(), self.show.settle()]):
                return
        raise RuntimeError("it does not come to rest")

    def move(self, delta: timedelta) -> None:
        """Walk practice time on: to each moment when something is due, and let it happen."""
        self.clock.hold()
        end = self.clock() + delta
        while True:
            self._come_to_rest()
            due = self._next_due()
            if due is None or due > end:
                break
            self.clock.move_to(due)
        self.clock.move_to(end)
        self._come_to_rest()

    def _next_due(self) -> datetime | None:
        with self.store.read() as db:
            due = queries.next_due(db)
        return due if due is None or due > self.clock() else self.clock() + timedelta(minutes=1)

    def _come_to_rest(self) -> None:
        if self._pool is None:
            self.settle()
            return
        self.beat()
        until = time.monotonic() + 3
        while time.monotonic() < until:
            self.show.sweep()
            with self.store.read() as db:
                if not outbox.unshown(db):
                    return
            time.sleep(0.02)

    def _wired(self, token: str) -> App:
        bolt = App(
            # A static answer: asking Slack who we are would make every press depend on its being up.
            authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None, bot_token=token),
            signing_secret="checked by the guard",  # noqa: S106 - Bolt wants one; the guard verifies
            request_verification_enabled=False,
            process_before_response=True,
        )
        bolt.error(_failed)
        for feature in self.features:
            for command, listener in feature.commands.items():
                bolt.command(command)(self._deciding({command: listener}))
            pattern = re.compile(rf"^{feature.name}\.")
            bolt.action(pattern)(self._acting(feature))
            bolt.view(pattern)(self._deciding(feature.forms))
            for event, listener in feature.events.items():
                bolt.event(event)(self._deciding({event: listener}))
        bolt.command("/alongside")(self._alongside)
        bolt.action(AGAIN)(self._again)
        bolt.event("app_home_opened")(self._home_opened)
        bolt.event("user_change")(self._user_changed)
        return bolt

    def _deciding(self, listeners: Mapping[str, Listener]) -> Listener:
        def decide(ack: Ack, body: dict[str, Any]) -> None:
            asked = opened(body)
            self.surface.decide(listeners[asked.verb], asked, ack, self.slack)

        return decide

    def _acting(self, feature: Feature) -> Listener:
        def act(ack: Ack, body: dict[str, Any]) -> None:
            asked = opened(body)
            if asked.verb in feature.shows:
                self.surface.show(feature.shows[asked.verb], asked, ack, self.slack)
                return
            self.surface.decide(feature.actions[asked.verb], asked, ack, self.slack)
            if asked.kind == kinds.HOME:
                self.surface.later(lambda: self._publish(asked))

        return act

    def _alongside(self, ack: Ack, body: dict[str, Any]) -> None:
        """`/alongside <practice> …` is that practice's own command; anything else is help."""
        asked = opened(body)
        name, _, rest = asked.text.strip().partition(" ")
        for feature in self.features:
            if feature.name == name.lower() and feature.commands:
                command, listener = next(iter(feature.commands.items()))
                typed = replace(asked, verb=command, text=rest)
                self.surface.decide(listener, typed, ack, self.slack)
                return
        self.surface.decide(_help, asked, ack, self.slack)

    def _again(self, ack: Ack, body: dict[str, Any]) -> None:
        """*Try again*: the command as it was typed."""
        asked = opened(body)
        command, _, text = asked.value.partition(" ")
        for feature in self.features:
            if command in feature.commands:
                typed = replace(asked, verb=command, text=text)
                self.surface.decide(feature.commands[command], typed, ack, self.slack)
                return
        ack()

    def _home_opened(self, ack: Ack, body: dict[str, Any]) -> None:
        asked = opened(body)
        ack()
        if (asked.event or {}).get("tab") == "home":
            self.surface.later(lambda: self._publish(asked))

    def _publish(self, asked: Asked) -> None:
        view = home(self.store, self.features, asked.who.team, asked.who.id, self.clock())
        call(self.slack, "views.publish", user_id=asked.who.id, view=view)

    def _wake(self, db: Db, team: str, person_id: str) -> None:
        queries.wake_person(db, team, person_id, self.clock())

    def _user_changed(self, ack: Ack, body: dict[str, Any]) -> None:
        user, team = body["event"]["user"], body.get("team_id", "")
        with self.store.begin() as db:
            keep(db, team, user, self._wake, self.clock())
        ack()


def _help(ack: Any) -> None:
    line = words["help"].fill()
    ack(Message(line, [section(line)]))


def _failed(error: Exception) -> BoltResponse:
    log.error("a request could not be handled: %s", type(error).__name__)
    return BoltResponse(status=400, body="")
