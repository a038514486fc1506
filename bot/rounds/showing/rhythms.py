"""What is shown of a round that holds a rhythm: when it comes, how to change that; the form for both."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.showing import pages
from bot.rounds.showing.drawing import Entry, Weight
from bot.rounds.showing.sentences import act, message, whisper
from bot.rounds.time import recurring
from bot.rounds.time.hours import zone
from bot.rounds.time.rhythm import ONCE, STEPS, Rhythm
from bot.slack.blocks import Block, Message, View, choice, section, text_input
from bot.slack.times import day_of, weekday, when
from bot.words import Markup, Words

CHANGES = ("rhythm_skip", "rhythm_snooze", "rhythm_change", "rhythm_stop")
AGAIN = tuple(every for every in STEPS if every != ONCE)


def every(words: Words, kept: Rhythm) -> str:
    """For example "every Thursday at 15:00"."""
    if kept.weekday is None:
        return words["rhythm.every_day"].plain(time=kept.at)
    key = "every_fortnight" if kept.every == "fortnight" else "every_week"
    return words[f"rhythm.{key}"].plain(day=weekday(kept.weekday), time=kept.at)


def card(
    words: Words, round_: Round, seat: Seat | None = None, question: str = "", **blanks: object
) -> Message:
    """How it stands, and skip, snooze, stop; moments in the zone of that `seat`, or in the rhythm's own.

    `<practice>.rhythm.title` is filled with these blanks; `question`: what it will ask, if it is known.
    """
    title, line = words["rhythm.title"].fill(**blanks), stands(words, round_, seat)
    if recurring.rests(round_):
        row = [act(words, name, round_.id) for name in ("rhythm_again", *CHANGES[-2:])]
        return message(title, "", [line], [row])
    planned = recurring.planned(round_)
    if not comes(round_, seat) or planned is None:
        return message(title, question, [line])
    changes = CHANGES[-1:] if recurring.of(round_).every == ONCE else CHANGES
    row = [act(words, name, round_.id, value=planned.isoformat()) for name in changes]
    return message(title, question, [line], [row])


def entry(words: Words, round_: Round, seat: Seat, question: str = "", **blanks: object) -> list[Entry]:
    """Its line in somebody's Home tab, which leads to its page; none once it has stopped."""
    if not (recurring.rests(round_) or comes(round_, seat)):
        return []
    line = Markup(f"*{words['rhythm.title'].fill(**blanks)}*\n{stands(words, round_, seat)}")
    return [Entry(Weight.ASKED, line, act(words, "rhythm", round_.id), question, of=round_)]


def comes(round_: Round, seat: Seat | None) -> bool:
    left = seat is not None and seat.left_at is not None
    return recurring.runs(round_) and recurring.planned(round_) is not None and not left


def stands(words: Words, round_: Round, seat: Seat | None) -> Markup:
    """How it stands."""
    kept, planned, once = recurring.of(round_), recurring.planned(round_), recurring.of(round_).every == ONCE
    shut = recurring.kept(round_).get("shut")
    if recurring.rests(round_):
        key = "rests" if recurring.kept(round_)["silent"] >= recurring.SILENT else "rests_so"
        return words[f"rhythm.{key}"].fill(every=every(words, kept))
    if not comes(round_, seat) or planned is None:
        if once and shut:
            return words[f"rhythm.once_{shut}"].fill()
        if once:
            came = round_.status == Status.CLOSED
            return words["rhythm.came" if came else "rhythm.not_any_more"].fill()
        return words["rhythm.stopped"].fill(every=every(words, kept))
    here = zone(seat.zone if seat else kept.zone)
    if once:
        line = words["rhythm.runs_once"].fill(next=when(planned, here))
    else:
        line = words["rhythm.runs"].fill(every=every(words, kept), zone=kept.zone, next=when(planned, here))
    if kept.snoozed:
        last = datetime.fromisoformat(kept.snoozed) - timedelta(minutes=1)
        line = Markup(f"{words['rhythm.rests_until'].fill(day=day_of(last.astimezone(here).date()))} {line}")
    if left_out := recurring.kept(round_)["left_out"]:
        missed = when(datetime.fromisoformat(left_out), here)
        line = Markup(
            f"{line} {words[f'rhythm.shut_{shut}' if shut else 'rhythm.left_out'].fill(planned=missed)}"
        )
    return line


def form(
    words: Words,
    name: str,
    id_: str,
    zone_name: str,
    *whom: Block,
    kept: Rhythm | None = None,
    every: str = "week",
    more: Sequence[Block] = (),
) -> View:
    """How often, on which day, at what time, in whose zone, and with `whom`: to begin one, or to change what
    is `kept`. The zone is the one that is shown; `more` leads to what else can be chosen.
    """
    chosen = kept.every if kept else every
    day = kept.weekday if kept else None
    intro = section(words["rhythm_form.zone"].fill(zone=zone_name))
    times = inputs(words, AGAIN, chosen, day, kept.at if kept else "")
    return pages.form(words, name, id_, intro, *whom, *times, *more, about=zone_name)


def inputs(
    words: Words,
    ways: Sequence[str],
    chosen: str,
    day: int | None = None,
    at: str = "",
    table: str = "rhythm_form",
) -> list[Block]:
    """One of these ways, and the day and time that belong to it; in the words of that `table`."""
    named = [(way, words[f"{table}.when_{way}"]) for way in ways]
    days = [(str(number), weekday(number)) for number in range(7)]
    on, hint = None if day is None else str(day), words[f"{table}.day_hint"]
    return [
        choice("when", words[f"{table}.when"], named, chosen=chosen),
        choice("day", words[f"{table}.day"], days, chosen=on, optional=True, hint=hint),
        text_input(
            "time",
            words[f"{table}.time"],
            value=at,
            multiline=False,
            max_length=8,
            optional=True,
            hint=words[f"{table}.time_hint"],
        ),
    ]


def page(words: Words, round_: Round, person_id: str, **blanks: object) -> View:
    """The same as a page, behind what a rhythm has put."""
    seat = next((seat for seat in round_.present if seat.person_id == person_id), None)
    return pages.page(words, "rhythm_page", *card(words, round_, seat, "", **blanks).blocks)


def receipt(words: Words, round_: Round, now: datetime, key: str = "receipt", **blanks: object) -> Message:
    """For whoever began it, in the words `<practice>.rhythm.<key>`: how it was read, in whose zone."""
    kept = recurring.of(round_)
    first = when(recurring.next_at(round_, now) or now, zone(kept.zone))
    if kept.every == ONCE:
        return whisper(words["rhythm.receipt_once"].fill(zone=kept.zone, next=first, **blanks))
    return whisper(
        words[f"rhythm.{key}"].fill(every=every(words, kept), zone=kept.zone, next=first, **blanks)
    )
