"""`docs/run.md`, and the files beside it: what stands there works, and names what there is."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from bot.cli import _parser
from bot.metrics import _WHAT
from bot.settings import Settings
from bot.slack.guard import MAX_BODY, PATHS
from bot.words import ROOT
from tests import fresh

RUN = ROOT / "docs" / "run"
PAGE = fresh.PAGE.read_text(encoding="utf-8")
SETTINGS = {name.upper() for name in Settings.__dataclass_fields__}


def test_from_an_empty_folder_to_a_served_workspace_as_the_page_says(tmp_path: Path) -> None:
    said: list[object] = []

    seconds = fresh.live(tmp_path, said.append)

    assert len(said) == 5
    assert seconds < 60


def _typed() -> list[str]:
    lines = [line for block in fresh.blocks().values() for line in block]
    lines += re.findall(r"`(alongside [^`]+)`", PAGE)
    return [one.strip() for line in lines for one in re.split(r"[|]|&&", line) if "alongside" in one]


def can_be_typed(line: str) -> bool:
    """Whether the command line takes it; where a backup goes to, or comes from, the README says."""
    words = shlex.split(line)[1:]
    if words in (["backup"], ["drill"], ["restore"]):
        words += ["--to" if words == ["backup"] else "--from", "DIR"]
    try:
        return bool(_parser().parse_args(words).run)
    except SystemExit:
        return False


@pytest.mark.parametrize("line", sorted(set(_typed())))
def test_every_command_on_the_page_can_be_typed(line: str) -> None:
    assert can_be_typed(line)


def test_every_setting_and_figure_on_the_page_is_there() -> None:
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", PAGE)) | set(re.findall(r"alongside set ([A-Z_]+)", PAGE))
    figures = set(re.findall(r"`(alongside_\w+)`", PAGE))

    assert named - {"NAME"} <= SETTINGS
    assert figures <= {name for name, _ in _WHAT.values()} | {"alongside_ready"}
    assert "/readyz" in PATHS


def test_the_files_that_the_page_names_are_there() -> None:
    links = re.findall(r"\]\(([^)]+)\)", PAGE)

    assert links
    assert all((fresh.PAGE.parent / link).resolve().is_file() for link in links)


def test_the_compose_file_sets_what_there_is_and_opens_one_door() -> None:
    services = yaml.safe_load((RUN / "compose.yml").read_text(encoding="utf-8"))["services"]

    assert set(services["alongside"]["environment"]) <= SETTINGS
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    build = services["alongside"]["build"]
    assert (RUN / build["context"] / build["dockerfile"]).resolve() == ROOT / "Containerfile"
    url = re.sub(r"\$\{[^}]*\}", "p", services["alongside"]["environment"]["DATABASE_URL"])
    assert Settings.read({"DATABASE_URL": url}, None).database_url == url
    shared = {name: dict(v.split(":")[:2] for v in services[name]["volumes"]) for name in ("alongside", "db")}
    assert shared["alongside"]["database"] == shared["db"]["database"] == "/run/postgresql"


def test_what_the_compose_file_takes_from_its_env_file_it_says_first_and_asks_for_by_name() -> None:
    said = (RUN / "compose.yml").read_text(encoding="utf-8")
    comment, _, rest = said.partition("services:")

    taken = set(re.findall(r"\$\{(\w+)(?::\?[\w .]+)\}", rest))

    assert taken
    assert all(f"{name}=" in comment for name in taken)
    assert rest.count("${") == len(re.findall(r"\$\{\w+:\?", rest))  # without one it ends, and says so


def test_the_proxy_takes_a_whole_request_in_and_none_that_the_bot_would_refuse() -> None:
    said = (RUN / "nginx.conf").read_text(encoding="utf-8")

    assert re.search(r"proxy_request_buffering\s+on;", said)
    assert re.search(r"client_max_body_size\s+1m;", said)
    assert MAX_BODY <= 1024 * 1024
    assert "proxy_pass http://alongside:3000;" in said


def test_the_container_copies_what_is_there_and_the_health_check_is_a_command() -> None:
    said = (ROOT / "Containerfile").read_text(encoding="utf-8")
    copied = [name for line in re.findall(r"^COPY (.*) \S+$", said, re.MULTILINE) for name in line.split()]
    build = {"bot", "prompts", "migrations", "app.yml", "README.md", "LICENSE", "pyproject.toml"}

    assert all((ROOT / name).exists() for name in copied)
    assert build | {"requirements.txt"} == set(copied)
    assert {name.partition("=")[0] for name in re.findall(r"[A-Z]+=\S+", said)} - {
        "PYTHONUNBUFFERED"
    } <= SETTINGS
    for line in re.findall(r"(?:CMD|ENTRYPOINT) \[(.*)\]", said):
        words = re.findall(r'"([^"]+)"', line)
        _parser().parse_args(words[1:] or ["serve"] if words[0] == "alongside" else words)


def test_the_unit_starts_what_is_installed_and_lets_it_finish() -> None:
    said = (RUN / "alongside.service").read_text(encoding="utf-8")
    start = re.search(r"^ExecStart=alongside (.*)$", said, re.MULTILINE)

    assert start
    _parser().parse_args(start.group(1).split())
    assert "UMask=0077" in said
