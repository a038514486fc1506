"""What whoever runs the bot does for one person: forgets them, writes the copy that only they open."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.cli import main
from bot.people import copies
from bot.people import queries as people
from bot.settings import Settings
from bot.store import Store
from bot.vault import Vault

TEAM, ANA = "T1", "U0ANA"


@pytest.fixture
def store(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Ana is known there, and the commands go to that database."""
    key = Fernet.generate_key().decode()
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("ENCRYPTION_KEYS", key)
    monkeypatch.chdir(tmp_path)
    made = Store(database_url, None, Vault([key]))
    with made.begin() as db:
        people.meet(db, TEAM, ANA, "Ana")
    return made


def name_of(store: Store) -> str:
    with store.read() as db:
        return people.find(db, TEAM, ANA).name


def test_it_says_first_what_goes(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "--person", ANA]) == 2

    assert "Nothing is done yet." in capsys.readouterr().out
    assert name_of(store) == "Ana"
    store.close()


def test_somebody_who_left_is_forgotten(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forget", "--person", ANA, "--sure"]) == 0

    assert f"{ANA} is forgotten." in capsys.readouterr().out
    assert name_of(store) == ANA  # nothing is known of them
    store.close()


@pytest.mark.parametrize("command", [["forget", "--sure"], ["export"]])
def test_nobody_of_that_id_is_said(
    store: Store, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--person", "U0NOBODY"]) == 1

    assert "U0NOBODY" in capsys.readouterr().err
    store.close()


def test_where_several_workspaces_know_that_id_it_asks_which(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with store.begin() as db:
        people.meet(db, "T2", ANA, "Another Ana")

    assert main(["forget", "--person", ANA, "--sure"]) == 2

    assert "--team T1 or T2" in capsys.readouterr().err
    assert name_of(store) == "Ana"
    store.close()


def test_the_copy_goes_to_a_file_of_its_own(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with store.begin() as db:
        copies.keep_code(db, TEAM, ANA, copies.new_code())

    assert main(["export", "--person", ANA, "--to", str(tmp_path)]) == 0

    assert (tmp_path / "my-words.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "with the code that U0ANA has" in capsys.readouterr().out
    store.close()
