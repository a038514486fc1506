"""The rules of the house: who may touch what, and what imports cannot say.

Each rule is a function that lists what is wrong; each is also shown to find something where it should.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.features import FEATURES, NAMES
from bot.rounds.feature import Feature
from bot.rounds.keeping.models import Round, Status
from bot.rounds.showing.closing import Offer
from bot.routes import EVENTS
from bot.words import FOLDER
from tests import docstrings

HERE = Path(__file__).parents[1]
BOT = HERE / "bot"


# --- who may touch what


def lint(root: Path) -> tuple[int, str]:
    """Run the import contracts of `root`'s pyproject.toml on `root`'s copy of the bot."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", root / "pyproject.toml"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def broken(report: str) -> list[str]:
    return re.findall(r"^(.*\S) BROKEN\b", report, re.MULTILINE)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house again, to break things in."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copy(HERE / "pyproject.toml", root)
    shutil.copytree(BOT, root / "bot", ignore=shutil.ignore_patterns("__pycache__", "page"))
    return root


# What is appended where, and which contract says no.
BREAKS = [
    ("bot/people/queries.py", "from bot.rounds.keeping import models", "Rooms stand on the rooms below them"),
    ("bot/slack/text.py", "from bot.store import Store", "Rooms stand on the rooms below them"),
    ("bot/brand_new.py", '"""A room of nowhere."""', "Rooms stand on the rooms below them"),
    (
        "bot/features/pairs/listeners/__init__.py",
        "from bot.features.me import cards",
        "No practice knows another",
    ),
    ("bot/features/reflection/flow/__init__.py", "from bot.words import Words", "Rules know nothing"),
    ("bot/features/reflection/flow/hearing.py", "from bot.slack import blocks", "Rules know nothing"),
    ("bot/rounds/time/windows.py", "import sqlalchemy", "Rules know nothing"),
    ("bot/features/pairs/models.py", "from bot.clock import Clock", "Rules know nothing"),
    (
        "bot/features/reflection/cards.py",
        "from bot.rounds.keeping import queries",
        "Cards and forms only draw",
    ),
    ("bot/features/reflection/forms.py", "import slack_sdk", "Cards and forms only draw"),
    ("bot/features/me/cards.py", "from bot.store import Db", "Cards and forms only draw"),
    ("bot/features/pairs/listeners/__init__.py", "import sqlalchemy", "Listeners bring no SQL"),
    ("bot/features/pairs/ticks.py", "from bot.words import Words", "What time does needs no network"),
    (
        "bot/rounds/showing/outbox.py",
        "from bot.slack import blocks",
        "Queries, card rows and notices know nothing",
    ),
    ("bot/slack/forms.py", "import sqlalchemy", "Slack's room keeps nothing"),
    ("bot/questions/judging.py", "from bot.slack import text", "Rooms stand on the rooms below them"),
    ("bot/questions/judging.py", "from bot.clock import Clock", "Telling questions apart knows nothing"),
    ("bot/playground/slack.py", "from bot.words import Words", "The playground knows the HTTP surface only"),
    ("bot/rounds/keeping/models.py", "from bot.rounds.time import hours", "Within rounds"),
    ("bot/features/pairs/circle/flow.py", "import sqlalchemy", "Rules know nothing"),
    ("bot/features/pairs/circle/cards/wide.py", "import slack_sdk", "Cards and forms only draw"),
    ("bot/features/pairs/circle/listeners/wide.py", "import sqlalchemy", "Listeners bring no SQL"),
    ("bot/features/pairs/circle/ticks.py", "from bot.slack import text", "What time does needs no network"),
    ("bot/features/pairs/circle/queries.py", "from bot.words import Words", "Queries, card rows and notices"),
    ("bot/app.py", "from bot.playground import limits", "Only `play` knows the playground"),
    (
        "bot/rounds/showing/show.py",
        "from bot.clock import Clock",
        "Only listeners and what starts the bot ask",
    ),
]


def make_folders(folder: Path) -> list[Path]:
    """The folder, as a package, with those above it that are not there; the highest one that is new."""
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    for new in reversed(missing):
        new.mkdir()
        (new / "__init__.py").write_text('"""A folder."""\n', encoding="utf-8")
    return missing[-1:]


def test_every_room_keeps_to_what_it_may_touch() -> None:
    code, report = lint(HERE)

    assert broken(report) == []
    assert code == 0, report


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize(("file", "line", "contract"), BREAKS, ids=lambda part: str(part)[:40])
def test_a_forbidden_import_is_found_and_named(copied: Path, file: str, line: str, contract: str) -> None:
    path = copied / file
    was = path.read_text(encoding="utf-8") if path.exists() else None
    made = make_folders(path.parent)
    path.write_text(f"{was or ''}\n{line}\n", encoding="utf-8")

    code, report = lint(copied)

    if was is None:
        path.unlink()
    else:
        path.write_text(was, encoding="utf-8")
    for folder in made:
        shutil.rmtree(folder)
    assert code == 1
    assert any(name.startswith(contract) for name in broken(report)), report


def test_every_contract_was_seen_to_break() -> None:
    table = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = [contract["name"] for contract in table["tool"]["importlinter"]["contracts"]]

    unbroken = [name for name in contracts if not any(name.startswith(seen) for *_, seen in BREAKS)]

    assert unbroken == []


# --- in a practice every module has a role, and a role is a name at one place

ROLES = ("flow", "cards", "forms", "listeners", "ticks", "queries", "models")


def without_a_role(features: Path) -> list[str]:
    """Modules that no contract knows: neither a role's file or folder, nor the `__init__` above it.

    A folder that is no role is a kind of round: it holds roles, and its `__init__` only says what it is.
    """
    found = []
    for file in sorted(features.rglob("*.py")):
        parts = file.relative_to(features).with_suffix("").parts[1:] or ("__init__",)
        if any(part in ROLES for part in parts[:2]):
            continue
        kind = len(parts) == 2 and parts[1] == "__init__" and _says_only_what_it_is(file)
        if parts != ("__init__",) and not kind:
            found.append(file.relative_to(features).as_posix())
    return found


def _says_only_what_it_is(file: Path) -> bool:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return len(body) == 1 and ast.get_docstring(ast.Module(body, [])) is not None


def test_every_module_of_a_practice_has_a_role() -> None:
    assert without_a_role(BOT / "features") == []


@pytest.mark.parametrize(
    "file",
    [
        "pairs/circle.py",
        "pairs/home.py",
        "pairs/circle/rules.py",
        "pairs/circle/wide/rules.py",
        "pairs/circle/wide/flow2.py",
    ],
)
def test_a_module_without_a_role_is_named(tmp_path: Path, file: str) -> None:
    shutil.copytree(BOT / "features", tmp_path / "features")
    path = tmp_path / "features" / file
    make_folders(path.parent)
    path.write_text('"""Made up."""\n', encoding="utf-8")

    assert file in without_a_role(tmp_path / "features")


def test_code_in_the_folder_of_a_kind_is_named(tmp_path: Path) -> None:
    make_folders(tmp_path / "pairs" / "circle")
    (tmp_path / "pairs" / "circle" / "__init__.py").write_text('"""A kind."""\nimport os\n', encoding="utf-8")

    assert without_a_role(tmp_path) == ["pairs/circle/__init__.py"]


# --- every practice is listed, worded, described, and its ids carry its name


def folders(features: Path) -> list[Path]:
    return sorted(f for f in features.iterdir() if f.is_dir() and any(f.glob("*.py")))


def faults_of_folders(features: Path, names: tuple[str, ...], words: Path) -> list[str]:
    found = [f"{folder.name} is not in NAMES" for folder in folders(features) if folder.name not in names]
    for folder in folders(features):
        if not (words / f"{folder.name}.toml").is_file():
            found.append(f"{folder.name} has no words")
        first = folder / "__init__.py"
        said = ast.get_docstring(ast.parse(first.read_text(encoding="utf-8"))) if first.is_file() else None
        if not said or not re.match(r"[A-Z].*[.?!]", said):
            found.append(f"{folder.name} does not say what it is")
    return found


def faults_of_ids(features: tuple[Feature, ...]) -> list[str]:
    found = []
    for feature in features:
        reached = [*feature.actions, *feature.shows, *feature.forms, *feature.shortcuts, *feature.everywhere]
        offered = [offer.action_id for offer in (*feature.offers, *feature.doors.values())]
        offered += [feature.begin.action_id] if feature.begin and feature.begin.action_id else []
        found += [f"{i} is not {feature.name}'s" for i in [*reached, *offered] if not _of(feature, i)]
        found += [f"{i} is decided and shown" for i in feature.actions if i in feature.shows]
        found += [f"{i} leads nowhere" for i in offered if i not in {*feature.actions, *feature.shows}]
    for claimed in (
        [feature.name for feature in features],
        [command for feature in features for command in feature.commands],
        [*EVENTS, *(event for feature in features for event in (*feature.events, *feature.overhears))],
        [door for feature in features for door in feature.doors],
    ):
        found += [f"{one} is claimed twice" for one in sorted(set(claimed)) if claimed.count(one) > 1]
    return found


def _of(feature: Feature, id_: str) -> bool:
    return re.fullmatch(rf"{re.escape(feature.name)}\.[a-z_]+", id_) is not None


def handing_in_nothing(names: tuple[str, ...], practices: Path) -> list[str]:
    """Practices that hand the generic tests nothing: a module of their name, with `HANDED` in it."""
    found = []
    for name in names:
        file, folder = practices / f"{name}.py", practices / name / "__init__.py"
        text = next((one.read_text(encoding="utf-8") for one in (file, folder) if one.is_file()), "")
        if not re.search(r"^HANDED = ", text, re.MULTILINE):
            found.append(f"{name} hands in nothing")
    return found


def practices_named(trees: dict[str, ast.Module]) -> list[str]:
    """Generic tests that import a practice, or spell one's name."""
    names = "|".join(NAMES)
    practice = re.compile(rf"(?:bot\.features|tests\.practices)\.(?:{names})\b|(?:{names})$")
    return [
        f"{file}:{getattr(node, 'lineno', 0)}: {name}"
        for file, tree in trees.items()
        for node in ast.walk(tree)
        for name in _named(node)
        if practice.match(name)
    ]


def made_up(**parts: Any) -> Feature:
    return replace(FEATURES[0], **{"name": "made", **{part: {} for part in _IDS}, "offers": (), **parts})


_IDS = ("commands", "actions", "shows", "forms", "events", "overhears", "shortcuts", "doors")


def test_every_practice_is_listed_worded_and_described() -> None:
    assert faults_of_folders(BOT / "features", NAMES, FOLDER) == []
    assert [feature.name for feature in FEATURES] == list(NAMES)


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("extra/__init__.py", '"""Extra: one more thing."""', "extra is not in NAMES"),
        ("extra/__init__.py", '"""Extra: one more thing."""', "extra has no words"),
        ("extra/flow.py", '"""Rules."""', "extra does not say what it is"),
        ("pairs/__init__.py", "FEATURE = None", "pairs does not say what it is"),
        ("me/__init__.py", '"""me"""', "me does not say what it is"),
    ],
)
def test_a_practice_that_is_unlisted_unworded_or_undescribed_is_named(
    tmp_path: Path, file: str, text: str, fault: str
) -> None:
    shutil.copytree(BOT / "features", tmp_path / "features")
    (tmp_path / "features" / file).parent.mkdir(exist_ok=True)
    (tmp_path / "features" / file).write_text(text, encoding="utf-8")

    assert fault in faults_of_folders(tmp_path / "features", NAMES, FOLDER)


def test_every_practice_hands_in_what_the_generic_tests_ask_for() -> None:
    assert handing_in_nothing(NAMES, HERE / "tests" / "practices") == []
    assert handing_in_nothing((*NAMES, "extra"), HERE / "tests" / "practices") == ["extra hands in nothing"]


def test_no_generic_test_knows_a_practice_by_its_name() -> None:
    assert practices_named(modules(HERE / "tests" / "every")) == []
    spelt = {"tests/every/made_up.py": ast.parse("from bot.features.pairs import flow\nx = 'me'")}
    assert len(practices_named(spelt)) == 2


def test_every_id_carries_its_practices_name() -> None:
    assert faults_of_ids(FEATURES) == []


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"actions": {"other.go": print}}, "other.go is not made's"),
        ({"shows": {"go": print}}, "go is not made's"),
        ({"shortcuts": {"other.go": print}}, "other.go is not made's"),
        ({"forms": {"madeup.go": print}}, "madeup.go is not made's"),
        ({"offers": (Offer("made.go", "other.go"),)}, "other.go is not made's"),
        ({"doors": {"x": Offer("made.go", "made.gone")}}, "made.gone leads nowhere"),
        ({"actions": {"made.go": print}, "shows": {"made.go": print}}, "made.go is decided and shown"),
        ({"name": "pairs"}, "pairs is claimed twice"),
        ({"commands": {"/pair": print}}, "/pair is claimed twice"),
        ({"events": {"message.im": print}}, "message.im is claimed twice"),
        ({"overhears": {"message.im": print}}, "message.im is claimed twice"),
        ({"events": {"message.channels": print}}, "message.channels is claimed twice"),
        ({"doors": {"invite": Offer("made.go", "made.go")}}, "invite is claimed twice"),
    ],
)
def test_an_id_that_does_not_carry_its_name_is_named(parts: dict[str, Any], fault: str) -> None:
    assert fault in faults_of_ids((*FEATURES, made_up(**parts)))


def test_the_engine_has_four_words_for_a_round_and_a_new_one_runs() -> None:
    assert {status.value for status in Status} == {"running", "paused", "closed", "stopped"}
    assert Round.__dataclass_fields__["status"].default is Status.RUNNING


# --- the words that people read

# The house's own (ARCHITECTURE, last part), and those of E-43 of the practice's ethics.
OURS = ("seal", "reveal", "round", "seat", "perspective", "host", "loop", "flow")
UNKIND = (
    *("win", "lose", "score", "rank", "overdue", "non-compliant", "failed", "side", "opponent"),
    *("resistant", "hard to reach"),
)
NOT_READ = {"id", "shape", "asks", "source", "family"}  # keys of the catalogue that nobody is shown
_FORBIDDEN = re.compile(
    rf"(?<![\w-])(?:{'|'.join(map(re.escape, (*OURS, *UNKIND)))})(?:s|d|ed|ing|er|ers)?(?![\w-])",
    re.IGNORECASE,
)


def forbidden_words(texts: dict[str, str]) -> list[str]:
    without_blanks = {key: re.sub(r"\{\w*\}", "", text) for key, text in texts.items()}
    return [f"{key}: {hit}" for key, text in without_blanks.items() for hit in _FORBIDDEN.findall(text)]


def texts_of(table: Any, above: str) -> Iterator[tuple[str, str]]:
    """Every text in a TOML or YAML tree, by where it stands."""
    if isinstance(table, str):
        yield above, table
    for key, value in table.items() if isinstance(table, dict) else ():
        if key not in NOT_READ:
            yield from texts_of(value, f"{above}.{key}")
    for place, value in enumerate(table) if isinstance(table, list) else ():
        yield from texts_of(value, f"{above}[{place}]")


def what_people_read() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(FOLDER.rglob("*.toml")):
        found |= texts_of(tomllib.loads(file.read_text(encoding="utf-8")), file.stem)
    manifest = yaml.safe_load((HERE / "app.yml").read_text(encoding="utf-8"))
    features = manifest["features"]
    shortcuts = [
        {part: row[part] for part in ("name", "description")} for row in features.get("shortcuts", [])
    ]
    shown = {"app": manifest["display_information"], "commands": features["slash_commands"]}
    return found | dict(texts_of({**shown, "shortcuts": shortcuts}, "app.yml"))


def test_what_people_read_has_none_of_the_houses_own_words_and_none_that_sorts_people() -> None:
    texts = what_people_read()

    assert len(texts) > 250
    assert forbidden_words(texts) == []


@pytest.mark.parametrize(
    "text",
    [
        *(f"This {word} here" for word in (*OURS, *UNKIND)),
        *("All sealed.", "Two Sides", "ROUNDS", "hosting", "three rounds!", "a “seat”", "{name} failed"),
    ],
)
def test_a_word_that_people_should_not_read_is_found(text: str) -> None:
    assert forbidden_words({"key": text}) != []


@pytest.mark.parametrize("text", ["{host} asks", "around you", "inside", "a window", "rankle", "besides"])
def test_other_words_may_be_read(text: str) -> None:
    assert forbidden_words({"key": text}) == []


# --- the files

SKIPPED = {".png", ".jpg", ".ico", ".woff2"}
# Put together here, so that this very file does not name them.
HOSTS = [
    "".join(parts)
    for parts in (("pypi", ".org"), ("python", "hosted"), ("npm", "js."), ("crates", ".io"), ("ghcr", ".io"))
] + ["".join(("artifact", "ory")), "".join(("registry.", "hub"))]
_PATH = re.compile(r"(?<![\w.~}$:/<-])/(?:home|root|work|tmp|Users|usr|opt|var|mnt|srv)/(?!bin/env\b)")


def faults_of_text(text: str) -> list[str]:
    found = [host for host in HOSTS if host in text.lower()]
    return found + _PATH.findall(text)


def files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=HERE,
        capture_output=True,
        check=True,
    )
    paths = [HERE / name.decode() for name in listed.stdout.split(b"\0") if name]
    return [path for path in paths if path.is_file() and path.suffix not in SKIPPED]


def test_no_file_names_a_registry_host_or_a_path_of_one_machine() -> None:
    found = {str(path): faults_of_text(path.read_text(encoding="utf-8")) for path in files()}

    assert len(found) > 100
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_registry_host_or_a_path_of_one_machine_is_found() -> None:
    for host in HOSTS:
        assert faults_of_text(f"see https://{host}x/simple")
    for folder in ("home", "tmp", "usr", "Users"):
        assert faults_of_text(f"open('/{folder}/x')")
    assert faults_of_text("#!/usr/bin/env bash\nhttps://example.org/home/x\n.venv/usr/x\n") == []


# --- the modules


def modules(package: Path) -> dict[str, ast.Module]:
    return {
        path.relative_to(package.parent).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(package.rglob("*.py"))
    }


def nameless(trees: dict[str, ast.Module]) -> list[str]:
    """Modules that do not begin by saying what they are, in a sentence."""
    heads = {file: (ast.get_docstring(tree) or "") for file, tree in trees.items()}
    return [file for file, head in heads.items() if not re.match(r"[\w`].*?[.?!:](?:\s|$)", head, re.DOTALL)]


# Where everything may be caught, and why it must be. A new place belongs in this list, with its reason.
CATCHES = [
    "bot/erasing.py:_leave_all",  # a rule that breaks must not keep their name there
    "bot/doctor/packet.py:made",  # its text may hold what somebody wrote
    "bot/doctor/__init__.py:_found",  # what breaks a check is a finding, too
    "bot/health.py:_seen",  # whatever it is, we are not ready
    "bot/metrics.py:_figures",  # whoever looks after it sees then that it is not ready
    "bot/playground/inbound.py:_send",  # whatever happens to the app, Slack lives on
    "bot/rounds/showing/show.py:_put_off",  # where even that cannot be kept, the next sweep comes by itself
    "bot/rounds/showing/show.py:_look_now",  # the next sweep comes by itself
    "bot/rounds/showing/show.py:_safely",  # one round stops no other
    "bot/slack/guard.py:_page",  # an exception's text may hold what a browser sent
    "bot/slack/guard.py:_pass_on",  # an exception's text may hold what somebody wrote
    "bot/slack/guard.py:_says",
    "bot/slack/kept.py:_post",  # whatever went wrong, this connection is used no more
    "bot/slack/surface.py:_guarded",
    "bot/slack/surface.py:_show",
    "bot/slack/surface.py:decide",
    "bot/tick.py:_take",  # one broken round stops no other
    "bot/tick.py:say_all",  # nor does it silence what others are told
]


def catches(trees: dict[str, ast.Module]) -> list[str]:
    """Every place that catches everything: file and function."""
    found = []
    for file, tree in trees.items():
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [f"{file}:{function.name}" for one in ast.walk(function) if _catches_all(one)]
        at_top = [one for statement in tree.body for one in _outside_functions(statement)]
        found += [f"{file}:" for one in at_top if _catches_all(one)]
    return sorted(found)


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _outside_functions(child)


def _catches_all(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "suppress":
        return any(_is_everything(one) for one in node.args)
    return isinstance(node, ast.ExceptHandler) and (node.type is None or _is_everything(node.type))


def _is_everything(node: ast.expr) -> bool:
    return any(isinstance(n, ast.Name) and n.id in ("Exception", "BaseException") for n in ast.walk(node))


_OWNER = re.compile(r"(?:person|pair|round|channel):")


def owners_by_hand(trees: dict[str, ast.Module]) -> list[str]:
    """Texts that begin like an owner's key: a slip in one makes words that nothing forgets."""
    return [
        f"{file}:{node.lineno}: {node.value}"
        for file, tree in trees.items()
        if file != "bot/owners.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _OWNER.match(node.value)
    ]


def english_by_python(trees: dict[str, ast.Module]) -> list[str]:
    """Names of days, months and halves of a day that Python would write, and not `prompts/`."""
    return [
        f"{file}:{node.lineno}: {node.value}"
        for file, tree in trees.items()
        if not file.startswith("bot/playground/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.search(r"%-?[aAbBhpcx]", node.value)
    ]


def practices_by_name(trees: dict[str, ast.Module]) -> list[str]:
    """Modules outside the practices that import or spell one of them, and not FEATURES alone."""
    return [
        f"{file}: {name}"
        for file, tree in trees.items()
        if not file.startswith("bot/features/")
        for node in ast.walk(tree)
        for name in _named(node)
        if name.startswith("bot.features.") and name != "bot.features.FEATURES"
    ]


def _named(node: ast.AST) -> list[str]:
    """The modules, and what is in them, that a statement imports or a text spells."""
    match node:
        case ast.ImportFrom(module=str(module), names=names):
            return [f"{module}.{alias.name}" for alias in names]
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.Constant(value=str(text)):
            return [text]
    return []


# What draws words, and which of its positional arguments they are; and keywords that are words anywhere.
DRAWS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("section", "header", "button", "quote", "plain", "mrkdwn", "Message", "View"), (0,)),
    **dict.fromkeys(("text_input", "tick", "choice", "people", "date", "day_input", "option"), (1,)),
    "context": tuple(range(10)),
}
SAYS = {
    *("title", "submit", "close", "label", "hint", "placeholder", "beside"),
    *("label_for_readers", "attribution", "confirm"),
}
NOT_OURS = (
    "bot/playground/",
    "bot/check/",
    "bot/slack/objects.py",
)  # Slack's words, reports, and `plain` itself


def prose(trees: dict[str, ast.Module]) -> list[str]:
    """English that is drawn from the code and not from prompts/."""
    found = []
    for file, tree in trees.items():
        if file.startswith(NOT_OURS):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in DRAWS:
                drawn = [a for place, a in enumerate(node.args) if place in DRAWS[_called(node)]]
                drawn += [k.value for k in node.keywords if k.arg in SAYS]
                found += [f"{file}:{node.lineno}: {text}" for one in drawn for text in _literal(one)]
    return found


def _called(call: ast.Call) -> str:
    func = call.func
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def _literal(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)) if re.search(r"[^\W\d_]", text):
            yield text
        case ast.JoinedStr(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _literal(part)
        case ast.BinOp(left=left, right=right):
            yield from [*_literal(left), *_literal(right)]
        case ast.IfExp(body=body, orelse=orelse):
            yield from [*_literal(body), *_literal(orelse)]


def test_every_module_begins_by_saying_what_it_is() -> None:
    trees = modules(BOT)

    assert len(trees) > 80
    assert nameless(trees) == []


def test_everything_is_caught_only_in_the_few_places_that_must() -> None:
    assert catches(modules(BOT)) == sorted(CATCHES)


def test_one_module_alone_spells_whose_key_a_text_has() -> None:
    trees = modules(BOT)

    assert owners_by_hand(trees) == []
    assert len(owners_by_hand({"bot/other.py": trees["bot/owners.py"]})) == 4


def test_days_and_months_have_their_names_from_the_prompts() -> None:
    assert english_by_python(modules(BOT)) == []


def test_nothing_outside_the_practices_knows_one_by_its_name() -> None:
    assert practices_by_name(modules(BOT)) == []


def test_no_sentence_is_drawn_from_the_code() -> None:
    assert prose(modules(BOT)) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (nameless, "x = 1"),
        (nameless, '""""""'),
        (nameless, '"""no sentence"""'),
        (catches, "try:\n    x()\nexcept Exception:\n    pass"),
        (catches, "def f():\n    try:\n        x()\n    except (OSError, Exception):\n        pass"),
        (catches, "def f():\n    try:\n        x()\n    except:\n        pass"),
        (catches, "def f():\n    with suppress(Exception):\n        x()"),
        (owners_by_hand, 'owner = f"person:{team}:{person_id}"'),
        (owners_by_hand, 'owner = "pair:" + pair_id'),
        (english_by_python, 'f"{day:%B}"'),
        (english_by_python, 'now.strftime("%A")'),
        (practices_by_name, "from bot.features.pairs import flow"),
        (practices_by_name, "from bot.features import pairs"),
        (practices_by_name, "def f():\n    import bot.features.options.register.queries"),
        (practices_by_name, 'import_module("bot.features.me")'),
        (prose, 'section("Hello there")'),
        (prose, 'section(f"*Hello* {name}")'),
        (prose, 'blocks.header("Hello" if x else title)'),
        (prose, 'button("Press me", "me.press")'),
        (prose, 'View(title, blocks, submit="Save")'),
        (prose, 'text_input("answer", "Your answer")'),
        (prose, 'Message("Hello", [])'),
    ],
)
def test_a_module_that_breaks_a_rule_is_named(rule: Any, text: str) -> None:
    assert rule({"bot/made_up.py": ast.parse(text)}) != []


def test_a_module_that_keeps_the_rules_is_not_named() -> None:
    kept = (
        '"""Draws a card."""\n'
        "def f():\n    try:\n        return section(f\"*{words['title']}*\\n{body}\")\n    except OSError:\n"
        '        return button(words["do"], "me.go", "value")\n'
    )

    trees = {"bot/made_up.py": ast.parse(kept)}

    assert [*nameless(trees), *catches(trees), *owners_by_hand(trees), *prose(trees)] == []


# --- the middle says what it refuses, in which units and zones


def test_what_the_middle_offers_says_what_it_refuses_and_in_which_units() -> None:
    found = docstrings.everything()

    assert len(found) > 200
    assert docstrings.share(found) >= docstrings.ENOUGH, [one for one in found if one.lacks]


@pytest.mark.parametrize(
    ("code", "lacks"),
    [
        ("def f():\n    pass", "no docstring"),
        ('def f():\n    """It does."""\n    raise ValueError', "not what it refuses"),
        ('def f(at: datetime):\n    """It does."""', "neither unit nor zone"),
        ('def f(at: datetime):\n    """It does, in UTC; refuses nobody."""\n    raise ValueError', ""),
        (
            'class A:\n    """Moments are in UTC."""\n    def f(self, at: datetime):\n        """It does."""',
            "",
        ),
    ],
)
def test_a_docstring_that_lacks_something_is_found(tmp_path: Path, code: str, lacks: str) -> None:
    (tmp_path / "slack").mkdir()
    (tmp_path / "slack" / "a.py").write_text(f"{code}\n", encoding="utf-8")

    assert docstrings.everything(tmp_path)[-1].lacks == lacks


# --- what two practices say alike is the common life, and stands in the middle

ALIKE = 3  # statements: smaller ones may be alike by chance


def said_twice(features: Path) -> list[str]:
    """Functions of two practices whose bodies are the same, whatever they and the practice are called."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(features.rglob("*.py")):
        practice = file.relative_to(features).parts[0]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (body := _plain(node)):
                where = f"{file.relative_to(features).as_posix()}:{node.name}"
                found.setdefault(body, {}).setdefault(practice, where)
    return [" and ".join(places.values()) for places in found.values() if len(places) > 1]


def _plain(node: ast.FunctionDef) -> str:
    said = node.body[1:] if ast.get_docstring(node) else node.body
    size = sum(isinstance(inner, ast.stmt) for statement in said for inner in ast.walk(statement))
    return ast.unparse(said) if size >= ALIKE else ""  # type: ignore[arg-type]


def test_no_two_practices_say_the_same() -> None:
    assert said_twice(BOT / "features") == []


def test_what_two_practices_say_alike_is_found(tmp_path: Path) -> None:
    code = 'def {}(a):\n    """Says {}."""\n    b = a + 1\n    c = b + 1\n    return c\n'
    for practice in ("one", "two"):
        make_folders(tmp_path / practice)
        (tmp_path / practice / "flow.py").write_text(code.format(practice, practice), encoding="utf-8")

    assert said_twice(tmp_path) == ["one/flow.py:one and two/flow.py:two"]
