"""The same kills on what others would do (others.py): how many messages are lost, how many stand twice."""

import json
import time
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.clock import Clock
from bot.playground.server import serve
from bot.playground.slack import Slack
from bot.settings import Settings
from bot.words import ROOT
from tests.soak.databases import opened
from tests.soak.far import Watched
from tests.soak.others import PREPARED
from tests.soak.processes import Process, Processes
from tests.world import SECRET, TOKEN, TUESDAY_TEN

MESSAGES, KILLS = 12, 4  # a life
AT_REST, AT_MOST = 6.0, 40.0  # seconds in which nothing comes any more; and in which something still may


@dataclass
class Beside:
    """Lives of presses, each of which should be told once; counted as those of our own are."""

    name: str
    seed: int

    def run(self, minutes: float) -> Counter[str]:
        self.counted = Counter[str]()
        with opened("postgres") as database:
            slack = Slack(
                manifest=ROOT / "app.yml",
                signing_secret=SECRET,
                bot_token=TOKEN,
                deliver=lambda _, __: None,  # type: ignore[arg-type,return-value]
                clock=Clock(TUESDAY_TEN),
            )
            self.counter = slack.counter = Watched(slack.app, lambda _: None)
            server = serve(slack)
            api = f"{server.url}/api/"
            settings = Settings(slack_bot_token=TOKEN, slack_api_url=api, database_url=database.url)
            PREPARED.get(self.name, lambda _: None)(database.url)
            every = [Process(number, settings, database.folder, self.name) for number in range(2)]
            self.processes = Processes(every)
            self.processes.start()
            try:
                self._lives(slack, time.monotonic() + minutes * 60)
            finally:
                self.processes.stop()
                server.close()
        return self.counted

    def _lives(self, slack: Any, until: float) -> None:
        dice, number = Random(self.seed), 0
        while time.monotonic() < until:
            self.processes.wait()
            kills = self.processes.kills
            texts = [f"message {number}.{one}" for one in range(MESSAGES)]
            for text in texts:
                if dice.random() < KILLS / MESSAGES:
                    self._kill(dice)
                self._press(text)
            self._rests(slack)
            self.counter.taken = None
            found = Counter(call.args["text"] for call in slack.calls if call.outcome == "ok")
            self.counted["messages"] += MESSAGES
            self.counted["kills"] += self.processes.kills - kills
            self.counted["lost"] += sum(not found[text] for text in texts)
            self.counted["doubled"] += sum(found[text] > 1 for text in texts)
            number += 1

    def _kill(self, dice: Random) -> None:
        who = dice.choice(self.processes.every)
        if dice.random() < 0.5:
            who.kill()
            return

        def taken(_: str) -> None:
            self.counter.taken = None
            who.kill()

        self.counter.taken = taken

    def _press(self, text: str) -> None:
        """Until somebody says that it was taken."""
        body = json.dumps({"text": text}).encode()
        while True:
            try:
                if self.processes.deliver(body, {"Content-Type": "application/json"}).status == 200:
                    return
            except OSError:
                time.sleep(0.2)

    def _rests(self, slack: Any) -> None:
        began = time.monotonic()
        self.processes.wait()
        while time.monotonic() < began + AT_MOST and not self.counter.quiet(AT_REST):
            time.sleep(0.1)
