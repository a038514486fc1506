"""People propose a question: it can be asked once two who bring different experience say yes."""

import pytest
from sqlalchemy import text

from bot.rounds.keeping import queries
from tests.journeys.steps import kept, listen, put_away
from tests.world import TEAM, Somebody, World, everything_outgoing

LIVED, PROFESSIONAL = "of living with it, or of caring for someone", "of working with it"
QUESTION, WHY = "What helped you to speak up today?", "We often stay silent in the round."
YES, NO = "Yes, people can be asked this", "Not as it is"
ONE_YES = "Somebody said yes, which is not enough yet."
CAN_BE_ASKED = "People here can be asked your question."


def brings(somebody: Somebody, kind: str) -> None:
    somebody.presses_at_home("What I bring")
    somebody.sends({"My experience here is mostly …": kind})
    put_away(somebody)


def proposes(somebody: Somebody, *whom: str, question: str = QUESTION, signed: bool = False) -> None:
    somebody.types("/alongside propose")
    somebody.sends(
        {
            "Your question": question,
            "Why is it worth asking?": WHY,
            "Whom shall I ask? One or two people": list(whom),
            "My name": signed,
        }
    )


def says(somebody: Somebody, what: str, line: str = "") -> None:
    put_away(somebody)
    somebody.presses("Read it")
    somebody.sends({"What do you think?": what, "A line about it, if you like": line})
    put_away(somebody)


def looks(somebody: Somebody, words: str = "speak up") -> str:
    """What is there when they look for a question with these words."""
    put_away(somebody)
    somebody.types("/reflect")
    somebody.sends({"A word to look for": words})
    return somebody.reads


@pytest.fixture
def proposed(world: World, ana: Somebody) -> World:
    """Ana has proposed it; Chloe, who has lived with it, and Dev, who works with it, are asked."""
    brings(world["Chloe"], LIVED)
    brings(world["Dev"], PROFESSIONAL)
    proposes(ana, "Chloe", "Dev")
    put_away(ana)
    world.move(days=1)
    return world


def test_once_two_who_bring_different_experience_say_yes_a_pair_finds_it_and_is_asked_it(
    proposed: World, ana: Somebody, ben: Somebody
) -> None:
    chloe, dev = proposed["Chloe"], proposed["Dev"]
    assert any("A question is proposed for people here" in one for one in chloe.rang())
    says(chloe, YES)
    assert ONE_YES in ana.card.words
    assert "No question has these words" in looks(ben)
    says(dev, YES)

    assert CAN_BE_ASKED in ana.card.words
    assert "From people here" in looks(ben)
    assert QUESTION in ben.reads
    assert "by Ana" not in ben.reads
    ben.presses("Look at it")
    assert WHY in ben.reads
    ben.presses("Ask us this")
    put_away(ben)
    assert QUESTION in ana.card.words
    with proposed.bot.store.read() as db:
        asked_id = db.execute(text("SELECT id FROM rounds WHERE feature = 'reflection'")).scalar_one()
        asked = queries.find(db, TEAM, asked_id).facts
        id_ = db.execute(text("SELECT id FROM rounds WHERE feature = 'proposals'")).scalar_one()
    assert id_ in str(asked)
    assert "version" in str(asked)


def test_two_who_bring_the_same_are_not_enough_and_nobody_learns_who_brings_what(
    world: World, ana: Somebody
) -> None:
    for name in ("Chloe", "Dev"):
        brings(world[name], LIVED)
    brings(world["Esi"], PROFESSIONAL)
    proposes(ana, "Chloe", "Dev")
    put_away(ana)
    world.move(days=1)
    listen(world)

    says(world["Chloe"], YES)
    told = ana.rang()
    says(world["Dev"], YES)

    assert ONE_YES in "".join(told)
    assert ana.rang() == []  # what stood there stands there still: it tells of nobody's experience
    ana.presses("Look at it")
    ana.presses("Ask somebody else")
    ana.sends({"Whom shall I ask? One or two people": ["Esi"]})
    put_away(ana)
    world.move(days=1)
    says(world["Esi"], YES)
    assert CAN_BE_ASKED in ana.card.words
    out = everything_outgoing(world.slack)
    assert "living with it" not in out.replace(LIVED, "")


def test_whoever_proposes_it_is_none_of_the_two_and_who_did_not_say_what_they_bring_is_neither(
    world: World, ana: Somebody
) -> None:
    brings(ana, LIVED)
    brings(world["Dev"], PROFESSIONAL)
    proposes(ana, "Chloe", "Dev")
    put_away(ana)
    world.move(days=1)

    says(world["Dev"], YES)
    says(world["Chloe"], YES)

    assert ONE_YES in ana.card.words
    assert "No question has these words" in looks(ana)


@pytest.mark.parametrize("kind", [None, LIVED])
def test_of_a_first_yes_it_is_said_alike_whatever_they_bring_who_gave_it(
    world: World, ana: Somebody, kind: str | None
) -> None:
    if kind:
        brings(world["Chloe"], kind)
    proposes(ana, "Chloe")
    put_away(ana)
    world.move(days=1)

    says(world["Chloe"], YES)

    [told] = ana.rang()
    assert ONE_YES in told
    assert "It takes two who bring different experience, and have told me which." in told


def test_a_line_goes_to_whoever_proposed_it_alone_and_stands_in_no_message(
    proposed: World, ana: Somebody
) -> None:
    chloe, dev = proposed["Chloe"], proposed["Dev"]
    line = "Could it begin with what you felt?"

    says(chloe, NO, line)

    assert "Somebody wrote you a line about it." in ana.card.words
    ana.presses("Look at it")
    assert line in ana.reads
    assert "Chloe" in ana.reads
    assert "Not as it is" not in ana.reads
    dev.presses("Read it")
    assert line not in dev.reads
    messages = "".join(one.words for name in ("Ana", "Chloe", "Dev") for one in proposed[name].messages())
    assert all(words not in messages for words in (line, QUESTION, WHY))


@pytest.mark.parametrize(
    ("question", "says_"),
    [
        ("Do you like it here?", "This can be answered with yes or no"),
        ("What helps you and what gets in your way?", "This asks two things at once."),
        (f"What would help you say {'so very ' * 12}much of it?", "One sentence here is long."),
        ("What would ameliorate interprofessional communication deficiencies?", "a little hard to read"),
    ],
)  # fmt: skip
def test_what_is_not_open_or_asks_two_things_comes_back_kindly_with_its_words(
    world: World, ana: Somebody, question: str, says_: str
) -> None:
    ana.types("/alongside propose")
    outcome = ana.sends(
        {
            "Your question": question,
            "Why is it worth asking?": WHY,
            "Whom shall I ask? One or two people": ["Chloe"],
        }
    )

    assert says_ in str(outcome)
    assert ana.form
    assert kept(world) == []


@pytest.mark.parametrize("whom", [("Ana",), ()])
def test_one_asks_somebody_else_than_oneself(world: World, ana: Somebody, whom: tuple[str, ...]) -> None:
    ana.types("/alongside propose")
    answers = {"Your question": QUESTION, "Why is it worth asking?": WHY}
    outcome = ana.sends(answers | {"Whom shall I ask? One or two people": list(whom)})

    assert ana.form
    assert "one or two others" in str(outcome) or not whom
    assert kept(world) == []


def test_who_ticked_it_is_named_to_those_who_are_asked_and_where_it_is_found(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    brings(world["Chloe"], LIVED)
    brings(world["Dev"], PROFESSIONAL)
    proposes(ana, "Chloe", "Dev", signed=True)
    put_away(ana)
    world.move(days=1)

    assert any("Ana proposes a question" in one for one in world["Chloe"].rang())
    for name in ("Chloe", "Dev"):
        says(world[name], YES)
    assert "From people here, by Ana" in looks(ben)


def test_a_yes_can_be_taken_back_later_and_then_it_is_not_found(
    proposed: World, ana: Somebody, ben: Somebody
) -> None:
    chloe, dev = proposed["Chloe"], proposed["Dev"]
    says(chloe, YES)
    says(dev, YES)

    dev.presses_at_home("Look at it again")
    dev.sends({"What do you think?": NO})
    put_away(dev)

    assert ONE_YES in ana.card.words
    assert "No question has these words" in looks(ben)


def test_whoever_proposed_it_takes_it_back_and_it_is_gone_for_everybody(
    proposed: World, ana: Somebody, ben: Somebody
) -> None:
    for name in ("Chloe", "Dev"):
        says(proposed[name], YES)
    assert QUESTION in looks(ben)

    ana.presses("Take it back")
    ben.presses("Look at it")

    assert "here any more" in ben.reads
    assert "No question has these words" in looks(ben)
    assert kept(proposed) == []
    assert "not proposed any more" in proposed["Chloe"].card.words


def test_what_finds_no_two_yes_lapses_quietly_and_only_whoever_proposed_it_is_told(
    proposed: World, ana: Somebody
) -> None:
    listen(proposed)

    proposed.move(days=18)

    [told] = ana.rang()
    assert "It did not find two yes in its time, which says nothing about" in told
    assert proposed["Chloe"].rang() == []
    ana.presses("Look at it")
    ana.presses("Propose it again")
    assert QUESTION in str(ana.form)
    put_away(ana)
    proposed.move(days=20)
    assert kept(proposed) == []


def test_whoever_does_not_answer_is_asked_once_and_shown_to_nobody(proposed: World, ana: Somebody) -> None:
    chloe = proposed["Chloe"]
    asked = len(chloe.rang())

    proposed.move(days=10)

    assert (asked, chloe.rang()) == (1, [])
    ana.presses_at_home("Look at it")
    assert "Chloe" not in ana.reads
    assert "Somebody would like to know what you think of a question" in chloe.home


def test_it_is_proposed_from_where_one_looks_for_a_question_and_from_home(
    world: World, ana: Somebody
) -> None:
    ana.types("/reflect")
    ana.presses("Propose a question")
    assert "Pairs here can choose it once two people" in ana.reads
    put_away(ana)
    ana.presses_at_home("Propose a question")
    assert "Pairs here can choose it once two people" in ana.reads


def test_people_of_another_workspace_do_not_find_it(proposed: World) -> None:
    for name in ("Chloe", "Dev"):
        says(proposed[name], YES)

    with proposed.bot.store.read() as db:
        found = [f.questions(db, "T0ELSE") for f in proposed.bot.features if f.questions]

    assert found == [None]
