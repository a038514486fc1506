"""How a question is wanted: read from the few words behind two dashes, and from nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.listening.flow import plan as plans
from bot.features.listening.flow.plan import parts
from bot.features.listening.listeners.asking import vocabulary
from bot.features.listening.models import TURN_MOST, Form, Pace, Plan
from bot.refusal import Refusal

UNITS = {Pace.GATHER: "d", Pace.LIVE: "min", Pace.RELAY: "h"}
SPELT = {Pace.GATHER: "days", Pace.LIVE: "minutes", Pace.RELAY: "hours"}


def read(said: str, people: list[str], typed: str = "") -> Plan | None:
    return plans.read(said, people, vocabulary(), typed)


TICKS = ("check_in", "play_back", "publish")


@given(
    pace=st.sampled_from(Pace),
    form=st.sampled_from(Form),
    turn=st.integers(0, 24),
    ticks=st.sets(st.sampled_from(TICKS)),
    unit=st.sampled_from(["", "joined", "apart"]),
    said_pace=st.booleans(),
    shuffle=st.randoms(),
)
def test_everything_that_can_be_wanted_can_be_typed_in_any_order(
    pace: Pace, form: Form, turn: int, ticks: set[str], unit: str, said_pace: bool, shuffle: object
) -> None:
    turn = min(turn, TURN_MOST[pace])
    said_pace = said_pace or not turn or not unit
    amount = {"": f"{turn}", "joined": f"{turn}{UNITS[pace]}", "apart": f"{turn} {SPELT[pace]}"}[unit]
    typed = [*([pace.value] if said_pace else []), form.value, *(t.replace("_", "-") for t in ticks)]
    typed += [amount] if turn else []
    shuffle.shuffle(typed)  # type: ignore[attr-defined]

    plan = read(" ".join(typed).title(), ["U1", "U2", "U1"])

    assert plan == Plan(
        pace,
        form,
        turn,
        ("U1", "U2"),
        check_in="check_in" in ticks,
        play_back="play_back" in ticks or pace is not Pace.GATHER,
        publish="publish" in ticks and pace is Pace.GATHER,
    )


@given(text=st.text(max_size=80))
def test_a_question_without_two_dashes_is_all_question(text: str) -> None:
    text = text.replace("-", "").replace("—", "").replace("–", "")

    assert parts(text) == (text.strip(), "")


@given(question=st.text("ab?-– ", min_size=1, max_size=30), behind=st.sampled_from(["live", "live 2 cafe"]))
def test_only_what_stands_after_the_last_dashes_says_how(question: str, behind: str) -> None:
    for dash in ("--", "—", "–"):
        asked, wanted = parts(f"{question} {dash} {behind}")

        assert wanted == behind
        assert asked == question.strip()


@given(words=st.text("abcdefghijklmnopqrstuvwxyz ,.", max_size=30))
def test_words_that_mean_nothing_here_belong_to_the_question(words: str) -> None:
    known = {"live", "relay", "gather", "simple", "cafe", "council", "publish", "checkin", "playback"}
    if known & {word.strip(",.;") for word in words.split()}:
        return

    assert read(words, []) is None


@pytest.mark.parametrize(
    "words",
    [
        "live relay",
        "cafe council",
        "2 3",
        "live soon",
        "2 min 3 min",
        "live 2 bananas",
        "gather publsh",
        "0 live",
    ],
)
def test_words_that_are_half_understood_are_refused_and_given_back(words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(words, [], typed=f"How are we? -- {words}")

    assert refused.value.key == "listening.refused.unclear"
    assert refused.value.blanks["typed"] == f"How are we? -- {words}"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("live 11", "unfit_live"),
        ("live 2 days", "unfit_live"),
        ("live 2h", "unfit_live"),
        ("relay 25", "unfit_relay"),
        ("relay 5 minutes", "unfit_relay"),
        ("gather 11", "unfit_gather"),
        ("11 days", "unfit_gather"),
        ("gather 5m", "unfit_gather"),
    ],
)
def test_a_time_that_does_not_fit_is_refused_with_what_would_and_what_was_typed(words: str, key: str) -> None:
    """A command leaves nothing behind: what somebody typed is given back, or it is gone."""
    with pytest.raises(Refusal) as refused:
        read(words, [], typed=f"How are we? -- {words}")

    assert refused.value.key == f"listening.refused.{key}"
    assert refused.value.blanks["most"] in TURN_MOST.values()
    assert refused.value.blanks.get("typed") == f"How are we? -- {words}"


def test_a_name_alone_is_enough_to_say_for_whom() -> None:
    assert read("", ["U1"]) == Plan(people=("U1",))
    assert read("", []) is None
