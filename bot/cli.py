"""The command line: play, serve, migrate, check, export, forget, doctor, mend, audit, packet, set, keygen,
keys, backup, restore, drill, new-practice."""

import argparse
import gc
import logging
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet

from bot.settings import ENV_FILE, Settings, SettingsError

MENDS = ("failing", "parked", "times", "owners", "spent", "audit")
_ABOUT = "Alongside: a Slack bot that helps two people hear each other, and keep what they agreed."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 well, 1 it found problems, 2 a wrong setting or call."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.run(asked))
    except SettingsError as error:
        print(f"alongside: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="alongside", description=_ABOUT)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, run, what in _COMMANDS:
        command = commands.add_parser(name, help=what, description=what)
        command.set_defaults(run=run)
        if name == "play":
            command.add_argument("--port", type=_port, default=8080, help="the page's port (default 8080)")
        if name == "migrate":
            command.add_argument(
                "--check-heads", action="store_true", help="only check that there is one newest migration"
            )
        if name == "check":
            command.add_argument(
                "--offline", action="store_true", help="leave out the settings: prompts and app.yml alone"
            )
            command.add_argument(
                "--write-keys", action="store_true", help="first list anew which words the code asks for"
            )
        if name == "export":
            _ask_what_to_export(command)
        if name == "keys":
            command.add_argument(
                "what", choices=("list", "rotate"), help="list: what each holds; rotate: all by the first"
            )
        if name in ("backup", "restore", "drill"):
            _ask_which_backup(command, name)
        if name == "forget":
            _ask_whom_to_forget(command)
        if name == "audit":
            _ask_of_the_audit(command)
        if name == "packet":
            command.add_argument(
                "--to", type=Path, default=Path("alongside-packet.json"), metavar="FILE", help="a new file"
            )
        if name in ("doctor", "mend", "set"):
            _ask_what_to_mend(command, name)
        if name == "new-practice":
            command.add_argument(
                "name", metavar="NAME", help="what it is called: small letters, like fishbowl"
            )
    return parser


def _ask_what_to_export(command: argparse.ArgumentParser) -> None:
    whose = command.add_mutually_exclusive_group(required=True)
    whose.add_argument("--channel", metavar="ID", help="the channel's id, like C0123456")
    whose.add_argument(
        "--person",
        metavar="ID",
        help="instead: all that is kept under somebody's name, sealed for them alone",
    )
    command.add_argument("--team", metavar="ID", help="the workspace's id, where several hold that")
    formats = ("html", "md", "csv", "json", "ics")
    which = command.add_mutually_exclusive_group()
    which.add_argument("--format", choices=formats, default="md", help="(default md; ics: review days)")
    which.add_argument(
        "--public",
        action="store_const",
        dest="format",
        const="public",
        help="a page for people outside Slack: only records of which all who decide said yes to that",
    )
    command.add_argument("--to", type=Path, metavar="FILE", help="a new file, or a folder to put it in")


def _ask_which_backup(command: argparse.ArgumentParser, name: str) -> None:
    if name == "backup":
        command.add_argument("--to", type=Path, required=True, metavar="DIR", help="the folder it goes to")
    else:
        command.add_argument(
            "--from", dest="folder", type=Path, required=True, metavar="DIR", help="the folder it is in"
        )
        command.add_argument(
            "--keys-from", type=Path, metavar="DIR", help="where the file of the keys is in another folder"
        )
    which = command.add_mutually_exclusive_group()
    which.add_argument("--data-only", action="store_true", help="without the keys: those that are there stay")
    if name != "drill":
        which.add_argument("--keys-only", action="store_true", help="without the data")
    if name == "restore":
        command.add_argument("--over", action="store_true", help="what is there now goes")


def _ask_whom_to_forget(command: argparse.ArgumentParser) -> None:
    command.add_argument("--person", required=True, metavar="ID", help="their member id, like U0123456")
    command.add_argument("--team", metavar="ID", help="the workspace's id, where several know that person")
    command.add_argument(
        "--sure",
        action="store_true",
        help="do it: it cannot be undone; without this it is only said what goes",
    )


def _ask_of_the_audit(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "what",
        choices=("verify", "list"),
        help="verify: whether each row fits the one before; list: say them",
    )
    command.add_argument(
        "--had", type=_row, metavar="ROW", help="verify: whether this row is there still, as `verify` said it"
    )


def _row(text: str) -> tuple[int, str]:
    number, _, code = text.partition(":")
    if not number.isascii() or not number.isdigit() or len(number) > 9 or not re.fullmatch("[0-9a-f]+", code):
        raise argparse.ArgumentTypeError("a row is said like 17:ab12cd34ef56ab78")
    return int(number), code


def _ask_what_to_mend(command: argparse.ArgumentParser, name: str) -> None:
    if name == "doctor":
        how = command.add_mutually_exclusive_group()
        how.add_argument("--quick", action="store_true", help="seconds, and nothing of Slack")
        how.add_argument("--deep", action="store_true", help="every row, too: whether each text opens")
    elif name == "mend":
        command.add_argument("what", choices=MENDS, help="as `doctor` names it")
    else:
        command.add_argument("name", metavar="NAME", help="its name, like LOG_LEVEL")
        command.add_argument("value", metavar="VALUE", nargs="?", help="without it, it is asked for, unseen")
        command.add_argument("--default", action="store_true", help="take it out of .env")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5 or int(text) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def play(asked: argparse.Namespace) -> int:
    from bot.play import play

    _words_first()

    return play(asked.port)


def serve(_: argparse.Namespace) -> int:
    with _for_good():
        from bot.serve import serve

        settings = Settings.read().ready_to_serve()
        _words_first()
        goes_on = serve(settings)
    return goes_on()


@contextmanager
def _for_good() -> Iterator[None]:
    """What is made meanwhile stays as long as the process: nobody looks for what could go, then or later."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _words_first() -> None:
    """Raise SettingsError where a text that people read is missing or broken, each named on a line."""
    from bot.check import wording
    from bot.words import ROOT

    if found := wording(ROOT):
        raise SettingsError("\n".join(["the words in prompts/ cannot be used:", *map(str, found)]))


def migrate(asked: argparse.Namespace) -> int:
    from bot.migrate import heads
    from bot.migrate import migrate as bring_up_to_date

    if asked.check_heads:
        found = heads()
        print(f"newest migration: {', '.join(found)}")
        return 0 if len(found) == 1 else 1
    settings = Settings.read()
    logging.basicConfig(level="WARNING")
    bring_up_to_date(settings)
    print("The database is up to date.")
    return 0


def check(asked: argparse.Namespace) -> int:
    from bot.check import problems, write_keys
    from bot.words import ROOT

    if asked.write_keys:
        write_keys(ROOT)
    found = [str(problem) for problem in problems(ROOT)]
    if not asked.offline:
        try:
            Settings.read().ready_to_serve()
        except SettingsError as error:
            found.append(f".env: {error}")
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{len(found)} to mend." if found else "Everything fits together.")
    return 1 if found else 0


def export(asked: argparse.Namespace) -> int:
    from bot.operating.export import export

    if asked.person:
        return _copy_of_a_person(asked)
    settings = Settings.read().ready_to_seal()
    logging.basicConfig(level="WARNING")
    paths = export(settings, asked.channel, asked.team, asked.format, asked.to)
    if not paths:
        what = "no record that may be read outside" if asked.format == "public" else "no records here"
        print(f"alongside: {asked.channel} has {what}", file=sys.stderr)
        return 1
    for path in paths:
        print(f"Written to {path}. The channel is told of it.")
    return 0


def _copy_of_a_person(asked: argparse.Namespace) -> int:
    from bot.operating.person import copy, known_in

    settings = Settings.read().ready_to_seal()
    logging.basicConfig(level="WARNING")
    to = (asked.to or Path()) / "my-words.html" if asked.to is None or asked.to.is_dir() else asked.to
    team = known_in(settings, asked.person, asked.team)
    if team is None or not copy(settings, team, asked.person, to):
        print(_NO_CODE.format(person=asked.person), file=sys.stderr)
        return 1
    print(f"Written to {to}. It opens with the code that {asked.person} has.")
    return 0


_NO_CODE = """alongside: {person} has no code that a file could be sealed with. They get one in Slack, by
/alongside me and A copy. It holds for a week, and for one file."""


def forget(asked: argparse.Namespace) -> int:
    from bot.operating.person import forget, known_in

    settings = Settings.read().ready_to_seal()
    logging.basicConfig(level="WARNING")
    team = known_in(settings, asked.person, asked.team)
    if team is None:
        print(f"alongside: nothing is kept of {asked.person}", file=sys.stderr)
        return 1
    if not asked.sure:
        print(_GOES.format(person=asked.person))
        return 2
    done = forget(settings, team, asked.person)
    print(_FORGOTTEN.format(person=asked.person) if done else _NOT_YET.format(person=asked.person))
    return 0


_GOES = """Nothing is done yet. With --sure, nobody can read any more what {person} wrote under their name:
the key that opens it is destroyed, for older copies of the database, too. Their name goes, they leave what
goes on, and what belongs to others, too, stays without their name. It cannot be undone."""
_FORGOTTEN = "{person} is forgotten. The bot deletes its messages to them in Slack while it runs."
_NOT_YET = (
    "What {person} wrote opens no more. A message to them is under way: the bot does the rest in a moment."
)


def doctor(asked: argparse.Namespace) -> int:
    from bot.doctor import Depth, visit

    logging.basicConfig(level="CRITICAL")  # what it finds it says itself
    depth = Depth.QUICK if asked.quick else Depth.DEEP if asked.deep else Depth.USUAL
    return 0 if visit(depth, print) else 1


def mend(asked: argparse.Namespace) -> int:
    from bot.operating.mending import mend

    settings = Settings.read().ready_to_seal()
    logging.basicConfig(level="WARNING")
    print(f"{mend(settings, asked.what)} mended.")
    return 0


def audit(asked: argparse.Namespace) -> int:
    from bot.operating.chain import show, verify

    settings = Settings.read().ready_to_seal()
    logging.basicConfig(level="WARNING")
    if asked.what == "list":
        show(settings, _say)
        return 0
    return 0 if verify(settings, _say, asked.had) else 1


def packet(asked: argparse.Namespace) -> int:
    from bot.doctor.packet import write

    logging.basicConfig(level="CRITICAL")
    write(asked.to)
    print(f"Written to {asked.to}. Read it before you show it to anybody: it should say nothing of anybody.")
    return 0


def set_(asked: argparse.Namespace) -> int:
    from bot.operating import setting
    from bot.operating.opened import NOT_NOTED

    if asked.default:
        setting.take_out(asked.name, ENV_FILE)
        print(f"{asked.name} has its default again. What runs reads it when it starts anew.")
    else:
        setting.write(asked.name, asked.value or setting.asked_for(asked.name), ENV_FILE)
        print(f"{asked.name} is set. What runs reads it when it starts anew.")
    if not setting.noted(asked.name):
        print(NOT_NOTED, file=sys.stderr)
    return 0


def keygen(_: argparse.Namespace) -> int:
    print(Fernet.generate_key().decode())
    return 0


def keys(asked: argparse.Namespace) -> int:
    from bot.operating.keys import rotate, show

    act = rotate if asked.what == "rotate" else show
    return 0 if act(Settings.read().ready_to_seal(), _say) else 1


def backup(asked: argparse.Namespace) -> int:
    from bot.operating.backup import backup as copy

    copy(Settings.read().ready_to_seal(), asked.to, _parts(asked), _say)
    return 0


def restore(asked: argparse.Namespace) -> int:
    from bot.operating.restore import restore as bring_back

    bring_back(Settings.read().ready_to_seal(), _files(asked), _say, over=asked.over)
    return 0


def drill(asked: argparse.Namespace) -> int:
    from bot.operating.restore import drill as try_out

    return 0 if try_out(Settings.read().ready_to_seal(), _files(asked), _say) else 1


def _parts(asked: argparse.Namespace) -> list[str]:
    only = {"data": asked.data_only, "keys": getattr(asked, "keys_only", False)}
    return [part for part, alone in only.items() if alone] or list(only)


def _files(asked: argparse.Namespace) -> dict[str, Path]:
    from bot.operating.backup import file_of

    folders = {"data": asked.folder, "keys": asked.keys_from or asked.folder}
    return {part: file_of(folders[part], part) for part in _parts(asked)}


def _say(line: str) -> None:
    print(line, flush=True)


def new_practice(asked: argparse.Namespace) -> int:
    from bot.newpractice import refuses, write
    from bot.words import ROOT

    if why := refuses(asked.name, ROOT):
        print(f"alongside: {why}", file=sys.stderr)
        return 2
    for file in write(asked.name, ROOT):
        print(file.relative_to(ROOT))
    # By another process: this one has read the list of practices already.
    checks = [sys.executable, "-m", "bot", "check", "--offline", "--write-keys"]
    code = subprocess.run(checks, cwd=ROOT, check=False).returncode  # noqa: S603 - our own command
    print(_READ.format(name=asked.name))
    return 1 if code else 0


_READ = """
It works: `make play`, and type `/alongside {name} What matters here?` in a channel. To make it yours, read
  bot/features/{name}/__init__.py   its steps, who each waits for, what is written there
  prompts/en/{name}.toml            its words; what it does not say itself stands in prompts/en/round.toml
  bot/rounds/practice/declared.py   all that can be declared
  tests/journeys/{name}/            what people live through: `make test ARGS=tests/journeys/{name}`
and then `make check`."""

_COMMANDS = (
    ("play", play, "try it in a browser: the bot, and a Slack in a box to run it in"),
    ("serve", serve, "run the bot for a real workspace"),
    ("migrate", migrate, "bring the database to the newest schema"),
    ("check", check, "check settings, prompts, and app.yml against what the code uses"),
    ("export", export, "copy a channel's records to a file; the channel is told of it"),
    ("forget", forget, "forget somebody: for whoever has left, or asks you to"),
    ("doctor", doctor, "look at settings, database, keys and Slack; say what is wrong, and what mends it"),
    ("mend", mend, "put right what `doctor` found, by the name that it gave it"),
    (
        "audit",
        audit,
        "say whether the list of what was run by hand, and who was refused, is as it was written",
    ),
    ("packet", packet, "write a file for whoever helps: versions, counts and codes, and nothing of anybody"),
    ("set", set_, "write one setting into .env"),
    ("keygen", keygen, "make a key for ENCRYPTION_KEYS"),
    ("keys", keys, "say what each of ENCRYPTION_KEYS holds, or make all of it anew with the first"),
    ("backup", backup, "copy everything while people go on, the data and the keys apart"),
    ("restore", restore, "bring a backup back, of this version or an older one"),
    ("drill", drill, "try a backup out in a scratch place, and say whether it would bring everything back"),
    (
        "new-practice",
        new_practice,
        "in a checkout: write a new practice that works, with its words and tests",
    ),
)
