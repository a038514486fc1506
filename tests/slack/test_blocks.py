"""Whatever people write, Slack takes it, and nothing in it comes alive."""

import datetime
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import blocks, quoting
from bot.slack.blocks import Message, View
from bot.slack.text import FSI, PDI, clean, cut, escaped_bytes, signs, split, utf16
from bot.words import Markup

DOCTOR = "👩🏽‍⚕️"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
PERSIAN = "می‌خواهم"  # with a zero-width non-joiner that changes the word's shape
ALIVE = re.compile(r"<[@#!][^>]*>|<(?:https?|mailto):[^>]*>")

pieces = st.one_of(
    st.sampled_from(
        ["<@U123>", "<!channel>", "<!here|x>", "<#C1|x>", "<https://a.b|c>", "&lt;", "&", "<", ">", "`"]
    ),
    st.sampled_from(
        ["\n", "\r\n", " ", "\t", "word ", "*b*", "é", "e\u0301", "각", "𝒳", "שלום", PERSIAN, "क्षि"]
    ),
    st.sampled_from([DOCTOR, SCOTLAND, "🇫🇷🇩🇪", "a\u0300" * 3, "\u0300" * 50, "\u200d" * 40]),
    st.sampled_from(["\u202eabc", "\u2066", "\u2069", "\x00", "\ud800", "\U000e0041", "\u2028", "\ufeff"]),
)
texts = st.one_of(
    st.text(max_size=300),
    st.lists(pieces, max_size=60).map("".join),
    st.tuples(st.lists(pieces, min_size=1, max_size=5).map("".join), st.integers(1, 4000)).map(
        lambda many: (many[0] * many[1])[:4000]
    ),
)
ENDLESS = [
    "<@U1>",
    "a",
    "\n",
    "a\n",
    "a ",
    "&",
    "\u0300",
    "\u200d",
    "🇫🇷",
    DOCTOR,
    SCOTLAND,
    "שלום \u202e",
    "\ud800",
]

# The limits as the docs and reports have them, written down once more (text objects: 1 to 3,000).
PLAIN = {"header": 150, "button": 75, "label": 2000, "hint": 2000, "placeholder": 150, "option": 75}


def sizes(text: str) -> tuple[int, int, int]:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return len(text), len(text.encode("utf-16-le")) // 2, len(escaped.encode())


def strings(thing: Any, inside_quote: bool = False) -> list[str]:
    """Every text of a block that is not within rich text."""
    if isinstance(thing, dict):
        if thing.get("type") == "rich_text":
            return []
        return [s for value in thing.values() for s in strings(value)]
    if isinstance(thing, list):
        return [s for value in thing for s in strings(value)]
    return [thing] if isinstance(thing, str) else []


def plain_texts(thing: Any) -> list[dict]:
    if isinstance(thing, dict):
        own = [thing] if thing.get("type") in ("plain_text", "mrkdwn") else []
        return own + [t for value in thing.values() for t in plain_texts(value)]
    if isinstance(thing, list):
        return [t for value in thing for t in plain_texts(value)]
    return []


def quoted(parts: list[blocks.Block]) -> list[str]:
    for part in parts:
        assert part["type"] == "rich_text"
        [quote] = part["elements"]
        assert quote["type"] == "rich_text_quote"
        [text] = quote["elements"]
        assert set(text) == {"type", "text"}
        assert text["type"] == "text"
    return [part["elements"][0]["elements"][0]["text"] for part in parts]


def bare(text: str) -> str:
    return "".join(text.replace(FSI, "").replace(PDI, "").split())


@given(texts)
def test_quoted_words_are_whole_and_within_limits(text):
    parts = quoted(blocks.quote(text))

    assert all(1 <= size <= 3000 for part in parts for size in sizes(part))
    assert bare("".join(parts)) == (bare(clean(text)) or "–")


@pytest.mark.parametrize("piece", ENDLESS)
def test_forty_thousand_characters_are_still_whole_and_within_limits(piece):
    text = (piece * 40_000)[:40_000]

    parts = quoted(blocks.quote(text))

    assert all(1 <= size <= 3000 for part in parts for size in sizes(part))
    assert bare("".join(parts)) == (bare(clean(text)) or "–")
    assert 1 <= escaped_bytes(blocks.section(text)["text"]["text"]) <= 3000


def held(parts: list[blocks.Block]) -> list[str]:
    """What stands of them in a message."""
    found = Message("x", parts).blocks
    for part in found:
        assert (part["type"], part["expand"]) == ("section", True)
        assert part["text"]["type"] == "plain_text"  # in which nothing is alive (docs: text object)
        assert (part["text"]["text"][0], part["text"]["text"][-1]) == ("“", "”")
    return [part["text"]["text"] for part in found]


@given(texts)
def test_in_a_message_the_same_words_stand_in_quotation_marks(text):
    parts = held(blocks.quote(text))

    assert all(1 <= size <= 3000 for part in parts for size in sizes(part))
    assert [part[1:-1] for part in parts] == quoted(blocks.quote(text))


@pytest.mark.parametrize("piece", ENDLESS)
def test_forty_thousand_characters_are_still_whole_in_a_message(piece):
    text = (piece * 40_000)[:40_000]

    parts = held(blocks.quote(text))

    assert all(1 <= size <= 3000 for part in parts for size in sizes(part))
    assert bare("".join(part[1:-1] for part in parts)) == (bare(clean(text)) or "–")


def test_what_is_quoted_in_a_message_can_be_read_back():
    said = "Two *of* them:\n\n  - <@U1> & `co`, “5” > 3"

    [part] = Message("x", blocks.quote(said)).blocks

    assert quoting.said_in(part) == said


def test_a_message_of_a_message_is_the_same():
    once = Message("x", [blocks.section("Ours"), *blocks.quote("Theirs")])

    assert Message("x", once.blocks) == once
    assert [quoting.said_in(block) for block in once.blocks] == ["", "Theirs"]


def test_a_form_quotes_in_rich_text():
    assert [block["type"] for block in View("x", blocks.quote("Hello")).payload()["blocks"]] == ["rich_text"]


@given(texts)
def test_nothing_quoted_turns_the_words_around_it(text):
    for part in quoted(blocks.quote(text)):
        for line in part.split("\n"):
            inner = line[1:-1] if line.startswith(FSI) else line
            assert line in ("", "–") or (line[0], line[-1]) == (FSI, PDI)
            assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x00-\x08]", inner)


@given(texts)
def test_other_peoples_short_words_are_one_line_and_not_alive(text):
    safe = blocks.safe(text)

    assert len(safe.splitlines()) <= 1
    assert not set(safe) & set("<>\x00\u202e")
    assert utf16(safe) <= 302


@given(texts)
def test_any_words_make_blocks_that_slack_takes(text):
    word = blocks.safe(text)
    made = [
        blocks.section(word),
        blocks.header(word),
        blocks.context(word, word),
        blocks.buttons(
            blocks.button(word, "a", style="primary", label_for_readers=word, confirm=(word,) * 4)
        ),
        blocks.text_input("a", word, value=word, hint=word, placeholder=word),
        blocks.tick("b", word, hint=word, checked=True),
        blocks.choice("c", word, [("x", word), ("y", word)], chosen="y"),
        blocks.people("d", word),
        blocks.date("e", word),
        *blocks.quote(text, attribution=word),
    ]
    view = View(word, made, callback_id="x", submit=word, close=word).payload()

    json.dumps(view).encode()
    for shown in plain_texts(view):
        assert 1 <= len(shown["text"]) <= utf16(shown["text"]) <= 3000
    for shown in (view["title"], view["submit"], view["close"]):
        assert 1 <= utf16(shown["text"]) <= 24
    button = made[3]["elements"][0]
    assert utf16(made[1]["text"]["text"]) <= PLAIN["header"]
    assert utf16(button["text"]["text"]) <= PLAIN["button"]
    assert utf16(button.get("accessibility_label", "")) <= 75
    for part, limit in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items():
        assert utf16(button["confirm"][part]["text"]) <= limit
    assert utf16(made[4]["element"].get("placeholder", {"text": ""})["text"]) <= PLAIN["placeholder"]
    for option in made[5]["element"]["options"] + made[6]["element"]["options"]:
        assert utf16(option["text"]["text"]) <= PLAIN["option"]
    assert not [s for s in strings(view) if ALIVE.search(s)]


@given(texts)
def test_raw_words_keep_their_size_even_where_safe_was_forgotten(text):
    shown = blocks.section(text)["text"]["text"]

    assert 1 <= escaped_bytes(shown) <= 3000
    assert 1 <= utf16(blocks.header(text)["text"]["text"]) <= 150


@given(texts, st.integers(1, 100))
def test_a_cut_falls_between_signs(text, limit):
    text = clean(text)
    short = cut(text, limit)

    assert utf16(short) <= limit
    if short != text:
        kept = short.removesuffix("…")
        whole = list(signs(text))
        assert any("".join(whole[:n]).rstrip() == kept for n in range(len(kept) + 1))


@given(texts)
def test_signs_and_parts_lose_nothing(text):
    assert "".join(signs(text)) == text
    assert "".join(split(text, 500, escaped_bytes)) == text
    assert all(escaped_bytes(part) <= 500 for part in split(text, 500, escaped_bytes))


@pytest.mark.parametrize(
    "sign", [DOCTOR, SCOTLAND, "🇫🇷", "e\u0301", "각", "1️⃣", "👨‍👩‍👧‍👦", "👍🏿", "क्षि", "กำ"]
)
def test_what_people_see_as_one_sign_is_one(sign):
    assert list(signs(f"a{sign}{sign}b")) == ["a", sign, sign, "b"]


@pytest.mark.parametrize(
    "text", [DOCTOR, SCOTLAND, PERSIAN, "👨‍👩‍👧‍👦 e\u0301", "עברית\u200f!", "❤️", "a\nb\n\nc", "<@U1> & co"]
)
def test_what_people_mean_to_write_stays(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "ab"),
        ("\u2066a\u2069", "a"),
        ("a\U000e0041\U000e007fb", "ab"),
        ("🏴\U000e0041", "🏴"),
        ("a\x00\x1b[31m\ufeffb", "a[31mb"),
        ("a\r\nb\u2028c\x85d", "a\nb\nc\nd"),
        ("a\ud800b", "ab"),
    ],
)
def test_what_hides_or_reorders_goes(text, shown):
    assert clean(text) == shown


def test_a_text_is_parted_where_it_breathes():
    assert split("one two\nthree four", 12, len) == ["one two\n", "three four"]
    assert split("one two three", 9, len) == ["one two ", "three"]


def test_a_cut_leaves_entities_whole():
    text = "word " * 598 + "<@U12345|somebody> and &amp; more"

    shown = blocks.section(text)["text"]["text"]

    assert shown.endswith("word…")


def test_who_said_it_may_be_a_mention_but_a_bare_name_is_never_alive():
    assert blocks.quote("Hi", attribution=Markup("<@U1>"))[0]["elements"][0]["text"] == "<@U1>"
    assert blocks.quote("Hi", attribution="<@U1>")[0]["elements"][0]["text"] == "&lt;@U1&gt;"


def test_plain_text_shows_escaped_words_as_they_were():
    assert blocks.header(Markup("You &amp; me"))["text"]["text"] == "You & me"
    assert blocks.header("You &amp; me")["text"]["text"] == "You &amp; me"


def test_a_right_to_left_name_stays_by_itself():
    assert blocks.safe("שלום") == f"{FSI}שלום{PDI}"
    assert blocks.safe("Ana\n<!channel>") == "Ana ‹!channel›"


def test_a_form_is_drawn_as_slack_takes_it():
    view = View(
        "Reflection",
        [blocks.text_input("answer", "What stays?", focus=True)],
        callback_id="reflection.answer",
        submit="Send",
        private_metadata="42",
        notify_on_close=True,
    )

    assert view.payload() == {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Reflection", "emoji": True},
        "submit": {"type": "plain_text", "text": "Send", "emoji": True},
        "callback_id": "reflection.answer",
        "private_metadata": "42",
        "notify_on_close": True,
        "blocks": [
            {
                "type": "input",
                "block_id": "answer",
                "optional": False,
                "label": {"type": "plain_text", "text": "What stays?", "emoji": True},
                "element": {
                    "type": "plain_text_input",
                    "action_id": "text",
                    "multiline": True,
                    "max_length": 1500,
                    "focus_on_load": True,
                },
            }
        ],
    }


def test_what_was_written_before_always_finds_room():
    before = "😀" * 1000

    element = blocks.text_input("a", "b", value=before, max_length=1500)["element"]

    assert element["initial_value"] == before
    assert element["max_length"] == 2000


def test_few_options_are_in_view_and_many_are_a_menu():
    few = blocks.choice("a", "b", [(str(n), f"Option {n}") for n in range(10)], chosen="3", dispatch=True)
    many = blocks.choice("a", "b", [(str(n), f"Option {n}") for n in range(11)], chosen="gone")

    assert few["element"]["type"] == "radio_buttons"
    assert few["element"]["initial_option"]["value"] == "3"
    assert few["dispatch_action"] is True
    assert many["element"]["type"] == "static_select"
    assert "initial_option" not in many["element"]


def test_people_and_days_are_asked_for():
    one = blocks.people("a", "b", chosen=["U1"])["element"]
    several = blocks.people("a", "b", many=True, chosen=("U1", "U2"), at_most=5)["element"]
    day = blocks.date("a", "b", value=datetime.date(2026, 9, 15))["element"]

    assert one == {"type": "users_select", "action_id": "people", "initial_user": "U1"}
    assert several["initial_users"] == ["U1", "U2"]
    assert several["max_selected_items"] == 5
    assert day["initial_date"] == "2026-09-15"


def test_what_is_fits_and_what_is_too_much_does_not():
    short, long = blocks.quote("Hello"), blocks.quote("&" * 3000)

    assert blocks.fits(Message("Hello", short))
    assert not blocks.fits(Message("Hello", long))
    assert not blocks.fits(Message("Hello", [blocks.divider()] * 51))
    assert blocks.fits(Message("a" * 4001, short))  # what is said aloud is cut; what is read is not
    assert blocks.fits(View("Read", long))
    assert not blocks.fits(View("Read", [blocks.divider()] * 101))


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: blocks.buttons(),
        lambda: blocks.buttons(*[blocks.button("a", str(n)) for n in range(26)]),
        lambda: blocks.context(),
        lambda: blocks.context(*"abcdefghijk"),
        lambda: blocks.choice("a", "b", []),
        lambda: blocks.choice("a", "b", [(str(n), "x") for n in range(101)]),
        lambda: blocks.button("a", "x" * 256),
        lambda: blocks.button("a", "b", "x" * 2001),
        lambda: blocks.text_input("x" * 256, "a"),
        lambda: View("a", [], private_metadata="x" * 3001).payload(),
    ],
)
def test_our_own_mistakes_are_loud(mistake):
    with pytest.raises(ValueError, match="where Slack takes"):
        mistake()
