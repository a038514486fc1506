"""The command line, as somebody meets it who runs the bot: it works, or one line says what is wrong."""

import compileall
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import inspect, text

from bot.cli import main
from bot.features.options.models import Record, State, blank
from bot.features.options.register import queries as register
from bot.migrate import migrate
from bot.play import TOKEN
from bot.settings import Settings
from bot.store import Store, engine
from bot.vault import Vault
from tests.ports import free_port

HERE = Path(__file__).parents[1]
KEY = Fernet.generate_key().decode()
ENOUGH = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "ENCRYPTION_KEYS": KEY}
COMMANDS = ("play", "serve", "migrate", "check", "export", "doctor", "mend", "packet", "set")
COMMANDS += ("audit", "keygen", "keys", "backup", "restore", "drill", "new-practice")
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=2"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(name.upper(), raising=False)
    return tmp_path


@pytest.fixture
def empty_postgres_url(postgres_url: str) -> str:
    made = engine(postgres_url)
    with made.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    made.dispose()
    return postgres_url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


def env(folder: Path, **settings: str) -> None:
    lines = [f"{name}='{value}'" for name, value in settings.items()]
    (folder / ".env").write_text("\n".join(lines), encoding="utf-8")


def around(**settings: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(HERE), "PYTHONUNBUFFERED": "1", **settings}


def run(*arguments: str, **settings: str) -> tuple[int, str, str]:
    started = start(*arguments, **settings)
    out, err = started.communicate(timeout=60)
    return started.returncode, out, err


def start(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        env=around(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        yield line.getsockname()[1]


def one_line(said: str) -> str:
    """The one line that was said; nothing else, and no traceback."""
    assert "Traceback" not in said
    lines = said.splitlines()
    assert len(lines) == 1, said
    assert lines[0].startswith("alongside: ")
    return lines[0].removeprefix("alongside: ")


# --- help


def test_every_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    overview = capsys.readouterr().out

    assert stopped.value.code == 0
    for name in COMMANDS:
        with pytest.raises(SystemExit) as stopped:
            main([name, "--help"])
        said = capsys.readouterr().out
        line = re.search(rf"^ +{name}\s+(\S.*)$", overview, re.MULTILINE)  # a long name has a line of its own
        assert stopped.value.code == 0
        assert line is not None
        assert line[1][:40] in said.replace("\n", " ")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unknown"],
        ["serve", "extra"],
        ["play", "--port", "x"],
        ["play", "--port", "70000"],
        ["play", "--port", "9" * 5000],
        ["migrate", "--down"],
        ["export"],
        ["export", "--channel", "C1", "--format", "pdf"],
    ],
    ids=range(9),
)
def test_a_call_that_is_not_understood_is_answered_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)

    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert said.startswith("usage: alongside")
    assert "Traceback" not in said


def test_the_installed_command_is_the_same() -> None:
    table = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))

    assert table["project"]["scripts"] == {"alongside": f"{main.__module__}:{main.__name__}"}


# --- keygen


def test_keygen_makes_a_key_that_seals(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keygen"]) == 0
    assert main(["keygen"]) == 0

    keys = capsys.readouterr().out.split()
    assert len(set(keys)) == 2
    assert Settings.read({"ENCRYPTION_KEYS": ",".join(keys)}, None).encryption_keys == tuple(keys)


# --- migrate


def test_migrate_makes_the_tables_and_says_so_however_often(
    empty_url: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env(elsewhere, DATABASE_URL=empty_url)

    codes = [main(["migrate"]), main(["migrate"])]

    made = engine(empty_url)
    tables = inspect(made).get_table_names()
    made.dispose()
    assert codes == [0, 0]
    assert capsys.readouterr().out == "The database is up to date.\n" * 2
    assert {"rounds", "seats", "replies", "cards", "people", "keys", "alembic_version"} <= set(tables)


def test_migrate_can_check_that_there_is_one_newest_migration(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--check-heads"]) == 0

    assert re.fullmatch(r"newest migration: \w+\n", capsys.readouterr().out)


@pytest.mark.parametrize("url", [NOWHERE, "sqlite:////nowhere/at/all/x.db"])
@pytest.mark.parametrize("name", ["DATABASE_URL", "KEYS_URL"])
def test_a_database_that_does_not_answer_is_one_line(
    url: str, name: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env(elsewhere, **{name: url})

    code = main(["migrate"])

    assert code == 2
    assert one_line(capsys.readouterr().err).startswith("the database does not answer")


def test_a_file_that_is_no_database_is_one_line(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (elsewhere / "notes.txt").write_text("This is not a database, it is a note. " * 50)
    env(elsewhere, DATABASE_URL="sqlite:///notes.txt")

    code = main(["migrate"])

    assert code == 2
    assert "DATABASE_URL" in one_line(capsys.readouterr().err)


# --- export


@pytest.fixture
def agreed(database_url: str, elsewhere: Path) -> Iterator[Store]:
    """A database in which the channel C1 has a record, and C2 one in each of two workspaces."""
    env(elsewhere, DATABASE_URL=database_url, ENCRYPTION_KEYS=KEY)
    made = Store(database_url, None, Vault([KEY]))
    with made.begin() as db:
        for team, channel in (("T1", "C1"), ("T1", "C2"), ("T2", "C2")):
            said = blank(f"Who rings the family in {team}?")
            now = datetime(2026, 9, 15, 9, tzinfo=UTC)
            kept = Record(team, channel, f"r{channel}", 1, State.AGREED, "o1", now, None, said)
            register.keep(db, kept, now)
    yield made
    made.close()


def copies(store: Store, team: str = "T1", channel: str = "C1") -> list[list[str]]:
    """What the channel is told: who has a copy, and in which format."""
    with store.read() as db:
        told = register.find(db, team, channel)
    assert told is not None
    return [copied[:2] for copied in register.facts(told)["exports"]]


def test_a_channels_records_are_written_to_a_file_and_the_channel_is_told(
    agreed: Store, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--channel", "C1"]) == 0
    assert main(["export", "--channel", "C1", "--format", "json", "--to", "kept.json"]) == 0

    said = re.findall(
        r"^Written to (\S+)\. The channel is told of it\.$", capsys.readouterr().out, re.MULTILINE
    )
    read, parsed = (elsewhere / name for name in said)
    assert re.fullmatch(r"alongside-C1-\d{4}-\d\d-\d\d\.md", read.name)
    assert "Who rings the family in T1\\?" in read.read_text(encoding="utf-8")
    assert len(json.loads(parsed.read_bytes())["records"]) == 1
    assert copies(agreed) == [["", "md"], ["", "json"]]
    assert {path.stat().st_mode & 0o077 for path in (read, parsed)} == {0}  # nobody else here reads it


def test_a_file_that_is_there_is_not_written_over(
    agreed: Store, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (elsewhere / "mine.md").write_text("Mine.", encoding="utf-8")

    for to, why in (("mine.md", "is there already"), ("no/such/folder.md", "cannot write")):
        assert main(["export", "--channel", "C1", "--to", to]) == 2
        assert why in one_line(capsys.readouterr().err)

    assert (elsewhere / "mine.md").read_text(encoding="utf-8") == "Mine."
    assert copies(agreed) == []


def test_a_channel_that_is_in_two_workspaces_wants_one_named(
    agreed: Store, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--channel", "C2"]) == 2
    assert "--team T1 or T2" in one_line(capsys.readouterr().err)

    assert main(["export", "--channel", "C2", "--team", "T2", "--format", "csv", "--to", str(elsewhere)]) == 0

    (written,) = elsewhere.glob("*.csv")
    assert "Who rings the family in T2?" in written.read_text(encoding="utf-8")
    assert (copies(agreed, "T2", "C2"), copies(agreed, "T1", "C2")) == ([["", "csv"]], [])


def test_a_channel_without_records_is_said_to_have_none(
    agreed: Store, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (["--channel", "C9"], ["--channel", "C1", "--team", "T9"]):
        assert main(["export", *arguments]) == 1
        assert "has no records here" in one_line(capsys.readouterr().err)

    assert [path.name for path in elsewhere.iterdir() if path.suffix in (".md", ".csv", ".json")] == []


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"ENCRYPTION_KEYS": ""}, "ENCRYPTION_KEYS is not set"),
        ({"ENCRYPTION_KEYS": Fernet.generate_key().decode()}, "ENCRYPTION_KEYS do not open"),
        ({"DATABASE_URL": NOWHERE}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///empty.db"}, "DATABASE_URL"),
    ],
    ids=range(4),
)
def test_export_says_in_one_line_why_it_cannot(
    settings: dict[str, str], why: str, sqlite_url: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Store(sqlite_url, None, Vault([KEY]))
    with made.begin() as db:
        now = datetime(2026, 9, 15, 9, tzinfo=UTC)
        register.keep(db, Record("T1", "C1", "r", 1, State.AGREED, "o", now, None, blank("Why?")), now)
    made.close()
    env(elsewhere, **{"DATABASE_URL": sqlite_url, "ENCRYPTION_KEYS": KEY, **settings})

    assert main(["export", "--channel", "C1"]) == 2

    assert why in one_line(capsys.readouterr().err)
    assert list(elsewhere.glob("*.md")) == []


# --- serve, where it cannot start


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({}, "SLACK_BOT_TOKEN is not set"),
        ({**ENOUGH, "SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set"),
        ({**ENOUGH, "SLACK_BOT_TOKEN": "xoxp-1"}, "SLACK_BOT_TOKEN does not start with xoxb-"),
        ({**ENOUGH, "SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is not set"),
        ({**ENOUGH, "ENCRYPTION_KEYS": ""}, "ENCRYPTION_KEYS is not set"),
        ({**ENOUGH, "ENCRYPTION_KEYS": "hush"}, "ENCRYPTION_KEYS: key 1 is not one that"),
        ({**ENOUGH, "PORT": "http"}, "PORT is not a number"),
        ({**ENOUGH, "LOG_LEVEL": "loud"}, "LOG_LEVEL is not one of"),
        ({**ENOUGH, "DATABASE_URL": NOWHERE}, "the database does not answer"),
        ({**ENOUGH, "KEYS_URL": NOWHERE}, "the database does not answer"),
    ],
    ids=range(10),
)
def test_serve_says_in_one_line_why_it_cannot_start(
    settings: dict[str, str], line: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env(elsewhere, **settings)

    code = main(["serve"])

    assert code == 2
    assert one_line(capsys.readouterr().err).startswith(line)


def test_serve_does_not_start_with_other_keys_than_before(elsewhere: Path) -> None:
    url = f"sqlite:///{elsewhere / 'kept.db'}"
    migrate(Settings(database_url=url))
    made = engine(url)
    with made.begin() as connection:
        Vault([Fernet.generate_key().decode()]).prove(connection)
    made.dispose()

    code, out, err = run("serve", DATABASE_URL=url, PORT="0" * 4 + "1", **ENOUGH)

    assert (code, out) == (2, "")
    assert one_line(err).startswith("ENCRYPTION_KEYS do not open the keys")


def test_serve_says_that_its_port_is_taken_and_stops(taken: int) -> None:
    code, out, err = run("serve", PORT=str(taken), **ENOUGH)

    assert (code, out) == (2, "")
    assert one_line(err).startswith(f"cannot listen on 127.0.0.1:{taken}")


def test_serve_says_that_it_cannot_listen_at_such_a_host() -> None:
    code, out, err = run("serve", HOST="no.such.host.invalid", **ENOUGH)

    assert (code, out) == (2, "")
    assert one_line(err).startswith("cannot listen on no.such.host.invalid:3000")


def test_play_says_that_its_port_is_taken_and_stops(taken: int) -> None:
    code, out, err = run("play", "--port", str(taken))

    assert (code, out) == (2, "")
    assert one_line(err).startswith(f"port {taken} is taken")


# --- serve and play, where they can


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize(
    ("number", "host"), [(signal.SIGTERM, "127.0.0.1"), (signal.SIGINT, "127.0.0.1"), (signal.SIGTERM, "*")]
)
def test_serve_answers_until_it_is_asked_to_stop(number: signal.Signals, host: str, elsewhere: Path) -> None:
    port = free_port()
    env(elsewhere, PORT="1", **ENOUGH)

    started = start("serve", HOST=host, PORT=str(port))
    try:
        assert started.stdout is not None
        first = started.stdout.readline()
        health = answer(f"http://127.0.0.1:{port}/healthz")
        unsigned = answer(f"http://127.0.0.1:{port}/slack/events", b"{}")
        started.send_signal(number)
        _, err = started.communicate(timeout=20)
    finally:
        started.kill()

    assert first == f"Alongside answers at http://{host}:{port}/slack/events\n"
    assert (health, unsigned) == (200, 401)
    assert started.returncode == 0
    assert "Traceback" not in err


@pytest.fixture(scope="module")
def sourceless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installed copy in which no line of the bot's source is left to read."""
    root = tmp_path_factory.mktemp("copy")
    for part in ("bot", "prompts", "migrations"):
        shutil.copytree(HERE / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    assert compileall.compile_dir(root / "bot", quiet=1, legacy=True)
    for source in (root / "bot").rglob("*.py"):
        source.unlink()
    return root


def test_serve_starts_without_reading_its_own_source(sourceless: Path) -> None:
    port = free_port()

    started = start("serve", PYTHONPATH=str(sourceless), PORT=str(port), **ENOUGH)
    try:
        assert started.stdout is not None
        first = started.stdout.readline()
        health = answer(f"http://127.0.0.1:{port}/healthz") if first else None
        started.send_signal(signal.SIGTERM)
        _, err = started.communicate(timeout=20)
    finally:
        started.kill()

    assert (health, started.returncode) == (200, 0), err


def test_serve_says_by_file_and_line_which_words_were_spoilt(sourceless: Path) -> None:
    words = sourceless / "prompts" / "en" / "common.toml"
    was = words.read_text(encoding="utf-8")
    lines = was.splitlines()
    at = {key: next(n for n, line in enumerate(lines) if line.startswith(f"{key} =")) for key in SPOILT}
    for key, line in SPOILT.items():
        lines[at[key]] = line
    words.write_text("\n".join(lines), encoding="utf-8")

    code, out, err = run("serve", PYTHONPATH=str(sourceless), **ENOUGH)

    words.write_text(was, encoding="utf-8")
    place = "prompts/en/common.toml"
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "alongside: the words in prompts/ cannot be used:",
        f"{place}:1: close: these words are missing",
        f"{place}:{at['close'] + 1}: clothes: nothing asks for these words",
        f"{place}:{at['moved_on'] + 1}: moved_on: a blank is not closed or not named: "
        "expected '}' before end of string",
        f"{place}:{at['unreached'] + 1}: unreached: nothing fills {{day}}: there is {{names}}",
    ]


# Each key of the words, and the line that somebody made of it.
SPOILT = {
    "moved_on": 'moved_on = "There is a {newer message."',
    "close": 'clothes = "Close"',
    "unreached": 'unreached = "{names} by {day}"',
}


@pytest.mark.parametrize("inherited", [signal.SIG_DFL, signal.SIG_IGN], ids=["alone", "in the background"])
def test_play_prints_one_address_that_opens(inherited: signal.Handlers) -> None:
    """A shell that starts it with `&` has it ignore Ctrl-C: it stops all the same."""
    usual = signal.signal(signal.SIGINT, inherited)
    try:
        started = start("play", "--port", "0")
    finally:
        signal.signal(signal.SIGINT, usual)
    try:
        assert started.stdout is not None
        first = started.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", first)
        assert found, first
        page, allowed = answer(found[0]), scopes_of(found[0])
        started.send_signal(signal.SIGINT)
        _, err = started.communicate(timeout=20)
    finally:
        started.kill()

    assert page == 200
    assert {"files:write", "bookmarks:write"} <= allowed  # copies can be taken in it
    assert started.returncode == 0
    assert err == ""


def scopes_of(url: str) -> set[str]:
    """What the app may do in the workspace of that playground."""
    token = {"Authorization": f"Bearer {TOKEN}"}
    with urllib.request.urlopen(urllib.request.Request(f"{url}/api/auth.test", b"", token)) as response:
        return set(response.headers["x-oauth-scopes"].split(","))


def answer(url: str, body: bytes | None = None) -> int:
    try:
        with urllib.request.urlopen(url, body, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


# --- check


def test_check_finds_every_problem_in_one_run(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    env(elsewhere, PORT="http")

    offline, checked = main(["check", "--offline"]), main(["check"])

    said = capsys.readouterr()
    assert (offline, checked) == (0, 1)
    assert said.err == ".env: PORT is not a number from 1 to 65535\n"
    assert said.out == "Everything fits together.\n1 to mend.\n"


def test_check_is_content_with_what_is_enough_to_serve(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env(elsewhere, **ENOUGH)

    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""


# The signal comes where another thread runs: it takes it, and nothing interrupts who waits.
ELSEWHERE = """
import os, signal, threading
from bot.serve import asked_to_stop, rest
stop, mask, this = asked_to_stop(), signal.pthread_sigmask, {signal.SIGTERM}
mask(signal.SIG_BLOCK, this)
def ask():
    mask(signal.SIG_UNBLOCK, this)
    os.kill(os.getpid(), signal.SIGTERM)
threading.Timer(0.2, ask).start()
rest(stop)
"""


def test_who_is_asked_to_stop_stops_whichever_thread_hears_of_it() -> None:
    asked = subprocess.run([sys.executable, "-c", ELSEWHERE], env=around(), timeout=20, check=False)

    assert asked.returncode == 0
