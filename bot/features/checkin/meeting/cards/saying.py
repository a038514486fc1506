"""Small pieces of sentences that cards and forms of check-ins share."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.checkin.meeting.flow import queue, standing, steps
from bot.features.checkin.models import OF_PRESENTER, Step, facts, joined
from bot.rounds.company.order import shuffled
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.time.hours import zone
from bot.slack.blocks import Block, Message, button, buttons, labels, quote, section
from bot.slack.times import clock_time, when
from bot.words import Markup, Words

words = Words("checkin")

_SURE = ("step_out", "close", "take_back", "stop_slot", "another", "erase", "set_leave", "set_end", "enough")
_BEHIND = ("menu", "enough")  # never the one in front
_OF_STEP = ("pass", "move_on")  # the next step has them, too


def names(seats: Sequence[Seat]) -> Markup:
    """Ana; Ana and Ben; Ana, Ben and Chloe."""
    called = [words["name_only"].fill(name=seat.name) for seat in seats]
    start = str(words["comma"]).join(called[:-1])
    return Markup(str(words["and"]).join([start, called[-1]] if start else called))


def name_of(round_: Round, person_id: str) -> str:
    return next((s.name for s in round_.seats if s.person_id == person_id), words["member"])


def moment_of(round_: Round, moment: datetime | None, zone_name: str = "") -> Markup:
    """The time of day where people are there together, else day and time; each reader's own."""
    if moment is None:
        return Markup("")
    host = next((s.zone for s in round_.seats if s.person_id == round_.host_id), "UTC")
    here = zone(zone_name or host)
    return clock_time(moment, here) if facts(round_)["live"] else when(moment, here)


def act(name: str, id_: str, *, primary: bool = False, value: str = "", says: str = "") -> Block:
    """The button of that name: an action, and a key of words, unless it `says` something else here."""
    sure = words[f"sure.{name}.title"] if name in _SURE else None
    return button(
        says or words[f"do.{name}"],
        f"checkin.{name}",
        f"{id_}|{value}" if value else id_,
        style="primary" if primary else None,
        label_for_readers=words["for_readers.menu"].plain() if name == "menu" else None,
        confirm=None
        if sure is None
        else (sure, words[f"sure.{name}.text"], words[f"sure.{name}.yes"], words["sure.no"]),
    )


def row(round_: Round, does: Sequence[str]) -> list[Block]:
    """These buttons, the first one in front; some are called otherwise where they mean something else."""
    return [
        act(
            name,
            round_.id,
            primary=n == 0 and name not in _BEHIND,
            value=standing.stamp(round_) if name in _OF_STEP else "",
            says=_called(name, round_),
        )
        for n, name in enumerate(does)
    ]


def _called(name: str, round_: Round) -> str:
    if name == "arrive" and round_.step != Step.CHECK_IN:
        return words["do.arrive_late"]
    if name == "move_on" and round_.step == Step.CHECK_IN:
        return words["do.begin"]
    if name == "pass" and round_.step in (Step.CLARIFY, Step.HUSH, Step.QUESTIONS):
        return words["do.pass_asking"]
    return ""


def aloud(line: Markup, row_: Sequence[Block]) -> Markup:
    """What is said, and what somebody can do: for notifications and screen readers."""
    if not row_:
        return line
    return Markup(f"{line} {words['aloud.buttons'].fill(buttons=', '.join(labels(row_)))}")


def message(
    title: Markup, question: str, lines: Sequence[Markup], row_: Sequence[Block], foot: Sequence[Block] = ()
) -> Message:
    """A card: what it is, how it stands, and what one can do."""
    body = Markup(" ".join(lines))
    key = "aloud.card" if question else "aloud.no_question"
    said = words[key].fill(title=title, question=question, body=body)
    blocks = [
        section(f"*{title}*"),
        *(quote(question) if question else []),
        section(Markup("\n".join(lines))),
        *([buttons(*row_)] if row_ else []),
        *foot,
    ]
    return Message(aloud(said, row_), blocks)


def step_line(round_: Round) -> Markup:
    """Where it stands, for everybody."""
    f, key = facts(round_), str(round_.step)
    if round_.step == Step.COMMIT and not f["presenter"]:
        key = "commit_all"
    if round_.step == Step.CHECK_IN:
        key = "check_in_live" if f["live"] else key
    if round_.step == Step.QUESTIONS and f["short"]:
        key = "questions_short"
    return words[f"step.{key}"].fill(
        presenter=standing.presenter_name(round_),
        host=standing.host_name(round_),
        until=moment_of(round_, round_.ends_at),
    )


def time_line(round_: Round) -> Markup:
    """Where people are there together: that time is nearly up, or over. Nobody is cut off."""
    mark = facts(round_)["mark"]
    if not facts(round_)["live"] or not mark:
        return Markup("")
    return words["step.nearly" if mark == 1 else "step.past"].fill()


def anybody_line(round_: Round) -> Markup:
    """While whoever looks after it presents, everybody can move it on."""
    f = facts(round_)
    if f["presenter"] == round_.host_id and round_.step in OF_PRESENTER:
        return words["step.anybody"].fill(presenter=standing.presenter_name(round_))
    return Markup("")


def triad_line(round_: Round) -> Markup:
    """Three people: one brings something, one asks, one notices; and it goes round."""
    f, here = facts(round_), joined(round_)
    if f["short"] or len(here) != 3 or round_.step not in (Step.CLARIFY, Step.HUSH, Step.QUESTIONS):
        return Markup("")
    asks, notices = sorted(
        queue.askers(round_), key=lambda s: shuffled(round_.id, f"three:{f['slot']}", s.person_id)
    )
    return words["step.three"].fill(asks=asks.name, notices=notices.name)


def bidder_options(round_: Round) -> list[tuple[str, str]]:
    """Who could present, by name, in an order that no speed decides."""
    found = sorted(steps.bidders(round_), key=lambda who: shuffled(round_.id, "shown", who))
    return [(who, name_of(round_, who)) for who in found]
