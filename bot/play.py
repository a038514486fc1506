"""`play`: the bot over HTTP on a fresh SQLite database, against its built-in playground."""

import secrets
import tempfile
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet

from bot import logs
from bot.app import Alongside
from bot.clock import Clock
from bot.migrate import migrate
from bot.people import queries as people
from bot.playground.inbound import over_http
from bot.playground.server import serve as serve_playground
from bot.playground.slack import Slack
from bot.rounds.feature import Feature
from bot.serve import asked_to_stop, listen, rest
from bot.settings import Settings, SettingsError
from bot.words import ROOT

STARTS = datetime(2026, 9, 15, 10, tzinfo=ZoneInfo("Europe/London"))  # a Tuesday
OFFERED = ("files:write", "bookmarks:write")  # so that everything can be tried
SOON = 20  # seconds that a first press waits until the bot is there
TOKEN = "xoxb-playground"  # noqa: S105 - it opens nothing but this
TEAM, ANA, BEN = "T0PLAY", "U0ANA", "U0BEN"


def play(port: int) -> int:
    """Until Ctrl-C: nothing is kept, nothing leaves this machine."""
    logs.set_up("WARNING")
    stop = asked_to_stop()
    playing = Playing(port)
    print(f"Open {playing.url} in a browser. Ctrl-C ends it, and nothing is kept.", flush=True)
    rest(stop)
    print()
    playing.close()
    return 0


class Playing:
    """A workspace in a box, the bot in it; *Start again* puts another in its place, at the same address."""

    def __init__(self, port: int) -> None:
        self._one = threading.Lock()
        self._held: ExitStack | None = None
        self._bot: Alongside | None = None
        slack, address = self._workspace()
        try:
            self._page = serve_playground(slack, port=port, move=self._move, again=self.again)
        except OSError:
            raise SettingsError(
                f"port {port} is taken: use another, like `make play ARGS=--port=8081`"
            ) from None
        self.url = self._page.url
        self._begin(slack, address)

    def again(self) -> None:
        with self._one:
            slack, address = self._workspace()
            self._end()
            self._page.turn_to(slack)
            self._begin(slack, address)

    def close(self) -> None:
        with self._one:
            self._page.let_go()  # first: what does not reach the bot any more is no trouble
            self._end()
            self._page.close()  # last: what the bot is just telling still finds its Slack

    def _move(self, delta: timedelta) -> None:
        with self._one:
            assert self._bot  # the page is not asked to move what has not begun
            self._bot.move(delta)

    def _workspace(self) -> tuple[Slack, Future[str]]:
        """One as new, and where its bot will be found: who comes before it is there waits."""
        address: Future[str] = Future()
        slack = Slack(
            manifest=ROOT / "app.yml",
            signing_secret=secrets.token_hex(16),
            bot_token=TOKEN,
            deliver=lambda body, headers: over_http(address.result(SOON))(body, headers),
            clock=Clock(STARTS),
        )
        slack.grant(*OFFERED)
        return slack, address

    def _begin(self, slack: Slack, address: Future[str]) -> None:
        with ExitStack() as held:
            folder = held.enter_context(tempfile.TemporaryDirectory(prefix="alongside-"))
            bot = _bot(slack, f"{self.url}/api/", Path(folder))
            held.callback(bot.stop)
            server = listen(bot, "127.0.0.1", 0)
            held.callback(server.close)
            address.set_result(f"http://127.0.0.1:{server.port}/slack/events")
            note = prepare(bot, bot.features, TEAM, (ANA, BEN))
            with slack.workspace.changing():
                slack.workspace.note = note
            bot.start()
            self._held, self._bot = held.pop_all(), bot

    def _end(self) -> None:
        if self._held:
            self._held.close()


def _bot(slack: Slack, api: str, folder: Path) -> Alongside:
    settings = Settings(
        slack_bot_token=slack.app.token,
        slack_signing_secret=slack.app.signing_secret,
        slack_api_url=api,
        database_url=f"sqlite:///{folder / 'alongside.db'}",
        encryption_keys=(Fernet.generate_key().decode(),),
        support_text="Maya Okafor, staff support, weekdays 9 to 4 (made up, for the playground)",
        support_people=("U0ESI",),
    )
    migrate(settings)
    clock = slack.workspace.clock
    assert isinstance(clock, Clock)  # it is handed to the workspace above
    return Alongside(settings, clock)


def prepare(bot: Alongside, features: Iterable[Feature], team: str, who: tuple[str, ...]) -> str:
    """Know these people, and let each practice make ready what it has for them; what that is, in words."""
    with bot.store.begin() as db:
        for person_id in who:
            people.meet(db, team, person_id)
    bot.ask_who()
    with bot.store.begin() as db:
        ready = [f.sample(db, team, who, bot.clock()) for f in features if f.sample]
    return " ".join(ready)
