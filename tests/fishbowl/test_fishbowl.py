"""A fishbowl: those who live with it write, the others say what they heard, and are answered."""

import pytest
from sqlalchemy import text

from bot import owners
from tests.journeys.steps import kept, put_away
from tests.journeys.tampering import ANOTHER_TEAM, press, snapshot, submit
from tests.world import TEAM, Seen, Somebody, World

HERE, STEERING, QUESTION = "C0HOME", "C0STEER", "What is it like to go home?"
STORY, HEARD, WONDER, ANSWER = (
    "How it is for me",
    "What I heard",
    "What I wonder",
    "What I would like to say to that",
)
LONELY, COLD = "Nobody called in the first week.", "The house was cold when we came."


def asked(world: World, *names: str, told: str = "") -> None:
    """Ana asks in the channel, and these people join."""
    world["Ana"].types(f"/alongside fishbowl {QUESTION} {told}", HERE)
    for name in names:
        world[name].presses("I'm in", HERE)
        put_away(world[name])


def begun(world: World, *names: str) -> None:
    """It has begun: those who live with it are asked to write."""
    asked(world, *names)
    world.move(days=1)
    more(world["Ana"], "On to the next step")


def more(somebody: Somebody, label: str) -> str:
    """What they choose behind *More*, and what that says."""
    put_away(somebody)
    somebody.presses("More", HERE)
    somebody.presses(label)
    said = somebody.reads
    put_away(somebody)
    return said


def writes(somebody: Somebody, **answers: str) -> str:
    labels = {"story": STORY, "heard": HEARD, "wonder": WONDER, "answer": ANSWER}
    put_away(somebody)
    somebody.presses("Write", HERE)
    somebody.sends({labels[kind]: said for kind, said in answers.items()})
    said = somebody.reads
    put_away(somebody)
    return said


def in_channel(world: World) -> list[Seen]:
    return [m for m in world["Ana"].messages(HERE) if m.raw["user"] == "U0ALONGSIDE" and not m.ephemeral]


def told(somebody: Somebody) -> str:
    """The newest thing that was said to them alone, in the channel."""
    return [m.words for m in somebody.messages(HERE) if m.ephemeral][-1]


def outgoing(world: World) -> str:
    """Everything that was ever said in messages."""
    return "\n".join(str(call.args) for call in world.slack.calls if call.method.startswith("chat."))


def reads(somebody: Somebody) -> str:
    put_away(somebody)
    somebody.presses("Read it", HERE)
    said = somebody.reads
    put_away(somebody)
    return said


def heard(world: World) -> None:
    """Ben and Chloe have written, and Ana has said what she heard."""
    begun(world, "Ana", "Ben", "Chloe")
    writes(world["Ben"], story=LONELY)
    writes(world["Chloe"], story=COLD)
    writes(world["Ana"], heard="That it was lonely, and cold.", wonder="Who could have called?")


def test_it_is_written_apart_read_together_and_answered(worlds: World) -> None:
    ana, ben, chloe = worlds["Ana"], worlds["Ben"], worlds["Chloe"]
    begun(worlds, "Ana", "Ben", "Chloe")

    first = writes(ben, story=LONELY)
    opened = writes(chloe, story=COLD)
    writes(ana, heard="That it was lonely, and cold.", wonder="Who could have called?")
    writes(ben, answer="Yes, that is it.")
    whole = writes(chloe, answer="Anybody, really.")

    assert "It is in." in first
    assert LONELY in opened
    assert COLD in opened
    said = [STORY, LONELY, HEARD, "lonely, and cold", WONDER, "Who could", ANSWER, "that is it", "Anybody"]
    assert all(words in whole for words in said)
    assert "It is over" in in_channel(worlds)[-1].words
    assert "In it: Ana, Ben and Chloe." in in_channel(worlds)[-1].words
    assert all(words not in outgoing(worlds) for words in (LONELY, COLD))


def test_those_who_bring_lived_experience_speak_first(worlds: World) -> None:
    asked(worlds, "Ana", "Ben", "Chloe")
    with worlds.bot.store.engine.begin() as connection:
        connection.execute(text("UPDATE people SET kind = 'lived' WHERE id = 'U0BEN'"))
    worlds.move(days=1)

    more(worlds["Ana"], "On to the next step")
    worlds["Chloe"].presses("Write", HERE)

    assert "You are not asked for anything in this step" in told(worlds["Chloe"])
    assert "It is in." not in writes(worlds["Ben"], story=LONELY)  # nobody else is waited for


def test_nobody_reads_before_the_step_is_over_and_nobody_else_ever(worlds: World) -> None:
    ana, ben, chloe, dev = (worlds[name] for name in ("Ana", "Ben", "Chloe", "Dev"))
    begun(worlds, "Ana", "Ben", "Chloe")

    writes(ben, story=LONELY)

    assert all("Read it" not in m.buttons for m in in_channel(worlds))
    more(chloe, "How this works")
    writes(chloe, story=COLD)
    assert LONELY in reads(ana)
    dev.presses("Read it", HERE)
    assert "This is for those who are in it" in dev.reads


def test_whoever_leaves_takes_along_what_nobody_has_read(worlds: World) -> None:
    ben, chloe = worlds["Ben"], worlds["Chloe"]
    begun(worlds, "Ana", "Ben", "Chloe")
    writes(ben, story=LONELY)

    said = more(ben, "Step out")
    opened = writes(chloe, story=COLD)

    assert "You have stepped out" in said
    assert COLD in opened
    assert LONELY not in opened
    assert kept(worlds) == [("U0ANA", "question"), ("U0CHLOE", "story")]
    assert "You have stepped out" in ben.card.words
    ben.presses("Read it", HERE)
    assert COLD not in told(ben)


def test_a_draft_is_for_its_author_alone_and_is_waited_for(worlds: World) -> None:
    ben, chloe = worlds["Ben"], worlds["Chloe"]
    begun(worlds, "Ana", "Ben", "Chloe")
    ben.presses("Write")
    ben.sends({STORY: LONELY, "Not ready?": True})
    said = ben.reads
    put_away(ben)

    writes(chloe, story=COLD)
    ben.presses("Write")
    again = ben.reads
    ben.closes()
    worlds.move(days=3)

    assert "Your draft is kept" in said
    assert LONELY in again
    assert "The others say what they heard" in in_channel(worlds)[-1].words
    assert LONELY not in reads(chloe)
    assert kept(worlds) == [("U0ANA", "question"), ("U0CHLOE", "story")]


def test_whoever_was_named_is_asked_in_private_and_may_say_no(worlds: World) -> None:
    ben, chloe, dev = worlds["Ben"], worlds["Chloe"], worlds["Dev"]
    asked(worlds, told="@ben @chloe")

    ben.presses("I'm in")
    chloe.presses("Not this time")

    assert "Would you like to take part?" in ben.rang()[0]
    assert "In it: Ben." in in_channel(worlds)[-1].words
    assert "It goes on without you" in chloe.card.words
    assert dev.rang() == []
    assert worlds["Ana"].rang() == []


def test_one_is_not_enough_to_begin(worlds: World) -> None:
    asked(worlds, "Ben")

    said = more(worlds["Ana"], "On to the next step")
    worlds.move(days=5)

    assert "Too little has come in yet to go on" in said
    assert "It ended early" in in_channel(worlds)[-1].words


def test_it_rests_for_all_and_goes_on_with_what_was_left(worlds: World) -> None:
    ana, ben = worlds["Ana"], worlds["Ben"]
    begun(worlds, "Ana", "Ben", "Chloe")
    worlds.move(hours=2)
    ends = worlds["Ben"].card.words

    more(ben, "Pause for all")
    worlds.move(days=1)
    resting = in_channel(worlds)[-1].words
    ana.presses("Go on", HERE)

    assert "Thursday 17 September, 5 pm" in ends
    assert "It is resting, for everybody" in resting
    assert "Friday 18 September, 5 pm" in in_channel(worlds)[-1].words
    assert "It goes on" in worlds["Chloe"].card.words


def test_a_pause_that_nobody_ends_is_over_after_two_weeks(worlds: World) -> None:
    begun(worlds, "Ana", "Ben", "Chloe")
    more(worlds["Chloe"], "Pause for all")

    worlds.move(days=14, hours=1)

    assert "are writing, until" in in_channel(worlds)[-1].words


def test_there_is_more_time_once(worlds: World) -> None:
    ana = worlds["Ana"]
    begun(worlds, "Ana", "Ben", "Chloe")

    said, again = more(ana, "Half as much time again"), more(ana, "Half as much time again")

    assert "There is more time now" in said
    assert "more time once already" in again
    assert "Friday 18 September, 5 pm" in in_channel(worlds)[-1].words
    assert "Ana gave it more time." in more(worlds["Ben"], "What was done")


def test_two_look_after_it_and_one_alone_when_the_other_leaves(worlds: World) -> None:
    ana, ben = worlds["Ana"], worlds["Ben"]
    begun(worlds, "Ana", "Ben", "Chloe")
    ana.presses("More", HERE)
    ana.presses("Hand it over")
    ana.sends({"Who could look after it from here?": "Ben", "How?": "Together with me, with the same rights"})
    put_away(ana)

    ben.presses("Yes, I'll look after it")
    more(ana, "Step out")
    said = more(ben, "Half as much time again")

    assert "There is more time now" in said
    assert "Ben looks after it from here." in more(worlds["Chloe"], "What was done")


def test_whoever_is_in_it_can_look_after_it_when_nobody_does(worlds: World) -> None:
    ana, chloe = worlds["Ana"], worlds["Chloe"]
    begun(worlds, "Ana", "Ben", "Chloe")

    more(ana, "Step out")
    worlds["Dev"].presses("Yes, I'll look after it", HERE)
    chloe.presses("Yes, I'll look after it", HERE)

    assert "This is for" in told(worlds["Dev"])
    assert "You look after it from now on" in told(chloe)
    assert "The next step has begun" not in more(chloe, "On to the next step")  # nobody has written
    worlds.move(days=1, hours=3)
    assert "It is closed" in more(chloe, "Close it")


def test_closing_early_keeps_what_was_read_and_nothing_else(worlds: World) -> None:
    ana, ben = worlds["Ana"], worlds["Ben"]
    heard(worlds)
    writes(ben, answer="Not read by anybody.")
    worlds.move(days=1, hours=3)

    more(ana, "Close it")

    assert LONELY in reads(worlds["Chloe"])
    assert "Not read by anybody" not in reads(ana)
    assert ("U0BEN", "answer") not in kept(worlds)


def test_it_can_be_taken_back_before_anybody_joins(worlds: World) -> None:
    ana = worlds["Ana"]
    asked(worlds)

    ana.presses("Take back", HERE)

    assert "It was taken back" in in_channel(worlds)[-1].words
    assert in_channel(worlds)[-1].buttons == []


@pytest.mark.parametrize("where", ["asked", "joined", "begun", "written", "heard", "paused", "left"])
def test_it_ends_by_itself_when_nobody_does_anything(worlds: World, where: str) -> None:
    ana, ben, chloe = worlds["Ana"], worlds["Ben"], worlds["Chloe"]
    people = ("Ana", "Ben", "Chloe")
    (asked if where in ("asked", "joined") else begun)(worlds, *(people if where != "asked" else ()))
    if where in ("written", "heard"):
        writes(ben, story=LONELY)
    if where == "heard":
        writes(chloe, story=COLD)
    if where == "paused":
        more(ben, "Pause for all")
    if where == "left":
        for somebody in (ana, ben, chloe):
            more(somebody, "Step out")

    worlds.move(days=60)

    assert "over" in in_channel(worlds)[-1].words or "ended early" in in_channel(worlds)[-1].words
    assert kept(worlds) == [("U0ANA", "question")]
    with worlds.bot.store.read() as db:
        assert db.execute(text("SELECT wakes_at FROM rounds WHERE feature = 'fishbowl'")).scalar() is None


def test_what_was_written_is_deleted_on_its_day(worlds: World) -> None:
    ben = worlds["Ben"]
    heard(worlds)
    writes(ben, answer="Yes.")
    writes(worlds["Chloe"], answer="Yes.")

    worlds.move(days=29)
    before = reads(ben)
    worlds.move(days=2)

    assert LONELY in before
    assert kept(worlds) == [("U0ANA", "question")]
    assert "What was written is deleted" in in_channel(worlds)[-1].words
    assert all("Read it" not in m.buttons for m in in_channel(worlds))


def test_what_time_sends_says_why(worlds: World) -> None:
    ben = worlds["Ben"]
    asked(worlds, "Ana", "Ben", "Chloe")
    worlds.move(days=2)

    ben.presses("Why am I getting this?")

    assert "Ana asked this, and you are in it." in ben.reads
    assert "I remind you at most twice a week" in ben.reads


def test_it_stands_in_the_home_tab_by_what_it_is_to_somebody(worlds: World) -> None:
    ana, ben = worlds["Ana"], worlds["Ben"]
    begun(worlds, "Ana", "Ben", "Chloe")

    assert "Waiting for you" in ben.home
    assert "Under way" in ana.home
    ben.presses_at_home("Write")
    ben.sends({STORY: LONELY})
    put_away(ben)
    assert "Under way" in ben.home
    writes(worlds["Chloe"], story=COLD)
    more(ana, "Close it")
    assert "Read it" in ben.home


def test_where_the_app_is_not_it_says_how_to_let_it_in_and_nothing_typed_is_lost(worlds: World) -> None:
    ana, ben = worlds["Ana"], worlds["Ben"]
    ana.types(f"/alongside fishbowl {QUESTION} @ben", STEERING)
    whispered = [m.words for m in ana.messages(STEERING) if m.ephemeral]
    worlds.move(minutes=1)
    quiet = ben.rang()

    ana.types("/invite @Alongside", STEERING)
    ana.presses("Try again", STEERING)

    assert "Type `/invite @Alongside`, then press *Try again*" in whispered[-1]
    assert quiet == []
    assert len(ben.rang()) == 1
    assert len([m for m in ana.messages(STEERING) if QUESTION in m.words and not m.ephemeral]) == 1


def test_without_a_question_it_says_how_to_ask(worlds: World) -> None:
    ana = worlds["Ana"]

    ana.types("/alongside fishbowl", HERE)
    usage = told(ana)
    ana.types(f"/alongside fishbowl {QUESTION}")

    assert "Type `/alongside fishbowl` and a question" in usage
    assert "This works in a channel" in ana.whispered.words
    assert QUESTION in ana.whispered.words


@pytest.mark.parametrize(
    ("name", "place", "team"),
    [
        ("Dev", HERE, TEAM),  # sees it, and has not joined
        ("Dev", "", TEAM),
        ("Chloe", HERE, TEAM),  # has left
        ("Ana", "", ANOTHER_TEAM),  # has the same id elsewhere
    ],
)
def test_whoever_is_not_in_it_changes_nothing_and_reads_nothing(
    worlds: World, name: str, place: str, team: str
) -> None:
    heard(worlds)
    more(worlds["Chloe"], "Step out")
    with worlds.bot.store.read() as db:
        id_ = db.execute(text("SELECT id FROM rounds WHERE feature = 'fishbowl'")).scalar_one()
    somebody, before, wrong = worlds[name], snapshot(worlds, id_), list[str]()
    feature = next(feature for feature in worlds.features if feature.name == "fishbowl")

    for verb in (*feature.actions, *feature.shows):
        told = press(worlds, somebody, verb, id_, team, place)
        wrong += [f"{verb} shows words"] if any(words in told for words in (LONELY, COLD, "lonely")) else []
        wrong += [f"{verb} changes something"] if snapshot(worlds, id_) != before else []
        wrong += [] if told else [f"{verb} says nothing"]
    for verb, typed in (("write", {"answer": "Mine."}), ("hand", {"who": ("U0DEV",), "way": ("together",)})):
        told = submit(worlds, somebody, f"fishbowl.{verb}", id_, typed, team)
        wrong += [f"{verb} is sent in"] if snapshot(worlds, id_) != before or not told else []

    assert wrong == []


def test_whoever_has_themselves_forgotten_leaves_nothing_to_read(worlds: World) -> None:
    heard(worlds)
    with worlds.bot.store.begin() as db:
        db.forget(owners.person(TEAM, "U0BEN"))

    said = reads(worlds["Ana"])

    assert COLD in said
    assert "Ben" not in said


def test_nobody_is_left_behind_by_a_press_and_whoever_looks_in_the_evening_can_still_join(
    worlds: World,
) -> None:
    ana, dev = worlds["Ana"], worlds["Dev"]
    asked(worlds, "Ana", "Ben", "Chloe")

    early = more(ana, "On to the next step")
    worlds.move(hours=8, minutes=41)
    dev.presses("I'm in", HERE)
    put_away(dev)
    worlds.move(days=1)

    assert "It can go on from" in early
    assert "Wednesday 16 September, 9:30 am" in early
    assert "In it: Ana, Ben, Chloe and Dev." in in_channel(worlds)[-1].words


def test_who_let_it_go_on_is_said_and_late_words_are_taken_until_the_close(worlds: World) -> None:
    ana, ben, chloe = worlds["Ana"], worlds["Ben"], worlds["Chloe"]
    begun(worlds, "Ana", "Ben", "Chloe")
    writes(ben, story=LONELY)
    early = more(ana, "On to the next step")
    worlds.move(days=1)

    more(ana, "On to the next step")
    put_away(chloe)
    chloe.presses("Late words")
    chloe.sends({STORY: COLD})
    put_away(chloe)

    assert "One of you is still waited for" in early
    assert "Ana moved it on." in in_channel(worlds)[-1].words
    assert "Ana moved it on." in ben.card.words
    assert COLD in reads(ana)
    assert "Late words" not in chloe.card.buttons
