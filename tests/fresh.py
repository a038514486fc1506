"""A fresh machine, from `docs/run.md` to a served workspace, timed: `python -m tests.fresh`.

It does what the page says, in an empty folder, with a Slack in a box; the program itself is set up already
unless `--set-up` asks for that, too. In the end somebody has typed a question, and the other one has it.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bot.clock import Clock
from bot.playground.inbound import over_http
from bot.playground.server import serve
from bot.playground.slack import Slack
from bot.words import ROOT
from tests.ports import free_port
from tests.world import SECRET, TOKEN

PAGE = ROOT / "docs" / "run.md"
ASKED = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}
SOON = 30  # seconds


def blocks() -> dict[str, list[str]]:
    """What the page says to type, by the name of each block."""
    found = re.findall(r"```sh (\w+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return {name: [line.strip() for line in lines.strip().splitlines()] for name, lines in found}


def live(folder: Path, say: Callable[[str], object]) -> float:
    """The seconds from an empty folder until a question is where it belongs; raises where it goes wrong."""
    with ExitStack() as held:
        port = free_port()
        slack = Slack(
            manifest=ROOT / "app.yml",
            signing_secret=SECRET,
            bot_token=TOKEN,
            deliver=over_http(f"http://127.0.0.1:{port}/slack/events"),
            clock=Clock(),
        )
        stands = serve(slack)
        held.callback(stands.close)
        slack.base_url = stands.url
        command = folder / "bin" / "alongside"
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -m bot "$@"\n')
        command.chmod(0o755)
        around = {
            "PATH": f"{command.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "SLACK_API_URL": f"{stands.url}/api/",
            "PORT": str(port),
        }
        began = time.monotonic()
        for line in [*blocks()["settings"], *blocks()["look"]]:
            at = time.monotonic()
            typed = ASKED.get(line.split()[-1], "") + "\n"
            subprocess.run(
                line, shell=True, check=True, cwd=folder, env=around, input=f"{typed}\n", text=True
            )
            say(f"{time.monotonic() - at:6.1f} s  {line}")
        (line,) = blocks()["serve"]
        served = subprocess.Popen(["sh", "-c", f"exec {line}"], cwd=folder, env=around)
        held.callback(served.wait, 20)
        held.callback(served.send_signal, signal.SIGTERM)
        _until(lambda: _answers(around, folder))
        slack.post("U0ANA", "C0HOME", "/listen How did today land?")
        _until(lambda: any("How did today land?" in str(one) for one in slack.seen_by("U0BEN", "C0HOME")))
        return time.monotonic() - began


def _answers(around: dict[str, str], folder: Path) -> bool:
    quick = subprocess.run(
        ["alongside", "doctor", "--quick"], cwd=folder, env=around, stdout=subprocess.DEVNULL
    )
    return quick.returncode == 0


def _until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not there():
        if time.monotonic() > end:
            raise TimeoutError("it is not there")
        time.sleep(0.1)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--set-up", action="store_true", help="a copy of the program, and its own environment")
    with tempfile.TemporaryDirectory(prefix="fresh-") as folder:
        if asked.parse_args().set_up:
            at = time.monotonic()
            copy = Path(folder) / "copy"
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__"))
            for line in blocks()["setup"]:
                subprocess.run(line, shell=True, check=True, cwd=copy)
            print(f"{time.monotonic() - at:6.1f} s  setting up")
        seconds = live(Path(folder), print)
    print(f"{seconds:6.1f} s  from an empty folder to a question that is where it belongs")


if __name__ == "__main__":
    main()
