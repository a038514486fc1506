"""What somebody fetches by a link that works once: a copy of their words, as a page and as data; other files.

To look at the link shows a page with one button: programs that look at links use none up. Nothing of it is
stored anywhere else, and nothing of it goes into a log.
"""

import base64
import io
import json
import re
import secrets
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.people import copies
from bot.rounds.feature import Feature, Fetched
from bot.rounds.mine import Chosen, Mine, Place, Text, copied
from bot.store import Store
from bot.words import Words

words = Words("me")

PATH = "/copy/"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_HEADERS = [
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex"),
    (
        "Content-Security-Policy",
        "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
]
_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    "<main><h1>{title}</h1>{body}</main></html>"
)
# What a browser does with the code that somebody types: nothing of it goes anywhere.
_OPENS = """
const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
const held = document.getElementById("held").dataset;
document.forms[0].onsubmit = async event => {
  event.preventDefault();
  const said = document.getElementById("said");
  if (!crypto.subtle) { said.textContent = held.cannot; return; }
  const letters = document.forms[0].code.value.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const code = new TextEncoder().encode(letters);
  try {
    const typed = await crypto.subtle.importKey("raw", code, "PBKDF2", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
      {name: "PBKDF2", hash: "SHA-256", salt: bytes(held.salt), iterations: Number(held.iterations)},
      typed, {name: "AES-GCM", length: 256}, false, ["decrypt"]);
    const how = {name: "AES-GCM", iv: bytes(held.nonce)};
    const opened = await crypto.subtle.decrypt(how, key, bytes(held.sealed));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([opened], {type: "application/zip"}));
    link.download = "my-words.zip";
    link.textContent = held.save;
    said.replaceChildren(link);
  } catch { said.textContent = held.wrong; }
};
"""


class Copies:
    """A WSGI application in front of another: it answers what begins with /copy/, the other all else."""

    def __init__(
        self, behind: WSGIApplication, store: Store, features: Sequence[Feature], now: Callable[[], datetime]
    ) -> None:
        self._behind, self._store, self._now = behind, store, now
        self._files = {"": _words_of(features)}
        for feature in features:
            self._files |= feature.fetched

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if not path.startswith(PATH):
            return self._behind(environ, start_response)
        name, _, token = path.removeprefix(PATH).rpartition("/")
        status, file, body = self._answer(environ.get("REQUEST_METHOD", ""), name, token)
        kind = file.media if file else "text/html; charset=utf-8"
        headers = [*_HEADERS, ("Content-Type", kind), ("Content-Length", str(len(body)))]
        if file:
            headers.append(("Content-Disposition", f'attachment; filename="{file.name}"'))
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "GET, HEAD, POST"))
        start_response(f"{status.value} {status.phrase}", headers)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def _answer(self, method: str, name: str, token: str) -> tuple[HTTPStatus, Fetched | None, bytes]:
        """The file is None where it is a page."""
        file = self._files.get(name)
        title, text, does, none = (file or self._files[""]).says()
        if file is None or not _TOKEN.fullmatch(token):
            return HTTPStatus.NOT_FOUND, None, _said(title, none)
        if method in ("GET", "HEAD"):  # the same for any link: who looks learns nothing, and uses none up
            button = f'<form method="post"><button>{escape(does)}</button></form>'
            return HTTPStatus.OK, None, _said(title, text, button)
        if method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, None, _said(title, none)
        with self._store.begin() as db:
            whose = copies.take(db, token, name)
        if whose is None:
            return HTTPStatus.NOT_FOUND, None, _said(title, none)
        with self._store.read() as db:
            return HTTPStatus.OK, file, file.make(db, *whose, self._now())


def _said(title: str, line: str, more: str = "") -> bytes:
    return _PAGE.format(title=escape(title), body=f"<p>{escape(line)}</p>{more}").encode()


def _words_of(features: Sequence[Feature]) -> Fetched:
    """All that is kept under somebody's name."""
    return Fetched(
        "my-words.zip",
        "application/zip",
        lambda: (words["mine.title"], words["fetch.text"], words["fetch.do"], words["fetch.none"]),
        lambda db, team, person_id, _: zipped(copied(db, features, team, person_id)),
    )


def zipped(mine: Mine) -> bytes:
    """Both, in one file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("my-words.html", as_page(mine))
        made.writestr("my-words.json", as_data(mine))
    return held.getvalue()


def as_data(mine: Mine) -> str:
    """As JSON: moments in ISO 8601 (UTC), practices and kinds by their names in the program."""
    person = mine.person
    said: dict[str, Any] = {
        "name": person.name,
        "zone": person.zone,
        "brings": {"kind": person.kind.value, "words": person.words, "shown": person.words_shown},
        "fewer_reminders": person.fewer,
        "questions_hidden": person.hushed,
        "questions_as_typed": person.as_typed,
        "not_asked_by": mine.unasked,
        "settings": person.facts,
        "away_until": person.back_at.isoformat() if person.back_at else None,
        "written": [_place(place) for place in mine.places],
        "chosen": [
            {"practice": one.practice, "kind": one.kind, "at": one.at.isoformat(), "said": one.said}
            for one in mine.chosen
        ],
        "not_here": [words[f"mine.not_here.{name}"] for name in ("unsigned", "time", "aloud")],
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _place(place: Place) -> dict[str, Any]:
    texts = [{"kind": text.kind, "at": text.at.isoformat(), "text": text.said} for text in place.texts]
    return {"practice": place.practice, "at": place.at.isoformat(), "asked": place.asked, "texts": texts}


def as_page(mine: Mine) -> str:
    """As HTML, which any browser shows; nothing in it comes from elsewhere."""
    parts = [f"<p>{escape(words['mine.intro'])}</p>"]
    if mine.person.words:
        parts.append(f"<h2>{escape(words['perspective.title'])}</h2><p>{_lines(mine.person.words)}</p>")
    for practice in mine.practices:
        parts.append(f"<h2>{escape(words[f'of.{practice}'])}</h2>")
        for place in mine.of(practice):
            asked = f"<blockquote>{_lines(place.asked)}</blockquote>" if place.asked else ""
            parts.append(f"<section>{asked}{''.join(map(_text, place.texts))}</section>")
    if mine.chosen:
        parts += [f"<h2>{escape(words['chosen.title'])}</h2><p>{escape(words['chosen.intro'])}</p>"]
        parts += map(_chosen, mine.chosen)
    parts += [f"<p>{escape(words[f'mine.not_here.{name}'])}</p>" for name in ("unsigned", "time", "aloud")]
    return _PAGE.format(title=escape(words["mine.title"]), body="".join(parts))


def _text(text: Text) -> str:
    return f"<p><small>{_day(text.at)}</small><br>{_lines(text.said)}</p>"


def _chosen(one: Chosen) -> str:
    said = "<br>".join(
        f"<code>{escape(name)}: {escape(json.dumps(value, ensure_ascii=False))}</code>"
        for name, value in one.said.items()
    )
    return f"<p><small>{_day(one.at)}: {escape(words[f'of.{one.practice}'])}</small><br>{said}</p>"


def sealed_page(mine: Mine, salt: bytes, key: bytes) -> bytes:
    """A page for whoever has the code: any browser opens it, with nothing from elsewhere."""
    nonce = secrets.token_bytes(12)
    held = {
        "salt": _in_letters(salt),
        "nonce": _in_letters(nonce),
        "iterations": str(copies.ITERATIONS),
        "sealed": _in_letters(AESGCM(key).encrypt(nonce, zipped(mine), b"")),
        "save": words["sealed.save"],
        "wrong": words["sealed.wrong"],
        "cannot": words["sealed.cannot"],
    }
    data = " ".join(f'data-{name}="{escape(value)}"' for name, value in held.items())
    box = '<input id="code" name="code" size="30" autocomplete="off">'
    label = f'<label for="code">{escape(words["sealed.code"])}</label>'
    form = f"<form><p>{label} {box} <button>{escape(words['sealed.do'])}</button></p></form>"
    told = f'<p id="said" role="status"></p><div id="held" {data}></div>'
    body = f"<p>{escape(words['sealed.text'])}</p>{form}{told}"
    page = _PAGE.format(title=escape(words["mine.title"]), body=f"{body}<script>{_OPENS}</script>")
    return page.encode()


def _in_letters(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
