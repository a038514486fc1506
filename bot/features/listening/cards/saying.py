"""Small pieces of sentences that cards and forms of a listening round share."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.listening.models import Form, Pace, Plan, Step, facts, pace, plan_of
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.time.hours import zone
from bot.slack.blocks import Block, Message, button, buttons, labels, quote, section
from bot.slack.times import clock_time, when
from bot.words import Markup, Words

words = Words("listening")

_SURE = ("step_out", "close", "take_back", "erase", "withdraw")
_FOR_READERS = ("done", "pass_turn", "more", "menu")


def names(seats: list[Seat], *, mention: bool = True) -> Markup:
    """Ana; Ana and Ben; Ana, Ben and Chloe. Whose name nobody has told us yet, Slack knows.

    In a channel a mention would ring: there it is the id, for the moment until the name is known.
    """
    called = [
        Markup(f"<@{seat.person_id}>")
        if mention and seat.name == seat.person_id
        else words["name_only"].fill(name=seat.name)
        for seat in seats
    ]
    start = str(words["comma"]).join(called[:-1])
    return Markup(str(words["and"]).join([start, called[-1]] if start else called))


def host_of(round_: Round) -> str:
    """The name of whoever looks after it; "" where nobody does."""
    return next((s.name for s in round_.present if s.person_id == round_.host_id), "")


def name_of(round_: Round, person_id: str) -> str:
    return next((s.name for s in round_.seats if s.person_id == person_id), "")


def moment_of(round_: Round, moment: datetime | None, zone_name: str) -> Markup:
    """The time of day in a live round, else day and time; each reader's own."""
    if moment is None:
        return Markup("")
    here = zone(zone_name)
    return clock_time(moment, here) if pace(round_) is Pace.LIVE else when(moment, here)


def turn(plan: Plan) -> str:
    """How long a turn is: "2 minutes", "4 working hours"."""
    unit = "minute" if plan.pace is Pace.LIVE else "hour"
    return words[f"unit.{unit}"] if plan.length == 1 else words[f"unit.{unit}s"].plain(count=plan.length)


def how_read(round_: Round, zone_name: str) -> str:
    """How the question was understood, in a few short sentences."""
    plan = plan_of(round_)
    if plan.pace is Pace.GATHER:
        parts = [
            words["how_read.gather"].fill(until=when(round_.ends_at or round_.created_at, zone(zone_name)))
        ]
    elif plan.pace is Pace.LIVE:
        key = "live_one" if plan.length == 1 else "live"
        parts = [words[f"how_read.{key}"].fill(minutes=plan.length)]
    else:
        parts = [words["how_read.relay"].fill(hours=plan.length)]
    if plan.form is not Form.SIMPLE:
        parts.append(words[f"how_read.{plan.form}"].fill())
    parts += [
        words[f"how_read.{name}"].fill()
        for name in ("check_in", "play_back", "publish")
        if getattr(plan, name)
    ]
    return Markup(" ".join(parts))


def act(name: str, round_: Round, *, primary: bool = False, value: str = "") -> Block:
    """The button of that name: an action, and a key of words."""
    sure = words[f"sure.{name}.title"] if name in _SURE else None
    return button(
        words[f"do.{_label(name, round_)}"],
        f"listening.{name}",
        f"{round_.id}|{value}" if value else round_.id,
        style="primary" if primary else None,
        label_for_readers=words[f"for_readers.{name}"].plain() if name in _FOR_READERS else None,
        confirm=None
        if sure is None
        else (sure, words[f"sure.{name}.text"], words[f"sure.{name}.yes"], words["sure.no"]),
    )


def _label(name: str, round_: Round) -> str:
    """The same act has another name where something else is meant."""
    if name == "write" and round_.step == Step.READ:
        return "write_late"
    if name == "join" and round_.step != Step.ASKED:
        return "join_late"
    if name == "join" and pace(round_) is Pace.RELAY:
        return "join_relay"
    return name


def aloud(line: Markup, row: list[Block]) -> Markup:
    """What is said, and what somebody can do: for notifications and screen readers."""
    if not row:
        return line
    return Markup(f"{line} {words['aloud.buttons'].fill(buttons=', '.join(labels(row)))}")


def message(
    title: Markup, question: str, body: Markup, rows: Sequence[list[Block]], foot: Sequence[Block] = ()
) -> Message:
    """A card: who asks, what, how it stands, and what one can do."""
    key = "aloud.card" if question else "aloud.no_question"
    said = words[key].fill(title=title, question=question, body=body)
    return Message(
        aloud(said, [b for row in rows for b in row]),
        [
            section(f"*{title}*"),
            *(quote(question) if question else []),
            section(body),
            *(buttons(*row) for row in rows if row),
            *foot,
        ],
    )


def lap_kind(round_: Round) -> str:
    """Whether this is the first time, once more after hearing everyone, or a new question."""
    f = facts(round_)
    if f["added"]:
        return "next"
    return "again" if f["lap"] > 1 else ""
