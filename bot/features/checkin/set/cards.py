"""What people see of a set: each one's own card, and the forms around it."""

from datetime import date

from bot.features.checkin.meeting.cards.saying import act, where_line, words
from bot.features.checkin.meeting.forms import LINE_MAX, QUESTION_MAX, form, page, where_box
from bot.features.checkin.models import DECLINED, INVITED, MOST, WAYS, joined
from bot.features.checkin.set.flow import begins_at
from bot.features.checkin.set.models import set_facts, way_of
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import pages
from bot.rounds.showing.drawing import to_each
from bot.rounds.showing.sentences import message, moment_of, name_of, names
from bot.slack import blocks as slack
from bot.slack.blocks import Block, Message, View, buttons, choice, context, people, section, text_input, tick
from bot.slack.times import day_of
from bot.words import Markup


def card(round_: Round, seat: Seat) -> Message:
    """Who is in it, when they meet next, and what one can do."""
    key, does = _face(round_, seat)
    asked = [s for s in round_.present if s.step == INVITED and s is not seat]
    day = set_facts(round_)["next"] or set_facts(round_).get("missed", "")
    on = day_of(date.fromisoformat(day)) if day else ""
    live = key == "eve" and way_of(round_) == "live"
    begins = moment_of(round_, begins_at(round_), seat.zone)
    line = words["set.eve_live" if live else f"set.{key}"]
    lines = [line.fill(host=name_of(round_, round_.host_id), day=on, when=begins)]
    if key in ("invited", "in", "eve", "waits", "missed"):
        lines.append(_members(round_))
        if key != "eve":
            lines.append(words[f"set.way_{way_of(round_)}"].fill())
        if asked:
            lines.append(words["set.asked"].fill(names=names(asked)))
    if key == "invited":
        lines += [words["set.agree"].fill(), words["set.managers"].fill()]
    if key == "in" and on:
        line = words["set.next_live" if way_of(round_) == "live" else "set.next"]
        lines.append(line.fill(day=on, when=begins))
    if key in ("in", "eve") and way_of(round_) == "live":
        lines.append(where_line(round_))
    return message(words["set.title"].fill(), "", [line for line in lines if line], [does])


def on_card(_: Round, reply: Reply) -> bool:
    """Where they meet, if it is live."""
    return reply.kind == "where"


def _members(round_: Round) -> Markup:
    return words["set.members"].fill(names=names(joined(round_)))


def _face(round_: Round, seat: Seat) -> tuple[str, list[Block]]:
    if seat.left_at:
        return "left", []
    if round_.status != Status.RUNNING:
        return "over", []
    if seat.step == DECLINED:
        return "declined", [act("set_yes", round_.id)]
    if seat.step == INVITED:
        return "invited", [act("set_yes", round_.id, primary=True), act("set_no", round_.id)]
    f = set_facts(round_)
    does = [act("meet", round_.id), act("box", "-"), act("plan_set", round_.id), act("set_menu", round_.id)]
    key = "waits" if f.get("waits") else "eve" if seat.rang == f"eve:{f['next']}" else "in"
    key = "missed" if f.get("missed") else key
    by_time = seat.rang.partition(":")[0] == key
    return key, [*does, *([act("why", round_.id)] if by_time else [])]


draw = to_each(card)


def create(channel: str, chosen: tuple[str, ...]) -> View:
    return form(
        "new_set",
        channel,
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
        ),
        tick("unsigned", words["new_set.unsigned"], beside=words["new_set.unsigned_tick"]),
        _ways("weeks"),
        reads=words["who_reads.set"].fill(),
    )


def created(rounds: list[Round]) -> View:
    """One set, or two where they would have been too many for one."""
    if len(rounds) == 1:
        return page("new_set", words["new_set.done"].fill(names=names(rounds[0].others(rounds[0].host_id))))
    lines = [words["new_set.two"].fill(most=MOST)]
    lines += [words["new_set.one_of"].fill(names=names(round_.seats)) for round_ in rounds]
    return page("new_set", Markup("\n".join(lines)))


def meet(round_: Round, _: str = "") -> View:
    """A meeting of the set begins."""
    kinds = [("long", words["meet.long"]), ("short", words["meet.short"])]
    return form(
        "meet",
        round_.id,
        section(words["meet.intro"].fill(names=names(joined(round_)))),
        choice("kind", words["meet.kind"], kinds, chosen="long"),
        _ways(way_of(round_)),
        where_box(text_of(round_, "where")),
        reads=words["who_reads.set"].fill(),
    )


def _ways(chosen: str) -> Block:
    return choice("way", words["meet.way"], [(way, words[f"meet.way_{way}"]) for way in WAYS], chosen=chosen)


def way(round_: Round, _: str = "") -> View:
    """How they would like to meet from now on, for whoever looks after it."""
    return form(
        "set_way",
        round_.id,
        section(words["set_way.intro"].fill()),
        _ways(way_of(round_)),
        where_box(text_of(round_, "where")),
        reads=words["who_reads.set"].fill(),
    )


def shared(round_: Round, _: str = "") -> View:
    """Where nobody would like the time: one question for all of them, in a short check-in."""
    return form(
        "short_instead",
        round_.id,
        section(words["short_instead.intro"].fill()),
        text_input("question", words["start.question"], max_length=QUESTION_MAX, focus=True),
    )


def plan(round_: Round, meeting: str = "") -> View:
    """When they would like to meet next."""
    day = set_facts(round_)["next"]
    value = date.fromisoformat(day) if day else None
    box = slack.date("next", words["plan_set.label"], value=value, optional=True)
    hour = text_input(
        "time",
        words["plan_set.time"],
        max_length=8,
        multiline=False,
        optional=True,
        hint=words["plan_set.time_hint"],
    )
    live, reads = way_of(round_) == "live", words["who_reads.set"].fill()
    return form("plan_set", round_.id, box, *([hour] if live else []), about=meeting, reads=reads)


def invite(round_: Round, _: str = "") -> View:
    return form(
        "set_invite",
        round_.id,
        people("people", words["set_invite.label"], many=True, hint=words["new_set.people_hint"]),
    )


def menu(round_: Round, person_id: str) -> View:
    """What it is called, who is in it, how it works, and what somebody can do with it."""
    name = text_of(round_, "name")
    does = ["set_invite", "set_leave", *(["set_way", "set_end"] if person_id == round_.host_id else [])]
    head: list[Block] = [section(words["set.called"].fill(name=name))] if name else []
    unsigned = [context(words["set.unsigned"].fill())] if set_facts(round_)["unsigned"] else []
    return pages.page(
        words,
        "set",
        *head,
        section(_members(round_)),
        *unsigned,
        section(words["how.long.text"].fill()),
        section(words["how.private.text"].fill()),
        buttons(*(act(name, round_.id) for name in does)),
    )
