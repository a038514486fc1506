"""Somebody does not answer, or nobody does: those who wrote choose, and nobody is blamed."""

from tests.journeys.steps import QUESTION, ask, choices, kept, listen, make_trio, put_away, words_of
from tests.world import Somebody, World


def alone_with_it(world: World) -> None:
    """Ana has answered, Ben has not, and the time is over."""
    ask(world, "Ana")
    world.move(days=3)
    assert "Ben has not answered so far" in world["Ana"].card.words
    listen(world)


def test_whoever_answered_alone_is_asked_what_to_do_and_nothing_opens(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")

    world.move(days=3)

    assert ["Ben has not answered" in one for one in ana.rang()] == [True]
    assert choices(ana) == ["Share it anyway", "Wait two more days", "Keep it to myself"]
    assert words_of("Ana") not in ben.card.words + ben.home
    assert "there is" not in ben.card.words or "you can still write" in ben.card.words


def test_what_is_shared_anyway_opens_to_the_other_after_their_own_answer(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    alone_with_it(world)

    ana.presses("Share it anyway")
    assert ["chose to share" in one for one in ben.rang()] == [True]
    assert words_of("Ana") not in ben.card.words + ben.home
    ben.answers("Mine, after all.")

    assert words_of("Ana") in ben.reads
    assert "Mine, after all." in ben.reads
    assert ["You have both answered" in one for one in ana.rang()] == [True]


def test_what_is_shared_can_be_read_without_answering(world: World, ana: Somebody, ben: Somebody) -> None:
    alone_with_it(world)
    ana.presses("Share it anyway")
    listen(world)

    ben.presses("I'd rather just read")
    assert ["can read your answer now" in one for one in ana.rang()] == [True]
    ben.presses("Read the answers")

    assert words_of("Ana") in ben.reads
    ben.presses("Play back what I heard")
    assert words_of("Ana") in ben.reads


def test_what_is_shared_stays_shut_for_whoever_opens_an_old_form(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    alone_with_it(world)
    ana.presses("Share it anyway")

    ben.presses_at_home("Open")

    assert words_of("Ana") not in ben.reads
    assert "deleted" not in ben.reads


def test_waiting_gives_two_more_days_and_then_the_author_chooses_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    alone_with_it(world)

    ana.presses("Wait two more days")
    assert "Your answer is in" in ana.card.words
    world.move(days=10)

    assert "has not answered so far" not in ben.card.words
    assert any("has not answered so far" in one for one in ana.rang())


def test_an_answer_kept_private_is_closed_and_the_other_is_not_told(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    alone_with_it(world)

    ana.presses("Keep it to myself")

    assert ben.rang() == []
    assert "Nothing was shared" in ben.card.words
    assert choices(ben) == ["Ask another question"]
    ana.presses("Read mine")
    assert words_of("Ana") in ana.reads


def test_an_author_who_says_nothing_keeps_the_answer_and_nobody_hears_of_it(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    alone_with_it(world)

    world.move(days=10)

    assert [ana.rang(), ben.rang()] == [[], []]
    assert "stays yours alone" in ana.card.words
    assert "Nothing was shared" in ben.card.words


def test_somebody_who_is_late_can_still_answer_while_the_author_chooses(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    alone_with_it(world)

    ben.answers("Late, and here.")

    assert words_of("Ana") in ben.reads
    assert ["You have both answered" in one for one in ana.rang()] == [True]


def test_the_author_is_asked_at_once_when_the_other_says_not_this_time(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")

    ben.presses("Not this time")

    assert ["is not answering this one" in one for one in ana.rang()] == [True]
    assert choices(ana) == ["Share it anyway", "Keep it to myself"]
    assert ben.rang() == []


def test_somebody_who_said_not_this_time_is_never_reminded(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)

    ben.presses("Not this time")
    world.move(days=14)

    assert ben.rang() == []


def test_the_choice_can_be_made_from_the_home_tab(world: World, ana: Somebody, ben: Somebody) -> None:
    alone_with_it(world)

    ana.presses_at_home("Open")
    ana.presses("Share it anyway")

    assert "Your choice is kept" in ana.reads
    assert len(ben.rang()) == 1


def test_taking_the_answer_back_while_choosing_opens_the_question_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    alone_with_it(world)

    ana.presses_at_home("Open")
    ana.presses("Take my words back")

    put_away(ana)
    assert "Write my answer" in ana.card.buttons
    assert "Write my answer" in ben.card.buttons
    assert kept(world) == [("U0ANA", "question")]
    assert [ana.rang(), ben.rang()] == [[], []]


def test_somebody_late_can_pass_and_the_author_is_not_rung_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    alone_with_it(world)

    ben.presses("Not this time")

    assert ana.rang() == []
    assert "Ben is not answering this one" in ana.card.words
    assert choices(ana) == ["Share it anyway", "Keep it to myself"]


def test_what_was_shared_and_never_read_rests_and_can_be_taken_up(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    alone_with_it(world)
    ana.presses("Share it anyway")
    world.move(days=5)
    assert choices(ben) == ["Take it up again"]
    listen(world)

    ben.presses("Take it up again")

    assert choices(ben) == ["Write my answer", "I'd rather just read"]
    assert len(ana.rang()) == 1
    ben.answers("At last.")
    assert words_of("Ana") in ben.reads


def nobody_answered(world: World) -> None:
    ask(world)
    world.move(days=3)
    assert "Nobody has answered" in world["Ana"].card.words
    listen(world)


def test_where_nobody_answers_each_is_asked_in_private_what_to_do(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)

    world.move(days=3)

    for somebody, more in ((ana, ["More"]), (ben, [])):
        assert choices(somebody) == ["Write my answer", "Keep it open", "Another day", "Let it go", *more]
    ana.presses("More")
    assert "Take back" in ana.reads
    put_away(ana)
    world.move(days=6)
    assert [ana.rang()[-1:], ben.rang()[-1:]] == [[ana.card.text], [ben.card.text]]
    assert "Nobody has answered" in ana.card.text


def test_an_open_question_is_kept_once_and_then_stops_quietly_without_names(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    nobody_answered(world)

    ana.presses("Keep it open")
    assert len(ben.rang()) == 1
    assert "Write my answer" in ben.card.buttons
    world.move(days=20)

    for somebody in (ana, ben):
        assert all("closed" not in one for one in somebody.rang())
        assert "closed for now" in somebody.card.words
        assert "has not" not in somebody.card.words
        assert choices(somebody) == ["Ask another question"]


def test_a_question_that_nobody_keeps_stops_without_a_word(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    nobody_answered(world)

    world.move(days=14)

    for somebody in (ana, ben):
        assert all("closed" not in one for one in somebody.rang())
        assert "closed for now" in somebody.card.words


def test_a_question_waits_for_the_day_that_somebody_chose(world: World, ana: Somebody, ben: Somebody) -> None:
    nobody_answered(world)

    ana.presses("Another day")
    assert QUESTION in ana.reads
    refused = ana.sends({"Until which day shall it stay open?": "2027-03-01"})
    assert refused.errors == {"day": "Please choose a day in the next two months."}
    ana.sends({"Until which day shall it stay open?": "2026-09-30"})

    assert "Wednesday 30 September, 5 pm" in ana.card.raw["text"]
    world.move(days=11)
    assert "Write my answer" in ben.card.buttons


def test_a_question_is_let_go_when_both_say_so(world: World, ana: Somebody, ben: Somebody) -> None:
    nobody_answered(world)

    ana.presses("Let it go")
    assert "You have let this one go" in ana.card.words
    assert "Nobody has answered" in ben.card.words
    ben.presses("Let it go")

    assert "closed for now" in ana.card.words
    assert [ana.rang(), ben.rang()] == [[], []]


def test_an_answer_that_comes_after_all_opens_the_question_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    nobody_answered(world)

    ana.answers("I thought about it.")

    assert "Ana has answered" in ben.card.words
    assert "I thought about it." not in ben.card.words


def test_the_two_of_three_who_answered_choose_together(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, "Chloe", "Dev", by="Chloe")
    world.move(days=4)
    assert "only if you both choose to share" in chloe.card.words
    listen(world)

    chloe.presses("Share it anyway")
    assert [dev.rang(), esi.rang()] == [[], []]
    assert "You have chosen: share it. Dev has not chosen yet." in chloe.card.words
    dev.presses("Share it anyway")

    assert ["chose to share" in one for one in esi.rang()] == [True]
    assert "Chloe and Dev chose to share" in esi.card.words
    chloe.presses("Read the answers")
    assert words_of("Dev") in chloe.reads
    esi.presses("I'd rather just read")
    esi.presses("Read the answers")
    assert words_of("Chloe") in esi.reads


def test_one_of_the_two_can_keep_it_for_both(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, "Chloe", "Dev", by="Chloe")
    world.move(days=4)
    chloe.presses("Share it anyway")
    listen(world)

    dev.presses("Keep it to myself")

    assert len(chloe.rang()) == 1
    assert esi.rang() == []
    assert words_of("Chloe") not in dev.home + dev.card.words
    chloe.presses("Read mine")
    assert words_of("Chloe") in chloe.reads
    assert words_of("Dev") not in chloe.reads
