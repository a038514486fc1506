"""What time may say to somebody now, by its three kinds of word: the rule alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.people.models import Person
from bot.rounds.keeping.models import Seat, Word
from bot.rounds.time.hours import is_working, next_working
from bot.rounds.time.notices import REPEATS, WEEK, Said, choose
from tests.world import TEAM

LONDON = "Europe/London"
THURSDAY = datetime(2026, 9, 17, 14, tzinfo=UTC)  # three in the afternoon in London
NIGHT = datetime(2026, 9, 18, 21, tzinfo=UTC)  # Friday
ZONES = (LONDON, "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Africa/Accra", "America/St_Johns")


def waiting(*words: Word, now: datetime = THURSDAY, zone: str = LONDON) -> list[Seat]:
    """What waits for one person, each thing of it a place in another round."""
    return [
        Seat("U0ANA", notice=f"{word}:{n}", word=word, tell_at=now, zone=zone) for n, word in enumerate(words)
    ]


def person(**said: object) -> Person:
    return Person(TEAM, "U0ANA", "Ana", **{"zone": LONDON, **said})  # type: ignore[arg-type]


def going(
    seats: Sequence[Seat], said: Said | None = None, now: datetime = THURSDAY, **who: object
) -> list[Word]:
    return [Word(seat.word) for seat in choose(seats, person(**who), said or Said(), now)]


def test_all_that_waits_goes_together() -> None:
    assert going(waiting(Word.FIRST, Word.HOUR, Word.REPEAT)) == [Word.FIRST, Word.HOUR, Word.REPEAT]


def test_after_the_one_of_the_day_all_but_an_hour_waits_until_the_next_working_morning() -> None:
    seats = waiting(Word.FIRST, Word.REPEAT)

    assert going(seats, Said(daily=[THURSDAY - timedelta(hours=2)])) == []

    friday = datetime(2026, 9, 18, 9, tzinfo=ZoneInfo(LONDON))
    assert [seat.tell_at for seat in seats] == [friday, friday]


def test_an_appointment_rings_at_its_hour_and_what_waits_goes_with_it() -> None:
    seats = waiting(Word.HOUR, Word.FIRST)

    assert going(seats, Said(daily=[THURSDAY - timedelta(hours=2)])) == [Word.HOUR, Word.FIRST]


def test_a_third_reminder_waits_for_its_week_and_holds_up_nothing_that_is_new() -> None:
    seats = waiting(Word.FIRST, Word.REPEAT)
    week = [THURSDAY - timedelta(days=6), THURSDAY - timedelta(days=3)]

    assert going(seats, Said(repeats=week)) == [Word.FIRST]
    assert seats[1].tell_at == week[0] + WEEK


def test_whoever_asked_for_fewer_is_told_what_is_new_and_reminded_of_nothing() -> None:
    seats = waiting(Word.FIRST, Word.REPEAT)

    assert going(seats, fewer=True) == [Word.FIRST]
    assert seats[1].notice == ""


def test_nothing_is_sent_to_whoever_is_away_and_all_of_it_when_they_are_back() -> None:
    seats = waiting(Word.HOUR, Word.FIRST)
    back = THURSDAY + timedelta(days=3)  # a Sunday

    assert going(seats, back_at=back) == []
    assert {seat.tell_at for seat in seats} == {next_working(back, LONDON)}


@given(
    moments=st.lists(st.integers(0, 60 * 24 * 28), min_size=1, max_size=30),
    kinds=st.lists(st.sampled_from(Word), min_size=30, max_size=30),
    zone=st.sampled_from(ZONES),
)
def test_whenever_things_come_up_every_first_word_is_said_within_a_working_day_and_hours_are_kept(
    moments: list[int], kinds: list[Word], zone: str
) -> None:
    """Walked through as the tick does it, over four weeks: who is told what when, in their own hours."""
    begins = datetime(2026, 10, 12, tzinfo=UTC)  # clocks go back within it
    comes = sorted((begins + timedelta(minutes=at), kind) for at, kind in zip(moments, kinds, strict=False))
    said, seats, rang = Said([], []), list[Seat](), list[tuple[datetime, list[Word]]]()
    due = {at for at, _ in comes}
    first: dict[str, datetime] = {}

    while due:
        now = min(due)
        for at, kind in comes:
            if at == now:
                seats.append(Seat("U0ANA", notice=f"{len(first)}", word=kind, tell_at=now, zone=zone))
                first[f"{len(first)}"] = now
        chosen = choose([seat for seat in seats if seat.notice], person(zone=zone), said, now)
        if chosen:
            words = [Word(seat.word) for seat in chosen]
            rang.append((now, words))
            if Word.HOUR not in words:
                said.daily.append(now)  # type: ignore[attr-defined]
            if Word.REPEAT in words:
                said.repeats.append(now)  # type: ignore[attr-defined]
            for seat in chosen:
                if seat.word == Word.FIRST:
                    opens = next_working(first[seat.notice], zone)
                    assert now <= next_working(opens + timedelta(days=1), zone) + timedelta(hours=9)
                if seat.word == Word.HOUR:
                    assert now == next_working(first[seat.notice], zone)
                seat.notice = ""
        left = {seat.tell_at for seat in seats if seat.notice and seat.tell_at}
        assert all(at > now for at in left)
        due = left | {at for at, _ in comes if at > now}

    assert all(is_working(at, zone) for at, _ in rang)
    daily = [at.astimezone(ZoneInfo(zone)).date() for at, words in rang if Word.HOUR not in words]
    assert len(daily) == len(set(daily))
    again = [at for at, words in rang if Word.REPEAT in words]
    assert all(len([one for one in again if at <= one < at + WEEK]) <= REPEATS for at in again)
