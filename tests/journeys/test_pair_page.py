"""A pair's page, which both see alike: what one of them writes stands once the other has seen it."""

from tests.journeys.steps import leaves, listen, make_trio, put_away
from tests.world import Somebody, World, everything_outgoing

WHAT, WHOM, WHY = "What do we work on?", "For whom?", "Why now?"
CLINIC, LETTERS = "The way into the heart clinic.", "The letters that people get."
PAUSE = "How do we let each other know that we need a pause?"
NEW = "New from"


def writes(somebody: Somebody, words: dict[str, str], part: str = "What we work on") -> None:
    opens(somebody)
    presses_under(somebody, part)
    somebody.sends(words)


def opens(somebody: Somebody) -> None:
    put_away(somebody)
    somebody.types("/pair")


def presses_under(somebody: Somebody, part: str) -> None:
    """The button under that heading, by what is read aloud of it."""
    assert somebody.form
    rows = [e for b in somebody.form["blocks"] for e in b.get("elements", [])]
    [button] = [e for e in rows if str(e.get("accessibility_label", "")).endswith(f": {part}")]
    block = next(b for b in somebody.form["blocks"] if button in b.get("elements", []))
    somebody.presses_this(block, button)


def test_both_see_the_same_page(world: World, ana: Somebody, ben: Somebody) -> None:
    writes(ana, {WHAT: CLINIC})
    opens(ben)
    ben.presses("I have seen it")
    opens(ana)

    assert ana.reads.replace("Ben", "-") == ben.reads.replace("Ana", "-")
    assert CLINIC in ana.reads
    assert "Still choosing" in ana.reads
    assert NEW not in ana.reads


def test_it_opens_from_the_card_from_home_and_by_typing(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    chloe.types("/pair @dev")
    dev.presses("Yes, gladly")

    for open_it in (
        lambda: dev.presses("Our page"),
        lambda: dev.presses_at_home("Our page"),
        lambda: dev.types("/pair"),
    ):
        put_away(dev)
        open_it()
        assert dev.reads.startswith("Our page\nYou and Chloe read the same here")


def test_what_one_writes_stands_once_the_other_has_seen_it(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    writes(ana, {WHAT: CLINIC})

    assert f"{NEW} Ana, not seen yet by Ben:" in ana.reads
    [told] = ben.rang()
    assert "Ana wrote on your page." in told
    assert "Ana wrote on your page" in ben.home
    ben.presses("Our page")
    assert f"{NEW} Ana, not seen yet by Ben:\n{CLINIC}" in ben.reads
    ben.presses("I have seen it")

    assert NEW not in ben.reads
    assert f"{WHAT}\n{CLINIC}" in ben.reads
    assert "Ana wrote on your page" not in ben.home + ben.card.words
    assert ana.rang() == []


def test_until_then_what_was_there_before_stands(world: World, ana: Somebody, ben: Somebody) -> None:
    writes(ana, {WHAT: CLINIC})
    opens(ben)
    ben.presses("I have seen it")
    writes(ben, {WHAT: LETTERS})

    opens(ana)

    assert f"{WHAT}\n{CLINIC}\n{NEW} Ben, not seen yet by Ana:\n{LETTERS}" in ana.reads


def test_the_words_stand_in_no_message(world: World, ana: Somebody, ben: Somebody) -> None:
    writes(ana, {WHAT: CLINIC})
    writes(ana, {PAUSE: "We say: tea."}, "When it gets difficult")
    put_away(ben)
    ben.presses("Our page")
    ben.presses("I have seen it")

    messages = [str(m.raw) for who in (ana, ben) for m in who.messages()]
    assert not any(CLINIC in one or "tea" in one for one in messages)
    assert CLINIC in everything_outgoing(world.slack)  # in forms alone


def test_several_changes_ring_once(world: World, ana: Somebody, ben: Somebody) -> None:
    writes(ana, {WHAT: CLINIC})
    writes(ana, {WHAT: LETTERS, WHY: "It hurts."})
    writes(ana, {PAUSE: "We say: tea."}, "When it gets difficult")

    assert len(ben.rang()) == 1
    opens(ben)
    assert CLINIC not in ben.reads
    assert LETTERS in ben.reads


def test_whoever_would_rather_have_it_otherwise_writes_it_their_way(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    writes(ana, {WHAT: CLINIC})
    listen(world)

    writes(ben, {WHAT: LETTERS})

    assert f"{NEW} Ben, not seen yet by Ana:\n{LETTERS}" in ben.reads
    assert CLINIC not in ben.reads
    assert len(ana.rang()) == 1


def test_of_two_who_write_at_once_the_second_is_told_and_keeps_their_words(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    for one in (ana, ben):
        opens(one)
        presses_under(one, "What we work on")
    ana.sends({WHAT: CLINIC, WHOM: "Whoever waits."})

    ben.sends({WHAT: LETTERS, WHY: "It hurts."})

    assert "Somebody else wrote here while you did." in ben.reads
    assert CLINIC in ben.reads
    assert f"{WHAT}\n{LETTERS}" in ben.reads
    assert "Whoever waits." in ben.reads
    assert "It hurts." in ben.reads
    ben.sends()
    for words in (LETTERS, "Whoever waits.", "It hurts."):
        assert words in ben.reads
    assert CLINIC not in ben.reads


def test_what_was_seen_is_what_was_read(world: World, ana: Somebody, ben: Somebody) -> None:
    """Ana changes it again while Ben reads: what he says that he has seen is not that."""
    writes(ana, {WHAT: CLINIC})
    opens(ben)
    writes(ana, {WHAT: LETTERS})

    ben.presses("I have seen it")

    assert f"{NEW} Ana, not seen yet by Ben:\n{LETTERS}" in ben.reads


def test_in_a_trio_it_stands_once_both_others_have_seen_it(world: World) -> None:
    chloe, dev, esi = make_trio(world)
    writes(chloe, {WHAT: CLINIC})

    opens(dev)
    dev.presses("I have seen it")
    assert f"{NEW} Chloe, not seen yet by Esi:" in dev.reads
    opens(esi)
    esi.presses("I have seen it")

    assert NEW not in esi.reads


def test_while_somebody_is_asked_still_it_says_that_they_will_read_it_too(world: World) -> None:
    chloe, dev, esi = world["Chloe"], world["Dev"], world["Esi"]
    chloe.types("/pair @dev @esi")
    dev.presses("Yes, gladly")

    opens(dev)
    presses_under(dev, "What we work on")
    assert "Those here can read this, Esi too if they say yes, and nobody else." in dev.reads
    dev.sends({WHAT: CLINIC})
    esi.presses("Yes, gladly")
    opens(esi)

    assert CLINIC in esi.reads
    presses_under(esi, "What we work on")
    assert "You and Chloe and Dev can read this, and nobody else." in esi.reads


def test_what_nobody_else_has_seen_goes_with_whoever_leaves(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    writes(ana, {WHAT: CLINIC})
    opens(ben)
    ben.presses("I have seen it")
    writes(ben, {WHAT: LETTERS})

    put_away(ben)
    leaves(ben)

    opens(ana)
    assert LETTERS not in ana.reads
    assert CLINIC in ana.reads
    assert "You are by yourself here now" in ana.reads
    put_away(ben)
    ben.types("/pair")
    assert "You are not" in ben.whispered.words or "`/pair @ben`" in ben.whispered.words


def test_whoever_is_away_hears_of_it_when_they_are_back(world: World, ana: Somebody, ben: Somebody) -> None:
    ben.types("/alongside away until 17 September")
    listen(world)

    writes(ana, {WHAT: CLINIC})

    assert ben.rang() == []
    world.move(days=7)
    assert ["Ana wrote on your page" in one for one in ben.rang()] == [True]


def test_somebody_in_several_pairs_says_which_page(world: World, ana: Somebody) -> None:
    world["Chloe"].types("/pair @ana")
    ana.presses("Yes, gladly")

    ana.types("/pair")

    assert "Whose page would you like to read?" in ana.reads
    assert "You and Ben" in ana.reads
    assert ana.form
    row = next(b for b in ana.form["blocks"] if "Chloe" in str(b))
    element = row["accessory"]
    where = {"action_id": element["action_id"], "block_id": row["block_id"]}
    world.slack.press(ana.id, view=ana.form["id"], **where)
    world.settle()
    assert "You and Chloe read the same here" in ana.reads
