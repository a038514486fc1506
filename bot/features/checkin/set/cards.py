"""What people see of a set: each one's own card, and the forms around it."""

from datetime import date

from bot.features.checkin.meeting.cards.saying import act, aloud, names, words
from bot.features.checkin.meeting.forms import LINE_MAX, QUESTION_MAX, page
from bot.features.checkin.models import DECLINED, IN, INVITED, MOST
from bot.features.checkin.set import flow as sets
from bot.features.checkin.set.models import set_facts
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.showing.drawing import Drawing
from bot.slack import blocks as slack
from bot.slack.blocks import (
    Block,
    Message,
    View,
    buttons,
    choice,
    context,
    people,
    section,
    text_input,
    tick,
)
from bot.slack.times import day_of
from bot.words import Markup


def draw(round_: Round) -> dict[str, Drawing]:
    return {
        seat.person_id: Drawing(seat.person_id, seat.rang, card(round_, seat))
        for seat in round_.seats
        if seat.rang
    }


def card(round_: Round, seat: Seat) -> Message:
    """Who is in it, when they meet next, and what one can do."""
    host = next((s.name for s in round_.seats if s.person_id == round_.host_id), "")
    key, does = _face(round_, seat)
    here = [s for s in round_.present if s.step == IN]
    asked = [s for s in round_.present if s.step == INVITED and s is not seat]
    lines = [words[f"set.{key}"].fill(host=host)]
    if key in ("invited", "in", "today"):
        lines.append(words["set.members"].fill(names=names(here)))
        if asked:
            lines.append(words["set.asked"].fill(names=names(asked)))
    if key == "invited":
        lines += [words["set.agree"].fill(), words["set.managers"].fill()]
    if key in ("in", "today") and (day := set_facts(round_)["next"]):
        lines.append(words["set.next"].fill(day=day_of(date.fromisoformat(day))))
    title = words["set.title"].fill()
    body = Markup("\n".join(lines))
    blocks = [section(f"*{title}*"), section(body), *([buttons(*does)] if does else [])]
    return Message(aloud(Markup(f"{title}. {' '.join(lines)}"), does), blocks)


def _face(round_: Round, seat: Seat) -> tuple[str, list[Block]]:
    if seat.left_at:
        return "left", []
    if round_.status != Status.RUNNING:
        return "over", []
    if seat.step == DECLINED:
        return "declined", [act("set_yes", round_.id)]
    if seat.step == INVITED:
        return "invited", [act("set_yes", round_.id, primary=True), act("set_no", round_.id)]
    today = seat.rang == f"today:{set_facts(round_)['next']}"
    does = [act("meet", round_.id, primary=today), act("plan_set", round_.id), act("set_menu", round_.id)]
    return ("today" if today else "in"), [*does, *([act("why", round_.id)] if today else [])]


def create(channel: str, chosen: tuple[str, ...]) -> View:
    return View(
        words["new_set.title"],
        [
            section(words["new_set.intro"].fill()),
            people(
                "people", words["new_set.people"], many=True, chosen=chosen, hint=words["new_set.people_hint"]
            ),
            text_input(
                "name",
                words["new_set.name"],
                max_length=LINE_MAX,
                multiline=False,
                optional=True,
                hint=words["new_set.name_hint"],
            ),
            tick("unsigned", words["new_set.unsigned"], beside=words["new_set.unsigned_tick"]),
        ],
        callback_id="checkin.new_set",
        submit=words["new_set.submit"],
        close=words["cancel"],
        private_metadata=channel,
    )


def created(rounds: list[Round]) -> View:
    """One set, or two where they would have been too many for one."""
    if len(rounds) == 1:
        return page("new_set", words["new_set.done"].fill(names=names(rounds[0].others(rounds[0].host_id))))
    lines = [words["new_set.two"].fill(most=MOST)]
    lines += [words["new_set.one_of"].fill(names=names(round_.seats)) for round_ in rounds]
    return page("new_set", Markup("\n".join(lines)))


def meet(round_: Round) -> View:
    """A meeting of the set begins."""
    here = [seat for seat in round_.present if seat.step == IN]
    forms = [("long", words["meet.long"]), ("short", words["meet.short"])]
    ways = [("days", words["start.way_days"]), ("live", words["start.way_live"])]
    return View(
        words["meet.title"],
        [
            section(words["meet.intro"].fill(names=names(here))),
            choice("kind", words["meet.kind"], forms, chosen="long"),
            choice("way", words["start.way"], ways, chosen="days"),
        ],
        callback_id="checkin.meet",
        submit=words["meet.submit"],
        close=words["cancel"],
        private_metadata=round_.id,
    )


def shared(round_: Round) -> View:
    """Where nobody would like the time: one question for all of them, in a short check-in."""
    return View(
        words["shared.title"],
        [
            section(words["shared.intro"].fill()),
            text_input("question", words["start.question"], max_length=QUESTION_MAX, focus=True),
        ],
        callback_id="checkin.short_instead",
        submit=words["shared.submit"],
        close=words["cancel"],
        private_metadata=round_.id,
    )


def plan(round_: Round, meeting: str = "") -> View:
    """When they would like to meet next."""
    day = set_facts(round_)["next"]
    return View(
        words["plan.title"],
        [
            slack.date(
                "next", words["plan.label"], value=date.fromisoformat(day) if day else None, optional=True
            )
        ],
        callback_id="checkin.plan_set",
        submit=words["plan.submit"],
        close=words["cancel"],
        private_metadata=f"{round_.id}|{meeting}",
    )


def invite(round_: Round) -> View:
    return View(
        words["invite.title"],
        [people("people", words["invite.label"], many=True, hint=words["new_set.people_hint"])],
        callback_id="checkin.set_invite",
        submit=words["invite.submit"],
        close=words["cancel"],
        private_metadata=round_.id,
    )


def menu(round_: Round, person_id: str) -> View:
    name = sets.name_of(round_)
    here = [seat for seat in round_.present if seat.step == IN]
    does = [act("set_invite", round_.id), act("set_leave", round_.id)]
    if person_id == round_.host_id:
        does.append(act("set_end", round_.id))
    head: list[Block] = [section(words["set.called"].fill(name=name))] if name else []
    unsigned = [context(words["set.unsigned"].fill())] if set_facts(round_)["unsigned"] else []
    return View(
        words["set.title"],
        [
            *head,
            section(words["set.members"].fill(names=names(here))),
            *unsigned,
            section(words["how.long"].fill()),
            section(words["how.private"].fill()),
            buttons(*does),
        ],
        close=words["close"],
    )
