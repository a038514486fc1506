"""A pair's page, which all in it see alike, and the forms in which they write on it."""

from collections.abc import Mapping, Sequence

from bot import catalogue
from bot.features.pairs.cards import partners, words
from bot.features.pairs.flow import inviting
from bot.features.pairs.flow import page as rules
from bot.features.pairs.flow.standing import members
from bot.features.pairs.models import ASKS, PARTS, facts
from bot.people.models import Pair
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.showing import closing, pages
from bot.rounds.showing.around import Around, Kept
from bot.rounds.showing.sentences import act, as_written, name_of, plain_names
from bot.slack.blocks import Block, View, buttons, context, header, quote, safe, section, text_input
from bot.words import Markup

LINE_MAX = 300
_OPEN, _KEPT, _ASKED = 5, 5, 150  # entries, notes, and characters of a question above one
_MOST = 90  # pairs, as many as a page holds


def page(round_: Round, person_id: str, around: Around) -> View:
    """What they work on, how they want to work, what would change, what is open, what they kept."""
    others = [seat for seat in members(round_) if seat.person_id != person_id]
    key = ("pair" if len(others) == 1 else "trio") if others else "alone"
    intro = words[f"page.intro_{key}"].fill(**({"names": partners(others)} if others else {}))
    parts = [block for part in PARTS for block in _part(round_, part, around.kept)]
    head = [section(intro), *_minutes(round_), *_seen(round_, person_id)]
    return pages.page(words, "page", *head, *parts, *_around(around), *_foot(round_))


def _around(around: Around) -> list[Block]:
    """What is open between them now, and what they kept, as other practices say it."""
    open_ = [block for entry in around.open[:_OPEN] for block in entry.blocks()]
    kept = [block for one in around.kept[:_KEPT] for block in _kept(one)]
    return [
        *([header(words["page.open"]), *open_] if open_ else []),
        *([header(words["page.kept"]), *kept] if kept else []),
    ]


def _kept(one: Kept) -> list[Block]:
    question = safe(one.question, _ASKED)
    asked = words["page.asked"].fill(question=question) if question else None
    door = closing.door("kept", one.round_id)
    return [*quote(one.text, attribution=asked), *([buttons(*door)] if door else [])]


def _minutes(round_: Round) -> list[Block]:
    """How much time they give it, where whoever invited said so."""
    minutes = facts(round_).get("minutes")
    return [context(words["invitation.minutes"].fill(minutes=minutes))] if minutes else []


def _seen(round_: Round, person_id: str) -> list[Block]:
    """The button that says of these very changes that one has seen them."""
    new = rules.unseen(round_, round_.seat(person_id))
    if not new:
        return []
    ids = ",".join(reply.id for reply in new)
    seen = act(words, "seen", round_.id, value=ids, primary=True)
    return [section(words["page.new"].fill()), buttons(seen)]


def _part(round_: Round, part: str, kept: Sequence[Kept]) -> list[Block]:
    written = any(rules.newest(round_, field) for field in PARTS[part])
    says = words["do.change" if written else "do.write"]
    spoken = f"{says}: {words[f'page.{part}']}"
    change = act(words, "change", round_.id, value=part, says=says, spoken=spoken)
    lines = [block for field in PARTS[part] for block in _line(round_, field, kept)]
    return [header(words[f"page.{part}"]), *lines, buttons(change)]


def _line(round_: Round, field: str, kept: Sequence[Kept]) -> list[Block]:
    stands, change = rules.stands(round_, field), rules.change(round_, field)
    if not (rules.text_of(stands) or change or (stands and stands.unreadable)):
        return [context(words[f"line.{field}"]), _empty(round_, field, kept)]
    return [context(words[f"line.{field}"]), *_said(stands), *(_new(round_, change) if change else [])]


def _empty(round_: Round, field: str, kept: Sequence[Kept]) -> Block:
    """A line with nothing in it: the note that they kept of its question, to put there, or the question."""
    [choosing], prompt = _said(None), catalogue.find(ASKS.get(field, ""))
    if prompt is None:
        return choosing
    note = next((one.reply_id for one in kept if one.prompt == prompt.id), "")
    if note:
        spoken = f"{words['do.put_note']}: {prompt.title}"
        return choosing | {
            "accessory": act(words, "put_note", round_.id, value=f"{field},{note}", spoken=spoken)
        }
    if len(members(round_)) == 1:
        return choosing
    asks = closing.door("ask", f"{prompt.id}|{round_.id}", about=prompt.title)
    return choosing | ({"accessory": asks[0]} if asks else {})


def _said(reply: Reply | None) -> list[Block]:
    if reply is None or reply.text == "":
        return [section(words["page.choosing"].fill())]
    return as_written(reply)


def _new(round_: Round, change: Reply) -> list[Block]:
    waits = partners(rules.waits_for(round_, change))
    return [
        context(words["page.changed"].fill(name=name_of(round_, change.author_id), names=waits)),
        *_said(change),
    ]


def _foot(round_: Round) -> list[Block]:
    several = len(members(round_)) > 1
    named = ("rhythm", "here", "question", "before", "other", *(("questions_from",) if several else ()))
    doors = [button for name in named for button in closing.door(name, round_.id)]
    own = [act(words, name, round_.id) for name in (*(("share",) if several else ()), "needs", "leave")]
    return [buttons(*doors, *own), *pages.talk(round_.id)]


def write(
    round_: Round,
    person_id: str,
    part: str,
    typed: Mapping[str, str] | None = None,
    crossed: Sequence[str] = (),
) -> View:
    """The lines of that part, to write in; what was `typed` stays.

    Of those that were `crossed` by what others wrote meanwhile, that stands above the box.
    """
    known = [reply.id for field in PARTS[part] if (reply := rules.newest(round_, field))]
    boxes = [
        block
        for field in PARTS[part]
        for block in _box(round_, field, (typed or {}).get(field), meanwhile=field in crossed)
    ]
    note = section(words["write.crossed" if crossed else "write.intro"].fill())
    about, reads = ",".join([part, *known]), _readers(round_, person_id)
    return pages.form(words, "write", round_.id, note, *boxes, about=about, reads=reads)


def _readers(round_: Round, person_id: str) -> Markup:
    """Who can read what is written there; who is asked still, too, if they come."""
    others = [seat for seat in members(round_) if seat.person_id != person_id]
    if asked := inviting.waits(round_):
        return words["write.reads_asked"].fill(asked=partners(asked))
    return words["write.reads"].fill(names=partners(others)) if others else words["write.reads_alone"].fill()


def _box(round_: Round, field: str, typed: str | None, *, meanwhile: bool) -> list[Block]:
    text, label = rules.text_of(rules.newest(round_, field)), words[f"line.{field}"]
    theirs = quote(text) if meanwhile and text else []
    value = text if typed is None else typed
    return [*theirs, text_input(field, label, value=value, optional=True, max_length=LINE_MAX)]


def which(pairs: Sequence[Pair], person_id: str) -> View:
    """The pages of several pairs: which one?"""
    return pages.page(
        words,
        "page",
        section(words["page.which"].fill()),
        *(_whose(pair, person_id) for pair in pairs[:_MOST]),
    )


def _whose(pair: Pair, person_id: str) -> Block:
    others = pair.others(person_id)
    line = words["home.with"].fill(names=partners(others)) if others else words["home.alone"].fill()
    spoken = words["page_for_readers"].plain(names=plain_names(others)) if others else ""
    return section(line) | {"accessory": act(words, "page", pair.id, spoken=spoken)}
