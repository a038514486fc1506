"""The rich_text block: sections, lists, quotes and preformatted text, and what may stand in them."""

from .shapes import Check, boolean, integer, listed, may, needed, number, one_of, record, string, typed

STYLE = record(
    {
        "bold": may(boolean),
        "italic": may(boolean),
        "strike": may(boolean),
        "code": may(boolean),
        "underline": may(boolean),
    }
)


def _piece(kind: str, **fields: Check) -> Check:
    named = {name: needed(check) for name, check in fields.items()}
    return record({"type": needed(one_of(kind)), "style": may(STYLE)} | named)


PIECES: dict[str, Check] = {
    "text": _piece("text", text=string("rich_text.text")),
    "user": _piece("user", user_id=string()),
    "channel": _piece("channel", channel_id=string()),
    "link": record(
        {
            "type": needed(one_of("link")),
            "url": needed(string("button.url")),
            "text": may(string("rich_text.text")),
            "unsafe": may(boolean),
            "style": may(STYLE),
        }
    ),
    "emoji": record(
        {
            "type": needed(one_of("emoji")),
            "name": needed(string()),
            "unicode": may(string()),
            "style": may(STYLE),
        }
    ),
    "date": record(
        {
            "type": needed(one_of("date")),
            "timestamp": needed(number),
            "format": needed(string()),
            "url": may(string()),
            "fallback": may(string()),
            "style": may(STYLE),
        }
    ),
    "broadcast": _piece("broadcast", range=one_of("here", "channel", "everyone")),
}

PARAGRAPH = listed(typed(PIECES), minimum=0)
BORDER = may(integer("rich_text.border"))
SECTION = record({"type": needed(one_of("rich_text_section")), "elements": needed(PARAGRAPH)})
QUOTE = record({"type": needed(one_of("rich_text_quote")), "elements": needed(PARAGRAPH), "border": BORDER})
PREFORMATTED = record(
    {
        "type": needed(one_of("rich_text_preformatted")),
        "elements": needed(listed(typed(PIECES, "text", "link"), minimum=0)),
        "border": BORDER,
    }
)
LIST = record(
    {
        "type": needed(one_of("rich_text_list")),
        "style": needed(one_of("bullet", "ordered")),
        "elements": needed(listed(SECTION)),
        "indent": may(integer("rich_text.indent")),
        "offset": may(number),
        "border": BORDER,
    }
)
RICH_TEXT = record(
    {
        "type": needed(one_of("rich_text")),
        "block_id": may(string("block_id")),
        "elements": needed(
            listed(
                typed(
                    {
                        "rich_text_section": SECTION,
                        "rich_text_quote": QUOTE,
                        "rich_text_preformatted": PREFORMATTED,
                        "rich_text_list": LIST,
                    }
                )
            )
        ),
    }
)
