"""What takes long to make is made once a run: whichever of its workers asks first makes it for all."""

import fcntl
import os
import pickle
import tempfile
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

RUN = "ALONGSIDE_TEST_RUN"  # the folder of a run, which conftest.py makes and takes away again


def once_a_run(make: Callable[[], T]) -> Callable[[], T]:
    """`make`, called once for all workers of a run, and kept in a file; without a run, once a process."""

    @cache
    @wraps(make)
    def made() -> T:
        if RUN not in os.environ:
            return make()
        return kept(f"{make.__module__}.{make.__qualname__}", make)

    return made


def kept(name: str, make: Callable[[], T]) -> T:
    """What that name stands for in this run, made where nobody has made it; whoever is second waits."""
    folder = os.environ.get(RUN)
    if folder is None:
        return make()
    path = Path(folder) / f"{name}.pickle"
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_bytes(pickle.dumps(make()))
        found: T = pickle.loads(path.read_bytes())
        return found


def begin() -> str:
    """A folder for this run, which its workers are told of."""
    os.environ[RUN] = tempfile.mkdtemp(prefix="alongside-run-")
    return os.environ[RUN]
