"""HTML, to read and to print: one static page, with nothing in it that runs and nothing that it fetches.

It is made of elements, never of strings, so that what people wrote can be nothing but text.
"""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from bot.features.options.models import Record
from bot.features.options.register.cards.exports.parts import (
    Field,
    bare,
    day,
    fields,
    titled,
    turns,
    versioned,
)
from bot.features.options.register.cards.saying import texts, words

# A browser that is shown something else than this page of ours fetches and runs nothing either.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body { font: 1.05rem/1.5 system-ui, sans-serif; color: #111; background: #fff; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; break-after: avoid; }
h4 { margin: 1.2rem 0 .2rem; }
section { margin-top: 2.5rem; }
blockquote { margin: .2rem 0 .8rem; padding-left: 1rem; border-left: .2rem solid #767676; }
blockquote { white-space: pre-wrap; unicode-bidi: plaintext; }
p.what { margin: .6rem 0 0; }
nav ol { list-style: none; padding: 0; }
a { color: #0b4a8f; }
@media print { body { max-width: none; margin: 0; } a { color: inherit; text-decoration: none; } }
"""


def write(records: list[list[Record]], channel_name: str, now: datetime) -> str:
    title = words["copy.title"].plain(channel=_called(channel_name))
    page = Element("html", lang="en")  # as our words are; each text of people's runs as it begins
    _head(page, title)
    body = SubElement(page, "body")
    header, titles = SubElement(body, "header"), _titles(records)
    _add(header, "h1", title)
    _add(header, "p", words["copy.taken"].plain(when=day(now), count=len(records)))
    if titles:
        _contents(body, titles)
    main = SubElement(body, "main")
    for (id_, line), kept in zip(titles.items(), records, strict=True):
        _record(SubElement(main, "section", {"aria-labelledby": id_}), id_, line, kept)
    return _whole(page)


def write_public(records: list[list[Record]], now: datetime) -> str:
    """For people outside: the question, what was agreed, why, and the day of the review; nothing else."""
    title = words["copy.public_title"]
    page = Element("html", lang="en")
    _head(page, title)
    body = SubElement(page, "body")
    header = SubElement(body, "header")
    _add(header, "h1", title)
    _add(header, "p", words["copy.public_intro"].plain(when=day(now)))
    main = SubElement(body, "main")
    for number, kept in enumerate(records, 1):
        _outside(SubElement(main, "section", {"aria-labelledby": f"agreed-{number}"}), number, kept[-1])
    return _whole(page)


def _outside(section: Element, number: int, record: Record) -> None:
    said = texts(record)
    _add(section, "h2", _called(record.title), id=f"agreed-{number}", dir="auto")
    for name in ("decision", "why"):
        if said[name]:
            _field(section, Field(words[f"field.{name}"], said=[[("", said[name])]]))
    if record.review_at:
        on = f"{record.review_at.astimezone(UTC):%Y-%m-%d}"
        _add(section, "p", words["copy.public_review"].plain(when=on))


def _whole(page: Element) -> str:
    """Elsewhere a parser takes a carriage return for the end of a line."""
    return "<!DOCTYPE html>\n" + tostring(page, "unicode", method="html").replace("\r", "&#13;") + "\n"


def _head(page: Element, title: str) -> None:
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _add(head, "title", title)
    _add(head, "style", _STYLE)


def _titles(records: list[list[Record]]) -> dict[str, str]:
    """Each record's line, by the name that leads to it."""
    return {f"record-{number}": titled(number, kept[-1], _called) for number, kept in enumerate(records, 1)}


def _contents(body: Element, titles: dict[str, str]) -> None:
    nav = SubElement(body, "nav", {"aria-labelledby": "contents"})
    _add(nav, "h2", words["copy.contents"], id="contents")
    list_ = SubElement(nav, "ol", role="list")  # the numbers stand in the lines
    for id_, line in titles.items():
        _add(SubElement(list_, "li"), "a", line, href=f"#{id_}")


def _record(section: Element, id_: str, line: str, kept: list[Record]) -> None:
    _add(section, "h2", line, id=id_)
    for record in reversed(kept):
        _add(section, "h3", versioned(record))
        for field in fields(record, _called, newest=record is kept[-1]):
            _field(section, field)


def _field(section: Element, field: Field) -> None:
    if field.title:
        _add(section, "h4", field.title)
    if field.lines:
        list_ = SubElement(section, "ul")
        for line in field.lines:
            _add(list_, "li", line)
    for heard in field.said:
        for what, text in heard:
            if what:
                _add(section, "p", what, {"class": "what"})
            if text:
                _add(section, "blockquote", text, dir="auto")


def _add(above: Element, tag: str, text: str, given: dict[str, str] | None = None, /, **more: str) -> None:
    SubElement(above, tag, given or {}, **more).text = text


def _called(name: str) -> str:
    line = bare(name) or "–"
    return f"\u2068{line}\u2069" if turns(line) else line
