"""A question is typed in a channel, and the process dies before it says that the question may stand there."""

from collections.abc import Iterator

import pytest

from tests.faults.harness import Crash, Fragile, hooked
from tests.world import paired

HERE = "C0HOME"
TYPED = (
    "/alongside review",
    "/alongside review What was it like?",
    "/listen How is it?",
    "/checkin What is it like?",
)


@pytest.fixture
def fragile(sqlite_url: str) -> Iterator[Fragile]:
    yield from paired(Fragile(sqlite_url))


@pytest.mark.parametrize("typed", TYPED)
def test_it_is_posted_a_moment_later_and_once(fragile: Fragile, typed: str) -> None:
    ana, before = fragile["Ana"], len(fragile["Ana"].messages(HERE))

    def dies(place: str) -> None:
        if place == "surface.after_ack":
            raise Crash

    with hooked(dies):
        fragile.slack.post(ana.id, HERE, typed)
    fragile.recover()
    fragile.move(minutes=2)

    posted = [one for one in ana.messages(HERE)[before:] if not one.ephemeral]
    assert len(posted) == 1
