"""Peer coaching: asked, agreed how to be heard, a half each, and the half that is owed."""

from datetime import timedelta

from tests.journeys.coaching_steps import (
    ASK,
    ASKED,
    FOCUS,
    HEARD,
    IDEAS,
    LEARNING,
    LISTEN,
    MORE,
    NOTICED,
    OFFER,
    OWN,
    THINKS,
    WISH,
    agreed,
    half,
    looks_for,
    more,
    reads,
    writes,
)
from tests.journeys.steps import put_away
from tests.world import Somebody, World

ADVICE = "You should talk to her."


def outgoing(world: World) -> str:
    """Everything that was ever said in messages."""
    return "\n".join(str(call.args) for call in world.slack.calls if call.method.startswith("chat."))


def learned(*people: Somebody) -> None:
    for somebody in people:
        writes(somebody, {LEARNING: f"{somebody.name} interrupts too soon."})


def test_each_has_a_half_and_what_one_learned_is_for_oneself(worlds: World) -> None:
    world = worlds
    first, second = agreed(world, ASKED, ASKED)
    assert f"This is {first.name}'s half." in second.card.words
    half(first, second)

    assert "This is your half." in second.card.words
    half(second, first)
    learned(first, second)

    assert "It is over, and thank you." in first.card.words
    assert "Still to have a half" not in first.card.words  # each has had theirs
    for somebody, other in ((first, second), (second, first)):
        together = reads(somebody)
        takes, thinks = f"{first.name} takes this.", f"{second.name} thinks of the ward."
        assert together.index(takes) < together.index(thinks)
        assert f"{somebody.name} interrupts too soon." in together
        assert f"{other.name} interrupts" not in together
    assert not any(words in outgoing(world) for words in ("takes this", "interrupts", "is heard"))
    assert not any(m.raw["user"] == "U0ALONGSIDE" for m in world["Ana"].messages("C0HOME"))


def test_each_half_is_heard_as_it_was_wished_for_and_ideas_have_a_step_only_then(world: World) -> None:
    listened, offered = agreed(world, LISTEN, LISTEN)
    writes(listened, {FOCUS: "The ward."})
    assert "Write" not in offered.card.buttons  # nothing is asked of whoever wished for an ear
    writes(listened, {MORE: "And the nights."})
    offered.presses("Write")
    assert HEARD in offered.reads
    assert IDEAS not in offered.reads


def test_ideas_are_asked_for_once_they_were_wished_for(world: World) -> None:
    first, second = agreed(world, OFFER, OFFER)
    writes(first, {FOCUS: "The ward."})
    second.presses("Write")
    assert "The ward." in second.reads  # what was said stands above the box
    assert IDEAS not in second.reads
    put_away(second)
    second.presses("No more questions")

    writes(second, {IDEAS: "A walk before the round."})

    first.presses("Write")
    assert "A walk before the round." in first.reads
    assert OWN in first.reads


def test_who_wants_no_word_about_what_they_write_has_none_until_they_want_it_again(worlds: World) -> None:
    world = worlds
    first, second = agreed(world, ASKED, ASKED)
    writes(first, {FOCUS: "The ward."})
    assert "From now on what you write goes as it is." in more(second, "Leave what I write as it is")
    writes(second, {ASK: ADVICE})

    put_away(first)
    first.presses("Write")
    assert ADVICE in first.reads
    assert "before it is sent, and tell you alone." in more(second, "Look at what I write first")


def test_who_does_not_answer_is_asked_twice_and_the_other_is_free_again(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/alongside coaching @ben")
    world.move(days=12)

    assert "It ended early" in ana.card.words
    assert "Ben" not in ana.card.words
    assert len([m for m in ben.messages() if "Would you coach each other?" in m.words]) == 0


def test_whoever_says_no_is_asked_no_reason(world: World) -> None:
    world["Ana"].types("/alongside coaching @ben")
    world["Ben"].presses("Not this time")

    assert "It ended early" in world["Ana"].card.words
    assert "Once more" in world["Ana"].card.buttons


def test_of_three_one_notices_and_each_has_a_third(world: World) -> None:
    people = agreed(world, ASKED, ASKED, ASKED)
    first = people[0]
    writes(first, {FOCUS: "The ward."})
    partner = next(one for one in people[1:] if "ask one open question" in one.card.words)
    notices = next(one for one in people[1:] if one is not partner)
    partner.presses("No more questions")
    writes(partner, {HEARD: "The ward."})

    assert "What did you notice" in notices.card.words
    writes(notices, {NOTICED: "There was a long silence."})
    writes(first, {OWN: "Silence helps."})

    assert sum(THINKS in one.card.words for one in people) == 1
    assert THINKS not in first.card.words


def test_live_it_begins_when_both_are_there_and_each_half_has_the_same_minutes(worlds: World) -> None:
    world = worlds
    ana, ben = world["Ana"], world["Ben"]
    ana.types("/alongside coaching @ben -- live")
    assert "live: 45 minutes in all" in ben.card.words
    ben.presses("Yes, gladly")
    ana.presses("I'm here")
    world.move(minutes=11)
    ben.presses("I'm here")
    assert "how would you like to be heard" not in ben.card.words
    assert "said at" in ben.card.words
    ana.presses("I'm here")
    begun = world.clock()
    for somebody in (ana, ben):
        writes(somebody, {WISH: ASKED})
    first, second = sorted((ana, ben), key=lambda one: THINKS not in one.card.words)
    more(ana, "Half as much time again")
    turns = dict[str, list[timedelta]]({first.name: [], second.name: []})
    for thinks, there in ((first, second), (second, first)):
        since = world.clock()
        writes(thinks, {FOCUS: "The ward."})
        while "This is your half." in thinks.card.words:
            world.move(minutes=1)
        turns[thinks.name].append(world.clock() - since)
        assert there.name in turns

    assert turns[first.name] == turns[second.name]
    assert "It would be more for one" not in ana.card.words
    world.move(minutes=4)
    assert "It is over, and thank you." in ben.card.words
    assert world.clock() - begun <= timedelta(minutes=47)


def test_more_time_in_the_second_half_would_be_for_one_alone(world: World) -> None:
    first, second = agreed(world, ASKED, ASKED)
    half(first, second)

    assert "Each half has the same time." in more(first, "Half as much time again")


def test_somebody_is_asked_by_the_form_and_by_a_name_that_is_typed(world: World) -> None:
    ana = world["Ana"]
    ana.presses_at_home("Ask somebody")
    refused = ana.sends({"Whom would you like to ask?": ["U0ANA"]})
    assert "Please choose one person, or two, besides you." in refused.errors["people"]
    ana.sends({"Whom would you like to ask?": ["U0BEN"]})

    assert "Asked: Ben." in ana.reads
    assert "Would you coach each other?" in world["Ben"].card.words


def test_those_who_look_are_brought_together_and_both_say_yes(worlds: World) -> None:
    world = worlds
    chloe, dev = world["Chloe"], world["Dev"]
    looks_for(chloe)
    assert "I look for somebody, until" in chloe.card.words
    world.move(days=1)
    looks_for(dev)
    assert "I look for somebody you can coach with." in dev.home
    world.move(days=1)

    for somebody, other in ((chloe, "Dev"), (dev, "Chloe")):
        asked = next(m for m in somebody.messages() if "looked for somebody to coach with" in m.words)
        assert f"You and {other} looked" in asked.words
        assert f"{somebody.name} and" not in asked.words  # nobody is said to have asked
        somebody.presses("Yes, gladly")
    assert "how would you like to be heard?" in chloe.card.words
    for name in ("Ana", "Ben", "Esi"):
        assert world[name].messages() == []  # nobody hears of it who did not look


def test_whoever_somebody_would_rather_not_meet_is_not_found(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    looks_for(chloe, **{"Whom should I not bring you together with?": ["U0DEV"]})
    looks_for(dev)
    world.move(days=20)

    for somebody in (chloe, dev):
        assert "I found nobody for you in this time." in somebody.card.words
        assert "Find me somebody" in somebody.card.buttons


def test_ones_own_pair_is_found_only_where_both_want_that_and_a_search_can_be_stopped(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]  # who are a pair
    looks_for(ana)
    looks_for(ben, **{"Somebody I reflect with already?": True})
    world.move(days=2)
    assert "I look for somebody" in ben.card.words
    ana.presses("Stop looking")
    assert "I do not look any more." in ana.card.words

    looks_for(ana, **{"Somebody I reflect with already?": True})
    world.move(days=2)
    assert "You and Ben looked for somebody" in ana.card.words


def test_who_said_no_is_not_found_again_and_the_other_can_look_on(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    looks_for(chloe)
    looks_for(dev)
    world.move(days=2)
    dev.presses("Not this time")
    assert "Once more" in chloe.card.buttons
    looks_for(chloe)
    looks_for(dev)
    world.move(days=20)

    assert "I found nobody for you in this time." in chloe.card.words


def test_a_wish_for_the_same_experience_needs_ones_own(world: World) -> None:
    chloe = world["Chloe"]
    chloe.presses_at_home("Ask somebody")
    chloe.presses("Find me somebody")

    refused = chloe.sends({"Whom would you like?": "Somebody who brings the same experience"})

    assert "what you bring yourself" in refused.errors["wish"]
