"""Composition root: builds the Bolt app, hands out store and clock, gathers what FEATURES offer."""

import logging
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from wsgiref.types import WSGIApplication

from slack_bolt import BoltRequest, BoltResponse

from bot import audit, erasing, right, schema, tick
from bot.around import AllAround
from bot.clock import Clock
from bot.copying import Copies
from bot.features import FEATURES
from bot.gathered import Gathered
from bot.health import Health
from bot.installed.whole import Installed
from bot.logs import failure
from bot.questions.language import make_ready
from bot.refusal import Refusal
from bot.rounds.company.knowing import know_all
from bot.rounds.company.there import look_around
from bot.rounds.feature import Feature, keeps_of, kinds_of
from bot.rounds.keeping import covering, erasures, queries
from bot.rounds.showing import closing, outbox
from bot.rounds.showing.drawing import Drawn
from bot.rounds.showing.paces import Bucket
from bot.rounds.showing.show import Show
from bot.rounds.time import ends
from bot.rounds.time.notices import GATHERED
from bot.routes import Routes
from bot.settings import Settings
from bot.slack import asked as kinds
from bot.slack.asked import Asked
from bot.slack.calls import client
from bot.slack.guard import Guard
from bot.slack.spaces import Spaces
from bot.slack.surface import Surface
from bot.store import Db, Store, again
from bot.vault import Vault
from bot.words import phrase

log = logging.getLogger(__name__)
# After an ack; each is started when there is work and nobody idle. Where Slack takes a second to answer and
# a hundred people a second open a form, a hundred calls are under way; some ask Slack something first.
_FORMS = 400
_OTHERS = 200
_UNHEARS = timedelta(hours=1)  # between looks at what need not be remembered any more
_ENDS = timedelta(days=1)  # between looks at what has come to its end


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
        self.installed = Installed(settings, self.store, self.slack, clock, self._seconds)
        teams = self.installed.teams
        self.spaces = Spaces(self.installed.client, self._seconds, teams, several=settings.several)
        self.ready = Health(self.store.prove, self._seconds)
        engines = {self.store.engine, self.store.keys_engine}
        self.fits = Health(partial(schema.prove, *engines), self._seconds)
        self._threads = threads
        offered = {"store": self.store, "clock": clock, "settings": settings, "forget": self._forget}
        offered |= {"features": features, "around": AllAround(features)}
        self.surface = Surface(
            ThreadPoolExecutor(_FORMS, "form") if threads else None,
            ThreadPoolExecutor(_OTHERS, "other") if threads else None,
            offered,
            again,
            self.spaces,
            self._refused,
        )
        self._to_erase = True  # what was written down before may not be carried out here
        kinds = kinds_of(features)
        self._gathered = Gathered(features)
        drawn: dict[tuple[str, str], Drawn] = {**kinds, ("me", GATHERED): self._gathered}
        there = partial(look_around, self.store, self.spaces.members)
        showers, bucket = settings.calls_at_once if threads else 0, Bucket(settings.messages_a_minute)
        hushes = settings.notifications == "neutral"
        tell = self.spaces.slack
        self.show = Show(self.store, tell, drawn, clock, there, showers, bucket, hushes=hushes)
        closing.gather(
            [offer for f in features for offer in f.offers],
            {name: offer for f in features for name, offer in f.doors.items()},
            {f.name: f.released for f in features if f.released},
            {key: kind.closed for key, kind in kinds.items() if kind.closed},
            [f.came for f in features if f.came],
            dict(settings.keep_days_in),
        )
        self.routes = Routes(
            features, self.surface, self.spaces, self.store, clock, self._wake, self.installed
        )
        self.bolt = self.routes.bolt()
        self._fetched = bool(settings.public_url)  # whether copies can be
        self.wsgi = (
            self.fetched(
                Guard(
                    self.dispatch,
                    settings.slack_signing_secret,
                    self.ready,
                    fits=self.fits,
                    pages=self.installed.pages,
                )
            )
            if settings.slack_signing_secret
            else None
        )
        self._ticker: Any = None
        self._unheard, self._ended, self._more_ends = clock() - _UNHEARS, clock() - _ENDS, False
        self._kept, self._keeps = timedelta(days=settings.keep_days), keeps_of(features)
        self._sooner = {channel: timedelta(days=days) for channel, days in settings.keep_days_in}

    def _seconds(self) -> float:
        """Machine time."""
        return time.monotonic() + self.store.machine_offset.total_seconds()

    def fetched(self, door: WSGIApplication) -> WSGIApplication:
        """That door, and before it the one where people fetch their copies, if they can be reached there."""
        return Copies(door, self.store, self.features, self.clock) if self._fetched else door

    def dispatch(self, payload: dict[str, Any], headers: Mapping[str, str]) -> BoltResponse:
        """One request of Slack's, decoded and verified: the same for HTTP and Socket Mode."""
        try:
            placed = self.installed.placed(payload)
            if placed is None:
                return _said(payload, phrase("common.install.needed"))
            if self.installed.elsewhere(placed):
                return _said(payload, phrase("common.kept_elsewhere"))
            request = BoltRequest(body=placed, mode="socket_mode", headers=dict(headers))
            response = self.bolt.dispatch(request)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            # What listeners raise, Bolt catches itself: this it could not even read.
            log.warning("a request of no shape that we know: %s", failure(error))
            return BoltResponse(status=400)
        self.surface.finish()
        return response

    def start(self) -> None:
        with self.store.read() as db:
            if last := queries.last_heard(db):
                self.clock.was(last)
        # None waits until another is done.
        jobs = [self.pass_time, self.say, self.tidy, self.ask_who, self.erase, self.installed.renew]
        self.surface.later(make_ready)  # it takes a moment: nobody's first question waits for it
        self._ticker = tick.start([*((job, 2) for job in jobs), (self.show.sweep, 1)])

    def stop(self) -> None:
        if self._ticker:
            self._ticker.shutdown(wait=True)
        self.surface.close()
        self.show.close()
        self.store.close()

    def beat(self) -> bool:
        """All that time does, once; True if there was anything."""
        passed = any([self.pass_time(), self.say()])
        self.tidy()
        return passed

    def pass_time(self) -> bool:
        return tick.pass_time(self.store, self.features, self.clock())

    def say(self) -> bool:
        return tick.say_all(self.store, self._gathered.waits, self.clock())

    def tidy(self) -> None:
        """What opens nothing any more is gone, and so is what was heard long ago, or has come to its end."""
        now = self.clock()
        self.installed.tidy()
        self.store.sweep()
        if now - self._unheard >= _UNHEARS:
            self._unheard = now
            self._to_erase = True  # another process may have stopped in the middle of it
            with self.store.begin() as db:
                queries.unhear(db, now)
        if self._more_ends or now - self._ended >= _ENDS:
            self._ended = now
            self._more_ends = ends.end(self.store, ends.Ending(now, self._kept, self._keeps, self._sooner))
            audit.end(self.store, now, now - self._kept)
            self._to_erase = True  # somebody may be forgotten by now
        covering.seal_rest(self.store)

    def erase(self) -> bool:
        """Whoever is to be forgotten is, here and in Slack; True if there was anything to do."""
        before = self._to_erase
        if before:
            self.replay()
        return erasing.take_out(self.store, self.spaces.slack) or before != self._to_erase

    def replay(self) -> bool:
        """What is written down of who was forgotten is carried out here; False where it is not done yet."""
        anew = self.routes.draw_home
        self._to_erase = not erasing.carry_out(self.store, self.features, self.clock(), anew)
        return not self._to_erase

    def _forget(self, team: str, person_id: str) -> None:
        """Handed to listeners: their words open no more from here on, all else follows in a moment."""
        with self.store.begin() as db:
            erasures.write_down(db, team, person_id, self.clock())
        self._to_erase = True

    def _refused(self, asked: Asked, refusal: Refusal) -> None:
        """Who had no right to what they asked for is written down, once they were answered.

        Whoever sends a form is not: it may be sent again at once, unsigned, and nothing stands beside that.
        """
        if refusal.key in right.REFUSES:
            person = "" if asked.kind == kinds.SUBMIT else asked.who.id
            where = asked.channel if asked.channel.startswith(("C", "G")) else ""
            self.surface.later(
                partial(self._write_down, refusal.key, asked.verb, asked.who.team, where, person)
            )

    def _write_down(self, key: str, verb: str, team: str, where: str, person: str) -> None:
        with self.store.begin() as db:
            why = key.rpartition(".")[2]
            audit.write(db, self.clock(), why, verb, team=team, about=where, person=person)

    def ask_who(self) -> bool:
        return know_all(self.store, self.spaces.slack, self.clock())

    def settle(self) -> None:
        """Without threads: do everything that is to be done now, until nothing is left."""
        for _ in range(100):
            self.surface.finish()
            passed = any([self.beat(), self.ask_who(), self.erase(), self.installed.renew()])
            told = self.show.settle()  # whom it told of something, from then on their time runs
            if not passed and not told:
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
        if not self._threads:
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

    def _wake(self, db: Db, team: str, person_id: str) -> None:
        queries.wake_person(db, team, person_id, self.clock())


def _said(payload: dict[str, Any], words: str) -> BoltResponse:
    """Who types a command reads it; where else, there is nobody to say it to."""
    if "command" in payload:
        return BoltResponse(status=200, body={"text": words})
    return BoltResponse(status=200)
