"""What became of what I said: each reads alone where their words went, once it is written down."""

from sqlalchemy import text

from tests.journeys.options_records import kept, opens_record
from tests.journeys.options_steps import (
    BEHIND,
    HERE,
    LIVE_WITH,
    PROPOSAL,
    QUESTION,
    answer,
    became,
    card,
    chooses,
    go_on,
    idea,
    matter,
    merges,
    more,
    propose,
    quiet,
    reacts,
    record,
    recorded,
    says_missing,
    shares,
    start,
    time_runs_out,
    write_down,
)
from tests.journeys.steps import put_away
from tests.world import Somebody, World

RING, WRITE, BOARD, BOTH = "We ring.", "We write.", "We put up a board.", "We ring, then write."
TAKEN = "It was taken further, as it was."
CARRIED = "It went into what was taken further:"
LEFT = "It stayed beside: another was taken further."


def chosen_of_three(world: World) -> None:
    """Ben signs one idea, two are unsigned; two are merged and taken further; Ana has a reservation."""
    start(world)
    shares(world["Chloe"], same="The hour matters.")
    go_on(world)
    idea(world["Ben"], RING, signed=True)
    idea(world["Chloe"], WRITE)
    idea(world["Dev"], BOARD)
    go_on(world)
    go_on(world)
    merges(world["Ana"], RING, WRITE, BOTH, "A voice, and something to keep.")
    chooses(world["Ana"], BOTH)
    go_on(world)
    says_missing(world["Ben"])
    go_on(world)
    reacts(world["Ben"])
    go_on(world)
    answer(world["Ana"], LIVE_WITH, "It is a lot of work.", named=True)
    answer(world["Ben"], LIVE_WITH, "Who pays?")
    write_down(world["Ben"], why="It is kind.")
    quiet(world)


def parts(read: str) -> tuple[str, str]:
    """What stands under one's own, and under what nobody signed."""
    mine, _, unsigned = read.partition("What nobody signed")
    return mine.partition("What you signed, or had a hand in")[2], unsigned


def test_each_reads_where_their_words_went_and_what_became_of_the_unsigned(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    chosen_of_three(world)

    mine, unsigned = parts(became(ben))

    assert f"{RING}\n{CARRIED}\n{BOTH}\nKept of it: A voice, and something to keep." in mine
    assert f"{BOTH}\n{TAKEN}" in mine
    assert WRITE not in mine.replace(BOTH, "")
    assert f"{WRITE}\n{CARRIED}\n{BOTH}" in unsigned
    assert f"{BOARD}\n{LEFT}\nWhy the other one: It is kind." in unsigned
    assert "Who pays?\nIt stands in what was written down, word for word." in unsigned
    assert "The hour matters." not in unsigned
    assert "What you see the same way, where you differ and who is missing stands in" in unsigned
    assert "a line from each led there, and are not kept" in unsigned
    mine, unsigned = parts(became(ana))
    assert f"{BOTH}\n{TAKEN}" in mine
    assert "It is a lot of work.\nIt stands in what was written down, word for word." in mine
    assert "Chloe" not in unsigned
    assert "Dev" not in unsigned


def test_whose_unsigned_words_they_are_the_page_does_not_say_to_their_author_either(
    world: World, ben: Somebody
) -> None:
    chosen_of_three(world)

    chloe, dev = became(world["Chloe"]), became(world["Dev"])

    assert "Nothing that was written down is signed with your name." in chloe
    assert chloe == dev
    assert parts(chloe)[1] == parts(became(ben))[1]


def test_it_opens_from_ones_own_card_from_more_and_from_the_record(world: World, ben: Somebody) -> None:
    recorded(world)

    assert PROPOSAL in became(ben)
    opens_record(ben, QUESTION)
    ben.presses("What became of what I said")
    assert PROPOSAL in ben.reads
    put_away(ben)
    write = [m for m in world["Ana"].messages() if "What became of what I said" in m.buttons]
    assert write
    world["Ana"].presses("What became of what I said")
    assert PROPOSAL in world["Ana"].reads


def test_before_it_is_written_down_there_is_no_such_page(world: World, ben: Somebody) -> None:
    propose(world)

    more(ben)

    assert "What became of what I said" not in str(ben.form)


def two_bens(world: World, ben: Somebody, called: str = "") -> Somebody:
    """A matter in which another Ben is, too, who may be `called` so; the first one wrote something."""
    other = world.newcomer("Ben2")
    with world.slack.workspace.changing():
        world.slack.workspace.people[other.id].name = "Ben"
        world.slack.workspace.people[other.id].real_name = "Ben"
    propose(world, "Ana", "Ben", other.id)
    if called:
        with world.bot.store.begin() as db:
            db.execute(
                text("UPDATE people SET name = :name WHERE id = :id"), {"name": called, "id": other.id}
            )
    answer(ben, LIVE_WITH, "Who pays?", named=True)
    answer(world["Ana"], BEHIND)
    answer(other, BEHIND)
    write_down(world["Ana"])
    quiet(world)

    assert "Who pays?" in record(ben)
    return other


def test_where_two_are_called_the_same_each_finds_what_is_theirs(world: World, ben: Somebody) -> None:
    other = two_bens(world, ben)

    assert "Who pays?" in parts(became(ben))[0]
    assert "Who pays?" not in parts(became(other))[0]


def test_where_two_stand_there_by_one_name_it_does_not_tell_whose_is_whose(
    world: World, ben: Somebody
) -> None:
    two_bens(world, ben, "Ben")  # as before people of one name were told apart

    assert "What is yours I cannot tell" in became(ben)
    assert "Who pays?" not in parts(became(ben))[0]


def test_what_was_left_for_now_says_so_and_why(world: World, ben: Somebody) -> None:
    start(world)
    go_on(world)
    time_runs_out(world)
    time_runs_out(world)

    read = became(ben)

    assert "It was left for now. What there is so far is written down." in read
    assert "Nobody had written an idea." in read
    assert "Nothing that was written down is signed with your name." in read


def test_what_was_left_before_one_was_chosen_says_that_none_was(world: World, ben: Somebody) -> None:
    start(world)
    go_on(world)
    idea(ben, RING, signed=True)
    idea(world["Chloe"], WRITE)
    go_on(world)
    go_on(world)
    time_runs_out(world)
    time_runs_out(world)

    mine, unsigned = parts(became(ben))

    assert f"{RING}\nNone was taken further." in mine
    assert f"{WRITE}\nNone was taken further." in unsigned


# --- what was kept before


def test_a_record_of_long_ago_is_still_shown_and_looked_at(world: World, ana: Somebody) -> None:
    """It has no word of those beside, of handing on, or of what each option went into."""
    option = {"text": RING, "kept": "", "by": ["Ana"], "chosen": False}
    made = kept(world, QUESTION, by=("Ana", "Ben"), decision=PROPOSAL, options=[option], later=False)

    assert not {"beside", "handed", "came_back"} & set(made.words)
    assert RING in opens_record(ana, QUESTION)
    ana.presses("What became of what I said")
    assert f"{RING}\nIt stands in what was written down." in ana.reads
    put_away(ana)
    opens_record(ana, QUESTION)
    ana.presses("History")
    assert "Version 1" in ana.reads
    put_away(ana)
    opens_record(ana, QUESTION)
    ana.presses("It is time to look at it")
    put_away(ana)
    assert matter(world).step == "review"
    assert "Is this still working?" in card(world).words
    ana.presses("Say how it works", HERE)
    assert PROPOSAL in ana.reads
    put_away(ana)
    world["Chloe"].presses("How is it for you?", HERE)
    assert PROPOSAL in world["Chloe"].reads
