"""Say it as the other would: each writes what the other would say, who then says how near that is."""

import pytest

from bot import catalogue
from tests.journeys.steps import kept, leaves, listen, make_trio, put_away
from tests.journeys.tampering import press
from tests.world import Somebody, World

QUESTION = "What makes a good day here?"
ANAS = "As Ben: I want to be done by five."
BENS = "As Ana: I want to be heard."


def ask(world: World, by: str = "Ana") -> None:
    world[by].types(f"/reflect {QUESTION} -- as the other")
    listen(world)


def writes(somebody: Somebody, about: str, text: str) -> None:
    put_away(somebody)
    somebody.presses("Write my answer")
    somebody.sends({f"As {about} would say it: I …": text})


def says(somebody: Somebody, how_near: str, missing: str = "") -> None:
    put_away(somebody)
    somebody.presses("How near is it?")
    somebody.sends({"Is that how you see it?": how_near, "What is missing": missing})


def write_for_each_other(world: World) -> None:
    ask(world)
    writes(world["Ana"], "Ben", ANAS)
    writes(world["Ben"], "Ana", BENS)
    listen(world)


def test_each_writes_what_the_other_would_say_and_hears_how_near_it_is(worlds: World) -> None:
    ana, ben = worlds["Ana"], worlds["Ben"]
    receipt = ana.types(f"/reflect {QUESTION} -- as the other")
    assert "each of you writes what another of you would say" in receipt.message["text"]
    assert [len(ana.news()), len(ben.news())] == [1, 1]
    assert "you write as Ana would" in ben.card.words

    writes(ana, "Ben", ANAS)
    assert "Ana has answered: only yours is missing" in ben.card.words
    ben.presses("Write my answer")
    assert ANAS not in ben.reads + ben.card.words + ben.home
    writes(ben, "Ana", BENS)

    assert "Ana, as Ben would say it" in ben.reads
    assert ANAS in ben.reads
    assert "Ben wrote what you would say" in ana.rang()[-1]
    says(ben, "Yes, that's how I see it")
    says(ana, "Nearly", "And to be asked.")
    assert "Ben says: yes, that's how I see it." in ana.card.words
    assert "Ana says: nearly" in ben.rang()[-1]
    assert "You told Ben: nearly. They can write it once more." in ana.card.words

    put_away(ben)
    ben.presses("Write it once more")
    assert BENS in ben.reads
    assert "And to be asked." in ben.reads
    ben.sends({"As Ana would say it: I …": "I want to be asked, and heard."})
    put_away(ana)
    ana.presses("How near is it?")
    assert "I want to be asked, and heard." in ana.reads
    ana.sends({"Is that how you see it?": "Yes, that's how I see it"})

    assert "Each of you has been put as you see it yourself." in ana.card.words
    ana.presses("Close it here")
    ben.presses("Close it here")
    assert "This one is closed" in ana.card.words


def test_whoever_has_still_to_say_how_near_it_is_reads_what_was_said_of_theirs(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    write_for_each_other(world)

    says(ana, "Nearly")

    assert "Ana says: nearly." in ben.rang()[-1]
    assert "Ana wrote what you would say. How near is it?" in ben.card.words


def test_after_three_times_it_may_stay_open(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    write_for_each_other(world)
    says(ben, "Yes, that's how I see it")

    for _ in range(2):
        says(ana, "Not yet")
        put_away(ben)
        ben.presses("Write it once more")
        ben.sends({"As Ana would say it: I …": "Once more."})
    says(ana, "Not yet")

    assert "This one may stay open" in ben.card.words
    assert "Write it once more" not in ben.card.buttons


def test_what_was_written_can_be_deleted_before_it_is_read_and_no_row_stays(world: World) -> None:
    ana = world["Ana"]
    ask(world)
    writes(ana, "Ben", ANAS)

    ana.presses("Read or change mine")
    ana.presses("Delete what I wrote")

    assert [kind for _, kind in kept(world)] == ["question"]


def test_whoever_it_is_about_can_take_it_out_and_their_own_goes_with_it(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    write_for_each_other(world)
    says(ben, "Not yet")
    put_away(ana)
    ana.presses("Read the answers")
    ana.presses("Write it once more")
    ana.sends({"As Ben would say it: I …": "I want quiet."})

    put_away(ben)
    ben.presses("Read the answers")
    ben.presses("Take these words out")

    assert {kind for _, kind in kept(world)} == {"question", "withdrawn"}
    assert "What was shared has been taken back." in ana.card.words


def test_in_a_trio_each_writes_as_the_next_and_each_hears_how_near_it_is(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, by="Chloe")
    for somebody, about in ((chloe, "Dev"), (dev, "Esi"), (esi, "Chloe")):
        writes(somebody, about, f"As {about}, by {somebody.name}.")
    listen(world)

    for somebody, by in ((chloe, "Esi"), (dev, "Chloe"), (esi, "Dev")):
        assert f"{by} wrote what you would say" in somebody.card.words
        says(somebody, "Yes, that's how I see it")

    assert all("A note together" in one.card.buttons for one in (chloe, dev, esi))


def test_where_somebody_leaves_a_trio_it_goes_round_anew(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    ask(world, by="Chloe")
    writes(chloe, "Dev", "As Dev.")
    writes(esi, "Chloe", "As Chloe.")
    listen(world)

    leaves(dev)

    assert any("What you wrote in their place is deleted" in one for one in chloe.rang())
    assert ("UCHLOE", "answer") not in kept(world)
    writes(chloe, "Esi", "As Esi.")
    assert any("Esi wrote what you would say" in one.words for one in chloe.messages())
    assert any("Chloe wrote what you would say" in one.words for one in esi.messages())


def test_it_starts_from_a_closed_reflection_with_its_question(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types(f"/reflect {QUESTION}")
    ana.answers("Quiet.")
    ben.answers("Cake.")
    for somebody in (ana, ben):
        put_away(somebody)
        somebody.presses("Read the answers")
        somebody.presses("Not this time")
        put_away(somebody)
    ana.presses("Close it here")
    ben.presses("Close it here")

    ana.presses("Read again")
    ana.presses("Say it as the other would")
    assert QUESTION in ana.reads
    ana.sends({"Whom shall I ask?": "Ben"})

    assert "you write as Ana would" in ben.card.words
    assert QUESTION in ben.card.words


def test_a_question_of_the_catalogue_is_asked_in_this_form_too(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/reflect")
    ana.sends({"A word to look for": "listen"})
    ana.presses("Look at it")

    ana.presses("Say it as the other would")

    assert "you write as Ana would" in ben.card.words


def test_what_can_hurt_nobody_says_for_somebody_else(world: World) -> None:
    ana, ben, form = world["Ana"], world["Ben"], "Each writes what the other would say"
    sore = next(p for family in catalogue.families("pair") for p in family.prompts if p.sensitive)

    assert "nobody writes it for somebody else" in press(world, ana, "reflection.ask_as_other", sore.id)
    assert ben.messages() == []
    ana.types("/pair @chloe")
    world["Chloe"].presses("Yes, gladly")

    assert form in press(world, ana, "reflection.ask_prompt", "F01-01")
    assert form not in press(world, ana, "reflection.ask_prompt", sore.id)


@pytest.mark.parametrize("typed", ["/reflect Why -- me?", "/reflect Why -- as the wind blows"])
def test_other_words_behind_dashes_stay_part_of_the_question(world: World, typed: str) -> None:
    ana, ben = world["Ana"], world["Ben"]

    ana.types(typed)

    assert "as the other would" not in ben.card.words


def test_it_needs_somebody_to_speak_for(world: World) -> None:
    dev = world["Dev"]

    answer = dev.types(f"/reflect {QUESTION} -- as the other", channel="C0HOME")

    assert "invite someone first" in answer.message["text"]
