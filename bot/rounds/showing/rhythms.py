"""What is shown of a round that holds a rhythm: when it comes, and how to change that."""

from datetime import datetime

from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import act, message, whisper
from bot.rounds.time import recurring
from bot.rounds.time.hours import zone
from bot.rounds.time.rhythm import ONCE, Rhythm
from bot.slack.blocks import Message, View
from bot.slack.times import weekday, when
from bot.words import Markup, Words

CHANGES = ("rhythm_skip", "rhythm_snooze", "rhythm_stop")


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
    kept, planned, once = recurring.of(round_), round_.wakes_at, recurring.of(round_).every == ONCE
    title = words["rhythm.title"].fill(**blanks)
    if recurring.rests(round_):
        line = words["rhythm.rests"].fill(every=every(words, kept))
        row = [act(words, name, round_.id) for name in ("rhythm_again", "rhythm_stop")]
        return message(title, "", [line], [row])
    if not recurring.runs(round_) or planned is None or (seat and seat.left_at):
        if once:
            came = round_.status == Status.CLOSED
            return message(title, question, [words["rhythm.came" if came else "rhythm.not_any_more"].fill()])
        return message(title, question, [words["rhythm.stopped"].fill(every=every(words, kept))])
    here = zone(seat.zone if seat else kept.zone)
    if once:
        line = words["rhythm.runs_once"].fill(next=when(planned, here))
    else:
        line = words["rhythm.runs"].fill(every=every(words, kept), zone=kept.zone, next=when(planned, here))
    if left_out := recurring.kept(round_)["left_out"]:
        missed = when(datetime.fromisoformat(left_out), here)
        line = Markup(f"{line} {words['rhythm.left_out'].fill(planned=missed)}")
    changes = CHANGES[-1:] if once else CHANGES
    row = [act(words, name, round_.id, value=planned.isoformat()) for name in changes]
    return message(title, question, [line], [row])


def page(words: Words, round_: Round, person_id: str, **blanks: object) -> View:
    """The same as a page, behind what a rhythm has put."""
    seat = next((seat for seat in round_.present if seat.person_id == person_id), None)
    return pages.page(words, "rhythm_page", *card(words, round_, seat, "", **blanks).blocks)


def receipt(words: Words, round_: Round, now: datetime, **blanks: object) -> Message:
    """For whoever began it, in the words `<practice>.rhythm.receipt`: how it was read, in whose zone."""
    kept = recurring.of(round_)
    first = when(recurring.next_at(round_, now) or now, zone(kept.zone))
    if kept.every == ONCE:
        return whisper(words["rhythm.receipt_once"].fill(zone=kept.zone, next=first, **blanks))
    return whisper(
        words["rhythm.receipt"].fill(every=every(words, kept), zone=kept.zone, next=first, **blanks)
    )
