"""A copy of my words: by a link that works once; or as a file that only my code opens."""

import base64
import hashlib
import io
import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import text

from bot.operating import person
from bot.people import copies
from tests.journeys.checkin_steps import by_oneself
from tests.journeys.steps import ask, put_away, words_of
from tests.world import TEAM, Somebody, World

ADDRESS = "https://alongside.example.org/"


@pytest.fixture
def reached(worlds: World) -> World:
    """People's browsers reach it."""
    worlds.settings = replace(worlds.settings, public_url=ADDRESS)
    worlds.restart()
    return worlds


def asks(somebody: Somebody) -> str:
    """What their link ends in."""
    put_away(somebody)
    somebody.types("/alongside me")
    somebody.presses("A copy")
    found = re.search(rf"{re.escape(ADDRESS)}copy/([\w-]+)", json.dumps(somebody.form))
    assert found
    return found[1]


def goes(world: World, token: str, method: str = "POST") -> tuple[int, dict[str, str], bytes]:
    """What a browser gets there."""
    answer: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
        answer.update(status=int(status.split()[0]), headers=dict(headers))

    environ = {"REQUEST_METHOD": method, "PATH_INFO": f"/copy/{token}", "wsgi.input": io.BytesIO()}
    assert world.bot.wsgi
    body = b"".join(world.bot.wsgi(environ, start))  # type: ignore[arg-type]
    return answer["status"], answer["headers"], body


def read(body: bytes) -> tuple[dict[str, Any], str]:
    """The data and the page."""
    held = zipfile.ZipFile(io.BytesIO(body))
    return json.loads(held.read("my-words.json")), held.read("my-words.html").decode()


def test_it_holds_every_word_of_mine_and_nobody_elses(reached: World) -> None:
    ana, ben = reached["Ana"], reached["Ben"]
    ask(reached, "Ana", "Ben")

    status, _, body = goes(reached, asks(ana))

    data, page = read(body)
    assert status == 200
    said = json.dumps(data, ensure_ascii=False)
    assert words_of("Ana") in said
    assert words_of("Ana") in page
    assert words_of("Ben") not in said + page
    assert "What you sent unsigned is not here." in page
    assert words_of("Ben") in json.dumps(read(goes(reached, asks(ben))[2])[0])


def test_it_holds_what_i_chose_as_the_program_remembers_it(reached: World) -> None:
    ana, ben = reached["Ana"], reached["Ben"]
    ask(reached, "Ana")
    ben.presses("Not this time")
    by_oneself(ana, sure=3)

    (mine, page), (bens, _) = (read(goes(reached, asks(one))[2]) for one in (ana, ben))

    assert [one["said"]["sure"] for one in mine["chosen"] if one["kind"] == "commitment"] == [3]
    stands = {one["kind"]: one["said"]["stands"] for one in bens["chosen"]}
    assert stands["reflection"] == "passed"
    assert "<code>sure: 3</code>" in page
    assert "passed" not in json.dumps(mine)


def test_the_link_works_once(reached: World) -> None:
    token = asks(reached["Ana"])

    first, second = goes(reached, token), goes(reached, token)

    assert (first[0], second[0]) == (200, 404)
    assert "the link has been used" in second[2].decode()


def test_whatever_looks_at_the_link_does_not_use_it_up(reached: World) -> None:
    token = asks(reached["Ana"])

    looked = [goes(reached, token, method) for method in ("GET", "HEAD", "GET")]

    assert [status for status, _, _ in looked] == [200, 200, 200]
    assert '<form method="post">' in looked[0][2].decode()
    assert goes(reached, token)[0] == 200


def test_of_many_at_once_one_gets_it(reached: World) -> None:
    token = asks(reached["Ana"])

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(lambda _: goes(reached, token)[0], range(8)))

    assert sorted(came) == [200, *[404] * 7]


def test_after_ten_minutes_it_leads_nowhere(reached: World) -> None:
    token = asks(reached["Ana"])

    reached.later(minutes=11)

    assert goes(reached, token)[0] == 404


def test_nothing_keeps_what_comes_there(reached: World) -> None:
    for status, headers, _ in (
        goes(reached, asks(reached["Ana"])),
        goes(reached, "x" * 43, "GET"),
        goes(reached, "x" * 43),
        goes(reached, "no link at all"),
        goes(reached, "x" * 43, "DELETE"),
    ):
        assert status in (200, 404, 405)
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_neither_link_nor_words_stand_in_slack_or_in_the_database(reached: World) -> None:
    ana = reached["Ana"]
    ask(reached, "Ana")
    token = asks(ana)

    with reached.bot.store.read() as db:
        kept = str([tuple(row) for row in db.execute(text("SELECT * FROM copies"))])
    assert token not in kept
    messages = json.dumps([m.raw for one in reached.everybody for m in one.messages()])
    assert token not in messages
    assert words_of("Ana") not in messages


def test_whoever_is_forgotten_fetches_nothing_any_more(reached: World) -> None:
    token = asks(reached["Ana"])

    reached.bot._forget(TEAM, reached["Ana"].id)
    reached.settle()

    assert goes(reached, token)[0] == 404


# --- where no browser reaches it


def code_of(somebody: Somebody) -> str:
    somebody.types("/alongside me")
    somebody.presses("A copy")
    found = re.search(r"(?:[A-Z2-9]{5}-){3}[A-Z2-9]{5}", somebody.reads)
    assert found
    return found[0]


def opened(file: Path, code: str) -> bytes:
    """What a browser does with it."""
    held = dict(re.findall(r'data-(\w+)="([^"]*)"', file.read_text()))
    salt, nonce, sealed = (base64.b64decode(held[name]) for name in ("salt", "nonce", "sealed"))
    letters = code.replace("-", "").encode()
    key = hashlib.pbkdf2_hmac("sha256", letters, salt, int(held["iterations"]))
    return AESGCM(key).decrypt(nonce, sealed, b"")


def test_the_file_opens_with_their_code_and_with_nothing_else(worlds: World, tmp_path: Path) -> None:
    ana, file = worlds["Ana"], tmp_path / "copy.html"
    ask(worlds, "Ana", "Ben")
    code = code_of(ana)

    assert person.copy(worlds.settings, TEAM, ana.id, file)

    data, _ = read(opened(file, code))
    assert words_of("Ana") in json.dumps(data)
    assert words_of("Ben") not in json.dumps(data)
    assert words_of("Ana") not in file.read_text()
    with pytest.raises(InvalidTag):
        opened(file, copies.new_code().spelt)
    assert oct(file.stat().st_mode)[-3:] == "600"


def test_without_a_code_of_theirs_and_with_one_that_was_used_there_is_no_file(
    worlds: World, tmp_path: Path
) -> None:
    ana = worlds["Ana"]
    assert not person.copy(worlds.settings, TEAM, ana.id, tmp_path / "none.html")
    code_of(ana)

    assert person.copy(worlds.settings, TEAM, ana.id, tmp_path / "one.html")

    assert not person.copy(worlds.settings, TEAM, ana.id, tmp_path / "two.html")
    assert not (tmp_path / "two.html").exists()
