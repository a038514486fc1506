"""A stories round at one's own pace: two tell, each after a yes; sealed, read, quiet, what rang, gone."""

import json

from sqlalchemy import text

from tests.faults.test_canary import stored
from tests.journeys.steps import kept, looks, put_away
from tests.journeys.stories_steps import (
    HERE,
    RANG,
    RANG_TRUE,
    THEME,
    TOLD,
    asks,
    card,
    have_a_word,
    reads,
    says_yes,
    writes,
)
from tests.world import World

WORDS = (*TOLD.values(), RANG)


def posted(world: World) -> str:
    """Everything that was ever sent to stand in Slack, but for the forms that somebody opened."""
    return json.dumps([c.args for c in world.slack.calls if c.method.startswith("chat.")], default=str)


def test_two_tell_the_others_say_what_rang_true_and_nothing_of_it_is_kept(worlds: World) -> None:
    world, ana, ben, chloe, esi = worlds, worlds["Ana"], worlds["Ben"], worlds["Chloe"], worlds["Esi"]
    asks(world)
    assert THEME in card(world).words
    assert not any(name in card(world).words for name in TOLD)
    assert "Would you tell how something was for you?" in chloe.card.words
    assert "asks you to look after this together" in ben.card.words
    assert "whom people can turn to here" in esi.card.words
    assert "it needs two people who look after it" in ana.card.words

    read = says_yes(chloe)
    for line in ("Who reads it", "How long it stands", "You may stop"):
        assert line in read
    says_yes(world["Dev"])
    ben.presses("Yes, I'll look after it")
    for name, words in TOLD.items():
        assert "It is in. Thank you." in writes(world[name], words)
    assert "4 will be there." in card(world).words
    assert "It cannot open yet" not in ana.card.words
    assert "Read it" not in ana.card.buttons

    world.move(days=7)
    assert "The stories can be read" in card(world).words
    for name, words in TOLD.items():
        assert name in reads(ben)
        assert words in reads(ben)
    assert not {"Write", "What rang true"} & {*ben.card.buttons}
    world.move(days=2, hours=3)
    ben.presses("What rang true")
    ben.sends({RANG_TRUE: "You should ask the ward."})
    assert "This may sound like advice." in ben.reads
    put_away(ben)
    ben.presses("What rang true")
    ben.sends({RANG_TRUE: "Why did you not call?"})
    assert "This may be a question to whoever told." in ben.reads
    ben.sends({RANG_TRUE: RANG})
    assert RANG in reads(chloe)
    old = sealed(world)
    assert len(old) == len(WORDS)

    world.move(days=4)
    have_a_word(world)
    assert "Was it worth the time?" in looks(ben, "How was it?")
    world.move(days=2)
    assert "The stories are over" in world["Ana"].messages(HERE)[-1].words
    world.move(days=1)
    since = len(world.slack.calls)
    world.move(days=3)

    assert kept(world) == [("U0ANA", "question")]
    assert not any(words.encode() in stored(world) for words in WORDS)
    assert not any(words in posted(world) for words in WORDS)
    assert not any(words in str(call.args) for words in WORDS for call in world.slack.calls[since:])
    assert not opened(world, old)  # nor does what an older copy or the log of the database still has
    assert "4 were there." in card(world).words
    over = ana.messages(HERE)[-1]
    assert "Nothing that was told is kept." in over.words
    assert "Read it" not in over.buttons
    for somebody in (ben, chloe):
        assert "Nothing that was told is kept." in somebody.card.words
        assert not any(name in card(world).words for name in TOLD)


def sealed(world: World) -> list[str]:
    """The keys of their own under which stories and answers lie."""
    with world.bot.store.read() as db:
        return [*db.execute(text("SELECT under FROM replies WHERE under != ''")).scalars()]


def opened(world: World, under: list[str]) -> list[str]:
    """Which of these keys are still there."""
    with world.bot.store.read() as db:
        return [one for one in under if one in db.openers(under)]
