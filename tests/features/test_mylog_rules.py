"""The rules of a log alone: what is written, changed and deleted; which question comes next; when it ends."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.mylog import flow, forms
from bot.features.mylog.models import ASKED, ENTRY, EVERY, LOGS
from bot.refusal import Refusal
from bot.rounds.company import own
from bot.rounds.keeping.models import Round, Seat

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
ME, OTHER = "U0ANA", "U0BEN"
PROMPTS = ("F20-01", "F20-02", "F20-03")


def a_log() -> Round:
    return LOGS.begin("T1", "log-1", Seat(ME), NOW)


def test_nobody_but_its_author_reads_an_entry_or_its_question() -> None:
    log = a_log()
    flow.write(log, ME, "words", NOW, question="What was it?")

    assert [own.may_read(log, reply, ME) for reply in log.replies] == [True, True]
    assert [own.may_read(log, reply, OTHER) for reply in log.replies] == [False, False]


def test_a_copy_has_each_entry_under_its_day_where_its_person_is() -> None:
    log = a_log()
    log.seats[0].zone = "Pacific/Auckland"
    flow.write(log, ME, "In the evening.", NOW)
    flow.write(log, ME, "At night.", NOW + timedelta(hours=4), question="What was it?")

    assert forms.as_text(log) == ("2026-09-15\n\nIn the evening.\n\n2026-09-16\nWhat was it?\n\nAt night.\n")


@given(st.lists(st.sampled_from(("write", "answer", "delete", "change", "delete all")), max_size=12))
def test_whatever_was_done_a_question_stands_only_above_what_answers_it(verbs: list[str]) -> None:
    log = a_log()
    for hour, verb in enumerate(verbs):
        now, entries = NOW + timedelta(hours=hour), log.of_kind(ENTRY)
        if verb in ("write", "answer"):
            flow.write(log, ME, "words", now, question="What?" if verb == "answer" else "")
        elif verb == "delete all":
            own.empty(log, ME)
        elif not entries:
            with pytest.raises(Refusal):
                flow.delete(log, "none")
        elif verb == "delete":
            flow.delete(log, entries[0].id)
        else:
            flow.change(log, entries[-1].id, "other words")

    there = [entry.id for entry in log.of_kind(ENTRY)]
    assert {reply.about for reply in log.of_kind(ASKED)} <= {*there}
    moments = [entry.created_at for entry in flow.entries(log)]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("text", ["", "x" * 1501])
def test_an_empty_box_and_too_much_of_it_are_refused(text: str) -> None:
    with pytest.raises(Refusal):
        flow.write(a_log(), ME, text, NOW)


@given(st.integers(1, 8))
def test_no_question_comes_again_before_all_were_answered(times: int) -> None:
    log, came = a_log(), list[str]()
    for hour in range(times):
        came.append(flow.next_of(log, PROMPTS))
        flow.write(log, ME, "words", NOW + timedelta(hours=hour), question="What?", prompt=came[-1])

    for at in range(0, times, len(PROMPTS)):
        assert len(set(came[at : at + len(PROMPTS)])) == len(came[at : at + len(PROMPTS)])


def test_another_question_is_another_one_and_none_comes_where_there_is_none() -> None:
    assert flow.next_of(a_log(), PROMPTS, "F20-01") == "F20-02"
    assert flow.next_of(a_log(), PROMPTS, "F20-03") == "F20-01"
    assert flow.next_of(a_log(), PROMPTS[:1], "F20-01") == "F20-01"
    assert flow.next_of(a_log(), ()) == ""


def test_it_asks_every_four_weeks_while_somebody_wants_that_and_once_after_a_long_sleep() -> None:
    log = a_log()
    flow.ask_by_itself(log, NOW, asks=True)
    [seat] = log.seats

    flow.time_passes(log, NOW + EVERY - timedelta(minutes=1))
    assert seat.notice == ""
    flow.time_passes(log, NOW + 3 * EVERY)
    assert seat.notice.startswith("asks:")
    assert log.wakes_at == NOW + 4 * EVERY

    flow.ask_by_itself(log, NOW, asks=False)
    assert (seat.notice, log.wakes_at) == ("", None)


def test_who_comes_back_within_thirty_days_finds_all_of_it() -> None:
    log = a_log()
    flow.write(log, ME, "words", NOW)
    [seat] = log.seats

    seat.gone = True
    flow.time_passes(log, NOW)
    seat.gone = False
    flow.time_passes(log, NOW + own.GONE_FOR)
    assert log.of_kind(ENTRY)

    seat.gone = True
    flow.time_passes(log, NOW + own.GONE_FOR)
    flow.time_passes(log, NOW + 2 * own.GONE_FOR)
    assert (log.replies, log.step) == ([], own.OVER)
