"""What people read of a stories round, beside what every practice draws; and its forms."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.stories import flow
from bot.features.stories.flow import ASKED, BEFORE, GATHER, PRACTICE, PREPARE, TOLD, YES
from bot.people.models import Person
from bot.rounds.company.standing import hosts
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.practice.declared import CLOSED, FORGOTTEN, HERE, joined
from bot.rounds.practice.drawn import Faces
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import act, called, names, plain_names, whisper
from bot.rounds.time.hours import days_on, zone
from bot.slack.blocks import (
    Block,
    Message,
    View,
    channel,
    choice,
    people,
    section,
    text_input,
    tick,
    ticks,
)
from bot.slack.times import day_of
from bot.words import Markup, Words

words = Words(flow.NAME)
THEME_MAX = 200  # characters
_USUAL, _DAYS = 5, 15  # working days: until it opens, if nothing else is chosen; that can be chosen
PACES = ("unhurried", "live")
_MEANS = ("reads", "stands", "stop", "box")


# --- on cards


def stands(round_: Round, seat: Seat) -> tuple[str, list[Block]] | None:
    """Where those stand who tell, who could be turned to, and who is asked to look after it, too.

    The name of what is said (`mine.<name>`), and what is theirs to press; None where every practice says it.
    """
    inside, tells = seat in joined(round_), seat.facts.get(flow.TELLS)
    if seat.person_id == round_.facts.get(flow.SUPPORT) and not inside:
        return "support", []
    if round_.step in BEFORE:
        return _before(round_, seat, inside, tells)
    if round_.step == TOLD and seat in flow.on_turn(round_) and seat.step == HERE:
        return "told", [act(words, "done", round_.id, primary=True)]
    return None


def _before(round_: Round, seat: Seat, inside: bool, tells: object) -> tuple[str, list[Block]] | None:
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
    """Whom one can turn to; to whoever looks after it, what is missing; whose story it is; what stays."""
    said, here = list[Markup](), flow.support(round_)
    going = round_.step in (*BEFORE, *flow.TELLING, flow.THANKS, flow.AFTER)
    if going and here and not me:
        said.append(words["turn_to"].fill(name=names(here)))
    if round_.step in BEFORE and not me:
        said.append(words["in_it"].fill(count=len(joined(round_))))
    if round_.step in BEFORE and me in [seat.person_id for seat in hosts(round_)]:
        yes = flow.of(round_, YES)
        said += [words["said_yes"].fill(names=names(yes))] if yes else []
        said += [words[f"missing.{need}"].fill(least=flow.LEAST) for need in flow.missing(round_)]
    if me and (who := flow.called_by(round_, me)):
        said.append(words["calls"].fill(names=names(who)))
    if round_.step == TOLD and (turn := flow.on_turn(round_)):
        said.append(words["on_turn"].fill(name=names(turn)))
    if round_.step == flow.ALOUD and (many := round_.facts.get(flow.PROMPTS)):
        said.append(words[f"prompt.{many}"].fill())
    return [*said, *(_stays(round_) if round_.step in (CLOSED, FORGOTTEN) else [])]


def _stays(round_: Round) -> list[Markup]:
    """How many were there, and what enough of them answered."""
    said = [words["were"].fill(count=round_.facts.get(flow.THERE, 0))]
    for kind, many in round_.facts.get(flow.ITEM, {}).items():
        counted = [
            words["item.count"].plain(answer=words[f"option.{kind}.{one}"], count=many[one])
            for one in flow.ANSWERS
        ]
        said.append(words["item.line"].fill(item=words[f"box.{kind}"], counts=", ".join(counted)))
    return said


FACES = Faces(PRACTICE, lines=lines, stands=stands, always=("moment",))


# --- forms


def usage() -> Message:
    return whisper(words["usage"].fill())


def start(place: str, theme: str, support: Sequence[Seat], zone_name: str, now: datetime) -> View:
    """Who tells, who looks after it, who can be turned to; when, and how, behind a button. Without a `place`
    it asks for the channel.
    """
    days = [days_on(now.astimezone(zone(zone_name)).date(), many) for many in range(1, _DAYS + 1)]
    who = [(seat.person_id, called(seat)) for seat in support]
    more = [
        choice("support", words["start.support"], who, chosen=who[0][0], hint=words["start.support_hint"]),
        choice("pace", words["start.pace"], [(one, words[f"start.{one}"]) for one in PACES], chosen=PACES[0]),
        choice("day", words["start.day"], [(day.isoformat(), day_of(day)) for day in days],
               chosen=days[_USUAL - 1].isoformat(), hint=words["start.day_hint"]),
        text_input("time", words["start.time"], value=words["start.usual_time"], multiline=False,
                   max_length=20, hint=words["start.time_hint"]),
    ]  # fmt: skip
    return pages.form(
        words,
        "start",
        place,
        section(words["start.before"].fill()),
        *([] if place else [channel("channel", words["start.channel"])]),
        text_input("theme", words["start.theme"], value=theme, max_length=THEME_MAX, multiline=False),
        people(
            "tellers", words["start.tellers"], many=True, at_most=flow.MOST_TELL, hint=words["start.apart"]
        ),
        people("beside", words["start.beside"], hint=words["start.beside_hint"]),
        reads=words["start.reads"].fill(),
        more=more,
    )


def asked(place: str) -> View:
    return pages.done(words, "asked", channel=Markup(f"<#{place}>"))


def tell(round_: Round, _: str) -> View:
    """What it means to tell, before a yes."""
    how = "live" if round_.step == GATHER else "text"
    said = [
        section(f"*{words[f'tell.{part}.title']}*\n{words[f'tell.{part}.{how}'].fill()}") for part in _MEANS
    ]
    few = tick("few", words["tell.few"], beside=words["tell.few_yes"].plain(least=flow.LEAST))
    return pages.form(words, "tell", round_.id, *said, few)


def moment(round_: Round, person: Person, _: str, support: str) -> View:
    """A moment for oneself: where help is, first; nobody hears of it unless something is ticked."""
    here, looking = flow.support(round_), hosts(round_)
    named = words["moment.named"].fill(name=names(here)) if here else Markup("")
    text = words["moment.help"].fill(support=support) if support else Markup("")
    head = [section(line) for line in (words["moment.take"].fill(), named, text) if line]
    head += [*pages.talk(), section(words["moment.watching"].fill())]
    who = {flow.SUPPORT: here, "hosts": looking}
    options = [
        (key, words[f"moment.{key}"].plain(name=plain_names(seats))) for key, seats in who.items() if seats
    ]
    inside = any(seat.person_id == person.id for seat in joined(round_))
    if not (inside and round_.status == Status.RUNNING):
        return pages.page(words, "moment", *head)
    options.append(("rest", words["moment.rest"].plain()))
    return pages.form(words, "moment", round_.id, *head, ticks("whom", words["moment.whom"], options))
