"""Each promise is held by code: without it, the test that the promise names fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.words import FOLDER, ROOT, as_written, promises_among

_PROMISES = promises_among(as_written(FOLDER)[0])
_COPIED = ("bot", "prompts", "migrations", "tests", "app.yml", "README.md", "pyproject.toml")
_OF_A_RUN = ("ALONGSIDE_", "PYTEST_", "SOAK")  # what is said to the tests of a run
_FAILED = 1  # how pytest ends where a test failed: 2 to 5 are mistakes of ours, or no test at all


class Held(NamedTuple):
    """What is promised, the file and the lines that hold it, and what stands there where they do not.

    `of` is which cases of its test are tried (`pytest -k`); "" for all. `whole`: what it draws of, all of it.
    """

    promise: str
    file: str
    line: str
    without: str
    of: str = ""
    whole: bool = False


_REFLECTION, _LISTENING = "bot/features/reflection", "bot/features/listening"
_PAIRS = "bot/features/pairs"
_OPTIONS, _CHECKIN, _KIT = "bot/features/options", "bot/features/checkin", "bot/rounds/practice"
_KEPT_AT_ONCE = """
    if round_:
        with store.begin() as db:
            held = queries.lock(db, who.team, round_.id)
            flow.say_later(held, who.id, text, clock())
            queries.save(db, held)
"""
_OF_ANYBODY = """
    found = queries.these(db, team, [own.id_of(team, "U0ANA")])
    if found:
        return queries.unseal(db, found[0], lambda _: True)
"""
HELD = (
    Held("apart", f"{_REFLECTION}/flow/standing.py", " or reply.kind in UNREAD:", ":", "reflection"),
    Held(
        "apart",
        f"{_LISTENING}/flow/standing.py",
        'return reply.kind in (*OPENED.values(), "heard") and',
        'return reply.kind in (*OPENED.values(), "heard", "answer") and',
        "listening",
    ),
    Held(
        "apart",
        f"{_OPTIONS}/flow/standing.py",
        "reply.author_id == person_id and reply.kind in _OWN",
        "reply.kind in _OWN",
        "options",
    ),
    Held("apart", f"{_KIT}/declared.py", "if step and reply.about == OPEN else", "if step else", "review"),
    Held(
        "those_named",
        f"{_REFLECTION}/flow/standing.py",
        "return seat is not None and (",
        "return seat is None or (",
        "reflection",
    ),
    Held(
        "those_named",
        f"{_LISTENING}/flow/standing.py",
        '(*OPENED.values(), "heard") and _together(round_, reply.author_id, person_id)',
        '(*OPENED.values(), "heard")',
        "listening",
    ),
    Held(
        "those_named",
        f"{_CHECKIN}/meeting/flow/standing.py",
        "    if not is_in(round_, person_id):\n        return False\n    if round_.step in CLOSED",
        "    if round_.step in CLOSED",
        "checkin",
    ),
    Held("those_named", f"{_KIT}/declared.py", "seat.person_id == person_id for", "True for", "review"),
    Held(
        "said_in_forms",
        "bot/rounds/showing/pages.py",
        "read_by(reads, blocks) if reads else blocks",
        "blocks",
    ),
    Held(
        "keys",
        "bot/vault.py",
        "key.encrypt(nonce, plain, identity.encode())",
        "plain",
    ),
    Held(
        "no_message",
        f"{_OPTIONS}/cards/__init__.py",
        "groups += [[divider()], *looked_counted(round_)]",
        "groups += [quote(str(said))]",
        "options",
    ),
    Held(
        "no_log",
        "bot/logs.py",
        'logging.getLogger("slack_bolt").setLevel(logging.ERROR)',
        'logging.getLogger("slack_bolt").setLevel(logging.DEBUG)',
        "review",
        whole=True,
    ),
    Held(
        "waits_unread",
        f"{_CHECKIN}/meeting/flow/standing.py",
        "return presents and _past(",
        "return True or _past(",
    ),
    Held(
        "thought",
        f"{_CHECKIN}/meeting/listeners.py",
        "told = helping.thought(text, Step(round_.step)) if helps else None",
        "told = None",
    ),
    Held(
        "register",
        f"{_OPTIONS}/register/listeners.py",
        "members.check(place.channel, who.id, reads=place.record or place.channel, anew=anew)",
        "pass",
    ),
    Held(
        "copies",
        f"{_OPTIONS}/register/cards/__init__.py",
        'wanted[f"export:{number}"] = Drawing(place, "", copied(who, fmt, unsure=UNSURE in how))',
        "pass",
    ),
    Held(
        "commitment",
        f"{_CHECKIN}/commitment/flow.py",
        'return text_of(round_, "what") if commitment(round_)["shown"] else ""',
        'return text_of(round_, "what")',
    ),
    Held(
        "unsigned",
        "bot/rounds/keeping/pool.py",
        "None, round_.created_at, about=about)",
        "None, round_.since or round_.created_at, about=about)",
    ),
    Held(
        "ticked",
        f"{_OPTIONS}/flow/testing.py",
        'name=round_.seat(who).name if a.named else "", safe',
        "name=round_.seat(who).name, safe",
    ),
    Held("ticked", f"{_OPTIONS}/flow/testing.py", 'drop_kinds(round_, "answer", "result")', "pass"),
    Held(
        "who_paused",
        f"{_REFLECTION}/cards.py",
        'key = {seat.person_id: "paused_mine", ',
        'key = {round_.present[0].person_id: "paused_mine", ',
        "reflection",
    ),
    Held(
        "who_is_away",
        "bot/rounds/showing/sentences.py",
        "if somebody.name == somebody.person_id else somebody.name",
        'if getattr(somebody, "back_at", None) else somebody.name',
        "listening",
    ),
    Held(
        "brings", "bot/rounds/keeping/queries.py", 'if row["words_shown"] and row["words"]', 'if row["words"]'
    ),
    Held(
        "nobody_first",
        f"{_LISTENING}/flow/order.py",
        "if s.person_id in volunteers]",
        'if s.person_id in volunteers or s.kind == "lived"]',
    ),
    Held(
        "listened",
        f"{_LISTENING}/flow/__init__.py",
        'return hmac.new(text_of(round_, "ear").encode(), said.encode(), "sha256").hexdigest()[:32]',
        "return said",
    ),
    Held(
        "stepped_out",
        f"{_REFLECTION}/flow/__init__.py",
        "leaves(round_, seat, now, *UNREAD)",
        "leaves(round_, seat, now)",
        "reflection",
    ),
    Held(
        "stepped_out",
        "bot/rounds/company/coming.py",
        "    round_.replies = [r for r in round_.replies if r.author_id != me or r.kind not in kinds]\n",
        "",
        "listening",
    ),
    Held(
        "reflection_kept",
        f"{_REFLECTION}/flow/steps.py",
        ' "", "", now + KEPT',
        ' "", "", None',
        "reflection",
    ),
    Held(
        "reflection_kept",
        f"{_REFLECTION}/models.py",
        "timedelta(days=90)",
        "timedelta(days=91)",
        "reflection",
    ),
    Held(
        "listening_kept", f"{_LISTENING}/models.py", "timedelta(days=30)", "timedelta(days=29)", "listening"
    ),
    Held(
        "checkin_kept",
        f"{_CHECKIN}/meeting/flow/steps.py",
        '    _keep(round_, "question", "process")\n',
        "",
        "checkin",
    ),
    Held(
        "checkin_kept",
        f"{_CHECKIN}/meeting/flow/steps.py",
        '        _keep(round_, "question")\n        round_.step',
        "        round_.step",
        "checkin",
    ),
    Held(
        "options_kept",
        f"{_OPTIONS}/flow/recording.py",
        '    keep_only(round_, "question", "record", *FRAMED, asking.ASKED, asking.COUNTED, *signs)\n',
        "",
        "options",
    ),
    Held(
        "review_kept",
        f"{_KIT}/life.py",
        "        keep_only(round_, QUESTION)\n        round_.step, round_.ends_at = FORGOTTEN",
        "        round_.step, round_.ends_at = FORGOTTEN",
        "review",
    ),
    Held("coaching_kept", f"{_KIT}/declared.py", "timedelta(days=30)", "timedelta(days=29)", "coaching"),
    Held("stories_gone", "bot/features/stories/flow.py", "kept=timedelta(days=1)", "kept=timedelta(days=9)"),
    Held(
        "let_go",
        f"{_REFLECTION}/flow/standing.py",
        "return [] if leaves_no_trace(round_) else those(round_, PASSED)",
        "return those(round_, PASSED)",
    ),
    Held(
        "support",
        "bot/features/support/cards.py",
        "to.person_id: Drawing(to.person_id, to.rang, received(round_)),",
        "**{one: Drawing(one, to.rang, received(round_)) for one in (to.person_id, 'U0BEN')},",
    ),
    Held(
        "support_kept",
        "bot/features/support/flow.py",
        "        _ends(round_, Step.FORGOTTEN, now)\n        _forget(round_)",
        "        _ends(round_, Step.FORGOTTEN, now)",
        "support",
    ),
    Held("pair_page", f"{_PAIRS}/share/flow.py", " and all(has_ticked", " and any(has_ticked"),
    Held(
        "needs",
        f"{_PAIRS}/needs/flow.py",
        "    wanted = {seat.person_id: seat for seat in readers} if text else {}",
        "    wanted = {seat.person_id: seat for seat in round_.seats}",
    ),
    Held(
        "log",
        "bot/rounds/company/loading.py",
        "    found = queries.these(db, team, [id_])\n    if not found:",
        _OF_ANYBODY + "    if not found:",
    ),
    Held(
        "withdraw",
        f"{_REFLECTION}/flow/__init__.py",
        "    round_.replies = [reply for reply in round_.replies if reply not in mine]\n    if was_read",
        "    if was_read",
        "reflection",
    ),
    Held(
        "withdraw",
        f"{_LISTENING}/flow/__init__.py",
        '            drop(round_, seat.person_id, "heard")\n            f["conf',
        '            f["conf',
        "listening",
    ),
    Held(
        "spoken",
        f"{_LISTENING}/listeners/overhearing.py",
        "    ack(_shall_i(",
        _KEPT_AT_ONCE + "    ack(_shall_i(",
    ),
    Held(
        "to_me",
        "bot/written.py",
        "        ack(_with_help(offer, help_) if offer else _said(help_) if told else None)",
        '        __import__("logging").warning(asked.text)\n        ack(_said(help_))',
    ),
    Held("own_words", "bot/rounds/mine.py", "reply.author_id == person_id or", "True or", "reflection"),
    Held(
        "forgotten",
        "bot/rounds/keeping/unnaming.py",
        "return spelt.sub(nobody, text)",
        "return text",
        "support",
    ),
    Held(
        "old_copies",
        "bot/rounds/keeping/erasures.py",
        "db.forget(owners.person(team, person_id))",
        "pass",
        "sqlite",
    ),
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house again, to take things out of it."""
    root = tmp_path_factory.mktemp("held")
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "pictures")
            )
        else:
            shutil.copy(ROOT / name, root / name)
    return root


def test_of_each_promise_it_is_said_what_holds_it() -> None:
    assert {held.promise for held in HELD} == set(_PROMISES)
    assert [held for held in HELD if (ROOT / held.file).read_text("utf-8").count(held.line) != 1] == []


@pytest.mark.drawn(one_in=20)
@pytest.mark.parametrize("held", HELD, ids=lambda held: f"{held.promise} {held.of}")
def test_without_what_holds_it_its_test_fails(house: Path, held: Held) -> None:
    file, test = house / held.file, _PROMISES[held.promise].test
    was = file.read_text(encoding="utf-8")
    file.write_text(was.replace(held.line, held.without), encoding="utf-8")

    code, said = _tried(house, test, held)

    file.write_text(was, encoding="utf-8")
    assert code == _FAILED, said[-2000:]


def _tried(root: Path, test: str, held: Held) -> tuple[int, str]:
    """That test, by itself: what is kept of this run was made by the code as it is."""
    left = {key: value for key, value in os.environ.items() if not key.startswith(_OF_A_RUN)}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            test,
            *(["-k", held.of] if held.of else []),
        ],
        cwd=root,
        env={**left, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
        | ({"SOAK": "1"} if held.whole else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
