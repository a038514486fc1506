"""What is read of a register: the list, one record, its history; and the form for a minority note.

A page holds as much as Slack takes; where that is not all, it says so, and a copy has everything.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from bot.features.options.flow import standing
from bot.features.options.flow.tagging import TAGS_MAX
from bot.features.options.models import (
    UNDECIDED,
    Change,
    Considered,
    How,
    Level,
    Link,
    Note,
    Record,
    State,
    done_last,
    facts,
)
from bot.features.options.models import Words as RecordWords
from bot.features.options.register.cards import on_its_way
from bot.features.options.register.cards.exports import FORMATS
from bot.features.options.register.cards.found import NAME_MAX, entry
from bot.features.options.register.cards.saying import (
    LISTS,
    TITLE,
    VOICES,
    blacked_out,
    day_said,
    further_of,
    listed,
    state_of,
    texts,
    unit,
    voices,
)
from bot.features.options.register.cards.saying import words as names
from bot.features.options.register.flow.finding import Term
from bot.features.options.register.models import WAYS
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import pages
from bot.rounds.time.hours import zone
from bot.slack.blocks import (
    VIEW_BLOCKS,
    VIEW_BYTES,
    Block,
    View,
    button,
    buttons,
    choice,
    context,
    divider,
    people,
    quote,
    safe,
    section,
    text_input,
    tick,
    weight,
)
from bot.slack.text import cut, sendable
from bot.slack.times import when
from bot.words import Markup, Words, escape

words = Words("register")

PAGE = 20  # records on one
SEARCH_MAX, NOTE_MAX = 100, 1500
LINKS_OFFERED, _OFFERED = 100, 70  # records that one can be linked with, and signs of each title
YEARS = 90  # that one can choose from
DUE, MINE = "due", "mine"  # in the place of a state: those to be looked at again; those the reader sees to
_ALL = "all"
_STATES = [state.value for state in State]
# A refusal on top of a page is one block more.
_BLOCKS, _BYTES = VIEW_BLOCKS - 1, VIEW_BYTES - 10_000
_PARTED = "|"
_PERSON, _YEAR = re.compile("[UW][A-Z0-9]{1,31}"), re.compile("2[0-9]{3}")


@dataclass(frozen=True)
class Place:
    """Where somebody is in a register: which record, and which page of what they looked for."""

    channel: str
    record: str = ""
    offset: int = 0
    state: str = ""  # a State, DUE, MINE, or all of them
    owner: str = ""  # whoever sees to it
    year: str = ""
    words: str = ""

    @classmethod
    def of(cls, kept: str) -> "Place":
        """From what a button or a form says: nothing that was tampered with gets further than this."""
        channel, record, offset, state, owner, year, words_ = [*kept.split(_PARTED, 6), *[""] * 6][:7]
        number = int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 7 else 0
        return cls(channel, record).looking_for(words_, state, owner, year, number)

    def looking_for(
        self, words_: str, state: str = "", owner: str = "", year: str = "", offset: int = 0
    ) -> "Place":
        return replace(
            self,
            words=" ".join(sendable(words_).split())[:SEARCH_MAX],
            state=state if state in (*_STATES, DUE, MINE) else "",
            owner=owner if _PERSON.fullmatch(owner) else "",
            year=year if _YEAR.fullmatch(year) else "",
            offset=offset,
        )

    def __str__(self) -> str:
        asked = (str(self.offset), self.state, self.owner, self.year, self.words)
        return _PARTED.join([self.channel, self.record, *asked])

    @property
    def searching(self) -> bool:
        return bool(self.words or self.state or self.owner or self.year)

    def at(self, record: str) -> str:
        return str(replace(self, record=record))

    def turned(self, by: int) -> str:
        return str(replace(self, record="", offset=max(0, self.offset + by * PAGE)))


def listing(
    place: Place,
    records: Sequence[Record],
    total: int,
    due: int,
    *,
    zone_name: str,
    now: datetime,
    bookmark: bool,
    files: bool = True,
    terms: Sequence[Term] = (),
    alike: bool = False,
    years: Sequence[int] = (),
    goes_on: Sequence[Round] = (),
) -> View:
    """The box to search with, a page of records with a line each, and how to take a copy along.

    `bookmark`: there is none yet. `files`: whether the app may send any. `terms` were looked for; `alike`:
    they are not in any record, but what is found is written like them. `years`: of which there is a choice.
    `goes_on`: the matters that are under way here.
    """
    here = zone(zone_name)
    found = [block for one in records for block in entry(one, terms, _door(one, place), here, now)]
    turns = [
        button(words[f"do.{name}"], f"options.register_{name}", place.turned(by))
        for name, by, there in (("previous", -1, place.offset > 0), ("page", 1, place.offset + PAGE < total))
        if there
    ]
    blocks = [
        *_under_way(goes_on, here),
        text_input(
            "words",
            words["list.words"],
            value=place.words,
            multiline=False,
            max_length=SEARCH_MAX,
            optional=True,
            hint=words["list.hint"],
        ),
        _menu(choice("state", words["list.which"], _filters(), chosen=place.state or _ALL)),
        people("owner", words["list.whose"], chosen=[place.owner] if place.owner else [], optional=True),
        *([_menu(_year(years, place.year))] if years else []),
        *(section(line) for line in _counted(place, total, due, alike=alike)),
        *found,
        *([buttons(*turns)] if turns else []),
        *(_copies(place.channel, bookmark=bookmark, files=files) if total or place.searching else []),
    ]
    return View(
        title=words["list.title"],
        blocks=blocks,
        callback_id="options.search",
        submit=words["list.search"],
        close=words["close"],
        private_metadata=str(place),
    )


def record(
    found: Record,
    place: Place,
    *,
    zone_name: str,
    ownerless: bool = False,
    link: str = "",
    noting: bool = False,
    acts: Iterable[str] = (),
    copies: Sequence[Sequence[str]] = (),
) -> View:
    """All of it, in the order in which people need it.

    `ownerless`: whoever saw to it is gone. `acts`: what this reader may do with it (correct, amend, look).
    `copies`: who has one, its format and its moment, of all that there are.
    """
    row = [
        button(words["do.back"], "options.register", place.at("")),
        button(words["do.history"], "options.history", place.at(found.id)),
    ]
    if link:
        row.append(button(words["do.where"], "options.where") | {"url": link})
    more = [button(words["do.note"], "options.note", place.at(found.id))] if noting else []
    mine, together = _apart(found, acts)
    more += mine
    here = zone(zone_name)
    parts = [*_parts(found, place, here, ownerless=ownerless), _taken_out(found, copies, here)]
    foot = [buttons(*row)]
    for key, offered in (("yours", more), ("together", together)):
        foot += [context(words[f"record.{key}"].fill()), buttons(*offered)] if offered else []
    return page("record", _filled(parts, foot), place.at(found.id))


def _apart(found: Record, acts: Iterable[str]) -> tuple[list[Block], list[Block]]:
    """What is one's own to do or to read, and what those who decide do together."""
    doors = {name: button(words[f"do.{name}"], f"options.{name}", found.round_id) for name in acts}
    mine = [door for name, door in doors.items() if name in _OWN]
    return mine, [door for name, door in doors.items() if name not in _OWN]


_OWN = ("became", "who_asked", "stop", "unname")


def history(versions: Sequence[Record], place: Place, *, zone_name: str) -> View:
    """Every version, the newest first: when, why, by whom, and what changed from the one before."""
    here, before = zone(zone_name), [None, *versions]
    parts = [_version(was, found, here) for was, found in zip(before, versions, strict=False)]
    foot = [buttons(button(words["do.back"], "options.record", place.at(versions[-1].id)))]
    title = [_Part([quote(versions[-1].title)])]
    return page("history", _filled([*title, *reversed(parts)], foot), place.at(versions[-1].id))


def note(found: Record, mine: Note | None, place: Place, proposed: str = "") -> View:
    """A minority note; `proposed` is what its writer answered, where nobody has read that."""
    here, sure = place.at(found.id), [words[f"sure.note_away.{part}"] for part in ("title", "text")]
    row = [button(words["do.back"], "options.record", here)]
    if mine:
        away, asks = words["do.note_away"], (sure[0], sure[1], words["do.note_away"], words["sure.no"])
        row.append(button(away, "options.note_away", here, confirm=asks))
    blocks = [
        *quote(found.title),
        section(words["note.intro"].fill()),
        text_input(
            "note",
            words["note.label"],
            value=mine.text if mine else proposed,
            max_length=NOTE_MAX,
            hint=words["note.hint"],
            focus=True,
        ),
        tick(
            "signed",
            words["note.signed"],
            beside=words["note.signed_tick"],
            hint=words["note.signed_hint"],
            checked=bool(mine and mine.name),
        ),
        buttons(*row),
    ]
    return View(
        title=words["note.title"],
        blocks=pages.read_by(words["note.reads"].fill(), blocks),
        callback_id="options.note",
        submit=words["note.submit"],
        close=words["close"],
        private_metadata=here,
    )


def links(round_: Round, said: RecordWords, there: Sequence[Link], others: Sequence[Record]) -> View:
    """What a record is linked with, each to be taken away; one more of `others`; and a line of tags."""
    blocks = [*quote(said["question"]), section(words["links.intro"].fill())]
    for link in there:
        away = button(words["do.unlink"], "options.unlink", f"{round_.id}|{link.how}|{link.record_id}")
        blocks.append(section(_linked(link)) | {"accessory": away})
    if others:
        hows = [(how.value, names[f"link.{how}"]) for how in How]
        titles = [(one.id, cut(one.title, _OFFERED) or "–") for one in others]
        other = choice("other", words["links.other"], titles, optional=True, hint=words["links.other_hint"])
        blocks += [choice("how", words["links.how"], hows, chosen=How.FOLLOWS), _menu(other)]
    tags = text_input(
        "tags",
        words["links.tags"],
        value=said["tags"],
        multiline=False,
        max_length=TAGS_MAX,
        optional=True,
        hint=words["links.tags_hint"],
    )
    return View(
        title=words["links.title"],
        blocks=pages.read_by(words["note.reads"].fill(), [*blocks, tags]),
        callback_id="options.links",
        submit=words["links.submit"],
        close=words["close"],
        private_metadata=f"{round_.id}|{facts(round_)['version']}",
    )


def done(key: str, place: Place) -> View:
    """What came of it, and the way back to where one was."""
    action, value = ("options.record", str(place)) if place.record else ("options.register", str(place))
    line = words[f"done.{key}"].fill()
    return page("done", [section(line), buttons(button(words["do.back"], action, value))], str(place))


# --- the list


def _door(found: Record, place: Place) -> Block:
    spoken = words["for_readers.open"].plain(title=safe(found.title, TITLE) or "–")
    return button(words["do.record"], "options.record", place.at(found.id), label_for_readers=spoken)


def _under_way(goes_on: Sequence[Round], here: ZoneInfo) -> list[Block]:
    """What is on its way: the question, where it stands, until when, for how many it waits."""
    if not goes_on:
        return []
    blocks = [section(Markup(f"*{words['way.title']}*"))]
    for round_ in goes_on[:WAYS]:
        until = when(round_.ends_at, here) if round_.ends_at else Markup()
        line = on_its_way(str(round_.step), until, len(standing.awaited(round_)))
        look = button(words["do.look_at"], "options.table", round_.id)
        blocks += [*quote(text_of(round_, "question")), section(line) | {"accessory": look}]
    more = len(goes_on) - WAYS
    return [*blocks, *([context(words["way.more"].fill(count=more))] if more > 0 else []), divider()]


def _counted(place: Place, total: int, due: int, *, alike: bool) -> list[Markup]:
    if place.searching:
        key = "list.alike" if alike else "list.found"
        return [words[key].fill(count=total) if total else words["list.nothing"].fill()]
    if not total:
        return [words["list.empty"].fill()]
    late = [words["list.due_one" if due == 1 else "list.due"].fill(count=due)] if due else []
    return [words["list.one" if total == 1 else "list.count"].fill(count=total), *late]


def _filters() -> list[tuple[str, str]]:
    named = [(state.value, state_of(state)) for state in State]
    return [(_ALL, words["list.all"]), (DUE, words["list.only_due"]), *named, (MINE, words["list.mine"])]


def _year(years: Sequence[int], chosen: str) -> Block:
    offered = [(_ALL, words["list.any_year"]), *((str(year), str(year)) for year in years)]
    return choice("year", words["list.year"], offered, chosen=chosen or _ALL)


def _menu(asked: Block) -> Block:
    """Folded up, however few there are to choose from: the list is what people came for."""
    return asked | {"element": asked["element"] | {"type": "static_select"}}


def _copies(channel: str, *, bookmark: bool, files: bool) -> list[Block]:
    """Offered only where they can come; elsewhere it says what is missing."""
    doors = [
        (words[f"copy.{fmt}"], words[f"format.{fmt}"], "options.export", f"{channel}|{fmt}")
        for fmt in (FORMATS if files else ())
    ]
    if bookmark:
        doors.append((words["copy.bookmark"], words["do.bookmark"], "options.bookmark", channel))
    rows = [section(what.fill()) | {"accessory": button(*door)} for what, *door in doors]
    return [divider(), section(words["copy.intro" if files else "copy.not_allowed"].fill()), *rows]


# --- one record


@dataclass(frozen=True)
class _Part:
    """`count` items under a heading, drawn only as far as there is room; a higher `rank` gives way first."""

    items: Iterable[list[Block]]
    count: int = 1
    heading: Sequence[Block] = ()
    rank: int = 0


def _parts(found: Record, place: Place, here: ZoneInfo, *, ownerless: bool) -> list[_Part]:
    options, course = found.words["options"], [*_course(found)]
    dated = words["record.state"].fill(
        state=state_of(found.state), when=when(found.created_at, here), version=found.version
    )
    looked = words["record.review"].fill(when=when(found.review_at, here)) if found.review_at else None
    return [
        _Part([[section(_ownerless(found))]] if ownerless else []),
        _Part([quote(found.title)] if found.title else []),
        _Part([[section(dated)]]),
        _Part([[section(words["record.stone"].fill())]] if found.state is State.SEALED else []),
        _Part([[section(words["record.public"].fill())]] if found.words["public"] else []),
        *_decision(found),
        *_fields(found, "tested"),
        *_fields(found, "why", "first_step", rank=1),
        *_first_day(found),
        *_fields(found, "owner", "know", "harms", "stop", rank=1),
        _Part([[section(looked)]] if looked else []),
        _heard(found, "handed"),
        *_fields(found, "came_back", rank=1),
        _links(found, place),
        *_fields(found, "tags", rank=1),
        *_fields(found, "why_now", "can_decide", "can_influence", "is_fixed", "who_decides", rank=1),
        *_fields(found, "same", "differ", rank=1),
        _Part(map(_option, options), len(options), [_title("options")], rank=2),
        _lines("contributors", listed(found, "contributors")),
        _lines("levels", _answers(found)),
        _heard(found, "reservations"),
        _heard(found, "earlier", rank=1),
        _heard(found, "held", rank=1),
        _heard(found, "notes"),
        _heard(found, "working", rank=2),
        _heard(found, "beside", rank=2),
        *_fields(found, "absent", "heard", rank=1),
        _Part([[section("\n".join(course))]] if course else [], rank=1),
        _Part([_why_this(done_last(found.words))], rank=1),
    ]


def _fields(found: Record, *fields: str, rank: int = 0) -> list[_Part]:
    said = texts(found)
    return [_Part([_said(names[f"field.{name}"], said[name])], rank=rank) for name in fields if said[name]]


def _first_day(found: Record) -> list[_Part]:
    day = day_said(found.words["first_day"])
    return [_Part([[section(words["record.first_day"].fill(day=day))]])] if day else []


def _links(found: Record, place: Place) -> _Part:
    """Each with the button that opens it."""
    lines = [[section(_linked(link)) | {"accessory": _opens(link, place)}] for link in found.links]
    return _Part(lines, len(lines), rank=1)


def _linked(link: Link) -> Markup:
    return words["record.link"].fill(how=names[f"link.{link.how}"], title=safe(link.title, TITLE) or "–")


def _opens(link: Link, place: Place) -> Block:
    spoken = words["for_readers.open"].plain(title=safe(link.title, TITLE) or "–")
    return button(words["do.record"], "options.record", place.at(link.record_id), label_for_readers=spoken)


def _decision(found: Record) -> list[_Part]:
    """What was agreed; where nothing was, what was put to the test."""
    if found.state in UNDECIDED and found.words["decision"]:
        return [_Part([_said(words["record.proposed"], found.words["decision"])])]
    return _fields(found, "decision")


def _taken_out(found: Record, copies: Sequence[Sequence[str]], here: ZoneInfo) -> _Part:
    """That something was blacked out or sealed, by whom and when; and who has a copy from before."""
    told = blacked(found.words, lambda at: when(at, here))
    sealed = [found.created_at.isoformat()] if found.state is State.SEALED else []
    last = max([one["at"] for one in found.words["unnamed"]] + sealed, default="")
    before = [
        words["record.copy"].fill(
            name=safe(whose, NAME_MAX) or names["copy.server"],
            format=words[f"format.{fmt}"],
            when=when(datetime.fromisoformat(at), here),
        )
        for whose, fmt, at, *_ in copies
        if at <= last
    ]
    told += [words["record.copies"].fill(copies=Markup(", ".join(before)))] if before else []
    return _Part([[context(line)] for line in told], len(told), rank=1)


def blacked(said: RecordWords, day: Callable[[datetime], Markup]) -> list[Markup]:
    """That passages were blacked out, by whom and on which day: never what."""
    return [
        blacked_out(one).fill(name=_called(one["by"]), when=day(datetime.fromisoformat(one["at"])))
        for one in said["unnamed"]
    ]


def _ownerless(found: Record) -> Markup:
    owner = safe(found.words["owner"], NAME_MAX)
    return words["record.ownerless" if owner else "record.no_owner"].fill(owner=owner)


def _option(one: Considered) -> list[Block]:
    by = ", ".join(map(_called, one["by"]))
    key = "record.chosen" if one["chosen"] else "record.option"
    told = _said(words[key].plain(names=by) if by else words[f"{key}_only"], one["text"])
    ticks = _said(further_of(one), "") if one.get("ticked") else []
    return [*told, *ticks, *(_said(words["record.kept"], one["kept"]) if one["kept"] else [])]


def _heard(found: Record, name: str, rank: int = 0) -> _Part:
    """What each said, with a name only where they signed."""
    key = "record.note" if name == "notes" else "record.voice"
    said = voices(found, name)
    items = (_said(words[key].plain(name=_called(whose), what=what), text) for what, whose, text in said)
    return _Part(items, len(said), [_title(name)], rank)


def _said(line: str, text: str) -> list[Block]:
    """Somebody's words, in one block with what they are: of blocks a page has few."""
    label = {"type": "text", "text": line, "style": {"bold": True}}
    above = {"type": "rich_text_section", "elements": [label]}
    first, *rest = quote(text) if text else [{"type": "rich_text", "elements": []}]
    return [first | {"elements": [above, *first["elements"]]}, *rest]


def _called(name: str) -> str:
    return safe(name, NAME_MAX) or names["a_member"]


def _answers(found: Record) -> list[str]:
    """How many answered what; who did not answer is counted as that, and as nothing else."""
    if not found.words["deciders"]:
        return []
    said = listed(found, "levels", but=[Level.ASIDE])  # that one stands below, with who did not answer
    counts = texts(found)
    many = [(name, int(counts[name] or 0)) for name in ("deciders", "missing", "aside")]
    return [*said, *(unit(names[f"field.{name}"], count) for name, count in many)]


def _course(found: Record) -> Iterator[Markup]:
    """Whose experience had to be there, how often it was tested, and what was left out on the way."""
    kinds, skipped = (", ".join(listed(found, name)) for name in ("kinds", "skipped"))
    if kinds:
        yield words["record.kinds"].fill(kinds=kinds)
    if found.words["tests"]:
        yield escape(unit(names["field.tests"], found.words["tests"]))
    if skipped:
        yield words["record.skipped"].fill(steps=skipped)


def _why_this(change: Change) -> list[Block]:
    what, by = names[f"change.{change['what']}"], safe(change["by"], NAME_MAX)
    return _said(words["record.change"].plain(what=what, name=by) if by else what, change["why"])


def _lines(field: str, lines: Sequence[str]) -> _Part:
    return _Part([[_title(field), section(escape("\n".join(lines)))]] if lines else [], rank=1)


def _title(name: str) -> Block:
    return section(f"*{names[f'field.{name}'].fill()}*")


# --- what changed

# In the order in which they are read.
_COMPARED = (
    *("question", "decision", "why", "first_step", "first_day", "owner", "know", "harms", "stop"),
    *("why_now", "can_decide", "can_influence", "is_fixed", "who_decides", "same", "differ", "options"),
    "contributors",
    *(
        "kinds",
        "levels",
        "deciders",
        "missing",
        "aside",
        "reservations",
        "earlier",
        "held",
        "working",
        "beside",
        "handed",
        "came_back",
        "absent",
        "heard",
        "skipped",
        "tests",
        "tags",
    ),
)


def _version(before: Record | None, found: Record, here: ZoneInfo) -> _Part:
    heading = words["history.version"].fill(version=found.version, when=when(found.created_at, here))
    moved = [[section(line)] for line in _moved(before, found, here)] if before else []
    was, now = [{name: _plain(name, one) for name in _COMPARED} if one else {} for one in (before, found)]
    other = [name for name in was if was[name] != now[name]]
    changed = (_changed(name, was[name], now[name]) for name in other)
    count = 1 + len(moved) + len(other)
    return _Part(
        chain([_why_this(found.words["change"])], moved, changed), count, [divider(), section(f"*{heading}*")]
    )


def _moved(before: Record, found: Record, here: ZoneInfo) -> Iterator[Markup]:
    if before.state != found.state:
        yield words["history.state"].fill(was=state_of(before.state), now=state_of(found.state))
    if before.review_at != found.review_at:
        dates = [when(r.review_at, here) if r.review_at else words["history.none"] for r in (before, found)]
        yield words["history.review"].fill(was=dates[0], now=dates[1])


def _changed(name: str, was: str, now: str) -> list[Block]:
    field = names[f"field.{name}"]
    told = _said(words["history.was"].plain(field=field), was) if was else []
    key = "history.now" if now else "history.gone"
    return [*told, *_said(words[key].plain(field=field), now)]


def _plain(name: str, found: Record) -> str:
    """What stands in a field, as plain text to compare and to quote."""
    if name == "options":
        return "\n\n".join(_plain_option(one) for one in found.words["options"])
    if name in VOICES:
        return "\n\n".join(_behind(what, whose, text) for what, whose, text in voices(found, name))
    if name in LISTS:
        return "\n".join(listed(found, name))
    if name == "first_day":
        return day_said(found.words["first_day"])
    return texts(found)[name]


def _plain_option(one: Considered) -> str:
    kept = f"\n{words['record.kept']} {one['kept']}" if one["kept"] else ""
    return f"{one['text']}{kept}"


def _behind(what: str, whose: str, text: str) -> str:
    line = f"{whose or names['a_member']} – {what}"
    return f"{line}: {text}" if text else line


# --- what fits


def page(name: str, blocks: list[Block], meta: str) -> View:
    return View(words[f"{name}.title"], blocks, close=words["close"], private_metadata=meta)


def _filled(parts: Sequence[_Part], foot: list[Block]) -> list[Block]:
    """As much of the parts as the page holds, in their order, above the foot."""
    room, places = _Room(parts, foot), range(len(parts))
    taken = {place: room.take(parts[place]) for place in sorted(places, key=lambda at: (parts[at].rank, at))}
    blocks = [block for place in places for block in taken[place]]
    return [*blocks, *([section(words["cut.page"].fill())] if room.cut else []), *foot]


class _Room:
    """What is left of a page, a line for every list that may be cut put by."""

    def __init__(self, parts: Sequence[_Part], foot: list[Block]) -> None:
        lists = sum(part.count > 1 for part in parts)
        line = [section(words["cut.page"].fill())]
        self.cut = False
        self._blocks = _BLOCKS - len(foot) - lists - 1
        self._bytes = _BYTES - weight(foot) - (lists + 1) * 2 * weight(line)

    def take(self, part: _Part) -> list[Block]:
        """The heading and as many items as find room; where some do not, how many."""
        taken: list[Block] = []
        for place, item in enumerate(part.items):
            more = [*(() if place else part.heading), *item]
            if len(more) > self._blocks or weight(more) > self._bytes:
                self.cut = True
                left = part.count - place
                return [*taken, section(words["cut.more"].fill(count=left))] if taken else []
            taken += more
            self._blocks -= len(more)
            self._bytes -= weight(more)
        return taken
