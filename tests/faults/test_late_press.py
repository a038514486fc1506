"""A press that comes late, or once more, leaves the page that somebody is on by then as it is."""

from collections.abc import Iterator

import pytest

from bot.playground.inbound import Reply
from tests.world import World, paired

WORDS = "I was afraid of being in the way."


class Remembers(World):
    """Slack, which still has all that it delivered."""

    def _deliver(self, body: bytes, headers: dict[str, str]) -> Reply:
        self.delivered = [*getattr(self, "delivered", []), (body, headers)]
        return super()._deliver(body, headers)


@pytest.fixture
def remembers(sqlite_url: str) -> Iterator[Remembers]:
    yield from paired(Remembers(sqlite_url))


def test_a_press_that_comes_once_more_leaves_the_page_that_somebody_is_on(remembers: Remembers) -> None:
    ana = remembers["Ana"]
    ana.types("/alongside log")
    ana.presses("Write something")
    press = remembers.delivered[-1]
    ana.sends({"In your own words": WORDS})
    before = ana.reads

    answer = remembers._deliver(*press)
    remembers.bot.settle()

    assert answer.status == 200
    assert WORDS in before
    assert ana.reads == before
