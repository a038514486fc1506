"""What people live through is looked at from below, too: in which order rows are locked meanwhile."""

from collections.abc import Iterator

import pytest

from tests import size
from tests.locks import recorded

_ONE_IN = 1 if size.SOAK else 12


@pytest.fixture(autouse=True)
def nobody_waits_in_a_ring(request: pytest.FixtureRequest) -> Iterator[None]:
    """Of journeys a part, drawn anew each run; all of them in a soak."""
    if size.chance(f"locks {request.node.nodeid}").randrange(_ONE_IN):
        yield
        return
    with recorded() as locks:
        yield
    assert locks.against == set()
