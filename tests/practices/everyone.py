"""What a question for a channel hands to the generic tests: what it declares, signed and unsigned."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sqlalchemy import text

from bot.features.everyone import FACES, cards
from bot.features.everyone.flow import PRACTICE, SIGNED, TOGETHER, UNSIGNED, ask_unsigned
from bot.rounds.practice import life
from bot.rounds.practice.declared import CLOSED, FORGOTTEN, STOPPED
from tests.declared import SAID, handing
from tests.faults.harness import Fragile, Step, Transition, presses, sends, types, walks
from tests.practices import HERE, Drawn, Names

DECLARED = handing(PRACTICE, FACES, (partial(life.ask, PRACTICE), ask_unsigned))


def alone(names: Names, words: str) -> Drawn:
    """The forms in which it is asked; what the kit whispers is not: a page says that it is asked."""
    yield "cards.usage", cards.usage()
    yield "cards.where", cards.where(words)
    yield "cards.ask", cards.ask(HERE, words)
    yield "cards.opened", cards.opened("", words)
    yield "cards.asked", cards.asked(HERE)


def _stands(*steps: str) -> Callable[[Fragile], bool]:
    def stands(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            asked = text("SELECT step FROM rounds WHERE feature = 'everyone'")
            return str(db.execute(asked).scalar()) in steps

    return stands


def _writes(name: str, **said: str) -> tuple[Step, ...]:
    return presses(name, "everyone.write", where=HERE), sends(name, **said)


typed = (types("Ana", "/reflect How is it? -- everybody", HERE),)
asked = (*typed, sends("Ana"))
unsigned = (*typed, sends("Ana", unsigned=True))
wrote, again = _writes("Ben", words=SAID), _writes("Chloe", words=SAID)
opened = (*asked, *wrote, *again, walks(days=4))
more = (presses("Ben", "everyone.menu", where=HERE),)

TRANSITIONS = (
    Transition("asked", typed, (sends("Ana"),), _stands(SIGNED)),
    Transition("asked unsigned", typed, (sends("Ana", unsigned=True),), _stands(UNSIGNED)),
    Transition("joined", asked, wrote[:1], _stands(SIGNED)),
    Transition("a draft", (*asked, wrote[0]), (sends("Ben", words=SAID, draft=True),), _stands(SIGNED)),
    Transition("written", (*asked, wrote[0]), wrote[1:], _stands(SIGNED)),
    Transition("written unsigned", (*unsigned, wrote[0]), (sends("Ben", unsigned=SAID),), _stands(UNSIGNED)),
    Transition("opened by time", (*asked, *wrote, *again), (walks(days=4),), _stands(TOGETHER)),
    Transition("one alone", (*asked, *wrote), (walks(days=4),), _stands(CLOSED)),
    Transition("paused", (*asked, *wrote, *more), (presses("Ben", "everyone.pause"),), _stands(SIGNED)),
    Transition("left", (*asked, *wrote, *more), (presses("Ben", "everyone.step_out"),), _stands(SIGNED)),
    Transition("over", opened, (walks(days=60),), _stands(FORGOTTEN)),
    Transition("nobody came", asked, (walks(days=9),), _stands(STOPPED)),
)

HANDED = replace(
    DECLARED,
    in_channel=True,
    alone=alone,
    elsewhere=("everyone.help", "everyone.receipt"),
    transitions=TRANSITIONS,
    presses={**DECLARED.presses, "everyone.new": "oneself"},
    forms={**DECLARED.forms, "everyone.where": "oneself", "everyone.ask": "oneself"},
)
