"""What is under way stands on top of the card in the channel, where everybody reads what was agreed."""

from sqlalchemy import text

from bot.rounds.keeping import queries
from bot.store import Db
from tests.journeys.options_records import HERE, in_channel, kept, register_card
from tests.journeys.options_steps import (
    BEHIND,
    agreed,
    amends,
    answers,
    begin,
    go_on,
    propose,
    quiet,
    shares,
    start,
    time_runs_out,
    until_next,
    write_down,
)
from tests.journeys.steps import put_away
from tests.world import TEAM, World

HOW = "How do we say goodbye?"


def way(world: World, channel: str = HERE) -> str:
    """What the card says of what is under way; "" for nothing."""
    above = register_card(world, channel).words.partition("What was agreed here")[0]
    return above.partition("Under way")[2].strip("* \n")


def posts(world: World, method: str = "chat.postMessage") -> int:
    """How many messages of the register's card there ever were."""
    calls = [c for c in world.slack.calls if c.method == method]
    return sum("What was agreed here" in str(call.args) for call in calls)


def paced(world: World) -> None:
    """However slow or quick the machine is, nothing waits for its pace any more."""
    world.later(seconds=10)
    world.settle()


def test_the_card_says_what_is_under_way_and_keeps_to_how_it_stands(worlds: World) -> None:
    world = worlds
    world["Chloe"].types("/alongside away until 1 October")
    world["Chloe"].types("/alongside back")  # known before she comes: in which zone she is changes no end
    kept(world, "Who rings?")
    first = register_card(world).raw["ts"]
    assert way(world) == ""

    start(world, question=HOW)
    assert way(world).startswith(f"{HOW}\nWhat we see the same way, and where we differ. Until ")
    assert way(world).endswith("Waited for: 2.")
    paced(world)
    before = posts(world, "chat.update")
    shares(world["Chloe"], "Nobody is waited for who does not decide.")
    paced(world)
    assert posts(world, "chat.update") == before
    shares(world["Ben"], "That it is sad.")
    assert way(world).endswith("Waited for: 1.")
    paced(world)
    assert posts(world, "chat.update") == before + 1
    go_on(world)
    assert "Ideas, written apart. Until" in way(world)
    world.move(minutes=1)
    propose(world, question="Who rings the pharmacy?")
    assert way(world).startswith("Who rings the pharmacy?\nAnswering apart. Until")
    answers(world, Ana=BEHIND)
    assert "Waited for: 1." in way(world).partition(HOW)[0]
    answers(world, Ben=BEHIND)
    assert "To be written down." in way(world).partition(HOW)[0]
    write_down(world["Ben"])

    assert "Who rings the pharmacy?" not in way(world)
    assert way(world).startswith(HOW)
    card = register_card(world)
    assert card.words.index(HOW) < card.words.index("What was agreed here") < card.words.index("pharmacy")
    assert HOW in card.text  # aloud, too
    assert card.raw["ts"] == first
    assert posts(world) == 1


def test_what_is_taken_back_rests_or_has_run_out_of_time_goes_from_the_card(world: World) -> None:
    kept(world, "Who rings?")
    assert begin(world, question=HOW).ok
    assert HOW in way(world)
    world["Ana"].presses("Take back")
    put_away(world["Ana"])
    assert way(world) == ""

    world.move(minutes=1)
    start(world, question=HOW)
    for _ in range(12):
        if not way(world):
            break
        time_runs_out(world)

    assert way(world) == ""
    assert posts(world) == 1


def test_an_agreement_is_under_way_again_while_it_is_looked_at_or_would_change(world: World) -> None:
    agreed(world, question=HOW)
    write_down(world["Ben"])
    quiet(world)
    assert way(world) == ""

    assert amends(world["Ana"], "We wave.", "It is warmer.").ok
    assert "Answering apart. Until" in way(world)
    answers(world, Ana=BEHIND, Ben=BEHIND)
    assert way(world) == ""
    world.move(seconds=until_next(world).total_seconds() + 1)

    assert "Is it still working? Until" in way(world)


def test_nothing_is_posted_where_nothing_was_written_down_yet_and_then_all_that_is_under_way_is_there(
    world: World,
) -> None:
    start(world, question=HOW)
    answers_to_nothing = in_channel(world, "What was agreed here")
    agreed(world, question="Who rings the pharmacy?")

    assert answers_to_nothing == in_channel(world, "What was agreed here") == []
    write_down(world["Ben"])
    assert way(world).startswith(HOW)
    with world.slack.workspace.changing():
        world.slack.conversations["C0STEER"].members.add("U0ALONGSIDE")
    kept(world, "Theirs?", channel="C0STEER")
    assert way(world, "C0STEER") == ""


def test_five_of_them_have_room_and_the_card_says_how_many_more_there_are(world: World) -> None:
    kept(world, "Who rings?")
    for number in range(7):
        world.move(minutes=1)
        start(world, question=f"Question {number}?")

    told = way(world)

    assert [line for line in told.splitlines() if line.startswith("Question")] == [
        f"Question {number}?" for number in range(6, 1, -1)
    ]
    assert told.endswith("And 2 more, each on its card in the channel.")


def test_a_card_from_before_learns_what_is_under_way_as_soon_as_something_happens(world: World) -> None:
    kept(world, "Who rings?")
    start(world, question=HOW)
    propose(world, question="Who rings the pharmacy?")
    with world.bot.store.begin() as db:
        from_before(db)

    answers(world, Ana=BEHIND)

    assert HOW in way(world)
    assert "Waited for: 1." in way(world)


def from_before(db: Db) -> None:
    """The register as it was kept before it remembered what is under way."""
    [id_] = db.execute(text("SELECT id FROM rounds WHERE kind = 'register'")).scalars()
    round_ = queries.lock(db, TEAM, id_)
    round_.replies = [reply for reply in round_.replies if reply.kind != "way"]
    del round_.facts["way"]
    queries.save(db, round_)
