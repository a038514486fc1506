"""A question for pairs: asked in a channel, brought to each pair that lets it in, as their own."""

from sqlalchemy import text

from tests.journeys.steps import kept, listen, put_away
from tests.journeys.tampering import ANOTHER_TEAM, press, snapshot
from tests.world import TEAM, Seen, Somebody, World

HERE = "C0HOME"
QUESTION = "What did we put off this month?"
NONE, FEW = "No pair here has said", "It went to a few pairs here."


def lets_in(world: World, one: str, other: str) -> None:
    """They are a pair, and both say that questions from the channel may come."""
    somebody = world[one]
    somebody.types("/pair")
    somebody.presses_at_home("Our page")
    somebody.presses("Questions from a channel")
    somebody.sends({"Which channel may they come from?": HERE})
    put_away(somebody)
    world[other].presses("Yes, they may come")
    listen(world)


def asks(world: World, by: str = "Esi", question: str = QUESTION) -> None:
    world[by].types(f"/reflect {question} -- pairs", HERE)
    world.move(minutes=1)


def posted(world: World) -> list[Seen]:
    app = "U0ALONGSIDE"
    return [m for m in world["Esi"].messages(HERE) if m.raw["user"] == app and not m.ephemeral]


def told(somebody: Somebody) -> str:
    return [m.words for m in somebody.messages(HERE) if m.ephemeral][-1]


def test_a_question_comes_to_each_pair_that_lets_it_in_as_their_own(worlds: World) -> None:
    world, ana, ben, esi = worlds, worlds["Ana"], worlds["Ben"], worlds["Esi"]
    lets_in(world, "Ana", "Ben")
    asks(world)

    assert "Asked in <#C0HOME> by <@U0ESI>, for pairs." in ana.card.words
    assert QUESTION in ben.card.words
    assert FEW in posted(world)[-1].words
    assert "Esi asks, for pairs" in posted(world)[-1].words
    assert not any(name in posted(world)[-1].words for name in ("Ana", "Ben"))
    assert "you read nothing of what others write" in told(esi)
    ana.answers("The talk about the ward.")
    ben.answers("Asking for help.")
    put_away(ana)
    ana.presses("Read the answers")
    assert "Asking for help." in ana.reads
    assert len(posted(world)) == 1
    assert esi.rang() == []
    assert QUESTION not in esi.home


def pair(world: World, one: str, other: str) -> None:
    world[one].types(f"/pair @{other.lower()}")
    world[other].presses("Yes, gladly")
    listen(world)


def test_it_is_off_at_first_and_what_was_typed_comes_back_to_whoever_typed_it(world: World) -> None:
    asks(world)

    assert NONE in told(world["Esi"])
    assert QUESTION in told(world["Esi"])
    assert posted(world) == []
    assert kept(world) == []


def test_it_begins_when_both_say_yes_and_better_not_has_no_reason(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ana.presses_at_home("Our page")
    ana.presses("Questions from a channel")
    assert "The channel reads only to how many pairs it went." in ana.reads
    ana.sends({"Which channel may they come from?": HERE})
    assert "Your partner is asked." in ana.reads
    put_away(ana)
    asks(world)
    assert NONE in told(world["Esi"])

    assert "Ana would like questions from <#C0HOME> to come to you" in ben.card.words
    assert "Waiting for you" in ben.home
    ben.presses("Better not")
    assert "No questions from <#C0HOME> come to you." in ana.card.words
    asks(world, question="And now?")
    assert NONE in told(world["Esi"])


def test_any_of_them_ends_it_and_what_waits_goes_with_it(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    lets_in(world, "Ana", "Ben")
    ana.types("/reflect Our own question?")
    asks(world)
    assert (ana.id, "question") in kept(world)
    assert ("U0ESI", "waiting") in kept(world)

    ben.presses_at_home("No more of these")
    assert ("U0ESI", "waiting") not in kept(world)
    assert "No questions from <#C0HOME> come to you." in ana.card.words
    ana.presses_at_home("Our page")
    ana.presses("Questions from a channel")
    assert "No more of these" not in ana.reads
    ana.sends({"Which channel may they come from?": HERE})
    put_away(ana)
    ben.presses("Yes, they may come")
    asks(world, question="Once more?")
    assert ("U0ESI", "waiting") in kept(world)


def test_while_they_have_a_question_open_it_waits_and_comes_when_that_is_closed(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    lets_in(world, "Ana", "Ben")
    ana.types("/reflect Our own question?")
    listen(world)
    asks(world)
    world.move(days=1)
    assert QUESTION not in ben.card.words
    assert FEW in posted(world)[-1].words

    for somebody in (ana, ben):
        somebody.presses("Not this time")
    world.move(days=1)
    assert QUESTION in ben.card.words
    assert "Not this time" in ben.card.buttons


def test_from_three_pairs_on_the_number_is_said(world: World) -> None:
    world.newcomer("Fay")
    pair(world, "Chloe", "Dev")
    pair(world, "Fay", "Esi")
    for one, other in (("Ana", "Ben"), ("Chloe", "Dev"), ("Fay", "Esi")):
        lets_in(world, one, other)
    asks(world)

    assert "It went to 3 pairs here." in posted(world)[-1].words


def test_whoever_asked_has_no_part_in_it_and_in_their_own_pair_no_more_than_their_partner(
    world: World,
) -> None:
    ana, ben = world["Ana"], world["Ben"]
    lets_in(world, "Ana", "Ben")
    asks(world, "Ana")

    assert QUESTION in ana.card.words
    assert "Take back" not in ana.card.buttons
    assert ana.card.buttons == ben.card.buttons
    ben.presses("How this works")
    assert "Somebody asked it in a channel, for pairs" in ben.reads
    put_away(ben)
    for somebody in (ana, ben):
        somebody.answers(f"What {somebody.name} writes.")
        put_away(somebody)
    ana.presses("Read the answers")
    assert "What Ben writes." in ana.reads
    told = ben.card.words + "".join(m.words for m in (*ben.messages(HERE), *posted(world)))
    assert "Nothing of what you write goes back there." in told
    assert "hoever asked reads nothing" not in told


def test_a_pair_of_whom_one_is_not_in_the_channel_is_not_asked(world: World) -> None:
    lets_in(world, "Ana", "Ben")
    world.slack.leave("U0BEN", HERE)
    world.settle()
    asks(world)

    assert NONE in told(world["Esi"])
    assert world["Ana"].rang() == []


def test_only_a_channel_that_all_of_them_are_in(world: World) -> None:
    ana = world["Ana"]
    world.slack.leave("U0BEN", HERE)
    ana.presses_at_home("Our page")
    ana.presses("Questions from a channel")
    refused = ana.sends({"Which channel may they come from?": HERE})

    assert "Not all of you are in that channel" in str(refused.errors)


def test_the_same_question_on_the_same_day_is_asked_once(world: World) -> None:
    lets_in(world, "Ana", "Ben")
    asks(world)
    asks(world)

    assert len(posted(world)) == 1
    assert [one for one in kept(world) if one == ("U0ESI", "waiting")] == []


def test_where_somebody_leaves_the_pair_nothing_comes_any_more(world: World) -> None:
    lets_in(world, "Ana", "Ben")
    world["Ben"].presses_at_home("Our page")
    world["Ben"].presses("Leave")
    put_away(world["Ben"])
    world.move(minutes=1)
    asks(world)

    assert NONE in told(world["Esi"])


def test_without_a_question_or_a_channel_it_says_how(world: World) -> None:
    esi = world["Esi"]
    esi.types("/reflect -- pairs", HERE)
    assert "each pair there that lets such questions come" in told(esi)
    esi.types(f"/reflect {QUESTION} -- pairs")
    assert QUESTION in esi.whispered.words
    ana = world["Ana"]
    ana.types(f"/reflect {QUESTION} -- pairs", "C0STEER")
    assert "/invite @Alongside" in [m.words for m in ana.messages("C0STEER") if m.ephemeral][-1]
    ana.types("/invite @Alongside", "C0STEER")
    ana.presses("Try again", "C0STEER")
    assert NONE in [m.words for m in ana.messages("C0STEER") if m.ephemeral][-1]


def test_whoever_is_not_of_the_pair_neither_lets_in_nor_ends_nor_reads(world: World) -> None:
    lets_in(world, "Ana", "Ben")
    asks(world)
    world["Ana"].answers("The talk about the ward.")
    with world.bot.store.read() as db:
        found = db.execute(text("SELECT id, kind FROM rounds WHERE feature = 'reflection'")).all()
    ids = {row.kind: str(row.id) for row in found}
    before = snapshot(world, *ids.values())
    for name, team in (("Esi", TEAM), ("Dev", TEAM), ("Ben", ANOTHER_TEAM)):
        assert "You are not together" in press(
            world, world[name], "reflection.questions_from", "ready-pair", team
        )
        for verb in ("visits_yes", "visits_no", "visits_end"):
            press(world, world[name], f"reflection.{verb}", ids["visits"], team)
        for verb in ("take_back", "write", "read", "pass", "stop", "how"):
            for kind in ("reflection", "launched"):
                said = press(world, world[name], f"reflection.{verb}", ids[kind], team)
                assert "The talk" not in said
                assert QUESTION not in said
    assert snapshot(world, *ids.values()) == before
