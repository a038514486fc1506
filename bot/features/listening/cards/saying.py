"""Small pieces of sentences that cards and forms of a listening round share."""

from datetime import datetime

from bot.catalogue import Prompt
from bot.features.listening.flow import standing
from bot.features.listening.models import Form, Pace, Plan, Step, facts, pace, plan_of
from bot.rounds.company.standing import hosts
from bot.rounds.keeping.models import Round, Status
from bot.rounds.showing import prompts, sentences
from bot.rounds.showing.sentences import name_of
from bot.rounds.time.hours import zone
from bot.slack.blocks import Block
from bot.slack.times import when
from bot.words import Markup, Words

words = Words("listening")
_JOIN = {Pace.LIVE: "join_live", Pace.RELAY: "join_relay"}


def host_of(round_: Round) -> str:
    """Who looks after it, one where two do; else who did; "" where nobody has yet."""
    first = next((seat.person_id for seat in hosts(round_)), round_.host_id)
    return name_of(round_, first) if first else ""


def moment_of(round_: Round, moment: datetime | None, zone_name: str = "") -> Markup:
    """The time of day in a live round, else day and time; each reader's own."""
    return sentences.moment_of(round_, moment, zone_name, live=pace(round_) is Pace.LIVE)


def prompt_of(round_: Round) -> Prompt | None:
    """The prompt of the catalogue that is asked now, if it is one."""
    return prompts.prompt_of(round_, standing.question(round_))


def turn(plan: Plan) -> str:
    """How long a turn is: "2 minutes", "4 working hours"."""
    unit = "minute" if plan.pace is Pace.LIVE else "hour"
    return words[f"unit.{unit}"] if plan.length == 1 else words[f"unit.{unit}s"].plain(count=plan.length)


def how_read(round_: Round, zone_name: str) -> Markup:
    """How the question was understood, in a few short sentences."""
    plan = plan_of(round_)
    until = when(round_.ends_at or round_.created_at, zone(zone_name))
    pace_ = "live_one" if plan.pace is Pace.LIVE and plan.length == 1 else plan.pace
    ticks = [name for name in ("check_in", "play_back", "publish") if getattr(plan, name)]
    if plan.pace is not Pace.GATHER:
        ticks = ["play_back_aloud" if name == "play_back" else name for name in ticks]
    parts = [pace_, *([plan.form] if plan.form is not Form.SIMPLE else []), *ticks]
    blanks = {"until": until, "minutes": plan.length, "hours": plan.length}
    return Markup(" ".join(words[f"how_read.{part}"].fill(**blanks) for part in parts))


def act(name: str, round_: Round, *, primary: bool = False, value: str = "") -> Block:
    """The button of that name; the same act has another label where something else is meant."""
    label = name
    if name == "write" and standing.takes_late(round_):
        label = "write_late"
    elif name == "join":
        label = "join_late" if round_.step != Step.ASKED else _JOIN[pace(round_)]
    return sentences.act(words, name, round_.id, primary=primary, value=value, says=words[f"do.{label}"])


def put_by(round_: Round) -> str:
    """The id of the rhythm that put the question, while it is to be answered; "" where somebody did."""
    first = round_.step in (Step.ASKED, Step.WRITE) and facts(round_)["lap"] < 2
    return facts(round_).get("rhythm", "") if first and round_.status == Status.RUNNING else ""


def on_floor(round_: Round) -> bool:
    """Whether the floor goes from one to the next just now."""
    if round_.step == Step.CHECK_OUT:
        return pace(round_) is Pace.LIVE
    return round_.step in (Step.CHECK_IN, Step.TURNS)


def lap_kind(round_: Round) -> str:
    """Whether this is the first time (""), once more after hearing everyone, or a new question."""
    f = facts(round_)
    if f["added"]:
        return "next"
    return "again" if f["lap"] > 1 else ""
