"""Other people's words, whole, in parts that fit; nothing in them can come alive.

In forms they are rich text. A message holds none, as no update could ever put anything else in its place
(docs: chat.update, block_mismatch): there they are plain text, in quotation marks.
"""

from bot.slack.objects import Block
from bot.slack.text import FSI, PDI, clean, escaped_bytes, isolated, split

PART = 3000  # a text object's limit; rich text has none that is documented
_OPENS, _CLOSES = "“", "”"
_LINE_COST = len(f"{FSI}{PDI}".encode())
_MARKS_COST = len(f"{_OPENS}{_CLOSES}".encode())


def parts(text: str) -> list[Block]:
    """As rich text, each no longer than a message takes it."""
    found = split(clean(text), PART - _LINE_COST - _MARKS_COST, _size)
    return [_rich(isolated(part.strip("\n")) or "–") for part in found]


def in_message(block: Block) -> Block:
    """A part of it as a message holds it, all in sight; every other block as it is."""
    if block["type"] != "rich_text":
        return block
    [said] = [piece["text"] for quoted in block["elements"] for piece in quoted["elements"]]
    text = {"type": "plain_text", "text": f"{_OPENS}{said}{_CLOSES}", "emoji": True}
    return {"type": "section", "text": text, "expand": True}


def said_in(block: Block) -> str:
    """The words of a message's block that quotes somebody; "" of every other: ours are never plain text."""
    if block["type"] != "section" or block["text"]["type"] != "plain_text":
        return ""
    return clean(str(block["text"]["text"]).removeprefix(_OPENS).removesuffix(_CLOSES))


def _rich(text: str) -> Block:
    quoted = {"type": "rich_text_quote", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [quoted]}


def _size(text: str) -> int:
    return escaped_bytes(text) + _LINE_COST * text.count("\n")
