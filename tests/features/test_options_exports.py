"""A copy of a channel's records: people's words are in it to the last sign, and none of it comes alive."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.features.options.models import (
    FROM_THERE,
    Change,
    Considered,
    Handed,
    How,
    Level,
    Link,
    Note,
    Record,
    Reservation,
    State,
    Step,
    Working,
    blank,
)
from bot.features.options.register.cards import exports
from bot.features.options.register.cards.exports import tables
from bot.slack.text import sendable
from bot.words import Words
from tests.every.drawing import HOSTILE
from tests.size import examples

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
words = Words("record")
PEOPLE = ("UANA", "UBEN", "UOWNER")
TEXTS = (
    "question",
    "can_decide",
    "can_influence",
    "is_fixed",
    "who_decides",
    "same",
    "differ",
    "decision",
    "why",
)
TEXTS += ("absent", "harms", "stop", "owner", "first_step", "know", "came_back", "tags")
WORST = [
    *(sendable(text)[:400] for text in HOSTILE),
    *('=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠a", "−1"),
    *("\t=1", "\r=1", "\n=1", " =1", ";=1", "'=1", '"', '","=1', '"\r\n"=1', "=cmd|' /C calc'!A0"),
    *(
        "”, “",
        "“",
        "“quoted”\n\n“twice”",
        "]]>",
        "<script>alert(1)</script>",
        "<b onclick=x>",
        "<!-- a",
        "<?php",
    ),
    *("[x](javascript:alert(1))", "![x](http://x/y.png)", "[x]: http://x", "[^1]\n\n[^1]: note"),
    *("| a | b |\n|---|---|\n| c | d |", "~~~\ncode\n~~~", "```\ncode", "    code", "\tcode"),
    *("# head", "head\n===", "---", "> a\nlazy", "- a\n- b", "1. a", "1) a", "*a* __b__ ~~c~~"),
    *("a  \nb", "a\\\nb", "a\\", "\\", "a\n\n\nb\n", "\n\na", "a\r\nb\rc", "  a  \n   \n  b  "),
    *("a\u2028b\u2029c\x85d\x0be\x0cf", "\xa0a\u3000", "www.example.org ana@example.org http://example.org"),
    *("&copy; &#169;", "&#10;", "(c) -- ...", "שלום (abc)\nplain\n\u2067right", "\u2069\u2069\u202eabc"),
    *("\u200b", "\u202e", "\r"),
    *("مرحبا 123 =1", "👩‍⚕️🏳️‍🌈", "x" * 20_000),
]
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=80)
ANY |= st.text(
    st.sampled_from(list("=+-@＝\t\r\n \"',;“”\\<>[]()!*_`~#|&:.1aא\u2067\u2069")), min_size=1, max_size=40
)


def whole(text: str, name: str = "Ana", fields: tuple[str, ...] = TEXTS, **given_: Any) -> Record:
    """A record with this text wherever somebody writes."""
    filled = blank(text)
    filled.update(dict.fromkeys(TEXTS, text))  # type: ignore[typeddict-item]
    filled["options"] = [
        Considered(text=text, kept=text, by=[name, ""], chosen=True, into=[]),
        Considered(text=text, kept="", by=[], chosen=False, into=[text]),
    ]
    filled["contributors"] = {"all": 7, "lived": 3, "professional": 4}
    filled["kinds"], filled["skipped"] = ["lived", "professional"], [Step.CLARIFY.value, Step.REACT.value]
    filled["levels"] = {"S": 1, "0": 0, "3": 2, "5": 4}
    filled.update(deciders=8, missing=1, aside=1, tests=2)
    filled["reservations"] = [
        Reservation(level="3", text=text, name=""),
        Reservation(level="1", text=text, name=name),
    ]
    filled["working"] = [
        Working(answer="partly", text=text, name=name),
        Working(answer="no", text="", name=""),
    ]
    filled["beside"] = [Working(answer="stop", text=text, name="")]
    filled["handed"] = [Handed(to=text, day="2026-09-15", by=name)]
    filled["change"] = Change(what="amended", why=text, by=name)
    notes = [Note("UANA", text, ""), Note("UBEN", f"{text}, too", name)]
    made: dict[str, Any] = {"version": 1, "state": State.TRY, "review_at": NOW + timedelta(days=56)}
    made |= given_
    return Record(
        "T1", "C1", "r1", round_id="o1", created_at=NOW, words=filled, owner_id="UOWNER", notes=notes, **made
    )


def made(fmt: str, *kept: list[Record], channel: str = "ward-7") -> str:
    _, data = exports.export(list(kept), fmt, channel_name=channel, now=NOW)
    return data.decode()


# --- JSON


def parsed(*kept: list[Record], channel: str = "ward-7") -> Any:
    return json.loads(made("json", *kept, channel=channel))


@pytest.mark.parametrize("text", WORST, ids=lambda text: ascii(text[:20]))
def test_a_program_reads_what_was_written(text: str) -> None:
    record = whole(text, name=text)

    told = parsed([record], channel=text)

    version = told["records"][0]["versions"][0]
    assert {name: version[name] for name in record.words} == record.words
    assert {note["text"] for note in told["records"][0]["notes"]} == {text, f"{text}, too"}
    assert told["channel"] == text


def test_a_program_is_told_of_every_version_and_when() -> None:
    ended = whole("Ended.", version=2, state=State.ENDED, review_at=None)

    told = parsed([whole("Kept."), ended], [whole("Other.")])

    kept = told["records"][0]
    assert [(v["version"], v["state"], v["review_at"]) for v in kept["versions"]] == [
        (1, "try", "2026-11-10T09:00:00+00:00"),
        (2, "ended", None),
    ]
    assert told["exported_at"] == "2026-09-15T09:00:00+00:00"
    assert (kept["id"], len(kept["notes"]), len(told["records"])) == ("r1", 2, 2)


# --- CSV


def rows(*kept: list[Record]) -> list[dict[str, str]]:
    text = made("csv", *kept)
    assert text.startswith("\ufeff")
    assert text.endswith('"\r\n')
    head, *body = csv.reader(io.StringIO(text[1:], newline=""), strict=True)
    assert len(set(head)) == len(head)
    assert all(len(row) == len(head) for row in body)
    names = {str(words[f"field.{name}"]): name for name in tables.COLUMNS}
    names[str(words["copy.either"])] = "decision"
    return [{names[title]: cell for title, cell in zip(head, row, strict=True)} for row in body]


def taken_back(cell: str) -> str:
    assert (cell[0], cell[-1]) == ("“", "”")
    return cell[1:-1]


def in_a_table(text: str) -> None:
    record = whole(text, name=text)

    (row,) = rows([record])

    assert {name: taken_back(row[name]) for name in TEXTS} == dict.fromkeys(TEXTS, text)
    assert taken_back(row["change_why"]) == taken_back(row["change_by"]) == text
    level = words["level.3"]
    assert row["reservations"].startswith(f"{level} (a member): “{text}”\n\n{words['level.1']} (")
    assert row["reservations"].endswith(f"): “{text}”")
    for name in ("options", "notes", "working", "beside", "handed"):
        assert f": “{text}”" in row[name]
    for cell in row.values():
        assert not cell or cell[0] == "“" or (cell[0].isascii() and cell[0].isalnum()), cell[:9]


@pytest.mark.parametrize("text", WORST, ids=lambda text: ascii(text[:20]))
def test_a_spreadsheet_shows_what_was_written_and_runs_none_of_it(text: str) -> None:
    in_a_table(text)


@settings(max_examples=examples(40), deadline=None)
@given(ANY)
def test_whatever_is_written_comes_back_from_a_table(text: str) -> None:
    in_a_table(text)


def test_a_table_has_a_row_a_version_with_counts_and_dates() -> None:
    first, second = whole("Ring."), whole("Write.", version=2, state=State.AGREED, review_at=None)

    one, two = rows([first, second])

    assert (one["version"], one["newest"], two["version"], two["newest"]) == ("1", "no", "2", "yes")
    assert (one["state"], two["state"]) == (words["state.try"], words["state.agreed"])
    assert (one["created_at"], one["review_at"]) == ("2026-09-15T09:00:00+00:00", "2026-11-10T09:00:00+00:00")
    assert two["review_at"] == ""
    assert one["levels"].split("\n") == [
        f"{words[f'level.{level}']}: {count}" for level, count in (("5", 4), ("3", 2), ("S", 1))
    ]
    assert (one["deciders"], one["missing"], one["aside"], one["tests"]) == ("8", "1", "1", "2")
    assert one["contributors"].split("\n")[0] == "Everybody together: 7"
    assert one["working"] == "Partly (Ana): “Ring.”\n\nNo (a member)"
    assert one["kinds"] == "Lived experience\nProfessional experience"


def test_a_table_of_a_bare_record_says_nothing_that_nobody_said() -> None:
    bare = Record("T1", "C1", "r1", 1, State.DEFERRED, "o1", NOW, None, blank("Why?"))

    (row,) = rows([bare])

    said = {name: cell for name, cell in row.items() if cell not in ("", "0")}
    assert said.keys() == {"record", "version", "newest", "state", "created_at", "question", "change"}


def test_words_of_ours_that_begin_like_a_formula_begin_none() -> None:
    assert [tables.no_formula(cell)[0] for cell in ("=1", "＝1", " =1", "-a", "a-")] == [*"““““", "a"]


# --- Markdown


SOME = ("question", "decision", "owner")
READERS = (
    MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]),
    MarkdownIt("gfm-like", {"html": True, "linkify": True, "typographer": True}).enable(
        ["replacements", "smartquotes"]
    ),
)
FSI, PDI = "\u2068", "\u2069"


class Read(HTMLParser):
    """What a reader sees: which tags, and what stands in each block quote."""

    def __init__(self, source: str, reader: MarkdownIt) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.quotes: list[str] = []
        self.text = ""
        self._above: list[str] = []
        self.feed(reader.render(source))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs == []
        self.tags.append(tag)
        self._above.append(tag)
        if self._quoting:
            self.quotes.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, attrs) == ("br", [])

    def handle_endtag(self, tag: str) -> None:
        assert self._above.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._quoting:
            self.quotes[-1] += data

    @property
    def _quoting(self) -> bool:
        return self._above == ["blockquote", "p"]

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment hides something")

    handle_decl = handle_pi = unknown_decl = handle_comment


def bare(text: str) -> str:
    return text.replace(FSI, "").replace(PDI, "")


def in_markdown(text: str) -> None:
    record = whole(text, text, SOME)
    record.notes = record.notes[:1]
    source = made("md", [record], channel=text)

    for reader in READERS:
        read, usual = Read(source, reader), harmless(reader)
        assert read.tags == usual.tags
        assert len(read.quotes) == len(usual.quotes) > 10
        for shown, was in zip(read.quotes, usual.quotes, strict=True):
            assert was == "“Fine.”"
            assert bare(shown) == bare(f"“{text}”")
            assert shown == f"“{text}”" or shown.count(FSI) > text.count(FSI)


@cache
def harmless(reader: MarkdownIt) -> "Read":
    record = whole("Fine.", "Ana", SOME)
    record.notes = record.notes[:1]
    return Read(made("md", [record]), reader)


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize("text", WORST, ids=lambda text: ascii(text[:20]))
def test_a_reader_shows_what_was_written_and_nothing_comes_alive(text: str) -> None:
    in_markdown(text)


@settings(max_examples=examples(25), deadline=None)
@given(ANY)
def test_whatever_is_written_a_reader_shows_it(text: str) -> None:
    in_markdown(text)


def test_what_runs_from_right_to_left_stands_on_its_own_line_by_line() -> None:
    source = made("md", [whole("שלום (abc)\nplain\n\u202eabc")])

    assert f"> “{FSI}שלום \\(abc\\){PDI}\\\n> plain\\\n> {FSI}\u202eabc{PDI}”" in source


def test_a_copy_to_read_says_all_of_it_newest_first() -> None:
    first, second = whole("Ring."), whole("Write.", version=2, state=State.AGREED)

    told = Read(made("md", [first, second], [whole("Other.")]), READERS[0]).text

    for expected in (
        *(
            "What was agreed in ward-7",
            "1. Write. (Agreed)",
            "Version 2, 2026-09-15 09:00 UTC",
            "2. Other. (Agreed to try it for now)",
        ),
        *("I can live with it; please note my reservation (a member)", "Taken further (Ana, a member)"),
        *("Did not answer (never counted as agreement): 1", "It was changed (Ana)", "Not mine to decide: 1"),
    ):
        assert expected in told, expected
    assert told.count("1. Write. (Agreed)") == 2  # among the contents, and above it
    assert told.index("Version 2") < told.index("Version 1")
    assert told.count("“Write., too”") == told.count("“Other., too”") == 1
    assert "“Ring., too”" not in told  # the notes of the newest version are those of the record


# --- HTML


class Page(HTMLParser):
    """A page as a browser takes it apart: its elements with what they say, and what it would fetch or run."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.shape: list[tuple[str, frozenset[str]]] = []
        self.above: list[str] = []
        self.said: list[tuple[str, str]] = []  # of each element, from the top: its name and its own text
        self.given: dict[str, list[str]] = {}
        self.feed(re.sub("\r\n?", "\n", source))  # before anything else, a browser does
        self.close()
        assert self.above == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, frozenset(name for name, _ in attrs)))
        self.said.append((tag, ""))
        for name, value in attrs:
            self.given.setdefault(name, []).append(value or "")
        if tag != "meta":
            self.above.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.above.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.above:
            tag, text = self.said[-1]
            assert tag == self.above[-1]  # nobody's words stand between two elements
            self.said[-1] = (tag, text + data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment hides something")

    handle_pi = unknown_decl = handle_comment

    def of(self, tag: str) -> list[str]:
        return [text for name, text in self.said if name == tag]


RUNS_OR_FETCHES = {
    "script",
    "img",
    "link",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "svg",
    "audio",
    "video",
}


def on_a_page(text: str) -> None:
    record = whole(text, text)
    record.notes = record.notes[:1]
    page, usual = Page(made("html", [record], channel=text)), a_usual_page()

    assert page.shape == usual.shape
    assert {**page.given, "id": [], "href": []} == {**usual.given, "id": [], "href": []}
    assert len(usual.of("blockquote")) > 20
    assert page.of("blockquote") == [text] * len(usual.of("blockquote"))


@cache
def a_usual_page() -> Page:
    record = whole("Fine.", "Ana")
    record.notes = record.notes[:1]
    return Page(made("html", [record]))


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize("text", WORST, ids=lambda text: ascii(text[:20]))
def test_a_browser_shows_what_was_written_and_runs_and_fetches_none_of_it(text: str) -> None:
    on_a_page(text)


@settings(max_examples=examples(40), deadline=None)
@given(ANY | st.text(st.sampled_from(list("<>&\"'=/!-[]abcstyle \r\n")), min_size=1, max_size=40))
def test_whatever_is_written_a_browser_shows_it(text: str) -> None:
    on_a_page(text)


def test_a_page_has_a_title_contents_and_headings_in_order_and_nothing_that_runs() -> None:
    page = Page(
        made(
            "html",
            [whole("Ring.\nOr write?"), whole("Write.", version=2, state=State.AGREED)],
            [whole("Other.")],
        )
    )

    assert page.of("title") == page.of("h1") == ["What was agreed in ward-7"]
    titles = ["1. Write. (Agreed)", "2. Other. (Agreed to try it for now)"]
    assert page.of("h2") == ["What is in it", *titles]
    assert page.of("a") == titles
    assert page.given["href"] == [f"#{id_}" for id_ in page.given["id"] if id_ != "contents"]
    assert set(page.given["aria-labelledby"]) == set(page.given["id"])
    assert page.given["lang"] == ["en"]
    levels = [int(tag[1]) for tag, _ in page.shape if tag in ("h1", "h2", "h3", "h4")]
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    tags = {tag for tag, _ in page.shape}
    assert {"header", "nav", "main", "section"} <= tags
    assert tags.isdisjoint(RUNS_OR_FETCHES)
    assert page.of("h3")[0].startswith("Version 2, 2026-09-15")
    assert "url(" not in page.of("style")[0]
    assert "default-src 'none'" in " ".join(page.given["content"])


def test_the_two_to_read_say_the_same() -> None:
    kept = [whole("Ring."), whole("Write.", version=2, state=State.NOT_AGREED)]

    page, read = Page(made("html", kept)), Read(made("md", kept), READERS[0])

    text = read.text.replace("\n", "")
    for tag in ("h1", "h2", "h3", "h4", "li", "p", "blockquote"):
        for said in page.of(tag):
            assert said.replace("\n", "") in text, said


# --- iCalendar


def entries(source: str) -> list[dict[str, str]]:
    """As RFC 5545 has a reader do it: unfold, take lines apart, and give the signs back."""
    *lines, last = source.split("\r\n")
    assert last == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any(sign < " " and sign != "\t" for line in lines for sign in line)
    whole_lines = "\n".join(lines).replace("\n ", "").split("\n")
    found: list[dict[str, str]] = []
    for line in whole_lines:
        name, value = line.split(":", 1)
        assert name in {
            *("BEGIN", "END", "VERSION", "PRODID", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DURATION"),
            *("CLASS", "TRANSP", "SUMMARY", "DESCRIPTION", "DTSTART;VALUE=DATE"),
        }
        if (name, value) == ("BEGIN", "VEVENT"):
            found.append({})
        elif found and name not in ("BEGIN", "END"):
            assert name not in found[-1]
            found[-1][name] = value
    assert [line for line in whole_lines if line.startswith(("BEGIN:", "END:"))] == [
        "BEGIN:VCALENDAR",
        *["BEGIN:VEVENT", "END:VEVENT"] * len(found),
        "END:VCALENDAR",
    ]
    return found


def given_back(value: str) -> str:
    plain, escaped = "", iter(value)
    for sign in escaped:
        assert sign not in ";,"
        plain += {"n": "\n", "\\": "\\", ";": ";", ",": ","}[next(escaped)] if sign == "\\" else sign
    return plain


def in_a_calendar(text: str) -> None:
    (entry,) = entries(made("ics", [whole(text, text)], channel=text))

    lines = re.sub("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    kept = re.sub("[\x00-\x08\x0e-\x1f\x7f]", "", lines)
    description = given_back(entry["DESCRIPTION"])
    for title in ("What was agreed", "The first step", "What would make us look sooner"):
        assert f"{title}:\n{kept}" in description
    assert given_back(entry["SUMMARY"]).startswith("To be looked at again: ")
    assert entry["DTSTART"] == "20261110T090000Z"
    assert entry["CLASS"] == "PRIVATE"


@pytest.mark.parametrize("text", WORST, ids=lambda text: ascii(text[:20]))
def test_a_calendar_reads_what_was_written_and_nothing_of_it_is_an_entry(text: str) -> None:
    in_a_calendar(text)


@settings(max_examples=examples(40), deadline=None)
@given(
    ANY
    | st.text(st.sampled_from(list("\\;,:\r\n\x0b\x85\u2028 BEGIND:VT👩\u200d⚕ש")), min_size=1, max_size=90)
)
def test_whatever_is_written_comes_back_from_a_calendar(text: str) -> None:
    in_a_calendar(text)


def test_a_calendar_has_the_days_of_what_holds_and_of_nothing_else() -> None:
    ended = whole("Ended.", version=2, state=State.ENDED)
    later = whole("Ring.", version=2, review_at=NOW + timedelta(days=100))
    later.id = "r2"

    source = made("ics", [whole("Ended."), ended], [whole("Ring."), later], [whole("Never.", review_at=None)])

    (entry,) = entries(source)
    assert given_back(entry["SUMMARY"]) == "To be looked at again: Ring."
    assert (entry["DTSTART"], entry["UID"], entry["SEQUENCE"]) == ("20261224T090000Z", "r2@alongside", "2")


def test_a_calendar_has_the_day_of_a_first_step_as_a_whole_day() -> None:
    with_day, over = whole("Ring."), whole("Over.", state=State.ENDED)
    for record in (with_day, over):
        record.words["first_day"] = "2026-10-05"

    review, first = entries(made("ics", [with_day], [over]))

    assert given_back(review["SUMMARY"]) == "To be looked at again: Ring."
    assert given_back(first["SUMMARY"]) == "First step: Ring."
    assert "The first step:\nRing." in given_back(first["DESCRIPTION"])
    assert (first["UID"], first["DTSTART;VALUE=DATE"]) == ("r1-first@alongside", "20261005")


def test_the_day_of_a_first_step_is_in_every_copy() -> None:
    record = whole("Ring.")
    record.words["first_day"] = "2026-10-05"

    (row,) = rows([record])

    assert row["first_day"] == "2026-10-05"
    assert "Monday 5 October 2026" in Read(made("md", [record]), READERS[0]).text
    assert "Monday 5 October 2026" in Page(made("html", [record])).of("li")
    assert parsed([record])["records"][0]["versions"][0]["first_day"] == "2026-10-05"


@pytest.mark.parametrize("how", [one for how in How for one in (how.value, FROM_THERE[how])])
def test_what_a_record_is_linked_with_is_in_every_copy_beside_its_newest_version(how: str) -> None:
    first, second = whole("Ring."), whole("Ring.", version=2)
    for record in (first, second):
        record.links = [Link(how, "r2", "=Write.")]

    for fmt in ("md", "html"):
        assert made(fmt, [first, second]).count(words[f"link.{how}"]) == 1
    assert [row["links"] for row in rows([first, second])] == [f"{words[f'link.{how}']}: “=Write.”"] * 2
    assert parsed([first, second])["records"][0]["links"] == [{"how": how, "record": "r2"}]


# --- all of them


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_no_copy_says_who_wrote_without_a_name(fmt: str) -> None:
    record, other = whole("Mine."), whole("Mine.")
    other.notes = [Note("UBEN", record.notes[0].text, ""), Note("UANA", record.notes[1].text, "Ana")][::-1]

    told = made(fmt, [record])

    assert told == made(fmt, [other])
    assert [person for person in PEOPLE if person in told] == []


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_every_state_level_kind_and_change_has_words(fmt: str) -> None:
    for state in State:
        record = whole("Fine.", state=state)
        record.words["levels"] = {level.value: 1 for level in Level}
        record.words["reservations"] = [
            Reservation(level=level.value, text="No.", name="") for level in Level
        ]
        record.words["skipped"] = [step.value for step in (Step.SHARE, Step.GATHER, Step.BUILD, Step.MISSING)]
        for what in ("made", "corrected", "tagged", "amended", "held", "kept", "ended", "referred"):
            record.words["change"] = Change(what=what, why="", by="")
            assert made(fmt, [record])


@pytest.mark.parametrize("fmt", exports.FORMATS)
def test_a_copy_of_nothing_is_a_copy(fmt: str) -> None:
    assert "Ward" not in made(fmt)
    assert made(fmt).strip("\ufeff\r\n")


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        ("ward-7", "alongside-ward-7-2026-09-15.csv"),
        ("../../etc/passwd", "alongside-etc-passwd-2026-09-15.csv"),
        ("Überführung שלום", "alongside-Überführung-שלום-2026-09-15.csv"),
        ("\x00/\\:*?\u202e", "alongside-channel-2026-09-15.csv"),
        ("x" * 500, f"alongside-{'x' * 40}-2026-09-15.csv"),
    ],
)
def test_a_copy_is_named_after_the_channel_and_the_day(channel: str, name: str) -> None:
    late = NOW.astimezone(timezone(timedelta(hours=-12)))

    assert exports.export([], "csv", channel_name=channel, now=late)[0] == name
