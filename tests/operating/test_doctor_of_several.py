"""Where workspaces install the app by themselves, `doctor` asks for each of them, with its own token."""

from dataclasses import replace
from pathlib import Path

from bot.doctor import Depth, Place, examine
from tests.several import OTHER, OWN, Several, several

HERE = "C0HOME"
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=1"


def found(town: Several, folder: Path, **given: str) -> list[tuple[str, str]]:
    """The name of each finding, and how what it says begins."""
    settings = town.settings
    given |= {
        "SLACK_API_URL": settings.slack_api_url,
        "SLACK_CLIENT_ID": settings.slack_client_id,
        "SLACK_CLIENT_SECRET": settings.slack_client_secret,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
        "DATABASE_URL": settings.database_url,
        "ENCRYPTION_KEYS": ",".join(settings.encryption_keys),
    }
    if settings.database_url.startswith("sqlite"):
        for file in Path(settings.database_url.removeprefix("sqlite:///")).parent.iterdir():
            file.chmod(0o600)
    seen = examine(Place(given, folder / ".env", town.clock), Depth.USUAL)
    return [(one.name, one.what.partition(":")[0]) for one in seen]


def test_what_is_wrong_in_one_of_them_is_said_with_its_name(database_url: str, tmp_path: Path) -> None:
    with several(database_url) as town:
        for team in (OWN, OTHER):
            town.installs(team)
            town.there(team, "Ana").types("/listen How did today land?", HERE)
        well = found(town, tmp_path, SUPPORT_PEOPLE=f"{OWN}:U0ESI,{OTHER}:U0DEV")
        town.slacks[OTHER].kick_app(HERE)

        wrong = found(town, tmp_path, SUPPORT_PEOPLE=f"{OWN}:U0ESI,{OTHER}:U0NOBODY")

        assert well == []
        assert wrong == [("channels", OTHER), ("support", OTHER)]


def test_a_token_that_slack_does_not_take_hides_nothing_of_the_other(
    database_url: str, tmp_path: Path
) -> None:
    with several(database_url) as town:
        for team in (OWN, OTHER):
            town.installs(team)
        town.slacks[OWN].faults.next("auth.test", "token_revoked")

        wrong = found(town, tmp_path, SUPPORT_PEOPLE="U0NOBODY")

        assert wrong == [("slack", OWN), ("support", OTHER)]


def test_where_the_database_does_not_answer_no_workspace_is_asked(database_url: str, tmp_path: Path) -> None:
    with several(database_url) as town:
        town.installs(OWN)
        calls = len(town.slack.calls)
        town.settings = replace(town.settings, database_url=NOWHERE)

        wrong = found(town, tmp_path)

        assert [name for name, _ in wrong] == ["database"]
        assert len(town.slack.calls) == calls
