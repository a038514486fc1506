"""What `make bench` prints can be printed: each part runs, as small as can be; what it says is not judged."""

import pytest

from tests import size
from tests.benchmarks.__main__ import PARTS, line
from tests.benchmarks.measuring import Scale

# The others begin programs of their own, and wait for them.
QUICK = ("practices", "tls", "decoding", "saving", "ticks")


@pytest.mark.parametrize("part", PARTS if size.SOAK else QUICK)
def test_each_part_of_the_table_can_be_measured(
    part: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if part not in QUICK:
        monkeypatch.setenv("TEST_DATABASE_URL", request.getfixturevalue("postgres_server"))

    lines = [line(row) for row in PARTS[part](Scale.TINY)]

    assert lines
    assert all(line.strip() for line in lines)
