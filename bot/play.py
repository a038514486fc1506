"""`play`: the bot over HTTP on a fresh SQLite database, against its built-in playground."""

import secrets
import tempfile
from collections.abc import Iterable
from datetime import datetime
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
from bot.serve import asked_to_stop, listen
from bot.settings import Settings, SettingsError
from bot.words import ROOT

STARTS = datetime(2026, 9, 15, 10, tzinfo=ZoneInfo("Europe/London"))  # a Tuesday
TEAM, ANA, BEN = "T0PLAY", "U0ANA", "U0BEN"


def play(port: int) -> int:
    """Until Ctrl-C: nothing is kept, nothing leaves this machine."""
    logs.set_up("WARNING")
    stop = asked_to_stop()
    with tempfile.TemporaryDirectory(prefix="alongside-") as folder:
        secret, token = secrets.token_hex(16), "xoxb-playground"
        clock = Clock(STARTS)
        address: dict[str, str] = {}
        slack = Slack(
            manifest=ROOT / "app.yml",
            signing_secret=secret,
            bot_token=token,
            deliver=lambda body, headers: over_http(address["bot"])(body, headers),
            clock=clock,
        )
        moving: dict[str, Alongside] = {}
        try:
            page = serve_playground(slack, port=port, move=lambda delta: moving["bot"].move(delta))
        except OSError:
            raise SettingsError(
                f"port {port} is taken: use another, like `make play ARGS=--port=8081`"
            ) from None
        settings = Settings(
            slack_bot_token=token,
            slack_signing_secret=secret,
            slack_api_url=f"{page.url}/api/",
            database_url=f"sqlite:///{Path(folder) / 'alongside.db'}",
            encryption_keys=(Fernet.generate_key().decode(),),
            support_text="Maya Okafor, staff support, weekdays 9 to 4 (made up, for the playground)",
        )
        migrate(settings)
        bot = moving["bot"] = Alongside(settings, clock)
        server = listen(bot, "127.0.0.1", 0)
        address["bot"] = f"http://127.0.0.1:{server.port}/slack/events"
        prepare(bot, bot.features, TEAM, (ANA, BEN))
        bot.start()
        print(f"Open {page.url} in a browser. Ctrl-C ends it, and nothing is kept.", flush=True)
        stop.wait()
        print()
        server.close()
        bot.stop()
        page.close()  # last: what the bot is just telling still finds its Slack
    return 0


def prepare(bot: Alongside, features: Iterable[Feature], team: str, who: tuple[str, ...]) -> None:
    """Know these people, and let each of those practices make ready what it has for them."""
    with bot.store.begin() as db:
        for person_id in who:
            people.meet(db, team, person_id)
    bot.ask_who()
    with bot.store.begin() as db:
        for feature in features:
            if feature.sample:
                feature.sample(db, team, who, bot.clock())
