"""The form to look for a question in, and the page that shows one whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalogue import Family, Prompt
from bot.features.reflection.cards import words
from bot.rounds.showing import closing, prompts
from bot.rounds.showing.pages import form
from bot.rounds.showing.sentences import act
from bot.slack.blocks import Block, View, button, buttons, choice, context, divider, section, text_input
from bot.words import Markup

ANY = "any"  # the purpose of whoever has none in mind
SHOWN, WORD_MAX = 12, 60


@dataclass(frozen=True)
class Looking:
    """What somebody looks for: for which pair ("" where none is meant), for what purpose, by which words."""

    pair: str = ""
    purpose: str = ANY
    typed: str = ""

    @classmethod
    def kept(cls, meta: str) -> "Looking":
        """As it stands behind a form."""
        pair, _, rest = meta.partition("|")
        purpose, _, typed = rest.partition("|")
        return cls(pair, purpose or ANY, typed)

    def __str__(self) -> str:
        return f"{self.pair}|{self.purpose}|{self.typed}"


def search(looking: Looking, families: Sequence[Family], found: Sequence[Prompt] | None) -> View:
    """What is it for, or a word of it; and below, once somebody looked, what there is."""
    purposes = [(ANY, words["search.any"]), *((family.id, family.title) for family in families)]
    blocks = [
        section(words["search.intro"].fill()),
        choice("purpose", words["search.purpose"], purposes, chosen=looking.purpose),
        text_input(
            "words",
            words["search.words"],
            value=looking.typed,
            multiline=False,
            max_length=WORD_MAX,
            optional=True,
            hint=words["search.hint"],
        ),
    ]
    below = _listed(found) if found is not None else _instead()
    return form(words, "search", str(looking), *blocks, *below)


def _instead() -> list[Block]:
    """Before anything is looked for: the way to ask more people than one's pair, or to propose a question."""
    row = [*closing.door("everybody"), *closing.door("propose")]
    return [buttons(*row)] if row else []


def _listed(found: Sequence[Prompt]) -> list[Block]:
    if not found:
        row = closing.door("propose")
        nothing = section(words["search.nothing"].fill())
        return [divider(), nothing, *([buttons(*row)] if row else [])]
    rest = len(found) - SHOWN
    more = [context(words["search.more"].fill(count=rest))] if rest > 0 else []
    return [divider(), *map(_line, found[:SHOWN]), *more]


def _line(prompt: Prompt) -> Block:
    line = words["search.prompt"].fill(title=prompt.title, question=prompt.question)
    see = button(
        words["do.look"],
        "reflection.look",
        prompt.id,
        label_for_readers=words["search.look_at"].plain(title=prompt.title),
    )
    return section(line) | {"accessory": see}


def whole(looking: Looking, prompt: Prompt, pairs: Sequence[Markup], support: str) -> View:
    """The question, why it is asked, how long it takes, how to take care, and whom it goes to: of each of the
    `pairs` that it may be, who else is in it.
    """
    asks = [act(words, "ask_prompt", prompt.id, value=looking.pair, primary=True)]
    if any(pairs) and not prompt.sensitive:  # nobody writes for somebody else what that one may pass on
        asks.append(act(words, "ask_as_other", prompt.id, value=looking.pair))
    return View(
        words["look.title"],
        [
            section(words["look.question"].fill(title=prompt.title, question=prompt.question)),
            *prompts.above(prompt),
            *prompts.care(prompt, support),
            section(words["look.takes"].fill(takes=prompts.takes(prompt), goes=_goes(pairs))),
            buttons(*asks, act(words, "back", "")),
        ],
        close=words["close"],
        private_metadata=str(looking),
    )


def _goes(pairs: Sequence[Markup]) -> Markup:
    """Whom it goes to, as soon as it is asked."""
    if not pairs:
        return words["look.nobody"].fill()
    if len(pairs) > 1:
        return words["look.which"].fill()
    return words["look.goes"].fill(names=pairs[0]) if pairs[0] else words["look.alone"].fill()
