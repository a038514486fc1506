"""The forms of a pair's rhythm: to begin and to change it, to let it rest; what may help."""

from collections.abc import Sequence

from bot.catalogue import Family, families
from bot.features.reflection.cards import words
from bot.features.reflection.weekly.models import facts
from bot.rounds.keeping.models import Round
from bot.rounds.showing import pages, rhythms
from bot.rounds.showing.sentences import act
from bot.rounds.time import recurring
from bot.slack.blocks import Block, View, buttons, choice, date, section, ticks
from bot.slack.forms import Form

WEEKS = (4, 8, 12, 16, 26, 52)  # for so many it may come; 0 is for no end


def begin(name: str, place: str, zone: str, *whom: Block, every: str = "week") -> View:
    """How often, on which day, at what time; the rest is chosen for them, and stands behind a button."""
    return rhythms.form(words, name, place, zone, *whom, every=every, more=[_more(place)])


def change(round_: Round, zone: str) -> View:
    """The same, as it is now."""
    kept = recurring.of(round_)
    return rhythms.form(words, "rhythm_change", round_.id, zone, kept=kept, more=[_more(round_.id)])


def for_one(others: str) -> Block:
    """For whom it is, where one has one pair only; `others` are the names of those in it, "" for nobody."""
    line = (
        words["rhythm_form.for_one"].fill(names=others) if others else words["rhythm_form.for_alone"].fill()
    )
    return section(line)


def more(
    name: str,
    id_: str,
    zone: str,
    zones: Sequence[str],
    form: Form,
    round_: Round | None,
    whom: Sequence[Block],
) -> View:
    """With what was chosen until now, and in whose zone, what it asks, for how many weeks."""
    kept = recurring.of(round_) if round_ else None
    chosen, weeks = (facts(round_)["families"], facts(round_)["ends"]) if round_ else ([], "")
    of_whom = [(one.id, one.title) for one in coming()]
    how_long: list[tuple[str, str]] = [("0", words["rhythm_form.no_end"])]
    how_long += [(str(many), words["rhythm_form.weeks"].plain(count=many)) for many in WEEKS]
    how_long = [("kept", words["rhythm_form.as_it_is"]), *how_long] if weeks else how_long
    inputs = rhythms.inputs(
        words,
        rhythms.AGAIN,
        form.choice("when") or (kept.every if kept else "week"),
        form.number("day") if form.choice("day") else None,
        form.text("time"),
    )
    where = [(one, one) for one in dict.fromkeys([zone, *zones])]
    whose = [choice("zone", words["rhythm_form.whose_zone"], where, chosen=zone)] if where[1:] else []
    return pages.form(
        words,
        name,
        id_,
        *whom,
        *inputs,
        *whose,
        ticks(
            "families",
            words["rhythm_form.families"],
            of_whom,
            chosen=chosen,
            hint=words["rhythm_form.families_hint"],
        ),
        choice("weeks", words["rhythm_form.how_long"], how_long, chosen=how_long[0][0]),
        about=zone,
    )


def coming() -> list[Family]:
    """The families of which a question can come by itself."""
    return [one for one in families("pair") if any(not prompt.sensitive for prompt in one.prompts)]


def rest(round_: Round) -> View:
    """Until which day, or until somebody says."""
    return pages.form(
        words,
        "rhythm_rest",
        round_.id,
        section(words["rhythm_rest.text"].fill()),
        date("until", words["rhythm_rest.until"], optional=True, hint=words["rhythm_rest.hint"]),
    )


def _more(id_: str) -> Block:
    return buttons(act(words, "rhythm_more", id_))
