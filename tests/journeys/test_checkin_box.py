"""The box between meetings: what somebody would like to bring, put by over weeks, read by nobody else."""

from sqlalchemy import text

from bot.features.checkin.models import Step
from tests.journeys.checkin_steps import (
    FOUR,
    HERE,
    arrives,
    ask,
    asks,
    fill,
    make_set,
    meets,
    more,
    passes,
    press,
    step,
    where,
)
from tests.journeys.steps import put_away
from tests.journeys.tampering import press as pressed
from tests.journeys.test_my_words import dumped, is_forgotten, reads_of
from tests.world import NAMES, Somebody, World

WARDS, NIGHTS = "The wards & pharmacy do not talk.", "Nights feel longer than they are."
LABEL = "What would you like to bring, in a sentence or two?"
WISH, OWN = "What would you like the time for, in a sentence?", "In your own words"
WEIGHS = {"How much does it weigh on you?": "3"}


def puts_by(somebody: Somebody, *words: str) -> None:
    put_away(somebody)
    somebody.types("/checkin box")
    for one in words:
        somebody.presses("Put something by")
        outcome = somebody.sends({LABEL: one})
        assert outcome.ok, outcome
    put_away(somebody)


def lies(somebody: Somebody) -> str:
    """What they have put by, as they read it."""
    put_away(somebody)
    somebody.types("/checkin box")
    found = somebody.reads
    put_away(somebody)
    return found


def holds(somebody: Somebody, block_id: str) -> str:
    """What stands in that box of the form in front of them."""
    assert somebody.form
    found = next(b["element"] for b in somebody.form["blocks"] if b.get("block_id") == block_id)
    return str(found.get("initial_value", ""))


def use(somebody: Somebody, words: str, label: str = "Use this", typed: str = "") -> None:
    """The button of that name that says aloud that it is about these words; `typed` stands above by then."""
    form, aloud = somebody.form, f"{label}: {words[:20]}"
    assert form
    rows = [one for one in form["blocks"] if one["type"] == "actions"]
    row = next(one for one in rows if one["elements"][0].get("accessibility_label", "").startswith(aloud))
    bid = next(one for one in form["blocks"] if one["type"] == "input")
    value = {"type": "plain_text_input", "value": typed}
    values = {bid["block_id"]: {bid["element"]["action_id"]: value}} if typed else {}
    action, slack = row["elements"][0]["action_id"], somebody.world.slack
    slack.press(somebody.id, view=form["id"], action_id=action, block_id=row["block_id"], values=values)
    somebody.world.settle()


def test_it_is_collected_over_weeks_changed_and_taken_away(world: World, ana: Somebody) -> None:
    puts_by(ana, WARDS)
    world.move(days=9)
    puts_by(ana, NIGHTS)
    assert lies(ana).index(WARDS) < lies(ana).index(NIGHTS)
    assert "You have put by 2 things for your next meeting." in ana.home

    ana.presses_at_home("For the next meeting")
    ana.presses("Change it")
    ana.sends({LABEL: "The wards."})
    assert "The wards." in ana.reads
    assert WARDS not in ana.reads
    ana.presses("Take it away")

    assert "The wards." not in lies(ana)
    assert NIGHTS in lies(ana)
    assert "You have put by one thing for your next meeting." in ana.home
    assert WARDS not in ana.home
    assert not any("put by" in one.words for one in ana.messages())  # nothing rings for it


def test_nobody_else_ever_reads_it(world: World, ana: Somebody, ben: Somebody) -> None:
    puts_by(ana, WARDS)
    with world.bot.store.read() as db:
        found = db.execute(text("SELECT id, round_id FROM replies WHERE kind = 'item'")).one()

    for verb in ("box", "box_write", "box_change", "box_away", "from_box", "look_at", "page", "kept"):
        for value in (found.id, found.round_id, f"bid|{found.id}"):
            assert WARDS not in pressed(world, ben, f"checkin.{verb}", value)

    assert WARDS in lies(ana)
    assert WARDS not in dumped(world)
    assert "put by" not in ben.home


def test_from_the_box_into_the_form_changed_there_and_once_brought_out_of_it(world: World) -> None:
    _, ben, chloe, _ = people = meets(world, *FOUR)
    puts_by(ben, WARDS, NIGHTS)

    press(ben, "I'd like some time")
    assert WARDS in ben.reads
    use(ben, WARDS)
    assert holds(ben, "bid") == WARDS
    assert "Once you have brought it, it is no longer put by." in ben.reads
    assert ben.sends({WISH: "The wards, mostly.", **WEIGHS}).ok
    put_away(ben)
    assert WARDS in lies(ben)  # it was asked for, and not brought yet
    assert WARDS not in where(chloe)
    assert "The wards, mostly." in where(chloe)

    passes(*(one for one in people if one is not ben))
    assert step(world) == Step.PRESENT
    press(ben, "Write it")
    use(ben, WARDS)
    assert holds(ben, "brought") == WARDS
    assert ben.sends().ok
    put_away(ben)

    assert WARDS in where(chloe)
    assert NIGHTS not in where(chloe)
    assert WARDS not in lies(ben)
    assert NIGHTS in lies(ben)


def test_what_is_left_there_stays_and_what_was_typed_is_not_lost(world: World) -> None:
    ben = meets(world, *FOUR)[1]
    puts_by(ben, WARDS, NIGHTS, "x" * 300)
    press(ben, "I'd like some time")

    use(ben, WARDS, typed="Mine:")
    assert holds(ben, "bid") == f"Mine: {WARDS}"
    use(ben, NIGHTS)
    assert holds(ben, "bid") == f"Mine: {WARDS} {NIGHTS}"
    use(ben, WARDS, "Not this one")
    assert holds(ben, "bid") == f"Mine: {NIGHTS}"
    use(ben, "x" * 300)

    assert "There is no room for that" in ben.reads
    assert holds(ben, "bid") == f"Mine: {NIGHTS}"


def test_without_getting_the_time_it_stays_put_by(world: World) -> None:
    _, ben, chloe, dev = meets(world, *FOUR)
    puts_by(chloe, WARDS)
    press(chloe, "I'd like some time")
    use(chloe, WARDS)
    assert chloe.sends(WEIGHS).ok
    put_away(chloe)
    passes(ben, dev, world["Ana"])
    assert step(world) == Step.PRESENT

    press(chloe, "Where we are")
    chloe.presses("Pass")
    world.move(days=20)

    assert WARDS in lies(chloe)


def test_in_a_short_check_in_it_is_offered_with_the_wish(world: World, ana: Somebody, ben: Somebody) -> None:
    puts_by(ben, WARDS)
    ask(world)
    arrives(ana)
    press(ben, "I'm in", HERE)
    use(ben, WARDS)
    assert ben.sends().ok
    put_away(ben)
    more(ana, "Go on", channel=HERE)
    assert WARDS in lies(ben)

    asks(ana, "What would help most?")
    fill(ben, "Read it", {"Your answer": "Time."})

    assert WARDS not in lies(ben)


def test_it_is_its_authors_whatever_becomes_of_the_set(world: World) -> None:
    ana, ben, *_ = make_set(world, *FOUR)
    assert "For the next meeting" in ana.card.buttons
    ben.presses("For the next meeting")
    assert "Nothing is put by yet." in ben.reads
    puts_by(ben, WARDS)
    more(ben, "Leave this set")
    assert WARDS in lies(ben)
    puts_by(ana, NIGHTS)
    more(ana, "End this set")
    assert NIGHTS in lies(ana)

    assert WARDS in reads_of(ben, "Check-ins")
    ben.presses("Take back")
    assert WARDS not in lies(ben)
    is_forgotten(ana)
    assert NIGHTS not in lies(ana)
    with world.bot.store.read() as db:
        assert db.execute(text("SELECT count(*) FROM replies WHERE kind = 'item'")).scalar() == 0


def test_thirty_days_after_an_account_has_ended_it_is_empty(world: World, ben: Somebody) -> None:
    puts_by(ben, WARDS)
    world.slack.deactivate(NAMES["Ben"])

    def left() -> int:
        with world.bot.store.read() as db:
            return int(db.execute(text("SELECT count(*) FROM replies WHERE kind = 'item'")).scalar_one())

    world.move(days=28)
    assert left() == 1
    world.move(days=4)
    assert left() == 0
