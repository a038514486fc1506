"""What people type that can only be meant for the app: answered in private, and put to nobody."""

import pytest

from tests.journeys.steps import listen
from tests.journeys.tampering import command
from tests.world import Somebody, World, said

HOME = "C0HOME"
ASKING = ["/reflect", "/listen", "/options", "/checkin", "/alongside review", "/alongside reflection"]
SAID = {
    "stop": "Take back",
    "Cancel it!": "I have not put this to anybody",
    "leave": "Nobody",
    "cancel": "Take back",
    "pause": "*Rest for ",
    "resume": "*Rest for ",
    "away until 14 December": "`/alongside away until 14 December`",
    "monthly mon 9:00": "`/reflect weekly thu 15:00`",
    "skip next": "Leave out the next",
    "status": "Home tab",
    "How are we? -- fast": "`-- gather`",
    "How are we? --live": "`/listen How are we? -- live`",
    "How are we? —live": "`/listen How are we? -- live`",
    "How are we? -- monthly mon 9:00": "every second week",
}


def posts(world: World) -> list[str]:
    """What was posted to anybody, anywhere."""
    return [str(c.args.get("text")) for c in world.slack.calls if c.method == "chat.postMessage"]


@pytest.mark.parametrize("typed", SAID)
def test_a_word_for_the_app_is_answered_in_private_in_every_command(
    world: World, ana: Somebody, ben: Somebody, typed: str
) -> None:
    before = [m.raw for m in ben.messages(HOME)]

    for name in ASKING:
        answer = ana.types(f"{name} {typed}", HOME).message

        assert SAID[typed] in said(answer["blocks"]), name
        assert "Post it as a question all the same" in answer["text"]

    world.move(minutes=5)
    assert [m.raw for m in ben.messages(HOME)] == before
    assert posts(world) == []
    assert ana.form is None


@pytest.mark.parametrize("typed", ["?", "help me", "--help", "usage"])
def test_whoever_asks_for_help_in_other_words_gets_it(world: World, ana: Somebody, typed: str) -> None:
    for name in (*ASKING, "/pair"):
        answer = ana.types(f"{name} {typed}", HOME).message

        assert answer["text"] == ana.types(f"{name} help", HOME).message["text"]
        assert "all the same" not in answer["text"]
    assert posts(world) == []


def test_it_can_be_a_question_all_the_same(world: World, ana: Somebody, ben: Somebody) -> None:
    ana.types("/reflect Stop.")
    assert ben.rang() == []

    ana.presses("Post it as a question all the same")

    assert ["“Stop.”" in told for told in ben.rang()] == [True]
    ana.types("/listen How are we? -- fast", HOME)
    ana.presses("Post it as a question all the same", HOME)
    assert "How are we? -- fast" in [m for m in ben.messages(HOME) if not m.ephemeral][-1].words


def test_what_is_too_long_for_a_button_is_put_to_nobody_in_part(world: World, ana: Somebody) -> None:
    long = "What did we avoid? " * 110

    answer = ana.types(f"/listen @here {long}", HOME).message

    assert "I have not put this to anybody" in answer["text"]
    assert "all the same" not in str(answer)


def test_so_it_is_where_a_practice_has_no_command_of_its_own(world: World, ana: Somebody) -> None:
    ana.types("/alongside review pause", HOME)

    ana.presses("Post it as a question all the same", HOME)

    assert "pause" in [m for m in ana.messages(HOME) if not m.ephemeral][-1].words


@pytest.mark.parametrize("name", [*ASKING, "/pair"])
@pytest.mark.parametrize("typed", ["<!subteam^S0TEAM|@team>", "set <!subteam^S0TEAM|@team>", "set <!here>"])
def test_a_group_cannot_be_named(world: World, ana: Somebody, name: str, typed: str) -> None:
    practice = name.removeprefix("/alongside").strip()
    verb, text = ("/alongside", f"{practice} {typed}") if name.startswith("/alongside") else (name, typed)

    [answer] = command(world, ana, verb, text)

    assert "I cannot ask a group by its name: please name" in answer
    assert posts(world) == []


def test_to_name_somebody_and_say_nothing_is_no_question(world: World, ana: Somebody) -> None:
    for name in ("/reflect", "/listen", "/options", "/checkin"):
        answer = ana.types(f"{name} @ben", HOME).message

        assert "`/pair @ben` asks them" in said(answer["blocks"])
    listen(world)
    assert posts(world) == []


@pytest.mark.parametrize(
    "question",
    [
        "Stop, start, continue",
        "What shall we stop?",
        "Leave nothing unsaid",
        "How was it - really",
        "What of pages 4–5",
        "Away from the ward: what do we miss?",
        "Every Monday the same handover: why?",
    ],
)
def test_what_can_be_a_question_is_put_as_it_stands(world: World, ana: Somebody, question: str) -> None:
    ana.types(f"/reflect {question}")

    assert [f"“{question}”" in told for told in world["Ben"].rang()] == [True]


NAMING = [
    "/pair {}",
    "/pair @chloe {}",
    "/listen How are we? -- @chloe {}",
    "/alongside listening How are we? -- {}",
    "/checkin set @ben @chloe {}",
    "/alongside review @chloe @ben {} our Monday huddle",
]


@pytest.mark.parametrize("typed", NAMING)
@pytest.mark.parametrize("who", ["alongside", "dev"])
def test_an_app_or_somebody_who_is_not_here_any_more_is_refused_at_once(
    world: World, ana: Somebody, typed: str, who: str
) -> None:
    world.slack.deactivate("U0DEV")

    ana.types(typed.format(f"@{who}"), HOME)
    world.move(minutes=1)

    told = [m for m in ana.messages(HOME) if m.ephemeral][-1]
    assert "I can only ask people who are here" in told.words
    assert f"instead of {who.capitalize()}" in told.words
    assert posts(world) == []


def test_so_they_are_in_a_form_and_what_was_chosen_stays(world: World, ana: Somebody) -> None:
    ana.types("/checkin set @ben @chloe @dev", HOME)
    world.slack.deactivate("U0DEV")

    told = ana.sends({})

    assert "instead of Dev" in str(told.errors)
    assert "Who could be in it?" in ana.reads
    assert posts(world) == []


def test_where_slack_does_not_say_who_somebody_is_they_are_asked(world: World, ana: Somebody) -> None:
    world.slack.faults.next("users.info", "503", times=50)

    ana.types("/pair @dev")

    assert len(world["Dev"].rang()) == 1


@pytest.mark.parametrize("typed", ["/reflect leave", "/reflect stop", "/pair leave", "/pair stop"])
def test_the_way_out_of_a_pair_is_where_it_says(world: World, ana: Somebody, typed: str) -> None:
    assert "open your page with `/pair` and press *Leave* there" in said(ana.types(typed).message["blocks"])

    ana.types("/pair")

    assert ana.form
    assert "'Leave'" in str(ana.form)
