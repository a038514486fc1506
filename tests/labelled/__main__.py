"""`python -m tests.labelled`: how often the rules are right, by label. Numbers only, never a sentence."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bot.questions.judging import CHECK, label
from bot.questions.language import Label

HERE = Path(__file__).parent


class Sentence(NamedTuple):
    label: Label
    check: bool
    text: str


class Score(NamedTuple):
    precision: float
    recall: float
    many: int


def read(name: str) -> list[Sentence]:
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Sentence(Label(row["label"]), row["flag"] == CHECK, row["text"]) for row in rows]


def scores(sentences: Iterable[Sentence]) -> dict[str, Score]:
    """Precision and recall of each label, and of the flag `check` among the rest."""
    judged = [(sentence, label(sentence.text)) for sentence in sentences]
    pairs = {kind.value: [(s.label is kind, told.label is kind) for s, told in judged] for kind in Label}
    pairs[CHECK] = [(s.check, CHECK in told.flags) for s, told in judged]
    return {kind: score(found) for kind, found in pairs.items()}


def score(pairs: list[tuple[bool, bool]]) -> Score:
    right = sum(meant and told for meant, told in pairs)
    told, meant = sum(told for _, told in pairs), sum(meant for meant, _ in pairs)
    return Score(right / (told or 1), right / (meant or 1), meant)


def main() -> None:
    for name in sorted(file.stem for file in HERE.glob("*.tsv")):
        print(f"{name:12}{'precision':>11}{'recall':>8}{'of':>5}")
        for kind, found in scores(read(name)).items():
            print(f"{kind:12}{found.precision:11.3f}{found.recall:8.3f}{found.many:5}")


if __name__ == "__main__":
    main()
