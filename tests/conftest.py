"""Databases, clock and stand-in, wired: `world` is SQLite, `worlds` is each test on both databases."""

import gc
import os
import re
import shutil
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine

from bot import logs, words
from bot.features import FEATURES
from bot.migrate import migrate
from bot.settings import Settings
from tests import once, postgres, size
from tests.world import World

# Each test makes a whole workspace of small things that live as long as it does: looking through them again
# and again for what could go took a fifth of the time.
gc.set_threshold(400_000, 50, 100)

hypothesis_settings.register_profile(
    "alongside", deadline=None, max_examples=size.examples(60), print_blob=True
)
hypothesis_settings.load_profile("alongside")
logs.quieten()
words.REFUSES_HOLES = True  # no sentence with nothing in its blank, whoever draws it

# The tests kill our process, not the machine: where there is room in memory, nothing has to reach a disk.
_MEMORY, _ENOUGH = Path("/dev/shm"), 2 << 30
_ROOM = os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH
if _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(Settings(database_url=f"sqlite:///{path}"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def sqlite_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sqlite") / "alongside.db"


@pytest.fixture
def sqlite_url(sqlite_template: Path, sqlite_place: Path) -> str:
    """An empty, migrated SQLite database; always at the same address (tests/world.py says why)."""
    for left in sqlite_place.parent.iterdir():
        left.unlink()
    shutil.copy(sqlite_template, sqlite_place)
    return f"sqlite:///{sqlite_place}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    # The tests kill our process, not the machine: nothing has to reach the disk.
    fast = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_wal_size = '128MB'")
    with postgres.server(fast, within=_MEMORY if _ROOM else None) as address:
        yield address


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    name = f"template_{uuid.uuid4().hex[:12]}"
    with postgres.database(postgres_server, name) as url:
        migrate(Settings(database_url=url))
        yield name


@pytest.fixture(scope="session")
def postgres_copies(
    postgres_server: str, postgres_template: str
) -> Callable[[], AbstractContextManager[str]]:
    """Makes an empty, migrated PostgreSQL database more; several may stand side by side."""

    def another() -> AbstractContextManager[str]:
        return postgres.database(postgres_server, f"another_{uuid.uuid4().hex[:12]}", postgres_template)

    return another


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """An empty, migrated PostgreSQL database; always at the same address (tests/world.py says why)."""
    name = postgres_template.replace("template", "test")
    with postgres.database(postgres_server, name, postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for this runs on both databases."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """A workspace on SQLite, with a pair (Ana and Ben) ready to reflect."""
    yield from _world(sqlite_url)


@pytest.fixture
def worlds(database_url: str) -> Iterator[World]:
    """The same, on both databases, and by socket."""
    yield from _world(database_url, wired=True)


def _world(url: str, wired: bool = False) -> Iterator[World]:
    made = World(url, wired=wired)
    made.pair("Ana", "Ben")
    yield made
    problems = [*made.slack.problems, *made.dead_lines()]
    made.close()
    assert problems == []


@pytest.fixture
def ana(world: World) -> Any:
    return world["Ana"]


@pytest.fixture
def ben(world: World) -> Any:
    return world["Ben"]


@pytest.fixture
def chloe(world: World) -> Any:
    return world["Chloe"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Begun once: beside one that runs, Playwright begins no second."""
    from playwright.sync_api import sync_playwright

    from tests.browser.window import CHROMIUM, FLAGS

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield made
        made.close()


@pytest.fixture
def browser(chromium: Any) -> Iterator[Any]:
    """One browser for all; each window in it begins with nothing, and is closed in the end."""
    yield chromium
    for context in chromium.contexts:
        context.close()


# These wait, or make much that their tests share: begun last, they would end alone on one core.
_FIRST = ("browser", "every")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # by whom the workers are begun, if there are any
        if size.GIVEN and config.option.hypothesis_seed is None:
            config.option.hypothesis_seed = str(size.SEED)
        folder = once.begin()
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    config.addinivalue_line(
        "markers", "drawn(one_in): of its cases one in so many, drawn anew; all in a soak"
    )


def pytest_report_header() -> str:
    return f"SEED={size.SEED}" + (" SOAK=1" if size.SOAK else "")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = _drawn(_twice(items))
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = sorted((i for i in items if i in kept), key=lambda i: not set(_FIRST) & set(i.path.parts))


def _drawn(items: list[pytest.Item]) -> set[pytest.Item]:
    """Without those cases of `drawn` tests that were not drawn, of each practice and database apart."""
    groups: dict[tuple[str, ...], list[pytest.Item]] = defaultdict(list)
    for item in items:
        given = getattr(getattr(item, "callspec", None), "params", {})
        apart = [str(getattr(given.get(name), "name", given.get(name))) for name in ("feature", "database")]
        groups[item.nodeid.partition("[")[0], *apart].append(item)
    kept: set[pytest.Item] = set()
    for what, group in groups.items():
        mark = group[0].get_closest_marker("drawn")
        one_in = mark.kwargs.get("one_in", size.EVERY) if mark else 1
        one_in *= 4 if "postgres" in what else 1  # begun less often: its own ways have tests of their own
        kept |= set(size.some(group, " ".join(what), one_in) if mark else group)
    return kept


def _twice(items: list[pytest.Item]) -> list[pytest.Item]:
    """What runs on both databases does so on PostgreSQL for one in so many, of each file; all in a soak."""
    again: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        if params.get("database_url") == "postgres":
            again[item.path.name].append(item)
    kept = {item for name, of in again.items() for item in size.some(of, f"postgres {name}")}
    left = {item for of in again.values() for item in of} - kept
    return [item for item in items if item not in left]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files stay together, so that what they share is made once; who is done takes over from who is not."""
    if config.getvalue("dist") != "load":
        return None  # something else was asked for
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


_seconds: Counter[str] = Counter()
_tests: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    names = set(re.split(r"[^a-z]+", report.nodeid.partition("::")[0]))
    names |= set(re.split(r"[\[:\]-]+", report.nodeid.partition("[")[2]))
    whose = next((feature.name for feature in FEATURES if feature.name in names), "all")
    _seconds[whose] += report.duration
    _tests[whose] += report.when == "call"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How long the tests of each practice took, beside what they may take."""
    if sum(_tests.values()) < 1000:
        return  # a part of them says little
    terminalreporter.section("seconds by practice")
    for whose in (*(feature.name for feature in FEATURES), "all"):
        budget = size.BUDGET.get(whose, size.BUDGET["a practice"])
        over = "" if size.SOAK or _seconds[whose] <= budget else "  over"
        line = f"{whose:<12}{_tests[whose]:>6} tests{_seconds[whose]:>8.1f} s of {budget}{over}"
        terminalreporter.write_line(line)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where nothing may be skipped, a skipped test fails the run."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("ALONGSIDE_NOTHING_SKIPPED") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
