"""`packet`: what may be shown to whoever helps, and in a world full of secrets none of them."""

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.cli import main
from bot.doctor import Place
from bot.doctor.packet import made
from bot.rounds.keeping.tables import cards, rounds
from bot.settings import Settings
from tests.world import NAMES, TEAM, World

CANARY = "CANARY5f2c"


@pytest.fixture
def full(worlds: World) -> World:
    """Whatever somebody can write is a secret."""
    ana, ben = worlds["Ana"], worlds["Ben"]
    ana.types(f"/reflect What of {CANARY} did we avoid?")
    ana.answers(f"{CANARY} mine.")
    ben.answers(f"{CANARY} theirs.")
    ana.types(f"/listen How did {CANARY} land?", channel="C0HOME")
    worlds.settle()
    with worlds.bot.store.begin() as db:
        db.execute(update(cards).values(state="parked", error=f"{CANARY} in an error"))
        db.execute(update(rounds).where(rounds.c.feature == "listening").values(kind=CANARY))
    return worlds


def _place(world: World, folder: Path) -> Place:
    settings = world.settings
    given = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url,
        "ENCRYPTION_KEYS": ",".join(settings.encryption_keys),
        "SUPPORT_TEXT": f"{CANARY}, weekdays 9 to 4",
        "SUPPORT_PEOPLE": "U0ESI,U0NOBODY",
        f"SUPORT_{CANARY.upper()}": CANARY,
    }
    return Place(given, folder / ".env", world.clock)


def test_it_says_how_things_stand(full: World, tmp_path: Path) -> None:
    said = made(_place(full, tmp_path))

    assert said["rounds"]["reflection reflection running"] == 1
    assert said["rounds"]["other"] == 1
    assert said["refused"] == {"other": said["figures"]["parked"]}
    assert {"parked", "support"} <= set(said["found"])
    assert said["slack"]["chat.postMessage ok"] > 0
    assert said["rows"]["replies"] >= 3
    assert said["settings"] == [
        *("DATABASE_URL", "ENCRYPTION_KEYS", "SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
        *("SUPPORT_PEOPLE", "SUPPORT_TEXT"),
    ]


def test_nothing_of_anybody_is_in_it(full: World, tmp_path: Path) -> None:
    place = _place(full, tmp_path)

    said = json.dumps(made(place)).lower()

    with full.bot.store.read() as db:
        ids = {row.id for row in db.execute(rounds.select())} | {
            row.place for row in db.execute(cards.select())
        }
    secrets = {CANARY, TEAM, *NAMES, *NAMES.values(), *ids, str(tmp_path)}
    secrets |= {value for name, value in place.given.items() if value and name != "SLACK_API_URL"}
    assert [secret for secret in secrets if secret.lower() in said] == []


def test_the_command_writes_a_file_for_its_owner_and_never_over_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(name.upper(), raising=False)

    first, second = main(["packet", "--to", "p.json"]), main(["packet", "--to", "p.json"])

    assert (first, second) == (0, 2)
    assert "p.json is there already" in capsys.readouterr().err
    assert (tmp_path / "p.json").stat().st_mode & 0o077 == 0
    assert json.loads((tmp_path / "p.json").read_text())["found"] == {"settings": 3}
