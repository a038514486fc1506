"""One of two lets the questions go by: asked in private, without blame; then the other; then it rests."""

from tests.journeys.steps import listen, put_away
from tests.journeys.test_weekly import begins, questions
from tests.world import Seen, Somebody, World

QUIET, HAND = "at a good moment", "Would you like a hand"


def days_go_by(world: World, days: int, who: Somebody) -> None:
    """Whoever this is answers whatever comes, and keeps it to themselves where the other has not answered."""
    for _ in range(days):
        world.move(days=1)
        if sees(who, "Write my answer"):
            writes(who)
        if sees(who, "Keep it to myself"):
            who.presses("Keep it to myself")


def sees(somebody: Somebody, label: str) -> bool:
    return any(label in message.buttons for message in somebody.messages())


def writes(somebody: Somebody) -> None:
    somebody.presses("Write my answer")
    assert somebody.form
    boxes = [block for block in somebody.form["blocks"] if block["type"] == "input"]
    box = next(block for block in boxes if block["element"]["type"] == "plain_text_input")
    somebody.sends({box["label"]["text"]: f"What {somebody.name} wrote."})
    put_away(somebody)


def rhythm(somebody: Somebody) -> Seen:
    """Their card of the rhythm."""
    return [m for m in somebody.messages() if m.words.startswith("*A question from the catalogue")][-1]


def until_asked(world: World, ana: Somebody, somebody: Somebody, what: str) -> None:
    """Ana goes on answering, Ben does not."""
    for _ in range(40):
        if what in rhythm(somebody).words:
            return
        ana.rang(), world["Ben"].rang()
        days_go_by(world, 1, ana)
    raise AssertionError(f"{somebody.name} was not asked")


def is_asked(world: World, ana: Somebody, ben: Somebody) -> None:
    """Ben has let two go by."""
    begins(ana)
    listen(world)
    until_asked(world, ana, ben, QUIET)


def test_after_two_that_went_by_they_alone_are_asked_and_nobody_else_reads_of_it(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    is_asked(world, ana, ben)

    assert "nobody is told" in rhythm(ben).words
    assert rhythm(ben).buttons == [
        *("Rest for a while", "Change", "I'd like to talk to someone", "I'd like to stop", "All fine")
    ]
    assert len(ben.rang()) == 1
    assert [at.weekday() < 5 and 9 <= at.hour < 17 for at in ben.rang_at()[-1:]] == [True]
    assert len([m for m in ben.messages() if questions()[1] in m.words]) == 1
    assert "Something about your questions" in ben.home
    assert QUIET not in rhythm(ana).words
    assert "Something about your questions" not in ana.home
    assert not any("Something about your questions" in said for said in ana.rang())


def test_all_fine_lets_it_go_on_and_it_counts_anew(world: World, ana: Somebody, ben: Somebody) -> None:
    is_asked(world, ana, ben)

    ben.presses("All fine")
    days_go_by(world, 9, ana)

    assert "It comes every Thursday" in rhythm(ben).words
    assert HAND not in rhythm(ana).words


def test_who_answers_again_is_asked_nothing_more(world: World, ana: Somebody, ben: Somebody) -> None:
    is_asked(world, ana, ben)

    ben.presses_at_home("Open")
    ben.sends({"In your own words": "Here I am."})
    put_away(ben)
    world.move(days=28)

    assert QUIET not in rhythm(ben).words
    assert HAND not in rhythm(ana).words


def test_what_they_would_rather_is_one_press_away(world: World, ana: Somebody, ben: Somebody) -> None:
    is_asked(world, ana, ben)

    ben.presses("Rest for a while")
    ben.sends()

    for somebody in (ana, ben):
        assert "It rests. It came every Thursday" in rhythm(somebody).words
    assert "resting for now" in next(m.words for m in ana.messages() if questions()[2] in m.words)


def test_later_the_other_is_asked_whether_they_want_a_hand_and_never_both_at_once(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    is_asked(world, ana, ben)
    first = world.clock()

    until_asked(world, ana, ana, HAND)

    assert (world.clock() - first).days >= 5
    assert rhythm(ana).buttons == ["I'd like to talk to someone", "Rest for a while", "No, thank you"]
    assert "nobody is told unless you say so" in rhythm(ana).words
    assert "Ben" not in rhythm(ana).words.replace("for you and Ben", "")
    assert HAND not in rhythm(ben).words
    ana.presses("No, thank you")
    days_go_by(world, 14, ana)
    assert HAND not in rhythm(ana).words


def test_where_nobody_says_anything_it_rests_for_both_and_no_cause_is_shown(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    is_asked(world, ana, ben)
    until_asked(world, ana, ana, HAND)

    until_asked(world, ana, ana, "It rests")

    for somebody in (ana, ben):
        assert "It rests. It came every Thursday at 15:00" in rhythm(somebody).words
        assert len([said for said in somebody.rang() if "It rests" in said]) <= 1
    assert rhythm(ana).words.replace("Ben", "Ana") == rhythm(ben).words
    assert "answered" not in rhythm(ben).words
    world.move(days=16)
    many = len(ben.messages())
    world.move(days=30)
    assert len(ben.messages()) == many
    ben.presses("Start it again")
    assert "It comes every Thursday" in rhythm(ana).words


def test_who_is_away_is_not_counted_and_finds_one_question_when_they_are_back(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    ben.types("/alongside away until 16 October")

    days_go_by(world, 34, ana)

    assert QUIET not in rhythm(ben).words
    assert HAND not in rhythm(ana).words
    assert len([m for m in ben.messages() if "Write my answer" in m.buttons]) <= 1


def test_somebody_ill_for_three_weeks_finds_one_question_waiting(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)

    days_go_by(world, 24, ana)

    assert ben.home.count("A question with Ana") == 1


def test_while_somebody_is_away_and_shows_it_the_next_question_waits_for_them(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    ben.types("/alongside away")
    ben.sends({"My last day away": "2026-09-25", "Who may read it": True})

    world.move(days=9)

    assert "waits for Ben to be back" in rhythm(ana).words
    assert not any(questions()[0] in m.words for m in ana.messages())
    world.move(days=8)
    assert any(questions()[0] in m.words for m in ben.messages())
    assert "waits" not in rhythm(ana).words


def test_nobody_else_hears_of_it_unless_one_of_them_asks_for_somebody(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    is_asked(world, ana, ben)
    until_asked(world, ana, ana, HAND)
    others = [world[name] for name in ("Chloe", "Dev", "Esi")]
    before = [len(one.messages()) for one in others]

    ana.presses("I'd like to talk to someone")

    assert ana.form
    assert [len(one.messages()) for one in others] == before
    assert HAND not in rhythm(ben).words
