"""What is asked of a round before anything happens in it: does it go on, who looks after it, who is in it."""

from collections.abc import Iterable

from bot.refusal import Refusal
from bot.rounds.company.common import common
from bot.rounds.keeping.models import Round, Seat, Status


def refused(round_: Round, key: str, field: str | None = None, **blanks: object) -> Refusal:
    """A polite no in the words of this round's practice, or in those that every practice shares."""
    return Refusal(f"{round_.feature}.refused.{key}", field, **blanks)


def going(round_: Round) -> None:
    """Refuses while it rests, and once it is over."""
    if round_.status == Status.PAUSED:
        raise refused(round_, "paused")
    if round_.status != Status.RUNNING:
        raise refused(round_, "over")


def at(round_: Round, *steps: str) -> None:
    """Refuses what belongs to another step, and while it does not go on."""
    going(round_)
    if round_.step not in steps:
        raise refused(round_, "moved_on")


def hosts(round_: Round) -> list[Seat]:
    """Who looks after it and is there: nobody, one, or two with the same rights, the host first."""
    ids = (round_.host_id, round_.facts.get("beside", ""))
    there = [seat for seat in round_.present if seat.person_id in ids and not (seat.gone or seat.outside)]
    return sorted(there, key=lambda seat: ids.index(seat.person_id))


def looks_after(round_: Round, person_id: str) -> bool:
    """Whether this person is one of those."""
    return any(seat.person_id == person_id for seat in hosts(round_))


def host_name(round_: Round) -> str:
    """The name of whoever looks after it; "" where nobody does, and where it is not known yet."""
    return next((seat.name for seat in hosts(round_) if seat.name != seat.person_id), "")


def hosting(round_: Round, person_id: str) -> None:
    """Refuses everybody but those who look after it."""
    if not looks_after(round_, person_id):
        name = host_name(round_)
        raise refused(round_, "host", host=name) if name else refused(round_, "no_host")


def one_of(round_: Round, person_id: str, seats: Iterable[Seat]) -> Seat:
    """This person's seat among those; refuses whoever is not in it."""
    for seat in seats:
        if seat.person_id == person_id:
            return seat
    raise refused(round_, "not_in")


def filled(round_: Round, text: str, field: str) -> None:
    """Refuses a box that was left empty."""
    if not text:
        raise refused(round_, "empty", field)


def short_enough(feature: str, text: str, most: int, typed: str = "", field: str = "question") -> None:
    """Refuses a box with nothing in it, or with more than `most` characters; quotes what was `typed`."""
    if not text:
        raise Refusal(f"{feature}.refused.empty", field=field)
    if len(text) > most:
        raise Refusal(f"{feature}.refused.long", field=field, most=most, typed=typed or text)


def is_late(round_: Round) -> bool:
    """The time of this step was up once, and too little had come of it."""
    return common(round_)["retried"]
