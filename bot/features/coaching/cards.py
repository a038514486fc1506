"""What people read of peer coaching, beside what every practice draws; and the form to ask somebody."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.coaching.flow import FOUND, MEETS, partner, thinker, wish
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.practice import halves
from bot.rounds.practice.declared import CLOSED, LIVE, joined
from bot.rounds.showing import closing, pages
from bot.rounds.showing.sentences import act, moment_of, name_of, names, whisper
from bot.slack.blocks import Block, Message, View, buttons, choice, people, quote, section
from bot.words import Markup, Words

words = Words("coaching")
MOST = 2  # others
_ABOVE = 3  # things that were said last, above the box


def lines(round_: Round, me: str) -> Sequence[Markup]:
    """With whom, how, and whose half it is: never what was said."""
    if round_.status not in (Status.RUNNING, Status.PAUSED):
        owed = round_.step == CLOSED and [seat for seat in joined(round_) if seat not in halves.had(round_)]
        return [words["half.owed"].fill(names=names(owed))] if owed else []
    way = "live" if round_.facts.get(MEETS if round_.step in ("asked", "meet") else LIVE) else "unhurried"
    if round_.facts.get(FOUND) and round_.step == "asked" and round_.others(me):
        return [words["with.found"].fill(names=names(round_.others(me)))]
    others = [words[f"with.{way}"].fill(names=names(round_.others(me)))] if round_.others(me) else []
    half = [
        words["half.yours" if seat.person_id == me else "half.theirs"].fill(
            name=name_of(round_, seat.person_id), wish=words[f"wish.{wish(round_)}"].fill()
        )
        for seat in thinker(round_)
    ]
    return [*others, *half, *(_there(round_, seat) for seat in joined(round_) if round_.step == "meet")]


def _there(round_: Round, seat: Seat) -> Markup:
    said = seat.facts.get("here")
    key = "meet.said" if said else "meet.not_yet"
    at = moment_of(round_, datetime.fromisoformat(said), live=True) if said else ""
    return words[key].fill(name=name_of(round_, seat.person_id), when=at)


def above(round_: Round, me: str) -> list[Block]:
    """In a form: what was said last in this half, by whoever thinks and whoever is there for them."""
    inside = [seat.person_id for seat in (*thinker(round_), *partner(round_))]
    since = [r for r in round_.replies if r.author_id in inside and r.kind not in ("wish", "learning")]
    focus = max((at for at, reply in enumerate(since) if reply.kind == "focus"), default=len(since))
    return [
        block
        for reply in since[focus:][-_ABOVE:]
        for block in quote(reply.text or "", attribution=_name(round_, reply.author_id))
    ]


def _name(round_: Round, person_id: str) -> Markup:
    return words["name_only"].fill(name=name_of(round_, person_id))


def beside(round_: Round, me: str) -> list[Block]:
    """Somebody to talk to; when it is over, to do so again, or to look for somebody else."""
    going = round_.status in (Status.RUNNING, Status.PAUSED)
    return (
        closing.door("talk", round_.id)
        if going
        else [act(words, name, round_.id) for name in ("again", "find")]
    )


def again(round_: Round, me: str) -> View:
    """With the same people, or with others."""
    return ask([seat.person_id for seat in round_.seats if seat.person_id != me and not seat.gone])


def ask(chosen: Sequence[str] = ()) -> View:
    """Whom to ask, and how: at once nobody is told."""
    ways = [(way, words[f"way.{way}"]) for way in ("unhurried", "live")]
    return pages.form(
        words,
        "ask",
        "",
        section(words["ask.intro"].fill()),
        buttons(act(words, "find", "")),
        people("people", words["ask.people"], many=True, at_most=MOST, chosen=chosen, hint=words["ask.hint"]),
        choice("way", words["ask.way"], ways, chosen="unhurried"),
    )


def usage() -> Message:
    return whisper(words["usage"].fill())


def receipt(round_: Round) -> Message:
    line = words["receipt.asked"].fill(names=names(round_.others(round_.host_id), mention=True))
    return whisper(line, act(words, "take_back", round_.id))
