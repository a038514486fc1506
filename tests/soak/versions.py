"""The version before, from git, and this one beside it on one database: a minute of an upgrade."""

import re
import shutil
import subprocess
import tarfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.migrate import heads
from bot.words import ROOT
from tests.soak.far import FarWorld
from tests.soak.processes import Process

PARTS = ("bot", "migrations", "prompts", "app.yml")
TOLD_BY = ("__init__.py", "serving.py", "page.py")  # in tests/soak: what time it is
_QUIET = 0.4  # seconds
_TROUBLE = re.compile(r"WARNING|ERROR|CRITICAL|Traceback")


def put_before(folder: Path) -> bool:
    """The program as it was just before the newest migration; False where git does not know it."""
    newest = next((ROOT / "migrations" / "versions").glob(f"{heads()[0]}_*.py"))
    added = _git("log", "-1", "--no-renames", "--diff-filter=A", "--format=%H", "--", str(newest))
    packed = added and _git("archive", f"{added.decode().strip()}^", *PARTS)
    if not packed:
        return False
    with tarfile.open(fileobj=BytesIO(packed)) as tar:
        tar.extractall(folder, filter="data")
    soak = folder / "tests" / "soak"
    soak.mkdir(parents=True)
    for name in TOLD_BY:
        shutil.copy(ROOT / "tests" / "soak" / name, soak / name)
    return True


def _git(*asked: str) -> bytes:
    """What it says; nothing where there is no git, no repository, or not as much history."""
    if shutil.which("git") is None:
        return b""
    said = subprocess.run(("git", *asked), cwd=ROOT, capture_output=True, check=False)
    return said.stdout if said.returncode == 0 else b""


class Upgraded(FarWorld):
    """The version before serves an empty database at its own schema; this one comes when it is asked to."""

    def __init__(self, database_url: str, folder: Path, old: Path) -> None:
        self._old = old
        super().__init__(database_url, 1, folder)
        self.processes.wait()

    def _start(self) -> Any:
        far = super()._start()
        self.processes.every = [Process(0, self.settings, self._folder, root=self._old)]
        return far

    def known_before(self, practice: str) -> bool:
        return (self._old / "bot" / "features" / practice).is_dir()

    def rest(self) -> None:
        """Until they have done what was asked of them; the database, which is not ours yet, is not asked."""
        until = time.monotonic() + 30
        while self.processes.work or not self.counter.quiet(_QUIET):
            assert time.monotonic() < until, "it does not come to rest"
            time.sleep(0.05)

    def newer_comes(self) -> None:
        """It brings the database to its schema, and from then on requests go to both in turn."""
        new = Process(1, self.settings, self._folder)
        self.processes.every.append(new)
        self.tell()
        new.start()
        self.processes.wait()

    def older_goes(self) -> int | None:
        """The code with which it ended."""
        return self.processes.every.pop(0).stop()

    def trouble(self) -> list[str]:
        """Lines of either log that somebody should look at."""
        return [line for line in self.processes.said().splitlines() if _TROUBLE.search(line)]
