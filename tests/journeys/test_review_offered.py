"""Where a look at how we talk is offered: at every fourth close of a talk of three or more, in its place."""

from bot.rounds.keeping import queries
from tests.journeys.listening_steps import ask_all
from tests.journeys.options_steps import card as options_card
from tests.journeys.options_steps import recorded
from tests.journeys.review_steps import (
    EVEN,
    HELPED,
    HERE,
    OFFER,
    SAID,
    THREE,
    TRY_THIS,
    card,
    posted,
    reads,
    rows,
    talks,
    told,
    writes,
)
from tests.journeys.steps import ask, make_trio, put_away
from tests.world import NAMES, TEAM, Seen, Somebody, World


def fourth(world: World) -> Seen:
    """The fourth talk of three there has closed: its closing card."""
    for _ in range(3):
        assert OFFER not in talks(world, *THREE).buttons
    return talks(world, *THREE)


def test_at_every_fourth_close_those_who_were_in_it_are_asked_by_name(worlds: World) -> None:
    world = worlds
    ben, dev = world["Ben"], world["Dev"]
    last = fourth(world)
    assert OFFER in last.buttons

    ben.presses(OFFER, HERE)

    assert "Everybody who was in it is asked. Nobody sees who writes." in told(ben)
    assert "Asked are Ben, Ana and Chloe. Nobody sees who writes." in card(world).words
    assert "About: How did today land?" in card(world).words  # what they talked about
    for name in THREE:
        assert "Would you look back for a moment on how we talk?" in world[name].card.words
    dev.presses("Write", HERE)
    assert "This is for those who are asked, and who wrote." in told(dev)

    for name in THREE:
        writes(world[name], {HELPED: SAID[name]}, None)
    assert "Please read what was written." in ben.card.words  # nobody else is waited for
    assert all(words in reads(ben) for words in SAID.values())

    for _ in range(3):
        assert OFFER not in talks(world, *THREE).buttons  # of looks back none counts
    assert OFFER in talks(world, *THREE).buttons


def test_it_stays_offered_and_asking_twice_asks_once(world: World, ben: Somebody) -> None:
    fourth(world)
    ben.presses(OFFER, HERE)
    world["Chloe"].presses(OFFER, HERE)

    assert "This has been asked already." in told(world["Chloe"])
    assert len([m for m in posted(world) if "How are we talking?" in m.words]) == 1
    world.move(days=60)
    assert [OFFER in m.buttons for m in posted(world) if "What we listened to" in m.words] == [False] * 3 + [
        True
    ]


def test_whoever_was_not_in_it_cannot_ask_for_it(world: World) -> None:
    fourth(world)
    world["Dev"].presses(OFFER, HERE)

    assert not [m for m in posted(world) if "How are we talking?" in m.words]
    assert "review" not in [row["feature"] for row in rows(world, "rounds")]


def test_talks_of_fewer_or_taken_back_do_not_count(world: World, ana: Somebody) -> None:
    talks(world, *THREE)
    talks(world, *THREE)
    assert OFFER not in talks(world, "Ana", "Ben").buttons
    ask_all(world, question="Who would like to?")
    ana.presses("Take back", HERE)
    assert OFFER not in talks(world, *THREE).buttons

    assert OFFER in talks(world, *THREE).buttons


def test_at_the_fourth_close_of_two_it_is_not_offered(world: World) -> None:
    for _ in range(3):
        talks(world, *THREE)

    assert OFFER not in talks(world, "Ana", "Ben").buttons


def test_where_only_two_are_left_the_questions_are_a_page(world: World, ben: Somebody) -> None:
    fourth(world)
    with world.bot.store.begin() as db:
        last = rows(world, "rounds")[-1]
        round_ = queries.lock(db, TEAM, last["id"])
        round_.seat(NAMES["Chloe"]).left_at = world.clock()
        queries.save(db, round_)
    ben.presses(OFFER, HERE)

    assert "Nothing is sent from here, and nothing is kept." in ben.reads
    assert all(line in ben.reads for line in (HELPED, EVEN, TRY_THIS))
    assert "review" not in [row["feature"] for row in rows(world, "rounds")]


def test_what_a_group_decides_is_a_close_too(world: World, ana: Somebody) -> None:
    for _ in range(3):
        talks(world, *THREE)
    recorded(world, *THREE)

    assert OFFER in options_card(world).buttons
    ana.presses(OFFER, HERE)
    assert "Asked are Ana, Ben and Chloe." in card(world).words


def test_three_who_reflect_look_back_in_their_direct_messages(worlds: World) -> None:
    world = worlds
    chloe, dev, esi = people = make_trio(world)
    for _ in range(4):
        assert OFFER not in chloe.card.buttons
        ask(world, "Chloe", "Dev", "Esi", by="Chloe")
        world.move(days=20)
    assert all(OFFER in one.card.buttons for one in people)

    chloe.presses(OFFER)
    put_away(chloe)
    assert all("Would you look back for a moment on how we talk?" in one.card.words for one in people)
    for one in people:
        writes(one, {HELPED: "It helped."}, None)
    for one in people:
        assert "Please read what was written." in one.card.words
        writes(one, {TRY_THIS: "Phones away"}, None)
    assert all("It is over. What came of it can be read" in one.card.words for one in people)
    assert "*To try*\nPhones away" in reads(dev, None)
    assert posted(world) == []

    [tried] = rows(world, "tries")
    assert tried["place"] == next(r["subject_id"] for r in rows(world, "rounds") if r["feature"] == "review")
    esi.presses_at_home("3 more")
    assert "In your direct messages" in esi.reads
