"""`python -m tests.soak`: real processes, killed while people live with them; a table in the end."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from secrets import randbelow

from bot.words import ROOT
from tests.soak.beside import Beside
from tests.soak.lane import Counts, Lane
from tests.soak.others import there
from tests.soak.telling import beside, markdown

COUNT = "ALONGSIDE_KILLS"  # browsing.py leaves in that file how many kills each journey met
README, MARKS = ROOT / "README.md", ("<!-- soak -->", "<!-- /soak -->")
# Of what these try `make test` does a small part.
WHOLE = ("tests/every/test_strangers.py", "tests/soak/upgrading.py")
DATABASES = ("sqlite", "postgres")


def main() -> int:
    asked = _asked()
    if asked.to:
        counts = Lane(asked.on, asked.seed, asked.practice, asked.life).run(asked.minutes)
        Path(asked.to).write_text(json.dumps(counts.plain()))
        return 0
    counts = _both(asked)
    print(markdown(counts), flush=True)
    if asked.practice or asked.life:
        return 0 if counts.clean else 1
    served = _browsed()
    others = {name: Beside(name, asked.seed).run(asked.minutes / 20) for name in there()}
    print("", served, "", beside(counts, others), "", sep="\n", flush=True)
    if asked.readme:
        told = "\n\n".join([MARKS[0], markdown(counts), served, beside(counts, others), MARKS[1]])
        README.write_text(re.sub(f"{MARKS[0]}.*{MARKS[1]}", lambda _: told, README.read_text(), flags=re.S))
    whole = _whole()
    return 0 if counts.clean and served.startswith("Two") and whole else 1


def _browsed() -> str:
    """How two processes served the browser's journeys while they were killed, in a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kills"
        environ = os.environ | {COUNT: str(file)}
        asked = [sys.executable, "-m", "pytest", "tests/soak/browsing.py", "-n", "0"]
        code = subprocess.run(asked, cwd=ROOT, env=environ, stdout=sys.stderr, check=False).returncode
        kills = [int(line) for line in file.read_text().split()] if file.exists() else []
    if code or not kills:
        return "The journeys of the browser were not served (or there is no Chromium)."
    served = f"Two processes served {len(kills)} journeys of the browser"
    return f"{served}, while now one of them and now the other was killed, {sum(kills)} times."


def _whole() -> bool:
    """Whether all that strangers try fails, and two versions go side by side: pytest says it above."""
    asked = [sys.executable, "-m", "pytest", "-n", "0", *WHOLE]
    return subprocess.run(asked, cwd=ROOT, env=os.environ | {"SOAK": "1"}, check=False).returncode == 0


def _both(asked: argparse.Namespace) -> Counts:
    """A process a database, at the same time; what they counted together."""
    on = [asked.on] if asked.on else DATABASES
    total = Counts()
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in on]
        begun = [subprocess.Popen(_command(asked, file)) for file in files]
        codes = [one.wait() for one in begun]
        assert not any(codes), "the harness itself broke"
        for file in files:
            total.add(Counts.of(json.loads(file.read_text())))
    return total


def _command(asked: argparse.Namespace, to: Path) -> list[str]:
    given = {"minutes": asked.minutes, "seed": asked.seed, "on": to.name, "to": to, "life": asked.life}
    named = [f"--{name}={value}" for name, value in given.items()]
    return [sys.executable, "-m", "tests.soak", *named, *(f"--practice={one}" for one in asked.practice)]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=randbelow(2**31))
    parser.add_argument("--on", choices=DATABASES, help="one database only")
    parser.add_argument("--practice", action="append", default=[], help="only this one (may be repeated)")
    parser.add_argument("--life", default="", help="only those with that in their name")
    parser.add_argument("--readme", action="store_true", help="write the tables into README, too")
    parser.add_argument("--to", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
