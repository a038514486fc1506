"""The catalogue of questions: what is asked, and what a facilitator hears about a slip."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import askable, catalogue, reading_age
from bot.features.reflection import flow
from bot.features.reflection.choosing import forms as choosing
from bot.features.reflection.choosing.forms import Looking
from bot.features.reflection.models import facts
from bot.questions.judging import label
from bot.rounds.keeping.models import Seat
from bot.words import FOLDER

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
OPENERS = ("what", "how", "when", "which", "who", "where")
OURS = re.compile(r"\b(seal|reveal|round|seat|perspective|host|loop|flow)", re.IGNORECASE)
CLINICAL = re.compile(r"\b(diagnos|symptom|medic|treatment|illness|condition|disease|therap)", re.IGNORECASE)

GOOD = """\
family = "F90"
title = "A family"
purpose = "To try things."

[[prompts]]
id = "F90-01"
version = 1
title = "First"
context = "It has to begin somewhere."
question = "What comes first?"
minutes = 5
shape = "text"
sensitive = false
asks = ["pair"]
"""
ASKS = 'a.toml:14: asks: it must be a list of any of "pair", "group", "alone", each once'
SECOND = GOOD[GOOD.index("\n[[prompts]]") :].replace("F90-01", "F90-02")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    catalogue.reload()
    yield
    catalogue.reload()


def loaded(folder: Path, **files: str) -> tuple[list[str], list[str]]:
    """The ids of the families, and the problems as text, of a folder with these files."""
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    found, problems = catalogue.load(folder)
    return [family.id for family in found], [str(problem) for problem in problems]


def prompts() -> list[catalogue.Prompt]:
    return [prompt for family in catalogue.families() for prompt in family.prompts]


FAMILIES = {f"F{number:02}" for number in range(1, 23)} - {"F04"}  # F04 is how people play back


def test_the_families_that_ship_have_no_problem_and_six_questions_or_more() -> None:
    found, problems = catalogue.load(FOLDER / "catalogue")

    assert problems == []
    assert {family.id for family in found} == FAMILIES
    assert min(len(family.prompts) for family in found) >= 6


def test_what_is_asked_of_somebody_alone_is_asked_of_nobody_else() -> None:
    alone = {prompt.id[:3] for prompt in prompts() if prompt.asks == ("alone",)}

    assert alone == {"F06", "F20"}
    assert {"F06", "F20"} <= {family.id for family in catalogue.families("alone")}


def test_what_can_hurt_says_how_to_take_care_and_is_asked_of_no_group() -> None:
    sensitive = [prompt for prompt in prompts() if prompt.sensitive]

    assert {prompt.id[:3] for prompt in sensitive} == {"F06", "F08", "F09", "F16"}
    assert all(prompt.safety and "group" not in prompt.asks for prompt in sensitive)
    assert not any(prompt.safety for prompt in prompts() if not prompt.sensitive)


def test_what_waited_for_mending_is_asked_anew() -> None:
    """Two things at once, leading, presuming or unclear: each has its next version."""
    mended = {f"F{one}" for one in (
        "01-02", "01-06", "03-01", "03-03", "10-02", "12-01", "13-01", "13-03", "14-02", "15-02", "15-04",
        "15-06", "18-02", "18-04", "18-05",
    )}  # fmt: skip

    assert mended <= {prompt.id for prompt in prompts() if prompt.version > 1}
    assert not any("is a gift" in prompt.context or "our service" in prompt.question for prompt in prompts())


def test_a_question_is_offered_to_those_who_may_be_asked_it() -> None:
    pair, group = ({family.id for family in catalogue.families(each)} for each in ("pair", "group"))

    assert {"F01", "F03", "F10", "F12"} <= pair
    assert {"F10", "F12", "F18"} <= group
    assert "F18" not in pair
    assert "F01" not in group


def test_steps_of_a_practice_are_offered_to_nobody_by_themselves() -> None:
    offered = {family.id for whom in ("pair", "group", "alone") for family in catalogue.families(whom)}

    assert not {"F13", "F14", "F15"} & offered
    assert {"F13", "F14", "F15"} <= {family.id for family in catalogue.families()}


def test_a_reflection_offers_every_question_for_pairs_and_none_for_groups() -> None:
    found = [
        prompt for family in catalogue.families("pair") for prompt in catalogue.search("pair", "", family.id)
    ]
    blocks = choosing.search(Looking(), catalogue.families("pair"), None).blocks

    assert found == [prompt for prompt in prompts() if "pair" in prompt.asks]
    assert len(found) >= 80
    assert "Meeting each other" in str(blocks)
    assert "How we are talking" not in str(blocks)


def test_a_prompt_is_found_by_its_id() -> None:
    prompt = catalogue.find("F01-02")

    assert prompt is not None
    assert prompt.id == "F01-02"
    assert prompt.version >= 1
    assert catalogue.find("F99-01") is None


def test_a_prompt_for_groups_is_found_by_its_id_too() -> None:
    prompt = catalogue.find("F10-01")

    assert prompt is not None
    assert "group" in prompt.asks


def test_a_reflection_remembers_which_version_it_was_asked_with() -> None:
    prompt = replace(prompts()[0], version=3)
    seats = [Seat("U0ANA"), Seat("U0BEN")]

    of_catalogue = flow.ask("T", "a-round", "U0ANA", "a-pair", seats, prompt.question, NOW, prompt)
    own = flow.ask("T", "a-round", "U0ANA", "a-pair", seats, "What now?", NOW)

    assert (facts(of_catalogue)["prompt"], facts(of_catalogue)["version"]) == (prompt.id, 3)
    assert (facts(own)["prompt"], facts(own)["version"]) == ("", 0)


@pytest.mark.parametrize("prompt", prompts(), ids=lambda prompt: prompt.id)
def test_every_question_is_open_about_one_thing_short_and_plain(prompt: catalogue.Prompt) -> None:
    everything = f"{prompt.title} {prompt.context} {prompt.question}"
    told = label(prompt.question)

    assert (told.label == "open") is not bool(prompt.closed_because)
    assert list(askable.faults(prompt.question, prompt.context)) == ["not_open"] * bool(prompt.closed_because)
    assert prompt.question.endswith("?")
    assert prompt.question.count("?") == 1
    assert prompt.question.split()[0].lower() in OPENERS
    assert 2 <= len(reading_age.sentences(prompt.context)) <= 3
    assert reading_age.longest(f"{prompt.context} {prompt.question}") <= 22
    assert reading_age.age(f"{prompt.context} {prompt.question}") <= 12
    assert not OURS.search(everything)
    assert not CLINICAL.search(everything)


@pytest.mark.parametrize("family", catalogue.families(), ids=lambda family: family.id)
def test_every_purpose_is_plain(family: catalogue.Family) -> None:
    care = {prompt.safety for prompt in family.prompts} - {""}
    for text in (family.purpose, *care):
        assert reading_age.longest(text) <= 22
        assert reading_age.age(text) <= 12
        assert not OURS.search(text)


ASKED_TWICE = (
    "What led you to say yes to this work, and what makes you stay?",
    "How ready do you feel to begin, and what would make you a little more ready?",
    "When did somebody meet you as a person first, and what did they do?",
    "When did you want to be right about this, and what mattered to you just then?",
    "What has been tried already, and what did that teach the people who tried it?",
    "Who could be hurt by this, and how would we notice?",
    "What will you do, by when, and what is the very first step?",
    "What gave you room to speak, and what left you with less of it?",
    "What would you like us to keep from the way we talk, and what could we try next?",
    "What happened? How was it for you?",
)


@pytest.mark.parametrize("question", ASKED_TWICE)
def test_two_things_at_once_are_noticed(question: str) -> None:
    assert "two_things" in askable.faults(question)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("made", 1), ("table", 2), ("little", 2), ("asked", 1), ("wanted", 2), ("comes", 1), ("places", 2),
     ("the", 1), ("people", 2), ("listening", 3), ("a", 1), ("through", 1), ("somebody", 4)],
)  # fmt: skip
def test_syllables_are_counted_much_as_they_are_spoken(word: str, syllables: int) -> None:
    assert reading_age._syllables(word) == syllables


def test_a_text_for_children_is_younger_than_one_for_officials() -> None:
    easy = "The dog sat on the mat. It was warm there. He was glad."
    hard = "Notwithstanding institutional considerations, stakeholders are encouraged to operationalise it."

    assert reading_age.age(easy) < 8
    assert reading_age.age(hard) > 20
    assert reading_age.age("…") == 0
    assert reading_age.longest("One two three. One two!") == 3


def test_a_file_without_fault_is_read(tmp_path: Path) -> None:
    assert loaded(tmp_path, a=GOOD + SECOND) == (["F90"], [])


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("question =", "qestion =", "a.toml:10: qestion: there is no such key"),
        ("question =", "qestion =", "a.toml:5: question: it is missing"),
        ("minutes = 5\n", "", "a.toml:5: minutes: it is missing"),
        ("minutes = 5", 'minutes = "5"', "a.toml:11: minutes: it must be a whole number from 1 to 30"),
        ("minutes = 5", "minutes = 31", "a.toml:11: minutes: it must be a whole number from 1 to 30"),
        ("version = 1", "version = true", "a.toml:7: version: it must be a whole number from 1"),
        ("version = 1", "version = 0", "a.toml:7: version: it must be a whole number from 1"),
        ('"First"', '""', "a.toml:8: title: it must be a text of 1 to 60 characters"),
        ('"First"', f'"{"x" * 61}"', "a.toml:8: title: it must be a text of 1 to 60 characters"),
        ("What comes", "What " * 60, "a.toml:10: question: it must be a text of 1 to 300 characters"),
        ('"text"', '"poem"', 'a.toml:12: shape: it must be "text" or "list" or "scale" or "two_texts"'),
        (
            '"text"',
            '"scale"',
            "a.toml:5: labels: they stand with a scale and with two texts, and with nothing else",
        ),
        (
            "minutes = 5",
            'minutes = 5\nlabels = ["a", "b"]',
            "a.toml:12: labels: they stand with a scale and with two texts, and with nothing else",
        ),
        (
            "minutes = 5",
            'minutes = 5\nlabels = ["a"]',
            "a.toml:12: labels: it must be two texts of 1 to 40 characters",
        ),
        ("= false", "= true", "a.toml:13: sensitive: its family must say how to take care, as safety"),
        (
            'false\nasks = ["pair"]',
            'true\nasks = ["group"]',
            "a.toml:14: asks: what is sensitive is not asked of a group",
        ),
        ("\n[[", 'gone = ["F90-01"]\n[[', "a.toml:6: id: F90-01 was another question once"),
        ("\n[[", 'gone = ["one"]\n[[', 'a.toml:4: gone: it must be a list of ids like "F01-01"'),
        ("= false", '= "no"', "a.toml:13: sensitive: it must be true or false"),
        (
            '"pair"',
            '"all"',
            ASKS,
        ),
        (
            '["pair"]',
            '"pair"',
            ASKS,
        ),
        (
            '"pair"',
            '"pair", "pair"',
            ASKS,
        ),
        (
            "\n[[",
            "weeks = [0, 52]\n[[",
            "a.toml:4: weeks: it must be a list of whole numbers from 0 to 51, each once",
        ),
        ("F90-01", "F91-01", "a.toml:6: id: F91-01 does not begin with its family, F90"),
        ("F90-01", "first", 'a.toml:6: id: it must be written like "F01-01"'),
        ('family = "F90"\n', "", "a.toml:1: family: it is missing"),
        ("purpose", "porpoise", "a.toml:3: porpoise: there is no such key"),
        ("[[prompts]]", "[prompts]", "a.toml:5: prompts: it must be [[prompts]], once or more"),
    ],
)
def test_a_slip_is_named_with_file_line_and_reason(
    tmp_path: Path, was: str, becomes: str, expected: str
) -> None:
    assert was in GOOD

    families, problems = loaded(tmp_path, a=GOOD.replace(was, becomes))

    assert families == []
    assert expected in problems


def test_a_slip_in_a_later_prompt_is_named_at_its_own_line(tmp_path: Path) -> None:
    families, problems = loaded(tmp_path, a=GOOD + SECOND.replace("minutes = 5", "minutes = 0"))

    assert families == []
    assert problems == ["a.toml:22: minutes: it must be a whole number from 1 to 30"]


@pytest.mark.parametrize("asks", ["", '"group"', '"pair", "group", "alone"'])
def test_who_may_be_asked_is_a_list(tmp_path: Path, asks: str) -> None:
    assert loaded(tmp_path, a=GOOD + SECOND.replace('"pair"', asks)) == (["F90"], [])


def test_a_family_knows_its_weeks(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD.replace("\n[[", "weeks = [8, 16]\n[["), encoding="utf-8")

    assert [family.weeks for family in catalogue.load(tmp_path)[0]] == [(8, 16)]
    assert {"F01": (0,), "F03": (2, 3), "F10": (8,), "F12": (12,)}.items() <= {
        family.id: family.weeks for family in catalogue.families()
    }.items()


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    families, problems = loaded(tmp_path, a=GOOD.replace('"A family"', '"A family'))

    assert families == []
    assert problems[0].startswith("a.toml:2: not valid TOML")


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"family = '\xff'")

    assert loaded(tmp_path)[1][0].startswith("a.toml:1: not valid TOML")


def test_an_id_is_used_once_in_a_file(tmp_path: Path) -> None:
    families, problems = loaded(tmp_path, a=GOOD + SECOND.replace("F90-02", "F90-01"))

    assert families == []
    assert problems == ["a.toml:17: id: F90-01 is used twice"]


def test_an_id_is_used_once_in_all_files(tmp_path: Path) -> None:
    families, problems = loaded(tmp_path, a=GOOD, b=GOOD)

    assert families == ["F90"]
    assert problems == [
        "b.toml:1: family: F90 is in another file already",
        "b.toml:6: id: F90-01 is used twice",
    ]


def test_one_broken_file_does_not_keep_the_others_from_being_asked(tmp_path: Path) -> None:
    other = GOOD.replace("F90", "F91").replace("minutes", "minuets")

    families, problems = loaded(tmp_path, a=other, b=GOOD)

    assert families == ["F90"]
    assert [problem.partition(": ")[0] for problem in problems] == ["a.toml:11", "a.toml:5"]


def test_what_is_left_out_is_logged_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "catalogue").mkdir()
    loaded(tmp_path / "catalogue", a=GOOD.replace("F90-01", "F91-01"), b=GOOD)
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)

    with caplog.at_level(logging.WARNING):
        catalogue.families()
        families = catalogue.families()

    assert [family.id for family in families] == ["F90"]
    assert caplog.messages == ["a.toml:6: id: F91-01 does not begin with its family, F90"]
