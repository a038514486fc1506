"""The bill of materials says all that is installed, and known holes are told, or that nobody looked."""

import json
import re
import threading
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.materials import ROOT, Package, bill, look, packages
from tests.ports import free_port

LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TWO = [Package("one", "1.0", ("0" * 64,)), Package("other", "2.1", ("1" * 64,))]

Answers = Callable[[int, bytes], str]


@pytest.fixture
def answers() -> Iterator[Answers]:
    """A source of advisories that gives this answer; `asked` is what it was asked."""
    served: list[HTTPServer] = []

    def serve(status: int, body: bytes) -> str:
        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        door = HTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=door.serve_forever, daemon=True).start()
        served.append(door)
        return f"http://127.0.0.1:{door.server_port}/"

    asked.clear()
    yield serve
    for door in served:
        door.shutdown()
        door.server_close()


asked: list[Any] = []


def test_every_package_of_the_lock_file_is_in_the_bill_with_its_files_and_what_it_needs() -> None:
    made = bill(packages(LOCK), PROJECT, datetime(2026, 9, 15, tzinfo=UTC))

    parts = {part["name"]: part for part in made["components"]}  # of one that is pinned twice, either
    assert len(made["components"]) == len(re.findall(r"^[a-z].*==", LOCK, re.MULTILINE)) > 20
    hashes = [
        one["content"] for part in made["components"] for one in part["externalReferences"][0]["hashes"]
    ]
    assert sorted(hashes) == sorted(re.findall(r"sha256:([0-9a-f]+)", LOCK))
    needs = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}
    own = made["metadata"]["component"]["bom-ref"]
    assert needs.keys() == {own, *(part["purl"] for part in made["components"])}
    assert parts["slack-sdk"]["purl"] in needs[parts["slack-bolt"]["purl"]]
    assert parts["slack-bolt"]["purl"] in needs[own]


def test_a_line_that_pins_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="slack-bolt"):
        packages("slack-bolt>=1.30\n")


def test_a_known_hole_is_named_and_fails(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    answer = {"results": [{}, {"vulns": [{"id": "GHSA-x", "modified": "2026-01-01T00:00:00Z"}]}]}

    assert look(TWO, answers(200, json.dumps(answer).encode())) == 1

    assert "other 2.1: https://osv.dev/vulnerability/GHSA-x" in capsys.readouterr().err
    purls = ("pkg:pypi/one@1.0", "pkg:pypi/other@2.1")
    assert asked == [{"queries": [{"package": {"purl": purl}} for purl in purls]}]


def test_where_none_is_known_it_says_so(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    assert look(TWO, answers(200, b'{"results": [{}, {}]}')) == 0

    assert capsys.readouterr() == ("2 packages: 0 known holes.\n", "")


@pytest.mark.parametrize(
    ("status", "body"), [(200, b"nothing"), (200, b'{"results": [{}]}'), (200, b"[]"), (503, b""), (0, b"")]
)
def test_where_nobody_answers_it_says_that_nobody_looked(
    answers: Answers, capsys: pytest.CaptureFixture[str], status: int, body: bytes
) -> None:
    address = answers(status, body) if status else f"http://127.0.0.1:{free_port()}/"

    assert look(TWO, address) == 0

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Known holes were not looked for: ")
