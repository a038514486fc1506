"""What a set would try comes back when it meets again; and it looks back on how it talks, in messages."""

from bot.features.checkin.meeting.flow import steps
from bot.features.checkin.models import IN, Step
from bot.features.checkin.queries import save
from bot.rounds.keeping import queries
from tests.journeys.checkin_steps import FOUR, make_set, meeting, meets, put_away, quiet, says_how
from tests.journeys.checkin_steps import begin as begins
from tests.journeys.review_steps import HELPED, OFFER, TRY_THIS, posted, reads, rows, writes
from tests.world import TEAM, Somebody, World

SAID = "Last time you said here you would try:"


def arriving(somebody: Somebody) -> str:
    """What they read where they say that they are in it."""
    put_away(somebody)
    somebody.presses("I'm in")
    said = somebody.reads
    put_away(somebody)
    return said


def closes(world: World) -> None:
    """Whoever looks after it closes it."""
    with world.bot.store.begin() as db:
        round_ = queries.lock(db, TEAM, meeting(world).id)
        steps.close(round_, world.clock())
        save(db, round_)
    world.settle()


def again(world: World) -> None:
    """The same set begins to meet once more."""
    quiet(world)
    world.move(days=1)
    begins(world)
    quiet(world)


def everybody_comes(world: World) -> None:
    """All of them are in it."""
    with world.bot.store.begin() as db:
        round_ = queries.lock(db, TEAM, meeting(world).id)
        for seat in round_.seats:
            seat.step = IN
        save(db, round_)
    world.settle()


def test_what_a_set_would_try_comes_back_when_it_arrives_again(worlds: World) -> None:
    world = worlds
    ana, ben, *_ = meets(world, *FOUR, at=Step.PROCESS)
    says_how(ana, "The quiet.", "Phones away.")
    says_how(ben, "The quiet.", "A round of silence.")
    closes(world)
    [kept] = rows(world, "tries")
    again(world)

    for name in FOUR:
        said = arriving(world[name])
        assert SAID in said
        assert "Phones away.\nA round of silence." in said or "A round of silence.\nPhones away." in said
        assert "The quiet." not in said
    assert kept["place"] == meeting(world).subject_id
    assert b"Phones" not in kept["sealed"]


def test_where_nobody_says_what_to_try_what_was_said_before_stands(world: World) -> None:
    ana, *_ = meets(world, *FOUR, at=Step.PROCESS)
    says_how(ana, "", "Phones away.")
    closes(world)
    again(world)
    closes(world)
    again(world)

    assert "Phones away." in arriving(ana)


def test_a_set_that_said_nothing_reads_nothing_of_it(world: World) -> None:
    ana, *_ = make_set(world, *FOUR)
    begins(world)

    assert SAID not in arriving(ana)


def test_a_set_looks_back_in_direct_messages_and_is_asked_after_it_when_it_arrives(world: World) -> None:
    people = meets(world, *FOUR, at=Step.CHECK_OUT)
    ana = people[0]
    for _ in range(3):
        closes(world)
        assert OFFER not in ana.card.buttons
        again(world)
        everybody_comes(world)
    closes(world)
    assert OFFER in ana.card.buttons

    put_away(ana)
    ana.presses(OFFER)
    for one in people:
        assert "Would you look back for a moment on how we talk?" in one.card.words
        writes(one, {HELPED: "It helped."}, None)
    for one in people:
        writes(one, {TRY_THIS: "Start on time"}, None)
    assert "*To try*\nStart on time" in reads(ana, None)
    assert posted(world) == []
    again(world)

    assert f"{SAID}\nStart on time" in arriving(ana)
