"""A declared practice: who reads what when, what is unsigned, what is live, what is its own."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.refusal import Refusal
from bot.rounds.keeping import pool
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.practice import life
from bot.rounds.practice.declared import (
    CLOSED,
    QUESTION,
    STOPPED,
    Box,
    Practice,
    Press,
    Step,
    joined,
    nobody,
    readable,
)

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)  # a Tuesday
IDS = ("U0ANA", "U0BEN", "U0CHLOE", "U0DEV")
MINUTES, DAY, WEEKS = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)


def tellers(round_: Round) -> list[Seat]:
    return [seat for seat in joined(round_) if seat.facts.get("tells")]


def tell(round_: Round, me: str, _: datetime) -> None:
    round_.seat(me).facts["tells"] = True


def who_asked(round_: Round) -> list[Seat]:
    return [seat for seat in joined(round_) if seat.person_id == round_.host_id]


def after(round_: Round) -> str:
    """Stories go on while somebody tells; then it is over."""
    return {"gather": "tell" if tellers(round_) else STOPPED, "tell": "note", "note": "talk"}.get(
        round_.step, CLOSED
    )


STORIES = Practice(
    name="stories",
    steps=(
        Step("gather", days=1, joins=True, who=nobody),
        Step("tell", days=2, who=tellers, boxes=(Box("story"), Box("wish")), least=1),
        Step("note", days=2, boxes=(Box("note", unsigned=True),), least=2, again=2),
        Step("talk", minutes=10, boxes=(Box("even", options=("low", "high")),), apart=False),
        Step("letter", days=1, boxes=(Box("letter"),), readers=who_asked),
    ),
    after=after,
    presses=(Press("tell", tell, ("gather",)),),
    most=4,
)


def asked(practice: Practice = STORIES, named: tuple[str, ...] = ()) -> Round:
    host, *seats = [Seat(person_id, name=person_id) for person_id in (IDS[0], *named)]
    round_ = life.ask(practice, "T1", "r", host, seats, "C0HOME", "How was it?", NOW)
    life.stand(round_)
    return round_


def came(*ids: str, practice: Practice = STORIES, tells: tuple[str, ...] = IDS[1:2]) -> Round:
    """These are in it, and those of them tell."""
    round_ = asked(practice)
    for person_id in ids:
        life.join(practice, round_, Seat(person_id, name=person_id))
    for person_id in tells:
        tell(round_, person_id, NOW)
    return round_


def at(step: str) -> Round:
    """All four are in it, and that step has begun."""
    round_ = came(*IDS)
    while round_.step != step:
        life.enter(STORIES, round_, STORIES.follows(round_), NOW, IDS[0])
    life.settle(STORIES, round_, NOW)
    return round_


def read_by(round_: Round, person_id: str) -> list[str]:
    """What this person can read that others wrote."""
    seen = [r for r in round_.replies if r.kind != QUESTION and r.author_id != person_id]
    return [r.text or "" for r in seen if readable(STORIES, round_, r, person_id)]


# --- who reads what


def test_what_is_written_apart_is_read_when_the_step_is_over_by_those_who_are_in_it() -> None:
    round_ = at("tell")
    tell(round_, IDS[2], NOW)

    life.write(STORIES, round_, IDS[1], {"story": "a night"}, NOW)
    before = [read_by(round_, person_id) for person_id in IDS]
    life.pass_on(STORIES, round_, IDS[2], NOW)

    assert before == [[], [], [], []]
    assert round_.step == "note"
    assert read_by(round_, IDS[3]) == ["a night"]
    assert read_by(round_, "U0NOBODY") == []


def test_what_is_written_at_once_is_read_at_once() -> None:
    round_ = at("talk")

    life.write(STORIES, round_, IDS[1], {"even": "low"}, NOW)

    assert read_by(round_, IDS[2]) == ["low"]


def test_what_is_doubted_comes_back_once_and_not_to_who_wants_it_as_they_typed_it() -> None:
    def doubts(*_: object) -> None:
        raise Refusal("stories.refused.advice").once()

    doubting, round_, said = replace(STORIES, doubts=doubts), at("tell"), {"story": "a night"}

    with pytest.raises(Refusal) as refused:
        life.write(doubting, deepcopy(round_), IDS[1], said, NOW)
    sure = deepcopy(round_)
    life.write(doubting, sure, IDS[1], said, NOW, sure=True)
    round_.seat(IDS[1]).as_typed = True
    life.write(doubting, round_, IDS[1], said, NOW)

    assert refused.value.doubts
    assert [one.one("story", IDS[1]) is not None for one in (sure, round_)] == [True, True]


def test_what_is_for_some_is_read_by_those_alone() -> None:
    round_ = at("tell")
    life.enter(STORIES, round_, "letter", NOW, None)
    life.write(STORIES, round_, IDS[1], {"letter": "for you"}, NOW)

    life.enter(STORIES, round_, CLOSED, NOW, None)

    assert read_by(round_, IDS[0]) == ["for you"]
    assert read_by(round_, IDS[2]) == []


def test_what_is_unsigned_has_no_author_and_no_moment_and_is_final() -> None:
    round_ = at("note")
    later = NOW + 90 * MINUTES

    life.write(STORIES, round_, IDS[1], {"note": "quiet"}, later)

    kept = next(reply for reply in round_.replies if reply.kind == "note")
    assert (kept.author_id, kept.created_at) == ("", round_.created_at)
    assert pool.texts(round_, "note") == ["quiet"]
    assert read_by(round_, IDS[2]) == []
    with pytest.raises(Refusal, match="not_yours_now"):
        life.write(STORIES, round_, IDS[1], {"note": "twice"}, later)
    life.leave(STORIES, round_, IDS[1], later)
    assert pool.texts(round_, "note") == ["quiet"]


def test_what_would_be_unsigned_is_never_kept_with_its_author_as_a_draft_either() -> None:
    round_ = at("note")

    with pytest.raises(Refusal, match="not_yours_now"):
        life.write(STORIES, round_, IDS[1], {"note": "nearly"}, NOW, draft=True)

    assert [r.author_id for r in round_.of_kind("note")] == [""]
    assert pool.texts(round_, "note") == []


# --- steps


def test_too_little_is_asked_for_once_more_and_then_it_is_over() -> None:
    round_ = at("note")
    life.write(STORIES, round_, IDS[1], {"note": "alone"}, NOW)

    ends = round_.ends_at
    assert ends
    life.time_passes(STORIES, round_, ends)
    again, until = round_.step, round_.ends_at
    assert until
    life.time_passes(STORIES, round_, until)

    assert again == "note"
    assert until > ends
    assert (round_.step, round_.status) == (STOPPED, Status.STOPPED)
    assert [reply.kind for reply in round_.replies] == [QUESTION]


def test_minutes_pass_by_the_clock_and_nobody_is_reminded() -> None:
    round_ = at("talk")

    assert round_.ends_at == NOW + 10 * MINUTES
    assert round_.wakes_at == round_.ends_at
    life.time_passes(STORIES, round_, NOW + 9 * MINUTES)
    assert all(not seat.notice for seat in round_.seats)
    life.time_passes(STORIES, round_, NOW + 10 * MINUTES)
    assert round_.step == CLOSED


def test_what_time_does_while_people_are_there_rings_at_once() -> None:
    round_ = at("note")
    for person_id in IDS:
        life.write(STORIES, round_, person_id, {"note": "x"}, NOW)

    rang = {seat.person_id: seat.rang.partition(":")[2] for seat in round_.seats}

    assert round_.step == "talk"
    assert all(name.startswith("talk:") for person_id, name in rang.items() if person_id != IDS[3])


def test_a_step_that_nobody_can_answer_is_passed_by() -> None:
    round_ = came(*IDS, tells=())
    tell(round_, IDS[1], NOW)
    life.enter(STORIES, round_, "tell", NOW, None)

    life.leave(STORIES, round_, IDS[1], NOW)

    assert round_.step == STOPPED  # nobody is left to tell, and one story is the least


def test_a_practice_says_itself_what_follows() -> None:
    round_ = came(*IDS, tells=())

    life.move_on(STORIES, round_, IDS[0], NOW + DAY)

    assert (round_.step, round_.status) == (STOPPED, Status.STOPPED)


def test_there_is_room_for_so_many_and_no_more() -> None:
    round_ = came(*IDS)

    with pytest.raises(Refusal, match="full"):
        life.join(STORIES, round_, Seat("U0ESI"))


def test_it_is_too_late_to_join_where_nobody_joins() -> None:
    with pytest.raises(Refusal, match="not_in"):
        life.join(STORIES, at("tell"), Seat("U0ESI"))


def test_whoever_was_asked_is_waited_for_until_they_say() -> None:
    round_ = asked(named=IDS[1:3])
    waited = [seat.person_id for seat in life.waited_for(STORIES, round_)]

    life.pass_on(STORIES, round_, IDS[1], NOW)
    life.join(STORIES, round_, Seat(IDS[2]))

    assert waited == list(IDS[1:3])
    assert life.waited_for(STORIES, round_) == []
    assert [seat.person_id for seat in joined(round_)] == [IDS[2]]
    assert round_.step == "gather"  # others may join still


@pytest.mark.parametrize(
    "steps",
    [
        (Step("a", days=1, boxes=(Box("x"),)), Step("b", days=1, boxes=(Box("x"),))),
        (Step("a", days=1, boxes=(Box(QUESTION),)),),
        (Step("a"),),
        (Step("a", days=1, hours=5),),
    ],
)
def test_what_cannot_be_meant_is_told_when_it_is_declared(steps: tuple[Step, ...]) -> None:
    with pytest.raises(ValueError, match="stands once"):
        Practice("made", steps)


# --- whatever people do


def acts(random: Random) -> Iterator[tuple[str, str]]:
    verbs = ["join", "tell", "write", "draft", "pass", "leave", "pause", "resume", "extend", "move", "time"]
    verbs += ["close", "offer", "take", "gone"]
    while True:
        yield (
            random.choices(verbs, weights=[6, 3, 9, 2, 3, 1, 1, 3, 1, 2, 4, 1, 1, 1, 1])[0],
            random.choice(IDS),
        )


def act(round_: Round, verb: str, me: str, now: datetime, text: str) -> None:
    kinds = [box.kind for box in STORIES.step(round_.step).boxes]
    said = dict.fromkeys(kinds, text)
    if verb == "join":
        life.join(STORIES, round_, Seat(me, name=me))
    elif verb == "tell":
        tell(round_, me, now)
    elif verb in ("write", "draft"):
        life.write(STORIES, round_, me, said, now, draft=verb == "draft")
    elif verb == "gone":
        round_.seat(me).gone = True
    elif verb == "time":
        life.time_passes(STORIES, round_, now)
    elif verb == "take":
        life.take(round_, me, now)
    elif verb == "offer":
        round_.facts["handing"] = me
    else:
        rules = {"pass": life.pass_on, "leave": life.leave, "pause": life.pause, "resume": life.resume}
        rules |= {"extend": life.extend, "move": life.move_on, "close": life.close}
        rules[verb](STORIES, round_, me, now)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_people_do_nobody_reads_what_is_not_open(seed: int) -> None:
    random, round_, now = Random(seed), asked(named=IDS[1:2]), NOW
    written: dict[str, tuple[str, str]] = {}  # text: who wrote it, in which step
    for number, (verb, me) in zip(range(120), acts(random), strict=False):
        text, before = f"{verb} {number}", deepcopy(round_)
        now += timedelta(hours=random.choice((0, 1, 5)))
        try:
            act(round_, verb, me, now, text)
        except (Refusal, KeyError):
            round_ = before
            continue
        if verb in ("write", "draft"):
            written[text] = (me, before.step)
        life.settle(STORIES, round_, now)
        for person_id in (*IDS, "U0NOBODY"):
            for said in read_by(round_, person_id):
                texts = [one for one in written if one == said or f'"{one}"' in said]
                assert texts
                assert person_id in [seat.person_id for seat in joined(round_)]
                for one in texts:
                    assert one.startswith("write")
                    assert written[one][1] != round_.step or written[one][1] == "talk"
        assert all(r.author_id or r.kind == "note" for r in round_.replies)
        assert round_.wakes_at or round_.status in (Status.STOPPED, Status.CLOSED)
        if round_.status is not Status.RUNNING:
            assert all(seat.due_at is None for seat in round_.seats)
