"""Two versions side by side, as processes, on one PostgreSQL: what goes on before, during and after it."""

import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests import postgres
from tests.faults.harness import Step
from tests.practices.listening.transitions import HERE, SAID, WINDOW, asked, newest, opens, writes
from tests.soak.versions import Upgraded, put_before


@pytest.fixture
def upgraded(postgres_server: str, tmp_path: Path) -> Iterator[Upgraded]:
    old = tmp_path / "before"
    old.mkdir()
    if not put_before(old):
        # Not a skip: nothing that could be set up is missing, and a copy of the sources alone is complete.
        pytest.xfail("git does not know the version before: there is no history here")
    with postgres.database(postgres_server, f"upgraded_{uuid.uuid4().hex[:12]}") as url:
        world = Upgraded(url, tmp_path, old)
        yield world
        world.close()


def lives(world: Upgraded, *steps: Step) -> None:
    for step in steps:
        outcome = step.first(world)
        assert outcome is None or outcome.ok, outcome
        world.settle()


def test_a_round_goes_on_while_one_version_follows_the_other(upgraded: Upgraded) -> None:
    world = upgraded
    for step in (*asked("publish"), *writes("Ana")):  # the version before is alone
        assert (outcome := step.first(world)) is None or outcome.ok
        world.rest()

    world.newer_comes()
    lives(world, *writes("Ben", "Chloe"))
    every = world.processes.every
    ready = [urlopen(f"http://127.0.0.1:{one.port}/readyz").status for one in every]
    lives(world, WINDOW)
    trouble, ended = world.trouble(), world.older_goes()
    lives(world, *opens("Dev", "write"))

    told = Counter((reply.author_id, reply.kind) for reply in newest(world).replies)
    texts = [m.text for m in world.slack.conversations[HERE].messages if m.is_reply]
    assert (ready, trouble, ended) == ([200, 200], [], 0)
    assert set(told.values()) == {1}, told
    assert [sum(SAID[name] in text for text in texts) for name in ("Ana", "Ben", "Chloe")] == [1, 1, 1]
    assert world.dead_lines() == []
    assert world.trouble() == []
    assert [one.ended for one in every] == [[]]
