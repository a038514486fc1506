"""Small pieces of sentences that cards and forms of a matter share."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.options.flow import standing, testing
from bot.features.options.models import MANDATE, Level, deciders, facts
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.time.hours import zone
from bot.slack.blocks import Block, Message, button, buttons, context, labels, quote, section
from bot.slack.times import when
from bot.words import Markup, Words

words = Words("options")

_SURE = ("put_off", "take_back", "step_out", "refer")


def names(seats: Sequence[Seat]) -> Markup:
    """Ana; Ana and Ben; Ana, Ben and Chloe."""
    called = [words["name_only"].fill(name=seat.name) for seat in seats]
    start = str(words["comma"]).join(called[:-1])
    return Markup(str(words["and"]).join([start, called[-1]] if start else called))


def name_of(round_: Round, person_id: str) -> str:
    """Their name; "a member" for whoever did not sign."""
    return next((s.name for s in round_.seats if s.person_id == person_id), words["member"])


def moment_of(round_: Round, moment: datetime | None) -> Markup:
    """Day and time, each reader's own; what cannot draw reads the host's."""
    if moment is None:
        return Markup("")
    name = next((s.zone for s in round_.seats if s.person_id == round_.host_id), "UTC")
    return when(moment, zone(name))


def kinds(names_: Sequence[str]) -> Markup:
    called = [words[f"kind.{name}"].fill() for name in names_]
    return Markup(str(words["and"]).join(called))


def act(name: str, round_: Round, *, primary: bool = False, value: str = "", says: str = "") -> Block:
    """The button of that name: an action, and a key of words, unless it `says` something else here."""
    sure = words[f"sure.{name}.title"] if name in _SURE else None
    return button(
        says or words[f"do.{name}"],
        f"options.{name}",
        f"{round_.id}|{value}" if value else round_.id,
        style="primary" if primary else None,
        label_for_readers=words["for_readers.menu"].plain() if name == "menu" else None,
        confirm=None
        if sure is None
        else (sure, words[f"sure.{name}.text"], words[f"sure.{name}.yes"], words["sure.no"]),
    )


def aloud(line: Markup, row: Sequence[Block]) -> Markup:
    """What is said, and what somebody can do: for notifications and screen readers."""
    if not row:
        return line
    return Markup(f"{line} {words['aloud.buttons'].fill(buttons=', '.join(labels(row)))}")


def message(
    title: Markup, question: str, body: Sequence[Block], spoken: Markup, row: Sequence[Block]
) -> Message:
    """A card: what is asked, how it stands, and what one can do."""
    said = words["aloud.card"].fill(title=title, question=question, body=spoken)
    blocks = [section(f"*{title}*"), *quote(question), *body, *([buttons(*row)] if row else [])]
    return Message(aloud(said, row), blocks)


def mandate(round_: Round) -> list[Block]:
    """What is ours to decide, and what is not: on every page, where it was said."""
    lines = [
        words[f"mandate.{key}"].fill(text=text) for key in MANDATE if (text := standing.text(round_, key))
    ]
    return [context(Markup("\n".join(lines)))] if lines else []


def signed(round_: Round, replies: Sequence[Reply]) -> list[Block]:
    """What people said, each with their name."""
    blocks: list[Block] = []
    for reply in replies:
        if reply.text:
            blocks += quote(
                reply.text, attribution=words["name_only"].fill(name=name_of(round_, reply.author_id))
            )
    return blocks


def counts(result: testing.Result) -> Markup:
    """How many answered at each level, in words; then who did not."""
    lines = [
        words["result.level"].fill(level=words[f"level.{level}"], count=result["levels"][level])
        for level in Level
        if result["levels"].get(level)
    ]
    if result["missing"]:
        lines.append(words["result.missing"].fill(count=result["missing"]))
    if result["lacks"]:
        lines.append(words["result.lacks"].fill(kinds=kinds(result["lacks"])))
    return Markup("\n".join(lines))


def reasons(result: testing.Result) -> list[Block]:
    """Why, in people's own words: with a name only where it was ticked."""
    blocks: list[Block] = []
    for reason in result["reasons"]:
        who = words["result.by"].fill(
            level=words[f"level.{reason['level']}"], name=reason["name"] or words["member"]
        )
        blocks += quote(reason["text"], attribution=who)
    return blocks


def who_decides(round_: Round) -> Markup:
    return words["card.deciders"].fill(names=names(deciders(round_)))


def lacking(round_: Round) -> Markup:
    """Whose experience was to be heard, and nobody brings who decides; "" where all is there."""
    lack = standing.missing_kinds(round_)
    return words["card.lacking"].fill(kinds=kinds(lack)) if lack and facts(round_)["kinds"] else Markup("")


def to_record(round_: Round, *, primary: bool = False) -> Block:
    """The button that opens its record, in the channel's register."""
    value = f"{round_.channel_id}|{facts(round_)['record']}"
    return button(words["do.record"], "options.record", value, style="primary" if primary else None)
