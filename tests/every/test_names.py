"""Nobody is called by an id: where Slack has not told a name yet, there is a plain word in its place."""

import re
from typing import Any

import pytest

from bot.rounds.feature import Feature
from tests.every.drawing import dressed, of_round
from tests.every.each import each_practice, holds
from tests.practices import Handed
from tests.reading import labels_in, mrkdwn_in

pytestmark = pytest.mark.usefixtures("doors")
_ID = re.compile(r"(?<!<@)\bU0\w+")


def wrong(feature: Feature, practice: Handed) -> list[str]:
    """Ids in what is posted, whispered or shown where nobody's name is known; mentions are drawn as names."""
    found = set()
    for round_ in practice.cover():
        for by, thing in of_round(feature, practice, dressed(practice, round_, [""], "words"), "words"):
            blocks = list(thing.blocks)
            said = [getattr(thing, "text", ""), *mrkdwn_in(blocks), *labels_in(blocks), *headers(blocks)]
            found |= {f"{by}: {line[:60]!r}" for line in said if _ID.search(line)}
    return sorted(found)


def headers(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["text"]["text"] for block in blocks if block["type"] == "header"]


@each_practice
def test_nobody_is_called_by_an_id(feature: Feature, practice: Handed) -> None:
    holds("names", wrong, feature, practice)
