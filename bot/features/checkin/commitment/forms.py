"""What opens in front of a person about what they take on, and what became of it."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.features.checkin.commitment.cards import where_from
from bot.features.checkin.commitment.flow import asked_on, before, due_day, is_still_theirs, owner_of
from bot.features.checkin.commitment.models import ASKER, STILL_OPEN, SURE, Doing, commitment
from bot.features.checkin.meeting.cards.saying import act, words
from bot.features.checkin.meeting.forms import LINE_MAX, TEXT_MAX, form, page
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import called
from bot.rounds.time.hours import days_on, zone
from bot.slack import blocks as slack
from bot.slack.blocks import (
    Block,
    View,
    buttons,
    choice,
    context,
    divider,
    people,
    quote,
    section,
    text_input,
    tick,
)
from bot.slack.times import day_of
from bot.words import Markup

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_BECAME = (Doing.DONE, Doing.PART, Doing.OPEN, Doing.CHANGED, Doing.NO_LONGER)
OPEN_ROOM, OVER_MOST = 70, 5  # blocks of the hundred that a form has room for; those that are over


def take_on(meta: str, today: date, title: str = "", *, alone: bool = False) -> View:
    """What, by when, how sure; behind a button the first step, how one will know, who may ask.

    `alone`: nobody looks at it again with them, so that only who may ask could read it.
    """
    ends = {0: words["commit.sure_least"], 10: words["commit.sure_most"]}
    return form(
        "commit",
        meta,
        *(quote(title) if title else []),
        section(words["commit.intro"].fill()),
        _box(),
        slack.date("due", words["commit.due"], value=days_on(today + _WEEK - _DAY, 1)),
        choice(
            "sure",
            words["commit.sure"],
            [(str(n), ends.get(n, str(n))) for n in SURE],
            hint=words["commit.sure_hint"],
        ),
        more=[
            *_lines(),
            people("asker", words["commit.asker"], optional=True, hint=words["commit.asker_hint"]),
            tick("before", words["commit.before"], beside=words["commit.before_tick"]),
            tick(
                "shown",
                words["commit.shown"],
                beside=words["commit.shown_asker" if alone else "commit.shown_tick"],
                hint=words["commit.shown_hint"],
            ),
        ],
        reads=words["who_reads.ticked"].fill(),
    )


def taken(round_: Round) -> View:
    """It is kept: when it is asked about, and how to find it."""
    return page("commit", _kept(round_), [act("mine", "-")])


def _kept(round_: Round) -> Markup:
    """On which days it is asked about: working days that are still to come."""
    soon, there = before(round_), zone(owner_of(round_).zone)
    key = "kept_before" if soon else "kept"
    return words[f"commit.{key}"].fill(
        day=day_of(asked_on(round_)), soon=day_of(soon.astimezone(there)) if soon else ""
    )


def change(round_: Round, _: str = "") -> View:
    """Its words, and its day."""
    return form(
        "change_taken",
        round_.id,
        *_about(round_),
        _box(text_of(round_, "what")),
        slack.date("due", words["commit.due"], value=due_day(round_), hint=words["change_taken.due_hint"]),
        *_lines(round_),
        reads=words["who_reads.ticked"].fill(),
    )


def changed(round_: Round, _: str = "") -> View:
    return page("change_taken", _kept(round_), [act("mine", "-")])


def _box(text: str = "") -> Block:
    """What they will do: whoever says when and where does it more often."""
    return text_input(
        "what",
        words["commit.what"],
        value=text,
        max_length=TEXT_MAX,
        placeholder=words["commit.when_where"],
        hint=words["unnamed"],
        focus=True,
    )


def _lines(round_: Round | None = None) -> list[Block]:
    """The first step, and how one will know."""
    return [
        text_input(
            kind,
            words[f"commit.{kind}"],
            value=text_of(round_, kind) if round_ else "",
            max_length=LINE_MAX,
            multiline=False,
            optional=True,
        )
        for kind in ("first", "know")
    ]


def follow(round_: Round, meeting: str = "") -> View:
    """What became of it: every answer is a good one."""
    still = is_still_theirs(round_)
    options = [(step.value, words[f"became.{_called(step, still)}"]) for step in _BECAME]
    learnt = [
        text_input(
            "learnt",
            words["became.learnt"],
            max_length=TEXT_MAX,
            optional=True,
            hint=words["became.learnt_hint"],
        ),
        tick("tell", words["became.tell"], beside=words["became.tell_tick"]),
    ]
    return form(
        "became",
        round_.id,
        *_what(round_),
        context(where_from(round_)),
        *([section(words["became.still_yours"].fill())] if still else []),
        choice("became", words["became.label"], options),
        slack.date("due", words["became.due"], optional=True, hint=words["became.due_hint"]),
        about=meeting,
        more=pages.read_by(words["who_reads.ticked"].fill(), learnt),
    )


def none_open(meeting: str) -> View:
    return page("became", words["became.none"].fill(), [act("pass", meeting)])


def said(round_: Round) -> View:
    """What its owner is told after having said so."""
    if round_.step == Doing.OPEN:
        return page("became", words["became.kept_open"].fill(day=day_of(asked_on(round_))))
    return page("became", words[f"became.kept_{round_.step}"].fill())


def look_at(round_: Round, person_id: str) -> View:
    """Everything of it; its owner may delete it."""
    by_when = section(words["commit.by_when"].fill(day=day_of(due_day(round_))))
    if round_.host_id != person_id:
        whose = context(words["look_at_theirs.whose"].fill(name=called(owner_of(round_))))
        return pages.page(words, "look_at_theirs", whose, *_what(round_), by_when)
    more: list[Block] = []
    for kind in ("first", "know", "learnt"):
        if text := text_of(round_, kind):
            more += quote(text, attribution=words[f"commit.{kind}_was"].fill())
    state, sure = words[f"state.{round_.step}"], commitment(round_)["sure"]
    more.append(section(words["commit.stands"].fill(state=state, sure=sure)))
    open_ = round_.step in STILL_OPEN
    does = [act("follow", round_.id, primary=True), act("change_taken", round_.id)] if open_ else []
    asks = [seat for seat in round_.present if seat.step == ASKER]
    may = "may_ask_reads" if commitment(round_)["shown"] else "may_ask"
    more += [section(words[f"commit.{may}"].fill(name=called(seat))) for seat in asks if open_]
    does += [act("unask", round_.id)] if asks else []
    return pages.page(
        words,
        "look_at",
        *_what(round_),
        *more,
        by_when,
        context(where_from(round_)),
        buttons(*does, act("erase", round_.id)),
    )


def mine(open_: Sequence[Round], over: Sequence[Round], today: date, *, days: bool = False) -> View:
    """What somebody has taken on, wherever it was; for their eyes alone. `days`: they can come as a file."""
    blocks: list[Block] = [section(words["mine_list.intro" if open_ else "mine_list.nothing"].fill())]
    for number, round_ in enumerate(open_):
        line = words["mine_list.open"].fill(day=day_of(due_day(round_)), origin=where_from(round_))
        row = buttons(*(_about_this(name, round_) for name in ("follow", "look_at")))
        one = [divider(), *_what(round_), section(line), row]
        if len(blocks) + len(one) > OPEN_ROOM:
            blocks.append(context(words["mine_list.more"].fill(count=len(open_) - number)))
            break
        blocks += one
    if over:
        blocks += [divider(), section(f"*{words['mine_list.over']}*")]
    for round_ in over[:OVER_MOST]:
        blocks += quote(text_of(round_, "what"), attribution=Markup(words[f"became.{round_.step}"]))
        blocks.append(buttons(_about_this("look_at", round_)))
    does = [act("commit_new", "-"), *([act("days", "-")] if days else [])]
    return pages.page(words, "mine_list", *blocks, divider(), buttons(*does))


def _about_this(name: str, round_: Round) -> Block:
    """A button of one among several, which says aloud which."""
    what = text_of(round_, "what")
    which = words["mine_list.which"].plain(does=words[f"do.{name}"], what=what) if what else ""
    return act(name, round_.id, spoken=which)


def sent(key: str) -> View:
    """What became of the days that they asked for."""
    return page("mine_list", words[f"days.{key}"].fill(), [act("mine", "-")])


def by_link(link: str) -> View:
    """Where they fetch the days: the link stands here and nowhere else."""
    row = buttons(act("mine", "-"))
    lines = [words["days.link_text"].fill(), words["days.link"].fill(link=Markup(link))]
    return pages.page(words, "mine_list", *map(section, lines), row)


def why(support: str) -> View:
    """Why this came, and how to get fewer."""
    return pages.page(words, "why", section(words["why.text"].fill()), *pages.how(words, (), support).blocks)


def _what(round_: Round) -> list[Block]:
    return [*_about(round_), *quote(text_of(round_, "what") or words["commit.gone"].plain())]


def _about(round_: Round) -> list[Block]:
    title = text_of(round_, "title")
    return [context(words["commit.about"].fill(title=title))] if title else []


def _called(step: Doing, still: bool) -> str:
    return "still_mine" if still and step == Doing.OPEN else step.value
