"""`python -m bot check`: whoever edits words or the manifest hears of every slip, by file and line."""

import re
import shutil
from collections.abc import Set
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot import words
from bot.check import CODE, claims, problems, scopes
from bot.check.keys import FILE, listed, made_from, write
from bot.check.keys import problems as of_keys
from bot.check.manifest import Used
from bot.check.manifest import problems as of_manifest
from bot.check.source import Called, read
from bot.features import FEATURES
from bot.questions import language
from bot.slack import scopes as asked_for
from bot.words import FOLDER, ROOT

WORDS = "prompts/en/common.toml"
TOLD = "prompts/en/questions/13-advice-told.txt"
F01 = "prompts/en/catalogue/F01-meeting-each-other.toml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "prompts", tmp_path / "prompts")
    for file in ("app.yml", "README.md"):
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def edit(root: Path, file: str, was: str, becomes: str) -> int:
    """Change the first place where a line begins with `was`; the line where it stood."""
    lines = (root / file).read_text(encoding="utf-8").splitlines(keepends=True)
    nth = next(nth for nth, line in enumerate(lines) if line.strip().startswith(was))
    lines[nth] = lines[nth].replace(was, becomes) if becomes else ""
    (root / file).write_text("".join(lines), encoding="utf-8")
    return nth + 1


def said(root: Path) -> list[str]:
    return [str(problem) for problem in problems(root)]


def test_what_ships_fits_together(root: Path) -> None:
    assert said(root) == []


def test_words_that_are_gone_are_missed(root: Path) -> None:
    edit(root, WORDS, "one_moment =", "")

    assert said(root) == [f"{WORDS}:1: one_moment: these words are missing"]


def test_words_that_are_gone_are_missed_where_their_like_stand(root: Path) -> None:
    edit(root, WORDS, "one =", "")

    table = (root / WORDS).read_text(encoding="utf-8").splitlines().index("[owed]") + 1
    assert said(root) == [f"{WORDS}:{table}: owed.one: these words are missing"]


def test_a_file_of_words_that_is_gone_is_one_problem_and_not_a_hundred(root: Path) -> None:
    (root / WORDS).unlink()

    assert said(root) == [f"{WORDS}:1: there is no such file"]


def test_a_misspelt_key_is_named_on_both_sides(root: Path) -> None:
    line = edit(root, WORDS, "one_moment =", "on_moment =")

    assert f"{WORDS}:{line}: on_moment: nothing asks for these words" in said(root)
    assert f"{WORDS}:1: one_moment: these words are missing" in said(root)


def test_a_misspelt_state_of_a_card_is_named(root: Path) -> None:
    line = edit(root, "prompts/en/reflection.toml", "asked_passed =", "asked_past =")

    file = "prompts/en/reflection.toml"
    table = (root / file).read_text(encoding="utf-8").splitlines().index("[card]") + 1
    assert said(root) == [
        f"{file}:{table}: card.asked_passed: these words are missing",
        f"{file}:{line}: card.asked_past: nothing asks for these words",
    ]


def test_a_blank_that_nothing_fills_is_named(root: Path) -> None:
    line = edit(root, WORDS, 'unreached = "', 'unreached = "{nobody}: ')

    assert said(root) == [f"{WORDS}:{line}: unreached: nothing fills {{nobody}}: there is {{names}}"]


def test_a_blank_on_a_card_that_nothing_fills_is_named(root: Path) -> None:
    line = edit(root, "prompts/en/reflection.toml", 'draft = "', 'draft = "{untill} ')

    assert said(root)[0].startswith(
        f"prompts/en/reflection.toml:{line}: card.draft: nothing fills {{untill}}"
    )


def test_a_broken_file_of_words_is_one_problem_and_not_a_hundred(root: Path) -> None:
    line = edit(root, WORDS, "one_moment =", "one moment =")

    assert len(said(root)) == 1
    assert said(root)[0].startswith(f"{WORDS}:{line}: not valid TOML")


def test_empty_words_are_one_problem(root: Path) -> None:
    line = edit(root, WORDS, 'close = "Close"', 'close = ""')

    assert said(root) == [f"{WORDS}:{line}: close: the words must be a text that is not empty"]


def test_a_slip_in_the_catalogue_is_named(root: Path) -> None:
    line = edit(root, F01, 'shape = "scale"', 'shape = "poem"')

    assert said(root) == [
        f'{F01}:{line}: shape: it must be "text" or "list" or "scale" or "two_texts"',
        f"{F01}:{line + 1}: labels: they stand with a scale and with two texts, and with nothing else",
    ]


LED = 'question = "What led'
COME = 'context = "People come'


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        (
            LED,
            'question = "Did your work lead',
            "it can be answered in a word: ask it openly, or say why not, as closed_because",
        ),
        (LED, 'question = "What was it, and who led', "it asks two things: ask one"),
        (
            COME,
            'context = "One by one and two by two, old and young, new and not so new to it, people come',
            "a sentence of it has more than 22 words",
        ),
        (
            COME,
            'context = "Professionals participating collaboratively, predominantly individually, come',
            "it is hard to read at the age of 12: shorter words, shorter sentences",
        ),
        (
            LED,
            'closed_because = "it is short"\nquestion = "What led',
            "closed_because: it is an open question, and needs no reason",
        ),
    ],
)
def test_a_question_that_is_not_well_asked_is_named(root: Path, was: str, becomes: str, reason: str) -> None:
    edit(root, F01, was, becomes)

    [line] = said(root)
    assert line.partition(": F01-02: ")[2] == reason
    assert (root / F01).read_text(encoding="utf-8").splitlines()[
        int(line.split(":")[1]) - 1
    ] == 'id = "F01-02"'


def test_a_question_that_is_not_open_may_stand_for_a_reason(root: Path) -> None:
    edit(root, F01, LED, 'closed_because = "one word is enough"\nquestion = "Did your work lead')

    assert said(root) == []


def test_a_family_with_few_questions_is_named(root: Path) -> None:
    path = root / F01
    text = path.read_text(encoding="utf-8")
    path.write_text("[[prompts]]".join(text.split("[[prompts]]")[:4]), encoding="utf-8")

    assert said(root) == [f"{F01}:1: a family has 6 questions or more, and this has 3"]


def test_a_slip_in_the_rules_for_questions_is_named_and_no_question_is_called_closed_for_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = edit(root, TOLD, "shall we", "shall|WEE we")
    monkeypatch.setattr(language, "FOLDER", root / "prompts/en")
    language.english.cache_clear()

    try:
        found = said(root)
    finally:
        monkeypatch.undo()
        language.english.cache_clear()

    assert found == [f'{TOLD}:{line}: "WEE" is no word, and nothing above has that name']


PROMISES = "prompts/en/promises.toml"
LISTENED = "*I've listened* is counted without a name."


def test_a_promise_that_nobody_says_is_named(root: Path) -> None:
    line = edit(root, PROMISES, "[listened]", "[heard_out]") + 1
    for file in ("listening.toml",):
        path = root / "prompts/en" / file
        path.write_text(path.read_text(encoding="utf-8").replace(" [[listened]]", ""), encoding="utf-8")

    assert said(root) == [f"{PROMISES}:{line}: heard_out: nobody says it: it is said as [[heard_out]]"]


def test_what_is_said_and_promised_nowhere_is_named(root: Path) -> None:
    edit(root, PROMISES, "[spoken]", "[unspoken]")

    missed = [one for one in said(root) if "nothing is promised as spoken" in one]
    assert len(missed) == 2
    assert all(one.startswith("prompts/en/listening.toml:") for one in missed)


def test_a_promise_in_words_of_its_own_is_named(root: Path) -> None:
    line = edit(root, WORDS, 'close = "Close"', f'close = "{LISTENED}"')

    assert said(root) == [f"{WORDS}:{line}: close: this is promised already: [[listened]]"]


def test_a_promise_whose_test_is_not_there_is_named(root: Path) -> None:
    without = shutil.ignore_patterns("test_leaks.py", "__pycache__")
    shutil.copytree(ROOT / "tests", root / "tests", ignore=without)

    missed = [one for one in said(root) if "there is no test" in one]

    assert len(missed) == 2
    assert all("tests/every/test_leaks.py::test_" in one for one in missed)


def test_what_the_readme_promises_is_what_is_promised(root: Path) -> None:
    line = edit(root, "README.md", f"- {LISTENED}", "- *I've listened* has a name.")

    found = said(root)

    assert [one.partition(": ")[2] for one in found] == [
        f"“What it promises” does not say: {LISTENED}",
        "“What it promises” says what is promised nowhere: *I've listened* has a name.",
    ]
    assert line


def test_a_command_that_nothing_answers_is_named(root: Path) -> None:
    line = edit(root, "app.yml", "- command: /reflect", "- command: /reflct")

    assert f"app.yml:{line}: /reflct is listed, and nothing in the code answers it" in said(root)
    assert any(problem.endswith("/reflect is not listed, and the code answers it") for problem in said(root))


def test_a_practice_that_takes_for_its_own_what_starts_any_is_named() -> None:
    taker = replace(FEATURES[0], name="made", commands={"/made": print, "/alongside": print})

    assert claims(FEATURES) == []
    assert [str(problem) for problem in claims([taker])] == [
        "bot/features/made/__init__.py:1: /alongside belongs to all: `start` answers `/alongside made …`"
    ]


def test_a_command_that_would_lose_who_is_named_is_refused(root: Path) -> None:
    line = edit(root, "app.yml", "should_escape: true", "should_escape: false")

    assert said(root) == [f"app.yml:{line}: /reflect: should_escape must be true"]


def test_a_scope_that_is_missing_is_named_with_who_needs_it(root: Path) -> None:
    edit(root, "app.yml", "- chat:write", "")

    [problem] = said(root)
    assert "chat:write is not listed, and chat." in problem
    assert problem.startswith("app.yml:")


def test_a_scope_too_many_is_named(root: Path) -> None:
    line = edit(root, "app.yml", "- chat:write", "- chat:write\n      - files:read") + 1

    assert said(root) == [f"app.yml:{line}: files:read is listed, and nothing needs it"]


def test_an_event_that_is_missing_is_named(root: Path) -> None:
    edit(root, "app.yml", "- message.im", "")

    assert [problem.partition(": ")[2] for problem in said(root)] == [
        "message.im is not listed, and the code answers it"
    ]


def test_an_event_that_nothing_listens_to_is_named(root: Path) -> None:
    line = edit(root, "app.yml", "- user_change", "- user_change\n      - team_join") + 1

    assert said(root) == [f"app.yml:{line}: team_join is listed, and nothing in the code answers it"]


OPTIONAL = ("- channels:history", "- groups:history", "- message.channels", "- message.groups")


def test_reading_threads_is_off_and_may_be_put_on_as_the_manifest_says(root: Path) -> None:
    assert said(root) == []

    for line in OPTIONAL:
        edit(root, "app.yml", f"# {line}", line)

    assert said(root) == []
    assert all(f"# {line}" not in (root / "app.yml").read_text(encoding="utf-8") for line in OPTIONAL)


@pytest.mark.parametrize("left_out", OPTIONAL[:2])
def test_reading_threads_without_the_scope_for_it_is_named(root: Path, left_out: str) -> None:
    for line in OPTIONAL:
        if line != left_out:
            edit(root, "app.yml", f"# {line}", line)

    assert any(f"{left_out[2:]} is not listed" in problem for problem in said(root))


def test_a_shortcut_that_nothing_answers_is_named(root: Path) -> None:
    line = with_shortcut(root)

    assert said(root) == [f"app.yml:{line + 2}: {MADE} is listed, and nothing in the code answers it"]


def of_bookmarks(root: Path, *methods: str) -> list[str]:
    """What is wrong with the bookmarks' scopes, for a bot that calls these methods."""
    called = tuple(Called(method, "bot/x.py", 3) for method in methods)
    found = [str(problem) for problem in of_manifest(root / "app.yml", Used(set(), set(), set(), {}, called))]
    return [problem for problem in found if "bookmarks:" in problem]


def test_the_install_page_asks_for_what_the_manifest_lists() -> None:
    asked = yaml.safe_load((ROOT / "app.yml").read_text(encoding="utf-8"))["oauth_config"]["scopes"]

    assert asked == {"bot": [*asked_for.NEEDED], "bot_optional": [*asked_for.OPTIONAL]}


def test_a_scope_that_an_administrator_cannot_untick_is_named(root: Path) -> None:
    edit(root, "app.yml", "- groups:read", "- groups:read\n      - files:write")

    [problem] = said(root)

    assert problem.endswith("files:write stands under bot, and the install page asks otherwise")


def test_where_slack_sends_whoever_installs_it_is_the_app_s_own_address(root: Path) -> None:
    edit(
        root,
        "app.yml",
        "- https://alongside.example.org/slack/oauth",
        "- https://other.example.org/slack/oauth",
    )

    [problem] = said(root)

    assert problem.endswith("must be the address of the others, and end in /slack/oauth_redirect")


def test_a_scope_that_it_can_do_without_may_be_there_or_not(root: Path) -> None:
    assert said(root) == []
    assert of_bookmarks(root, "bookmarks.add", "bookmarks.edit") == []

    edit(root, "app.yml", "- files:write", "")
    edit(root, "app.yml", "- bookmarks:write", "")

    assert said(root) == []
    assert of_bookmarks(root, "bookmarks.add") == []


def test_a_scope_that_it_could_do_without_and_nothing_uses_is_named(root: Path) -> None:
    line = edit(root, "app.yml", "- bookmarks:write", "- bookmarks:write")

    assert of_bookmarks(root) == [f"app.yml:{line}: bookmarks:write is listed, and nothing needs it"]


def test_nothing_that_it_cannot_do_without_is_optional() -> None:
    assert {"bookmarks.add", "files.completeUploadExternal"} <= scopes.OPTIONAL
    needed = {scope for method in scopes.METHODS.keys() - scopes.OPTIONAL for scope in scopes.METHODS[method]}
    spared = {scope for method in scopes.OPTIONAL for scope in scopes.METHODS[method]}
    assert needed & spared == set()


MADE = "made.from_message"


def with_shortcut(
    root: Path, kind: str = "message", name: str = "Ask about it", why: str = "Begin here"
) -> int:
    """The manifest lists a shortcut; the line where it begins."""
    row = f"shortcuts:\n    - name: {name}\n      type: {kind}\n      callback_id: {MADE}\n"
    return edit(root, "app.yml", "shortcuts:", f"{row}      description: {why}") + 1


def said_of_shortcuts(root: Path) -> list[str]:
    """What is wrong with the manifest of a bot that answers that shortcut, and nothing else."""
    shown = {MADE: "message", "options.from_message": "message", "hall.begin_here": "global"}
    used = Used(set(), set(), set(), shown, ())
    lines = [str(problem) for problem in of_manifest(root / "app.yml", used)]
    return [line for line in lines if "made." in line or "takes" in line or "shortcut" in line]


def test_a_shortcut_that_is_listed_and_answered_is_well(root: Path) -> None:
    with_shortcut(root)

    assert said_of_shortcuts(root) == []


def test_a_shortcut_that_is_not_listed_is_named(root: Path) -> None:
    [problem] = said_of_shortcuts(root)

    assert problem.endswith(f"{MADE} is not listed, and the code answers it")


@pytest.mark.parametrize(
    ("row", "beside", "problem"),
    [
        ({"kind": "global"}, 1, f"{MADE}: type must be message"),
        ({"name": "N" * 25}, 0, "name: 25 characters, and Slack takes 24"),
        ({"why": "d" * 151}, 3, "description: 151 characters, and Slack takes 150"),
        ({"why": ""}, 3, f"{MADE}: a shortcut needs a description"),
    ],
)
def test_a_shortcut_that_slack_would_not_take_is_named(
    root: Path, row: dict[str, str], beside: int, problem: str
) -> None:
    line = with_shortcut(root, **row)

    assert said_of_shortcuts(root) == [f"app.yml:{line + beside}: {problem}"]


def test_a_home_tab_that_is_off_is_named(root: Path) -> None:
    line = edit(root, "app.yml", "home_tab_enabled: true", "home_tab_enabled: false")

    assert said(root) == [f"app.yml:{line}: home_tab_enabled must be true: the code draws a Home tab"]


def test_buttons_that_are_off_are_named(root: Path) -> None:
    line = edit(root, "app.yml", "is_enabled: true", "is_enabled: false")

    assert said(root) == [f"app.yml:{line}: interactivity must be enabled, or no button answers"]


@pytest.mark.parametrize(
    ("becomes", "expected"),
    [
        ("request_url: https://alongside.example.org/events", "must end in /slack/events"),
        ("request_url: https://elsewhere.example.org/slack/events", "is another address than"),
        ("reqest_url: https://alongside.example.org/slack/events", "an address is missing here"),
    ],
)
def test_one_address_serves_everything(root: Path, becomes: str, expected: str) -> None:
    edit(root, "app.yml", "request_url: https://alongside.example.org/slack/events", becomes)

    [problem] = said(root)
    assert problem.startswith("app.yml:")
    assert expected in problem


def test_a_manifest_that_cannot_be_read_is_named(root: Path) -> None:
    line = edit(root, "app.yml", "oauth_config:", "oauth_config: ]")

    [problem] = said(root)
    assert problem.startswith(f"app.yml:{line}: not valid YAML")

    (root / "app.yml").unlink()

    assert said(root) == ["app.yml:1: there is no such file"]


def test_every_problem_is_said_in_one_go(root: Path) -> None:
    edit(root, WORDS, "one_moment =", "")
    words = edit(root, WORDS, 'close = "Close"', 'close = "{what}"')
    family = edit(root, F01, "minutes = 5", "minutes = 500")
    scope = edit(root, "app.yml", "- chat:write", "- chat:wrote")
    event = edit(root, "app.yml", "- user_change", "- user_changed")

    places = {problem.rpartition(": ")[0].split(": ")[0] for problem in said(root)}

    assert {f"{WORDS}:{words}", f"{F01}:{family}", f"app.yml:{scope}", f"app.yml:{event}"} <= places
    assert len(said(root)) >= 7


# What the code asks for is read from its text; a small package of code says how.


def asked(tmp_path: Path, **files: str) -> Set[tuple[str, frozenset[str] | None]]:
    """The keys, and the blanks filled, that a package of these files asks for."""
    code = tmp_path / "bot"
    code.mkdir(parents=True)
    for name, text in files.items():
        (code / f"{name}.py").write_text(text, encoding="utf-8")
    return {(use.key, use.fills) for use in read(code).uses}


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ('words["card.a"]', {"x.card.a"}),
        ('words[f"card.{name}"]', {"x.card.*"}),
        ("words[name]", {"x.*"}),
        ("words[KEY]", {"x.key"}),
        ('words["a" if name else "b"]', {"x.a", "x.b"}),
        ('[words[f"how.{n}"] for n in ("a", "b")]', {"x.how.a", "x.how.b"}),
        ('[words[n] for n, _ in (("a", 1), ("b", 2))]', {"x.a", "x.b"}),
        ('phrase("common.a")', {"common.a"}),
        ('phrase(f"common.{name}")', {"common.*"}),
        ("phrase(name.key)", set()),
        ('phrase(f"{name}.card.a")', {"*.card.a"}),
        ('phrase(f"{name}.card.{name}")', {"*.card.*"}),
        ('phrase(f"{name}.{name}")', set()),
        ('Words(name)["card.a"]', {"*.card.a"}),
        ('Words(name)[f"card.{name}"]', {"*.card.*"}),
        ('refused(name, "a", "day", most=1)', {"*.refused.a"}),
        ('refused(name, f"turn_{name}")', {"*.refused.turn_*"}),
        ('Refusal("common.no", field="day")', {"common.no"}),
        ('Offer("x.do.ask", "x.ask")', {"x.do.ask"}),
        ('{"card": 1}["card"]', set()),
    ],
)
def test_the_keys_that_code_asks_for(tmp_path: Path, line: str, keys: set[str]) -> None:
    code = f'words = Words("x")\nKEY = "key"\ndef f(name):\n    return [{line}]\n'

    assert {key for key, _ in asked(tmp_path, a=code)} == keys


def test_a_key_that_is_chosen_a_line_above(tmp_path: Path) -> None:
    code = (
        'words = Words("x")\n'
        "def f(name):\n"
        '    key = "one" if name else f"more.{name}"\n'
        '    return [words[f"{key}.title"]]\n'
    )

    assert {key for key, _ in asked(tmp_path, a=code)} == {"x.one.title", "x.more.*.title"}


def test_words_and_keys_that_another_module_holds(tmp_path: Path) -> None:
    there = 'words = Words("x")\nSORRY = "common.sorry"\n'
    here = (
        "from bot.a import SORRY, words\n"
        "from bot import a\n"
        'print(words["one"], a.words["two"], phrase(SORRY), phrase(a.SORRY))\n'
    )

    assert {key for key, _ in asked(tmp_path, a=there, b=here)} == {"x.one", "x.two", "common.sorry"}


@pytest.mark.parametrize(
    ("line", "fills"),
    [
        ('print(words["a"].fill(name=1, day=2))', {"name", "day"}),
        ('print(words["a"].plain(name=1))', {"name"}),
        ('print((words["a"] if x else words["a"]).fill(name=1))', {"name"}),
        ('print(words["a"])', set()),
        ('print(words["a"].fill(**x))', None),
        ('label = words["a"]', None),
        ('raise Refusal("x.a", field="day", most=3)', {"most"}),
        ('raise Refusal("x.a", "day", **x)', None),
    ],
)
def test_the_blanks_that_code_fills(tmp_path: Path, line: str, fills: set[str] | None) -> None:
    code = f'words = Words("x")\ndef f(x):\n    {line}\n'

    assert asked(tmp_path, a=code) == {("x.a", fills if fills is None else frozenset(fills))}


def listed_against(tmp_path: Path, code: str, **keys: str) -> list[str]:
    """What is wrong with a list of keys (each with its blanks), for a package of this one file."""
    asked(tmp_path, a=code)
    made = {key.replace("__", "."): frozenset(names.split()) for key, names in keys.items()}
    return [str(problem).partition(": `check")[0] for problem in of_keys(read(tmp_path / "bot"), made)]


def test_a_pattern_that_no_words_fit_is_named(tmp_path: Path) -> None:
    code = 'words = Words("x")\ndef f(name):\n    return words[f"card.{name}"]\n'

    assert listed_against(tmp_path, code, x__title="") == [
        "bot/a.py:3: there are no words x.card.*",
        "bot/check/keys.txt:1: x.title: nothing asks for these words",
    ]


def test_a_list_of_keys_that_is_not_true_is_named(tmp_path: Path) -> None:
    code = (
        'print(phrase("x.a").fill(day=1), phrase("x.b"), phrase("x.c"), phrase("x.c").fill(**{"day": 1}))\n'
    )

    assert listed_against(tmp_path, code, x__a="name", x__b="", x__d="") == [
        "bot/a.py:1: there are no words x.c",
        "bot/check/keys.txt:1: x.a: other blanks are filled",
        "bot/check/keys.txt:3: x.d: nothing asks for these words",
    ]


def test_a_key_whose_file_is_handed_in_may_stand_in_any_and_must_in_one(tmp_path: Path) -> None:
    code = 'def f(name):\n    return phrase(f"{name}.card.title").fill(day=1)\n'

    one = listed_against(tmp_path / "one", code, round__card__title="day", x__card__title="day")
    none = listed_against(tmp_path / "none", code, x__card__titel="day", x__card__title__long="day")
    other = listed_against(tmp_path / "other", code, x__card__title="name")

    assert one == []
    assert none == [
        "bot/a.py:2: there are no words *.card.title",
        "bot/check/keys.txt:1: x.card.titel: nothing asks for these words",
        "bot/check/keys.txt:2: x.card.title.long: nothing asks for these words",
    ]
    assert other == ["bot/check/keys.txt:1: x.card.title: other blanks are filled"]


def test_words_that_were_handed_in_may_be_of_any_file(tmp_path: Path) -> None:
    code = "from bot.words import Words\ndef f(words: Words):\n    return words['card.title'].fill(day=1)\n"

    assert listed_against(tmp_path, code, x__card__title="day", round__card__title="day") == []


def test_a_practice_without_words_of_its_own_asks_for_those_of_all(tmp_path: Path) -> None:
    code = 'print(phrase("x.refused.no").fill(day=1), phrase("x.refused.yes"))\n'

    assert listed_against(tmp_path, code, round__refused__no="day", round__other="") == [
        "bot/a.py:1: there are no words x.refused.yes",
        "bot/check/keys.txt:2: round.other: nothing asks for these words",
    ]


def test_what_is_asked_for_by_name_need_not_fit_what_a_pattern_fills(tmp_path: Path) -> None:
    code = (
        'words = Words("x")\n'
        "def f(name):\n"
        '    return words[f"card.{name}"].fill(day=1), phrase(f"{name}.card.title").fill(name=1), "other"\n'
    )

    assert listed_against(tmp_path, code, x__card__title="name", x__card__other="day") == []


def test_the_list_is_made_of_what_is_asked_for_and_of_all_that_may_stand_there(tmp_path: Path) -> None:
    code = (
        'print(phrase("x.a").fill(day=1, name=2), phrase("x.b").fill(**{"day": 1}))\nkept = phrase("x.c")\n'
    )
    asked(tmp_path, a=code)
    written = {"x.a": "On {day}", "x.b": "On {day}, {nobody}", "x.c": "On {day}", "x.d": "On"}

    made = made_from(read(tmp_path / "bot"), written)

    assert made == {"x.a": {"day", "name"}, "x.b": {"day"}, "x.c": {"day"}}


def test_the_list_that_ships_is_the_one_that_would_be_made(tmp_path: Path) -> None:
    made = made_from(read(CODE), words.read(FOLDER)[0])
    write(made, tmp_path / "keys.txt")

    assert listed(tmp_path / "keys.txt") == made == listed()
    assert (tmp_path / "keys.txt").read_bytes() == FILE.read_bytes()


def test_a_method_or_an_event_whose_scopes_nobody_wrote_down_is_named(root: Path) -> None:
    used = Used(set(), {"pin_added"}, set(), {}, (Called("pins.add", "bot/x.py", 3),))
    edit(root, "app.yml", "- user_change", "- pin_added")

    found = [str(problem) for problem in of_manifest(root / "app.yml", used)]

    assert "bot/x.py:3: pins.add: bot/check/scopes.py has no such method" in found
    assert any(problem.endswith("pin_added: bot/check/scopes.py has no such event") for problem in found)


# --- what help says, README says


@pytest.mark.parametrize("file", ["prompts/en/pairs.toml", "README.md"])
def test_help_that_says_something_else_than_the_readme_is_named(root: Path, file: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("[Aa]sks Ben whether", "begs Ben and hopes", text), encoding="utf-8")

    assert [problem.partition(":1: no row `/pair @ben` that begins: ")[0] for problem in said(root)] == [
        "README.md"
    ]


def test_help_that_does_not_say_what_to_type_is_named(root: Path) -> None:
    edit(root, "prompts/en/pairs.toml", "help =", 'help = "Ask somebody." #')

    assert said(root) == [
        "prompts/en/pairs.toml:1: help: it begins with what one types, `/…`, then says what it does"
    ]


def test_where_there_is_no_readme_it_is_not_missed(root: Path) -> None:
    (root / "README.md").unlink()

    assert said(root) == []
