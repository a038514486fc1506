"""A question for a channel: who reads it is said first; who joins writes apart; it is read together."""

from tests.journeys.everyone_steps import (
    HERE,
    QUESTION,
    SAID,
    SIGNED,
    UNSIGNED,
    asked,
    card,
    more,
    posted,
    reads,
    told,
    writes,
)
from tests.journeys.steps import kept, put_away
from tests.world import World, everything_outgoing


def test_a_channel_is_asked_and_those_who_join_read_together(worlds: World) -> None:
    world, ana, ben = worlds, worlds["Ana"], worlds["Ben"]
    ana.types(f"/reflect {QUESTION} -- everybody", HERE)
    assert QUESTION in ana.reads
    assert "Everybody in <#C0HOME> can read this question, and join." in ana.reads
    assert "Only those who join read what was written." in ana.reads
    assert posted(world) == []

    ana.sends({})
    assert "It is asked in <#C0HOME>." in ana.reads
    assert QUESTION in card(world).words
    assert ben.rang() == []
    for name in SAID:
        assert "It is in. Thank you." in writes(world[name], SAID[name])
    assert "3 have joined." in card(world).words
    assert not any(name in card(world).words for name in ("Ben", "Chloe"))
    assert not any(words in everything_outgoing(world.slack) for words in SAID.values())
    world.move(days=3)

    assert "Those who joined can read it now" in ben.card.words
    together = reads(ben)
    assert all(name in together and words in together for name, words in SAID.items())
    world["Dev"].presses("Read it", HERE)
    assert "This is for those who joined." in world["Dev"].reads
    world.move(days=7)
    assert "It is over" in posted(world)[-1].words
    assert SAID["Ben"] in reads(ana)
    world.move(days=31)
    assert kept(world) == [("U0ANA", "question")]


def test_unsigned_where_whoever_asks_allows_it_and_nothing_says_whose_it_is(worlds: World) -> None:
    world, ben = worlds, worlds["Ben"]
    asked(world, unsigned=True)
    assert "Unsigned." in card(world).words

    ben.presses("Write", HERE)
    assert "no name and no time is kept beside it" in ben.reads
    assert "In a group of fewer than five, others may guess." in ben.reads
    assert "Please name nobody." in ben.reads
    put_away(ben)
    for name, words in SAID.items():
        writes(world[name], words, UNSIGNED)
    assert kept(world) == [("", "unsigned"), ("U0ANA", "question")]
    world.move(days=3)

    together = reads(ben)
    assert all(words in together and name not in together for name, words in SAID.items())
    world.move(days=40)
    assert kept(world) == [("U0ANA", "question")]


def test_one_answer_alone_opens_to_nobody_but_its_author(worlds: World) -> None:
    world, ben, chloe = worlds, worlds["Ben"], worlds["Chloe"]
    asked(world)
    writes(ben, SAID["Ben"])
    chloe.presses("Write", HERE)
    put_away(chloe)
    world.move(days=3)

    for words in (card(world).words, posted(world)[-1].words, ben.card.words, chloe.card.words):
        assert "It did not come about this time: fewer than two wrote." in words
    assert "Chloe" not in card(world).words + posted(world)[-1].words
    assert "Ben" not in card(world).words + posted(world)[-1].words
    assert SAID["Ben"] in reads(ben)
    assert SAID["Ben"] not in reads(chloe)
    world.move(days=31)
    assert kept(world) == [("U0ANA", "question")]


def test_one_unsigned_answer_alone_is_deleted(world: World) -> None:
    asked(world, unsigned=True)
    writes(world["Ben"], SAID["Ben"], UNSIGNED)
    world.move(days=3)

    assert "It did not come about this time" in card(world).words
    assert kept(world) == [("U0ANA", "question")]


def test_where_nobody_comes_it_ends_by_itself_and_rings_for_nobody(world: World) -> None:
    asked(world)
    world.move(days=40)

    assert "It did not come about this time" in card(world).words
    assert "joined" not in card(world).words
    assert all(somebody.rang() == [] for somebody in world.everybody)


def test_late_words_are_taken_until_the_close(world: World) -> None:
    ana, dev = world["Ana"], world["Dev"]
    asked(world)
    for name in ("Ana", "Ben"):
        writes(world[name], SAID[name])
    dev.presses("Write", HERE)
    put_away(dev)
    world.move(days=3)

    dev.presses("Late words")
    assert "Those who joined can read this as soon as you send it." in dev.reads
    dev.sends({SIGNED: "Sorry, only now: hopeful."})
    put_away(dev)
    assert "Sorry, only now: hopeful." in reads(ana)
    world.move(days=7)
    assert "Late words" not in dev.card.buttons


def test_somebody_who_steps_out_takes_along_what_nobody_has_read(world: World) -> None:
    asked(world)
    for name in SAID:
        writes(world[name], SAID[name])
    assert "You have stepped out." in more(world["Chloe"], "Step out")
    assert "2 have joined." in card(world).words
    world.move(days=3)

    assert SAID["Chloe"] not in reads(world["Ben"])
    assert SAID["Ana"] in reads(world["Ben"])
    world["Chloe"].presses("Read it", HERE)
    assert "This is for those who joined." in world["Chloe"].reads


def test_it_can_be_let_go_by_and_read_all_the_same(world: World) -> None:
    dev = world["Dev"]
    asked(world)
    dev.presses("Write", HERE)
    put_away(dev)
    world.move(days=2)
    dev.presses("Not this time")
    for name in ("Ana", "Ben"):
        writes(world[name], SAID[name])
    world.move(days=5)

    assert SAID["Ana"] in reads(dev)
    assert "Dev" not in card(world).words


def test_anybody_in_it_can_let_it_rest_and_nobody_is_told_who(world: World) -> None:
    asked(world)
    writes(world["Ben"], SAID["Ben"])
    more(world["Ben"], "Pause for all")

    assert "It is resting, for everybody." in card(world).words
    assert "Ben" not in card(world).words


def test_a_draft_is_for_its_author_alone(world: World) -> None:
    asked(world)
    assert "Your draft is kept" in writes(world["Ben"], SAID["Ben"], draft=True)
    for name in ("Ana", "Chloe"):
        writes(world[name], SAID[name])
    world.move(days=3)

    assert SAID["Ben"] not in reads(world["Ana"])


def test_what_only_the_pair_is_asked_goes_to_the_pair_wherever_it_is_typed(world: World) -> None:
    ana = world["Ana"]
    ana.types(f"/reflect {QUESTION}", HERE)

    assert posted(world) == []
    assert QUESTION in ana.card.words


def test_it_may_be_typed_in_several_ways(world: World) -> None:
    ana = world["Ana"]
    for typed in (
        f"/reflect {QUESTION} — everyone",
        f"/reflect {QUESTION} --everybody",
        f"/alongside reflection {QUESTION} -- This channel",
        f"/alongside everyone {QUESTION}",
    ):
        ana.types(typed, HERE)
        assert "Ask a channel" in ana.reads
        assert "everybody in" in ana.reads.lower()
        assert QUESTION in ana.reads
        put_away(ana)
    ana.types("/reflect -- everybody", HERE)
    assert ana.reads.startswith("Ask a channel")
    put_away(ana)
    ana.types("/reflect help -- everybody", HERE)
    assert "You read who will see it before it is posted." in told(ana)
    ana.types("/reflect weekly mon 9:30 -- everybody", HERE)
    assert "I have not put this to anybody" in told(ana)
    assert posted(world) == []


def test_in_a_direct_message_the_channel_is_chosen_first_and_its_readers_named(world: World) -> None:
    ana = world["Ana"]
    ana.types(f"/reflect {QUESTION} -- everybody")
    assert "Nobody can read this yet" in ana.reads
    ana.sends({"Which channel?": HERE})
    assert "Everybody in <#C0HOME> can read this question" in ana.reads
    assert posted(world) == []
    ana.sends({})

    assert QUESTION in card(world).words


def test_where_the_app_is_not_what_was_typed_stays(world: World) -> None:
    ana = world["Ana"]
    ana.types(f"/reflect {QUESTION} -- everybody", "C0STEER")
    refused = ana.sends({})

    assert "I am not in this channel yet." in str(refused.errors)
    assert QUESTION in ana.reads


def test_nobody_is_asked_twice_when_slack_sends_it_twice_or_it_is_taken_back(world: World) -> None:
    asked(world)
    more(world["Ana"], "Take back")

    assert "It was taken back." in card(world).words
    assert len(posted(world)) == 1


def test_whoever_is_put_out_of_the_channel_reads_nothing_until_they_are_back(world: World) -> None:
    ben = world["Ben"]
    asked(world)
    for name in SAID:
        writes(world[name], SAID[name])
    world.move(days=3)
    world.slack.leave(ben.id, HERE)
    put_away(ben)
    ben.presses("Read it")

    assert SAID["Ana"] not in ben.reads
    assert "not in" in ben.reads


def test_the_form_behind_reflect_and_the_home_tab_lead_to_it(world: World) -> None:
    ana = world["Ana"]
    ana.types("/reflect", HERE)
    ana.presses("Ask a channel")
    assert "Which channel?" in ana.reads
    put_away(ana)
    ana.presses_at_home("Ask a channel")
    ana.sends({"Which channel?": HERE, "Your question": QUESTION})
    ana.sends({})

    assert QUESTION in card(world).words
