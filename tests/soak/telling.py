"""The table of a soak, as it stands in README."""

from collections import Counter

from tests.soak.lane import COLUMNS, Counts

BESIDE = ("messages", "kills", "lost", "doubled")


def markdown(counts: Counts) -> str:
    rows = [_row("", COLUMNS), _row("---", ["---:"] * len(COLUMNS))]
    rows += [_row(name, [one[column] for column in COLUMNS]) for name, one in counts.by_practice.items()]
    all_ = [sum(one[column] for one in counts.by_practice.values()) for column in COLUMNS]
    kinds = ", ".join(f"{name} {many}" for name, many in counts.kinds.most_common() if many)
    lines = [*rows, _row("**all**", all_), "", f"In {counts.minutes:.0f} minutes: {kinds}."]
    return "\n".join([*lines, *counts.misses])


def beside(counts: Counts, others: dict[str, Counter[str]]) -> str:
    """What others lose under the same kills; ours are all messages that were posted in all lives."""
    ours = {name: sum(row[name] for row in counts.by_practice.values()) for name in BESIDE}
    rows = [_row(name, [one[of] for of in BESIDE]) for name, one in (("Alongside", ours), *others.items())]
    return "\n".join([_row("", BESIDE), _row("---", ["---:"] * len(BESIDE)), *rows])


def _row(first: str, cells: object) -> str:
    return f"| {first} | {' | '.join(map(str, cells))} |"  # type: ignore[call-overload]
