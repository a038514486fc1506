"""`SECURITY.md` and `docs/*.md`: what they name is there, and no row of the hazard log lacks anything.

Each rule is a function that lists what is wrong; each is also shown to find something where it should.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.check.promises import _is_there
from bot.words import ROOT
from tests.test_readme import README
from tests.test_run import SETTINGS, can_be_typed

PAPERS = (ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md")))
HAZARDS = ROOT / "docs" / "hazards.md"
TYPED = README + "`/invite @Alongside`"  # that one is Slack's own
TARGETS = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def _plain(text: str) -> str:
    """Without what is fenced off: drawings, and lines to copy."""
    return re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)


def _headings(page: Path) -> set[str]:
    """How the headings of a page are linked to, as GitHub makes it of their words."""
    found = re.findall(r"^#+ (.+)$", _plain(page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def dead_links(page: Path, text: str) -> Iterator[str]:
    """Links to a file, or a heading, that is not there; those to other places are not looked at."""
    for link in re.findall(r"\]\(([^)\s]+)\)", _plain(text)):
        file, _, heading = link.partition("#")
        to = (page.parent / file).resolve() if file else page
        if "://" not in link and (not to.is_file() or (heading and heading not in _headings(to))):
            yield link


def missing_tests(_: Path, text: str) -> Iterator[str]:
    for named in re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", text):
        if not (_is_there(ROOT, named) if "::" in named else (ROOT / named).is_file()):
            yield named


def unknown_commands(_: Path, text: str) -> Iterator[str]:
    """What can not be typed on the command line, in Slack (README says what can), or after `make`."""
    yield from (line for line in re.findall(r"`(alongside [^`]+)`", text) if not can_be_typed(line))
    yield from (typed for typed in re.findall(r"`(/[a-z][^`]*)`", text) if f"`{typed}" not in TYPED)
    yield from (name for name in re.findall(r"`make ([^`]+)`", text) if name not in TARGETS)


def unknown_settings(_: Path, text: str) -> Iterator[str]:
    yield from (name for name in re.findall(r"`([A-Z]+_[A-Z_]+)`", text) if name not in SETTINGS)


RULES: MappingProxyType[Callable[[Path, str], Iterator[str]], str] = MappingProxyType(
    {
        dead_links: "[a](nowhere.md) [b](README.md#no-such-heading) [c](#neither)",
        missing_tests: "`tests/test_nothing.py` `tests/test_papers.py::test_nothing` `tests/no/test.py`",
        unknown_commands: "`alongside audit-nothing` `/alongside nothing` `make nothing`",
        unknown_settings: "`NO_SUCH_SETTING` `KEEP_DAYZ_` `SLACK_NOTHING`",
    }
)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
@pytest.mark.parametrize("rule", RULES)
def test_what_a_paper_names_is_there(paper: Path, rule: Callable[[Path, str], Iterator[str]]) -> None:
    assert [*rule(paper, paper.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("rule", RULES)
def test_what_is_not_there_is_found(rule: Callable[[Path, str], Iterator[str]]) -> None:
    assert len([*rule(ROOT / "SECURITY.md", RULES[rule])]) == 3


def test_links_in_readme_lead_somewhere() -> None:
    assert [*dead_links(ROOT / "README.md", README)] == []


# --- the hazard log

FIELDS = (
    "Description",
    "Cause",
    "Effect",
    "Initial risk",
    "Controls",
    "For the organisation",
    "Residual risk",
    "Owner",
)
CONTROL = r"  - .+\. `tests/[\w/]+\.py::test_\w+`"


def _matrix(log: str) -> dict[str, dict[str, str]]:
    """By likelihood and severity, as the page says it."""
    rows = [
        [cell.strip() for cell in row.strip("|\n").split("|")] for row in re.findall(r"^\|.+$", log, re.M)
    ]
    severities = rows[0][1:]
    return {row[0]: dict(zip(severities, row[1:], strict=True)) for row in rows[2:]}


def incomplete(log: str) -> Iterator[str]:
    """Hazards that lack a field, a control with its test, or a risk as the page's own table has it."""
    matrix = _matrix(log)
    for at, part in enumerate(re.split(r"^## ", log, flags=re.MULTILINE)[1:], start=1):
        said = dict(re.findall(r"^- \*\*(.+?)\*\*: ?(.*)$", part, re.MULTILINE))
        controls = re.findall(r"^  - .*$", part, re.MULTILINE)
        risks = [re.split(" × | = ", said.get(f"{when} risk", "")) for when in ("Initial", "Residual")]
        if not part.startswith(f"H-{at:02}: "):
            yield f"{at}: not its number"
        if tuple(said) != FIELDS or not all(said[name] for name in FIELDS if name != "Controls"):
            yield f"{at}: not every field"
        if not controls or not all(re.fullmatch(CONTROL, one) for one in controls):
            yield f"{at}: a control without a test"
        if any(len(risk) != 3 or matrix.get(risk[1], {}).get(risk[0]) != risk[2] for risk in risks):
            yield f"{at}: not the table's risk"
        elif risks[1][2] > risks[0][2]:
            yield f"{at}: a greater risk than before"


def test_no_hazard_lacks_anything() -> None:
    log = HAZARDS.read_text(encoding="utf-8")

    assert [*incomplete(log)] == []
    assert log.count("\n## H-") > 20


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("## H-02", "## H-03"),
        (r"- \*\*Cause\*\*: ", "- **Because**: "),
        (r"- \*\*Owner\*\*: .+", "- **Owner**: "),
        (r" `tests/\S+`", ""),
        ("catastrophic × low = 4", "catastrophic × low = 3"),
        ("catastrophic × very low = 3", "catastrophic × very high = 5"),
    ],
)
def test_what_a_hazard_lacks_is_found(there: str, instead: str) -> None:
    log = HAZARDS.read_text(encoding="utf-8")

    assert len([*incomplete(re.sub(there, instead, log, count=1))]) == 1
