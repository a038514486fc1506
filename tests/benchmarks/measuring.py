"""What a row says, and how it is measured: medians of processor time, of this process or of another one."""

import statistics
import time
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import NamedTuple, TypeVar

T = TypeVar("T")
Work = Callable[[], object]


class Scale(IntEnum):
    """How much is tried: just enough to run at all, in a few minutes, or the whole."""

    TINY, USUAL, WHOLE = range(3)

    def of(self, tiny: T, usual: T, whole: T) -> T:
        return (tiny, usual, whole)[self]


class Row(NamedTuple):
    """A figure beside another one of the same run; `aim` is what it should be."""

    name: str
    here: float
    baseline: float | None
    beside: str  # what the baseline is, and whatever else is to be said
    unit: str = "µs"
    aim: str = ""


def median(work: Work, times: int, *, rounds: int = 5) -> float:
    """Microseconds of processor time a call: the median of a few rounds, after one to warm up."""
    return interleaved([work], times, rounds=rounds)[0]


def interleaved(works: Sequence[Work], times: int, *, rounds: int = 5) -> list[float]:
    """The same of several, a round of each after the other: what the machine does meanwhile meets all."""
    found: list[list[float]] = []
    for _ in range(rounds + 1):
        found.append([_once(work, times) for work in works])
    return [statistics.median(taken) for taken in zip(*found[1:], strict=True)]


def _once(work: Work, times: int) -> float:
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times * 1e6


def processor(pid: int) -> float:
    """Seconds of processor time that a process has had, in all its threads: the clock Linux has of it."""
    return time.clock_gettime((~pid << 3) | 2)


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    with open(f"/proc/{pid}/status") as status:
        kept = next(line for line in status if line.startswith("VmRSS"))
    return int(kept.split()[1]) / 1024


def until(so: Callable[[], bool], seconds: float = 60, every: float = 0.02) -> float:
    """Wait until it is so; how long that took."""
    began = time.perf_counter()
    while not so():
        if time.perf_counter() - began > seconds:
            raise TimeoutError(f"not after {seconds:.0f} seconds")
        time.sleep(every)
    return time.perf_counter() - began
