"""People who look at what stands before them once or twice a working day, and press what they see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.world import Seen, Somebody, pressable

ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Africa/Accra")
PLAIN = "What I have in mind of this, in a few words."
# What ends or puts off what they have: hardly anybody does that every day.
LAST = (
    "Leave",
    "Stop",
    "Rest",
    "End it",
    "Step out",
    "Take it back",
    "Delete what I wrote",
    "Leave it for now",
)


@dataclass(frozen=True)
class Life:
    """Somebody, their time zone, and the channel that they and some others are in."""

    who: Somebody
    zone: str
    channel: str

    @property
    def others(self) -> list[Somebody]:
        """Who is in that channel besides."""
        there = self.who.world.slack.conversations[self.channel].members
        return [one for one in self.who.world.everybody if one.id in there and one is not self.who]


@dataclass(frozen=True)
class Look:
    """A moment (UTC) at which somebody is at their desk."""

    at: datetime
    life: Life


def looks(people: list[Life], start: datetime, days: int, chance: Random) -> list[Look]:
    """When each of these looks: on most working days, once or twice, each in their own hours."""
    found = []
    for life in people:
        here = ZoneInfo(life.zone)
        for number in range(days):
            day = (start + timedelta(days=number)).astimezone(here).date()
            for _ in range(chance.choice((0, 1, 2, 2)) if day.weekday() < 5 else 0):
                minute = timedelta(minutes=chance.randrange(0, 8 * 60))
                at = datetime.combine(day, time(9), here) + minute
                if at > start:
                    found.append(Look(at, life))
    return sorted(found, key=lambda look: look.at)


def lives(life: Life, chance: Random) -> None:
    """What somebody does while they are there: a press or two, and each form that opens is filled in."""
    for _ in range(chance.choice((1, 2, 3))):
        if chance.random() < 0.12:
            _starts(life, chance)
        elif found := list(_seen(life)):
            channel, seen, element, block = chance.choice(found)
            _press(life.who, channel, seen, element, block)
        _fill_in(life, chance)


def _starts(life: Life, chance: Random) -> None:
    typed = chance.choice(STARTS)
    some = chance.sample(life.others, min(len(life.others), chance.randint(3, 5)))
    one, *_ = names = [f"@{one.name.lower()}" for one in some]
    told = typed.format(some=" ".join(names), one=one)
    life.who.types(told, life.channel if chance.random() < 0.5 else None)


STARTS = (
    "/reflect What helps us hear each other?",
    "/listen How did this week land with you?",
    "/listen How do we part on a Friday? -- thu 15:00",
    "/checkin How is it going?",
    "/reflect weekly thu 15:00",
    "/checkin weekly tue 10:00",
    "/checkin set {some}",
    "/options How do we plan going home?",
    "/alongside review",
    "/alongside coaching {one}",
    "/alongside coaching {one} -- live",
)


def _seen(life: Life) -> Iterator[tuple[str, Seen, dict[str, Any], dict[str, Any]]]:
    """The buttons before them that go on with something, in the newest messages."""
    for channel, few in ((life.who.dm, 6), (life.channel, 3)):
        for seen in life.who.messages(channel)[-few:]:
            for block, element in pressable(seen.raw.get("blocks") or []):
                if not element["text"]["text"].startswith(LAST):
                    yield channel, seen, element, block


def _press(who: Somebody, channel: str, seen: Seen, element: dict[str, Any], block: dict[str, Any]) -> None:
    who.world.slack.press(
        who.id, channel=channel, ts=seen.raw["ts"], action_id=element["action_id"], block_id=block["block_id"]
    )
    who.world.settle()


def _fill_in(life: Life, chance: Random) -> None:
    """The form in front of them is filled in and sent, or put away; and what opens after it."""
    who = life.who
    for _ in range(3):
        form = who.form
        if form is None:
            return
        if form.get("submit"):
            values = {
                b["block_id"]: _answer(b["element"], life, chance)
                for b in form["blocks"]
                if b["type"] == "input"
            }
            who.world.slack.submit(who.id, form["id"], {block: one for block, one in values.items() if one})
            who.world.settle()
        if (left := who.form) and (left["id"] == form["id"] or not left.get("submit")):
            break
    while who.form:
        who.closes()


def _answer(element: dict[str, Any], life: Life, chance: Random) -> dict[str, Any]:
    kind, action = element["type"], element["action_id"]
    answer: dict[str, Any] = {}
    if kind in ("radio_buttons", "static_select"):
        answer = {"selected_option": chance.choice(element["options"])}
    elif kind in ("checkboxes", "multi_static_select"):
        answer = {"selected_options": [one for one in element["options"] if chance.random() < 0.3]}
    elif kind == "multi_users_select":
        most = min(element.get("max_selected_items", 5), 5)
        others = [one.id for one in life.others]
        answer = {"selected_users": chance.sample(others, min(most, len(others), chance.randint(1, 5)))}
    elif kind == "users_select":
        answer = {"selected_user": chance.choice(life.others).id}
    elif kind == "datepicker":
        day = life.who.world.clock().date() + timedelta(days=chance.randint(1, 20))
        answer = {"selected_date": day.isoformat()}
    elif kind == "number_input":
        answer = {"value": str(element.get("min_value", "1"))}
    elif kind == "plain_text_input":
        answer = {"value": PLAIN[: element.get("max_length", 80)]}
    return {action: {"type": kind, **answer}} if answer else {}
