"""What telling questions apart costs: a usual sentence, and the slowest of some hostile texts."""

import json
import statistics
import time
from collections.abc import Callable, Iterator

from bot.questions.judging import label

USUAL = "So, have you thought about asking your sister to come along on Thursday?"
HOSTILE = (
    "😀" * 10_000,
    "so, " * 2_500,
    "i, we could, " * 800,
    "why don't you " * 700,
    "aaaa! " * 1_700,
    "i put, " * 1_400,
)


def questions() -> Iterator[tuple[str, float, float, str]]:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": USUAL * 3}}] * 20
    baseline = taken(lambda: json.loads(json.dumps(blocks)))
    yield (
        "tell a usual question apart",
        taken(lambda: label(USUAL)),
        baseline,
        "JSON of twenty blocks, there and back",
    )
    slowest = max(taken(lambda text=text: label(text), 5) for text in HOSTILE)  # type: ignore[misc]
    yield "tell 10,000 hostile characters apart", slowest, baseline, "JSON of twenty blocks, there and back"


def taken(work: Callable[[], object], times: int = 200) -> float:
    """Microseconds of processor time a call: the median of a few rounds, after one to warm up."""
    found = []
    for _ in range(6):
        began = time.process_time()
        for _ in range(times):
            work()
        found.append((time.process_time() - began) / times * 1e6)
    return statistics.median(found[1:])
