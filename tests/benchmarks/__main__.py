"""`python -m tests.benchmarks`: a table of what things cost here, each beside a figure of the same run.

Rows are chosen by the names of their files (`ack prompt`); all of them without any. `--whole` tries as much
as is said of each, which takes long; what is tried else takes a few minutes.
"""

import argparse
import logging
from collections.abc import Callable, Iterator

from bot import logs
from tests.benchmarks import (
    ack,
    channels,
    databases,
    decoding,
    due,
    forms,
    homes,
    matching,
    memory,
    practices,
    prompt,
    questions,
    registers,
    saving,
    sockets,
    starting,
    ticks,
    tls,
)
from tests.benchmarks.measuring import Row, Scale

PARTS: dict[str, Callable[[Scale], Iterator[Row]]] = {
    "prompt": prompt.rows,
    "ack": ack.rows,
    "due": due.rows,
    "channels": channels.rows,
    "forms": forms.rows,
    "practices": practices.rows,
    "homes": homes.rows,
    "starting": starting.rows,
    "tls": tls.rows,
    "sockets": sockets.rows,
    "memory": memory.rows,
    "decoding": decoding.rows,
    "saving": saving.rows,
    "ticks": ticks.rows,
    "registers": registers.rows,
    "questions": questions.rows,
    "matching": matching.rows,
}
WIDEST = 46


def main() -> None:
    logs.quieten()
    logging.getLogger("bot").setLevel(logging.CRITICAL)
    asked = _asked()
    print(f"{'':{WIDEST}}{'here':>12}{'beside it':>12}{'ratio':>8}  {'aim':14} beside what")
    try:
        for name in asked.parts or PARTS:
            for row in PARTS[name](Scale.WHOLE if asked.whole else Scale.USUAL):
                print(line(row), flush=True)
    finally:
        databases.close()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="What things cost here.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--whole", action="store_true", help="as much as is said of each; it takes long")
    asked = parser.parse_args()
    if unknown := [name for name in asked.parts if name not in PARTS]:
        parser.error(f"no part is called {', '.join(unknown)}")
    return asked


def line(row: Row) -> str:
    ratio = f"{row.here / row.baseline:8.2f}" if row.unit and row.baseline else f"{'':8}"
    beside = "" if row.baseline is None else _figure(row.baseline, row.unit)
    here = f"{row.name:{WIDEST}}{_figure(row.here, row.unit):>12}"
    return f"{here}{beside:>12}{ratio}  {row.aim:14} {row.beside}".rstrip()


def _figure(value: float, unit: str) -> str:
    places = 0 if unit == "µs" or abs(value) >= 100 or value == int(value) else 2 if value < 1 else 1
    return f"{value:,.{places}f} {unit}".rstrip()


if __name__ == "__main__":
    main()
