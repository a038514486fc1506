"""The English of the question helper in prompts/: read whole, or a slip named by file, line and reason."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Alongside
from bot.features.checkin.meeting.flow import helping
from bot.features.checkin.models import Step
from bot.questions import language
from bot.questions.judging import label
from bot.questions.language import Label
from bot.words import FOLDER
from tests.world import World

WORDS, PHRASES, TOLD, SPELLING = "01-words.txt", "02-phrases.txt", "13-advice-told.txt", "20-spelling.txt"
ADVICE = "You should ring them."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The files as they ship, to break things in; they are what the helper reads."""
    shutil.copytree(FOLDER / "questions", tmp_path / "questions")
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    language.english.cache_clear()
    yield tmp_path / "questions"
    language.english.cache_clear()


def edit(file: Path, was: str, becomes: str) -> int:
    """Change the first line that begins with `was`; its number."""
    lines = file.read_text(encoding="utf-8").split("\n")
    nth = next(nth for nth, line in enumerate(lines) if line.startswith(was))
    lines[nth] = lines[nth].replace(was, becomes)
    file.write_text("\n".join(lines), encoding="utf-8")
    return nth + 1


def said(folder: Path) -> list[str]:
    return [str(problem) for problem in language.load(folder)[1]]


def test_what_ships_has_no_slip() -> None:
    found, problems = language.load(FOLDER / "questions")

    assert problems == []
    assert found is not None
    assert {rule.told.label for rules in found.rules.values() for rule in rules} == set(Label)


def test_the_files_are_checked_before_anything_is_made_of_them_to_look_for() -> None:
    found, _ = language.load(FOLDER / "questions")
    assert found is not None
    rules = [rule for rules in found.rules.values() for rule in rules]
    assert rules

    assert [rule.told for rule in rules if "fits" in vars(rule)] == []  # half a second, for a check of words

    assert rules[0].fits is rules[0].fits


def test_all_is_made_before_the_first_question_comes() -> None:
    language.make_ready()

    found = language.english()
    assert found is not None
    assert [rule.told for rules in found.rules.values() for rule in rules if "fits" not in vars(rule)] == []


BEGINS = 'a line at the margin is "NAME: words", "NAME:", "A1 advice start: what it is" or "meant < typed"'


@pytest.mark.parametrize(
    ("file", "was", "becomes", "reason"),
    [
        (TOLD, "    shall we", "    SHAL we", '"SHAL" is no word, and nothing above has that name'),
        (TOLD, "    shall we", "    shall|i||you we", '"" is no word, and nothing above has that name'),
        (TOLD, "    shall we", "    sha(l we", '"sha(l" is no word, and nothing above has that name'),
        (TOLD, "    shall we", "    ....shall", '"....shall" is no word, and nothing above has that name'),
        (TOLD, "    shall we", "    shall !", '"!" is no word, and nothing above has that name'),
        (TOLD, "B1 advice led", "B1 advise led", BEGINS),
        (TOLD, "B1 advice led", "B1 advice lead", BEGINS),
        (TOLD, "B1 advice led: let's", "B1 advice led:", BEGINS),
        (TOLD, "    shall we", "shall we", BEGINS),
        (TOLD, "B1 advice led", "B0 advice led: bare\nB1 advice led", "nothing stands below it"),
        (PHRASES, "INVITE:", "WH:", "WH stands above already"),
        (PHRASES, "ONE_FACT:", "EMPTY:\nONE_FACT:", "nothing stands below it"),
        (WORDS, "PREP: on", "PREP: on PRONN", '"PRONN" is no word, and nothing above has that name'),
        (WORDS, "BE: is", "    astray\nBE: is", BEGINS),
        (SPELLING, "your < ur", "your ur", BEGINS),
    ],
)
def test_a_slip_is_named_with_file_line_and_reason(
    folder: Path, file: str, was: str, becomes: str, reason: str
) -> None:
    line = edit(folder / file, was, becomes)

    assert said(folder)[0] == f"{file}:{line}: {reason}"


def test_what_stands_below_a_spelling_is_named(folder: Path) -> None:
    line = edit(folder / SPELLING, "your < ur", "your < ur\n    yor")

    assert said(folder) == [f"{SPELLING}:{line + 1}: {BEGINS}"]


def test_a_slip_is_told_once_however_often_its_name_is_used(folder: Path) -> None:
    line = edit(folder / WORDS, "PRON: i", "PRON: i (you")

    assert said(folder) == [f'{WORDS}:{line}: "(you" is no word, and nothing above has that name']


def test_every_slip_of_a_file_is_told_in_one_run(folder: Path) -> None:
    first = edit(folder / TOLD, "    shall we", "    SHAL we")
    second = edit(folder / TOLD, "    start by|with", "    STRT by|with")

    assert [one.split(" ")[0] for one in said(folder)] == [f"{TOLD}:{first}:", f"{TOLD}:{second}:"]


def test_a_line_that_is_no_text_is_named(folder: Path) -> None:
    file = folder / TOLD
    line = edit(file, "    shall we", "    shalx we")
    file.write_bytes(file.read_bytes().replace(b"shalx", b"shal\xff"))

    assert said(folder)[0].startswith(f"{TOLD}:{line}: ")


@pytest.mark.parametrize(
    ("file", "names"),
    [("03-around.txt", "LISTING, JUST_SAID"), ("21-languages.txt", "ENGLISH, OTHER, SHARED")],
)
def test_a_file_that_is_gone_is_missed_by_the_names_in_it(folder: Path, file: str, names: str) -> None:
    (folder / file).unlink()

    [problem] = said(folder)

    assert problem.startswith("*.txt:1: nothing has the name ")
    assert names in problem


def test_a_list_of_words_may_not_become_a_turn_of_phrase(folder: Path) -> None:
    edit(folder / "21-languages.txt", "SHARED: ", "SHARED:\n    ")

    assert said(folder) == ["*.txt:1: nothing has the name SHARED"]


def test_while_there_is_a_slip_the_helper_says_nothing_and_the_log_says_why(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    line = edit(folder / TOLD, "    shall we", "    SHAL we")

    with caplog.at_level(logging.WARNING):
        thoughts = [helping.thought(text, step) for text in (ADVICE, "Did he come?") for step in Step]
        kinds = {helping.kind(text) for text in (ADVICE, "Did he come?", "What happened?")}

    assert set(thoughts) == {None}
    assert kinds == {"unsaid"}
    assert label(ADVICE).flags == frozenset()
    assert label(ADVICE).label is Label.STATEMENT
    assert caplog.messages == [f'{TOLD}:{line}: "SHAL" is no word, and nothing above has that name']


def test_what_is_changed_there_is_what_counts(folder: Path) -> None:
    assert label(ADVICE).label is Label.ADVICE
    assert label("Zounds we ring them.").label is Label.STATEMENT

    edit(folder / TOLD, "    shall we", "    shall|zounds we")
    language.english.cache_clear()

    assert label("Zounds we ring them.").rule == "B1"


def test_it_is_read_when_the_bot_starts_before_anybody_asks(folder: Path, world: World) -> None:
    bot = Alongside(world.settings, world.clock)

    bot.start()
    bot.stop()

    assert language.english.cache_info().currsize == 1
