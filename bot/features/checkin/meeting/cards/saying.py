"""Small pieces of sentences that cards and forms of check-ins share."""

import re
from collections.abc import Sequence
from functools import partial

from bot.features.checkin.meeting.flow import queue, standing
from bot.features.checkin.models import ASKING, NAME, Asking, Step, facts
from bot.rounds.company.order import shuffled
from bot.rounds.company.standing import host_name, looks_after
from bot.rounds.keeping.models import Round, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import sentences
from bot.rounds.showing.sentences import called, moment_of, name_of
from bot.slack.blocks import Block
from bot.words import Markup, Words, escape, inert

words = Words(NAME)
act = partial(sentences.act, words)
_LINK = re.compile(r"https://[^\s<>|]+")
_BEHIND = ("menu", "enough")  # never the one in front
_OF_STEP = ("pass", "move_on")  # the next step has them, too


def until(round_: Round, zone_name: str = "") -> Markup:
    """When this step ends: the time of day where people are there together, else day and time."""
    return moment_of(round_, round_.ends_at, zone_name, live=facts(round_)["live"])


def row(round_: Round, names: Sequence[str]) -> list[Block]:
    """These buttons, the first one in front; some are called otherwise where they mean something else."""
    stamp = standing.stamp(round_)
    return [
        act(
            name,
            round_.id,
            primary=n == 0 and name not in _BEHIND,
            value=stamp if name in _OF_STEP else "",
            says=_called(name, round_),
        )
        for n, name in enumerate(names)
    ]


def _called(name: str, round_: Round) -> str:
    begins = round_.step == Step.CHECK_IN
    if name == "arrive" and not begins:
        return words["do.arrive_late"]
    if name == "move_on" and begins:
        return words["do.begin"]
    return words["do.pass_asking"] if name == "pass" and round_.step in ASKING else ""


def step_line(round_: Round, me: str = "") -> Markup:
    """Where it stands, for everybody; for `me`, of whom nobody else's name is said."""
    f = facts(round_)
    presenter, host = presenter_of(round_), host_name(round_)
    arrives = "check_in_live" if host else "check_in_live_nobody"
    chooses = "choose_live" if host else "choose_live_nobody"
    special = {
        Step.CHECK_IN: arrives if f["live"] else "check_in",
        Step.CHOOSE: chooses if f["live"] else "choose",
        Step.QUESTIONS: "questions_short" if f["short"] else "questions",
        Step.COMMIT: "commit" if f["presenter"] else "commit_all",
    }
    key = special.get(Step(round_.step), round_.step)
    leads = round_.step in (Step.CHECK_IN, Step.CHOOSE) and host and looks_after(round_, me)
    if me and (me == f["presenter"] or leads) and words.has(f"step.{key}_you"):
        return words[f"step.{key}_you"].fill(until=until(round_))
    return words[f"step.{key}"].fill(presenter=presenter, host=host, until=until(round_))


def time_line(round_: Round) -> Markup:
    """Where people are there together: that time is nearly up, or over. Nobody is cut off."""
    mark = facts(round_)["mark"]
    return words["step.nearly" if mark == 1 else "step.past"].fill() if mark else Markup("")


def where_line(round_: Round) -> Markup:
    """Where a live one is, while it goes on, in the words of whoever began it; "" if they did not say."""
    where = text_of(round_, "where") if round_.status in (Status.RUNNING, Status.PAUSED) else ""
    return words["card.where"].fill(where=_with_links(where)) if where else Markup("")


def _with_links(line: str) -> Markup:
    """As it was written: a call's link to the letter, so that it can be copied; nothing of it comes alive."""
    parts = [escape(one if _LINK.fullmatch(one) else inert(one)) for one in line.split()]
    return Markup(" ".join(parts))


def anybody_line(round_: Round, me: str) -> Markup:
    """While whoever looks after it presents, everybody else can move it on."""
    if not standing.host_presents(round_) or me == facts(round_)["presenter"]:
        return Markup("")
    return words["step.anybody"].fill(presenter=presenter_of(round_))


def waiting_line(round_: Round) -> Markup:
    """For whoever looks after it: how many questions wait for their turn, never whose."""
    waits = len(queue.of(round_, Asking.ASKED)) if round_.step in ASKING else 0
    if not waits:
        return Markup("")
    return words["step.waiting_one" if waits == 1 else "step.waiting"].fill(count=waits)


def presenter_of(round_: Round) -> str:
    """What whoever presents is called; "" for nobody."""
    return name_of(round_, facts(round_)["presenter"]) if standing.presenter_name(round_) else ""


def triad_line(round_: Round, me: str) -> Markup:
    """Three people: one brings something, one asks, one notices; and it goes round."""
    parts = queue.three(round_) if round_.step in ASKING else None
    if parts is None:
        return Markup("")
    asks, notices = parts
    if me == asks.person_id:
        return words["step.three_asks"].fill(notices=called(notices))
    if me == notices.person_id:
        return words["step.three_notices"].fill(asks=called(asks))
    return words["step.three"].fill(asks=called(asks), notices=called(notices))


def bidder_options(round_: Round) -> list[tuple[str, str]]:
    """Who could present, by name, in an order that no speed decides."""
    found = sorted(standing.bidders(round_), key=lambda who: shuffled(round_.id, "shown", who))
    return [(who, name_of(round_, who)) for who in found]
