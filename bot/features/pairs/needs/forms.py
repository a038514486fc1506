"""The form in which somebody says what helps them take part, and who should know."""

from bot.features.pairs.cards import partners, words
from bot.features.pairs.flow.standing import members
from bot.features.pairs.needs.flow import readers_of
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing, pages
from bot.slack.blocks import View, buttons, choice, people, section, text_input

NEEDS_MAX = 500
NOBODY, PARTNERS, SOMEBODY = "nobody", "partners", "somebody"


def needs(pair: Round, person_id: str, said: Round | None = None) -> View:
    """What they said before stands in it; `said` is None where they said nothing."""
    others = [seat for seat in members(pair) if seat.person_id != person_id]
    readers = readers_of(said) if said else []
    named = [one for one in readers if one not in [seat.person_id for seat in others]]
    who: list[tuple[str, str]] = [(NOBODY, words["needs.nobody"]), (SOMEBODY, words["needs.somebody"])]
    who[1:1] = [(PARTNERS, words["needs.partners"].plain(names=partners(others)))] if others else []
    chosen = (SOMEBODY if named else PARTNERS) if readers else NOBODY
    brings = closing.door("perspective", pair.id)
    return pages.form(
        words,
        "needs",
        pair.id,
        section(words["needs.intro"].fill()),
        text_input(
            "needs",
            words["needs.label"],
            value=text_of(said, "needs") if said else "",
            optional=True,
            max_length=NEEDS_MAX,
            hint=words["needs.hint"],
        ),
        choice("who", words["needs.who"], who, chosen=chosen),
        people("whom", words["needs.whom"], chosen=named[:1], optional=True),
        *([buttons(*brings)] if brings else []),
        reads=words["needs.reads"].fill(),
    )
