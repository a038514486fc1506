"""What people read of a stories round, beside what every practice draws; and what telling means."""

from collections.abc import Sequence

from bot.features.stories import flow
from bot.features.stories.flow import BEFORE, GATHER, OPENING, PRACTICE, PREPARE, TOLD
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.practice.declared import CLOSED, FORGOTTEN, HERE, joined
from bot.rounds.practice.drawn import Faces
from bot.rounds.practice.moments import SUPPORT
from bot.rounds.practice.parts import ASKED, GONE, NO, PART, YES, of, on_turn
from bot.rounds.practice.planned import room_for
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import act, names
from bot.slack.blocks import Block, View, section, tick
from bot.words import Markup, Words

words = Words(flow.NAME)
_MEANS = ("reads", "stands", "stop", "box")


# --- on cards


def stands(round_: Round, seat: Seat) -> tuple[str, list[Block]] | None:
    """Where those stand who tell, who could be turned to, and who is asked to look after it, too.

    The name of what is said (`mine.<name>`), and what is theirs to press; None where every practice says it.
    """
    inside = seat in joined(round_)
    if seat.person_id == round_.facts.get(SUPPORT) and not inside:
        return "support", []
    if round_.step in BEFORE:
        return _before(round_, seat, inside)
    if round_.step == TOLD and seat in on_turn(round_) and seat.step == HERE:
        return "told", [act(words, "done", round_.id, primary=True)]
    return None


def _before(round_: Round, seat: Seat, inside: bool) -> tuple[str, list[Block]] | None:
    tells = seat.facts.get(PART)
    if tells == ASKED:
        return "asked", [act(words, "tell", round_.id, primary=True)]
    if tells == YES and round_.step == GATHER:
        return "tells", []
    if tells == YES and seat.step == HERE:
        return PREPARE, [act(words, "write", round_.id, primary=True, says=words["called.prepare.write"])]
    if round_.facts["handing"] == seat.person_id and not inside:
        return "beside", []
    return None if inside else ("declined", [act(words, "join", round_.id, primary=True)])


def lines(round_: Round, me: str) -> Sequence[Markup]:
    """To whoever looks after it, what is missing; whose story it is, what is offered; how many were there."""
    said = list[Markup]()
    if round_.step in BEFORE and not me:
        said.append(words["in_it"].fill(count=len(joined(round_))))
    if round_.step in BEFORE and looks_after(round_, me):
        yes = of(round_, YES)
        no = of(round_, NO, GONE)
        said += [words["said_yes"].fill(names=names(yes))] if yes else []
        said += [words["said_no"].fill(names=names(no))] if no else []
        said += [words[f"missing.{need}"].fill(least=flow.LEAST) for need in flow.missing(round_)]
    if round_.step == TOLD and (turn := on_turn(round_)):
        said.append(words["on_turn"].fill(name=names(turn)))
    if round_.step == flow.ALOUD and (many := round_.facts.get(flow.PROMPTS)):
        said.append(words[f"prompt.{many}"].fill())
    if round_.step in (CLOSED, FORGOTTEN):
        said.append(words["were"].fill(count=round_.facts.get(flow.THERE, 0)))
    return said


def beside(round_: Round, me: str) -> Sequence[Block]:
    """For whoever looks after it: to ask somebody else, where there is room."""
    more = looks_after(round_, me) and round_.status == Status.RUNNING and room_for(OPENING, round_)
    return [act(words, "ask_more", round_.id)] if more else []


FACES = Faces(PRACTICE, lines=lines, stands=stands, beside=beside)


# --- a form


def tell(round_: Round, _: str) -> View:
    """What it means to tell, before a yes."""
    how = "live" if round_.step == GATHER else "text"
    said = [
        section(f"*{words[f'tell.{part}.title']}*\n{words[f'tell.{part}.{how}'].fill()}") for part in _MEANS
    ]
    few = tick("few", words["tell.few"], beside=words["tell.few_yes"].plain(least=flow.LEAST))
    return pages.form(words, "tell", round_.id, *said, few)
