"""What telling questions apart costs: a usual sentence, and the slowest of some hostile texts."""

import json
from collections.abc import Iterator

from bot.questions.judging import label
from tests.benchmarks.measuring import Row, Scale, median

USUAL = "So, have you thought about asking your sister to come along on Thursday?"
HOSTILE = (
    "😀" * 10_000,
    "so, " * 2_500,
    "i, we could, " * 800,
    "why don't you " * 700,
    "aaaa! " * 1_700,
    "i put, " * 1_400,
)


def rows(scale: Scale) -> Iterator[Row]:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": USUAL * 3}}] * 20
    times, json_of = scale.of(2, 200, 200), "JSON of twenty blocks, there and back"
    baseline = median(lambda: json.loads(json.dumps(blocks)), times)
    yield Row("tell a usual question apart", median(lambda: label(USUAL), times), baseline, json_of)
    slowest = max(median(lambda text=text: label(text), scale.of(1, 5, 5)) for text in HOSTILE)  # type: ignore[misc]
    yield Row("tell 10,000 hostile characters apart", slowest, baseline, json_of)
