"""What people see of a pair: the invitation, the answer, their card, who stepped out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from bot.features.pairs import flow
from bot.features.pairs.models import ASKED, LAPSED, NO, YES, Step, place
from bot.people.models import Pair
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing import closing
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.slack.blocks import Block, Message, View, button, buttons, labels, people, section
from bot.words import Markup, Phrase, Words

words = Words("pairs")

_NAME = Phrase("{name}")


def draw(round_: Round) -> dict[str, Drawing]:
    """One card for everybody in it; whoever asked sees theirs once there is something to see."""
    unreached = any(s.unreached for s in round_.seats)  # `show` adds to the host's card that Slack refused
    return {
        s.person_id: Drawing(s.person_id, s.rang, card(round_, s))
        for s in round_.seats
        if (s.rang or (unreached and s.person_id == round_.host_id)) and not (s.gone and s.step == LAPSED)
    }


def card(round_: Round, seat: Seat) -> Message:
    key, does = _face(round_, seat)
    line = words[f"card.{key}"].fill(**_blanks(round_, seat))
    row = [b for place, name in enumerate(does) for b in _button(name, round_.id, first=place == 0)]
    return _message(line, [section(line)], row)


def invite(chosen: tuple[str, ...] = ()) -> View:
    return View(
        title=words["invite.title"],
        blocks=[
            section(words["invite.intro"].fill()),
            people("people", words["invite.label"], many=True, chosen=chosen, at_most=2),
        ],
        callback_id="pairs.invite",
        submit=words["invite.submit"],
        close=words["close"],
    )


def how() -> View:
    parts = ("what", "kept", "slack", "leave")
    return View(
        title=words["how.title"],
        blocks=[section(f"*{words[f'how.{p}.title']}*\n{words[f'how.{p}.text']}") for p in parts],
        close=words["close"],
    )


def usage(pairs: list[tuple[Pair, str]]) -> Message:
    """What `/pair` does, and whom one is in a pair with."""
    line = words["usage"].fill()
    mine = "\n".join(words["usage_pair"].fill(names=names) for _, names in pairs)
    blocks = [section(line), section(mine)] if mine else [section(line)]
    return _message(line, blocks, [button(words["do.invite"], "pairs.invite")])


def receipt(key: str, names: str = "") -> Message:
    line = words[f"receipt.{key}"].fill(names=names)
    return Message(line, [section(line)])


def done(key: str, names: str = "") -> View:
    return View(
        words["invite.title"], [section(words[f"receipt.{key}"].fill(names=names))], close=words["close"]
    )


def called(people_: list[tuple[str, str]]) -> Markup:
    """Names for a private note; somebody we have not met yet is called as Slack calls them."""
    one = [Markup(f"<@{id_}>") if name == id_ else _NAME.fill(name=name) for id_, name in people_]
    return Markup(str(words["and"]).join(one))


def names(all_names: list[str]) -> str:
    return str(words["and"]).join(all_names)


def leave_button(pair_id: str, others: str = "") -> Block:
    return button(
        words["do.leave"],
        "pairs.leave",
        pair_id,
        label_for_readers=words["leave_for_readers"].plain(names=others) if others else None,
        confirm=_sure(),
    )


def _message(line: Markup, blocks: list[Block], row: list[Block]) -> Message:
    if not row:
        return Message(line, blocks)
    aloud = words["aloud"].fill(body=line, buttons=", ".join(labels(row)))
    return Message(aloud, [*blocks, buttons(*row)])


def _face(round_: Round, seat: Seat) -> tuple[str, tuple[str, ...]]:
    if seat.left_at:
        return "you_left", ("invite",)
    if seat.step == ASKED:
        return ("invited_three" if len(round_.seats) > 2 else "invited"), ("yes", "no", "how")
    if seat.step == NO:
        return "you_declined", ()
    if seat.step == LAPSED:
        return "lapsed", ()
    if round_.step == Step.TOGETHER and len(flow.members(round_)) == 1:
        if place(seat).get("alone"):
            return "alone", ("question", "invite", "stop")
        return "left_alone", ("invite", "alone", "stop")
    if round_.step == Step.TOGETHER:
        left = any(s.left_at for s in round_.seats)
        declined = seat.rang.startswith("declined")
        return ("left_two" if left else "joined" if declined else "together"), ("question", "leave")
    if seat.rang.startswith("unreachable"):
        return "unreachable", ("invite",)
    return ("declined" if any(s.step == NO for s in round_.seats) else "unanswered"), ("invite",)


def _button(name: str, value: str, *, first: bool) -> list[Block]:
    if name == "leave":
        return [leave_button(value)]
    if name == "question":
        return closing.door("question", value, style="primary")
    style: Literal["primary"] | None = "primary" if first and name != "invite" else None
    return [button(words[f"do.{name}"], f"pairs.{name}", value, style=style)]


def _sure() -> tuple[str, str, str, str]:
    texts: list[Phrase] = [words[f"sure.leave.{part}"] for part in ("title", "text", "yes", "no")]
    return (texts[0], texts[1], texts[2], texts[3])


def _blanks(round_: Round, seat: Seat) -> dict[str, object]:
    others = [s for s in round_.seats if s is not seat]
    members = [s.name for s in flow.members(round_) if s is not seat]
    left = [s.name for s in others if s.left_at]
    declined = [s.name for s in others if s.step == NO]
    gone = [s.name for s in others if s.gone and s.step == LAPSED]
    host = next((s.name for s in round_.seats if s.person_id == round_.host_id), "")
    return {
        "host": host,
        "others": names([s.name for s in others if s.person_id != round_.host_id]),
        "names": names(members or [s.name for s in others]),
        "left": names(left),
        "declined": names(declined),
        "gone": names(gone),
    }


def home(rounds: Sequence[Round], person_id: str, _: datetime) -> list[Entry]:
    """In a person's Home tab: whom they reflect with, and the doors to a question and to somebody else."""
    pairs = [r for r in rounds if r.step == Step.TOGETHER and r.seat(person_id).step == YES]
    asks = closing.door("question") if pairs else []
    line = words["home.more" if pairs else "home.none"].fill()
    return [
        *(_with(round_, person_id) for round_ in pairs),
        *(Entry(Weight.DOORS, words["home.question"].fill(), door) for door in asks),
        Entry(Weight.DOORS, line, button(words["do.invite"], "pairs.invite")),
    ]


def _with(round_: Round, person_id: str) -> Entry:
    others = names([seat.name for seat in flow.members(round_) if seat.person_id != person_id])
    line = words["home.with"].fill(names=others) if others else words["home.alone"].fill()
    return Entry(Weight.HAS, line, leave_button(round_.id, others))
