"""What is said of a practice row by row is so: each row names tests that are there."""

from pathlib import Path

import pytest

from bot.features import FEATURES
from tests import rows
from tests.rows import Row


@pytest.mark.parametrize("practice", rows.written())
def test_every_row_names_tests_that_are_there(practice: str) -> None:
    wrong = [f"{row.row}: {fault}" for row in rows.rows_of(practice) for fault in row.wrong]

    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("practice", rows.written())
def test_each_row_is_there_once_and_says_what_must_be_so(practice: str) -> None:
    found = rows.rows_of(practice)
    called = [row.row for row in found]

    assert practice in {feature.name for feature in FEATURES}
    assert sorted(called) == sorted(set(called))  # nothing holds that is also said to be not yet there
    assert all(row.so.endswith((".", "?")) for row in found)
    assert all(len(set(row.by)) == len(row.by) for row in found)


def test_options_and_agreements_have_their_rows() -> None:
    assert "options" in rows.written()
    assert len(rows.rows_of("options")) > 100


@pytest.mark.parametrize(
    ("by", "state"),
    [
        ((), "no test shows it"),
        (("test_rows.py::test_that_nobody_wrote",), "there is no test_rows.py::test_that_nobody_wrote"),
        (("test_nowhere.py::test_x",), "there is no test_nowhere.py::test_x"),
        (("rows.py::main",), "there is no rows.py::main"),
        (("test_rows.py::test_every_row_names_tests_that_are_there",), "shown"),
    ],
)
def test_a_row_without_a_test_or_with_one_that_is_not_there_is_named(by: tuple[str, ...], state: str) -> None:
    assert Row("", "", "", by).state == state
    assert Row("", "", "", yet=False).state == "not yet"
    assert "names tests" in Row("", "", "", by or ("test_rows.py::test_x",), yet=False).state


def test_the_command_says_each_row_with_its_tests_and_ends_badly_where_one_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = list[str]()
    assert rows.main(["options"], said.append) == 0
    assert {f"      tests/{test}" for row in rows.rows_of("options") for test in row.by} <= {*said}

    (tmp_path / "walking").mkdir()
    kept = (
        '[[holds."On foot"]]\nrow = "a"\nso = "It goes."\nby = []\n[[not_yet]]\nrow = "b"\nso = "It flies."\n'
    )
    (tmp_path / "walking" / "rows.toml").write_text(kept, encoding="utf-8")
    monkeypatch.setattr(rows, "PRACTICES", tmp_path)
    said.clear()

    assert rows.main([], said.append) == 1
    assert said == [
        "walking: On foot",
        "  a: It goes. [no test shows it]",
        "walking: not yet",
        "  b: It flies. [not yet]",
        "walking: 0 of 2 shown, 1 not yet",
    ]
