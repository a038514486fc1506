"""The card of a pair's rhythm: when the next question comes, how to change that, what is asked in private."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.catalogue import families
from bot.features.reflection.cards import home as reflections
from bot.features.reflection.cards import words
from bot.features.reflection.models import WEEKLY
from bot.features.reflection.weekly import flow as weekly
from bot.features.reflection.weekly.models import HAND, facts, place
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing import closing, pages, rhythms
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.showing.sentences import act, message, names
from bot.rounds.time import recurring
from bot.slack.blocks import Block, Message, View
from bot.slack.times import day_of
from bot.words import Markup


def draw(round_: Round) -> dict[str, Drawing]:
    return {s.person_id: Drawing(s.person_id, s.rang, card(round_, s)) for s in round_.seats}


def card(round_: Round, seat: Seat) -> Message:
    """What it asks this person alone; else how it stands, and the ways to change it."""
    title = _title(round_, seat)
    if asks := asked_alone(round_, seat):
        return message(title, "", [words[f"{asks}.text"].fill()], [_answers(round_, asks)])
    return message(title, "", stands(round_, seat), [_changes(round_, seat)])


def _title(round_: Round, seat: Seat) -> Markup:
    """For whom it is: alone for whoever is the only one in it, whoever was before."""
    others = _others(round_, seat.person_id)
    alone = not others or (weekly.is_alone(round_) and not seat.left_at)
    return words["rhythm.title_alone"].fill() if alone else words["rhythm.title"].fill(names=others)


def asked_alone(round_: Round, seat: Seat) -> str:
    """What their card asks this person in private; "" for nothing."""
    return place(seat)["asks"] if rhythms.comes(round_, seat) else ""


def stands(round_: Round, seat: Seat) -> list[Markup]:
    """How it stands: when it comes or that it rests, and for whom or how long."""
    if facts(round_)["ended"]:
        return [words["rhythm.ended"].fill(every=rhythms.every(words, recurring.of(round_)))]
    if weekly.last_has_come(round_):
        return [words["rhythm.last"].fill(every=rhythms.every(words, recurring.of(round_)))]
    lines = [rhythms.stands(words, round_, seat), *_planned(round_)]
    if not rhythms.comes(round_, seat):
        alone = recurring.rests(round_) and weekly.is_alone(round_) and not seat.left_at
        return [*lines, words["rhythm.left_alone"].fill()] if alone else lines
    away = weekly.held_by(round_, seat.person_id)
    return lines + ([words["rhythm.held"].fill(names=names(away))] if away else [])


def _planned(round_: Round) -> list[Markup]:
    """What it asks about, and until when it comes, where that was chosen."""
    f = facts(round_)
    about = " · ".join(family.title for family in families("pair") if family.id in f["families"])
    lines = [words["rhythm.about"].fill(about=about)] if about else []
    until = day_of(date.fromisoformat(f["ends"])) if f["ends"] and recurring.runs(round_) else ""
    return lines + ([words["rhythm.until"].fill(day=until)] if until else [])


def _answers(round_: Round, asks: str) -> list[Block]:
    """What somebody can answer to what they are asked in private."""
    talk = closing.door("talk", round_.id)
    fine = act(words, "rhythm_fine", round_.id, says=words[f"{asks}.fine"])
    rest = act(words, "rhythm_rest", round_.id)
    if asks == HAND:
        return [*talk, rest, fine]
    change, stop = (
        act(words, "rhythm_change", round_.id),
        act(words, "rhythm_stop", round_.id, says=words["quiet.stop"]),
    )
    return [rest, change, *talk, stop, fine]


def _changes(round_: Round, seat: Seat) -> list[Block]:
    if facts(round_)["ended"] and not seat.left_at:
        return [act(words, "rhythm_new", round_.subject_id or "", primary=True)]
    if not recurring.runs(round_) or seat.left_at:
        return []
    if recurring.rests(round_):
        return [act(words, name, round_.id) for name in ("rhythm_again", "rhythm_change", "rhythm_stop")]
    if weekly.last_has_come(round_):
        return [act(words, name, round_.id) for name in ("rhythm_change", "rhythm_stop")]
    planned = recurring.planned(round_)
    skip = act(words, "rhythm_skip", round_.id, value=planned.isoformat() if planned else "")
    return [skip, *(act(words, name, round_.id) for name in ("rhythm_rest", "rhythm_change", "rhythm_stop"))]


def page(round_: Round, person_id: str) -> View:
    """The same, behind a question that it has put."""
    return pages.page(words, "rhythm_page", *card(round_, round_.seat(person_id)).blocks)


def home(rounds: Sequence[Round], person_id: str, now: datetime) -> list[Entry]:
    """What waits and goes on; what comes again, and the door to let something come again."""
    lines = [entry for round_ in rounds if round_.kind == WEEKLY for entry in _entry(round_, person_id)]
    door = Entry(Weight.ASKED, words["home.rhythm"].fill(), act(words, "rhythm_new", ""))
    return [*reflections(rounds, person_id, now), *lines, door]


def _entry(round_: Round, person_id: str) -> list[Entry]:
    seat = round_.seat(person_id)
    door = act(words, "rhythm", round_.id)
    if asked_alone(round_, seat):
        return [Entry(Weight.WAITS, words["home.quiet"].fill(), door, of=round_)]
    if not (recurring.rests(round_) or rhythms.comes(round_, seat)) or seat.left_at:
        return []
    line = Markup("\n".join([f"*{_title(round_, seat)}*", *stands(round_, seat)]))
    return [Entry(Weight.ASKED, line, door, of=round_)]


def _others(round_: Round, person_id: str) -> Markup:
    there = round_.others(person_id) or [seat for seat in round_.seats if seat.person_id != person_id]
    return names(there, partner=True)


def receipt(round_: Round, now: datetime) -> Message:
    """For whoever began it: how it was read, in whose zone, and from when on."""
    others = _others(round_, round_.host_id)
    return rhythms.receipt(words, round_, now, "receipt" if others else "receipt_alone", names=others)
