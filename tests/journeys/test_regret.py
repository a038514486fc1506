"""Writing in the open by mistake, changing one's mind, taking words back, and what is gone after 90 days."""

from sqlalchemy import text

from tests.journeys.steps import (
    NEARLY,
    ask,
    confirm,
    hear_each_other,
    kept,
    listen,
    play_back,
    put_away,
    words_of,
)
from tests.world import Somebody, World, everything_outgoing


def test_an_answer_posted_in_the_open_is_offered_as_the_answer_and_stays_theirs(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)

    ben.types("We <never> talk about *who* decides & why.")
    assert "Shall I take what you just wrote as your answer?" in ben.whispered.text
    ben.presses("Yes, open the form")
    assert "We <never> talk about *who* decides & why." in ben.reads
    assert kept(world) == [("U0ANA", "question")]
    ben.sends()

    assert kept(world) == [("U0ANA", "question"), ("U0BEN", "answer")]
    assert "decides" not in ana.card.words + ana.home
    assert ana.rang() == []


def test_no_leave_it_leaves_it(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world)
    ben.types("Only a thought.")

    ben.presses("No, leave it")

    assert kept(world) == [("U0ANA", "question")]
    assert ben.form is None


def test_nobody_is_asked_about_a_message_when_no_answer_is_waited_for(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ben")

    ben.types("Thank you!")

    [told] = [m for m in ben.messages() if m.ephemeral]
    assert "Shall I take" not in told.words


def test_an_old_offer_of_that_kind_does_nothing_once_the_answers_are_open(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")
    ben.types("Only a thought.")
    ben.answers("My real answer.")
    put_away(ben)

    ben.presses("Yes, open the form")

    assert "This has moved on" in ben.reads


def test_an_answer_can_be_changed_and_deleted_until_it_opens(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")

    ana.presses("Read or change mine")
    assert words_of("Ana") in ana.reads
    ana.sends({"In your own words": "Better so."})
    assert "Ana has answered" in ben.card.words
    ana.presses("Read or change mine")
    assert "Better so." in ana.reads
    ana.presses("Delete what I wrote")

    assert "What you wrote is deleted." in ana.reads
    assert kept(world) == [("U0ANA", "question")]
    assert "has answered" not in ben.card.words
    assert ben.rang() == []


def test_once_deleted_there_is_nothing_more_to_delete(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")
    ana.presses("Read or change mine")
    ana.presses("Delete what I wrote")
    put_away(ana)

    ana.presses("Write my answer")

    assert words_of("Ana") not in ana.reads
    assert "Delete what I wrote" not in ana.reads


def test_an_answer_turned_back_into_a_draft_waits_again(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")

    ana.presses("Read or change mine")
    ana.sends({"Not ready?": True})
    ben.answers("Mine.")

    assert "Mine." not in ana.card.words
    assert ben.form is None
    assert "Finish my answer" in ana.card.buttons


def test_a_draft_is_never_opened(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ben")

    ana.answers("Half a thought.", draft=True)

    assert ben.rang() == []
    assert "has answered" not in ben.card.words
    assert "Half a thought." not in ben.home + ben.card.words


def test_an_empty_answer_is_refused_under_its_box(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world)
    ana.presses("Write my answer")

    outcome = ana.sends({"In your own words": "   ", "Not ready?": True})

    assert outcome.errors
    assert "answer" in outcome.errors
    assert kept(world) == [("U0ANA", "question")]


def test_words_taken_back_after_reading_go_with_what_was_played_back_of_them(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")
    play_back(ben, "You fear for the money.")
    confirm(ana, NEARLY, "And for the people.")
    listen(world)

    ana.presses("Read the answers")
    ana.presses("Take my words back")
    put_away(ana)

    assert [row for row in kept(world) if row[1] not in ("question", "withdrawn")] == [("U0BEN", "open")]
    put_away(ben)
    ben.presses("Read the answers")
    for gone in (words_of("Ana"), "You fear for the money.", "And for the people."):
        assert gone not in ben.reads
    assert "Ana has taken their words back" in ben.reads
    assert words_of("Ben") in ben.reads


def test_words_can_be_taken_back_after_the_close(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana", "Ben")
    hear_each_other(world, "Ana", "Ben")
    ana.presses("Close it here")
    ben.presses("Close it here")
    listen(world)

    ana.presses("Read again")
    ana.presses("Take my words back")

    put_away(ana)
    ben.presses("Read again")
    assert words_of("Ana") not in ben.reads
    assert "Ana has taken their words back" in ben.reads


def test_when_both_have_taken_their_words_back_nothing_is_left_to_read(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")

    for somebody in (ana, ben):
        somebody.presses("Read the answers")
        somebody.presses("Take my words back")
        put_away(somebody)

    assert {kind for _, kind in kept(world)} == {"question", "withdrawn"}
    assert "What was shared has been taken back" in ana.card.words
    assert len(ana.rang()) == 1


def test_a_shared_answer_taken_back_before_it_was_read_is_gone(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana")
    world.move(days=3)
    ana.presses("Share it anyway")
    listen(world)

    ana.presses("Read the answers")
    ana.presses("Take my words back")

    assert len(ben.rang()) == 1
    assert "What was shared has been taken back" in ben.card.words
    assert words_of("Ana") not in ben.home


def test_ninety_days_after_the_close_every_word_is_gone_from_the_database_but_what_all_agreed_to(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")
    hear_each_other(world, "Ana", "Ben")
    ana.presses("A note together")
    ana.sends({"Our note": "We ask early.", "These very words": True})
    ben.presses("A note together")
    ben.sends({"These very words": True})
    world.move(days=89)
    assert len(kept(world)) == 6
    listen(world)

    world.move(days=2)

    assert kept(world) == [("U0ANA", "joint"), ("U0ANA", "question")]
    assert [ana.rang(), ben.rang()] == [[], []]


def test_an_unread_answer_is_gone_after_ninety_days_too(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")

    world.move(days=110)

    assert kept(world) == []


def test_a_draft_of_a_stopped_question_can_be_read_and_deleted_by_its_author(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world)
    ana.answers("Half a thought.", draft=True)
    world.move(days=21)
    assert "closed for now" in ana.card.words

    ana.presses("Read mine")
    assert "Half a thought." in ana.reads
    ana.presses("Take my words back")

    assert kept(world) == [("U0ANA", "question")]


def test_nothing_that_people_wrote_ever_stood_in_a_message(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    ask(world, "Ana", "Ben")
    hear_each_other(world, "Ana", "Ben")

    posted = [c for c in world.slack.calls if c.method.startswith("chat.")]
    assert posted
    for name in ("Ana", "Ben"):
        assert words_of(name) not in str([c.args for c in posted])
        assert words_of(name) in everything_outgoing(world.slack)
    with world.bot.store.read() as db:
        rows = db.execute(text("SELECT sealed FROM replies")).scalars().all()
    assert all(b"wrote" not in bytes(row) for row in rows)
