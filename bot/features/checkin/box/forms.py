"""The page of a box, its forms; and what lies in it, in a meeting's form, under what it can go into."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.features.checkin.box.flow import item_of, items
from bot.features.checkin.box.models import LINE, MOST
from bot.features.checkin.meeting.cards.saying import act, words
from bot.features.checkin.meeting.forms import form
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import as_written
from bot.slack.blocks import Block, View, buttons, context, divider, section, text_input
from bot.slack.choices import opened
from bot.slack.text import utf16
from bot.words import Markup

_LIES = "in_box."  # begins the id of each block that shows what lies there
_NAMES = 40  # characters that the name of a box may grow to before it begins anew


def box(round_: Round) -> View:
    """What lies in it, each with what one can do with it."""
    lie = items(round_)
    blocks = [part for item in lie for part in _item(item)]
    nothing = [] if lie else [section(words["box.nothing"].fill())]
    room = [buttons(act("box_write", "-", primary=True))] if len(lie) < MOST else []
    return pages.page(words, "box", section(words["box.intro"].fill()), *room, *nothing, *blocks)


def _item(item: Reply) -> list[Block]:
    row = buttons(_about("box_change", item.id, item), _about("box_away", item.id, item))
    return [divider(), *as_written(item), row]


def _about(name: str, value: str, item: Reply) -> Block:
    """A button that says aloud which of them it is about."""
    which = words["box.which"].plain(does=words[f"do.{name}"], item=item.text) if item.text else ""
    return act(name, value, spoken=which)


def write() -> View:
    return _form("box_write", "-", "")


def change(round_: Round, item_id: str) -> View:
    return _form("box_change", item_id, item_of(round_, item_id).text or "")


def _form(name: str, id_: str, value: str) -> View:
    return form(
        name,
        id_,
        text_input(
            "item", words["box.label"], value=value, max_length=LINE, hint=words["unnamed"], focus=True
        ),
        reads=words["who_reads.box"].fill(),
    )


# --- in the form of a meeting


def offered(
    view: View, round_: Round, field: str, taken: Collection[str] = (), said: Markup | None = None
) -> View:
    """That form, with what lies in the box under the one of its boxes that is named; `taken` from there.

    As it is, where nothing lies there, or the form has no such box.
    """
    blocks = [one for one in opened(view.blocks) if not str(one.get("block_id", "")).startswith(_LIES)]
    at = next((n for n, one in enumerate(blocks, 1) if one.get("block_id") == field), 0)
    if not at or not items(round_):
        return view
    lie = [section(words["box.lies"].fill()), *([context(said)] if said else [])]
    lie += [part for item in items(round_) for part in _lies(item, field, taken=item.id in taken)]
    named = [block | {"block_id": f"{_LIES}{n}"} for n, block in enumerate(lie)]
    meta = view.private_metadata.partition("|")[0]
    there = ",".join(item.id for item in items(round_) if item.id in taken)
    return replace(
        view,
        blocks=[*blocks[:at], *named, *blocks[at:]],
        private_metadata=f"{meta}|{there}" if there else meta,
    )


def _lies(item: Reply, field: str, *, taken: bool) -> list[Block]:
    does = _about("leave_in_box" if taken else "from_box", f"{field}|{item.id}", item)
    return [*as_written(item), *([context(words["box.taken"].fill())] if taken else []), buttons(does)]


def taken_in(view: View, round_: Round, field: str, item_id: str) -> View:
    """Its words stand in that box, after what was written there; they can still be changed."""
    text, typed, most = _in_one(view, field, item_of(round_, item_id).text or "")
    whole = typed if text in typed else _between(view, field).join(filter(None, (typed, text)))
    if utf16(whole) > most:
        return offered(view, round_, field, taken_of(view), words["box.no_room"].fill())
    there = [*taken_of(view), item_id]
    return offered(_with(view, field, whole), round_, field, there)


def left_there(view: View, round_: Round, field: str, item_id: str) -> View:
    """It stays where it is; where its words stand as they were, they are out of that box."""
    text, typed, _ = _in_one(view, field, item_of(round_, item_id).text or "")
    there = [one for one in taken_of(view) if one != item_id]
    after = _between(view, field) + text
    rest = typed.replace(after if after in typed else text, "", 1).strip() if text else typed
    return offered(_with(view, field, rest), round_, field, there)


def taken_of(view: View) -> Sequence[str]:
    return named(view.private_metadata.partition("|")[2])


def named(about: str) -> list[str]:
    """Which of them were taken, as a form says it when it is sent."""
    return [one for one in about.split(",") if one][:MOST]


def _element(view: View, field: str) -> Block:
    found: Block = next(one["element"] for one in view.blocks if one.get("block_id") == field)
    return found


def _in_one(view: View, field: str, text: str) -> tuple[str, str, int]:
    """These words as that box has them; what is written in it; how many characters it takes."""
    element = _element(view, field)
    whole = text if element.get("multiline") else " ".join(text.split())
    return whole, str(element.get("initial_value", "")), int(element.get("max_length", LINE))


def _between(view: View, field: str) -> str:
    return "\n" if _element(view, field).get("multiline") else " "


def _with(view: View, field: str, text: str) -> View:
    """Another text in that box: Slack keeps what is typed for as long as the box has the same name."""
    element = {name: one for name, one in _element(view, field).items() if name != "initial_value"}
    element["action_id"] = f"{element['action_id']}_" if len(element["action_id"]) < _NAMES else "text"
    element |= {"initial_value": text} if text else {}
    blocks = [one | {"element": element} if one.get("block_id") == field else one for one in view.blocks]
    return replace(view, blocks=blocks)
