"""README, `app.yml`, `--help` and the code agree."""

import re

import pytest
import yaml

from bot.check.scopes import METHODS, OPTIONAL
from bot.cli import _COMMANDS, main
from bot.features import FEATURES, NAMES
from bot.features.checkin import models as checkin
from bot.features.listening.models import TURN, Form, Pace
from bot.features.options.models import LEAST, MOST, TESTS
from bot.routes import COMMANDS
from bot.settings import PORT, Settings
from bot.words import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MANIFEST = yaml.safe_load((ROOT / "app.yml").read_text(encoding="utf-8"))


def _table(heading: str) -> str:
    return README.split(heading, 1)[1].split("\n#", 1)[0]


def _first_column(heading: str) -> set[str]:
    cells = re.findall(r"^\| (`[^|]+`) \|", _table(heading), re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_scope_of_the_manifest_has_its_reason_in_the_readme() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]["bot"]
    offered = set(MANIFEST["oauth_config"]["scopes"]["bot_optional"])
    without = {scope for any_of in (METHODS[method] for method in OPTIONAL) for scope in any_of}

    assert _first_column("### Every scope, and why") == set(scopes)
    assert offered == {"files:write", "bookmarks:write"} <= without
    assert all(f"`{scope}`" in _table("### Every scope, and why") for scope in offered)


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    fields = {name.upper() for name in Settings.__dataclass_fields__}

    assert _first_column("### Settings") == fields


def test_the_defaults_in_the_readme_are_the_code_s() -> None:
    settings = Settings()
    table = _table("### Settings")

    assert f"`{settings.database_url}`" in table
    assert f"`{settings.host}`, `{PORT}`" in table
    assert f"`{settings.log_level}`" in table


def test_every_command_of_the_command_line_is_in_the_readme_and_in_help(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = {name for name, _, _ in _COMMANDS}

    with pytest.raises(SystemExit):
        main(["--help"])

    shown = capsys.readouterr().out
    assert _first_column("### The command line") == names
    assert all(name in shown for name in names)


def test_every_slash_command_is_in_the_readme_and_the_manifest() -> None:
    commands = {command for feature in FEATURES for command in feature.commands} | set(COMMANDS)
    told = {text.split()[0] for text in _first_column("## What people can do")}

    assert told == commands
    assert {row["command"] for row in MANIFEST["features"]["slash_commands"]} == commands


def test_the_paces_and_forms_of_listening_are_in_the_readme_and_no_other_pace() -> None:
    told = _table("### A listening round")

    assert _first_column("### A listening round") == {pace.value for pace in Pace}
    assert all(f"({TURN[pace]})" in told for pace in Pace)
    assert all(f"`{form.value}`" in told for form in Form if form is not Form.SIMPLE)


def test_how_many_decide_and_how_often_something_is_tested_is_in_the_readme() -> None:
    told = _table("### Options and agreements")
    called = {2: "Two", 3: "three"}

    assert f"{called[LEAST]} to {MOST} people decide" in told
    assert f"{called[TESTS]} times at most" in told


def test_how_long_a_set_meeting_takes_and_how_many_it_is_for_is_in_the_readme() -> None:
    told, called = README, {4: "four", 8: "eight", 2: "two"}

    assert f"{called[4]} to {called[checkin.MOST]} people who meet again and again" in told
    assert f"one or {called[checkin.PRESENTERS]} who bring something" in told
    assert (checkin.DAYS, *set(checkin.LONGER.values())) == (1, 2)
    assert set(checkin.LONGER) == {"present", "commit", "process"}
    assert [step for step, days in checkin.IN_SET.items() if days != 2] == ["clarify"]
    days = "at the end of the next working day (in a set, but for questions about facts: the one after that)"
    assert f"A step ends when all have done theirs, else {days}" in told


def test_what_the_readme_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    files = re.findall(r"\]\((tests/[^)]+)\)|`((?:bot|prompts|tests)/[\w./]+)`", README)

    assert set(re.findall(r"(?:^|`)make ([a-z]+)\b", README, re.MULTILINE)) <= targets
    assert all((ROOT / (picture or path)).exists() for picture, path in files)
    assert "NAMES" in README
    assert NAMES
