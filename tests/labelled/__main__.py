"""`python -m tests.labelled`: how often the rules are right by label, and how often they speak up wrongly.

Numbers only, never a sentence. Behind each share stands in brackets what it may be with so few sentences
(Wilson's interval, 95 %).
"""

import csv
from collections import Counter
from collections.abc import Iterable
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from bot.questions.judging import CHECK, doubt, label
from bot.questions.language import Label

HERE = Path(__file__).parent
SPOKEN_TO = frozenset(Label) - {Label.OPEN}  # while questions are asked
_SURE = 1.96  # standard deviations


class Sentence(NamedTuple):
    label: Label
    check: bool
    text: str


class Share(NamedTuple):
    many: int
    of: int

    def __str__(self) -> str:
        low, high = self.between
        return f"{self.many:4} of {self.of:4}  {self.percent:5.1f} % [{low:4.1f}-{high:5.1f}]"

    @property
    def percent(self) -> float:
        return 100 * self.many / (self.of or 1)

    @property
    def between(self) -> tuple[float, float]:
        """Percent: within this the true share lies, 95 times in a hundred."""
        share, of, z = self.many / (self.of or 1), self.of or 1, _SURE**2
        middle, half = share + z / (2 * of), _SURE * sqrt(share * (1 - share) / of + z / (4 * of**2))
        low, high = ((middle + by) / (1 + z / of) * 100 for by in (-half, half))
        return max(low, 0.0), min(high, 100.0)


class Score(NamedTuple):
    precision: Share
    recall: Share


class Words(NamedTuple):
    """What authors see: how many open questions are spoken to, and at how much advice nothing is said."""

    wrong: Share
    slips: Share


def read(name: str) -> list[Sentence]:
    """Those of a file; of what two readers labelled, what they label alike."""
    alike = [row for row in _rows(name) if row.get("second", row["label"]) == row["label"]]
    return [Sentence(Label(row["label"]), row["flag"] == CHECK, row["text"]) for row in alike]


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def agreement() -> tuple[Share, float]:
    """How many of `twice.tsv` both readers label alike, and Cohen's kappa: 1 is always, 0 as chance would."""
    rows = _rows("twice")
    alike = Share(sum(row["label"] == row["second"] for row in rows), len(rows))
    first, second = (Counter(row[which] for row in rows) for which in ("label", "second"))
    by_chance = sum(first[kind] * second[kind] for kind in Label) / len(rows) ** 2
    return alike, (alike.many / alike.of - by_chance) / (1 - by_chance)


def scores(sentences: Iterable[Sentence]) -> dict[str, Score]:
    """Precision and recall of each label, and of the flag `check` among the rest."""
    judged = [(sentence, label(sentence.text)) for sentence in sentences]
    pairs = {kind.value: [(s.label is kind, told.label is kind) for s, told in judged] for kind in Label}
    pairs[CHECK] = [(s.check, CHECK in told.flags) for s, told in judged]
    return {kind: score(found) for kind, found in pairs.items()}


def score(pairs: list[tuple[bool, bool]]) -> Score:
    right = sum(meant and told for meant, told in pairs)
    told, meant = sum(told for _, told in pairs), sum(meant for meant, _ in pairs)
    return Score(Share(right, told), Share(right, meant))


def words(sentences: Iterable[Sentence]) -> Words:
    said = [(one.label, doubt(one.text, SPOKEN_TO) is not None) for one in sentences]
    opened = [is_said for kind, is_said in said if kind is Label.OPEN]
    advised = [is_said for kind, is_said in said if kind is Label.ADVICE]
    return Words(Share(sum(opened), len(opened)), Share(advised.count(False), len(advised)))


def main() -> None:
    for name in sorted(file.stem for file in HERE.glob("*.tsv")):
        sentences = read(name)
        print(f"{name}: {len(sentences)} sentences")
        for kind, found in scores(sentences).items():
            print(f"  {kind:10} precision {found.precision}   recall {found.recall}")
        wrong, slips = words(sentences)
        print(f"  open questions that are spoken to  {wrong}\n  advice that slips by               {slips}")
    alike, kappa = agreement()
    print(f"two readers label alike              {alike}   kappa {kappa:.2f}")


if __name__ == "__main__":
    main()
