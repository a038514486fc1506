"""When the sentences of a reflection's cards are so that claim an act."""

from bot.features.reflection.models import Step, facts, live_of, place
from bot.rounds.keeping.models import Round, Seat, Status
from tests.practices import Claim, History


def _over(past: History, _: Seat) -> bool:
    return past.round.status in (Status.CLOSED, Status.STOPPED)


def _answers(round_: Round) -> set[str]:
    there = {seat.person_id for seat in round_.present}
    return {r.author_id for r in round_.replies if r.kind in ("answer", "open") and r.author_id in there}


def _others(past: History, seat: Seat) -> set[str]:
    return {one.person_id for one in past.round.others(seat.person_id)}


def _last(past: History, seat: Seat) -> bool:
    return seat.person_id not in _answers(past.round) and _others(past, seat) <= _answers(past.round)


def _told(past: History, seat: Seat) -> object:
    """In a message of its own, or together with other things."""
    return seat.told_at or any(one.seat(seat.person_id).rang for one in past.before)


def _undecided(past: History, seat: Seat) -> bool:
    others = past.round.others(seat.person_id)
    return bool(place(seat)["choice"]) and any(not place(s)["choice"] for s in others)


def _kept(past: History, seat: Seat) -> bool:
    mine = [reply for reply in past.round.replies if reply.author_id == seat.person_id]
    return _over(past, seat) and any(reply.kind in ("answer", "draft") for reply in mine)


def _said_back(past: History, seat: Seat) -> bool:
    return bool(past.round.of_kind("heard", seat.person_id))


def _played_back(past: History, seat: Seat) -> bool:
    return any(r.about == seat.person_id for r in past.round.of_kind("heard"))


def _said_as_other(past: History, seat: Seat) -> object:
    return past.round.of_kind("open", seat.person_id)


def _put_as_they_would(past: History, seat: Seat) -> bool:
    return any(r.about == seat.person_id for r in past.round.of_kind("open"))


def _somebody_is_here(past: History, seat: Seat) -> bool:
    return any(place(one)["here"] for one in past.round.others(seat.person_id))


def _all_are_here(past: History, _: Seat) -> object:
    return live_of(past.round)


def _all_heard(past: History, _: Seat) -> bool:
    def heard(person: str) -> bool:
        return past.ever(
            lambda one: any(
                place(s)["listens_to"] == person and place(s)["confirmed"] == "yes" for s in one.seats
            )
        )

    return all(heard(seat.person_id) for seat in past.round.present)


def _note(past: History, seat: Seat, *, mine: bool, ticked: bool, rest: bool = False) -> bool:
    note = past.round.one("note")
    if note is None:
        return False
    others = [s for s in past.round.others(seat.person_id) if place(s)["ticked"] != note.id]
    by_me, agrees = note.author_id == seat.person_id, place(seat)["ticked"] == note.id
    return (by_me or not mine) and agrees == ticked and not (rest and others)


def _left_alone(past: History, seat: Seat) -> bool:
    return past.round.present == [seat]


def _was_left(past: History, seat: Seat) -> bool:
    return all(s.left_at and seat.left_at and s.left_at <= seat.left_at for s in past.round.seats)


def _stepped_out(past: History, seat: Seat) -> bool:
    return seat.left_at is not None and (len(past.round.seats) == 1 or not _was_left(past, seat))


CLAIMS: dict[str, Claim] = {
    "live.is_here": _somebody_is_here,
    "live.are_here": _somebody_is_here,
    "live.you_are_here": lambda _, seat: place(seat)["here"],
    "live.unhurried": lambda past, _: live_of(past.round) is None,
    "live.write": _all_are_here,
    "live.read": _all_are_here,
    "live.note": _all_are_here,
    "live.open": _all_are_here,
    "live.hear": _all_are_here,
    "live.hear_then": _all_are_here,
    "live.confirm_then": _all_are_here,
    "live.hear_me": lambda past, seat: not past.round.of_kind("heard", seat.person_id),
    "card.taken_back": lambda past, _: past.round.step == Step.TAKEN_BACK and not past.round.replies,
    "card.taken_back_mine": lambda past, _: past.round.step == Step.TAKEN_BACK and not past.round.replies,
    "card.asked_answered": _last,
    "card.asked_answered_last": _last,
    "card.asked_answered_three": lambda past, seat: _others(past, seat) & _answers(past.round),
    "card.nudged": _told,
    "card.empty": lambda past, _: not _answers(past.round),
    "card.choose": lambda past, seat: _others(past, seat) - _answers(past.round),
    "card.choose_three": lambda past, seat: _others(past, seat) - _answers(past.round),
    "card.choose_together": lambda past, _: len(_answers(past.round)) > 1,
    "card.chosen": _undecided,
    "card.shared": lambda past, seat: any(r.author_id != seat.person_id for r in past.round.of_kind("open")),
    "card.shared_mine": lambda past, seat: past.round.of_kind("open", seat.person_id),
    "card.opened": lambda past, _: past.ever(lambda one: {s.person_id for s in one.seats} & _answers(one)),
    "card.opened_some": lambda past, _: past.round.of_kind("open"),
    "card.being_heard": lambda past, seat: past.round.of_kind("open", seat.person_id),
    "card.heard": _said_back,
    "card.let_go_heard": _said_back,
    "card.played_back": _played_back,
    "card.played_back_many": _played_back,
    "card.other_anew": lambda past, _: any(s.left_at for s in past.round.seats),
    "card.other_heard": _said_as_other,
    "card.other_near": _put_as_they_would,
    "card.other_near_many": _put_as_they_would,
    "card.other_note_all": _all_heard,
    "card.note_all_heard": _all_heard,
    "card.note_proposed": lambda past, seat: _note(past, seat, mine=False, ticked=False),
    "card.note_mine": lambda past, seat: _note(past, seat, mine=True, ticked=False),
    "card.note_only_mine": lambda past, seat: _note(past, seat, mine=True, ticked=False, rest=True),
    "card.note_ticked": lambda past, seat: _note(past, seat, mine=False, ticked=True),
    "card.note_ticked_many": lambda past, seat: _note(past, seat, mine=False, ticked=True),
    "card.alone": _left_alone,
    "card.alone_three": _left_alone,
    "card.left": _stepped_out,
    "card.left_last": _was_left,
    "card.closed": _over,
    "card.closed_with_note": lambda past, seat: _over(past, seat) and past.round.one("joint"),
    "card.closed_alone": _over,
    "card.closed_unopened": lambda past, seat: _over(past, seat) and not past.round.of_kind("open"),
    "card.closed_taken_back": lambda past, seat: _over(past, seat) and past.round.one("withdrawn"),
    "card.kept": _kept,
    "card.stopped": _over,
    "card.note_out": lambda past, seat: facts(past.round)["note_out"] not in ("", seat.person_id),
    "card.note_out_mine": lambda past, seat: facts(past.round)["note_out"] == seat.person_id,
    "card.forgotten_but_note": lambda past, seat: _over(past, seat) and past.round.one("joint"),
    "card.forgotten": lambda past, seat: _over(past, seat) and not past.round.replies,
}
