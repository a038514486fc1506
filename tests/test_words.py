"""The words in prompts/: read, filled in, and never brought to life by what people write."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import words
from bot.words import FOLDER, Markup, Phrase, Words, blanks, escape, line_of, phrase, read


def test_what_ships_can_be_read() -> None:
    texts, problems = read(FOLDER)

    assert problems == []
    assert Words("common")["name"] == phrase("common.name") == texts["common.name"] == "Alongside"


def test_words_that_are_not_there_are_an_error() -> None:
    with pytest.raises(KeyError):
        phrase("common.no_such_words")


def test_a_practice_says_it_in_its_own_words_or_else_in_those_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(words._loaded, "round.close", "Everybody's.")
    monkeypatch.setitem(words._loaded, "round.made_up", "Everybody's.")

    assert phrase("common.close") == Words("common")["close"] != "Everybody's."
    assert phrase("pairs.made_up") == Words("pairs")["made_up"] == "Everybody's."
    assert Words("pairs").has("made_up")
    assert not Words("pairs").has("no_such_words")
    with pytest.raises(KeyError):
        phrase("pairs.no_such_words")


@given(st.text().filter(lambda text: bool(text.strip("\u2068\u2069\u200b \n\t"))))
def test_nothing_in_a_blank_comes_alive(text: str) -> None:
    filled = Phrase("*{name}* asks").fill(name=text)

    assert isinstance(filled, Markup)
    assert not set("<>") & set(filled)
    assert all(filled[at + 1] == "\u200b" for at in range(1, len(filled) - 6) if filled[at] in "*_~`")
    assert "\n" not in filled
    assert filled.count("\u2068") == filled.count("\u2069") <= 1
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067") & set(filled)


def test_a_name_that_runs_from_right_to_left_stands_on_its_own() -> None:
    assert Phrase("{name} asks").fill(name="\u05d0\u05d1") == "\u2068\u05d0\u05d1\u2069 asks"
    assert Phrase("{name} asks").fill(name="\u202eAna") == "Ana asks"


def test_markup_of_our_own_stays_alive() -> None:
    date = Markup("<!date^1^{date}|soon>")

    assert Phrase("Until {until}").fill(until=date) == f"Until {date}"
    assert escape("a < b & c") == "a &lt; b &amp; c"


def test_blanks_in_what_people_write_are_not_filled() -> None:
    assert Phrase("{one} and {two}").fill(one="{two}", two="{one}") == "{two} and {one}"
    assert Phrase("{one}").plain(one="{two} %s {0}") == "{two} %s {0}"


def test_plain_words_are_as_they_were_written() -> None:
    assert Phrase("Ask: {title}").plain(title="*<b>* & more") == "Ask: *<b>* & more"


@pytest.mark.parametrize("text", ["{", "}", "{}", "{0}", "{a.b}", "{a[0]}", "{a b}", "{a"])
def test_a_blank_that_is_not_a_plain_name_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.toml").write_text(f'fine = "fine"\n[part]\nwrong = "{text}"\n', encoding="utf-8")

    texts, problems = read(tmp_path)

    assert texts == {"x.fine": "fine"}
    assert [str(problem)[:31] for problem in problems] == ["x.toml:3: part.wrong: a blank i"]


@pytest.mark.parametrize("line", ['wrong = ""', 'wrong = "  "', "wrong = 3", "wrong = []", "wrong = true"])
def test_words_that_are_empty_or_no_text_are_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.toml").write_text(f"\n{line}\n", encoding="utf-8")

    _, problems = read(tmp_path)

    reason = "wrong: the words must be a text that is not empty"
    assert [str(problem) for problem in problems] == [f"x.toml:2: {reason}"]


def test_a_file_that_is_no_toml_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('fine = "fine"\nwrong = "not closed\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('fine = "fine"\n', encoding="utf-8")
    (tmp_path / "c.toml").write_bytes(b'wrong = "\xff"\n')

    texts, problems = read(tmp_path)

    assert texts == {"b.fine": "fine"}
    assert [(problem.file, problem.line) for problem in problems] == [("a.toml", 2), ("c.toml", 1)]


def test_a_key_is_found_where_it_stands() -> None:
    raw = 'a = "1"\n[one]\na = "2"\n[one.two]\n"a" = "3"\n'

    assert [line_of(raw, key) for key in ("a", "one.a", "one.two.a", "none")] == [1, 3, 5, 1]


def test_the_names_of_blanks_are_told() -> None:
    assert blanks("{name} asks {other}, {{not this}}") == {"name", "other"}
