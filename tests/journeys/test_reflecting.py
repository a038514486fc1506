"""Two people reflect: from a question to a note that both agree with."""

import pytest

from bot import catalogue
from tests.journeys.tampering import press
from tests.world import Somebody, World


def test_two_people_answer_apart_and_read_together(worlds: World) -> None:
    ana, ben = worlds["Ana"], worlds["Ben"]

    receipt = ana.types("/reflect What did we avoid today?")
    assert "I have asked Ben and you" in receipt.message["text"]
    assert [len(ana.news()), len(ben.news())] == [1, 1]

    ana.answers("The money.")
    assert "The money." not in ben.card.words
    assert "Ana has answered" in ben.card.words
    assert ben.news() == []

    ben.answers("Who decides.")
    assert "The money." in ben.reads
    assert "Who decides." in ben.reads
    assert len(ana.news()) == 1
    assert ben.news() == []
    ana.presses("Read the answers")
    assert "Who decides." in ana.reads

    ana.presses("Play back what I heard")
    ana.sends({"What I heard Ben say is …": "You want to know who decides."})
    assert len(ben.news()) == 1
    ben.closes()
    ben.presses("Is that it?")
    assert "You want to know who decides." in ben.reads
    ben.sends({"How close is that?": "Yes, that's it"})
    assert ana.news() == []  # nothing is left to do: her card says it
    assert "Ben says: yes, that's it." in ana.card.words
    ben.presses("Read the answers")
    ben.presses("Play back what I heard")
    ben.sends({"What I heard Ana say is …": "You fear for the money."})
    ana.presses("Is that it?")
    ana.sends({"How close is that?": "Yes, that's it"})

    ana.presses("A note together")
    ana.sends({"Our note": "We ask early.", "These very words": True})
    ben.presses("A note together")
    ben.sends({"These very words": True})
    assert "closed, with a note" in ana.card.words
    assert "Read again" in ana.home
    ben.presses("Read again")
    assert "We ask early." in ben.reads


def test_a_draft_is_kept_and_comes_back_whole(world: World) -> None:
    ana = world["Ana"]
    text = "Half a thought … 👩‍⚕️ עברית <b> &amp; `x`"
    ana.types("/reflect What did we avoid today?")

    ana.answers(text, draft=True)

    ana.presses("Finish my answer")
    assert text in ana.reads


def test_somebody_on_their_own_is_offered_to_invite(world: World) -> None:
    dev: Somebody = world["Dev"]

    answer = dev.types("/reflect What did we avoid today?", channel="C0HOME")

    assert "invite someone first" in answer.message["text"]
    assert "What did we avoid today?" in answer.message["text"]


@pytest.mark.parametrize("passes", [True, False])
def test_asking_again_what_can_hurt_does_not_tell_that_the_other_let_it_go_by(
    world: World, ana: Somebody, ben: Somebody, *, passes: bool
) -> None:
    sore = next(p for family in catalogue.families("pair") for p in family.prompts if p.sensitive)
    press(world, ana, "reflection.ask_prompt", sore.id)
    if passes:
        ben.presses("Not this time")
    world.later(minutes=1)

    press(world, ana, "reflection.ask_prompt", sore.id)

    assert len([m for m in ana.messages() if sore.question in m.words]) == 1
