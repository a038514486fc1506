"""The table of a soak, as it stands in README."""

from tests.soak.lane import COLUMNS, Counts


def markdown(counts: Counts) -> str:
    rows = [_row("", COLUMNS), _row("---", ["---:"] * len(COLUMNS))]
    rows += [_row(name, [one[column] for column in COLUMNS]) for name, one in counts.by_practice.items()]
    all_ = [sum(one[column] for one in counts.by_practice.values()) for column in COLUMNS]
    kinds = ", ".join(f"{name} {many}" for name, many in counts.kinds.most_common())
    lines = [*rows, _row("**all**", all_), "", f"In {counts.minutes:.0f} minutes: {kinds}."]
    return "\n".join([*lines, *counts.misses])


def _row(first: str, cells: object) -> str:
    return f"| {first} | {' | '.join(map(str, cells))} |"  # type: ignore[call-overload]
