"""A look at how we talk: asked, written apart and unsigned, read together, chosen, and asked after."""

import pytest

from tests.journeys.review_steps import (
    EVEN,
    HELPED,
    HERE,
    HINDERED,
    KEEP,
    KEEP_THIS,
    NOTICED,
    SAID,
    THREE,
    TRIED,
    TRY,
    TRY_THIS,
    all_say,
    asked,
    card,
    chose,
    more,
    opened,
    opens,
    posted,
    proposed,
    reads,
    rows,
    told,
    writes,
)
from tests.journeys.steps import put_away
from tests.world import Somebody, World, everything_outgoing

BACK = "Please say what happened, without a name."


def test_a_group_looks_at_how_it_talks_and_takes_one_thing_along(worlds: World) -> None:
    world = worlds
    ana, ben = world["Ana"], world["Ben"]
    asked(world)
    assert "It is asked." in told(ana)
    assert card(world).buttons == ["Write", "More"]

    for name in THREE:
        said = writes(world[name], {HELPED: SAID[name], HINDERED: f"Hurry, {len(name)} times.", EVEN: "7"})
        assert "It is in. Thank you." in said
    assert not any(words in everything_outgoing(world.slack) for words in SAID.values())
    assert "Read it" not in card(world).buttons
    world.move(days=1)
    more(ana, "On to the next step")

    assert "Please read what was written." in ben.card.words
    together = reads(ben)
    assert all(words in together for words in SAID.values())
    assert "7 – 3 of you" in together
    for name in THREE:
        assert name not in together

    for name, keep, change in (
        ("Ana", "Silence", "Phones away"),
        ("Ben", "Asking back", ""),
        ("Chloe", "", ""),
    ):
        writes(
            world[name], {NOTICED: f"It is about time, says {len(name)}.", KEEP_THIS: keep, TRY_THIS: change}
        )
    for name in THREE:
        opens(world[name])
        assert TRY not in world[name].reads  # there is one thing alone: that is it
        world[name].sends({KEEP: "Asking back" if name != "Ana" else "Silence"})
        put_away(world[name])

    assert "It is over. What came of it can be read until" in ben.card.words
    assert "The look back is over" in posted(world)[-1].words
    over = reads(ben)
    assert over.startswith("How we talk\n*To keep*\nAsking back\n*To try*\nPhones away\n")
    assert (
        "Asking back – 2 of you\nSilence – 1 of you" in over
        or "Silence – 1 of you\nAsking back – 2 of you" in over
    )
    assert not any(
        words in "".join(m.words for m in posted(world)) for words in (*SAID.values(), "Phones away")
    )


def test_with_fewer_than_three_answers_nothing_opens_and_the_card_says_so(worlds: World) -> None:
    world = worlds
    ana, ben = world["Ana"], world["Ben"]
    asked(world)
    all_say(world, "Ana", "Ben")

    assert "Too little has come in yet to go on." in more(ana, "On to the next step")
    world.move(days=2)
    assert "there is more time, once" in card(world).words
    world.move(days=3)

    for words in (card(world).words, ana.card.words, ben.card.words):
        assert "fewer than three wrote" in words
        assert "Perhaps talk about it instead?" in words
    assert card(world).buttons == []
    assert [row["kind"] for row in rows(world, "replies")] == []


def test_those_who_do_not_write_change_nothing_for_three_who_do(world: World, ana: Somebody) -> None:
    asked(world, "Ben", "Chloe", "Dev", "Esi")
    assert "Asked are Ana, Ben, Chloe, Dev and Esi." in card(world).words

    all_say(world)
    assert "until" in card(world).words
    assert "Read it" not in card(world).buttons
    world["Dev"].presses("Not this time")
    world["Esi"].presses("Not this time")

    assert "Please read what was written." in ana.card.words  # nobody is waited for any more
    assert "Read it" not in world["Dev"].card.buttons
    world["Dev"].presses("Read it", HERE)
    assert "This is for those who are asked, and who wrote." in world["Dev"].reads


def test_named_it_is_for_those_alone_and_ends_when_too_few_would_write(world: World, ben: Somebody) -> None:
    asked(world, "Ben", "Chloe")
    world["Dev"].presses("Write", HERE)
    assert "This is for those who are asked, and who wrote." in told(world["Dev"])

    all_say(world, "Ana", "Chloe")
    ben.presses("Not this time")

    assert "Perhaps talk about it instead?" in card(world).words
    assert "Perhaps talk about it instead?" in world["Chloe"].card.words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("BEN never listens.", "BEN"),
        ("I said so to <@U0CHLOE>, twice.", "&lt;@U0CHLOE&gt;"),
        ("@chloe was on the phone.", "@chloe"),
        ("It was Chloe's turn.", "Chloe"),
    ],
)
def test_a_name_comes_back_to_its_author_once_and_sent_again_it_stands(
    world: World, ana: Somebody, words: str, found: str
) -> None:
    asked(world, "Ben", "Chloe")
    all_say(world, "Ben", "Chloe")
    opens(ana)
    ana.sends({HELPED: "There was time.", HINDERED: words, EVEN: "3"})

    assert f"There is a name in it ({found})." in ana.reads
    assert BACK in ana.reads
    form = ana.form or {}
    assert [b["element"].get("initial_value") for b in form["blocks"] if b["type"] == "input"][:2] == [
        "There was time.",
        words,
    ]
    assert form["blocks"][-1]["element"]["initial_option"]["value"] == "3"
    ana.sends({})

    assert words in reads(ana)
    assert "There was time." in reads(ana)
    assert "3 – 1 of you" in reads(ana)


@pytest.mark.parametrize(
    "words", ["We were benign.", "Mail me: me@example.org", "An an is no name, nor is Be.", "Dev was away."]
)
def test_what_names_nobody_in_it_is_taken_as_it_is(world: World, ana: Somebody, words: str) -> None:
    asked(world, "Ben", "Chloe")

    assert "It is in. Thank you." in writes(ana, {HINDERED: words})


def test_after_a_name_came_back_it_can_be_said_without(world: World, ana: Somebody) -> None:
    asked(world, "Ben", "Chloe")
    opens(ana)
    ana.sends({HINDERED: "Ben interrupted."})
    before = {table: rows(world, table) for table in ("rounds", "seats", "replies", "heard")}
    assert BACK in ana.reads
    assert "Ben interrupted." in ana.reads
    ana.sends({HINDERED: "Somebody interrupted."})

    assert "It is in. Thank you." in ana.reads
    pressed, sent = len(before["heard"]), len(rows(world, "heard"))
    assert sent == pressed + 1  # of what came back not even that was kept
    all_say(world, "Ben", "Chloe")
    assert "Somebody interrupted." in reads(ana)
    assert "Ben interrupted." not in reads(ana)


def test_what_was_to_be_tried_is_asked_after_next_time_with_counts_alone(worlds: World) -> None:
    world = worlds
    chose(world)
    asked(world)

    for name, answer in (("Ana", "A bit"), ("Ben", "A bit"), ("Chloe", "No")):
        opens(world[name])
        assert f"Phones away\n{TRIED}" in world[name].reads
        world[name].sends({TRIED: answer})
        put_away(world[name])
    world.move(days=1)
    more(world["Ana"], "On to the next step")

    assert f"*{TRIED}*\nPhones away\nA bit – 2 of you\nNo – 1 of you" in reads(world["Ben"])


def test_what_was_asked_after_is_not_asked_after_again_where_nothing_new_was_chosen(world: World) -> None:
    chose(world)
    opened(world)
    world.move(days=4)  # nobody proposes anything
    assert "The look back is over" in posted(world)[-1].words
    asked(world)

    opens(world["Ana"])
    assert TRIED not in world["Ana"].reads


def test_where_nothing_opened_what_was_to_be_tried_waits_for_the_next_time(world: World) -> None:
    chose(world)
    asked(world)
    world.move(days=10)
    assert "Perhaps talk about it instead?" in card(world).words
    asked(world)

    opens(world["Ana"])
    assert f"Phones away\n{TRIED}" in world["Ana"].reads


def test_what_one_channel_tries_no_other_is_asked_after(world: World, ana: Somebody) -> None:
    chose(world)
    ana.types("/invite @Alongside", "C0STEER")
    ana.types("/alongside review", "C0STEER")

    opens(ana, "C0STEER")
    assert TRIED not in ana.reads


def test_whoever_leaves_is_asked_nothing_more_and_what_they_sent_stays(world: World, ana: Somebody) -> None:
    ben = world["Ben"]
    asked(world)
    all_say(world)
    more(ben, "Step out")
    world.move(days=1)
    more(ana, "On to the next step")

    assert SAID["Ben"] in reads(ana)
    ben.presses("Read it", HERE)
    assert SAID["Ben"] not in ben.reads
    put_away(ben)
    world.move(days=40)
    assert not [line for line in ben.rang() if "notice" in line]


def test_when_nobody_does_anything_it_ends_by_itself_and_everything_is_forgotten(worlds: World) -> None:
    world = worlds
    opened(world)
    world.move(days=60)

    assert "It is over, and what was written is deleted." in card(world).words
    assert "What was written is deleted." in posted(world)[-1].words
    assert rows(world, "replies") == []
    assert rows(world, "tries") == []


def test_what_is_tried_is_kept_sealed_and_is_all_that_is_left(world: World) -> None:
    chose(world)
    world.move(days=60)

    assert rows(world, "replies") == []
    [tried] = rows(world, "tries")
    assert tried["place"] == HERE
    assert b"Phones" not in tried["sealed"]


def test_where_as_many_chose_another_it_is_one_of_them(world: World, ana: Somebody) -> None:
    proposed(world)
    writes(ana, {TRY: "Phones away"})
    writes(world["Ben"], {TRY: "Chairs in a circle"})
    world.move(days=3)

    lines = reads(ana).splitlines()
    assert "*To keep*" not in lines  # nobody chose
    assert lines[lines.index("*To try*") + 1] in ("Phones away", "Chairs in a circle")


def test_what_is_sent_is_final_and_nobody_is_shown_who_is_in_it(world: World, ana: Somebody) -> None:
    asked(world)
    all_say(world)

    opens(ana)
    assert "You are not asked for anything in this step just now." in told(ana)
    put_away(ana)
    ana.presses("More", HERE)
    assert "Hand it over" not in ana.reads
    assert not any(name in card(world).words for name in THREE)


def test_in_a_direct_message_or_for_two_the_questions_are_a_page(world: World, ana: Somebody) -> None:
    for text, channel in (("/alongside review", ana.dm), ("/alongside review @ben", HERE)):
        ana.types(text, channel)
        for line in ("How are we talking?", HELPED, HINDERED, EVEN, TRY_THIS, "Nothing is sent from here"):
            assert line in ana.reads
        assert (ana.form or {})["submit"] is None
        put_away(ana)
    assert posted(world) == []
    assert "review" not in [row["feature"] for row in rows(world, "rounds")]


def test_it_says_how_it_works_and_can_be_taken_back(world: World, ana: Somebody) -> None:
    ana.types("/alongside review help", HERE)
    assert "asks this channel to look for a moment at how you talk" in told(ana)
    asked(world, about="Our Monday huddle")
    assert "Our Monday huddle" in card(world).words

    ana.presses("More", HERE)
    ana.presses("How this works")
    assert "no name and no time is kept beside it" in ana.reads
    put_away(ana)
    ana.presses("Take back", HERE)
    assert "It was taken back." in card(world).words
