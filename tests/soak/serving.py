"""`alongside serve`, as it is but for time and its death: a page of its harness says both."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bot import cli, failpoints, serve, tick
from bot.clock import Clock
from bot.slack import calls
from bot.store import Store
from tests.soak.page import Page

PATIENCE = 2  # seconds for a Slack that does not answer: nobody waits ten of them a hundred times
FASTER = 8
ANSWERS = {"form", "other"}  # as the program calls those who work for somebody that waits


def main(page: Page) -> int:
    failpoints.hook = page.passing
    Store.machine_offset = property(lambda _: page.offset, lambda _, __: None)  # type: ignore[assignment]
    serve.Clock = lambda: _Told(page)  # type: ignore[attr-defined,misc]
    calls.TIMEOUT = PATIENCE
    tick.start = _sooner(tick.start)
    ThreadPoolExecutor.submit = _counted(ThreadPoolExecutor.submit, page)  # type: ignore[method-assign]
    return cli.main(["serve"])


class _Told(Clock):
    """Practice time, as the harness says."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def __call__(self) -> Any:
        return self._page.moment


def _sooner(start: Any) -> Any:
    def started(jobs: Sequence[tuple[Any, float]], *given: Any, **named: Any) -> Any:
        return start([(job, seconds / FASTER) for job, seconds in jobs], *given, **named)

    return started


def _counted(submit: Any, page: Page) -> Any:
    def submitted(pool: Any, *given: Any, **named: Any) -> Any:
        answers = pool._thread_name_prefix in ANSWERS
        page.work(1, answers=answers)
        try:
            future = submit(pool, *given, **named)
        except RuntimeError:
            page.work(-1, answers=answers)
            raise
        future.add_done_callback(lambda _: page.work(-1, answers=answers))
        return future

    return submitted


if __name__ == "__main__":
    sys.exit(main(Page(Path(sys.argv[1]))))
